/* contour.h - the contours of territories, as their official lists draw them.
 *
 * Owns the table contour.  Contours come from files of GeoJSON, by blobs that entries
 * name ("contour.loaded"): each gives the codes that it has, the others stay.  Codes
 * are those of territories.  A line between two neighbours is one line at each zoom.
 *
 * Degrees are of WGS 84, longitude first.  A zoom is that of maps on screens: 0 shows
 * the whole Earth in 256 pixels, each further one is twice as large. */
#ifndef DOMAIN_CONTOUR_H
#define DOMAIN_CONTOUR_H

#include "base/shape.h"
#include "store/db.h"
#include "store/store.h"

/* In square kilometres, as the list says, or of a drawing that is fine enough; of a group
 * that has no contour of its own, the sum of its communes if all are known.  False when
 * it is not known. */
bool contour_area(struct db *db, const char *code, double *km2);

/* What the lists say beside: 1 yes, 0 no, -1 unknown. */
struct contour_facts {
	int mountain, coast;
};
/* False when no contour is known; facts are then unknown. */
bool contour_facts(struct db *db, const char *code, struct contour_facts *f);

/* Is there a contour, of it or of one of its communes? */
bool contour_known(struct db *db, const char *code);
/* Of the contour, or of those of its communes. False when nothing is known. */
bool contour_box(struct db *db, const char *code, struct shape_box *box);

/* From degrees to pixels: lon and lat fall on x and y. */
struct contour_view {
	double lon, lat, x, y;
	double across, down;	/* pixels a degree of longitude, of latitude */
	bool mercator;		/* then down is of a degree of latitude as that projection has it */
	int zoom;		/* which lines are told, contour_zoom */
};
/* The zoom whose pixels are as large as those of a drawing. */
int contour_zoom(double lat, double pixels_per_km);
/* Writes the contour as data of an SVG path, with two rounds of corner cutting when
 * round.  False, and nothing written, when it is not known. */
bool contour_draw(struct out *o, struct db *db, const char *code, const struct contour_view *v,
	bool round);

/* Import: what is read file after file, then stored in one entry. */
struct contour_import;
struct contour_fault {
	const char *file;
	int feature;		/* from 1; 0: the file itself */
	const char *sentence;	/* English key, with at most one %s */
	const char *detail;	/* for the %s, or NULL */
};
enum { CONTOUR_FAULTS = 20 };
struct contour_import *contour_import_new(struct arena *a);
void contour_import_free(struct contour_import *im);
/* A file begins; its bytes come in pieces of any size; it ends. */
void contour_import_begin(struct contour_import *im, const char *file);
void contour_import_bytes(struct contour_import *im, const char *bytes, size_t n);
void contour_import_end(struct contour_import *im);
/* So far: features read, and what is wrong (the first ones of a total). */
int contour_import_count(const struct contour_import *im);
int contour_import_faults(const struct contour_import *im, const struct contour_fault **list);
/* Simplifies, and writes one line for each contour: what contour_store takes. */
void contour_import_write(struct contour_import *im, struct out *o);

struct contour_report {
	int read, added, changed, same, unknown;
	int others;		/* known from other imports, which these were not simplified with */
	const char *first_unknown;	/* some codes that no territory has, "" if none */
};
/* Stores the lines that differ from what is known. False and *why, a sentence, on
 * failure: then nothing has changed. */
bool contour_store(struct store *s, struct arena *a, const char *lines, size_t n,
	const char *source, struct contour_report *report, const char **why);

#endif
