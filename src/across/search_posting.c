/* search_posting.c - reading the rows of a word, merging bags into them. */
#include "across/search_posting.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { PART_BITS = 16 };

static int64_t key_of(uint32_t word, uint32_t part)
{
	return (int64_t)word << PART_BITS | part;
}

static unsigned entry(const unsigned char *rows, size_t i)
{
	return rows[2 * i] | (unsigned)rows[2 * i + 1] << 8;
}

static struct hits room_for(struct arena *a, size_t count)
{
	return (struct hits){arena_alloc(a, (count + 1) * sizeof(uint32_t)), 0};
}

/* Hits of the file and hits of bags as one list. */
static struct hits merged(struct arena *a, struct hits x, struct hits y)
{
	if (!y.count)
		return x;
	struct hits both = room_for(a, (size_t)x.count + (size_t)y.count);
	int i = 0, k = 0;
	while (i < x.count && k < y.count)
		both.list[both.count++] = x.list[i] < y.list[k] ? x.list[i++] : y.list[k++];
	while (i < x.count)
		both.list[both.count++] = x.list[i++];
	while (k < y.count)
		both.list[both.count++] = y.list[k++];
	return both;
}

/* Room for so many more; what there is moves. */
static void more_room(struct arena *a, struct hits *h, size_t *room, size_t more)
{
	if ((size_t)h->count + more <= *room)
		return;
	*room = ((size_t)h->count + more) * 2;
	struct hits larger = room_for(a, *room);
	if (h->count)
		memcpy(larger.list, h->list, (size_t)h->count * sizeof *h->list);
	h->list = larger.list;
}

struct hits posting_hits(struct db *db, struct arena *a, const struct bags *bags, uint32_t word)
{
	struct hits h = {0}, fresh = room_for(a, (size_t)bags->count);
	size_t size, room = 0;
	struct rows r = db_query(db, "SELECT key, rows FROM posting WHERE key BETWEEN ?1 AND ?2",
		"ii", key_of(word, 0), key_of(word, UINT16_MAX));
	while (row_next(&r)) {
		uint32_t first = (uint32_t)(row_int(&r, 0) & UINT16_MAX) << (ROW_BITS + LEVEL_BITS);
		const unsigned char *rows = row_bytes(&r, 1, &size);
		more_room(a, &h, &room, size / 2);
		for (size_t i = 0; i < size / 2; i++)
			h.list[h.count++] = first | entry(rows, i);
	}
	rows_end(&r);
	for (int i = 0; i < bags->count; i++) {
		const struct use *u = bag_find(bags->list[i], word);
		if (u)
			fresh.list[fresh.count++] = bags->list[i]->row << LEVEL_BITS | u->level;
	}
	return h.count ? merged(a, h, fresh) : fresh;
}

int posting_count(struct db *db, const struct bags *bags, uint32_t word)
{
	int n = (int)db_int(db, "SELECT sum(length(rows)) FROM posting WHERE key BETWEEN ?1 AND ?2",
		"ii", key_of(word, 0), key_of(word, UINT16_MAX)) / 2;
	for (int i = 0; i < bags->count; i++)
		n += bag_find(bags->list[i], word) != NULL;
	return n;
}

/* The places of a word in one row. */
struct places {
	const unsigned char *at, *end;
};

enum { FARTHEST = 1 << 22 };	/* places beyond are of no sheet */

/* Places being followed, for one phrase after another: as a list, and as a set of bits, so
 * that it costs no comparison that could go either way. */
struct trail {
	uint32_t *list, *next;
	uint64_t *bits;
	size_t room;
	int count;
};

/* Room for as many places. */
static void trail_room(struct trail *t, size_t most)
{
	if (!t->bits)
		t->bits = calloc(FARTHEST / 64, sizeof *t->bits);
	if (most > t->room) {
		t->room = most * 2;
		t->list = reallocarray(t->list, t->room, sizeof *t->list);
		t->next = reallocarray(t->next, t->room, sizeof *t->next);
	}
	if (!t->list || !t->next || !t->bits)
		memory_out();
}

static void trail_free(struct trail *t)
{
	free(t->list);
	free(t->next);
	free(t->bits);
}

static void read_places(struct trail *t, struct places p)
{
	uint32_t place = 0, step, *to = t->list;
	const unsigned char *at = p.at, *const end = p.end;
	while (at < end) {
		at = bytes_get(at, end, &step);
		place += step;
		*to = place;
		to += place < FARTHEST - NEXT_PLACE;
	}
	t->count = (int)(to - t->list);
}

/* Goes on to the places that stand right after one of those followed. */
static void follow(struct trail *t, struct places p)
{
	uint32_t place = 0, step, *to = t->next;
	uint64_t *const bits = t->bits;
	const uint32_t *const list = t->list, *const last = list + t->count;
	const unsigned char *at = p.at, *const end = p.end;
	for (const uint32_t *l = list; l < last; l++)
		bits[(*l + NEXT_PLACE) / 64] |= UINT64_C(1) << (*l + NEXT_PLACE) % 64;
	while (at < end) {
		at = bytes_get(at, end, &step);
		place += step;
		if (place >= FARTHEST)
			break;
		*to = place;
		to += bits[place / 64] >> place % 64 & 1;
	}
	for (const uint32_t *l = list; l < last; l++)
		bits[(*l + NEXT_PLACE) / 64] = 0;
	t->count = (int)(to - t->next);
	t->next = t->list;
	t->list = to - t->count;
}

