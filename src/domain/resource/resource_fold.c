/* resource_fold.c - contributions about sheets, into tables.
 *
 * Bodies name what they refer to under "refs", as the command read it from the
 * type of that day: the fold needs no definition. */
#include <string.h>

#include "store/fold.h"

/* A version more, still without text: what an erased entry leaves. */
static void count_version(struct db *db, const struct entry *e, const char *act, const char *state)
{
	db_run(db, "INSERT INTO resource (id, state, was, version, shown, created, updated,"
		" creator, editor) VALUES (?1, ?2, ?2, 0, 0, ?3, ?3, ?4, ?4)"
		" ON CONFLICT DO NOTHING", "ssis", e->subject, state, e->time, e->actor);
	db_run(db, "UPDATE resource SET version = version + 1, state = ?2, was = ?2,"
		" updated = ?3, editor = ?4 WHERE id = ?1",
		"ssis", e->subject, state, e->time, e->actor);
	db_run(db, "INSERT INTO revision (id, version, act, time, author, erased)"
		" SELECT id, version, ?2, ?3, ?4, 1 FROM resource WHERE id = ?1",
		"ssis", e->subject, act, e->time, e->actor);
}

static void forget_refs(struct db *db, const char *id)
{
	db_run(db, "DELETE FROM link WHERE source = ?1", "s", id);
	db_run(db, "DELETE FROM resource_territory WHERE id = ?1", "s", id);
	db_run(db, "DELETE FROM resource_concept WHERE id = ?1", "s", id);
	db_run(db, "DELETE FROM resource_tag WHERE id = ?1", "s", id);
}

static void fill_refs(struct db *db, const char *id, const json_t *refs)
{
	size_t i;
	json_t *ref;
	forget_refs(db, id);
	json_array_foreach(json_object_get(refs, "links"), i, ref)
		db_run(db, "INSERT OR IGNORE INTO link (source, field, target) VALUES (?1, ?2, ?3)",
			"sss", id, json_str(ref, "field"), json_str(ref, "to"));
	json_array_foreach(json_object_get(refs, "concepts"), i, ref)
		db_run(db, "INSERT OR IGNORE INTO resource_concept (scheme, notation, id, field)"
			" VALUES (?1, ?2, ?3, ?4)",
			"ssss", json_str(ref, "scheme"), json_str(ref, "notation"), id,
			json_str(ref, "field"));
	json_array_foreach(json_object_get(refs, "territories"), i, ref)
		db_run(db, "INSERT OR IGNORE INTO resource_territory (code, id, named)"
			" VALUES (?1, ?2, 1)", "ss", json_string_value(ref), id);
	json_array_foreach(json_object_get(refs, "within"), i, ref)
		db_run(db, "INSERT OR IGNORE INTO resource_territory (code, id, named)"
			" VALUES (?1, ?2, 0)", "ss", json_string_value(ref), id);
	json_array_foreach(json_object_get(refs, "tags"), i, ref)
		db_run(db, "INSERT OR IGNORE INTO resource_tag (tag, id) VALUES (?1, ?2)",
			"ss", json_string_value(ref), id);
}

/* The values of one visibility as text, or NULL. */
static const char *bucket(struct db *db, const json_t *body, const char *name)
{
	const json_t *values = json_object_get(body, name);
	return json_object_size(values) ? json_text(db_arena(db), values) : NULL;
}

/* The text of the version just counted. */
static void fill(struct db *db, const struct entry *e)
{
	const json_t *values = json_object_get(e->body, "values");
	db_run(db, "UPDATE revision SET erased = 0, comment = ?2, type = ?3, title = ?4,"
		" summary = ?5, language = ?6, public = ?7, members = ?8, private = ?9"
		" WHERE id = ?1 AND version = (SELECT version FROM resource WHERE id = ?1)",
		"sssssssss", e->subject, json_str(e->body, "comment"), json_str(e->body, "type"),
		json_str(values, "title"), json_str(values, "summary"),
		json_str(e->body, "language"), bucket(db, e->body, "values"),
		bucket(db, e->body, "members"), bucket(db, e->body, "private"));
	db_run(db, "UPDATE resource SET shown = version, slug = ?2, type = ?3, title = ?4,"
		" summary = ?5, language = ?6 WHERE id = ?1",
		"ssssss", e->subject, json_str(e->body, "slug"), json_str(e->body, "type"),
		json_str(values, "title"), json_str(values, "summary"),
		json_str(e->body, "language"));
	db_run(db, "INSERT OR IGNORE INTO resource_slug (slug, id) VALUES (?1, ?2)",
		"ss", json_str(e->body, "slug"), e->subject);
	fill_refs(db, e->subject, json_object_get(e->body, "refs"));
}

