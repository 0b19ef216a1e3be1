/* start_query.c - the definition as structures, read once for each change. */
#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/text.h"
#include "domain/start/start_own.h"

const char *const start_moments[MOMENTS] = {"week", "month", "year"};

const char *moment_name(int moment)
{
	return moment >= 0 && moment < MOMENTS ? start_moments[moment] : "";
}

const char *moment_label(enum lang lang, int moment)
{
	static const char *const labels[] = {N_("This week"), N_("This month"), N_("This year")};
	return tr_lang(lang, labels[moment]);
}

int moment_of(const char *name)
{
	for (int i = 0; i < MOMENTS; i++)
		if (text_eq(name, start_moments[i]))
			return i;
	return -1;
}

/* Texts in both languages; the one that lacks borrows the other. */
static void words(const json_t *j, const char *out[LANG_COUNT])
{
	for (enum lang lang = FR; lang < LANG_COUNT; lang++)
		out[lang] = json_str(j, lang_code(lang));
	for (int lang = 0; lang < LANG_COUNT; lang++)
		if (!out[lang])
			out[lang] = out[lang == FR ? EN : FR];
}

static const char *const *names(struct arena *a, const json_t *list)
{
	size_t n = json_array_size(list), k = 0;
	const char **all = arena_alloc(a, (n + 1) * sizeof *all);
	for (size_t i = 0; i < n; i++)
		if (json_is_string(json_array_get(list, i)))
			all[k++] = json_string_value(json_array_get(list, i));
	return all;
}

static double number(const json_t *j, const char *name)
{
	const json_t *n = json_object_get(j, name);
	return json_is_number(n) ? json_number_value(n) : -1;
}

static const struct rule *rule(struct arena *a, const char *text)
{
	struct rule_fault fault;
	return text ? rule_read(a, text, start_functions, &fault) : NULL;
}

static void read_question(struct arena *a, const json_t *j, struct start_question *q)
{
	const json_t *list = json_object_get(j, "choices");
	size_t n = json_array_size(list);
	struct start_choice *choices = arena_alloc(a, (n + 1) * sizeof *choices);
	*q = (struct start_question){.name = json_str(j, "name"),
		.many = json_is_true(json_object_get(j, "many")), .when = json_str(j, "when"),
		.subject = json_is_true(json_object_get(j, "subject")),
		.rule = rule(a, json_str(j, "when")), .choices = choices, .count = (int)n};
	words(json_object_get(j, "label"), q->label);
	words(json_object_get(j, "help"), q->help);
	words(json_object_get(j, "why"), q->why);
	for (size_t i = 0; i < n; i++) {
		const json_t *c = json_array_get(list, i);
		choices[i] = (struct start_choice){.name = json_str(c, "name"),
			.signals = names(a, json_object_get(c, "signals")),
			.euros = number(c, "euros"), .days = number(c, "days"),
			.alone = json_is_true(json_object_get(c, "alone"))};
		words(json_object_get(c, "label"), choices[i].label);
		words(json_object_get(c, "help"), choices[i].help);
	}
}

static void read_rule(struct arena *a, const json_t *j, struct start_rule *r)
{
	*r = (struct start_rule){.name = json_str(j, "name"), .text = json_str(j, "rule"),
		.rule = rule(a, json_str(j, "rule")),
		.sheets = names(a, json_object_get(j, "sheets")),
		.about = names(a, json_object_get(j, "about")),
		.tags = names(a, json_object_get(j, "tags")),
		.moment = moment_of(json_str(j, "moment"))};
	words(json_object_get(j, "because"), r->because);
}

static void read_sample(const json_t *j, struct start_sample *s)
{
	*s = (struct start_sample){.name = json_str(j, "name"),
		.territory = json_str(j, "territory"), .month = (int)json_int(j, "month"),
		.year = (int)json_int(j, "year"), .answers = json_object_get(j, "answers")};
	if (s->year < 2000 || s->year > 2200)
		s->year = 2027;
	if (s->month < 1 || s->month > 12)
		s->month = 1;
	words(json_object_get(j, "label"), s->label);
}

static const int *elections(struct arena *a, const json_t *list)
{
	size_t n = json_array_size(list), k = 0;
	int *all = arena_alloc(a, (n + 1) * sizeof *all);
	for (size_t i = 0; i < n; i++) {
		const char *s = json_string_value(json_array_get(list, i));
		if (s && strlen(s) == 7)
			all[k++] = (int)strtol(s, NULL, 10) * 12 + (int)strtol(s + 5, NULL, 10) - 1;
	}
	return all;
}

