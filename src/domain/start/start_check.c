/* start_check.c - is a definition good?  Each fault at its place, with its mend. */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "domain/scheme/scheme.h"
#include "domain/start/start_own.h"
#include "domain/type/type.h"

enum { LABEL = 200, WHY = 500, NOTE = 200 };

/* A definition being checked. */
struct checking {
	struct ledger *l;
	const struct start *start;	/* the same, read: for what rules name */
	json_t *seen;			/* short names so far, of one kind */
	bool bad;
};

static void bad(struct checking *c, const char *path, const char *name, const char *sentence,
	const char *detail)
{
	c->bad = true;
	refuse_field(c->l, stated_path(c->l, path, name), sentence, detail);
}

static bool short_name(const char *s)
{
	size_t n = s ? strlen(s) : 0;
	return n > 0 && n <= 40 && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-_") == n
		&& s[0] >= 'a' && s[0] <= 'z';
}

static void check_name(struct checking *c, const char *path, const json_t *j)
{
	const char *name = json_str(j, "name");
	if (!short_name(name))
		bad(c, path, "name", N_("Write a short name in lower case without accents, for "
			"example chaleur."), NULL);
	else if (json_object_get(c->seen, name))
		bad(c, path, "name", N_("“%s” is already taken here."), name);
	else
		json_object_set_new(c->seen, name, json_true());
}

static void check_words(struct checking *c, const char *path, json_t *j, const char *name,
	size_t limit, bool required)
{
	const json_t *said = json_object_get(j, name);
	json_t *clean = stated_words(c->l, stated_path(c->l, path, name), said, limit, required,
		&c->bad);
	json_object_del(j, name);
	if (clean)
		json_object_set_new(j, name, clean);
}

/* A rule's text; the sentence tells the place. */
static void check_rule(struct checking *c, const char *path, const json_t *j, const char *name)
{
	const char *text = json_str(j, name);
	struct rule_fault f;
	if (!text || rule_good(c->l->arena, c->start, text, &f))
		return;
	enum lang lang = c->l->who.lang;
	char *said = arena_dup(c->l->arena, tr_lang(lang, f.sentence)), *at = strstr(said, "%s");
	if (at)
		said = arena_printf(c->l->arena, "%.*s%s%s", (int)(at - said), said,
			f.detail ? f.detail : "", at + 2);
	const char *place = arena_printf(c->l->arena, "%s %d, %s %d. %s", tr_lang(lang, N_("line")),
		f.line, tr_lang(lang, N_("column")), f.column, said);
	bad(c, path, name, N_("This rule cannot be read at %s"), place);
}

/* A list of short texts; absent is fine. */
static void check_list(struct checking *c, const char *path, const json_t *j, const char *name)
{
	const json_t *list = json_object_get(j, name);
	size_t i;
	const json_t *s;
	if (list && (!json_is_array(list) || json_array_size(list) > NAMES_MAX))
		bad(c, path, name, N_("Write a list here."), NULL);
	json_array_foreach(list, i, s)
		if (!json_is_string(s) || !json_string_length(s) || json_string_length(s) > 100) {
			bad(c, path, name, N_("Write a text here."), NULL);
			return;
		}
}

static void check_number(struct checking *c, const char *path, const json_t *j, const char *name)
{
	const json_t *n = json_object_get(j, name);
	if (n && (!json_is_number(n) || json_number_value(n) < 0 || json_number_value(n) > 1e9))
		bad(c, path, name, N_("Write a number, for example 600."), NULL);
}

static void check_yes(struct checking *c, const char *path, const json_t *j, const char *name)
{
	const json_t *yes = json_object_get(j, name);
	if (yes && !json_is_boolean(yes))
		bad(c, path, name, N_("Answer yes or no."), NULL);
}

/* Is it a list of at most so many objects? */
static bool check_rows(struct checking *c, const char *path, const json_t *j, const char *name,
	size_t least, size_t most)
{
	const json_t *list = json_object_get(j, name);
	if (!list && !least)
		return false;
	if (json_is_array(list) && json_array_size(list) >= least && json_array_size(list) <= most)
		return true;
	bad(c, path, name, N_("Write a list of at least one and at most %s here."),
		arena_printf(c->l->arena, "%zu", most));
	return false;
}

