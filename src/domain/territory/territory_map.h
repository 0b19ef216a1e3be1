/* territory_map.h - between the maps of territory: a plate and what lies on it. */
#ifndef DOMAIN_TERRITORY_MAP_H
#define DOMAIN_TERRITORY_MAP_H

#include "domain/territory/territory_web.h"

enum { PLATE_WIDTH = 400, PLATE_HEIGHT = 330, PLATE_BOXES = 96 };

struct box {
	double x0, y0, x1, y1;
};

/* A drawing under way, and where names may not go. */
struct plate {
	struct page *page;
	struct box taken[PLATE_BOXES];
	int taken_count;
};

void plate_open(struct plate *m, const char *title);
/* Scale bar, France in the corner with t marked, frame, caption. */
void plate_close(struct plate *m, const struct territory *t, double pixels_per_km,
	const char *caption);
void plate_take(struct plate *m, double x0, double y0, double x1, double y1);
/* Writes a name beside a dot, off pixels away, if there is room. */
bool plate_name(struct plate *m, double x, double y, double off, const char *name);

/* territory_outline.c: is there an outline of this département or région? */
bool plate_outline(const char *code);
/* The map of an area with an outline; the corner marks t. */
void plate_draw_outline(struct page *p, const struct territory *area, const struct territory *t,
	const char *caption);
/* France, or an overseas département, small, with t marked. */
void plate_locate(struct page *p, const struct territory *t);

#endif
