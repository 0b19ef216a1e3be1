/* resource_query.c - sheets as the tables have them, for who asks. */
#include "domain/resource/resource_parts.h"

#include <string.h>
#include "base/text.h"
#include "store/subject.h"

bool resource_own(const struct who *who, const char *creator)
{
	if (!who)
		return false;
	return who->role >= STEWARD || who_is(who, creator);
}

const char *slug_owner(struct db *db, const char *slug)
{
	return db_text(db, "SELECT id FROM resource_slug WHERE slug = ?1", "s", slug);
}

const char *sheet_path(struct db *db, const char *slug)
{
	return arena_printf(db_arena(db), "/ressources/%s", slug);
}

const char *resource_path(struct db *db, const struct resource *r)
{
	return sheet_path(db, r->slug);
}

/* Adds the values of one visibility, kept as text, to values. */
static void add_values(struct db *db, json_t *values, const char *text)
{
	const char *why;
	if (!text)
		return;
	json_t *more = json_read(db_arena(db), text, strlen(text), &why);
	if (!more)
		die("a sheet's values in the views cannot be read: %s", why);
	json_object_update(values, more);
}

/* Fills what a version holds; false if it is not there or not for them. */
static bool get_version(struct db *db, int version, bool member, bool own, struct resource *r)
{
	struct rows q = db_query(db, "SELECT act, time, author, erased, comment, title, summary,"
		" public, members, private, draft FROM revision WHERE id = ?1 AND version = ?2",
		"si", r->id, (int64_t)version);
	bool found = row_next(&q) && (own || !row_int(&q, 10));
	if (found) {
		r->updated = row_int(&q, 1);
		r->editor = row_text(&q, 2);
		r->erased = row_int(&q, 3);
		r->comment = row_text(&q, 4);
		r->title = r->erased ? r->title : row_text(&q, 5);
		r->summary = r->erased ? NULL : row_text(&q, 6);
		r->values = json_keep(db_arena(db), json_object());
		const char *open = row_text(&q, 7);
		r->size = open ? strlen(open) : 0;
		add_values(db, r->values, open);
		if (member || own)
			add_values(db, r->values, row_text(&q, 8));
		if (own)
			add_values(db, r->values, row_text(&q, 9));
	}
	rows_end(&q);
	return found;
}

bool resource_get(struct db *db, const struct who *who, const char *id_or_slug, int version,
	struct resource *r)
{
	if (!id_or_slug)
		return false;
	struct rows q = db_query(db, "SELECT id, slug, type, title, language, state, was, version,"
		" shown, created, creator FROM resource WHERE shown > 0 AND id ="
		" coalesce((SELECT id FROM resource_slug WHERE slug = ?1), ?1)", "s", id_or_slug);
	bool found = row_next(&q);
	int shown = 0;
	if (found) {
		*r = (struct resource){
			.id = row_text(&q, 0), .slug = row_text(&q, 1), .type = row_text(&q, 2),
			.title = row_text(&q, 3), .language = row_text(&q, 4),
			.state = row_text(&q, 5), .was = row_text(&q, 6),
			.latest = (int)row_int(&q, 7), .created = row_int(&q, 9),
			.creator = row_text(&q, 10)};
		shown = (int)row_int(&q, 8);
	}
	rows_end(&q);
	db_reads(db, "resource", found ? r->id : id_or_slug);
	if (!found)
		return false;
	r->version = version ? version : r->latest;
	if (!r->language)
		r->language = "fr";
	r->open = text_eq(r->was, "published");
	bool own = resource_own(who, r->creator);
	if (!r->open && !own)
		return false;
	return get_version(db, version ? version : shown, who && who->role >= MEMBER, own, r);
}

int revision_list(struct db *db, const struct who *who, const struct resource *r, int before,
	int limit, struct revision *found)
{
	struct rows q = db_query(db, "SELECT version, act, author, comment, title, time, erased"
		" FROM revision WHERE id = ?1 AND (?2 = 0 OR version <= ?2)"
		" AND (?3 OR NOT draft) ORDER BY version DESC LIMIT ?4", "siii", r->id,
		(int64_t)before, (int64_t)resource_own(who, r->creator), (int64_t)limit);
	int n = 0;
	while (n < limit && row_next(&q))
		found[n++] = (struct revision){
			.version = (int)row_int(&q, 0), .act = row_text(&q, 1),
			.author = row_text(&q, 2), .comment = row_text(&q, 3),
			.title = row_text(&q, 4), .time = row_int(&q, 5), .erased = row_int(&q, 6)};
	rows_end(&q);
	return n;
}

