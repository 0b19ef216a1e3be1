/* search_sheet.c - from a description to the rows of the search file. */
#include "across/search_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
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
		memory_out();
	return c;
}

void changes_note(struct changes *c, uint32_t row, const char *name, const char *value, bool on)
{
	c->list = reallocarray(c->list, (size_t)c->count + 1, sizeof *c->list);
	if (!c->list)
		memory_out();
	c->list[c->count++] = (struct change){row, copy(name), copy(value), on};
}

/* Takes the bag.  The last word on a row counts. */
static void revise(struct changes *c, int64_t row, struct known_row known, struct bag *bag)
{
	for (int i = c->revision_count; i-- > 0;)
		if (c->revisions[i].row == row) {
			bag_free(c->revisions[i].bag);
			c->revisions[i] = (struct revision){(uint32_t)row, known, bag};
			return;
		}
	c->revisions = reallocarray(c->revisions, (size_t)c->revision_count + 1,
		sizeof *c->revisions);
	if (!c->revisions)
		memory_out();
	c->revisions[c->revision_count++] = (struct revision){(uint32_t)row, known, bag};
}

void changes_apply(struct changes *c, struct facets *f, struct known *k)
{
	for (int i = 0; i < c->count; i++)
		facets_set(f, c->list[i].row, c->list[i].name, c->list[i].value, c->list[i].on);
	for (int i = 0; i < c->revision_count; i++) {
		struct revision *r = &c->revisions[i];
		known_set(k, r->row, &r->known, r->bag);
		r->bag = NULL;
	}
	if (c->packed)
		known_drop_bags(k);
	if (c->terms_anew)
		terms_free(&k->terms);
	for (size_t i = 0; i < c->terms.count; i++)
		terms_add(&k->terms, c->terms.list[i].number, c->terms.texts + c->terms.list[i].at);
}

void changes_free(struct changes *c)
{
	for (int i = 0; i < c->count; i++) {
		free(c->list[i].name);
		free(c->list[i].value);
	}
	free(c->list);
	for (int i = 0; i < c->revision_count; i++)
		bag_free(c->revisions[i].bag);
	free(c->revisions);
	terms_free(&c->terms);
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
		out_printf(&o, "%s\2%s\2%s\2%f\2%f\2%d\1", d->places[i].code, d->places[i].name,
			said(d->places[i].address), d->places[i].lat, d->places[i].lon,
			d->places[i].own);
	for (const char *const *l = d->links; l && *l; l++)
		out_printf(&o, "%s\1", *l);
	for (const char *const *l = d->told; l && *l; l++)
		out_printf(&o, "%s\2", *l);
	out_printf(&o, "%d %lld %lld %d", d->visibility, (long long)d->created,
		(long long)d->updated, d->version);
	hash_bytes(hash, out_str(&o), o.len);
	out_free(&o);
}

/* The words of a row whose texts are in the file. */
static struct bag *read_bag(struct db *db, int64_t row)
{
	const char *texts[FIELDS] = {"", "", "", ""};
	struct rows r = db_query(db, "SELECT title, labels, summary, body FROM sheet"
		" JOIN text ON text.sheet = number WHERE number = ?1", "i", row);
	if (row_next(&r))
		for (int i = 0; i < FIELDS; i++)
			texts[i] = row_text(&r, i);
	rows_end(&r);
	return bag_new(db, (uint32_t)row, texts);
}

/* Takes the words of a row out of the file; those in a bag go with it. */
static void forget_words(struct db *db, int64_t row)
{
	db_run(db, "DELETE FROM fresh WHERE sheet = ?1", "i", row);
	if (db_fault(db) || db_changed(db))
		return;
	struct bag *bag = read_bag(db, row);
	if (bag)
		posting_remove(db, bag);
	bag_free(bag);
}

