/* main.c - archipel: one program, many verbs. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "cli/cli.h"

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	umask(0077);	/* what a commons holds is for its own account */
	hash_start();
	json_start();
	struct cli c = {.arena = arena_new(), .lang = cli_lang(), .out = out_new(64u << 20),
		.err = out_new(1u << 20), .brought = -1};
	int code = cli_run(&c, argc - 1, argv + 1);
	fputs(out_str(&c.out), stdout);
	fputs(out_str(&c.err), stderr);
	if (fflush(stdout) != 0 && code == EX_OK)
		code = EX_IOERR;
	out_free(&c.out);
	out_free(&c.err);
	arena_free(c.arena);
	return code;
}
