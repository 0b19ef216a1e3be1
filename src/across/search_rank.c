/* search_rank.c - which rows a page shows, and in which order.
 *
 * The order is total: what equals in rank goes by id.  Of all rows only those of
 * the page are put in order; the others are parted into before and after. */
#include "across/search_query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "across/search_db.h"
#include "base/text.h"

enum { FEW = 500 };	/* rows whose titles are looked up one by one */

/* Added to the score when the title is what was typed: more than words can give. */
static const double EXACT = 1000;

struct ranked {
	double score;		/* the greater the better */
	uint32_t row;
};

struct order {
	const struct known *known;
	bool newest;		/* of equals the newest id comes first, not last */
};

/* Does x stand before y? */
static bool before(const struct order *o, struct ranked x, struct ranked y)
{
	if (x.score != y.score)
		return x.score > y.score;
	int order = known_by_id(o->known, x.row, y.row);
	return o->newest ? order > 0 : order < 0;
}

static int compare(const void *x, const void *y, void *order)
{
	const struct ranked *a = x, *b = y;
	return before(order, *a, *b) ? -1 : a->row != b->row;
}

static void swap(struct ranked *x, struct ranked *y)
{
	struct ranked kept = *x;
	*x = *y;
	*y = kept;
}

/* The middle one of the first, the last and the one between. */
static struct ranked pivot(const struct order *o, const struct ranked *list, int n)
{
	struct ranked x = list[0], y = list[n / 2], z = list[n - 1];
	if (before(o, y, x))
		swap(&x, &y);
	if (before(o, z, y))
		return before(o, z, x) ? x : z;
	return y;
}

/* Puts the first m of a list before the others: quickselect. */
static void part(const struct order *o, struct ranked *list, int n, int m)
{
	while (m > 0 && m < n) {
		struct ranked p = pivot(o, list, n);
		int i = 0, k = n - 1;
		while (i <= k) {
			while (before(o, list[i], p))
				i++;
			while (before(o, p, list[k]))
				k--;
			if (i <= k)
				swap(&list[i++], &list[k--]);
		}
		/* before k + 1: none after p; from i on: none before p */
		if (m > i) {
			list += i;
			n -= i;
			m -= i;
		} else if (m <= k + 1) {
			n = k + 1;
		} else {
			return;
		}
	}
}

/* Takes from a list what stands from its skip-th on, in order. */
static int page_of(struct finding *f, struct order *o, struct ranked *list, int n, int skip,
	int64_t *rows)
{
	skip = skip < n ? skip : n;
	part(o, list, n, skip);
	list += skip;
	n -= skip;
	part(o, list, n, f->wish.limit);
	n = n < f->wish.limit ? n : f->wish.limit;
	qsort_r(list, (size_t)n, sizeof *list, compare, o);
	for (int i = 0; i < n; i++)
		rows[i] = list[i].row;
	return n;
}

/* Keeps what stands after something. */
static int keep_after(const struct order *o, struct ranked *list, int n, struct ranked last)
{
	int kept = 0;
	for (int i = 0; i < n; i++)
		if (before(o, last, list[i]))
			list[kept++] = list[i];
	return kept;
}

static void raise_exact(struct finding *f, struct ranked *list, int n)
{
	struct rows r = db_query(f->db, "SELECT number FROM sheet WHERE folded = ?1 LIMIT ?2", "si",
		f->asked.folded, (int64_t)FEW);
	while (row_next(&r)) {
		uint32_t row = (uint32_t)row_int(&r, 0);
		int from = 0, to = n;
		while (from < to) {	/* the list is still by row */
			int middle = (from + to) / 2;
			if (list[middle].row < row)
				from = middle + 1;
			else
				to = middle;
		}
		if (from < n && list[from].row == row)
			list[from].score += EXACT;
	}
	rows_end(&r);
}

/* What was found, by row, with its score. */
static struct ranked *scored(struct finding *f, int *count)
{
	const struct matches *m = &f->matches;
	struct ranked *list = arena_alloc(f->arena, ((size_t)m->count + 1) * sizeof *list);
	int n = 0, i = 0;
	bool all = roaring_bitmap_get_cardinality(f->result) == (uint64_t)m->count;
	for (; all && n < m->count; n++)
		list[n] = (struct ranked){(double)m->scores[n], m->rows[n]};
	roaring_uint32_iterator_t *it = roaring_create_iterator(f->result);
	for (; !all && it->has_value; roaring_advance_uint32_iterator(it)) {
		while (i < m->count && m->rows[i] < it->current_value)
			i++;
		if (i < m->count && m->rows[i] == it->current_value)
			list[n++] = (struct ranked){(double)m->scores[i], m->rows[i]};
	}
	roaring_free_uint32_iterator(it);
	raise_exact(f, list, n);
	*count = n;
	return list;
}

/* A page begins after the last row shown, wherever that stands now; if it is
 * gone, after as many as were shown. */
static int best(struct finding *f, int64_t *rows)
{
	struct order o = {f->known, false};
	int n, skip = f->wish.offset;
	struct ranked *list = scored(f, &n);
	for (int i = 0; f->after && i < n; i++)
		if (list[i].row == f->after) {
			n = keep_after(&o, list, n, list[i]);
			skip = 0;
			break;
		}
	return page_of(f, &o, list, n, skip, rows);
}

