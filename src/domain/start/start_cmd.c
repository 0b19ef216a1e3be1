/* start_cmd.c - stating the definition: all of it, one row of a list, the calendar. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "domain/scheme/scheme.h"
#include "domain/start/start_own.h"

static enum outcome state(struct ledger *l, const json_t *definition)
{
	json_t *clean = start_check(l, definition);
	const char *body = start_stated(l->views, 0);
	if (!clean)
		return INVALID;
	ledger_answer(l, "name", json_string("start"));
	if (text_eq(body, json_text(l->arena, clean)))
		return DONE;
	json_incref(clean);
	return *l->who.account ? ledger_add(l, "start.defined", "start", PUBLIC, clean)
		: ledger_add_anonymous(l, "start.defined", "start", PUBLIC, clean);
}

static enum outcome define(struct ledger *l, const struct call *c)
{
	const json_t *j = stated_json(l, c, "start");
	return j ? state(l, j) : INVALID;
}

/* The definition in force, to be changed; refuses when someone changed it meanwhile. */
static json_t *current(struct ledger *l, const struct call *c)
{
	const char *why, *body = start_stated(l->views, 0), *seen = call_text(c, "version");
	const struct start *s = start_get(l->views);
	if (seen && strtoll(seen, NULL, 10) != s->position) {
		refuse(l, STALE, N_("Someone changed the questions or the rules meanwhile. What you "
			"wrote is still here: read it again, then publish it."));
		return NULL;
	}
	return json_read(l->arena, body, strlen(body), &why);
}

/* Where the row of that name is; -1 when it is not there. */
static int row_of(const json_t *list, const char *name)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (text_eq(json_str(json_array_get(list, i), "name"), name))
			return (int)i;
	return -1;
}

/* "a, b c": words apart by commas, white space; the last part of an address. */
static json_t *list_of(struct arena *a, const char *text)
{
	json_t *list = json_array();
	for (const char *p = text ? text : ""; *p;) {
		size_t n = strcspn(p, ", \t\r\n");
		char *word = arena_copy(a, p, n), *slash = strrchr(word, '/');
		if (n)
			json_array_append_new(list, json_string(slash ? slash + 1 : word));
		p += n + (p[n] != 0);
	}
	return list;
}

/* Tags may hold spaces: apart by commas only. */
static json_t *tags_of(struct arena *a, const char *text)
{
	json_t *list = json_array();
	for (const char *p = text ? text : ""; *p;) {
		size_t n = strcspn(p, ",\r\n");
		const char *tag = text_line(a, p, n);
		if (!text_blank(tag))
			json_array_append_new(list, json_string(tag));
		p += n + (p[n] != 0);
	}
	return list;
}

/* Both languages of a form's "label.fr" and "label.en". */
static void take_words(json_t *row, const struct call *c, const char *name)
{
	const json_t *j = json_object_get(c->values, name);
	const char *fr = json_str(j, "fr"), *en = json_str(j, "en");
	json_t *words = json_object();
	if (!text_blank(fr))
		json_object_set_new(words, "fr", json_string(fr));
	if (!text_blank(en))
		json_object_set_new(words, "en", json_string(en));
	if (json_object_size(words))
		json_object_set(row, name, words);
	json_decref(words);
}

static void take_text(json_t *row, const struct call *c, const char *name)
{
	const char *text = call_text(c, name);
	if (!text_blank(text))
		json_object_set_new(row, name, json_string(text));
}

static bool said_yes(const struct call *c, const char *name)
{
	const char *s = call_text(c, name);
	return s && !text_blank(s) && strcmp(s, "no") != 0 && strcmp(s, "false") != 0
		&& strcmp(s, "0") != 0;
}

