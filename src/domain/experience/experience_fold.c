/* experience_fold.c - contributions about sheets, into what reports tell.
 *
 * A row stands for the last version that was published with its words; it
 * follows the state of its sheet, and goes when resource would not show it. */
#include <string.h>

#include "base/out.h"
#include "base/text.h"
#include "domain/experience/experience_stems.h"
#include "store/fold.h"
#include "store/subject.h"

static void drop(void *tokenizer)
{
	tokenizer_free(tokenizer);
}

struct tokenizer *experience_tokenizer(struct db *db)
{
	struct tokenizer *t = db_kept(db, "stems", 0);	/* never stale */
	if (!t)
		db_keep(db, "stems", 0, t = tokenizer_new(), drop);
	return t;
}

static int put_stem(void *to, const struct word *w)
{
	out_printf(to, "%s ", w->stem);
	return 0;
}

const char *experience_stems(struct db *db, const char *text)
{
	size_t n = text ? strlen(text) : 0;
	struct out o = out_new(2 * n + 64);
	out_char(&o, ' ');
	tokenizer_words(experience_tokenizer(db), text ? text : "", n, false, put_stem, &o);
	const char *stems = arena_dup(db_arena(db), out_str(&o));
	out_free(&o);
	return stems;
}

/* Pages about a sheet that a report used hear of each change of it. */
static void touch(struct db *db, const char *id)
{
	struct rows r = db_query(db, "SELECT 'experience', sheet FROM experience_use WHERE id = ?1"
		" UNION ALL SELECT 'experience', code FROM experience_place WHERE id = ?1", "s", id);
	while (row_next(&r))
		db_touches(db, row_text(&r, 0), row_text(&r, 1));
	rows_end(&r);
	db_touches(db, "experience", "*");
}

static void forget(struct db *db, const char *id)
{
	touch(db, id);
	db_run(db, "DELETE FROM experience WHERE id = ?1", "s", id);
	db_run(db, "DELETE FROM experience_use WHERE id = ?1", "s", id);
	db_run(db, "DELETE FROM experience_obstacle WHERE id = ?1", "s", id);
	db_run(db, "DELETE FROM experience_place WHERE id = ?1", "s", id);
}

static bool is_there(struct db *db, const char *id)
{
	return db_int(db, "SELECT count(*) FROM experience WHERE id = ?1", "s", id);
}

/* As resource has it, so that both agree on what can be shown. */
static bool is_report(const json_t *body)
{
	return text_eq(json_str(body, "type"), "experience") && json_str(body, "slug")
		&& json_str(body, "language") && json_str(json_object_get(body, "values"), "title");
}

/* Texts that only say that nothing is told. */
static const char *told(struct db *db, const json_t *values, const char *name)
{
	const char *text = json_str(values, name);
	if (text_blank(text))
		return NULL;
	const char *folded = text_fold(db_arena(db), text);
	return text_starts(folded, "non renseigne") || text_starts(folded, "not filled in")
		? NULL : text;
}

/* An end of a range; the column stays NULL where there is none. */
static void set_range(struct db *db, const char *id, const json_t *values)
{
	const json_t *cost = json_object_get(values, "cost"),
		*effort = json_object_get(values, "effort");
	if (json_is_number(json_object_get(cost, "max")))
		db_run(db, "UPDATE experience SET cost_min = ?2, cost_max = ?3 WHERE id = ?1", "sdd",
			id, json_number_value(json_object_get(cost, "min")),
			json_number_value(json_object_get(cost, "max")));
	if (json_is_number(json_object_get(effort, "max")))
		db_run(db, "UPDATE experience SET effort_min = ?2, effort_max = ?3 WHERE id = ?1",
			"sdd", id, json_number_value(json_object_get(effort, "min")),
			json_number_value(json_object_get(effort, "max")));
}

/* The middle of a range in days, into one column. */
static bool middle(const json_t *values, const char *name, double *days)
{
	const json_t *range = json_object_get(values, name), *max = json_object_get(range, "max");
	*days = (json_number_value(json_object_get(range, "min")) + json_number_value(max)) / 2;
	return json_is_number(max);
}

static void set_days(struct db *db, const char *id, const json_t *values)
{
	double days;
	if (middle(values, "paid_effort", &days))
		db_run(db, "UPDATE experience SET paid = ?2 WHERE id = ?1", "sd", id, days);
	if (middle(values, "volunteer_effort", &days))
		db_run(db, "UPDATE experience SET volunteer = ?2 WHERE id = ?1", "sd", id, days);
}

static void add_use(struct db *db, const char *id, const char *sheet, const char *answer,
	const char *condition)
{
	if (sheet)
		db_run(db, "INSERT INTO experience_use (sheet, id, answer, condition)"
			" VALUES (?1, ?2, ?3, ?4) ON CONFLICT (sheet, id) DO UPDATE SET"
			" answer = coalesce(?3, answer), condition = coalesce(?4, condition)",
			"ssss", sheet, id, answer, condition);
}

/* One answer for all sheets is what older reports gave; rows of their own go first. */
static void set_uses(struct db *db, const char *id, const json_t *values)
{
	const char *answer = json_str(values, "transferability"),
		*condition = json_str(values, "conditions");
	size_t i;
	const json_t *row;
	json_array_foreach(json_object_get(values, "uses"), i, row)
		add_use(db, id, json_string_value(row), answer, condition);
	json_array_foreach(json_object_get(values, "reuse"), i, row)
		add_use(db, id, json_str(row, "sheet"), json_str(row, "answer"),
			json_str(row, "condition"));
}

