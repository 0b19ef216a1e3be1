/* territory_map.h - between the maps of territory. */
#ifndef DOMAIN_TERRITORY_MAP_H
#define DOMAIN_TERRITORY_MAP_H

#include "domain/territory/territory_web.h"
#include "web/plate.h"

/* A plate with room for France in its corner; and its end: the scale, France with t
 * marked, the caption. */
void territory_open(struct plate *m, const char *title);
void territory_close(struct plate *m, const struct territory *t, double pixels_per_km,
	const char *caption);

/* territory_outline.c: is there an outline of this département or région? */
bool territory_has_outline(const char *code);
/* The map of an area with an outline; the corner marks t. */
void territory_draw_outline(struct page *p, const struct territory *area,
	const struct territory *t, const char *caption);

#endif