/* Options of a choice: signals, euros=100, jours=6, seul. */
static void take_options(struct arena *a, json_t *choice, const char *text)
{
	json_t *signals = json_array(), *word, *words = json_keep(a, list_of(a, text));
	size_t i;
	json_array_foreach(words, i, word) {
		const char *s = json_string_value(word);
		if (text_starts(s, "euros=") || text_starts(s, "jours="))
			json_object_set_new(choice, *s == 'e' ? "euros" : "days",
				json_integer(strtoll(s + 6, NULL, 10)));
		else if (strcmp(s, "seul") == 0)
			json_object_set_new(choice, "alone", json_true());
		else
			json_array_append(signals, word);
	}
	if (json_array_size(signals))
		json_object_set(choice, "signals", signals);
	json_decref(signals);
}

/* name | label | in English | help | in English | options */
static json_t *choice_of(struct arena *a, const char *line)
{
	static const struct {
		const char *member, *lang;
	} parts[] = {{"name", NULL}, {"label", "fr"}, {"label", "en"}, {"help", "fr"},
		{"help", "en"}, {NULL, NULL}};
	json_t *choice = json_object();
	for (size_t i = 0; line && i < sizeof parts / sizeof *parts; i++) {
		const char *bar = strchr(line, '|');
		const char *text = text_line(a, line, bar ? (size_t)(bar - line) : strlen(line));
		if (!parts[i].member)
			take_options(a, choice, text);
		else if (!parts[i].lang)
			json_object_set_new(choice, "name", json_string(text));
		else if (!text_blank(text)) {
			json_t *words = json_object_get(choice, parts[i].member);
			if (!words)
				json_object_set_new(choice, parts[i].member, words = json_object());
			json_object_set_new(words, parts[i].lang, json_string(text));
		}
		line = bar ? bar + 1 : NULL;
	}
	return choice;
}

static json_t *choices_of(struct arena *a, const char *text)
{
	json_t *list = json_array();
	for (const char *p = text ? text : ""; *p;) {
		size_t n = strcspn(p, "\n");
		const char *line = arena_copy(a, p, n);
		if (!text_blank(line))
			json_array_append_new(list, choice_of(a, line));
		p += n + (p[n] != 0);
	}
	return list;
}

static json_t *typed_question(struct arena *a, const struct call *c)
{
	json_t *row = json_object();
	take_text(row, c, "name");
	take_words(row, c, "label");
	take_words(row, c, "help");
	take_words(row, c, "why");
	if (said_yes(c, "many"))
		json_object_set_new(row, "many", json_true());
	if (said_yes(c, "subject"))
		json_object_set_new(row, "subject", json_true());
	take_text(row, c, "when");
	json_object_set_new(row, "choices", choices_of(a, call_text(c, "choices")));
	return row;
}

static void take_list(json_t *row, const char *name, json_t *list)
{
	if (json_array_size(list))
		json_object_set(row, name, list);
	json_decref(list);
}

static json_t *typed_rule(struct arena *a, const struct call *c)
{
	json_t *row = json_object();
	take_text(row, c, "name");
	take_text(row, c, "rule");
	take_words(row, c, "because");
	take_list(row, "sheets", list_of(a, call_text(c, "sheets")));
	take_list(row, "about", list_of(a, call_text(c, "about")));
	take_list(row, "tags", tags_of(a, call_text(c, "tags")));
	take_text(row, c, "moment");
	return row;
}

/* "inquietude: chaleur, isolement", a question a line; the same one again adds to it. */
static json_t *answers_of(struct arena *a, const char *text)
{
	json_t *answers = json_object();
	for (const char *p = text ? text : ""; *p;) {
		size_t n = strcspn(p, "\n"), head = strcspn(p, ":\n");
		const char *question = text_line(a, p, head);
		json_t *choices = list_of(a, head < n ? arena_copy(a, p + head + 1, n - head - 1) : "");
		json_t *so_far = json_object_get(answers, question);
		if (so_far)
			json_array_extend(so_far, choices);
		else if (!text_blank(question) || json_array_size(choices))
			json_object_set(answers, question, choices);
		json_decref(choices);
		p += n + (p[n] != 0);
	}
	return answers;
}

static void take_number(json_t *row, const struct call *c, const char *name)
{
	const char *text = call_text(c, name);
	if (!text_blank(text))
		json_object_set_new(row, name, json_integer(strtoll(text, NULL, 10)));
}

