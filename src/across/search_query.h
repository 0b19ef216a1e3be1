/* search_query.h - a search under way, for search_*.c. */
#ifndef ACROSS_SEARCH_QUERY_H
#define ACROSS_SEARCH_QUERY_H

#include "across/search.h"
#include "across/search_facets.h"
#include "across/search_known.h"
#include "across/search_parse.h"

/* Rows that match, by row, and how well. */
struct matches {
	uint32_t *rows;
	float *scores;
	int count;
};

struct finding {
	struct db *db;
	struct arena *arena;
	const struct facets *facets;
	const struct known *known;
	struct search_wish wish;
	struct asked asked;
	struct chosen chosen;
	struct matches matches;		/* of asked */
	bool cut;			/* not all that match were looked for */
	roaring_bitmap_t *matched;	/* rows that match what was asked; NULL: all */
	roaring_bitmap_t *result;	/* of them those that all filters leave */
	/* of a cursor: the last row shown, and the greatest row there was at the first
	 * page: what comes in later moves no page.  0: this is the first. */
	uint32_t after, newest;
};

/* Finds matched and result in a reading moment, until find_end; false when there
 * is no index.  f is zeros, but for the place in the pages. */
bool find_begin(struct finding *f, const struct search_wish *w, struct arena *a);
void find_end(struct finding *f);

/* Rows that match what was asked (NULL: no words), the caller's to free.  *m gets
 * those that match words, exclusions aside. */
roaring_bitmap_t *find_rows(struct finding *f, const struct asked *asked, struct matches *m);
/* Where a word is. */
struct hits find_hits(struct finding *f, const char *stem);
/* How many the viewer may find of a set, with the filters or without. */
int find_count(struct finding *f, const roaring_bitmap_t *rows, bool filtered);

/* The rows of a page in their order; at most wish->limit, in the arena. */
int find_page(struct finding *f, int64_t **rows);

/* The part of a summary or of a text that tells why the sheet was found, found
 * words between \x02 and \x03. */
const char *find_snippet(struct finding *f, const char *title, const char *summary,
	int64_t row);

/* What to say when nothing was found. */
void find_nearest(struct finding *f, struct search_answer *found);

#endif
