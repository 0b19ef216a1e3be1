/* search_kept.h - lists without words, kept until the index changes.
 *
 * Owns the last KEPT of them: which rows stand on a page, and the counts of its facets.
 * At a hundred thousand sheets that is what a list costs. */
#ifndef ACROSS_SEARCH_KEPT_H
#define ACROSS_SEARCH_KEPT_H

#include "across/search_query.h"

struct kept_lists;
struct kept_lists *kept_lists_new(void);
void kept_lists_free(struct kept_lists *k);

/* What tells this list from others, once find_begin is done; NULL: it is not to be kept.
 * names: the facets that are counted. */
const char *kept_key(const struct finding *f, const struct facet_name *const *names, int count);
/* Gives found its counts and *rows the page; the number of rows, or -1 if it is not kept.
 * Names and values are those of the sets: they stay as long as the reading moment. */
int kept_get(struct kept_lists *k, const char *key, int64_t version, struct arena *a,
	struct search_answer *found, int64_t **rows);
void kept_put(struct kept_lists *k, const char *key, int64_t version,
	const struct search_answer *found, const int64_t *rows, int row_count);

#endif
