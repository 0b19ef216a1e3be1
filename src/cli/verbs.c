/* verbs.c - the list of verbs, help, version, routes. */
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "store/fold.h"
#include "web/request.h"

/* Where this program was built from, as the Makefile knows. */
#ifndef COMMIT
#define COMMIT ""
#define SBOM ""
#endif

static const char *const init_options[] = {"demo", NULL};
static const char *const verify_options[] = {"log", NULL};
static const char *const yes_options[] = {"yes", NULL};
static const char *const restore_options[] = {"force", "erasures=", NULL};
static const char *const user_options[] = {"email=", "role=", "name=", NULL};
static const char *const source_options[] = {"source=", NULL};
static const char *const do_options[] = {"values=", NULL};

static const char *const referentiel_options[] = {"dry-run", "force", "overwrite", "name=",
	"label=", "version=", "level=", "licence=", "authors=", NULL};

static const struct verb verbs[] = {
	{"init", "", init_options, SETTINGS, verb_init,
	 N_("make a new commons in the folder of --data; with --demo, fill it with an example"), NULL},
	{"serve", "", NULL, SETTINGS, verb_serve, N_("serve the commons to browsers"), NULL},
	{"verify", "", verify_options, NEEDS_STORE, verb_verify,
	 N_("check the chain of the log, and the views against a fresh replay; with --log, the "
		"chain only"), NULL},
	{"rebuild", "", NULL, NEEDS_STORE, verb_rebuild, N_("make the views anew from the log"), NULL},
	{"backup", "FILE", NULL, NEEDS_STORE, verb_backup,
	 N_("copy log, state and files into one file, also while the server runs"), NULL},
	{"restore", "FILE", restore_options, SETTINGS, verb_restore,
	 N_("bring a backup back into the folder; --force replaces what is there, --erasures FILE "
		"leaves out what was erased since, as a newer backup or archipel.db tells"), NULL},
	{"import territories", "FILE...", source_options, NEEDS_STORE, verb_import_territories,
	 N_("import contours of communes, EPCI, départements and régions from GeoJSON; --source says "
		"who publishes them"),
	 bring_territories},
	{"import referentiel", "FILE", referentiel_options, NEEDS_STORE, verb_import_referentiel,
	 N_("read a référentiel of actions (CSV) into a vocabulary and action sheets; --dry-run "
		"says what would change, cell by cell, and writes nothing; --force writes what can be "
		"read and keeps the sheets that people changed, --overwrite takes the file’s text; --level "
		"is that of what becomes a sheet, 3 for 1.1.1"), bring_referentiel},
	{"erase", "WHAT", yes_options, NEEDS_STORE, verb_erase,
	 N_("erase the words of a sheet (its id) or of one contribution (its position) for ever"), NULL},
	{"user add", "", user_options, NEEDS_STORE, verb_user_add,
	 N_("add a person (--email, --role) and print their one-time sign-in link"), NULL},
	{"user token", "EMAIL", NULL, NEEDS_STORE, verb_user_token,
	 N_("print a new API token of a person"), NULL},
	{"user reset", "EMAIL", NULL, NEEDS_STORE, verb_user_reset,
	 N_("end a person's sessions and print a new one-time sign-in link"), NULL},
	{"user reset-factor", "EMAIL", NULL, NEEDS_STORE, verb_user_reset_factor,
	 N_("remove the second step of a person who lost the telephone and the paper list"), NULL},
	{"user list", "", NULL, NEEDS_STORE, verb_user_list, N_("list people and their roles"), NULL},
	{"do", "DOMAIN.COMMAND", do_options, NEEDS_STORE | ANY_OPTION, verb_do,
	 N_("run a command: one --field value for each field, or --values FILE.json"), NULL},
	{"doctor", "", NULL, SETTINGS | LENIENT, verb_doctor,
	 N_("say what is wrong with this commons, and what to do about it"), NULL},
	{"healthcheck", "", NULL, SETTINGS, verb_healthcheck,
	 N_("ask the server on this machine whether it is ready: ends with 0 if it is"), NULL},
	{"config check", "", NULL, SETTINGS | LENIENT, verb_config_check,
	 N_("say what is wrong in the settings"), NULL},
	{"config dump", "", NULL, SETTINGS | LENIENT, verb_config_dump,
	 N_("show each setting and where it comes from, without passwords"), NULL},
	{"routes", "", NULL, 0, verb_routes, N_("list addresses and who may use them"), NULL},
	{"man", "", NULL, 0, verb_man, N_("print the manual page: archipel man | man -l -"), NULL},
	{"completion", "SHELL", NULL, 0, verb_completion,
	 N_("print what bash may complete: source <(archipel completion bash)"), NULL},
	{"version", "", NULL, 0, verb_version, N_("print the version"), NULL},
	{"help", "[VERB]", NULL, 0, verb_help, N_("say how to use a verb"), NULL},
};