/* The level of a phrase whose words have these places in a row; 0: not there. */
static int phrase_level(struct trail *t, const struct places *words, int count)
{
	size_t most = 0;
	for (int i = 0; i < count; i++) {
		size_t size = (size_t)(words[i].end - words[i].at);
		most = size > most ? size : most;
	}
	trail_room(t, most + 1);
	read_places(t, words[0]);
	for (int i = 1; i < count && t->count; i++)
		follow(t, words[i]);
	unsigned weight = 0;
	for (int i = 0; i < t->count; i++)
		weight += field_weight(t->list[i]);
	return weight ? level_of(weight) : 0;
}

/* A record of posting, its rows being gone through. */
struct record {
	const unsigned char *rows, *at, *end;
	size_t count, i;
};

static struct record read_record(struct rows *r)
{
	size_t size, places;
	struct record c = {.rows = row_bytes(r, 0, &size)};
	c.at = row_bytes(r, 1, &places);
	c.end = c.at + places;
	c.count = size / 2;
	return c;
}

static unsigned record_row(const struct record *c)
{
	return c->i < c->count ? entry(c->rows, c->i) >> LEVEL_BITS : PART;
}

/* The places in the present row. */
static struct places record_places(const struct record *c)
{
	uint32_t size;
	if (c->at >= c->end)
		return (struct places){c->end, c->end};
	const unsigned char *at = bytes_get(c->at, c->end, &size);
	size_t left = (size_t)(c->end - at);
	return (struct places){at, at + (size < left ? size : left)};
}

static void record_next(struct record *c)
{
	c->at = record_places(c).end;
	c->i++;
}

/* Goes to a row, or past it; true if it is there. */
static bool record_reach(struct record *c, unsigned row)
{
	while (record_row(c) < row)
		record_next(c);
	return record_row(c) == row;
}

/* The phrase in one part. */
static void phrase_part(struct trail *t, struct record *words, int count, uint32_t first,
	struct hits *h)
{
	struct places places[64];
	for (; record_row(&words[0]) < PART; record_next(&words[0])) {
		unsigned row = record_row(&words[0]);
		int i = 0;
		for (; i < count && record_reach(&words[i], row); i++)
			places[i] = record_places(&words[i]);
		int level = i == count ? phrase_level(t, places, count) : 0;
		if (level)
			h->list[h->count++] = (first | row) << LEVEL_BITS | (uint32_t)level;
	}
}

static void phrase_bags(struct trail *t, const struct bags *bags, const uint32_t *words,
	int count, struct hits *h)
{
	struct places places[64];
	for (int k = 0; k < bags->count; k++) {
		const struct bag *b = bags->list[k];
		int i = 0;
		for (; i < count; i++) {
			const struct use *u = bag_find(b, words[i]);
			if (!u)
				break;
			places[i] = (struct places){b->places + u->at, b->places + u->at + use_size(u)};
		}
		int level = i == count ? phrase_level(t, places, count) : 0;
		if (level)
			h->list[h->count++] = b->row << LEVEL_BITS | (uint32_t)level;
	}
}

/* In how many parts a word is. */
static int parts_of(struct db *db, uint32_t word)
{
	return (int)db_int(db, "SELECT count(*) FROM posting WHERE key BETWEEN ?1 AND ?2", "ii",
		key_of(word, 0), key_of(word, UINT16_MAX));
}

/* Reads the records of all words in one part; false if one is not there. */
static bool read_part(struct db *db, const uint32_t *words, int count, uint32_t part,
	struct record *records)
{
	for (int i = 0; i < count; i++) {
		struct rows r = db_query(db, "SELECT rows, places FROM posting WHERE key = ?1", "i",
			key_of(words[i], part));
		bool there = row_next(&r);
		if (there)
			records[i] = read_record(&r);
		rows_end(&r);
		if (!there)
			return false;
	}
	return true;
}

