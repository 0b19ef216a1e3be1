/* outline.h - outlines of the régions and départements of France, in a Mercator
 * projection, from data/outlines.tsv (svg-maps, CC BY 4.0). */
#ifndef WEB_OUTLINE_H
#define WEB_OUTLINE_H

#include "web/plate.h"

struct outline {
	const char *code;		/* "D86", "R75"; "FR" is the whole */
	struct plate_box box;
	const char *small, *fine;	/* paths for locators, for maps; "FR" has no fine one */
};

/* NULL if there is none: overseas has no outline. */
const struct outline *outline_find(const char *code);
const struct outline *outline_at(int i);	/* NULL past the last */
/* Degrees, WGS84, to the units of the paths. */
double outline_x(double longitude);
double outline_y(double latitude);
double outline_lon(double x);	/* and back */
double outline_lat(double y);
/* Units of the paths for a kilometre, at a latitude. */
double outline_per_km(double latitude);

#endif