static json_t *typed_sample(struct arena *a, const struct call *c)
{
	json_t *row = json_object();
	take_text(row, c, "name");
	take_words(row, c, "label");
	take_text(row, c, "territory");
	take_number(row, c, "year");
	take_number(row, c, "month");
	json_object_set_new(row, "answers", answers_of(a, call_text(c, "answers")));
	return row;
}

/* What a command changes: a row of one of the lists; the calendar has no rows. */
static const struct part {
	const char *command, *list;
	json_t *(*typed)(struct arena *, const struct call *);
} parts[] = {{"start.question", "questions", typed_question},
	{"start.rule", "rules", typed_rule}, {"start.sample", "samples", typed_sample},
	{"start.calendar", "elections", NULL}};

static const struct part *part_of(const struct call *c)
{
	const struct part *p = parts;
	while (!text_eq(p->command, c->command->name))
		p++;
	return p;
}

/* Puts a row in the place of the one that was, at a place from 1, or last. */
static void put_row(json_t *list, int was, const char *place, json_t *row)
{
	long at = place ? strtol(place, NULL, 10) - 1 : was;
	long n = (long)json_array_size(list);
	if (was >= 0)
		json_array_remove(list, (size_t)was), n--;
	if (!row)
		return;
	json_array_insert_new(list, (size_t)(at < 0 || at > n ? n : at), row);
}

json_t *start_with(struct arena *a, const json_t *definition, const struct call *c)
{
	const struct part *part = part_of(c);
	json_t *j = json_keep(a, json_deep_copy(definition)), *row = NULL;
	const char *was = call_text(c, "was"), *name = call_text(c, "name");
	const char *said = call_text(c, "comment");
	if (!part->typed) {
		json_object_set_new(j, part->list, list_of(a, call_text(c, part->list)));
		name = part->list;
	} else {
		row = said_yes(c, "remove") ? NULL : part->typed(a, c);
		if (!json_object_get(j, part->list))
			json_object_set_new(j, part->list, json_array());
		json_t *list = json_object_get(j, part->list);
		put_row(list, text_blank(was) ? -1 : row_of(list, was), call_text(c, "place"), row);
	}
	json_object_set_new(j, "note", json_string(text_cut(a, !text_blank(said) ? said
		: arena_printf(a, "%s %s", row || !part->typed ? "=" : "-",
		name ? name : was ? was : ""), 190)));
	return j;
}

/* Faults of "rules.7.rule" belong to the form's "rule". */
static void near_faults(struct ledger *l, const char *part, int row)
{
	const char *prefix = arena_printf(l->arena, "%s.%d.", part, row);
	for (int i = 0; i < l->fault_count; i++) {
		const char *field = l->faults[i].field;
		if (!text_starts(field, prefix))
			continue;
		field += strlen(prefix);
		if (text_starts(field, "choices"))
			field = "choices";
		l->faults[i].field = arena_dup(l->arena, field);
	}
}

static enum outcome change(struct ledger *l, const struct call *c)
{
	const char *part = part_of(c)->list;
	json_t *now = current(l, c);
	if (!now)
		return STALE;
	json_t *j = start_with(l->arena, now, c);
	enum outcome o = state(l, j);
	near_faults(l, part, row_of(json_object_get(j, part), call_text(c, "name")));
	return o;
}

/* An earlier version again, whole. */
static enum outcome restore(struct ledger *l, const struct call *c)
{
	const char *why, *version = call_text(c, "version");
	int64_t position = strtoll(version, NULL, 10);
	const char *body = position > 0 ? start_stated(l->views, position) : NULL;
	if (!body)
		return refuse_field(l, "version", N_("There is no such version."), NULL);
	json_t *j = json_read(l->arena, body, strlen(body), &why);
	json_object_set_new(j, "note", json_string(arena_printf(l->arena, "= %lld",
		(long long)position)));
	return state(l, j);
}

static const struct field_row restore_fields[] = {
	{"version", "line", REQUIRED, 20, N_("Version"), N_("The position of its entry.")},
	{0}};

