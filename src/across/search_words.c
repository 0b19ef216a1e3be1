/* search_words.c - from texts to numbered words, their places and weights. */
#include "across/search_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "across/search_db.h"
#include "base/text.h"

enum {
	EXACT = 40,	/* weights kept exactly; beyond, one level for STEP of them */
	STEP = 8,
	MET = 16384,	/* words remembered, one per slot */
};

static const unsigned weights[FIELDS] = {[IN_TITLE] = 10, [IN_LABELS] = 5, [IN_SUMMARY] = 3,
	[IN_BODY] = 1};

unsigned field_weight(uint32_t place)
{
	return weights[place % NEXT_PLACE];
}

int level_of(unsigned weight)
{
	unsigned level = weight <= EXACT ? weight : EXACT + (weight - EXACT) / STEP;
	return level < LEVELS ? (int)level : LEVELS - 1;
}

double level_weight(int level)
{
	return level <= EXACT ? level : EXACT + (level - EXACT) * STEP;
}

unsigned char *bytes_put(unsigned char *to, uint32_t number)
{
	for (; number >= 128; number >>= 7)
		*to++ = (unsigned char)(number | 128);
	*to++ = (unsigned char)number;
	return to;
}

int64_t letters_of(const char *stem)
{
	uint64_t letters = 0;
	for (const unsigned char *p = (const unsigned char *)stem; *p; p++)
		letters |= UINT64_C(1) << *p % 64;
	return (int64_t)letters;
}

/* Words met lately: most have been met before. */
struct met {
	struct {
		uint32_t number;
		char stem[28];		/* longer ones are not remembered */
	} slots[MET];
	struct {
		uint32_t number;
		char *stem;
	} *made;		/* words that are new in the table */
	size_t made_count, made_room;
};

static void drop_met(void *met)
{
	struct met *m = met;
	for (size_t i = 0; i < m->made_count; i++)
		free(m->made[i].stem);
	free(m->made);
	free(m);
}

static struct met *met(struct db *db)
{
	struct met *m = db_kept(db, "met", 0);
	if (!m) {
		m = calloc(1, sizeof *m);
		if (!m)
			memory_out();
		db_keep(db, "met", 0, m, drop_met);
	}
	return m;
}

void words_forget(struct db *db)
{
	db_keep(db, "met", 0, NULL, NULL);
}

uint32_t words_number(struct db *db, const char *stem)
{
	return (uint32_t)db_int(db, "SELECT id FROM term WHERE term = ?1", "s", stem);
}

static void note_made(struct met *m, uint32_t number, const char *stem)
{
	if (m->made_count == m->made_room) {
		m->made_room = m->made_room * 2 + 64;
		m->made = reallocarray(m->made, m->made_room, sizeof *m->made);
	}
	char *copy = strdup(stem);
	if (!m->made || !copy)
		memory_out();
	m->made[m->made_count].number = number;
	m->made[m->made_count++].stem = copy;
}

void words_new(struct db *db, void (*each)(void *context, uint32_t number, const char *stem),
	void *context)
{
	struct met *m = met(db);
	for (size_t i = 0; i < m->made_count; i++) {
		each(context, m->made[i].number, m->made[i].stem);
		free(m->made[i].stem);
	}
	m->made_count = 0;
}

static uint32_t write_word(struct db *db, const char *stem)
{
	uint32_t number = words_number(db, stem);
	if (number || db_fault(db))
		return number;
	db_run(db, "INSERT INTO term (term, size, letters) VALUES (?1, ?2, ?3)", "sii", stem,
		(int64_t)text_length(stem), letters_of(stem));
	number = (uint32_t)db_int(db, "SELECT last_insert_rowid()", "");
	if (!db_fault(db))
		note_made(met(db), number, stem);
	return number;
}

/* What one bag is being made of. */
struct filling {
	struct db *db;
	struct met *met;
	uint64_t *uses;		/* word << 32 | place */
	size_t count, room;
	uint32_t index, field;
	int length;
};

