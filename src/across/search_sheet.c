/* search_sheet.c - from a description to the rows of the search file. */
#include "across/search_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "across/search_db.h"
#include "base/text.h"

static const char *said(const char *s)
{
	return s ? s : "";
}

static char *copy(const char *s)
{
	char *c = strdup(s);
	if (!c)
		die("out of memory");
	return c;
}

static void change(struct changes *c, uint32_t row, const char *name, const char *value, bool on)
{
	c->list = reallocarray(c->list, (size_t)c->count + 1, sizeof *c->list);
	if (!c->list)
		die("out of memory");
	c->list[c->count++] = (struct change){row, copy(name), copy(value), on};
}

void changes_apply(const struct changes *c, struct facets *f)
{
	for (int i = 0; i < c->count; i++)
		facets_set(f, c->list[i].row, c->list[i].name, c->list[i].value, c->list[i].on);
}

void changes_free(struct changes *c)
{
	for (int i = 0; i < c->count; i++) {
		free(c->list[i].name);
		free(c->list[i].value);
	}
	free(c->list);
}

/* Everything of a description that the file keeps, as text to be hashed. */
static void digest(const struct description *d, unsigned char hash[HASH_SIZE])
{
	struct out o = out_new(64 * 1024 * 1024);
	const char *texts[] = {d->slug, d->address, d->type, d->mark, d->title, d->summary, d->body,
		d->tags, d->concepts, d->territories, d->meta[FR], d->meta[EN], d->language};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		out_printf(&o, "%s\1", said(texts[i]));
	for (int i = 0; i < d->facet_count; i++)
		out_printf(&o, "%s\2%s\1", d->facets[i].name, d->facets[i].value);
	for (int i = 0; i < d->place_count; i++)
		out_printf(&o, "%s\2%s\2%s\2%f\2%f\1", d->places[i].code, d->places[i].name,
			said(d->places[i].address), d->places[i].lat, d->places[i].lon);
	for (const char *const *l = d->links; l && *l; l++)
		out_printf(&o, "%s\1", *l);
	out_printf(&o, "%d %lld %lld %d", d->visibility, (long long)d->created,
		(long long)d->updated, d->version);
	hash_bytes(hash, out_str(&o), o.len);
	out_free(&o);
}

static void forget(struct db *db, int64_t row, struct changes *c)
{
	struct rows r = db_query(db, "SELECT name, value FROM facet WHERE sheet = ?1", "i", row);
	while (row_next(&r))
		change(c, (uint32_t)row, row_text(&r, 0), row_text(&r, 1), false);
	rows_end(&r);
	db_run(db, "DELETE FROM words WHERE rowid = ?1", "i", row);
	db_run(db, "DELETE FROM facet WHERE sheet = ?1", "i", row);
	db_run(db, "DELETE FROM place WHERE sheet = ?1", "i", row);
	db_run(db, "DELETE FROM link WHERE sheet = ?1", "i", row);
	db_run(db, "DELETE FROM sheet WHERE number = ?1", "i", row);
}

static void add_facet(struct db *db, int64_t row, const char *name, const char *value,
	struct changes *c)
{
	db_run(db, "INSERT OR IGNORE INTO facet VALUES (?1, ?2, ?3)", "iss", row, name, value);
	change(c, (uint32_t)row, name, value, true);
}

/* Stems noted lately, by their hashes: most words have been met before. */
struct met {
	uint64_t hashes[8192];
};

static bool met_before(struct db *db, const char *stem)
{
	struct met *m = db_kept(db, "met", 0);
	if (!m) {
		m = calloc(1, sizeof *m);
		if (!m)
			die("out of memory");
		db_keep(db, "met", 0, m, free);
	}
	uint64_t h = 14695981039346656037u;	/* FNV-1a */
	for (const char *p = stem; *p; p++)
		h = (h ^ (unsigned char)*p) * 1099511628211u;
	uint64_t *slot = &m->hashes[(h ^ h >> 32) % 8192];
	bool met = *slot == h;
	*slot = h;
	return met;
}

static int note_term(void *context, const struct word *w)
{
	struct db *db = context;
	if (!met_before(db, w->stem))
		db_run(db, "INSERT OR IGNORE INTO term VALUES (?1, ?2)", "is",
			(int64_t)text_length(w->stem), w->stem);
	return 0;
}

