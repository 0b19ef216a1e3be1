/* search_facets.h - which rows of the index have which value of which facet.
 *
 * Sets in memory (roaring bitmaps), filled from the search file and changed
 * under the same lock as its commits.  Counts that follow any combination of filters
 * are sizes of intersections; where a facet has many values (tags, communes) and
 * few rows are left, these rows' own values are counted instead. */
#ifndef ACROSS_SEARCH_FACETS_H
#define ACROSS_SEARCH_FACETS_H

#include <roaring/roaring.h>

#include "store/kind.h"

/* Filters by a place or anything around it: it has too many values to be offered, and is
 * never counted. */
#define FACET_AROUND "territory"

struct facet_rows {
	const char *name;	/* of its struct facet_name */
	char *value;
	roaring_bitmap_t *rows;
	int facet;		/* in struct facets' names */
};

struct facet_name {
	char *name;
	int *values, count;	/* in struct facets' list */
	bool many;		/* its values are noted row by row too */
};

struct facets {
	roaring_bitmap_t *all, *members;	/* members: rows that only members see */
	struct facet_rows *list;		/* names and values stay as long as the sets */
	int count;
	struct facet_name *names;
	int name_count;
	int *slots, slot_count;			/* by name and value; -1 free */
	struct row_values {
		int count;
		union {
			int few[3], *more;
		};
	} *values;				/* of a row, of facets that have many */
	uint32_t room;
};

struct facets *facets_new(void);
void facets_free(struct facets *f);
/* Row has, or has no longer, this value.  Changes of "" say who sees it. */
void facets_set(struct facets *f, uint32_t row, const char *name, const char *value, bool on);
/* How many of these rows have each value of some facets: counts is as long as the list,
 * and zeros. */
void facets_count(const struct facets *f, const roaring_bitmap_t *rows,
	const struct facet_name *const *names, int name_count, int *counts);
/* The rows with a value, or NULL. */
const roaring_bitmap_t *facets_rows(const struct facets *f, const char *name, const char *value);

/* What is chosen; several values of one facet widen, several facets narrow. */
struct chosen {
	const struct facet *list;
	int count;
	bool members;		/* may see what members see */
};
/* The rows of a set (NULL: all) that fit; those of the facet `except` (or NULL)
 * are not asked for, so that one may see what another choice would give. */
roaring_bitmap_t *facets_choose(const struct facets *f, const roaring_bitmap_t *among,
	const struct chosen *c, const char *except);

#endif