struct hits posting_phrase(struct db *db, struct arena *a, const struct bags *bags,
	const uint32_t *words, int count)
{
	if (count == 1)
		return posting_hits(db, a, bags, words[0]);
	struct record records[64];
	uint32_t rarest = words[0];
	int parts = parts_of(db, rarest);
	if (count > 64)
		count = 64;
	for (int i = 1; i < count; i++) {
		int n = parts_of(db, words[i]);
		rarest = n < parts ? words[i] : rarest;
		parts = n < parts ? n : parts;
	}
	struct hits h = room_for(a, (size_t)parts * PART), fresh = room_for(a, (size_t)bags->count);
	struct trail t = {0};
	struct arena *kept = db_arena(db), *own = NULL;
	struct rows r = db_query(db, "SELECT key FROM posting WHERE key BETWEEN ?1 AND ?2", "ii",
		key_of(rarest, 0), key_of(rarest, UINT16_MAX));
	while (row_next(&r)) {
		uint32_t part = (uint32_t)(row_int(&r, 0) & UINT16_MAX);
		if (!own || arena_size(own) > 1 << 20) {	/* what was read is not kept */
			arena_free(own);
			db_use_arena(db, own = arena_new());
		}
		if (read_part(db, words, count, part, records))
			phrase_part(&t, records, count, part << ROW_BITS, &h);
	}
	rows_end(&r);
	db_use_arena(db, kept);
	arena_free(own);
	phrase_bags(&t, bags, words, count, &fresh);
	trail_free(&t);
	return merged(a, h, fresh);
}

/* One row of one word, to be written or, without places, taken away. */
struct edit {
	uint32_t word, row;
	int level;
	struct places places;
};

static int by_word(const void *x, const void *y)
{
	const struct edit *a = x, *b = y;
	if (a->word != b->word)
		return a->word < b->word ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

/* A record being written anew. */
struct made {
	unsigned char rows[2 * PART];
	size_t count;
	struct out places;
};

static void put(struct made *m, unsigned row, int level, struct places p)
{
	unsigned char size[5];
	unsigned e = row << LEVEL_BITS | (unsigned)level;
	m->rows[2 * m->count] = (unsigned char)e;
	m->rows[2 * m->count++ + 1] = (unsigned char)(e >> 8);
	size_t n = (size_t)(p.end - p.at);
	out_bytes(&m->places, size, (size_t)(bytes_put(size, (uint32_t)n) - size));
	out_bytes(&m->places, p.at, n);
}

/* What was there up to a row goes over; that row itself does not. */
static void keep_before(struct made *m, struct record *old, unsigned row)
{
	for (; record_row(old) < row; record_next(old))
		put(m, record_row(old), (int)(entry(old->rows, old->i) % LEVELS), record_places(old));
	if (row < PART && record_row(old) == row)
		record_next(old);
}

/* Edits of one record. */
static void rewrite(struct db *db, int64_t key, const struct edit *edits, size_t count,
	struct made *m)
{
	struct record old = {0};
	struct rows r = db_query(db, "SELECT rows, places FROM posting WHERE key = ?1", "i", key);
	if (row_next(&r))
		old = read_record(&r);
	rows_end(&r);
	m->count = 0;
	out_clear(&m->places);
	for (size_t i = 0; i < count; i++) {
		unsigned row = edits[i].row % PART;
		keep_before(m, &old, row);
		if (edits[i].level)
			put(m, row, edits[i].level, edits[i].places);
	}
	keep_before(m, &old, PART);
	if (m->count)
		db_run(db, "INSERT OR REPLACE INTO posting (key, rows, places) VALUES (?1, ?2, ?3)",
			"ibb", key, m->rows, m->count * 2, m->places.data, m->places.len);
	else
		db_run(db, "DELETE FROM posting WHERE key = ?1", "i", key);
}

static void write_edits(struct db *db, struct edit *edits, size_t count)
{
	struct made *m = malloc(sizeof *m);
	if (!m)
		memory_out();
	m->places = out_new((size_t)1 << 30);
	qsort(edits, count, sizeof *edits, by_word);
	struct arena *kept = db_arena(db), *own = NULL;
	for (size_t i = 0, end; i < count; i = end) {
		if (!own || arena_size(own) > 1 << 20) {	/* what was read is not kept */
			arena_free(own);
			db_use_arena(db, own = arena_new());
		}
		int64_t key = key_of(edits[i].word, edits[i].row / PART);
		for (end = i; end < count && key_of(edits[end].word, edits[end].row / PART) == key;)
			end++;
		rewrite(db, key, edits + i, end - i, m);
	}
	db_use_arena(db, kept);
	arena_free(own);
	out_free(&m->places);
	free(m);
}

/* The words of bags as edits; none has a level if they are to go. */
static void edit_bags(struct db *db, const struct bags *bags, bool there)
{
	size_t count = 0, n = 0;
	for (int i = 0; i < bags->count; i++)
		count += (size_t)bags->list[i]->count;
	struct edit *edits = calloc(count + 1, sizeof *edits);
	if (!edits)
		memory_out();
	for (int i = 0; i < bags->count; i++) {
		const struct bag *b = bags->list[i];
		for (int k = 0; k < b->count; k++) {
			const unsigned char *at = b->places + b->uses[k].at;
			edits[n++] = (struct edit){b->uses[k].word, b->row, there ? b->uses[k].level : 0,
				{at, at + use_size(&b->uses[k])}};
		}
	}
	write_edits(db, edits, n);
	free(edits);
}

void posting_add(struct db *db, const struct bags *bags)
{
	edit_bags(db, bags, true);
}

void posting_remove(struct db *db, const struct bag *bag)
{
	struct bag *one[] = {(struct bag *)(uintptr_t)bag};
	edit_bags(db, &(struct bags){one, 1}, false);
}
