/* search.h - finding what is kept in common: words, filters, order, pages.
 *
 * The index is a file of its own, DIR/search-*.db, written by one thread at
 * most a second behind the log; deleting it does no harm.  Any thread asks. */
#ifndef ACROSS_SEARCH_H
#define ACROSS_SEARCH_H

#include "store/kind.h"
#include "store/store.h"

/* Starts indexing, before the first submit.  There is one index per process.
 * False and *why, a sentence, if it cannot. */
bool search_start(struct store *s, const char *dir, const char **why);
/* An index that runs here follows erasures.  Without one its files go, so that
 * they keep no word: the next start makes them anew.  False when one stays. */
bool search_forget(const char *dir);
/* Before store_close. */
void search_stop(void);

/* Waits until all entries up to a position are in the index; false after ms. */
bool search_wait(int64_t position, int ms);
/* Up to where the index is; 0 without one. */
int64_t search_position(void);

enum search_order { BEST, NEWEST, BY_TITLE };	/* BEST without words is NEWEST */

struct search_wish {
	const char *words;		/* as typed, or NULL */
	const struct facet *chosen;
	int chosen_count;
	bool members;			/* may find what members may see */
	enum search_order order;
	int offset, limit;
	const char *after;		/* cursor of an earlier answer, or NULL; sets offset */
	enum lang lang;
	bool brief;			/* snippets are summaries, whatever was looked for */
	/* Are values of this facet to be counted?  NULL: of all. */
	bool (*offers)(void *context, const char *facet);
	void *context;
};

struct search_item {
	const char *id, *slug, *address, *type, *mark, *title;
	const char *snippet;	/* text; found words stand between \x02 and \x03 */
	const char *meta;	/* or NULL */
	const char *places;	/* the first two, or "" */
	int more_places;
	int64_t updated;
	int kind;		/* kind_at() */
};

/* How many have a value of a facet, among those that the other facets leave. */
struct search_count {
	const char *name, *value;
	int count;
	int more;		/* of them not found yet: what choosing it adds, or brings */
	bool chosen;
};

/* A word that was asked for, alone. */
struct search_word {
	const char *word;
	int count;
};

struct search_answer {
	int total;
	struct search_item *items;
	int item_count;
	struct search_count *counts;	/* by facet, most frequent first; of each some 200 values */
	int count_count;
	const char *next;		/* cursor, or NULL at the end */
	bool late;			/* time was up: there may be more */
	/* when nothing was found */
	int unfiltered;			/* how many there are without the filters */
	const char *nearest;		/* the words, spelled as they are here; or NULL */
	const struct search_word *words;	/* each word alone, when several */
	int word_count;
};

/* Strings in the arena.  False if the cursor is none of ours. */
bool search_find(const struct search_wish *w, struct arena *a, struct search_answer *found);

/* What the commons holds, for its first page. */
struct search_place {
	const char *code, *name, *address;
	double lat, lon;
	bool small;
	int sheets;
};
struct search_route {
	int from, to;		/* places whose sheets are linked, or lean on the same one */
};
struct search_summary {
	int sheets, places;
	int64_t updated;	/* 0 when empty */
	struct search_place *list;	/* most sheets first */
	int list_count;
	struct search_route *routes;
	int route_count;
	struct search_count *counts;
	int count_count;
	int64_t version;	/* grows with each change of the index */
};
void search_summary(struct arena *a, int most_places, struct search_summary *s);

#endif
