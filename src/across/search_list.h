/* search_list.h - a list under way: what was asked in the address, what came of it. */
#ifndef ACROSS_SEARCH_LIST_H
#define ACROSS_SEARCH_LIST_H

#include "across/search.h"
#include "web/page.h"

enum {
	CHOSEN = 12,		/* values at most in one address */
	PAGE_SIZE = 20, PAGES = 500,
	FEW = 6			/* sheets beside an open facet */
};

struct listing {
	struct request *request;
	const char *path;		/* "/ressources" */
	const char *type;		/* that this list is about only, or NULL */
	struct facet chosen[CHOSEN + 1];	/* by name and value; the list's own type comes last */
	int chosen_count, own_count;	/* all, and those the reader chose */
	bool too_many;			/* there were more in the address */
	bool behind;			/* the index is not where the reader is: say so */
	struct search_wish wish;
	struct search_answer found;
	int page;
	const char *open;		/* facet shown whole beside a few results, or NULL */
	int listed;			/* filters beside a type, at most, that search engines may
					 * follow: crossed further there is no end to it */
};

/* Reads the address and waits for the index; search_find is yet to be called. */
void listing_read(struct listing *l, struct request *r, const char *path, const char *type);

/* The address of this list with one facet value put in (or taken out if it is
 * there), an order, or a facet open; at its first page.  NULL: as it is. */
struct listing_change {
	const char *facet, *value, *order, *open, *words;
	bool bare;		/* without filters */
	bool plain;		/* without the order */
};
const char *listing_link(const struct listing *l, const struct listing_change *change);
/* Its parameters but the page, for page_pages; in one order, whatever was sent. */
const char *listing_query(const struct listing *l);
/* The one address of this list, for who keeps it: without base path, order and open
 * facet. */
const char *listing_canonical(const struct listing *l);
/* Not for search engines: words, an order, an open facet, or filters that cross.  And a link
 * with this change, may they follow it?  change NULL: the list itself. */
bool listing_unlisted(const struct listing *l, const struct listing_change *change);

/* What is asked in words, after the name of the list: "Resources: Tool, Ain". */
const char *listing_title(const struct listing *l, const char *name);
/* The address of this list in another form: "/ressources.csv" and its parameters,
 * without base path. */
const char *listing_as(const struct listing *l, const char *path);

/* The words for a facet or a value, from the kind that knows it; NULL: none. */
const char *listing_label(struct request *r, const char *facet, const char *value);

/* Waits for the index; tells what a page that shows sheets reads.  False when the index
 * is still being made: what is found may not be all. */
bool listing_wait(struct request *r, int ms);
/* The value right above one of the same facet ("social" above "social-soin"),
 * or NULL: notations of concepts begin with those above them. */
const struct search_count *count_parent(const struct search_count *counts, int n,
	const struct search_count *c);

/* search_facet.c: filters beside the results, and those chosen above them. */
void listing_facets(struct page *p, const struct listing *l);
void listing_chosen(struct page *p, const struct listing *l);

#endif
