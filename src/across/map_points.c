/* map_points.c - where the sheets that a list finds lie, near ones merged. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "across/map.h"
#include "across/search_index.h"
#include "across/search_query.h"
#include "base/text.h"

enum { BUDGET = 200, CELL = 44, SPOTS = 4096 };

/* A place or a cluster while it grows; x and y in pixels at the zoom. */
struct spot {
	struct map_point point;
	double x, y;
	int most;		/* sheets of the place that it is named after */
	roaring_bitmap_t *rows;
};

struct spots {
	struct spot *list;
	int count;
	double scale;		/* pixels around the Earth */
};

static void locate(const struct spots *s, struct spot *at)
{
	double phi = at->point.lat * M_PI / 180;
	at->x = (at->point.lon + 180) / 360 * s->scale;
	at->y = (0.5 - log(tan(M_PI / 4 + phi / 2)) / (2 * M_PI)) * s->scale;
}

static void widen(struct shape_box *b, const struct shape_box *by)
{
	*b = (struct shape_box){fmin(b->west, by->west), fmin(b->south, by->south),
		fmax(b->east, by->east), fmax(b->north, by->north)};
}

/* Takes b into a, which lies then between the two, nearer to the one with more sheets. */
static void merge(const struct spots *s, struct spot *a, struct spot *b)
{
	struct map_point *p = &a->point, *q = &b->point;
	double all = p->sheets + q->sheets;
	p->lat = (p->lat * p->sheets + q->lat * q->sheets) / all;
	p->lon = (p->lon * p->sheets + q->lon * q->sheets) / all;
	if (b->most > a->most) {
		p->code = q->code;
		p->name = q->name;
		p->address = q->address;
		a->most = b->most;
	}
	for (int i = 0; i < q->places && i < MAP_CODES && p->places + i < MAP_CODES; i++)
		p->codes[p->places + i] = q->codes[i];
	p->places += q->places;
	widen(&p->box, &q->box);
	roaring_bitmap_or_inplace(a->rows, b->rows);
	p->sheets = (int)roaring_bitmap_get_cardinality(a->rows);
	roaring_bitmap_free(b->rows);
	locate(s, a);
}

/* A place with its sheets: into the spot of its cell, or one of its own. Takes rows. */
static void add(struct spots *s, struct map_point p, roaring_bitmap_t *rows)
{
	p.sheets = (int)roaring_bitmap_get_cardinality(rows);
	p.places = 1;
	p.codes[0] = p.code;
	p.box = (struct shape_box){p.lon, p.lat, p.lon, p.lat};
	struct spot one = {.point = p, .most = p.sheets, .rows = rows};
	locate(s, &one);
	if (!p.sheets) {
		roaring_bitmap_free(rows);
		return;
	}
	for (int i = s->count - 1; i >= 0; i--)
		if (floor(s->list[i].x / CELL) == floor(one.x / CELL) &&
			floor(s->list[i].y / CELL) == floor(one.y / CELL)) {
			merge(s, &s->list[i], &one);
			return;
		}
	if (s->count < SPOTS)
		s->list[s->count++] = one;
	else
		roaring_bitmap_free(rows);
}

static int by_sheets(const void *x, const void *y)
{
	const struct spot *a = x, *b = y;
	int order = (a->point.sheets < b->point.sheets) - (a->point.sheets > b->point.sheets);
	return order ? order : strcmp(a->point.code, b->point.code);
}

static void sort(struct spots *s)
{
	if (s->count)
		qsort(s->list, (size_t)s->count, sizeof *s->list, by_sheets);
}

/* Merges those nearer than some pixels, the ones with most sheets first. */
static void merge_near(struct spots *s, double apart)
{
	sort(s);
	int kept = 0;
	for (int i = 0; i < s->count; i++) {
		struct spot *o = &s->list[i];
		int k = 0;
		while (k < kept && hypot(s->list[k].x - o->x, s->list[k].y - o->y) >= apart)
			k++;
		if (k < kept)
			merge(s, &s->list[k], o);
		else
			s->list[kept++] = *o;
	}
	s->count = kept;
}

static void take(struct spots *s, double apart, int most, struct map_points *found)
{
	for (int before = -1; before != s->count || s->count > most;) {
		before = s->count;
		merge_near(s, apart);
		apart *= s->count > most ? 1.4 : 1;
	}
	sort(s);
	roaring_bitmap_t *all = roaring_bitmap_create();
	for (int i = 0; i < s->count; i++) {
		found->list[found->count++] = s->list[i].point;
		roaring_bitmap_or_inplace(all, s->list[i].rows);
		roaring_bitmap_free(s->list[i].rows);
	}
	found->placed = (int)roaring_bitmap_get_cardinality(all);
	roaring_bitmap_free(all);
}