static void set_obstacles(struct db *db, const char *id, const json_t *values)
{
	size_t i;
	const json_t *j;
	json_array_foreach(json_object_get(values, "obstacles"), i, j)
		if (json_is_string(j))
			db_run(db, "INSERT OR IGNORE INTO experience_obstacle (id, obstacle)"
				" VALUES (?1, ?2)", "ss", id, json_string_value(j));
}

/* What was frozen of a territory, or NULL. */
static const json_t *figures_of(const json_t *values, const char *code)
{
	size_t i;
	const json_t *place;
	json_array_foreach(json_object_get(values, "figures"), i, place)
		if (text_eq(json_str(place, "code"), code))
			return place;
	return NULL;
}

static void set_places(struct db *db, const char *id, const json_t *values)
{
	size_t i;
	const json_t *j;
	const json_t *said = json_object_get(values, "inhabitants");
	if (json_is_integer(said))
		db_run(db, "UPDATE experience SET population = ?2 WHERE id = ?1", "si", id,
			(int64_t)json_integer_value(said));
	json_array_foreach(json_object_get(values, "territories"), i, j) {
		const char *code = json_string_value(j);
		const json_t *figures = code ? figures_of(values, code) : NULL;
		const json_t *population = json_object_get(figures, "population");
		if (!code)
			continue;
		db_run(db, "INSERT OR IGNORE INTO experience_place (code, id, rank, kind)"
			" VALUES (?1, ?2, ?3, ?4)", "ssis", code, id, (int64_t)i,
			json_str(figures, "kind"));
		if (json_is_integer(population))
			db_run(db, "UPDATE experience_place SET population = ?3 WHERE code = ?1"
				" AND id = ?2", "ssi", code, id,
				(int64_t)json_integer_value(population));
		if (i == 0)
			db_run(db, "UPDATE experience SET territory = ?2 WHERE id = ?1", "ss", id, code);
		if (i == 0 && json_is_integer(population))
			db_run(db, "UPDATE experience SET population = ?2 WHERE id = ?1", "si", id,
				(int64_t)json_integer_value(population));
	}
}

static void state_report(struct db *db, const struct entry *e)
{
	const json_t *values = json_object_get(e->body, "values");
	const char *failed = told(db, values, "difficulties"),
		*differently = told(db, values, "differently");
	db_run(db, "INSERT INTO experience (id, state, was, drafted, slug, title, language, updated,"
		" failed, differently, words) VALUES (?1, 'published', 'published', 0, ?2, ?3, ?4,"
		" ?5, ?6, ?7, ?8)", "ssssisss", e->subject, json_str(e->body, "slug"),
		json_str(values, "title"), json_str(e->body, "language"), e->time, failed,
		differently, experience_stems(db, arena_printf(db_arena(db), "%s\n%s",
			failed ? failed : "", differently ? differently : "")));
	set_range(db, e->subject, values);
	set_days(db, e->subject, values);
	set_uses(db, e->subject, values);
	set_obstacles(db, e->subject, values);
	set_places(db, e->subject, values);
	touch(db, e->subject);
}

/* Without its words, what was published before shows again, but never a draft. */
static void published(struct db *db, const struct entry *e)
{
	bool known = is_there(db, e->subject);
	if (is_report(e->body)) {
		if (known)
			forget(db, e->subject);
		state_report(db, e);
	} else if (known && db_int(db, "SELECT drafted FROM experience WHERE id = ?1", "s",
			e->subject)) {
		forget(db, e->subject);
	} else if (known) {
		db_run(db, "UPDATE experience SET state = 'published', was = 'published', updated = ?2"
			" WHERE id = ?1", "si", e->subject, e->time);
		touch(db, e->subject);
	}
}

static void drafted(struct db *db, const struct entry *e)
{
	if (!is_there(db, e->subject))
		return;
	db_run(db, "UPDATE experience SET state = 'draft', was = 'draft', drafted = drafted OR ?2"
		" WHERE id = ?1", "si", e->subject, (int64_t)is_report(e->body));
	touch(db, e->subject);
}

static void archived(struct db *db, const struct entry *e)
{
	if (!is_there(db, e->subject))
		return;
	db_run(db, "UPDATE experience SET was = state, state = 'archived', updated = ?2,"
		" drafted = drafted OR was = 'draft'"
		" WHERE id = ?1 AND state <> 'archived'", "si", e->subject, e->time);
	touch(db, e->subject);
}

static void restored(struct db *db, const struct entry *e)
{
	if (!is_there(db, e->subject))
		return;
	db_run(db, "UPDATE experience SET state = was, updated = ?2, drafted = drafted"
		" OR was = 'draft' WHERE id = ?1", "si",
		e->subject, e->time);
	touch(db, e->subject);
}

static void unpublished(struct db *db, const struct entry *e)
{
	if (!is_there(db, e->subject))
		return;
	db_run(db, "UPDATE experience SET state = 'draft', was = 'draft', updated = ?2"
		" WHERE id = ?1", "si", e->subject, e->time);
	touch(db, e->subject);
}

const struct fold experience_folds[] = {
	{"resource.published", published},
	{"resource.drafted", drafted},
	{"resource.archived", archived},
	{"resource.restored", restored},
	{"resource.unpublished", unpublished},
	{0}};