static void check_choice(struct checking *c, const char *path, json_t *j)
{
	static const char *const names[] = {"name", "label", "help", "signals", "euros", "days",
		"alone", NULL};
	if (!stated_members(c->l, path, j, names)) {
		c->bad = true;
		return;
	}
	check_name(c, path, j);
	check_words(c, path, j, "label", LABEL, true);
	check_words(c, path, j, "help", LABEL, false);
	check_list(c, path, j, "signals");
	check_number(c, path, j, "euros");
	check_number(c, path, j, "days");
	check_yes(c, path, j, "alone");
	size_t i;
	const json_t *s;
	json_array_foreach(json_object_get(j, "signals"), i, s)
		if (!short_name(json_string_value(s)))
			bad(c, path, "signals", N_("Write a short name in lower case without accents, "
				"for example chaleur."), NULL);
}

static void check_question(struct checking *c, const char *path, json_t *j)
{
	static const char *const names[] = {"name", "label", "help", "why", "many", "when",
		"subject", "choices", NULL};
	if (!stated_members(c->l, path, j, names)) {
		c->bad = true;
		return;
	}
	check_name(c, path, j);
	check_words(c, path, j, "label", LABEL, true);
	check_words(c, path, j, "help", LABEL, false);
	check_words(c, path, j, "why", WHY, true);
	check_yes(c, path, j, "many");
	check_yes(c, path, j, "subject");
	check_rule(c, path, j, "when");
	json_t *questions = c->seen, *choice;
	size_t i;
	c->seen = json_keep(c->l->arena, json_object());
	if (check_rows(c, path, j, "choices", 1, CHOICES_MAX))
		json_array_foreach(json_object_get(j, "choices"), i, choice)
			check_choice(c, arena_printf(c->l->arena, "%s.%zu",
				stated_path(c->l, path, "choices"), i), choice);
	c->seen = questions;
}

/* "defis:social-isolement": a notion that is there. */
static void check_about(struct checking *c, const char *path, const json_t *j)
{
	size_t i;
	const json_t *s;
	json_array_foreach(json_object_get(j, "about"), i, s) {
		const char *text = json_string_value(s), *colon = text ? strchr(text, ':') : NULL;
		const struct scheme *scheme = colon ? scheme_get(c->l->views,
			arena_copy(c->l->arena, text, (size_t)(colon - text))) : NULL;
		if (!scheme || !scheme_concept(scheme, colon + 1))
			bad(c, path, "about", N_("“%s” is no notion: write vocabulary:notation, for "
				"example defis:social-isolement."), text);
	}
}

static void check_step_rule(struct checking *c, const char *path, json_t *j)
{
	static const char *const names[] = {"name", "rule", "because", "sheets", "about", "tags",
		"moment", NULL};
	if (!stated_members(c->l, path, j, names)) {
		c->bad = true;
		return;
	}
	check_name(c, path, j);
	if (text_blank(json_str(j, "rule")))
		bad(c, path, "rule", N_("Write a rule, for example: si reponse(qui, mairie) alors 2"),
			NULL);
	else
		check_rule(c, path, j, "rule");
	check_words(c, path, j, "because", WHY, true);
	check_list(c, path, j, "sheets");
	check_list(c, path, j, "about");
	check_list(c, path, j, "tags");
	if (!c->bad)
		check_about(c, path, j);
	if (!json_array_size(json_object_get(j, "sheets")) && !json_array_size(json_object_get(j,
		"about")) && !json_array_size(json_object_get(j, "tags")))
		bad(c, path, "sheets", N_("Say which sheets this rule speaks of: addresses, notions or "
			"tags."), NULL);
	if (json_object_get(j, "moment") && moment_of(json_str(j, "moment")) < 0)
		bad(c, path, "moment", N_("Write week, month or year."), NULL);
}

