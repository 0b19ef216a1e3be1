/* parse.c - words of the command line to a verb, options and settings. */
#include <limits.h>
#include <stdint.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cli.h"

enum lang cli_lang(void)
{
	return lang_here();
}

const char *cli_tr(const char *key)
{
	return tr_lang(cli_lang(), key);
}

int cli_fail(struct cli *c, int code, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	out_text(&c->err, "archipel: ");
	out_vprintf(&c->err, format, ap);
	out_char(&c->err, '\n');
	va_end(ap);
	return code;
}

const char *cli_option(const struct cli *c, const char *name)
{
	return pairs_get(&c->options, name);
}

/* The verb that the words begin with; *used says how many words it is. */
static const struct verb *find(int argc, char **argv, int *used)
{
	const struct verb *v;
	for (int i = 0; (v = verb_at(i)); i++) {
		const char *space = strchr(v->name, ' ');
		size_t n = space ? (size_t)(space - v->name) : strlen(v->name);
		if (strlen(argv[0]) != n || strncmp(argv[0], v->name, n) != 0)
			continue;
		if (!space || (argc > 1 && strcmp(argv[1], space + 1) == 0)) {
			*used = space ? 2 : 1;
			return v;
		}
	}
	return NULL;
}

bool verb_group(const char *word)
{
	size_t n = strlen(word);
	for (int i = 0; verb_at(i); i++)
		if (strncmp(verb_at(i)->name, word, n) == 0 && verb_at(i)->name[n] == ' ')
			return true;
	return false;
}

static int unknown_verb(struct cli *c, int argc, char **argv)
{
	const char *names[64] = {0}, *word = argv[0];
	for (int i = 0; i < 63 && verb_at(i); i++)
		names[i] = verb_at(i)->name;
	if (verb_group(word))
		word = arena_printf(c->arena, "%s %s", word, argc > 1 ? argv[1] : "");
	const char *near = text_nearest(word, names);
	if (near)
		return cli_fail(c, EX_USAGE, cli_tr(N_("Unknown verb “%s”. Did you mean “%s”?")),
			word, near);
	return cli_fail(c, EX_USAGE, cli_tr(N_("Unknown verb “%s”. See archipel help.")), word);
}

/* Does the verb take this option, and with a value? */
static bool takes(const struct verb *v, const char *name, bool *value)
{
	for (const char *const *o = v->options; o && *o; o++) {
		size_t n = strcspn(*o, "=");
		if (strlen(name) == n && strncmp(*o, name, n) == 0) {
			*value = (*o)[n] == '=';
			return true;
		}
	}
	*value = true;
	return v->flags & ANY_OPTION;
}

static int unknown_option(struct cli *c, const char *name)
{
	const char *names[32] = {"data", "json", "help"};
	int n = 3;
	for (int i = 0; i < SETTING_COUNT; i++)
		names[n++] = setting_rows[i].name;
	for (const char *const *o = c->verb->options; o && *o && n < 31; o++)
		names[n++] = arena_copy(c->arena, *o, strcspn(*o, "="));
	const char *near = text_nearest(name, names);
	if (near)
		return cli_fail(c, EX_USAGE, cli_tr(N_("Unknown option “--%s”. Did you mean “--%s”?")),
			name, near);
	return cli_fail(c, EX_USAGE, cli_tr(N_("Unknown option “--%s”. See archipel help %s.")),
		name, c->verb->name);
}

static const char *absolute(const struct cli *c, const char *path)
{
	char here[PATH_MAX];
	if (path[0] == '/' || (!c->here && !getcwd(here, sizeof here)))
		return path;
	return arena_printf(c->arena, "%s/%s", c->here ? c->here : here, path);
}