/* Places */

/* far: only what is no commune; those are told by their départements. */
static void read_places(struct finding *f, const struct shape_box *b, bool far, struct spots *s)
{
	struct rows r = db_query(f->db, "SELECT code, lat, lon, sheet, name, address FROM place "
		"CROSS JOIN located USING (code) WHERE lat BETWEEN ?1 AND ?2 AND "
		"CASE WHEN ?3 <= ?4 THEN lon BETWEEN ?3 AND ?4 ELSE lon >= ?3 OR lon <= ?4 END "
		"AND (lat <> 0 OR lon <> 0) AND (NOT ?5 OR own OR NOT small) AND aside = 0 "
		"AND chosen(sheet) ORDER BY code", "ddddi", b->south, b->north, b->west, b->east,
		(int64_t)far);
	struct map_point p = {0};
	roaring_bitmap_t *rows = NULL;
	while (row_next(&r)) {
		const char *code = row_text(&r, 0);
		if (!rows || strcmp(code, p.code) != 0) {
			if (rows)
				add(s, p, rows);
			p = (struct map_point){.code = code, .lat = row_real(&r, 1),
				.lon = row_real(&r, 2), .name = row_text(&r, 4),
				.address = row_text(&r, 5)};
			rows = roaring_bitmap_create();
		}
		roaring_bitmap_add(rows, (uint32_t)row_int(&r, 3));
	}
	rows_end(&r);
	if (rows)
		add(s, p, rows);
}

/* A zoom at which a box is larger than any screen shows nothing more. */
static double bounded(const struct shape_box *b, double zoom)
{
	double wide = b->east < b->west ? b->east + 360 - b->west : b->east - b->west;
	double most = floor(log2(360 * 2400 / 256.0 / fmax(fmax(wide, b->north - b->south), 1e-3)));
	return zoom < most ? zoom : fmax(most, 0);
}

void map_places(struct request *r, const struct search_wish *w, const struct shape_box *box,
	double zoom, int most, struct map_points *found)
{
	struct finding f = {0};
	*found = (struct map_points){0};
	if (!find_begin(&f, w, r->arena))
		return;
	struct spots s = {.list = arena_alloc(r->arena, SPOTS * sizeof *s.list),
		.scale = 256 * exp2(bounded(box, zoom))};
	found->total = (int)roaring_bitmap_get_cardinality(f.result);
	search_db_budget(f.db, BUDGET);
	search_db_choose(f.db, f.result);
	read_places(&f, box, false, &s);
	found->late = f.cut || search_db_late(f.db);
	take(&s, CELL, most, found);
	find_end(&f);
}

/* Départements: their sheets are sets in memory already.  Sheets that name none lie at a
 * point of their own or at that of a région. */

static bool is_in(const struct shape_box *b, double lon, double lat)
{
	bool across = b->west <= b->east ? lon >= b->west && lon <= b->east :
		lon >= b->west || lon <= b->east;
	return across && lat >= b->south && lat <= b->north;
}

void map_departements(struct request *r, const struct search_wish *w,
	const struct shape_box *box, double zoom, int most, struct map_points *found)
{
	struct finding f = {0};
	*found = (struct map_points){0};
	if (!find_begin(&f, w, r->arena))
		return;
	struct spots s = {.list = arena_alloc(r->arena, SPOTS * sizeof *s.list),
		.scale = 256 * exp2(zoom)};
	found->total = (int)roaring_bitmap_get_cardinality(f.result);
	found->late = f.cut;
	roaring_bitmap_t *others = roaring_bitmap_copy(f.result);
	struct rows d = db_query(r->db, "SELECT code, name, lat, lon, slug FROM territory "
		"WHERE kind = 'departement' AND point > 0 ORDER BY code", "");
	while (row_next(&d)) {
		struct map_point p = {.code = row_text(&d, 0), .name = row_text(&d, 1),
			.lat = row_real(&d, 2), .lon = row_real(&d, 3)};
		const roaring_bitmap_t *rows = facets_rows(f.facets, "departement", p.code);
		p.address = arena_printf(r->arena, "/territoires/%s-%s", p.code, row_text(&d, 4));
		if (rows)
			roaring_bitmap_andnot_inplace(others, rows);
		if (rows && is_in(box, p.lon, p.lat))
			add(&s, p, roaring_bitmap_and(rows, f.result));
	}
	rows_end(&d);
	if (!roaring_bitmap_is_empty(others)) {
		search_db_budget(f.db, BUDGET);
		search_db_choose(f.db, others);
		read_places(&f, box, true, &s);
		found->late = found->late || search_db_late(f.db);
	}
	roaring_bitmap_free(others);
	take(&s, CELL, most, found);
	find_end(&f);
}
