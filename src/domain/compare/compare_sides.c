/* compare_sides.c - which territories are put side by side, and what is told of each. */
#include "domain/compare/compare_own.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/portrait/portrait.h"

const char *const kind_told[KINDS_TOLD] = {NULL, "experience", "project", "organisation", "need",
	"offer"};

static bool has_side(const struct sides *s, const char *code)
{
	for (int i = 0; i < s->count; i++)
		if (text_eq(s->list[i].of.place.code, code))
			return true;
	return false;
}

static void fill_told(struct request *r, struct side *side)
{
	struct tally types[TALLIES];
	int n = told_types(r->db, side->of.place.code, types);
	for (int i = 0; i < n; i++) {
		side->told[0] += types[i].count;
		for (int k = 1; k < KINDS_TOLD; k++)
			if (text_eq(types[i].type, kind_told[k]))
				side->told[k] = types[i].count;
	}
}

static void add(struct request *r, struct sides *s, const char *typed)
{
	struct traits t;
	const char *code = territory_code(r->arena, typed);
	if (!*code || has_side(s, code))
		return;
	if (!traits_get(r->db, code, &t)) {
		s->missing = text_cut(r->arena, typed, 40);
	} else if (s->count == SIDES) {
		s->spare = t.place.name;
	} else {
		s->list[s->count] = (struct side){.of = t};
		fill_told(r, &s->list[s->count++]);
	}
}

void sides_read(struct request *r, struct sides *s)
{
	enum { READ = 12 };	/* codes looked up, at most */
	int left = READ;
	*s = (struct sides){0};
	request_reads(r, "territories");
	request_reads(r, "contours");
	for (int i = 0; i < r->query.count; i++) {
		if (!text_eq(r->query.names[i], "avec") && !text_eq(r->query.names[i], "with"))
			continue;
		char *rest = arena_dup(r->arena, r->query.values[i]), *one;
		while ((one = strsep(&rest, ",")) && left-- > 0)
			add(r, s, one);
	}
}

const char *sides_address(struct arena *a, const char *path, const struct sides *s, int without)
{
	const char *address = path;
	for (int i = 0, n = 0; i < s->count; i++)
		if (i != without)
			address = arena_printf(a, "%s%s%s", address, n++ ? "," : "?avec=",
				s->list[i].of.place.code);
	return address;
}

static const double degree_km = 111.195, degree = 0.017453292519943295;

/* The larger side of the box in km, with the middle of the view; 0 when it is not known. */
static double extent(struct db *db, struct side *side)
{
	struct shape_box b;
	if (side->of.family != COMMUNE_LIKE || !contour_box(db, side->of.place.code, &b)
		|| b.west > b.east)
		return 0;
	struct contour_view *v = &side->view;
	*v = (struct contour_view){.lon = (b.west + b.east) / 2, .lat = (b.south + b.north) / 2,
		.x = SIDE_PIXELS / 2.0, .y = SIDE_PIXELS / 2.0};
	return degree_km * fmax(b.north - b.south, (b.east - b.west) * cos(v->lat * degree));
}

bool sides_scale(struct db *db, struct sides *s)
{
	enum { SPECK = 12 };
	double least = INFINITY, most = 0, km[SIDES];
	int known = 0;
	for (int i = 0; i < s->count; i++) {
		km[i] = extent(db, &s->list[i]);
		known += km[i] > 0;
		most = fmax(most, km[i]);
		least = km[i] > 0 ? fmin(least, km[i]) : least;
	}
	if (known < 2 || most > SPECK * least)
		return false;
	double scale = (SIDE_PIXELS - 6) / most;	/* pixels a km */
	for (int i = 0; i < s->count; i++) {
		struct contour_view *v = &s->list[i].view;
		v->down = scale * degree_km;
		v->across = v->down * cos(v->lat * degree);
		v->zoom = km[i] > 0 ? contour_zoom(v->lat, scale) : 0;
	}
	return true;
}
