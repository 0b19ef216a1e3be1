/* control.c - a line that the server's socket was sent, as far as the words of
 * its command line; nothing is run. */
#include "fuzz.h"

#include "base/json.h"
#include "base/text.h"
#include "cli/cli.h"

enum { WORDS = 255 };

static void run(struct arena *a, const char *bytes, size_t n)
{
	const char *why;
	json_t *asked = json_read(a, bytes, n, &why), *word;
	char *argv[WORDS + 1];
	int argc = 0;
	size_t i;
	if (!asked)
		return;
	json_array_foreach(json_object_get(asked, "argv"), i, word)
		if (argc < WORDS && json_is_string(word))
			argv[argc++] = arena_dup(a, json_string_value(word));
	struct cli c = {.arena = a, .out = out_new(1 << 20), .err = out_new(1 << 20),
		.here = json_str(asked, "cwd"), .url = ""};
	settings_defaults(&c.settings);
	int code = cli_parse(&c, argc, argv);
	must((code == EX_OK) == (c.err.len == 0));
	must(text_valid(out_str(&c.err), c.err.len) && !c.err.full);
	must(code != EX_OK || (c.verb && c.data));
	out_free(&c.out);
	out_free(&c.err);
}

const struct target fuzz_control = {"control", run, NULL};
