/* search_query.c - from a wish to an answer: rows, counts, cursor. */
#include "across/search_query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "across/search_index.h"
#include "across/search_kept.h"
#include "base/memory.h"
#include "base/text.h"

enum {
	BUDGET = 200,	/* ms of a thread's time for one search */
	VALUES = 200,	/* of a facet that are told, besides those chosen */
};

/* Goes on after the time was up: readers see the same moment, since nothing is
 * committed while we hold the lock. */
static void resume(struct finding *f)
{
	if (!db_fault(f->db))
		return;
	db_rollback(f->db);
	db_begin(f->db, false);
}

int find_count(struct finding *f, const roaring_bitmap_t *rows, bool filtered)
{
	struct chosen none = {.members = f->chosen.members};
	roaring_bitmap_t *seen = facets_choose(f->facets, rows, filtered ? &f->chosen : &none, NULL);
	int n = (int)roaring_bitmap_get_cardinality(seen);
	roaring_bitmap_free(seen);
	return n;
}

static bool is_chosen(const struct chosen *c, const char *name, const char *value)
{
	for (int i = 0; i < c->count; i++)
		if (text_eq(c->list[i].name, name) && (!value || text_eq(c->list[i].value, value)))
			return true;
	return false;
}

/* Of two counts of one facet, does x come first? */
static bool more(const struct search_count *x, const struct search_count *y)
{
	return x->count != y->count ? x->count > y->count : strcmp(x->value, y->value) < 0;
}

static int by_count(const void *x, const void *y)
{
	return more(x, y) ? -1 : more(y, x);
}

/* Puts the last of a heap, whose first is the one that comes last, in its place. */
static void heap_up(struct search_count *heap, int i)
{
	for (; i && more(&heap[(i - 1) / 2], &heap[i]); i = (i - 1) / 2) {
		struct search_count kept = heap[i];
		heap[i] = heap[(i - 1) / 2];
		heap[(i - 1) / 2] = kept;
	}
}

static void heap_down(struct search_count *heap, int n)
{
	for (int i = 0, k = 1; k < n; i = k, k = 2 * i + 1) {
		if (k + 1 < n && more(&heap[k], &heap[k + 1]))
			k++;
		if (!more(&heap[i], &heap[k]))
			return;
		struct search_count kept = heap[i];
		heap[i] = heap[k];
		heap[k] = kept;
	}
}

/* Adds a count to those of its facet, the n-th on; the least of too many goes. */
static void add_count(struct search_answer *found, int first, struct search_count c, int *free)
{
	struct search_count *list = found->counts + first;
	int n = found->count_count - first;
	if (*free) {
		--*free;
		list[n] = c;
		found->count_count++;
		heap_up(list, n);
	} else if (more(&c, &list[0])) {
		list[0] = c;
		heap_down(list, n);
	}
}

/* Counts of the values of one facet, as if none of them were chosen: those chosen,
 * and the most frequent of the others. */
static void count_values(struct finding *f, const roaring_bitmap_t *matched, const int *counts,
	const struct facet_name *name, struct search_answer *found)
{
	const struct facets *all = f->facets;
	const int *found_now = counts;
	bool asked = is_chosen(&f->chosen, name->name, NULL);
	if (asked) {
		int *wider = arena_alloc(f->arena, ((size_t)all->count + 1) * sizeof *wider);
		roaring_bitmap_t *rows = facets_choose(all, matched, &f->chosen, name->name);
		facets_count(all, rows, &name, 1, wider);
		roaring_bitmap_free(rows);
		counts = wider;
	}
	int first = found->count_count, chosen = 0, room = VALUES;
	for (int i = 0; i < name->count; i++) {
		const struct facet_rows *v = &all->list[name->values[i]];
		struct search_count c = {v->name, v->value, counts[name->values[i]], 0, false};
		if (asked && is_chosen(&f->chosen, v->name, v->value)) {
			c.chosen = true;
			found->counts[found->count_count++] = c;
			chosen++;
		}
	}
	for (int i = 0; i < name->count; i++) {
		const struct facet_rows *v = &all->list[name->values[i]];
		struct search_count c = {v->name, v->value, counts[name->values[i]],
			counts[name->values[i]] - (asked ? found_now[name->values[i]] : 0), false};
		if (c.more && !(asked && is_chosen(&f->chosen, v->name, v->value)))
			add_count(found, first + chosen, c, &room);
	}
	if (found->count_count > first)
		qsort(found->counts + first, (size_t)(found->count_count - first),
			sizeof *found->counts, by_count);
}

