/* contour_lines.c - the lines of many contours in few bytes. */
#include <math.h>

#include "domain/contour/contour_own.h"

struct dot {
	int x, y;
};
struct edge {
	struct dot from, to;
	bool there;
};

/* Edges drawn so far, and where the pen is. */
struct lines {
	struct out *o;
	struct edge *edges;
	size_t room;		/* a power of two, more than there are edges */
	struct dot pen;
	bool down;
};

static bool is_same(struct dot a, struct dot b)
{
	return a.x == b.x && a.y == b.y;
}

/* Notes an edge; true when it was there, in either direction. */
static bool is_drawn(struct lines *l, struct dot a, struct dot b)
{
	if (a.x > b.x || (a.x == b.x && a.y > b.y)) {
		struct dot c = a;
		a = b;
		b = c;
	}
	uint32_t hash = (uint32_t)a.x * 73856093U ^ (uint32_t)a.y * 19349663U ^
		(uint32_t)b.x * 83492791U ^ (uint32_t)b.y * 2654435761U;
	size_t at = (hash ^ hash >> 15) & (l->room - 1);
	for (; l->edges[at].there; at = (at + 1) & (l->room - 1))
		if (is_same(l->edges[at].from, a) && is_same(l->edges[at].to, b))
			return true;
	l->edges[at] = (struct edge){a, b, true};
	return false;
}

static void draw_edge(struct lines *l, struct dot a, struct dot b)
{
	if (is_same(a, b))
		return;
	bool drawn = is_drawn(l, a, b);
	if (!drawn && !(l->down && is_same(l->pen, a)))
		out_printf(l->o, "M%d %dl", a.x, a.y);
	if (!drawn) {
		out_printf(l->o, b.x < a.x ? "%d" : " %d", b.x - a.x);
		out_printf(l->o, b.y < a.y ? "%d" : " %d", b.y - a.y);
		l->pen = b;
	}
	l->down = !drawn;
}

static struct dot dot_of(const struct contour_view *v, struct corner p)
{
	double x, y;
	contour_spot(v, p, &x, &y);
	return (struct dot){(int)lrint(x), (int)lrint(y)};
}

static int count_points(struct arena *a, const struct contour *c, int zoom)
{
	struct shape_reader r = {.at = c->shape, .zoom = zoom};
	struct shape_ring ring;
	int n = 0;
	while (shape_next(&r, a, &ring))
		n += ring.count;
	return n;
}

void contour_lines(struct out *o, struct arena *a, const struct contour *list, int n,
	const struct contour_view *v)
{
	size_t points = 0;
	struct lines l = {.o = o, .room = 64};
	for (int i = 0; i < n; i++)
		points += (size_t)count_points(a, &list[i], v->zoom);
	while (l.room < 2 * points)
		l.room *= 2;
	l.edges = arena_alloc(a, l.room * sizeof *l.edges);
	for (int i = 0; i < n; i++) {
		struct shape_reader r = {.at = list[i].shape, .zoom = v->zoom};
		struct shape_ring ring;
		while (shape_next(&r, a, &ring)) {
			for (int k = 0; k < ring.count; k++)
				draw_edge(&l, dot_of(v, ring.points[k]),
					dot_of(v, ring.points[(k + 1) % ring.count]));
			l.down = false;
		}
	}
}
