/* search.h - the search index: a file of its own beside the views.
 *
 * One indexing thread follows the log, at most 1 s behind. */
#ifndef ACROSS_SEARCH_H
#define ACROSS_SEARCH_H

#include "store/store.h"

/* Opens DIR/search-*.db, or builds it, and starts indexing.  False and *why,
 * a sentence, if it cannot. */
bool search_start(struct store *s, const char *dir, const char **why);
void search_stop(void);

#endif