static int by_name(const void *x, const void *y)
{
	const struct facet_name *const *a = x, *const *b = y;
	return strcmp((*a)->name, (*b)->name);
}

/* The facets that are told, by name. */
static const struct facet_name **told_facets(struct finding *f, int *count)
{
	const struct facets *all = f->facets;
	const struct search_wish *w = &f->wish;
	const struct facet_name **names = arena_alloc(f->arena,
		((size_t)all->name_count + 1) * sizeof *names);
	*count = 0;
	for (int i = 0; i < all->name_count; i++)
		if (!w->offers || w->offers(w->context, all->names[i].name))
			names[(*count)++] = &all->names[i];
	qsort(names, (size_t)*count, sizeof *names, by_name);
	return names;
}

static void count_facets(struct finding *f, const struct facet_name *const *names, int n,
	struct search_answer *found)
{
	const struct facets *all = f->facets;
	size_t most = (size_t)f->chosen.count;
	for (int i = 0; i < n; i++)
		most += (size_t)(names[i]->count < VALUES ? names[i]->count : VALUES);
	int *counts = arena_alloc(f->arena, ((size_t)all->count + 1) * sizeof *counts);
	facets_count(all, f->result, names, n, counts);
	found->counts = arena_alloc(f->arena, (most + 1) * sizeof *found->counts);
	for (int i = 0; i < n; i++)
		count_values(f, f->matched, counts, names[i], found);
}

/* Keeps the first two of names joined by " · ". */
static const char *first_places(char *names, int *more)
{
	enum { KEPT = 2 };
	static const char between[] = " · ";
	int n = 0;
	for (char *at = names; (at = strstr(at, between)); at += sizeof between - 1)
		if (++n == KEPT)
			*at = '\0';
	*more = n >= KEPT ? n + 1 - KEPT : 0;
	return names;
}

static void fill(struct finding *f, int64_t row, struct search_item *item)
{
	struct rows r = db_query(f->db, "SELECT id, slug, address, type, mark, title, summary,"
		" meta_fr, meta_en, updated, kind, places FROM sheet WHERE number = ?1", "i", row);
	const char *summary = "";
	*item = (struct search_item){.id = "", .slug = "", .address = "", .type = "", .mark = "",
		.title = "", .meta = ""};	/* when it cannot be read */
	if (row_next(&r)) {
		*item = (struct search_item){.id = row_text(&r, 0), .slug = row_text(&r, 1),
			.address = row_text(&r, 2), .type = row_text(&r, 3), .mark = row_text(&r, 4),
			.title = row_text(&r, 5), .meta = row_text(&r, f->wish.lang == FR ? 7 : 8),
			.updated = row_int(&r, 9), .kind = (int)row_int(&r, 10)};
		summary = row_text(&r, 6);
		item->places = first_places(row_text(&r, 11), &item->more_places);
	}
	rows_end(&r);
	item->snippet = f->wish.brief ? summary : find_snippet(f, item->title, summary, row);
}

/* Cursors: "n40" is a number of results to skip, "t1700000000000.ID" what
 * follows a sheet in the order of dates, whatever comes in meanwhile. */
static const char *cursor(struct finding *f, const struct search_answer *found)
{
	const struct search_item *last = &found->items[found->item_count - 1];
	bool by_date = f->wish.order == NEWEST || (f->wish.order == BEST && !f->asked.wanted);
	if (by_date && f->wish.offset == 0)
		return arena_printf(f->arena, "t%lld.%s", (long long)last->updated, last->id);
	return arena_printf(f->arena, "n%d.%u.%u", f->wish.offset + found->item_count, f->after,
		f->newest);
}

