/* search_known.h - what memory knows of each row, to put rows in order.
 *
 * Filled from the search file and changed under the same lock as its commits. */
#ifndef ACROSS_SEARCH_KNOWN_H
#define ACROSS_SEARCH_KNOWN_H

#include "across/search_posting.h"

enum { ID = 26 };	/* of a ULID; longer ids are told apart by it or by their row */

/* A word that texts have had, for the nearest spelling. */
struct term {
	int64_t letters;	/* letters_of() */
	uint32_t number;	/* in the table term */
	uint32_t at;		/* where its text is, in struct terms */
	int size;		/* in letters */
};
struct terms {
	struct term *list;
	char *texts;
	size_t count, room, used, most;
};
void terms_add(struct terms *t, uint32_t number, const char *text);
void terms_free(struct terms *t);

struct known {
	struct known_row {
		int64_t updated;
		char id[ID];		/* zeros after the end of a shorter one */
		uint16_t length;	/* words of the sheet */
	} *rows;
	uint32_t room;
	int64_t words;		/* the lengths of all rows together */
	struct bags bags;
	struct terms terms;
};

struct known *known_new(void);
void known_free(struct known *k);

/* What is now to be known of a row: all zeros when it is gone.  Takes the bag;
 * NULL: its words are in the file. */
void known_set(struct known *k, uint32_t row, const struct known_row *r, struct bag *bag);
/* All bags have been written into the file. */
void known_drop_bags(struct known *k);
struct known_row known_row(const char *id, int64_t updated, int length);

/* Compares ids, then rows. */
int known_by_id(const struct known *k, uint32_t a, uint32_t b);

#endif
