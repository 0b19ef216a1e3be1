/* contour_draw.c - contours as data of SVG paths. */
#include <math.h>
#include <string.h>

#include "domain/contour/contour_own.h"

struct spot {
	double x, y;
};

int contour_zoom(double lat, double pixels_per_km)
{
	double pixels = 156.543034 * cos(lat * M_PI / 180) * pixels_per_km;
	double zoom = pixels > 1 ? ceil(log2(pixels)) : 0;
	return zoom > FINEST ? FINEST : (int)zoom;
}

/* G. Chaikin, An algorithm for high-speed curve generation (1974): each corner gives
 * way to two points, a quarter and three quarters along its sides. */
static struct spot *cut_corners(struct arena *a, const struct spot *from, int *n)
{
	struct spot *to = arena_alloc(a, 2 * (size_t)*n * sizeof *to);
	for (int i = 0; i < *n; i++) {
		struct spot p = from[i], q = from[(i + 1) % *n];
		to[2 * i] = (struct spot){p.x * .75 + q.x * .25, p.y * .75 + q.y * .25};
		to[2 * i + 1] = (struct spot){p.x * .25 + q.x * .75, p.y * .25 + q.y * .75};
	}
	*n *= 2;
	return to;
}

static void number(struct out *o, double v)
{
	long tenths = lrint(v * 10);
	out_printf(o, tenths % 10 ? "%.1f" : "%.0f", (double)tenths / 10);
}

static void spot(struct out *o, char before, struct spot s)
{
	out_char(o, before);
	number(o, s.x);
	out_char(o, ' ');
	number(o, s.y);
}

static double height(const struct contour_view *v, double lat)
{
	return v->mercator ? log(tan(M_PI / 4 + lat * M_PI / 360)) * 180 / M_PI : lat;
}

void contour_spot(const struct contour_view *v, struct corner p, double *x, double *y)
{
	double far = p.x / (double)UNITS - v->lon;	/* the shorter way round */
	far += far > 180 ? -360 : far < -180 ? 360 : 0;
	*x = v->x + far * v->across;
	*y = v->y - (height(v, p.y / (double)UNITS) - height(v, v->lat)) * v->down;
}

static void draw_ring(struct out *o, struct arena *a, const struct shape_ring *ring,
	const struct contour_view *v, bool round)
{
	int n = ring->count;
	struct spot *spots = arena_alloc(a, (size_t)n * sizeof *spots);
	for (int i = 0; i < n; i++)
		contour_spot(v, ring->points[i], &spots[i].x, &spots[i].y);
	for (int i = 0; round && i < 2; i++)
		spots = cut_corners(a, spots, &n);
	for (int i = 0; i < n; i++)
		spot(o, i ? 'L' : 'M', spots[i]);
	out_char(o, 'Z');
}

void contour_path(struct out *o, struct arena *a, const struct contour *c,
	const struct contour_view *v, bool round)
{
	struct shape_reader r = {.at = c->shape, .zoom = v->zoom};
	struct shape_ring ring;
	while (shape_next(&r, a, &ring))
		if (ring.count)
			draw_ring(o, a, &ring, v, round);
}

bool contour_draw(struct out *o, struct db *db, const char *code, const struct contour_view *v,
	bool round)
{
	struct contour c;
	if (!contour_get(db, code, &c))
		return false;
	contour_path(o, db_arena(db), &c, v, round);
	return true;
}
