/* contour_own.h - between the files of contour; nobody else includes it.
 */
#ifndef DOMAIN_CONTOUR_OWN_H
#define DOMAIN_CONTOUR_OWN_H

#include <stdint.h>

#include "base/json.h"
#include "base/shape.h"
#include "domain/contour/contour.h"

/* contour_read.c: which territory a feature is about. */
struct feature_name {
	const char *code;	/* as written, "1001" as "01001"; NULL when there is none */
	char kind;		/* 'c'ommune, 'e'pci, 'd'épartement, 'r'égion, '?' */
	const char *name;	/* or "" */
	int mountain, coast;	/* contour_facts */
	double hectares;	/* as the list says; 0 when it does not */
};
void feature_name(struct arena *a, const json_t *properties, struct feature_name *n);
/* Degrees to a point; false when it is none on Earth: *detail gets what it is. */
bool feature_point(struct arena *a, const json_t *position, double *lon, double *lat,
	const char **detail);

/* A blob is gzip of lines; the first is CONTOUR_BLOB, the others have so many columns
 * between tabs: code, area in km2, mountain and coast (1, 0 or nothing), digest, shape.
 * What contour_import_write gives has two more in front: the sort of code ('c', 'e', 'd',
 * 'r', or '?' when it is not told) and the name. */
#define CONTOUR_BLOB "# archipel contours 1"
enum { BLOB_COLUMNS = 6, LINE_COLUMNS = BLOB_COLUMNS + 2, BLOB_MAX = 160 << 20 };

/* contour_query.c: where contours come from, the latest first; "" when nobody said. */
const char *contour_source(struct db *db, const char *code);
/* Contours that meet a box, of one kind of territory or of one group (its code) or of all
 * that lie there; the largest first.  Returns how many, at most limit. */
struct contour {
	const char *code, *kind, *shape;
	struct shape_box box;
	double area;
};
int contour_find(struct db *db, const char *kind, const struct shape_box *box, int limit,
	struct contour *found);
int contour_count(struct db *db, const char *kind, const struct shape_box *box);
bool contour_get(struct db *db, const char *code, struct contour *c);
/* The contours of the communes of a group; at most limit. */
int contour_members(struct db *db, const char *code, int limit, struct contour *found);
/* contour_lines.c: the lines of several as data of one path, in whole pixels; what two
 * share is drawn once. */
void contour_lines(struct out *o, struct arena *a, const struct contour *list, int n,
	const struct contour_view *v);
/* contour_draw.c: where a point falls; the path of one that was found. */
void contour_spot(const struct contour_view *v, struct corner p, double *x, double *y);
void contour_path(struct out *o, struct arena *a, const struct contour *c,
	const struct contour_view *v, bool round);

#endif