/* What was published is gone: a draft before it must not show in its place. */
static void forget_draft(struct db *db, const char *id)
{
	db_run(db, "UPDATE resource SET shown = 0, slug = NULL, title = NULL, summary = NULL"
		" WHERE id = ?1 AND (SELECT act FROM revision r WHERE r.id = resource.id"
		" AND r.version = resource.shown) = 'drafted'", "s", id);
	if (!db_int(db, "SELECT shown FROM resource WHERE id = ?1", "s", id))
		forget_refs(db, id);
}

static void published(struct db *db, const struct entry *e)
{
	count_version(db, e, "published", "published");
	if (e->body)
		fill(db, e);
	else
		forget_draft(db, e->subject);
}

static void drafted(struct db *db, const struct entry *e)
{
	count_version(db, e, "drafted", "draft");
	if (e->body)
		fill(db, e);
}

/* Follows the entry that it completes, in the same batch. */
static void restricted(struct db *db, const struct entry *e)
{
	if (!e->body)
		return;
	const char *values = bucket(db, e->body, "values");
	if (e->visibility == MEMBERS)
		db_run(db, "UPDATE revision SET members = ?2 WHERE id = ?1 AND version ="
			" (SELECT version FROM resource WHERE id = ?1)", "ss", e->subject, values);
	else
		db_run(db, "UPDATE revision SET private = ?2 WHERE id = ?1 AND version ="
			" (SELECT version FROM resource WHERE id = ?1)", "ss", e->subject, values);
}

/* A version with the text of the one before, for a change of state. */
static void repeat(struct db *db, const struct entry *e, const char *act)
{
	db_run(db, "UPDATE resource SET version = version + 1, updated = ?2, editor = ?3"
		" WHERE id = ?1", "sis", e->subject, e->time, e->actor);
	db_run(db, "INSERT INTO revision (id, version, act, time, author, erased, comment, type,"
		" title, summary, language, public, members, private)"
		" SELECT s.id, s.version, ?2, ?3, ?4, r.version IS NULL, ?5, r.type, r.title,"
		" r.summary, r.language, r.public, r.members, r.private"
		" FROM resource s LEFT JOIN revision r ON r.id = s.id AND r.version = s.shown"
		" WHERE s.id = ?1", "ssiss", e->subject, act, e->time, e->actor,
		e->body ? json_str(e->body, "comment") : NULL);
	db_run(db, "UPDATE resource SET shown = version WHERE id = ?1 AND shown > 0",
		"s", e->subject);
}

static void archived(struct db *db, const struct entry *e)
{
	repeat(db, e, "archived");
	db_run(db, "UPDATE resource SET was = state, state = 'archived'"
		" WHERE id = ?1 AND state <> 'archived'", "s", e->subject);
}

static void restored(struct db *db, const struct entry *e)
{
	repeat(db, e, "restored");
	db_run(db, "UPDATE resource SET state = was WHERE id = ?1", "s", e->subject);
}

static void unpublished(struct db *db, const struct entry *e)
{
	repeat(db, e, "unpublished");
	db_run(db, "UPDATE resource SET state = 'draft', was = 'draft' WHERE id = ?1",
		"s", e->subject);
}

const struct fold resource_folds[] = {
	{"resource.published", published},
	{"resource.drafted", drafted},
	{"resource.restricted", restricted},
	{"resource.archived", archived},
	{"resource.restored", restored},
	{"resource.unpublished", unpublished},
	{0}};