static void add_terms(struct db *db, const char *text)
{
	tokenizer_words(search_db_tokenizer(db), text, strlen(text), false, note_term, db);
}

static void add_words(struct db *db, int64_t row, const struct description *d)
{
	const char *labels = arena_printf(db_arena(db), "%s · %s · %s", said(d->tags),
		said(d->concepts), said(d->territories));
	db_run(db, "INSERT INTO words (rowid, title, labels, summary, body) VALUES (?1, ?2, ?3, ?4, ?5)",
		"issss", row, said(d->title), labels, said(d->summary), said(d->body));
	add_terms(db, said(d->title));
	add_terms(db, labels);
	add_terms(db, said(d->summary));
	add_terms(db, said(d->body));
}

/* Adds a sheet at its row, or at the next one when row is 0: a sheet that changes
 * keeps its row, so that pages being turned do not lose it. */
static void add(struct db *db, int kind, const struct description *d,
	const unsigned char hash[HASH_SIZE], int64_t row, struct changes *c)
{
	const char *folded = text_fold(db_arena(db), said(d->title));
	db_run(db, "INSERT INTO sheet (number, id, kind, digest, slug, address, type, mark, title, folded,"
		" summary, places, meta_fr, meta_en, language, created, updated, version)"
		" VALUES (nullif(?18, 0), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,"
		" ?16, ?17)",
		"sibsssssssssssiiii", d->id, (int64_t)kind, hash, (size_t)HASH_SIZE, said(d->slug),
		said(d->address), said(d->type), said(d->mark), said(d->title), folded,
		said(d->summary), said(d->territories), d->meta[FR], d->meta[EN], d->language,
		d->created, d->updated, (int64_t)d->version, row);
	if (!row)
		row = db_int(db, "SELECT last_insert_rowid()", "");
	if (db_fault(db))
		return;
	add_words(db, row, d);
	add_facet(db, row, "", visibility_name(d->visibility), c);
	for (int i = 0; i < d->facet_count; i++)
		if (*said(d->facets[i].name) && d->facets[i].value)
			add_facet(db, row, d->facets[i].name, d->facets[i].value, c);
	for (int i = 0; i < d->place_count; i++) {
		const struct place *p = &d->places[i];
		db_run(db, "INSERT OR IGNORE INTO place VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", "isssddi",
			row, p->code, said(p->name), said(p->address), p->lat, p->lon,
			(int64_t)p->small);
	}
	for (const char *const *l = d->links; l && *l; l++)
		db_run(db, "INSERT OR IGNORE INTO link VALUES (?1, ?2)", "is", row, *l);
}

void sheet_put(struct db *db, int kind, const char *id, const struct description *d,
	struct changes *c)
{
	unsigned char hash[HASH_SIZE];
	if (d)
		digest(d, hash);
	struct rows r = db_query(db, "SELECT number, digest FROM sheet WHERE id = ?1", "s", id);
	int64_t row = 0;
	size_t size = 0;
	const void *old = NULL;
	if (row_next(&r)) {
		row = row_int(&r, 0);
		old = row_bytes(&r, 1, &size);
	}
	rows_end(&r);
	if (d && old && size == HASH_SIZE && memcmp(old, hash, HASH_SIZE) == 0)
		return;
	if (row)
		forget(db, row, c);
	if (d)
		add(db, kind, d, hash, row, c);
}

void sheet_index(struct db *db, struct db *views, int kind, const char *id, struct changes *c)
{
	struct description d = {0};
	bool there = kind_at(kind)->describe(views, id, &d) && text_eq(d.state, "published") &&
		d.visibility != PRIVATE;
	sheet_put(db, kind, id, there ? &d : NULL, c);
}

/* Merging all of the index drops the words of what is gone; pages that are
 * freed are zeroed. */
void sheets_wipe(struct db *db)
{
	db_run(db, "INSERT INTO words (words) VALUES ('optimize')", "");
	db_run(db, "DELETE FROM term WHERE NOT EXISTS"
		" (SELECT 1 FROM vocabulary WHERE vocabulary.term = term.term)", "");
	db_keep(db, "met", 0, NULL, NULL);
}

void sheets_load(struct db *db, struct facets *f)
{
	struct rows r = db_query(db, "SELECT sheet, name, value FROM facet", "");
	while (row_next(&r))
		facets_set(f, (uint32_t)row_int(&r, 0), row_text(&r, 1), row_text(&r, 2), true);
	rows_end(&r);
}
