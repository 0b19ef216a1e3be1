/* scheme.h - SKOS vocabularies: schemes and their concepts.
 *
 * Owns the tables scheme and concept.  Shipped ones are types/schemes/NAME.json,
 * loaded as contributions ("scheme.stated": the whole scheme).  A concept is
 * named by its notation, unique in its scheme: "alimentaire". */
#ifndef DOMAIN_SCHEME_H
#define DOMAIN_SCHEME_H

#include "base/tr.h"
#include "store/db.h"

struct concept {
	const char *scheme, *notation;
	const char *label[LANG_COUNT];
	const char *definition[LANG_COUNT];	/* or NULL */
	const char *broader;			/* notation in the same scheme, or NULL */
	const char *const *related;		/* notations, "scheme:notation" elsewhere;
						 * NULL-ended, or NULL */
	const char *address;			/* of a licence's text, or NULL */
	int depth;				/* 0 for top concepts */
	int order;				/* in the tree, depth first */
};

struct scheme {
	const char *name;			/* "axes" */
	const char *label[LANG_COUNT];
	const char *definition[LANG_COUNT];
	const struct concept *concepts;		/* depth first */
	int count;
};

/* Kept per connection: valid until the transaction ends.  NULL if unknown. */
const struct scheme *scheme_get(struct db *db, const char *name);
/* All schemes by name; returns how many. */
int scheme_all(struct db *db, const struct scheme *const **schemes);
const struct concept *scheme_concept(const struct scheme *s, const char *notation);
/* Also accepts a label in either language, folded: what a person types. */
const struct concept *scheme_match(const struct scheme *s, const char *typed);

#endif
