/* resource_fold.c - contributions about sheets, into tables.
 *
 * Bodies name what they refer to under "refs", as the command read it from the
 * type of that day: the fold needs no definition. */
#include <string.h>

#include "store/fold.h"
#include "store/subject.h"

/* Before a change: territories count the sheet no more. */
static void leave_places(struct db *db, const char *id)
{
	db_run(db, "UPDATE resource_tally AS y SET count = y.count - 1, named = y.named - t.named"
		" FROM resource_territory t WHERE t.id = ?1 AND t.type IS NOT NULL"
		" AND y.code = t.code AND y.type = t.type", "s", id);
	db_run(db, "DELETE FROM resource_tally WHERE count = 0 AND code IN"
		" (SELECT code FROM resource_territory WHERE id = ?1)", "s", id);
	db_run(db, "UPDATE resource_territory SET type = NULL, updated = NULL WHERE id = ?1"
		" AND type IS NOT NULL", "s", id);
}

/* After it, if it is published. */
static void take_places(struct db *db, const char *id)
{
	db_run(db, "UPDATE resource_territory AS t SET type = r.type, updated = r.updated"
		" FROM resource r WHERE t.id = ?1 AND r.id = ?1 AND r.state = 'published'"
		" AND r.shown > 0", "s", id);
	db_run(db, "INSERT INTO resource_tally (code, type, count, named)"
		" SELECT code, type, 1, named FROM resource_territory WHERE id = ?1"
		" AND type IS NOT NULL ON CONFLICT (code, type) DO UPDATE SET count = count + 1,"
		" named = named + excluded.named", "s", id);
}

/* Pages of those that a sheet names show it: they hear of each change of it. */
static void touch_named(struct db *db, const char *id)
{
	struct rows r = db_query(db, "SELECT 'links', target FROM link WHERE source = ?1"
		" UNION ALL SELECT 'at', code FROM resource_territory WHERE id = ?1", "s", id);
	while (row_next(&r))
		db_touches(db, row_text(&r, 0), row_text(&r, 1));
	rows_end(&r);
	leave_places(db, id);
}

static void forget_refs(struct db *db, const char *id)
{
	db_run(db, "DELETE FROM link WHERE source = ?1", "s", id);
	db_run(db, "DELETE FROM resource_territory WHERE id = ?1", "s", id);
	db_run(db, "DELETE FROM resource_concept WHERE id = ?1", "s", id);
	db_run(db, "DELETE FROM resource_tag WHERE id = ?1", "s", id);
}

static void add_link(struct db *db, const char *id, const json_t *ref)
{
	db_run(db, "INSERT OR IGNORE INTO link (source, field, target) VALUES (?1, ?2, ?3)",
		"sss", id, json_str(ref, "field"), json_str(ref, "to"));
	db_touches(db, "links", json_str(ref, "to"));
}

static void add_concept(struct db *db, const char *id, const json_t *ref)
{
	db_run(db, "INSERT OR IGNORE INTO resource_concept (scheme, notation, id, field)"
		" VALUES (?1, ?2, ?3, ?4)", "ssss", json_str(ref, "scheme"),
		json_str(ref, "notation"), id, json_str(ref, "field"));
}

static void add_place(struct db *db, const char *id, const json_t *code, bool named)
{
	db_run(db, "INSERT OR IGNORE INTO resource_territory (code, id, named)"
		" VALUES (?1, ?2, ?3)", "ssi", json_string_value(code), id, (int64_t)named);
	db_touches(db, "at", json_string_value(code));
}

