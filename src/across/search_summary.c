/* search_summary.c - what the commons holds: numbers, places, routes. */
#include "across/search.h"

#include <stdlib.h>
#include <string.h>

#include "across/search_index.h"
#include "base/text.h"

enum {
	ROUTES = 200,
	VALUES = 200,	/* facets of more values are not told */
};

/* Those that members see are few: to take them away costs less than to keep the others. */
static void count_values(struct search *s, struct arena *a, struct search_summary *sum)
{
	const struct facets *f = s->facets;
	sum->counts = arena_alloc(a, ((size_t)f->name_count * VALUES + 1) * sizeof *sum->counts);
	for (int i = 0; i < f->name_count; i++)
		for (int k = 0; f->names[i].count <= VALUES && k < f->names[i].count; k++) {
			const struct facet_rows *v = &f->list[f->names[i].values[k]];
			int n = (int)(roaring_bitmap_get_cardinality(v->rows) -
				roaring_bitmap_and_cardinality(f->members, v->rows));
			if (n)
				sum->counts[sum->count_count++] = (struct search_count){
					arena_dup(a, v->name), arena_dup(a, v->value), n, n, false};
		}
}

static int64_t newest(const struct known *k, const roaring_bitmap_t *seen)
{
	int64_t updated = 0;
	uint32_t rows[1024], n;
	roaring_uint32_iterator_t *it = roaring_create_iterator(seen);
	while ((n = roaring_read_uint32_iterator(it, rows, sizeof rows / sizeof *rows)) > 0)
		for (uint32_t i = 0; i < n; i++)
			if (k->rows[rows[i]].updated > updated)
				updated = k->rows[rows[i]].updated;
	roaring_free_uint32_iterator(it);
	return updated;
}

static void read_places(struct db *db, struct arena *a, int most, struct search_summary *sum)
{
	sum->list = arena_alloc(a, ((size_t)most + 1) * sizeof *sum->list);
	struct rows r = db_query(db, "SELECT code, name, address, lat, lon, small, sheets FROM place"
		" WHERE (lat <> 0 OR lon <> 0) AND NOT own ORDER BY small DESC, sheets DESC, code"
		" LIMIT ?1", "i",
		(int64_t)most);
	while (row_next(&r))
		sum->list[sum->list_count++] = (struct search_place){row_text(&r, 0),
			row_text(&r, 1), row_text(&r, 2), row_real(&r, 3), row_real(&r, 4),
			row_int(&r, 5), (int)row_int(&r, 6)};
	rows_end(&r);
}

static int place_of(const struct search_summary *sum, const char *code)
{
	for (int i = 0; i < sum->list_count; i++)
		if (text_eq(sum->list[i].code, code))
			return i;
	return -1;
}

/* Two communes are linked when a sheet of one names a sheet of the other, or
 * when sheets of both name the same one: a method that has travelled. */
static void read_routes(struct db *db, struct arena *a, int most, struct search_summary *sum)
{
	sum->routes = arena_alloc(a, ROUTES * sizeof *sum->routes);
	struct rows r = db_query(db, "WITH first AS MATERIALIZED (SELECT code, small FROM place"
		" WHERE (lat <> 0 OR lon <> 0) AND NOT own ORDER BY small DESC, sheets DESC, code LIMIT ?1),"
		" shown AS MATERIALIZED (SELECT code FROM first WHERE small),"
		" here AS MATERIALIZED (SELECT DISTINCT target, code FROM shown"
		" JOIN located USING (code) JOIN link USING (sheet))"
		" SELECT a.code, b.code FROM here a JOIN here b"
		" ON b.target = a.target AND b.code > a.code"
		" UNION SELECT min(h.code, q.code), max(h.code, q.code) FROM here h"
		" JOIN sheet ON id = target JOIN located q ON q.sheet = number"
		" JOIN shown ON shown.code = q.code WHERE q.code <> h.code ORDER BY 1, 2 LIMIT 500", "i", (int64_t)most);
	while (row_next(&r) && sum->route_count < ROUTES) {
		int from = place_of(sum, row_text(&r, 0)), to = place_of(sum, row_text(&r, 1));
		if (from >= 0 && to >= 0)
			sum->routes[sum->route_count++] = (struct search_route){from, to};
	}
	rows_end(&r);
}

/* What takes a walk over all sheets or places is taken again when the index has changed. */
static void read_totals(struct search *s, struct db *db, const roaring_bitmap_t *seen,
	struct search_summary *sum)
{
	pthread_mutex_lock(&s->mutex);
	bool kept = s->told == s->version;
	sum->places = (int)s->places;
	sum->updated = s->newest;
	pthread_mutex_unlock(&s->mutex);
	if (kept)
		return;
	sum->updated = newest(s->known, seen);
	sum->places = (int)db_int(db, "SELECT count(*) FROM place WHERE NOT own", "");
	if (db_fault(db))
		return;
	pthread_mutex_lock(&s->mutex);
	s->told = s->version;
	s->places = sum->places;
	s->newest = sum->updated;
	pthread_mutex_unlock(&s->mutex);
}

void search_summary(struct arena *a, int most_places, struct search_summary *sum)
{
	*sum = (struct search_summary){0};
	struct search *s = search_here();
	struct db *db = s ? search_enter(s, a) : NULL;
	if (!db)
		return;
	const struct chosen nothing = {0};
	roaring_bitmap_t *seen = facets_choose(s->facets, NULL, &nothing, NULL);
	sum->version = s->version;
	sum->sheets = (int)roaring_bitmap_get_cardinality(seen);
	read_totals(s, db, seen, sum);
	count_values(s, a, sum);
	read_places(db, a, most_places, sum);
	read_routes(db, a, most_places, sum);
	search_leave(s, db);
	roaring_bitmap_free(seen);
}
