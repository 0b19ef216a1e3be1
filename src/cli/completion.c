/* completion.c - what bash may complete, made from the rows of verbs, settings, commands. */
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "store/command.h"

/* Options of a verb, with what all take. */
static void options(struct out *o, const struct verb *v)
{
	out_text(o, "--data --help --json");
	for (const char *const *p = v->options; p && *p; p++)
		out_printf(o, " --%.*s", (int)strcspn(*p, "="), *p);
	for (int i = 0; v->flags & SETTINGS && i < SETTING_COUNT; i++)
		out_printf(o, " --%s", setting_rows[i].name);
}

/* First words of verbs; a group's comes once. */
static void first_words(struct out *o)
{
	const struct verb *v;
	const char *last = "";
	for (int i = 0; (v = verb_at(i)); last = v->name, i++) {
		size_t n = strcspn(v->name, " ");
		if (strncmp(last, v->name, n) != 0 || strcspn(last, " ") != n)
			out_printf(o, " %.*s", (int)n, v->name);
	}
}

static void verb_cases(struct out *o)
{
	const struct verb *v;
	for (int i = 0; (v = verb_at(i)); i++) {
		out_printf(o, "\t\t\"%s \"*) words=\"", v->name);
		options(o, v);
		out_text(o, "\" ;;\n");
	}
}

/* The fields of each command, once it is typed. */
static void command_cases(struct out *o)
{
	const struct command *k;
	for (int i = 0; (k = command_at(i)); i++) {
		out_printf(o, "\t\t%s) words=\"$words", k->name);
		for (const struct field_row *f = k->fields; f && f->name; f++)
			out_printf(o, " --%s", f->name);
		out_text(o, "\" ;;\n");
	}
}

/* The second words of groups and of verbs that name something of ours. */
static void second_words(struct out *o)
{
	const struct verb *v;
	const struct command *k;
	out_text(o, "\t\tdo) words=\"");
	for (int i = 0; (k = command_at(i)); i++)
		out_printf(o, "%s%s", i ? " " : "", k->name);
	out_text(o, "\" ;;\n\t\thelp) words=\"");
	first_words(o);
	out_text(o, "\" ;;\n\t\tcompletion) words=bash ;;\n");
	for (int i = 0; (v = verb_at(i)); i++) {
		const char *space = strchr(v->name, ' ');
		if (space)
			out_printf(o, "\t\t%.*s) words=\"$words %s\" ;;&\n", (int)(space - v->name), v->name,
				space + 1);
	}
}

int verb_completion(struct cli *c)
{
	struct out *o = &c->out;
	if (!text_eq(c->words.values[0], "bash"))
		return cli_fail(c, EX_USAGE, "%s", cli_tr(N_("Only bash is known here: "
			"archipel completion bash")));
	out_text(o, "# bash completion of archipel, made by archipel completion bash\n"
		"_archipel()\n{\n"
		"\tlocal cur=${COMP_WORDS[COMP_CWORD]} words=\n"
		"\tcase ${COMP_WORDS[COMP_CWORD-1]} in\n"
		"\t\t--data) mapfile -t COMPREPLY < <(compgen -d -- \"$cur\"); return ;;\n"
		"\t\t--values) mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); return ;;\n"
		"\t\t--log-level) words=\"error warning info debug\" ;;\n"
		"\t\t--sandbox) words=\"on off\" ;;\n"
		"\tesac\n"
		"\tif [[ -z $words && $COMP_CWORD == 1 ]]; then\n\t\twords=\"");
	first_words(o);
	out_text(o, "\"\n\telif [[ -z $words && $cur == -* ]]; then\n"
		"\t\tcase \"${COMP_WORDS[1]} ${COMP_WORDS[2]} \" in\n");
	verb_cases(o);
	out_text(o, "\t\tesac\n\t\tcase ${COMP_WORDS[2]} in\n");
	command_cases(o);
	out_text(o, "\t\tesac\n\telif [[ -z $words && $COMP_CWORD == 2 ]]; then\n"
		"\t\tcase ${COMP_WORDS[1]} in\n");
	second_words(o);
	out_text(o, "\t\tesac\n\tfi\n"
		"\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n}\n"
		"complete -o default -F _archipel archipel\n");
	return EX_OK;
}