int revision_count(struct db *db, const struct who *who, const struct resource *r)
{
	return (int)db_int(db, "SELECT count(*) FROM revision WHERE id = ?1"
		" AND (?2 OR NOT draft)", "si", r->id,
		(int64_t)resource_own(who, r->creator));
}

static int take_links(struct rows *q, struct link *found)
{
	int n = 0;
	while (n < LINKS && row_next(q)) {
		found[n++] = (struct link){
			.field = row_text(q, 0), .id = row_text(q, 1), .slug = row_text(q, 2),
			.title = row_text(q, 3), .summary = row_text(q, 4), .type = row_text(q, 5),
			.language = row_text(q, 6)};
	}
	rows_end(q);
	return n;
}

/* Also those that are not published yet: one day they show. */
static void read_targets(struct db *db, const char *id)
{
	struct rows q = db_query(db, "SELECT target FROM link WHERE source = ?1", "s", id);
	while (row_next(&q))
		db_reads(db, "resource", row_text(&q, 0));
	rows_end(&q);
}

int link_list(struct db *db, const char *id, bool incoming, struct link *found)
{
	if (incoming)
		db_reads(db, "links", id);
	else
		read_targets(db, id);
	struct rows q = incoming
		? db_query(db, "SELECT l.field, r.id, r.slug, r.title, r.summary, r.type, r.language"
			" FROM link l CROSS JOIN resource r ON r.id = l.source WHERE l.target = ?1"
			" AND r.state = 'published' AND r.shown > 0 AND r.id <> ?1"
			" ORDER BY r.updated DESC, r.id, l.field LIMIT 100", "s", id)
		: db_query(db, "SELECT l.field, r.id, r.slug, r.title, r.summary, r.type, r.language"
			" FROM link l CROSS JOIN resource r ON r.id = l.target WHERE l.source = ?1"
			" AND r.state = 'published' AND r.shown > 0 AND r.id <> ?1"
			" ORDER BY l.field, r.title, r.id LIMIT 100", "s", id);
	return take_links(&q, found);
}

/* The sheets whose ids a query gives, as anyone sees them. */
static int take(struct db *db, struct rows *q, int limit, struct resource *found)
{
	int n = 0;
	while (n < limit && row_next(q))
		if (resource_get(db, NULL, row_text(q, 0), 0, &found[n]))
			n++;
	rows_end(q);
	return n;
}

/* Those that name a concept are looked up one by one and sorted while they are few; when
 * many do, the newest of all are soon found to be among them. */
enum { FEW_ENOUGH = 500 };

int resource_count(struct db *db, const char *type)
{
	db_reads(db, "resource", "*");
	return (int)db_int(db, "SELECT count(*) FROM resource WHERE state = 'published'"
		" AND shown > 0 AND (?1 IS NULL OR type = ?1)", "s", type);
}

int resource_newest(struct db *db, const char *type, int limit, struct resource *found)
{
	db_reads(db, "resource", "*");
	struct rows q = type
		? db_query(db, "SELECT id FROM resource WHERE state = 'published' AND type = ?1"
			" AND shown > 0 ORDER BY updated DESC LIMIT ?2", "si", type, (int64_t)limit)
		: db_query(db, "SELECT id FROM resource WHERE state = 'published' AND shown > 0"
			" ORDER BY updated DESC LIMIT ?1", "i", (int64_t)limit);
	return take(db, &q, limit, found);
}

int resource_newest_placed(struct db *db, const char *type, int among, int limit,
	struct resource *found)
{
	db_reads(db, "resource", "*");
	struct rows q = db_query(db, "SELECT id FROM (SELECT id, updated FROM resource"
		" WHERE state = 'published' AND type = ?1 AND shown > 0"
		" ORDER BY updated DESC, id DESC LIMIT ?2) r WHERE EXISTS (SELECT 1 FROM"
		" resource_territory t WHERE t.id = r.id AND t.named) ORDER BY updated DESC, id DESC"
		" LIMIT ?3", "sii", type, (int64_t)among, (int64_t)limit);
	return take(db, &q, limit, found);
}

