/* shape.c - shapes as text, read and written point by point; how large a ring is. */
#include "base/shape.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 63, BITS = 5, MORE = 1 << BITS, RANK = '0', POINTS_MAX = 1 << 22 };

static void put(struct out *o, int32_t v)
{
	uint32_t u = (uint32_t)v << 1 ^ (v < 0 ? UINT32_MAX : 0);
	for (; u >= MORE; u >>= BITS)
		out_char(o, (char)(FIRST + (u & (MORE - 1)) + MORE));
	out_char(o, (char)(FIRST + u));
}

/* False when it is cut off or goes too far; *v is then untouched. */
static bool get(const char **at, int32_t *v)
{
	uint32_t u = 0;
	for (int shift = 0; shift < 30; shift += BITS) {
		int c = **at - FIRST;
		if (c < 0 || c >= 2 * MORE)
			return false;
		++*at;
		u |= (uint32_t)(c & (MORE - 1)) << shift;
		if (c < MORE) {
			*v = (int32_t)(u >> 1) ^ -(int32_t)(u & 1);
			return true;
		}
	}
	return false;
}

void shape_ring(struct out *o, bool outer)
{
	out_char(o, outer ? '+' : '-');
}

void shape_point(struct out *o, struct corner *last, struct corner p, int zoom)
{
	put(o, p.x - last->x);
	put(o, p.y - last->y);
	out_char(o, (char)(RANK + zoom));
	*last = p;
}

static bool on_earth(int64_t x, int64_t y)
{
	return x >= -360 * UNITS && x <= 360 * UNITS && y >= -90 * UNITS && y <= 90 * UNITS;
}

/* The next point and the zoom from which it shows; false when there is none. */
static bool read_point(struct shape_reader *r, int *zoom)
{
	int32_t x, y;
	if (!get(&r->at, &x) || !get(&r->at, &y) || *r->at < RANK || *r->at > RANK + FINEST)
		return false;
	if (!on_earth((int64_t)r->last.x + x, (int64_t)r->last.y + y))
		return false;
	r->last = (struct corner){r->last.x + x, r->last.y + y};
	*zoom = *r->at++ - RANK;
	return true;
}

bool shape_next(struct shape_reader *r, struct arena *a, struct shape_ring *ring)
{
	if (*r->at != '+' && *r->at != '-')
		return false;
	*ring = (struct shape_ring){.outer = *r->at++ == '+'};
	struct shape_reader ahead = *r;
	int count = 0, zoom = 0;
	while (count < POINTS_MAX && read_point(&ahead, &zoom))
		count += zoom <= r->zoom;
	if (count > 2)
		ring->points = arena_alloc(a, (size_t)count * sizeof *ring->points);
	while (r->at < ahead.at && read_point(r, &zoom))
		if (count > 2 && zoom <= r->zoom)
			ring->points[ring->count++] = r->last;
	return true;
}

/* Of the longitudes, those around the 180th meridian may be nearer to each other. */
bool shape_box(const char *shape, struct shape_box *box)
{
	struct shape_reader r = {.at = shape, .zoom = FINEST};
	double west = 1e9, east = -1e9, south = 1e9, north = -1e9, west2 = 1e9, east2 = -1e9;
	int zoom, count = 0;
	while (*r.at == '+' || *r.at == '-') {
		for (r.at++; read_point(&r, &zoom); count++) {
			double x = r.last.x / (double)UNITS, turned = x < 0 ? x + 360 : x;
			west = fmin(west, x);
			east = fmax(east, x);
			west2 = fmin(west2, turned);
			east2 = fmax(east2, turned);
			south = fmin(south, r.last.y / (double)UNITS);
			north = fmax(north, r.last.y / (double)UNITS);
		}
	}
	bool over = east - west > 180 && east2 - west2 < east - west;
	*box = over ? (struct shape_box){west2, south, east2 > 180 ? east2 - 360 : east2, north} :
		(struct shape_box){west, south, east, north};
	return count > 0 && *r.at == '\0';
}

bool shape_box_parse(const char *text, struct shape_box *b)
{
	double v[6];
	int n = 0;
	for (const char *at = text; n < 6 && *at && strchr("+-.0123456789", *at); at++) {
		char *end;
		v[n++] = strtod(at, &end);
		if (end == at || !isfinite(v[n - 1]) || (*end && *end != ','))
			return false;
		at = end;
		if (*at)
			continue;
		bool high = n == 6;	/* with heights */
		*b = (struct shape_box){v[0], v[1], v[high ? 3 : 2], v[high ? 4 : 3]};
		return (n == 4 || high) && fabs(b->west) <= 180 && fabs(b->east) <= 180 &&
			fabs(b->south) <= 90 && fabs(b->north) <= 90 && b->south <= b->north;
	}
	return false;
}

/* R. G. Chamberlain and W. H. Duquette, Some Algorithms for Polygons on a Sphere, JPL
 * Publication 07-03 (2007), eq. 2: half the radius squared times the sum, over all points,
 * of (longitude of the next - longitude of the one before) * sin(latitude).  The radius is
 * that of a sphere as large as the WGS 84 ellipsoid; lengths of a degree differ by up to
 * 0.6 % between the two. */
static const double radius = 6371.0072, degree = 0.017453292519943295;

/* The way round that is shorter. */
static double turned(double lon)
{
	return lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon;
}

double shape_length(const double (*points)[2], int count)
{
	double sum = 0;
	for (int i = 0; i < count; i++) {
		const double *here = points[i], *next = points[(i + 1) % count];
		sum += hypot(turned(next[0] - here[0]) * cos(here[1] * degree), next[1] - here[1]);
	}
	return sum * degree * radius;
}

double shape_area(const double (*points)[2], int count)
{
	double sum = 0;
	for (int i = 0; i < count; i++) {
		const double *before = points[(i + count - 1) % count];
		const double *here = points[i], *next = points[(i + 1) % count];
		double way = turned(next[0] - here[0]) + turned(here[0] - before[0]);
		sum += way * degree * sin(here[1] * degree);
	}
	return -sum * radius * radius / 2;
}