const struct start *start_read(struct arena *a, const json_t *j)
{
	struct start *s = arena_alloc(a, sizeof *s);
	const json_t *q = json_object_get(j, "questions"), *r = json_object_get(j, "rules"),
		*m = json_object_get(j, "samples");
	size_t qs = json_array_size(q), rs = json_array_size(r), ms = json_array_size(m);
	struct start_question *questions = arena_alloc(a, (qs + 1) * sizeof *questions);
	struct start_rule *rules = arena_alloc(a, (rs + 1) * sizeof *rules);
	struct start_sample *samples = arena_alloc(a, (ms + 1) * sizeof *samples);
	for (size_t i = 0; i < qs; i++)
		read_question(a, json_array_get(q, i), &questions[i]);
	for (size_t i = 0; i < rs; i++)
		read_rule(a, json_array_get(r, i), &rules[i]);
	for (size_t i = 0; i < ms; i++)
		read_sample(json_array_get(m, i), &samples[i]);
	*s = (struct start){.questions = questions, .rules = rules, .samples = samples,
		.question_count = (int)qs, .rule_count = (int)rs, .sample_count = (int)ms,
		.types = names(a, json_object_get(j, "types")),
		.elections = elections(a, json_object_get(j, "elections"))};
	return s;
}

/* The definition, with the memory it lives in. */
struct kept {
	struct arena *arena;
	struct start *start;
};

static void drop(void *p)
{
	arena_free(((struct kept *)p)->arena);
}

static struct kept *read_last(struct db *db, int64_t position)
{
	struct arena *a = arena_new();
	const char *why = NULL, *body = start_stated(db, position);
	struct kept *k = arena_alloc(a, sizeof *k);
	json_t *j = json_read(a, body, strlen(body), &why);
	if (!j)
		die("the definition of where to start cannot be read: %s", why);
	*k = (struct kept){.arena = a, .start = arena_alloc(a, sizeof *k->start)};
	*k->start = *start_read(a, j);
	k->start->position = position;
	return k;
}

const struct start *start_get(struct db *db)
{
	struct kept *k = db_kept_still(db, "start");
	if (k)
		return k->start;
	int64_t position = db_int(db, "SELECT max(position) FROM start", "");
	/* a program brings the same one as long as it runs */
	int64_t stamp = position + db_int(db, "SELECT stamp FROM start WHERE position = ?1", "i",
		position);
	k = db_kept(db, "start", stamp);
	if (!k) {
		k = read_last(db, position);
		db_keep(db, "start", stamp, k, drop);
	}
	return k->start;
}

static const char *brought(struct arena *a)
{
	const struct embedded *e = embedded_find("types/start/start.json");
	const char *why = "absent";
	json_t *j = e ? json_read(a, (const char *)e->bytes, e->size, &why) : NULL;
	if (!j)
		die("types/start/start.json: %s", why);
	return json_text(a, j);
}

const char *start_stated(struct db *db, int64_t position)
{
	if (!position)
		position = db_int(db, "SELECT max(position) FROM start", "");
	return position ? db_text(db, "SELECT body FROM start WHERE position = ?1", "i", position)
		: brought(db_arena(db));
}

int start_versions(struct db *db, int limit, struct start_version *found)
{
	struct rows r = db_query(db, "SELECT position, actor, time, note FROM start"
		" ORDER BY position DESC LIMIT ?1", "i", (int64_t)limit);
	int n = 0;
	while (n < limit && row_next(&r)) {
		found[n++] = (struct start_version){.position = row_int(&r, 0),
			.actor = row_text(&r, 1), .time = row_int(&r, 2), .note = row_text(&r, 3)};
	}
	rows_end(&r);
	return n;
}

const struct start_question *start_question(const struct start *s, const char *name)
{
	for (int i = 0; s && i < s->question_count; i++)
		if (text_eq(s->questions[i].name, name))
			return &s->questions[i];
	return NULL;
}

const struct start_choice *start_choice(const struct start_question *q, const char *name)
{
	for (int i = 0; q && i < q->count; i++)
		if (text_eq(q->choices[i].name, name))
			return &q->choices[i];
	return NULL;
}

const struct start_rule *start_rule(const struct start *s, const char *name)
{
	for (int i = 0; s && i < s->rule_count; i++)
		if (text_eq(s->rules[i].name, name))
			return &s->rules[i];
	return NULL;
}
