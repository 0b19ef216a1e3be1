/* search_match.c - which rows match what was asked, and how well: BM25.
 *
 * Every match is ranked: what a row is worth is added up from two bytes for
 * each word it has, so that no list has to be cut before it is put in order. */
#include "across/search_query.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "across/search_db.h"
#include "base/text.h"

enum { MOST_WAYS = 8, MOST_WORDS = 32 };

static const double k1 = 1.2, b = 0.75;

/* What the beginning of a word is looked up for: words that begin so, alone or after
 * others, and their hits.  Beyond, the search says that there may be more. */
enum { MOST_ALONE = 4000, MOST_AFTER = 300, MOST_HITS = 2000000 };

struct hits find_hits(struct finding *f, const char *stem)
{
	uint32_t word = words_number(f->db, stem);
	return word ? posting_hits(f->db, f->arena, &f->known->bags, word) : (struct hits){0};
}

/* Rows that memory does not know are those of a damaged file. */
static bool is_known(const struct finding *f, uint32_t hit)
{
	return hit_row(hit) < f->known->room;
}

static struct hits either(struct finding *f, struct hits x, struct hits y)
{
	if (!x.count || !y.count)
		return x.count ? x : y;
	struct hits h = {arena_alloc(f->arena, (size_t)(x.count + y.count) * sizeof *h.list), 0};
	for (int i = 0, k = 0; i < x.count || k < y.count;) {
		uint32_t a = i < x.count ? x.list[i] : UINT32_MAX;
		uint32_t c = k < y.count ? y.list[k] : UINT32_MAX;
		h.list[h.count++] = hit_row(a) == hit_row(c) ? (a > c ? a : c) : a < c ? a : c;
		i += hit_row(a) <= hit_row(c);
		k += hit_row(c) <= hit_row(a);
	}
	return h;
}

/* Words that begin so after count others: in each row the most that one of them weighs. */
static struct hits beginning(struct finding *f, uint32_t *words, int count, const char *begin)
{
	unsigned char *levels = arena_alloc(f->arena, (size_t)f->known->room + 1);
	const char *end = arena_printf(f->arena, "%s\U0010ffff", begin);
	struct hits all = {0};
	int64_t sum = 0, most = count ? MOST_AFTER : MOST_ALONE;
	bool cut = false;
	struct rows r = db_query(f->db, "SELECT id FROM term WHERE term >= ?1 AND term < ?2", "ss",
		begin, end);
	while (!cut && row_next(&r)) {
		words[count] = (uint32_t)row_int(&r, 0);
		struct hits h = posting_phrase(f->db, f->arena, &f->known->bags, words, count + 1);
		sum += h.count;
		cut = --most == 0 || sum > MOST_HITS;
		for (int i = 0; i < h.count; i++) {
			if (!is_known(f, h.list[i]))
				break;
			unsigned char level = h.list[i] % LEVELS, *there = &levels[hit_row(h.list[i])];
			all.count += !*there;
			*there = level > *there ? level : *there;
		}
	}
	rows_end(&r);
	f->cut = f->cut || cut;
	all.list = arena_alloc(f->arena, ((size_t)all.count + 1) * sizeof *all.list);
	all.count = 0;
	for (uint32_t row = 0; row < f->known->room; row++)
		if (levels[row])
			all.list[all.count++] = row << LEVEL_BITS | levels[row];
	return all;
}

/* Stems of an atom as words one after the other: one of the ways in which each
 * may be written.  Ways are numbered; false if there is no such way. */
static bool way_of(const struct atom *atom, int way, const char **words, int *count)
{
	*count = 0;
	for (int i = 0; i < atom->stem_count && *count < MOST_WORDS;) {
		int n = 1;
		while (i + n < atom->stem_count && atom->stems[i + n].beside)
			n++;
		words[(*count)++] = atom->stems[i + way % n].text;
		way /= n;
		i += n;
	}
	return way == 0;
}

/* Words one after the other, after them one that begins so (or NULL). */
static struct hits in_order(struct finding *f, const char *const *stems, int count,
	const char *begin)
{
	uint32_t words[MOST_WORDS + 1];
	for (int i = 0; i < count; i++)
		if (!(words[i] = words_number(f->db, stems[i])))
			return (struct hits){0};
	return begin ? beginning(f, words, count, begin) :
		posting_phrase(f->db, f->arena, &f->known->bags, words, count);
}