int resource_by_concept(struct db *db, const char *scheme, const char *notation, int limit,
	struct resource *found)
{
	db_reads(db, "resource", "*");
	bool few = db_int(db, "SELECT count(*) FROM (SELECT 1 FROM resource_concept"
		" WHERE scheme = ?1 AND notation = ?2 LIMIT ?3)", "ssi", scheme, notation,
		(int64_t)FEW_ENOUGH) < FEW_ENOUGH;
	struct rows q = few
		? db_query(db, "SELECT DISTINCT r.id FROM resource_concept c CROSS JOIN resource r"
			" ON r.id = c.id WHERE c.scheme = ?1 AND c.notation = ?2"
			" AND r.state = 'published' AND r.shown > 0"
			" ORDER BY r.updated DESC, r.id DESC LIMIT ?3",
			"ssi", scheme, notation, (int64_t)limit)
		: db_query(db, "SELECT r.id FROM resource r WHERE r.state = 'published'"
			" AND r.shown > 0 AND EXISTS (SELECT 1 FROM resource_concept c"
			" WHERE c.scheme = ?1 AND c.notation = ?2 AND c.id = r.id)"
			" ORDER BY r.updated DESC, r.id DESC LIMIT ?3",
			"ssi", scheme, notation, (int64_t)limit);
	return take(db, &q, limit, found);
}

int resource_mine(struct db *db, const struct who *who, const char *state, int limit,
	struct resource *found)
{
	db_reads(db, "resource", "*");
	struct rows q = db_query(db, "SELECT id FROM resource WHERE creator = ?1 AND state = ?2"
		" AND shown > 0 ORDER BY updated DESC LIMIT ?3",
		"ssi", who->account, state, (int64_t)limit);
	int n = 0;
	while (n < limit && row_next(&q))
		if (resource_get(db, who, row_text(&q, 0), 0, &found[n]))
			n++;
	rows_end(&q);
	return n;
}

const char *resource_after(struct db *db, const char *id)
{
	return db_text(db, "SELECT id FROM resource WHERE id > ?1 AND shown > 0"
		" ORDER BY id LIMIT 1", "s", id ? id : "");
}

json_t *resource_flat(struct db *db, const struct resource *r)
{
	json_t *flat = json_keep(db_arena(db), json_copy(r->values));
	json_object_set_new(flat, "id", json_string(r->id));
	json_object_set_new(flat, "slug", json_string(r->slug));
	json_object_set_new(flat, "type", json_string(r->type));
	json_object_set_new(flat, "state", json_string(r->state));
	json_object_set_new(flat, "language", json_string(r->language));
	json_object_set_new(flat, "version", json_integer(r->version));
	return flat;
}

/* The only published sheet of that title, or NULL. */
static const char *titled(struct db *db, const char *title)
{
	return db_text(db, "SELECT min(id) FROM resource WHERE title = ?1 AND shown > 0"
		" AND was = 'published' HAVING count(*) = 1", "s", title);
}

/* How other parts of the house name a sheet: published ones only. */
static bool sheet_named(struct db *db, const char *id_or_slug, struct sheet_name *name)
{
	struct rows q = db_query(db, "SELECT id, title, slug, type FROM resource WHERE shown > 0"
		" AND was = 'published' AND id ="
		" coalesce((SELECT id FROM resource_slug WHERE slug = ?1), ?1)", "s", id_or_slug);
	bool found = row_next(&q);
	if (found)
		*name = (struct sheet_name){row_text(&q, 0), row_text(&q, 1),
			sheet_path(db, row_text(&q, 2)), row_text(&q, 3)};
	rows_end(&q);
	db_reads(db, "resource", found ? name->id : id_or_slug);
	const char *id = found || !strchr(id_or_slug, ' ') ? NULL : titled(db, id_or_slug);
	return found || (id && sheet_named(db, id, name));
}

static int sheets_like(struct db *db, const char *typed, int limit, struct sheet_name *found)
{
	enum { TOO_SHORT = 4 };
	const char *slug = text_slug(db_arena(db), typed);
	int n = 0;
	if (strlen(slug) < TOO_SHORT)
		return 0;
	struct rows q = db_query(db, "SELECT DISTINCT r.id, r.title, r.slug, r.type FROM resource_slug s"
		" CROSS JOIN resource r ON r.id = s.id WHERE s.slug >= ?1 AND s.slug < ?1 || '{'"
		" AND r.shown > 0 AND r.was = 'published' ORDER BY r.title, r.id LIMIT ?2", "si", slug,
		(int64_t)limit);
	while (n < limit && row_next(&q))
		found[n++] = (struct sheet_name){row_text(&q, 0), row_text(&q, 1),
			sheet_path(db, row_text(&q, 2)), row_text(&q, 3)};
	rows_end(&q);
	return n;
}

static bool sheet_there(struct db *db, const char *id)
{
	return db_int(db, "SELECT count(*) FROM resource WHERE id = ?1", "s", id) > 0;
}

__attribute__((constructor)) static void name_sheets(void)
{
	field_sheet_there = sheet_there;
	field_sheet = sheet_named;
	field_sheets_like = sheets_like;
}
