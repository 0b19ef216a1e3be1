/* contour_web.h - between the maps and the API of contour. */
#ifndef DOMAIN_CONTOUR_WEB_H
#define DOMAIN_CONTOUR_WEB_H

#include "domain/contour/contour_own.h"
#include "web/outline.h"
#include "web/page.h"

/* contour_map.c: the panel territory.map; draws nothing when no contour is known. */
void contour_panel(struct page *p, const char *code);
/* The panel map.land, inside of a drawing: the lines of the communes of a box.  asked is
 * "west,south,east,north/width", the box and how many pixels wide it is in Mercator's
 * projection. */
void contour_land(struct page *p, const char *asked);

/* contour_json.c: one Feature.  alone: with its own box and source. */
void geo_contour(struct out *o, struct db *db, const struct contour *c, int zoom, bool alone);
void geo_outline(struct out *o, struct db *db, const struct outline *line, int zoom);
void geo_box(struct out *o, const struct shape_box *b);

void contour_api_box(struct request *r);	/* GET /api/v1/contours */
void contour_api_one(struct request *r);	/* GET /territoires/{place}/contour.geojson */

#endif