/* Leaves out what came in after the first page; that one notes what there is. */
static void settle(struct finding *f)
{
	if (f->newest)
		roaring_bitmap_remove_range(f->result, (uint64_t)f->newest + 1, UINT64_C(1) << 32);
	else if (roaring_bitmap_get_cardinality(f->facets->all))
		f->newest = roaring_bitmap_maximum(f->facets->all);
}

bool find_begin(struct finding *f, const struct search_wish *w, struct arena *a)
{
	struct search *s = search_here();
	f->db = s ? search_enter(s, a) : NULL;
	if (!f->db)
		return false;
	f->arena = a;
	f->wish = *w;
	f->facets = s->facets;
	f->known = s->known;
	f->chosen = (struct chosen){w->chosen, w->chosen_count, w->members};
	search_parse(a, search_db_tokenizer(f->db), w->words ? w->words : "", &f->asked);
	search_db_budget(f->db, BUDGET);
	f->matched = find_rows(f, &f->asked, &f->matches);
	f->result = facets_choose(f->facets, f->matched, &f->chosen, NULL);
	f->cut = f->cut || search_db_late(f->db);
	return true;
}

void find_end(struct finding *f)
{
	roaring_bitmap_free(f->result);
	if (f->matched)
		roaring_bitmap_free(f->matched);
	search_leave(search_here(), f->db);
}

/* Which rows stand on the page, and what the facets count. */
static int page_and_counts(struct finding *f, struct search_answer *found, int64_t **rows)
{
	struct search *s = search_here();
	int names_count;
	const struct facet_name **names = told_facets(f, &names_count);
	const char *key = kept_key(f, names, names_count);
	int n = key ? kept_get(s->kept, key, s->version, f->arena, found, rows) : -1;
	bool was_kept = n >= 0;
	if (!was_kept)
		count_facets(f, names, names_count, found);
	settle(f);
	if (!was_kept)
		n = find_page(f, rows);
	found->late = found->late || search_db_late(f->db);
	if (key && !was_kept && !found->late && !memory_is_short())
		kept_put(s->kept, key, s->version, found, *rows, n);
	return n;
}

static void answer_wish(struct finding *f, struct search_answer *found)
{
	found->total = (int)roaring_bitmap_get_cardinality(f->result);
	found->late = f->cut;
	int64_t *rows;
	int n = page_and_counts(f, found, &rows);
	search_db_budget(f->db, 0);
	resume(f);
	found->items = arena_alloc(f->arena, ((size_t)n + 1) * sizeof *found->items);
	for (int i = 0; i < n && i < f->wish.limit - 1; i++)
		fill(f, rows[i], &found->items[found->item_count++]);
	f->after = found->item_count ? (uint32_t)rows[found->item_count - 1] : 0;
	if (found->item_count && found->item_count < n)
		found->next = cursor(f, found);
	if (!found->total) {
		found->unfiltered = find_count(f, f->matched, false);
		search_db_budget(f->db, BUDGET);
		find_nearest(f, found);
	}
}

/* Takes a cursor apart; false if it is none of ours. */
static bool follow(struct search_wish *w, struct finding *f)
{
	int end = 0, skip = 0;
	long long time;
	char id[64];
	const char *after = w->after;
	if (!after)
		return true;
	if (sscanf(after, "n%9d.%9u.%9u%n", &skip, &f->after, &f->newest, &end) == 3 && !after[end]
			&& skip >= 0 && strspn(after + 1, "0123456789.") + 1 == (size_t)end) {
		w->offset = skip;
		w->after = NULL;
		return true;
	}
	end = 0;
	return sscanf(after, "t%18lld.%63[0-9A-Za-z]%n", &time, id, &end) == 2 && !after[end];
}

bool search_find(const struct search_wish *w, struct arena *a, struct search_answer *found)
{
	*found = (struct search_answer){0};
	struct search_wish wish = *w;
	struct finding f = {0};
	if (!follow(&wish, &f))
		return false;
	wish.limit++;	/* one more tells whether there is a next page */
	if (!find_begin(&f, &wish, a))
		return true;
	answer_wish(&f, found);
	find_end(&f);
	return true;
}