/* Short names of questions, each with a list of short names of its choices. */
static void check_answers(struct checking *c, const char *path, json_t *answers)
{
	const char *question;
	json_t *list, *s;
	size_t i;
	if (answers && !json_is_object(answers))
		bad(c, path, "answers", N_("Write a list here."), NULL);
	json_object_foreach(answers, question, list) {
		const struct start_question *q = start_question(c->start, question);
		if (!q)
			bad(c, path, "answers", N_("No question is called “%s”. Its short name stands "
				"beside each question."), question);
		else if (!json_is_array(list))
			bad(c, path, "answers", N_("Write a list here."), NULL);
		json_array_foreach(list, i, s)
			if (q && !start_choice(q, json_string_value(s)))
				bad(c, path, "answers", N_("This question has no choice “%s”. Short names "
					"stand beside its choices."), json_string_value(s));
	}
}

static void check_sample(struct checking *c, const char *path, json_t *j)
{
	static const char *const names[] = {"name", "label", "territory", "year", "month", "answers",
		NULL};
	struct territory t;
	if (!stated_members(c->l, path, j, names)) {
		c->bad = true;
		return;
	}
	check_name(c, path, j);
	check_words(c, path, j, "label", LABEL, true);
	const char *code = json_str(j, "territory");
	if (json_object_get(j, "territory") && (!code || !territory_get(c->l->views, code, &t)))
		bad(c, path, "territory", N_("There is no territory “%s”."), code ? code : "");
	if (json_int(j, "month") < 1 || json_int(j, "month") > 12)
		bad(c, path, "month", N_("Write a month, from 1 to 12."), NULL);
	if (json_object_get(j, "year") && (json_int(j, "year") < 2000 || json_int(j, "year") > 2200))
		bad(c, path, "year", N_("Write a year, for example 2027."), NULL);
	check_answers(c, path, json_object_get(j, "answers"));
}

static void check_elections(struct checking *c, const json_t *list)
{
	size_t i;
	const json_t *s;
	if (list && (!json_is_array(list) || json_array_size(list) > NAMES_MAX))
		bad(c, "", "elections", N_("Write a list here."), NULL);
	const char *before = "";
	json_array_foreach(list, i, s) {
		const char *month = json_string_value(s);
		if (!month || !date_valid(month) || strlen(month) != 7 || strcmp(before, month) >= 0) {
			bad(c, "", "elections", N_("Write months in order, for example 2032-03: look at “%s”."),
				month ? month : "");
			return;
		}
		before = month;
	}
}

static void check_types(struct checking *c, const json_t *j)
{
	size_t i;
	const json_t *s;
	check_list(c, "", j, "types");
	json_array_foreach(json_object_get(j, "types"), i, s)
		if (!type_get(c->l->views, json_string_value(s)))
			bad(c, "", "types", N_("There is no type “%s”."), json_string_value(s));
}

json_t *start_check(struct ledger *l, const json_t *stated)
{
	static const char *const names[] = {"name", "note", "types", "elections", "questions",
		"rules", "samples", NULL};
	static const struct {
		const char *name;
		size_t least, most;
		void (*check)(struct checking *, const char *, json_t *);
	} parts[] = {
		{"questions", 1, QUESTIONS_MAX, check_question},
		{"rules", 1, RULES_MAX, check_step_rule},
		{"samples", 0, SAMPLES_MAX, check_sample},
	};
	json_t *j = json_keep(l->arena, json_deep_copy(stated)), *row;
	struct checking c = {.l = l, .start = start_read(l->arena, stated)};
	c.bad = !stated_members(l, "", j, names);
	const char *note = json_str(j, "note");
	if (json_object_get(j, "note") && (!note || text_length(note) > NOTE))
		bad(&c, "", "note", N_("Write a text here."), NULL);
	check_types(&c, j);
	check_elections(&c, json_object_get(j, "elections"));
	for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
		size_t i;
		c.seen = json_keep(l->arena, json_object());
		if (check_rows(&c, "", j, parts[p].name, parts[p].least, parts[p].most))
			json_array_foreach(json_object_get(j, parts[p].name), i, row)
				parts[p].check(&c, arena_printf(l->arena, "%s.%zu", parts[p].name, i), row);
	}
	return c.bad ? NULL : j;
}
