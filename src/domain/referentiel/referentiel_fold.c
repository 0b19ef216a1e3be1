/* referentiel_fold.c - what was stated and noted, into tables. */
#include <string.h>

#include "base/text.h"
#include "store/fold.h"

static void stated(struct db *db, const struct entry *e)
{
	const char *label = json_str(e->body, "label"), *version = json_str(e->body, "version");
	if (!e->body) {
		db_run(db, "DELETE FROM referentiel WHERE name = ?1", "s", e->subject);
		return;
	}
	db_run(db, "INSERT OR REPLACE INTO referentiel (name, label, version, level)"
		" VALUES (?1, ?2, ?3, ?4)", "sssi", e->subject, label ? label : e->subject,
		version ? version : "", (int64_t)json_int(e->body, "level"));
}

/* "te/1.1.1" in two; false for anything else. */
static bool cut(struct db *db, const char *subject, const char **name, const char **code)
{
	const char *slash = strchr(subject, '/');
	if (!slash)
		return false;
	*name = arena_copy(db_arena(db), subject, (size_t)(slash - subject));
	*code = slash + 1;
	return true;
}

static void forget(struct db *db, const char *name, const char *code)
{
	db_run(db, "DELETE FROM referentiel_node WHERE name = ?1 AND code = ?2", "ss", name, code);
	db_run(db, "DELETE FROM referentiel_origin WHERE name = ?1 AND code = ?2", "ss", name, code);
}

static void add_origins(struct db *db, const char *name, const char *code, const json_t *list)
{
	size_t i;
	const json_t *j;
	json_array_foreach(list, i, j) {
		const char *from = json_str(j, "name"), *old = json_str(j, "code");
		if (from && old)
			db_run(db, "INSERT INTO referentiel_origin (name, code, place, from_name,"
				" from_code, weight) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", "ssissd", name, code,
				(int64_t)i, from, old, json_number_value(json_object_get(j, "weight")));
	}
}

static void noted(struct db *db, const struct entry *e)
{
	const char *name, *code;
	if (!cut(db, e->subject, &name, &code))
		return;
	forget(db, name, code);
	if (!e->body)
		return;
	const json_t *points = json_object_get(e->body, "points");
	db_run(db, "INSERT INTO referentiel_node (name, code, sheet, gone, points, body)"
		" VALUES (?1, ?2, ?3, 0, NULL, ?4)", "ssss", name, code, json_str(e->body, "sheet"),
		e->text);
	if (json_is_number(points))
		db_run(db, "UPDATE referentiel_node SET points = ?3 WHERE name = ?1 AND code = ?2",
			"ssd", name, code, json_number_value(points));
	add_origins(db, name, code, json_object_get(e->body, "origins"));
}

/* It stays, for what was said about it; it is no part of the tree any more. */
static void dropped(struct db *db, const struct entry *e)
{
	const char *name, *code;
	if (cut(db, e->subject, &name, &code))
		db_run(db, "UPDATE referentiel_node SET gone = 1 WHERE name = ?1 AND code = ?2",
			"ss", name, code);
}

const struct fold referentiel_folds[] = {
	{"referentiel.stated", stated},
	{"referentiel.noted", noted},
	{"referentiel.dropped", dropped},
	{0}};