const struct verb *verb_at(int i)
{
	return i < (int)(sizeof verbs / sizeof *verbs) ? &verbs[i] : NULL;
}

static void help_commands(struct cli *c)
{
	const struct command *k;
	out_printf(&c->out, "\n%s\n", cli_tr(N_("Commands:")));
	for (int i = 0; (k = command_at(i)); i++)
		out_printf(&c->out, "  %-22s %s\n", k->name, tr_lang(c->lang, k->help));
}

/* The fields of the command that one of the words names, or all commands. */
static void help_fields(struct cli *c)
{
	const struct command *k = NULL;
	for (int i = 0; i < c->words.count && !k; i++)
		k = command_find(c->words.values[i]);
	if (!k)
		return help_commands(c);
	out_printf(&c->out, "\n%s: %s\n", k->name, tr_lang(c->lang, k->help));
	for (const struct field_row *f = k->fields; f && f->name; f++)
		out_printf(&c->out, "  --%-20s %s%s\n", f->name, tr_lang(c->lang, f->label),
			f->flags & REQUIRED ? " *" : "");
}

static void help_settings(struct cli *c)
{
	out_printf(&c->out, "\n%s\n", cli_tr(N_("Settings, also in DIR/archipel.conf and ARCHIPEL_*:")));
	for (int i = 0; i < SETTING_COUNT; i++) {
		const char *set = setting_rows[i].otherwise;
		out_printf(&c->out, "  --%-18s %s%s%s%s\n", setting_rows[i].name,
			tr_lang(c->lang, setting_rows[i].help), set ? " (" : "", set ? set : "",
			set ? ")" : "");
	}
}

static void help_verb(struct cli *c, const struct verb *v)
{
	out_printf(&c->out, "archipel %s%s%s [--data DIR]", v->name, *v->words ? " " : "", v->words);
	for (const char *const *o = v->options; o && *o; o++)
		out_printf(&c->out, strchr(*o, '=') ? " [--%.*s %s]" : " [--%.*s]",
			(int)strcspn(*o, "="), *o, cli_tr(N_("VALUE")));
	out_printf(&c->out, "\n\n  %s\n", tr_lang(c->lang, v->help));
	if (v->flags & ANY_OPTION)
		help_fields(c);
	if (v->flags & SETTINGS)
		help_settings(c);
}

/* The verb that the words name: "user add", "do resource.create", "serve". */
static const struct verb *asked(struct cli *c)
{
	if (c->help || c->words.count == 0)
		return c->help ? c->verb : NULL;
	const char *one = c->words.values[0];
	const char *two = arena_printf(c->arena, "%s %s", one,
		c->words.count > 1 ? c->words.values[1] : "");
	const struct verb *v;
	for (int i = 0; (v = verb_at(i)); i++)
		if (strcmp(v->name, one) == 0 || strcmp(v->name, two) == 0)
			return v;
	return NULL;
}

/* The verbs of a group, one after the other. */
static int help_group(struct cli *c, const char *word)
{
	const struct verb *v;
	size_t n = strlen(word);
	for (int i = 0; (v = verb_at(i)); i++)
		if (strncmp(v->name, word, n) == 0 && v->name[n] == ' ') {
			help_verb(c, v);
			out_char(&c->out, '\n');
		}
	return EX_OK;
}

int verb_help(struct cli *c)
{
	const struct verb *v = asked(c);
	if (v) {
		help_verb(c, v);
		return EX_OK;
	}
	const char *word = c->words.count ? c->words.values[0] : NULL;
	if (word && verb_group(word))
		return help_group(c, word);
	if (word)
		return cli_fail(c, EX_USAGE, cli_tr(N_("Unknown verb “%s”. See archipel help.")), word);
	out_printf(&c->out, "archipel %s\n\n%s\n\n", VERSION,
		cli_tr(N_("A server for digital commons of territories in transition.")));
	for (int i = 0; (v = verb_at(i)); i++) {
		const char *use = arena_printf(c->arena, "%s %s", v->name, v->words);
		out_printf(&c->out, "  %-20s %s\n", use, tr_lang(c->lang, v->help));
	}
	help_settings(c);
	return EX_OK;
}

int verb_version(struct cli *c)
{
	if (c->json)
		out_printf(&c->out, "{\"version\":\"%s\",\"commit\":\"%s\",\"views\":\"%s\","
			"\"sbom\":\"%s\"}\n", VERSION, COMMIT, fold_fingerprint(), SBOM);
	else
		out_printf(&c->out, "archipel %s%s%s%s%s%s\n", VERSION, *COMMIT ? " (" : "", COMMIT,
			*COMMIT ? ")" : "", *SBOM ? " sbom " : "", SBOM);
	return EX_OK;
}

int verb_routes(struct cli *c)
{
	const struct route *r;
	for (int i = 0; (r = route_at(i)); i++)
		out_printf(&c->out, "%s\t%s\t%s\n", r->method, r->path, role_name(r->role));
	return EX_OK;
}