static void forget_places(struct db *db, int64_t row)
{
	db_run(db, "UPDATE place SET sheets = sheets - 1 WHERE code IN"
		" (SELECT code FROM located WHERE sheet = ?1)", "i", row);
	db_run(db, "DELETE FROM place WHERE sheets = 0 AND code IN"
		" (SELECT code FROM located WHERE sheet = ?1)", "i", row);
	db_run(db, "DELETE FROM located WHERE sheet = ?1", "i", row);
}

/* Where a sheet is about, once for each place. */
static void add_places(struct db *db, int64_t row, const struct description *d)
{
	bool own = false;
	for (int i = 0; i < d->place_count; i++)
		own = own || d->places[i].own;
	for (int i = 0; i < d->place_count; i++) {
		const struct place *p = &d->places[i];
		db_run(db, "INSERT OR IGNORE INTO located VALUES (?1, ?2, ?3)", "isi", row, p->code,
			(int64_t)(own && !p->own));
		if (!db_fault(db) && db_changed(db))
			db_run(db, "INSERT INTO place VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)"
				" ON CONFLICT (code) DO UPDATE SET name = excluded.name,"
				" address = excluded.address, lat = excluded.lat, lon = excluded.lon,"
				" small = excluded.small, sheets = sheets + 1", "sssddii", p->code,
				said(p->name), said(p->address), p->lat, p->lon, (int64_t)p->small,
				(int64_t)p->own);
	}
}

/* Cuts the first off what add_facets made; false at the end. */
static bool cut_facet(char **facets, const char **name, const char **value)
{
	char *middle = strchr(*facets, 2), *end = middle ? strchr(middle, 1) : NULL;
	if (!end)
		return false;
	*middle = *end = '\0';
	*name = *facets;
	*value = middle + 1;
	*facets = end + 1;
	return true;
}

static void forget(struct db *db, int64_t row, struct changes *c)
{
	char *facets = db_text(db, "SELECT facets FROM known WHERE sheet = ?1", "i", row);
	const char *name, *value;
	while (facets && cut_facet(&facets, &name, &value))
		changes_note(c, (uint32_t)row, name, value, false);
	forget_words(db, row);
	db_run(db, "DELETE FROM known WHERE sheet = ?1", "i", row);
	db_run(db, "DELETE FROM text WHERE sheet = ?1", "i", row);
	forget_places(db, row);
	db_run(db, "DELETE FROM link WHERE sheet = ?1", "i", row);
	told_forget(db, row, c);
	db_run(db, "DELETE FROM sheet WHERE number = ?1", "i", row);
	revise(c, row, (struct known_row){0}, NULL);
}

static void add_facet(struct out *o, int64_t row, const char *name, const char *value,
	struct changes *c)
{
	if (strpbrk(name, "\1\2") || strpbrk(value, "\1\2"))
		return;	/* no text that was cleaned has these */
	out_printf(o, "%s\2%s\1", name, value);
	changes_note(c, (uint32_t)row, name, value, true);
}

/* All facets of a sheet, as the table known has them. */
static const char *add_facets(struct db *db, int64_t row, const struct description *d,
	struct changes *c)
{
	struct out o = out_new(1 << 20);
	add_facet(&o, row, "", visibility_name(d->visibility), c);
	for (int i = 0; i < d->facet_count; i++)
		if (*said(d->facets[i].name) && d->facets[i].value)
			add_facet(&o, row, d->facets[i].name, d->facets[i].value, c);
	if (told_of(db, d->id))
		add_facet(&o, row, FACET_TOLD, "yes", c);
	const char *all = arena_dup(db_arena(db), out_str(&o));
	out_free(&o);
	return all;
}

static void add_term(void *terms, uint32_t number, const char *stem)
{
	terms_add(terms, number, stem);
}

static void read_terms(struct db *db, struct terms *t)
{
	terms_free(t);
	struct rows r = db_query(db, "SELECT id, term FROM term", "");
	while (row_next(&r))
		terms_add(t, (uint32_t)row_int(&r, 0), row_text(&r, 1));
	rows_end(&r);
}

