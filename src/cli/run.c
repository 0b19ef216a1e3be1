/* run.c - a verb from its words to its exit code, here or in the server. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cli.h"

bool cli_exists(struct cli *c)
{
	const char *log = arena_printf(c->arena, "%s/archipel.db", c->data);
	const char *conf = arena_printf(c->arena, "%s/archipel.conf", c->data);
	return access(log, F_OK) == 0 || access(conf, F_OK) == 0;
}

bool cli_unfinished(struct cli *c)
{
	return access(arena_printf(c->arena, "%s/" UNFINISHED, c->data), F_OK) == 0;
}

int cli_open(struct cli *c, bool create)
{
	const char *why = NULL;
	int code = EX_SOFTWARE;
	if (!create && cli_unfinished(c))
		return cli_fail(c, EX_NOINPUT, cli_tr(N_("The commons in %s was not made to the end. "
			"Go on: archipel init --data %s")), c->data, c->data);
	if (!create && !cli_exists(c) && !c->settings.value[LOG])
		return cli_fail(c, EX_NOINPUT,
			cli_tr(N_("There is no commons in %s. Make one: archipel init --data %s")),
			c->data, c->data);
	c->store = store_open(c->data, c->settings.value[LOG], c->arena, &why, &code);
	return c->store ? EX_OK : cli_fail(c, code, "%s", cli_tr(why));
}

/* The base URL of links to hand over, when no server tells its own. */
static const char *base_url(struct cli *c)
{
	const char *set = c->settings.value[BASE_URL];
	if (!set)
		return arena_printf(c->arena, "http://%s", c->settings.value[LISTEN]);
	size_t n = strlen(set);
	while (n && set[n - 1] == '/')
		n--;
	return arena_copy(c->arena, set, n);
}

const char *cli_base_path(struct arena *a, const char *url)
{
	const char *host = url ? strstr(url, "://") : NULL;
	const char *path = host ? strchr(host + 3, '/') : NULL;
	size_t n = path ? strlen(path) : 0;
	while (n && path[n - 1] == '/')
		n--;
	return arena_copy(a, path ? path : "", n);
}

int cli_run(struct cli *c, int argc, char **argv)
{
	int code = cli_parse(c, argc, argv);
	if (code != EX_OK)
		return code;
	if (c->help)
		return verb_help(c);
	if (!(c->verb->flags & NEEDS_STORE))
		return c->verb->run(c);
	if (c->verb->bring && (code = c->verb->bring(c)) != EX_OK)
		return code;
	code = control_ask(c, argc, argv);
	if (code >= 0)
		return code;
	if ((code = cli_open(c, false)) != EX_OK)
		return code;
	c->url = base_url(c);
	code = c->verb->run(c);
	store_close(c->store);
	c->store = NULL;
	return code;
}

int cli_refused(struct cli *c, const struct call *call)
{
	static const int codes[] = {[DONE] = EX_OK, [INVALID] = EX_DATAERR,
		[MISSING] = EX_NOINPUT, [FORBIDDEN] = EX_NOPERM, [CONFLICT] = EX_DATAERR,
		[STALE] = EX_DATAERR, [UNMATCHED] = EX_USAGE, [BUSY] = EX_TEMPFAIL,
		[NO_SPACE] = EX_IOERR};
	for (int i = 0; i < call->fault_count; i++) {
		const struct fault *f = &call->faults[i];
		const char *sentence = tr_lang(c->lang, f->sentence), *at = strstr(sentence, "%s");
		if (at)
			sentence = arena_printf(c->arena, "%.*s%s%s", (int)(at - sentence), sentence,
				f->detail ? f->detail : "", at + 2);
		if (text_blank(f->field))
			cli_fail(c, 0, "%s", sentence);
		else
			cli_fail(c, 0, "--%s: %s", f->field, sentence);
	}
	return codes[call->outcome];
}
