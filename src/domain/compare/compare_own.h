/* compare_own.h - between the files of compare. */
#ifndef DOMAIN_COMPARE_OWN_H
#define DOMAIN_COMPARE_OWN_H

#include "domain/compare/compare.h"
#include "domain/contour/contour.h"
#include "web/page.h"

/* Classes: from least to most, which is INT64_MAX in the last one.  near: with the classes
 * next to it. */
struct steps {
	int64_t least, most;
};
struct steps people_steps(enum family family, int class, bool near);
int epci_size_of(int communes);
struct steps epci_steps(int class, bool near);
int density_class_of(double per_km2);
struct steps density_steps(int class, bool near);
enum epci_kind epci_kind_of(const char *name);
enum family family_of(const char *kind);
/* The sentence with its first two %s filled in. */
const char *say(struct arena *a, enum lang lang, const char *key, const char *one,
	const char *two);
/* "200 à 1 999 habitants"; "10 à 59 habitants par km²"; "31 à 60 communes" */
const char *people_range(struct arena *a, enum lang lang, enum family family, int class,
	bool near);
const char *density_range(struct arena *a, enum lang lang, int class, bool near);
const char *epci_size_range(struct arena *a, enum lang lang, int class, bool near);

/* compare_ask.c: criteria of an address (people=near&where=region...); false when it has none:
 * then they are the usual ones. */
bool criteria_read(struct request *r, const struct traits *t, int enough, struct criteria *c);
/* The form that asks for them, at its own address. */
void criteria_form(struct page *p, const struct traits *t, const struct criteria *c);
/* The same as a query: "people=same&where=region". */
const char *criteria_query(struct arena *a, const struct criteria *c);

/* compare_alike_page.c */
void alike_page(struct request *r);	/* GET /territoires/{place}/comparables */
void alike_panel(struct page *p, const char *code);

/* compare_page.c: up to four territories side by side. */
enum { SIDES = 4, KINDS_TOLD = 6 };
struct side {
	struct traits of;
	int told[KINDS_TOLD];		/* sheets in all, then by kind_told */
	struct contour_view view;	/* all at one scale; zoom 0: not drawn */
};
struct sides {
	struct side list[SIDES];
	int count;
	const char *missing;		/* a code that no territory has, or NULL */
	const char *spare;		/* the name of one that is too many, or NULL */
};
extern const char *const kind_told[KINDS_TOLD];		/* types; NULL: all sheets */
/* The territories of an address: avec=86116,63113 or avec=86116&avec=63113. */
void sides_read(struct request *r, struct sides *s);
/* Gives communes whose contours are known views of one scale; false when less than two are, or
 * one would be a speck beside another. */
bool sides_scale(struct db *db, struct sides *s);
enum { SIDE_PIXELS = 96 };
/* "/territoires/comparer?avec=86116,63113", without one of them when >= 0. */
const char *sides_address(struct arena *a, const char *path, const struct sides *s, int without);
void sides_page(struct request *r);	/* GET /territoires/comparer */

/* compare_api.c */
void alike_json(struct request *r);	/* GET /api/v1/territories/{code}/comparables */
void sides_json(struct request *r);	/* GET /api/v1/territories/compare */
void sides_csv(struct request *r);	/* GET /territoires/comparer.csv */
/* "same", "near", "apart", "unknown"; "people", "density"... */
const char *closeness_name(enum closeness c);
const char *trait_field(enum trait t);

#endif
