/* plate.h - maps made on the server: the neatline of a chart, a scale, names that
 * find their place.  The page says the same in words beside it. */
#ifndef WEB_PLATE_H
#define WEB_PLATE_H

#include "web/page.h"

enum { PLATE_WIDTH = 400, PLATE_HEIGHT = 330, PLATE_BOXES = 96 };

struct plate_box {
	double x0, y0, x1, y1;
};

/* A drawing under way, and where names may not go. */
struct plate {
	struct page *page;
	struct plate_box taken[PLATE_BOXES];
	int taken_count;
};

/* <figure>, <svg>, the sea; title is for those who do not see it. */
void plate_open(struct plate *m, const char *title);
void plate_take(struct plate *m, double x0, double y0, double x1, double y1);
/* Writes a name to the right, left, above or below a dot, off pixels away: where
 * there is room; false if there is none. */
enum plate_face { PLATE_NAME, PLATE_ON_LAND, PLATE_STRONG };
bool plate_name(struct plate *m, double x, double y, double off, enum plate_face face,
	const char *name);
/* The same in the middle of a surface. */
bool plate_label(struct plate *m, double x, double y, enum plate_face face, const char *name);
void plate_scale(struct plate *m, double pixels_per_km);
/* The frame and the caption. */
void plate_close(struct plate *m, const char *caption);

#endif