static void add_words(struct db *db, int64_t row, const struct description *d,
	struct changes *c)
{
	const char *labels = arena_printf(db_arena(db), "%s · %s · %s", said(d->tags),
		said(d->concepts), said(d->territories));
	db_run(db, "INSERT INTO text VALUES (?1, ?2, ?3)", "iss", row, labels, said(d->body));
	db_run(db, "INSERT INTO fresh VALUES (?1)", "i", row);
	struct bag *bag = bag_new(db, (uint32_t)row,
		(const char *const[FIELDS]){said(d->title), labels, said(d->summary), said(d->body)});
	words_new(db, add_term, &c->terms);
	if (!bag)
		return;
	db_run(db, "INSERT INTO known VALUES (?1, ?2, ?3, ?4, ?5)", "isiis", row, d->id, d->updated,
		(int64_t)bag->length, add_facets(db, row, d, c));
	revise(c, row, known_row(d->id, d->updated, bag->length), bag);
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
	add_words(db, row, d, c);
	if (d->visibility == PUBLIC) {
		add_places(db, row, d);
		told_add(db, row, d->told, c);
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

static bool revised(const struct changes *c, uint32_t row)
{
	for (int i = 0; i < c->revision_count; i++)
		if (c->revisions[i].row == row)
			return true;
	return false;
}

void sheets_pack(struct db *db, const struct known *k, struct changes *c, int at_least)
{
	size_t most = (size_t)k->bags.count + (size_t)c->revision_count;
	struct bags all = {calloc(most + 1, sizeof *all.list), 0};
	if (!all.list)
		memory_out();
	for (int i = 0; i < k->bags.count; i++)
		if (!revised(c, k->bags.list[i]->row))
			all.list[all.count++] = k->bags.list[i];
	for (int i = 0; i < c->revision_count; i++)
		if (c->revisions[i].bag)
			all.list[all.count++] = c->revisions[i].bag;
	if (all.count && all.count >= at_least) {
		posting_add(db, &all);
		db_run(db, "DELETE FROM fresh", "");
		c->packed = true;
	}
	free(all.list);
}

/* Records that go or change, and pages that are freed, are zeroed. */
void sheets_wipe(struct db *db, const struct known *k, struct changes *c)
{
	sheets_pack(db, k, c, 1);
	db_run(db, "DELETE FROM term WHERE NOT EXISTS (SELECT 1 FROM posting"
		" WHERE key BETWEEN term.id << 16 AND term.id << 16 | 65535)", "");
	words_forget(db);
	read_terms(db, &c->terms);
	c->terms_anew = true;
}

static void load_row(struct rows *r, struct facets *f, struct known *k)
{
	uint32_t row = (uint32_t)row_int(r, 0);
	struct known_row known = known_row(row_text(r, 1), row_int(r, 2), (int)row_int(r, 3));
	known_set(k, row, &known, NULL);
	char *facets = row_text(r, 4);
	const char *name, *value;
	while (cut_facet(&facets, &name, &value))
		facets_set(f, row, name, value, true);
}

void sheets_load(struct db *db, struct facets *f, struct known *k)
{
	struct arena *kept = db_arena(db), *own = NULL;
	struct rows r = db_query(db, "SELECT sheet, id, updated, length, facets FROM known", "");
	while (row_next(&r)) {
		if (!own || arena_size(own) > 1 << 20) {	/* what was read is not kept */
			arena_free(own);
			db_use_arena(db, own = arena_new());
		}
		load_row(&r, f, k);
	}
	rows_end(&r);
	arena_free(own);
	db_use_arena(db, own = arena_new());
	read_terms(db, &k->terms);
	r = db_query(db, "SELECT sheet FROM fresh", "");
	while (row_next(&r)) {
		uint32_t row = (uint32_t)row_int(&r, 0);
		struct bag *bag = read_bag(db, row);
		struct known_row known = k->rows[row];
		if (bag)
			known_set(k, row, &known, bag);
	}
	rows_end(&r);
	db_use_arena(db, kept);
	arena_free(own);
}
