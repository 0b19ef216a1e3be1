/* search_rank.c - which rows a page shows, and in which order.
 *
 * The order is total: what equals in rank goes by id.  Only so many rows are
 * ranked, the newest and those found in their title; the others follow by
 * date.  Ranking them all would cost most for the words that tell least. */
#include "across/search_query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "across/search_db.h"
#include "base/text.h"

enum { RANKED = 1000 };

struct ranked {
	int64_t row;
	double score;		/* bm25: the smaller the better */
	bool exact;		/* the title is what was typed */
	const char *id;
};

static int by_rank(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;
	if (a->exact != b->exact)
		return a->exact ? -1 : 1;
	if (a->score != b->score)
		return a->score < b->score ? -1 : 1;
	return strcmp(a->id, b->id);
}

/* Adds at most n of the greatest rows of a set: the newest. */
static void add_newest(roaring_bitmap_t *to, const roaring_bitmap_t *from, size_t n)
{
	uint64_t all = roaring_bitmap_get_cardinality(from);
	uint32_t newest[RANKED];
	size_t count = all < n ? (size_t)all : n;
	if (count && roaring_bitmap_range_uint32_array(from, (size_t)all - count, count, newest))
		roaring_bitmap_add_many(to, count, newest);
}

/* The rows worth ranking. */
static roaring_bitmap_t *candidates(struct finding *f)
{
	if (roaring_bitmap_get_cardinality(f->result) <= RANKED)
		return roaring_bitmap_copy(f->result);
	roaring_bitmap_t *rows = roaring_bitmap_create(), *titles = roaring_bitmap_create();
	struct rows r = db_query(f->db, "SELECT rowid FROM words WHERE words MATCH ?1", "s",
		f->asked.title);
	while (row_next(&r))
		roaring_bitmap_add(titles, (uint32_t)row_int(&r, 0));
	rows_end(&r);
	roaring_bitmap_and_inplace(titles, f->result);
	add_newest(rows, titles, RANKED / 2);
	add_newest(rows, f->result, RANKED / 2);
	roaring_bitmap_free(titles);
	return rows;
}

static int rank(struct finding *f, const roaring_bitmap_t *rows, struct ranked *list)
{
	int n = 0;
	search_db_choose(f->db, rows);
	struct rows r = db_query(f->db, "SELECT words.rowid, bm25(words, 10.0, 5.0, 3.0, 1.0),"
		" folded = ?2, id FROM words JOIN sheet ON number = words.rowid"
		" WHERE words MATCH ?1 AND chosen(words.rowid)", "ss", f->asked.match, f->asked.folded);
	while (n < RANKED && row_next(&r))
		list[n++] = (struct ranked){row_int(&r, 0), row_real(&r, 1), row_int(&r, 2),
			row_text(&r, 3)};
	rows_end(&r);
	qsort(list, (size_t)n, sizeof *list, by_rank);
	return n;
}

static int take(struct rows *r, int64_t *rows, int n, int limit)
{
	while (n < limit && row_next(r))
		rows[n++] = row_int(r, 0);
	rows_end(r);
	return n;
}

/* Appends rows of a set, newest first, to the n that are there. */
static int newest(struct finding *f, const roaring_bitmap_t *among, int skip, int64_t *rows, int n)
{
	search_db_choose(f->db, among);
	struct rows r = db_query(f->db, "SELECT number FROM sheet WHERE chosen(number)"
		" ORDER BY updated DESC, id DESC LIMIT ?1 OFFSET ?2", "ii",
		(int64_t)(f->wish->limit - n), (int64_t)skip);
	return take(&r, rows, n, f->wish->limit);
}

static int newest_after(struct finding *f, int64_t *rows)
{
	long long time = 0;
	char id[64] = "";
	sscanf(f->wish->after, "t%18lld.%63[0-9A-Za-z]", &time, id);
	search_db_choose(f->db, f->result);
	struct rows r = db_query(f->db, "SELECT number FROM sheet WHERE chosen(number)"
		" AND (updated, id) < (?2, ?3) ORDER BY updated DESC, id DESC LIMIT ?1", "iis",
		(int64_t)f->wish->limit, (int64_t)time, id);
	return take(&r, rows, 0, f->wish->limit);
}

static int by_title(struct finding *f, int64_t *rows)
{
	search_db_choose(f->db, f->result);
	bool there = f->after && roaring_bitmap_contains(f->result, f->after);
	struct rows r = there ? db_query(f->db, "SELECT number FROM sheet WHERE chosen(number)"
		" AND (folded, id) > (SELECT folded, id FROM sheet WHERE number = ?2)"
		" ORDER BY folded, id LIMIT ?1", "ii", (int64_t)f->wish->limit, (int64_t)f->after) :
		db_query(f->db, "SELECT number FROM sheet WHERE chosen(number)"
		" ORDER BY folded, id LIMIT ?1 OFFSET ?2", "ii", (int64_t)f->wish->limit,
		(int64_t)f->wish->offset);
	return take(&r, rows, 0, f->wish->limit);
}

/* Where the page begins in the ranked list: after the last row shown, wherever
 * that stands now; if it is gone, after as many as were shown. */
static int begin_at(const struct finding *f, const struct ranked *list, int n)
{
	for (int i = 0; i < n && f->after; i++)
		if (list[i].row == f->after)
			return i + 1;
	return f->wish->offset;
}

static int best(struct finding *f, int64_t *rows)
{
	struct ranked *list = arena_alloc(f->arena, RANKED * sizeof *list);
	roaring_bitmap_t *some = candidates(f);
	int ranked = rank(f, some, list), n = 0;
	for (int i = begin_at(f, list, ranked); i < ranked && n < f->wish->limit; i++)
		rows[n++] = list[i].row;
	if (n < f->wish->limit) {
		roaring_bitmap_t *rest = roaring_bitmap_andnot(f->result, some);
		int skip = f->wish->offset > ranked ? f->wish->offset - ranked : 0;
		n = newest(f, rest, skip, rows, n);
		roaring_bitmap_free(rest);
	}
	roaring_bitmap_free(some);
	return n;
}

int find_page(struct finding *f, int64_t **rows)
{
	*rows = arena_alloc(f->arena, ((size_t)f->wish->limit + 1) * sizeof **rows);
	if (f->wish->limit <= 0)
		return 0;
	if (f->wish->order == BY_TITLE)
		return by_title(f, *rows);
	if (f->wish->order == BEST && f->asked.match)
		return best(f, *rows);
	if (f->wish->after)
		return newest_after(f, *rows);
	return newest(f, f->result, f->wish->offset, *rows, 0);
}