/* One --option at argv[*i]; moves *i over its value. */
static int option(struct cli *c, int argc, char **argv, int *i)
{
	char *name = arena_dup(c->arena, argv[*i] + 2);
	char *equal = strchr(name, '='), *value = NULL;
	if (equal) {
		*equal = '\0';
		value = equal + 1;
	}
	if (strcmp(name, "help") == 0)
		return c->help = true, EX_OK;
	if (strcmp(name, "json") == 0)
		return c->json = true, EX_OK;
	bool wants = true;
	int setting = setting_find(name);
	bool data = strcmp(name, "data") == 0;
	bool own = takes(c->verb, name, &wants);
	if (!own && !data && setting < 0)
		return unknown_option(c, name);
	if (wants && !value) {
		if (*i + 1 >= argc)
			return cli_fail(c, EX_USAGE, cli_tr(N_("“--%s” needs a value.")), name);
		value = argv[++*i];
	}
	const char *why = NULL;
	if (own && value && strcmp(name, "values") == 0)
		value = (char *)(uintptr_t)absolute(c, value);
	if (data)
		c->data = value;
	else if (own)
		pairs_add(c->arena, &c->options, name, value ? value : "");
	else if (!settings_set(&c->settings, c->arena, setting, value, BY_OPTION, &why))
		return cli_fail(c, EX_CONFIG, "%s", why);
	else if (!text_eq(settings_shown(&c->settings, c->arena, setting), c->settings.value[setting]))
		return cli_fail(c, EX_USAGE, cli_tr(N_("A password on the command line is seen by everyone "
			"on this machine. Put “%s” into archipel.conf, or into a file that ARCHIPEL_%s_FILE names.")),
			name, "LOG");
	return EX_OK;
}

/* Settings in their order; what the command line set is put back on top. */
int cli_settle(struct cli *c)
{
	struct settings chosen = c->settings;
	struct out why = out_new(1u << 16);
	settings_defaults(&c->settings);
	const char *conf = arena_printf(c->arena, "%s/archipel.conf", c->data);
	settings_file(&c->settings, c->arena, conf, &why);
	settings_environment(&c->settings, c->arena, &why);
	for (int i = 0; i < SETTING_COUNT; i++)
		if (chosen.from[i] == BY_OPTION) {
			c->settings.value[i] = chosen.value[i];
			c->settings.from[i] = BY_OPTION;
		}
	int code = EX_OK;
	if (why.len && c->verb && c->verb->flags & LENIENT)
		c->faults = arena_dup(c->arena, out_str(&why));
	else if (why.len)
		code = cli_fail(c, EX_CONFIG, "%.*s", (int)why.len - 1, out_str(&why));
	out_free(&why);
	return code;
}

int cli_parse(struct cli *c, int argc, char **argv)
{
	int used = 0, code;
	if (argc < 1)
		return cli_fail(c, EX_USAGE, "%s",
			cli_tr(N_("Say what to do, for example archipel serve. See archipel help.")));
	if (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0)
		argv[0] = "help";
	if (strcmp(argv[0], "--version") == 0)
		argv[0] = "version";
	if (argc > 1 && strcmp(argv[1], "--help") == 0 && verb_group(argv[0])) {
		argv[1] = argv[0];	/* "user --help" is "help user" */
		argv[0] = "help";
	}
	for (int i = 0; i < argc; i++)
		if (!text_line(c->arena, argv[i], strlen(argv[i])))
			return cli_fail(c, EX_USAGE, cli_tr(N_("Word %d is not text in UTF-8.")), i + 1);
	c->verb = find(argc, argv, &used);
	if (!c->verb)
		return unknown_verb(c, argc, argv);
	bool end = false;
	for (int i = used; i < argc; i++) {
		if (!end && strcmp(argv[i], "--") == 0) {
			end = true;
		} else if (!end && text_starts(argv[i], "--")) {
			if ((code = option(c, argc, argv, &i)) != EX_OK)
				return code;
		} else {
			pairs_add(c->arena, &c->words, "", argv[i]);
		}
	}
	if (!c->data)
		c->data = getenv("ARCHIPEL_DATA");
	c->data = absolute(c, c->data ? c->data : "var");
	if (c->help)
		return EX_OK;
	int want = *c->verb->words ? 1 : 0;
	for (const char *p = c->verb->words; (p = strchr(p, ' ')); p++)
		want++;
	if (strcmp(c->verb->words, "FILE") == 0 && c->words.count == 1)
		c->words.values[0] = absolute(c, c->words.values[0]);
	bool more = c->words.count > want && strstr(c->verb->words, "...");
	if (c->words.count != want && !more && c->verb->run != verb_help)
		return cli_fail(c, EX_USAGE, cli_tr(N_("Write: archipel %s%s%s. See archipel help %s.")),
			c->verb->name, want ? " " : "", c->verb->words, c->verb->name);
	return c->inside ? EX_OK : cli_settle(c);	/* a server keeps its own */
}
