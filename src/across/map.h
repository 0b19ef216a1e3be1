/* map.h - what a list finds, drawn where it lies: clusters, the map page, its GeoJSON.
 *
 * The address takes the same words and filters as /ressources.  Clusters are made here,
 * so that a view costs the same with a hundred sheets and with a million. */
#ifndef ACROSS_MAP_H
#define ACROSS_MAP_H

#include "across/search_list.h"
#include "base/shape.h"

enum {
	MAP_POINTS = 120,
	MAP_MARKS = 60,			/* of them at most in a page that moves: each is an element */
	MAP_CODES = 12,
	MAP_ZOOM_PLACES = 8		/* from afar: départements */
};

/* One place, or several that are too near to be told apart. */
struct map_point {
	const char *code, *name, *address;	/* of the place that has most sheets */
	double lat, lon;
	int sheets;			/* each once */
	int places;
	struct shape_box box;		/* of its places */
	const char *codes[MAP_CODES];	/* the first ones */
};

struct map_points {
	struct map_point list[MAP_POINTS];	/* most sheets first */
	int count;
	int total, placed;		/* sheets found, and those of them that lie on the map */
	bool late;			/* time was up: there may be more */
};

/* At most so many places in a box, merged when nearer than a fingertip at a zoom; or
 * départements. */
void map_places(struct request *r, const struct search_wish *w, const struct shape_box *box,
	double zoom, int most, struct map_points *found);
void map_departements(struct request *r, const struct search_wish *w,
	const struct shape_box *box, double zoom, int most, struct map_points *found);

/* map_svg.c: the map without JavaScript, and on paper. */
void map_draw(struct page *p, const struct listing *l, const struct map_points *points,
	bool departements);
/* The zoom of that drawing, once it shows these points. */
double map_zoom(const struct map_points *points);
/* The list under the filter of a point: its place, or its départements. */
const char *map_link(const struct listing *l, const struct map_point *m, const char *path,
	bool departements);

void map_json(struct request *r);	/* GET /carte.geojson */

#endif
