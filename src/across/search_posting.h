/* search_posting.h - in which rows a word is, and where: the table posting.
 *
 * One record for each word and PART rows: two bytes for each row it is in (the
 * row within the part, its level), then the places in these rows.  The newest
 * sheets stand in bags in memory only, until there are enough to be written
 * at once: a sheet has some 250 words, and each lies elsewhere in the file. */
#ifndef ACROSS_SEARCH_POSTING_H
#define ACROSS_SEARCH_POSTING_H

#include "across/search_words.h"

enum { ROW_BITS = 10, PART = 1 << ROW_BITS, LEVEL_BITS = 6 };

/* Where a word is: row << LEVEL_BITS | level, by row. */
struct hits {
	uint32_t *list;
	int count;
};
static inline uint32_t hit_row(uint32_t hit)
{
	return hit >> LEVEL_BITS;
}

/* The bags that are in memory, by row. */
struct bags {
	struct bag **list;
	int count;
};

/* In how many rows a word is, in the file and in bags. */
int posting_count(struct db *db, const struct bags *bags, uint32_t word);
/* Where it is; the list is in the arena. */
struct hits posting_hits(struct db *db, struct arena *a, const struct bags *bags, uint32_t word);
/* The same of words that stand one after the other, 64 at most. */
struct hits posting_phrase(struct db *db, struct arena *a, const struct bags *bags,
	const uint32_t *words, int count);

/* Writes what is in bags, or takes it away. */
void posting_add(struct db *db, const struct bags *bags);
void posting_remove(struct db *db, const struct bag *bag);

#endif
