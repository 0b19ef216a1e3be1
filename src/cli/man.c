/* man.c - the manual page, made from the rows of verbs, settings and commands. */
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "store/command.h"

/* Text as roff takes it: no word becomes a request, and - stays a hyphen-minus. */
static void put(struct out *o, const char *text)
{
	bool first = true;
	for (; *text; text++) {
		if (first && (*text == '.' || *text == '\''))
			out_text(o, "\\&");
		first = *text == '\n';
		if (*text == '\\')
			out_text(o, "\\e");
		else if (*text == '-')
			out_text(o, "\\-");
		else
			out_char(o, *text);
	}
}

static void section(struct out *o, const char *title)
{
	out_text(o, ".SH ");
	put(o, title);
	out_char(o, '\n');
}

/* A name in bold, what follows it, and what it is. */
static void item(struct out *o, const char *name, const char *rest, const char *text)
{
	out_text(o, ".TP\n\\fB");
	put(o, name);
	out_text(o, "\\fP");
	put(o, rest);
	out_char(o, '\n');
	put(o, text);
	out_char(o, '\n');
}

static void paragraph(struct out *o, const char *text)
{
	put(o, text);
	out_char(o, '\n');
}

static void verbs(struct cli *c)
{
	const struct verb *v;
	section(&c->out, cli_tr(N_("VERBS")));
	for (int i = 0; (v = verb_at(i)); i++) {
		struct out rest = out_new(2000);
		out_printf(&rest, "%s%s", *v->words ? " " : "", v->words);
		for (const char *const *o = v->options; o && *o; o++)
			out_printf(&rest, strchr(*o, '=') ? " [--%.*s %s]" : " [--%.*s]",
				(int)strcspn(*o, "="), *o, cli_tr(N_("VALUE")));
		item(&c->out, v->name, out_str(&rest), tr_lang(c->lang, v->help));
		out_free(&rest);
	}
}

static void settings(struct cli *c)
{
	section(&c->out, cli_tr(N_("SETTINGS")));
	paragraph(&c->out, cli_tr(N_("Each may stand in DIR/archipel.conf (name = value), in the "
		"environment (ARCHIPEL_NAME, or ARCHIPEL_NAME_FILE for a file that holds the value), and on "
		"the command line (--name value): the last one wins. After SIGHUP the server reads the file "
		"again; log-level, rate, contact, proxies and second-step change at once, the others when it starts again.")));
	for (int i = 0; i < SETTING_COUNT; i++) {
		const char *set = setting_rows[i].otherwise;
		item(&c->out, setting_rows[i].name, set ? arena_printf(c->arena, " = %s", set) : "",
			tr_lang(c->lang, setting_rows[i].help));
	}
}

static void commands(struct cli *c)
{
	const struct command *k;
	section(&c->out, cli_tr(N_("COMMANDS")));
	paragraph(&c->out, cli_tr(N_("For archipel do. Their fields: archipel do NAME --help.")));
	for (int i = 0; (k = command_at(i)); i++)
		item(&c->out, k->name, "", tr_lang(c->lang, k->help));
}

static const struct {
	const char *name, *text;
} files[] = {
	{"DIR/archipel.conf", N_("settings")},
	{"DIR/archipel.db", N_("the log, which is the truth: contributions, and what lasts beside them")},
	{"DIR/archipel.db.format-*", N_("the log as it was before a newer program took it up, for "
		"going back; goes with the next erasure")},
	{"DIR/views-*.db", N_("what pages are read from; made anew from the log when it is not there")},
	{"DIR/search-*.db", N_("the search index; made anew too")},
	{"DIR/lock", N_("held by the program that uses the folder")},
	{"DIR/socket", N_("where other verbs ask a running server")},
}, codes[] = {
	{"0", N_("done")},
	{"64", N_("the words of the command line are wrong")},
	{"65", N_("what was given, or the log, is not right")},
	{"66", N_("something that was named is not there")},
	{"69", N_("something that is needed does not answer")},
	{"73, 74", N_("a file cannot be made, read or written")},
	{"75", N_("not now: try again")},
	{"77", N_("not allowed")},
	{"78", N_("the settings are wrong, or doctor found something to mend")},
};

static void lists(struct cli *c)
{
	section(&c->out, cli_tr(N_("FILES")));
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		item(&c->out, files[i].name, "", tr_lang(c->lang, files[i].text));
	section(&c->out, cli_tr(N_("EXIT STATUS")));
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		item(&c->out, codes[i].name, "", tr_lang(c->lang, codes[i].text));
}

static void examples(struct cli *c)
{
	section(&c->out, cli_tr(N_("EXAMPLES")));
	out_text(&c->out, ".nf\n");
	put(&c->out, "archipel init --demo --data /srv/commun\n"
		"archipel serve --data /srv/commun --listen 127.0.0.1:8080\n"
		"archipel user add --email mairie@exemple.fr --role administrator --data /srv/commun\n"
		"archipel backup /mnt/usb/commun.backup --data /srv/commun\n"
		"archipel doctor --data /srv/commun\n");
	out_text(&c->out, ".fi\n");
}

int verb_man(struct cli *c)
{
	out_printf(&c->out, ".TH ARCHIPEL 1 %s \"archipel %s\"\n", VERSION_DATE, VERSION);
	section(&c->out, cli_tr(N_("NAME")));
	out_text(&c->out, "archipel \\- ");
	put(&c->out, cli_tr(N_("a server for digital commons of territories in transition")));
	out_char(&c->out, '\n');
	section(&c->out, cli_tr(N_("SYNOPSIS")));
	out_printf(&c->out, ".B archipel\n\\fI%s\\fP [\\-\\-data \\fI%s\\fP] [\\-\\-json]\n",
		cli_tr(N_("VERB")), cli_tr(N_("DIR")));
	section(&c->out, cli_tr(N_("DESCRIPTION")));
	paragraph(&c->out, cli_tr(N_("One program keeps and serves one commons, in one folder: that of --data, "
		"of ARCHIPEL_DATA, or var. Verbs other than serve work also while a server uses the folder. "
		"With --json they answer in JSON. They speak French, or English where LANG says so.")));
	verbs(c);
	settings(c);
	commands(c);
	lists(c);
	section(&c->out, cli_tr(N_("SIGNALS")));
	paragraph(&c->out, cli_tr(N_("SIGTERM and SIGINT: the server answers what is under way, ten seconds at "
		"most, and ends. SIGHUP: it reads its settings again.")));
	examples(c);
	return EX_OK;
}
