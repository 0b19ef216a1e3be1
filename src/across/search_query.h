/* search_query.h - a search under way, for search_*.c. */
#ifndef ACROSS_SEARCH_QUERY_H
#define ACROSS_SEARCH_QUERY_H

#include "across/search.h"
#include "across/search_facets.h"
#include "across/search_parse.h"

struct finding {
	struct db *db;
	struct arena *arena;
	const struct facets *facets;
	const struct search_wish *wish;
	struct asked asked;
	struct chosen chosen;
	roaring_bitmap_t *result;	/* rows found, all filters applied */
	/* of a cursor: the last row shown, and the greatest row there was at the first
	 * page: what comes in later moves no page.  0: this is the first. */
	uint32_t after, newest;
};

/* Rows that match what was asked (NULL: no words), the caller's to free. */
roaring_bitmap_t *find_rows(struct finding *f, const struct asked *asked);
/* How many the viewer may find of a set, with the filters or without. */
int find_count(struct finding *f, const roaring_bitmap_t *rows, bool filtered);

/* The rows of a page in their order; at most wish->limit, in the arena. */
int find_page(struct finding *f, int64_t **rows);

/* What to say when nothing was found. */
void find_nearest(struct finding *f, struct search_answer *found);

#endif