static const struct field_row define_fields[] = {
	{"start", "json", REQUIRED, 0, N_("Definition"),
		N_("Questions, rules and sample communes as JSON, as /api/v1/start gives it.")},
	{0}};

#define COMMON_FIELDS \
	{"was", "line", 0, 40, N_("Short name so far"), N_("Empty: a new one.")}, \
	{"version", "line", 0, 20, N_("Version"), N_("The one that you saw.")}, \
	{"name", "line", 0, 40, N_("Short name"), \
		N_("Lower case, without accents: rules use it. For example: chaleur")}, \
	{"comment", "line", 0, 180, N_("In one sentence, what did you change?"), \
		N_("Shown in the history.")}, \
	{"remove", "line", 0, 10, N_("Take it away"), N_("yes: it is no longer asked or run.")}

static const struct field_row question_fields[] = {
	COMMON_FIELDS,
	{"many", "line", 0, 10, N_("Several answers"), N_("yes: more than one may be chosen.")},
	{"subject", "line", 0, 10, N_("What steps should answer"),
		N_("yes: choices for which no sheet is found are counted.")},
	{"when", "text", 0, 2000, N_("Asked only when"),
		N_("A rule. Empty: always. For example: non reponse(qui, mairie)")},
	{"choices", "text", 0, 20000, N_("Choices"), N_("One a line: short name | in French | in "
		"English | help | help in English | signals, euros=100, jours=6, seul")},
	{"place", "number", 0, 0, N_("Rank"), N_("From 1.")},
	{0}};

static const struct field_row rule_fields[] = {
	COMMON_FIELDS,
	{"rule", "text", 0, 2000, N_("Rule"),
		N_("For example: si reponse(inquietude, chaleur) et mois >= 3 alors 2")},
	{"sheets", "text", 0, 5000, N_("Sheets"),
		N_("Addresses, or their last part, apart by commas.")},
	{"about", "text", 0, 5000, N_("Notions"),
		N_("Vocabulary and notation, for example defis:social-isolement.")},
	{"tags", "text", 0, 2000, N_("Tags"), N_("Apart by commas.")},
	{"moment", "line", 0, 10, N_("Moment"), N_("week, month, year, or empty: by its effort.")},
	{0}};

static const struct field_row sample_fields[] = {
	COMMON_FIELDS,
	{"territory", "line", 0, 20, N_("Territory"),
		N_("Its code, as its page shows it. Empty: without a commune. For example: 86116")},
	{"month", "line", 0, 2, N_("Month"), N_("From 1 to 12: when it asks.")},
	{"year", "line", 0, 4, N_("Year"), N_("For example: 2027")},
	{"answers", "text", 0, 2000, N_("Answers"), N_("Short names, a question a line. For example: "
		"inquietude: chaleur, isolement")},
	{0}};

static const struct field_row calendar_fields[] = {
	{"elections", "text", REQUIRED, 1000, N_("Months of municipal elections"),
		N_("In order, apart by commas. For example: 2026-03, 2032-03")},
	{"version", "line", 0, 20, N_("Version"), N_("The one that you saw.")},
	{"comment", "line", 0, 180, N_("In one sentence, what did you change?"),
		N_("Shown in the history.")},
	{0}};

const struct command start_commands[] = {
	{"start.define", define_fields, STEWARD, define,
		N_("State all questions, rules and sample communes of Where to start"), NULL},
	{"start.question", question_fields, STEWARD, change,
		N_("State, move or take away a question of Where to start"), NULL},
	{"start.rule", rule_fields, STEWARD, change,
		N_("State or take away a rule of Where to start"), NULL},
	{"start.sample", sample_fields, STEWARD, change,
		N_("State or take away a sample commune of Where to start"), NULL},
	{"start.calendar", calendar_fields, STEWARD, change,
		N_("State the electoral calendar of Where to start"), NULL},
	{"start.restore", restore_fields, STEWARD, restore,
		N_("State an earlier version of Where to start again"), NULL},
	{0}};
