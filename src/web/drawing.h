/* drawing.h - drawings made on the server, as SVG in the page.  Colours come from
 * classes of the style sheet, never from here. */
#ifndef WEB_DRAWING_H
#define WEB_DRAWING_H

#include "web/page.h"

/* Isolines behind a title, the same for the same seed.  Decoration. */
void drawing_relief(struct page *p, const char *seed);

/* The edge of a chart as a ruler: how many of its parts are done.  label is said aloud
 * and written beside: "Step 3 of 6". */
void drawing_ruler(struct page *p, const char *label, int done, int parts);

struct drawing_box {
	const char *title, *note;
	const char *language;	/* of the title */
};
enum { DRAWING_BOXES = 4 };	/* on each side */
/* Boxes on the left lead to the one in the middle, which leads to the right. */
void drawing_lineage(struct page *p, const char *title, const struct drawing_box *self,
	const struct drawing_box *left, int lefts, const struct drawing_box *right, int rights);

#endif
