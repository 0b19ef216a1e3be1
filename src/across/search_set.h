/* search_set.h - what a list finds, by place: for maps and their exports.
 *
 *	struct listing l;
 *	listing_read(&l, r, "/carte", NULL);	the same words and filters as /ressources
 *	search_set(&l.wish, &box, 500, r->arena, &set);
 *
 * listing_read (search_list.h) is the one reader of such addresses; listing_link
 * and listing_query write them.  Facet counts and items: search_find, with the
 * same wish; listing_facets and listing_chosen draw them. */
#ifndef ACROSS_SEARCH_SET_H
#define ACROSS_SEARCH_SET_H

#include "across/search_list.h"

/* Degrees, WGS84; what lies on an edge is inside. */
struct search_box {
	double west, south, east, north;
};

/* A sheet at a place: one that names several is there several times. */
struct search_at {
	int place;		/* in places */
	const char *id, *address, *type, *mark, *title;
	int64_t updated;
};

struct search_set {
	int total;			/* sheets found, wherever they are */
	int placed;			/* of them those with a place in the box */
	struct search_place *places;	/* in the box; sheets: those found there; by code */
	int place_count;
	struct search_at *sheets;	/* by place, newest first; none when there are more than asked */
	int sheet_count;		/* of sheets */
	bool late;			/* time was up: there may be more */
	bool many;			/* too much to look at: nothing but total is told */
	int64_t version;		/* grows with each change of the index */
};

/* More sheets than that are not looked at one by one. */
enum { SEARCH_LOOKED = 20000 };

/* Only places that have a point, and sheets that anyone may see, are told.  box
 * NULL: everywhere.  Strings in the arena. */
void search_set(const struct search_wish *w, const struct search_box *box, int most_sheets,
	struct arena *a, struct search_set *set);

#endif