static void fill_refs(struct db *db, const char *id, const json_t *refs)
{
	size_t i;
	json_t *ref;
	json_array_foreach(json_object_get(refs, "links"), i, ref)
		add_link(db, id, ref);
	json_array_foreach(json_object_get(refs, "concepts"), i, ref)
		add_concept(db, id, ref);
	json_array_foreach(json_object_get(refs, "territories"), i, ref)
		add_place(db, id, ref, true);
	json_array_foreach(json_object_get(refs, "within"), i, ref)
		add_place(db, id, ref, false);
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

/* Has it what every sheet has?  Otherwise there is nothing to show, as when erased. */
static bool is_sheet(const json_t *body)
{
	return json_str(body, "type") && json_str(body, "slug") && json_str(body, "language")
		&& json_str(json_object_get(body, "values"), "title");
}

/* A version more, still without text: what an erased entry leaves. */
static void count_version(struct db *db, const struct entry *e, const char *act, const char *state)
{
	int64_t version = db_int(db, "INSERT INTO resource (id, state, was, version, shown,"
		" created, updated, creator, editor) VALUES (?1, ?2, ?2, 1, 0, ?3, ?3, ?4, ?4)"
		" ON CONFLICT (id) DO UPDATE SET version = version + 1, state = ?2, was = ?2,"
		" updated = ?3, editor = ?4 RETURNING version",
		"ssis", e->subject, state, e->time, e->actor);
	touch_named(db, e->subject);
	db_run(db, "INSERT INTO revision (id, version, act, time, author, erased, draft)"
		" VALUES (?1, ?2, ?3, ?4, ?5, 1, ?3 = 'drafted')",
		"sisis", e->subject, version, act, e->time, e->actor);
}

/* A version more, with its text. */
static void state_version(struct db *db, const struct entry *e, const char *act, const char *state)
{
	const json_t *body = e->body, *values = json_object_get(body, "values");
	const char *slug = json_str(body, "slug"), *type = json_str(body, "type"),
		*title = json_str(values, "title"), *summary = json_str(values, "summary"),
		*language = json_str(body, "language");
	int64_t version = db_int(db, "INSERT INTO resource (id, state, was, version, shown,"
		" created, updated, creator, editor, slug, type, title, summary, language)"
		" VALUES (?1, ?2, ?2, 1, 1, ?3, ?3, ?4, ?4, ?5, ?6, ?7, ?8, ?9)"
		" ON CONFLICT (id) DO UPDATE SET version = version + 1, shown = version + 1,"
		" state = ?2, was = ?2, updated = ?3, editor = ?4, slug = ?5, type = ?6,"
		" title = ?7, summary = ?8, language = ?9 RETURNING version",
		"ssissssss", e->subject, state, e->time, e->actor, slug, type, title, summary,
		language);
	db_run(db, "INSERT INTO revision (id, version, act, time, author, erased, draft, comment, type,"
		" title, summary, language, public, members, private)"
		" VALUES (?1, ?2, ?3, ?4, ?5, 0, ?3 = 'drafted', ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
		"sisisssssssss", e->subject, version, act, e->time, e->actor,
		json_str(body, "comment"), type, title, summary, language,
		bucket(db, body, "values"), bucket(db, body, "members"),
		bucket(db, body, "private"));
	db_run(db, "INSERT OR IGNORE INTO resource_slug (slug, id) VALUES (?1, ?2)",
		"ss", slug, e->subject);
	if (version > 1) {
		touch_named(db, e->subject);
		forget_refs(db, e->subject);
	}
	fill_refs(db, e->subject, json_object_get(body, "refs"));
}

/* What was published is gone: a draft before it must not show in its place. */
static void forget_draft(struct db *db, const char *id)
{
	db_run(db, "UPDATE resource SET shown = 0, slug = NULL, title = NULL, summary = NULL"
		" WHERE id = ?1 AND (SELECT draft FROM revision r WHERE r.id = resource.id"
		" AND r.version = resource.shown)", "s", id);
	if (!db_int(db, "SELECT shown FROM resource WHERE id = ?1", "s", id))
		forget_refs(db, id);
}

static void published(struct db *db, const struct entry *e)
{
	if (is_sheet(e->body)) {
		state_version(db, e, "published", "published");
	} else {
		count_version(db, e, "published", "published");
		forget_draft(db, e->subject);
	}
	take_places(db, e->subject);
}

static void drafted(struct db *db, const struct entry *e)
{
	(is_sheet(e->body) ? state_version : count_version)(db, e, "drafted", "draft");
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
	db_run(db, "INSERT INTO revision (id, version, act, time, author, erased, draft, comment, type,"
		" title, summary, language, public, members, private)"
		" SELECT s.id, s.version, ?2, ?3, ?4, r.version IS NULL,"
		" coalesce(r.draft, 0) OR s.was = 'draft', ?5, r.type, r.title,"
		" r.summary, r.language, r.public, r.members, r.private"
		" FROM resource s LEFT JOIN revision r ON r.id = s.id AND r.version = s.shown"
		" WHERE s.id = ?1", "ssiss", e->subject, act, e->time, e->actor,
		e->body ? json_str(e->body, "comment") : NULL);
	db_run(db, "UPDATE resource SET shown = version WHERE id = ?1 AND shown > 0",
		"s", e->subject);
	touch_named(db, e->subject);
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
	take_places(db, e->subject);
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
