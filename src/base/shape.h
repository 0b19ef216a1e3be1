/* shape.h - polygons on the Earth as text, with the zoom from which each point shows.
 *
 * A shape is text: rings one after the other, '+' before the outer ring of a polygon, '-'
 * before a hole.  Each point of a ring is the difference in x, then in y, from the point
 * before (of the whole shape; the first from 0, 0) in units of 1e-5 degree, each written
 * by five bits from the lowest as a character of 63 + bits, 32 more when others follow,
 * signs in the lowest bit; then '0' + the least zoom at which the point shows.  Rings
 * are not closed; outer ones go counter-clockwise.
 *
 * Degrees are of WGS 84, longitude first.  A zoom is that of maps on screens: 0 shows the
 * whole Earth in 256 pixels, each further one is twice as large. */
#ifndef BASE_SHAPE_H
#define BASE_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/out.h"

enum { FINEST = 14, UNITS = 100000 };	/* a degree has so many units */

struct corner {
	int32_t x, y;	/* 1e-5 degree */
};

struct shape_reader {
	const char *at;
	struct corner last;
	int zoom;
};
struct shape_ring {
	bool outer;
	struct corner *points;	/* in the arena given; not closed */
	int count;		/* 0 when it is too small to show at this zoom */
};
/* False at the end, and at the first thing that is no shape. */
bool shape_next(struct shape_reader *r, struct arena *a, struct shape_ring *ring);
void shape_ring(struct out *o, bool outer);
void shape_point(struct out *o, struct corner *last, struct corner p, int zoom);
/* west may be greater than east: then it goes over the 180th meridian. */
struct shape_box {
	double west, south, east, north;
};
/* The box of all points, over the 180th meridian if that is narrower. False if empty. */
bool shape_box(const char *shape, struct shape_box *box);

/* "west,south,east,north" in degrees, or with heights, as RFC 7946 writes it; false if
 * it is none. */
bool shape_box_parse(const char *text, struct shape_box *b);

/* Around a ring in degrees, in km on the sphere. */
double shape_length(const double (*points)[2], int count);
/* Of a ring in degrees, in km2 on the sphere, positive when counter-clockwise. */
double shape_area(const double (*points)[2], int count);

#endif