static struct hits atom_hits(struct finding *f, const struct atom *atom)
{
	const char *words[MOST_WORDS];
	int count;
	struct hits h = {0};
	for (int way = 0; way < MOST_WAYS && way_of(atom, way, words, &count); way++)
		h = either(f, h, in_order(f, words, count - atom->begins, atom->begin));
	return atom->joined ? either(f, h, find_hits(f, atom->joined)) : h;
}

/* What each level is worth at the length of a row, before the word's own worth. */
struct worth {
	double weights[LEVELS], rare, average;
};

static struct worth worth_of(const struct finding *f, int count)
{
	struct worth w = {.average = 1};
	double all = (double)roaring_bitmap_get_cardinality(f->facets->all);
	if (all > 0 && f->known->words > 0)
		w.average = (double)f->known->words / all;
	w.rare = log(1 + (all > count ? all - count + 0.5 : 0.5) / (count + 0.5));
	for (int i = 0; i < LEVELS; i++)
		w.weights[i] = level_weight(i);
	return w;
}

static float score(const struct finding *f, const struct worth *w, uint32_t hit)
{
	double weight = w->weights[hit % LEVELS];
	double length = f->known->rows[hit_row(hit)].length / w->average;
	return (float)(w->rare * weight * (k1 + 1) / (weight + k1 * (1 - b + b * length)));
}

static void start_matches(struct finding *f, struct hits h, struct matches *m)
{
	struct worth w = worth_of(f, h.count);
	m->rows = arena_alloc(f->arena, ((size_t)h.count + 1) * sizeof *m->rows);
	m->scores = arena_alloc(f->arena, ((size_t)h.count + 1) * sizeof *m->scores);
	for (; m->count < h.count && is_known(f, h.list[m->count]); m->count++) {
		m->rows[m->count] = hit_row(h.list[m->count]);
		m->scores[m->count] = score(f, &w, h.list[m->count]);
	}
}

/* The first hit from the i-th on that is not before a row, found in steps that grow. */
static int reach(struct hits h, int i, uint32_t row)
{
	int step = 1;
	while (i + step < h.count && hit_row(h.list[i + step]) < row) {
		i += step;
		step *= 2;
	}
	int end = i + step < h.count ? i + step : h.count;
	while (i < end) {
		int middle = (i + end) / 2;
		if (hit_row(h.list[middle]) < row)
			i = middle + 1;
		else
			end = middle;
	}
	return i;
}

/* Keeps the rows that have this word too. */
static void narrow(struct finding *f, struct hits h, struct matches *m)
{
	struct worth w = worth_of(f, h.count);
	int n = 0;
	for (int i = 0, k = 0; i < m->count && k < h.count; i++) {
		k = hit_row(h.list[k]) < m->rows[i] ? reach(h, k, m->rows[i]) : k;
		if (k == h.count || hit_row(h.list[k]) != m->rows[i])
			continue;
		m->rows[n] = m->rows[i];
		m->scores[n++] = m->scores[i] + score(f, &w, h.list[k]);
	}
	m->count = n;
}

/* Begins with the rarest: the others only narrow. */
static void match_all(struct finding *f, const struct asked *asked, struct matches *m)
{
	struct hits hits[ATOMS];
	int n = 0, least = 0;
	for (int i = 0; i < asked->count; i++)
		if (asked_wanted(asked, &asked->atoms[i])) {
			hits[n] = atom_hits(f, &asked->atoms[i]);
			least = hits[n].count < hits[least].count ? n : least;
			n++;
		}
	start_matches(f, hits[least], m);
	for (int i = 0; i < n; i++)
		if (i != least)
			narrow(f, hits[i], m);
}

roaring_bitmap_t *find_rows(struct finding *f, const struct asked *asked, struct matches *m)
{
	*m = (struct matches){0};
	if (asked->senseless)
		return roaring_bitmap_create();
	if (!asked->count)
		return NULL;
	roaring_bitmap_t *rows;
	if (asked->wanted) {
		match_all(f, asked, m);
		rows = roaring_bitmap_of_ptr((size_t)m->count, m->rows);
	} else {
		rows = roaring_bitmap_copy(f->facets->all);
	}
	for (int i = 0; i < asked->count; i++)
		if (asked->atoms[i].without) {
			struct hits h = atom_hits(f, &asked->atoms[i]);
			for (int k = 0; k < h.count; k++)
				roaring_bitmap_remove(rows, hit_row(h.list[k]));
		}
	return rows;
}
