/* kind.h - what search, lists, maps, feeds and exports know of each thing.
 *
 * A domain describes its subjects; readers of all kinds walk these rows and
 * know no domain. */
#ifndef STORE_KIND_H
#define STORE_KIND_H

#include "base/tr.h"
#include "store/db.h"
#include "store/entry.h"

struct facet {
	const char *name;	/* "type", "axis", "departement" */
	const char *value;	/* "tool", a concept, "D86" */
};

/* A place that a thing names and that lies at a point. */
struct place {
	const char *code, *name;	/* "63113", "Clermont-Ferrand" */
	const char *address;		/* its page */
	double lat, lon;		/* degrees, WGS84 */
	bool small;			/* a commune, not a département or a région */
	bool own;			/* of things that say where they lie: there, then, and not at
					 * the points of territories that they name */
};

struct description {
	const char *id;		/* ULID */
	const char *slug;
	const char *address;	/* "/ressources/enquete-collective", without base path */
	const char *type;	/* "tool" */
	const char *title, *summary, *body;	/* body: plain text of all text fields */
	const char *tags, *concepts, *territories;	/* words, joined with " · " */
	const struct facet *facets;
	int facet_count;
	const struct place *places;
	int place_count;
	const char *const *links;	/* ids of the things it names, NULL-ended; or NULL */
	const char *const *told;	/* of a report: ids of the sheets that were tried; or NULL */
	const char *mark;		/* "" to reuse, "lived", "place" */
	const char *meta[LANG_COUNT];	/* key facts in a few words, for lists; or NULL */
	const char *language;	/* "fr" */
	enum visibility visibility;
	const char *state;	/* "published", "draft", "archived" */
	int64_t created, updated;	/* ms */
	int version;
	const char *owner;	/* account id: drafts are found by their owner */
};

/* A column of exports, and what a thing has there. */
struct column {
	const char *name;	/* "cost.min"; the same in all types */
	const char *label;
};
struct cell {
	const char *text;	/* NULL: nothing */
	bool number;		/* it is one, as JSON writes it; otherwise text */
};

struct kind {
	const char *prefix;	/* of entry kinds that change it: "resource." */
	/* False if there is no such subject (any more). Strings in db's arena. */
	bool (*describe)(struct db *, const char *subject, struct description *);
	/* The n-th (from 0) subject after one, in order, to index all; NULL at the end. */
	const char *(*after)(struct db *, const char *subject);
	/* The words for a facet, or for one of its values (a type: in the singular)
	 * when value is not NULL; NULL if it is not this kind's.  A facet without
	 * words filters and is not offered: "territory" takes any place around. */
	const char *(*label)(struct db *, enum lang, const char *facet, const char *value);
	/* Prefixes of entry kinds that may change how all are described, "type.
	 * territory.", between spaces; or NULL. */
	const char *wide;
	/* The columns of a type, `most` at most: returns how many.  One named "url" holds
	 * addresses without base path. */
	int (*columns)(struct db *, enum lang, const char *type, struct column *to, int most);
	/* What a published subject of that type has in them, as anyone may see it; false
	 * if there is none (any more). */
	bool (*cells)(struct db *, enum lang, const char *subject, struct cell *to, int most);
};

const struct kind *kind_at(int i);	/* NULL past the last */

#endif