static bool older(const struct known_row *r, int64_t time, const char id[ID])
{
	return r->updated != time ? r->updated < time : memcmp(r->id, id, ID) < 0;
}

/* The first `kept` of what comes: twice as many are gathered, then half goes. */
struct few {
	struct ranked *list, last;	/* last: of those kept; what is not before it is none of them */
	int count, kept, room;
	bool cut;
};

static struct few few_new(struct finding *f, size_t kept)
{
	size_t all = (size_t)roaring_bitmap_get_cardinality(f->result) + 1;
	size_t room = kept * 2 < all ? kept * 2 : all;
	return (struct few){.list = arena_alloc(f->arena, room * sizeof(struct ranked)),
		.kept = (int)(kept < all ? kept : all), .room = (int)room};
}

static void few_add(const struct order *o, struct few *few, struct ranked x)
{
	if (few->cut && !before(o, x, few->last))
		return;
	few->list[few->count++] = x;
	if (few->count < few->room || few->kept == few->room)
		return;
	part(o, few->list, few->count, few->kept);
	few->count = few->kept;
	few->last = few->list[0];
	for (int i = 1; i < few->kept; i++)
		if (before(o, few->last, few->list[i]))
			few->last = few->list[i];
	few->cut = true;
}

static int newest(struct finding *f, int64_t *rows)
{
	struct order o = {f->known, true};
	long long time = INT64_MAX;
	char typed[64] = "";
	if (f->wish.after)
		sscanf(f->wish.after, "t%18lld.%63[0-9A-Za-z]", &time, typed);
	struct known_row last = known_row(typed, time, 0);
	struct few few = few_new(f, (size_t)(f->wish.after ? 0 : f->wish.offset) +
		(size_t)f->wish.limit);
	roaring_uint32_iterator_t *it = roaring_create_iterator(f->result);
	for (; it->has_value; roaring_advance_uint32_iterator(it)) {
		const struct known_row *r = &f->known->rows[it->current_value];
		if (older(r, time, last.id))
			few_add(&o, &few, (struct ranked){(double)r->updated, it->current_value});
	}
	roaring_free_uint32_iterator(it);
	return page_of(f, &o, few.list, few.count, f->wish.after ? 0 : f->wish.offset, rows);
}

static int take(struct rows *r, int64_t *rows, int n, int limit)
{
	while (n < limit && row_next(r))
		rows[n++] = row_int(r, 0);
	rows_end(r);
	return n;
}

struct titled {
	const char *folded;
	uint32_t row;
};

static int compare_titles(const void *x, const void *y, void *known)
{
	const struct titled *a = x, *b = y;
	int order = strcmp(a->folded, b->folded);
	return order ? order : known_by_id(known, a->row, b->row);
}

/* The page of a few rows: going through all titles there are would cost more. */
static int few_by_title(struct finding *f, int count, int64_t *rows)
{
	struct titled *list = arena_alloc(f->arena, ((size_t)count + 1) * sizeof *list);
	int n = 0, skip = f->wish.offset;
	roaring_uint32_iterator_t *it = roaring_create_iterator(f->result);
	for (; it->has_value; roaring_advance_uint32_iterator(it), n++) {
		const char *folded = db_text(f->db, "SELECT folded FROM sheet WHERE number = ?1", "i",
			(int64_t)it->current_value);
		list[n] = (struct titled){folded ? folded : "", it->current_value};
	}
	roaring_free_uint32_iterator(it);
	qsort_r(list, (size_t)n, sizeof *list, compare_titles,
		(struct known *)(uintptr_t)f->known);
	for (int i = 0; f->after && i < n; i++)
		if (list[i].row == f->after)
			skip = i + 1;
	int taken = 0;
	for (int i = skip; i < n && taken < f->wish.limit; i++)
		rows[taken++] = list[i].row;
	return taken;
}

static int by_title(struct finding *f, int64_t *rows)
{
	uint64_t count = roaring_bitmap_get_cardinality(f->result);
	if (count <= FEW)
		return few_by_title(f, (int)count, rows);
	search_db_choose(f->db, f->result);
	bool there = f->after && roaring_bitmap_contains(f->result, f->after);
	struct rows r = there ? db_query(f->db, "SELECT number FROM sheet WHERE chosen(number)"
		" AND (folded, id) > (SELECT folded, id FROM sheet WHERE number = ?2)"
		" ORDER BY folded, id LIMIT ?1", "ii", (int64_t)f->wish.limit, (int64_t)f->after) :
		db_query(f->db, "SELECT number FROM sheet WHERE chosen(number)"
		" ORDER BY folded, id LIMIT ?1 OFFSET ?2", "ii", (int64_t)f->wish.limit,
		(int64_t)f->wish.offset);
	return take(&r, rows, 0, f->wish.limit);
}

int find_page(struct finding *f, int64_t **rows)
{
	*rows = arena_alloc(f->arena, ((size_t)f->wish.limit + 1) * sizeof **rows);
	if (f->wish.limit <= 0)
		return 0;
	if (f->wish.order == BY_TITLE)
		return by_title(f, *rows);
	if (f->wish.order == BEST && f->asked.wanted)
		return best(f, *rows);
	return newest(f, *rows);
}