static uint32_t number_of(struct filling *f, const struct word *w)
{
	uint32_t h = 2166136261u;	/* FNV-1a */
	for (const char *p = w->stem; *p; p++)
		h = (h ^ (unsigned char)*p) * 16777619u;
	h = (h ^ h >> 14) % MET;
	if (f->met->slots[h].number && strcmp(f->met->slots[h].stem, w->stem) == 0)
		return f->met->slots[h].number;
	uint32_t number = write_word(f->db, w->stem);
	if (number && w->size < sizeof f->met->slots[h].stem) {
		f->met->slots[h].number = number;
		memcpy(f->met->slots[h].stem, w->stem, w->size + 1);
	}
	return number;
}

static int note(void *context, const struct word *w)
{
	struct filling *f = context;
	if (!w->beside)
		f->index++;
	f->length++;
	if (f->count == f->room) {
		f->room = f->room ? f->room * 2 : 1024;
		f->uses = reallocarray(f->uses, f->room, sizeof *f->uses);
		if (!f->uses)
			memory_out();
	}
	f->uses[f->count++] = (uint64_t)number_of(f, w) << 32 | f->index << 2 | f->field;
	return db_fault(f->db) != DB_FINE;
}

static int by_number(const void *x, const void *y)
{
	const uint64_t *a = x, *b = y;
	return (*a > *b) - (*a < *b);
}

/* Adds the uses of one word, from the i-th on; returns where the next begins. */
static size_t add_use(struct bag *b, const struct filling *f, size_t i, unsigned char **to)
{
	uint32_t word = (uint32_t)(f->uses[i] >> 32), last = 0;
	unsigned weight = 0;
	unsigned char *start = *to;
	for (; i < f->count && f->uses[i] >> 32 == word; i++) {
		uint32_t place = (uint32_t)f->uses[i];
		if (place == last)
			continue;
		weight += field_weight(place);
		*to = bytes_put(*to, place - last);
		last = place;
	}
	b->uses[b->count++] = (struct use){word, (uint32_t)(start - b->places),
		(uint16_t)level_of(weight)};
	return i;
}

static struct bag *fill_bag(const struct filling *f, uint32_t row, size_t words)
{
	size_t room = sizeof(struct bag) + (words + 1) * sizeof(struct use) + f->count * 5;
	struct bag *b = malloc(room);
	if (!b)
		memory_out();
	*b = (struct bag){.row = row, .length = f->length,
		.places = (unsigned char *)&b->uses[words + 1]};
	unsigned char *to = b->places;
	for (size_t i = 0; i < f->count;)
		i = add_use(b, f, i, &to);
	b->uses[b->count].at = (uint32_t)(to - b->places);
	struct bag *less = realloc(b, (size_t)(to - (unsigned char *)b));
	if (!less)
		memory_out();
	less->places = (unsigned char *)&less->uses[words + 1];
	return less;
}

struct bag *bag_new(struct db *db, uint32_t row, const char *const texts[FIELDS])
{
	struct filling f = {.db = db, .met = met(db)};
	for (f.field = 0; f.field < FIELDS; f.field++)
		tokenizer_words(search_db_tokenizer(db), texts[f.field], strlen(texts[f.field]),
			false, note, &f);
	if (f.uses)
		qsort(f.uses, f.count, sizeof *f.uses, by_number);
	size_t words = 0;
	for (size_t i = 0; i < f.count; i++)
		words += i == 0 || f.uses[i] >> 32 != f.uses[i - 1] >> 32;
	struct bag *b = fill_bag(&f, row, words);
	free(f.uses);
	if (!db_fault(db))
		return b;
	bag_free(b);
	return NULL;
}

void bag_free(struct bag *b)
{
	free(b);
}

const struct use *bag_find(const struct bag *b, uint32_t word)
{
	int from = 0, to = b->count;
	while (from < to) {
		int middle = (from + to) / 2;
		if (b->uses[middle].word < word)
			from = middle + 1;
		else
			to = middle;
	}
	return from < b->count && b->uses[from].word == word ? &b->uses[from] : NULL;
}

size_t use_size(const struct use *u)
{
	return u[1].at - u->at;
}
