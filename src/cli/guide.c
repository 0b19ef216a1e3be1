/* guide.c - what the command line says of itself, as a page of the guide. */
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/gauges.h"

enum { GUIDE_MAX = 1 << 16 };

/* What sysexits.h calls them, in words. */
static const struct {
	int code;
	const char *meaning;
} exits[] = {
	{EX_OK, N_("Done.")},
	{EX_USAGE, N_("The command line cannot be understood.")},
	{EX_DATAERR, N_("The data are damaged, or made by a newer version.")},
	{EX_NOINPUT, N_("A file or a folder is not there.")},
	{EX_UNAVAILABLE, N_("A service is out of reach: PostgreSQL, or the port to listen on.")},
	{EX_SOFTWARE, N_("A mistake of the program: please tell us.")},
	{EX_OSERR, N_("The machine has no memory left.")},
	{EX_CANTCREAT, N_("A file cannot be made.")},
	{EX_IOERR, N_("The disk failed: nothing that was not safe was confirmed.")},
	{EX_TEMPFAIL, N_("Another program holds the folder: try again later.")},
	{EX_NOPERM, N_("This account of the machine may not do it.")},
	{EX_CONFIG, N_("A setting is wrong.")},
};

static void put_verb(struct out *o, enum lang lang, const struct verb *v)
{
	out_printf(o, "- `archipel %s%s%s", v->name, *v->words ? " " : "", v->words);
	for (const char *const *option = v->options; option && *option; option++)
		out_printf(o, " [--%s%s]", *option, strchr(*option, '=') ? "…" : "");
	out_printf(o, "` %s\n", tr_lang(lang, v->help));
}

static void put_setting(struct out *o, enum lang lang, const struct setting_row *row)
{
	out_printf(o, "- `%s` %s", row->name, tr_lang(lang, row->help));
	if (row->otherwise)
		out_printf(o, " (`%s`)", row->otherwise);
	out_char(o, '\n');
}

const char *cli_guide(struct arena *a, enum lang lang)
{
	struct out o = out_new(GUIDE_MAX);
	out_printf(&o, "## %s\n\n", tr_lang(lang, N_("Verbs")));
	for (int i = 0; verb_at(i); i++)
		put_verb(&o, lang, verb_at(i));
	out_printf(&o, "\n%s\n", tr_lang(lang, N_("Each takes `--data FOLDER`, and `--json` for an "
		"answer that programs read.")));
	out_printf(&o, "\n## %s\n\n%s\n\n", tr_lang(lang, N_("Settings")), tr_lang(lang,
		N_("In order of strength: an option of the command line, a variable `ARCHIPEL_NAME`, a "
		"line `name = value` of `archipel.conf` in the folder.")));
	for (int i = 0; i < SETTING_COUNT; i++)
		put_setting(&o, lang, &setting_rows[i]);
	out_printf(&o, "\n## %s\n\n", tr_lang(lang, N_("Exit codes")));
	for (size_t i = 0; i < sizeof exits / sizeof *exits; i++)
		out_printf(&o, "- **%d** %s\n", exits[i].code, tr_lang(lang, exits[i].meaning));
	const char *text = arena_dup(a, out_str(&o));
	out_free(&o);
	return text;
}

static void put_figure(struct out *o, enum lang lang, const struct gauge *g)
{
	out_printf(o, "- `%s` (%s) %s\n", g->name, g->type, tr_lang(lang, g->help));
}

const char *cli_figures(struct arena *a, enum lang lang)
{
	struct out o = out_new(GUIDE_MAX);
	out_printf(&o, "%s\n\n", tr_lang(lang, N_("They are for Prometheus, at an address of their "
		"own that the setting `metrics` gives: `http://127.0.0.1:9464/metrics`. None names a "
		"person or a sheet.")));
	for (int i = 0; metrics_own(i); i++)
		put_figure(&o, lang, metrics_own(i));
	for (const struct gauge *g = gauges; g->name; g++)
		put_figure(&o, lang, g);
	const char *text = arena_dup(a, out_str(&o));
	out_free(&o);
	return text;
}
