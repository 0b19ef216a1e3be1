/* search_words.h - the words of one sheet: which, where, how much they weigh.
 *
 * A word is a number here, that of its stem in the table term.  A place is
 * (index of the word in the sheet) << 2 | field, so that the word after one in
 * the same field stands at its place + 4. */
#ifndef ACROSS_SEARCH_WORDS_H
#define ACROSS_SEARCH_WORDS_H

#include <stdint.h>

#include "store/db_file.h"

enum { IN_TITLE, IN_LABELS, IN_SUMMARY, IN_BODY, FIELDS };
enum { LEVELS = 64, NEXT_PLACE = 4 };

/* The uses of one word in one sheet. */
struct use {
	uint32_t word;
	uint32_t at;		/* where its places begin in the bag; they end where the next's do */
	uint16_t level;		/* how much they weigh together, from 1 */
};

struct bag {
	uint32_t row;
	int length;		/* words, counted each time */
	int count;
	unsigned char *places;	/* for each word, differences as bytes_number */
	struct use uses[];	/* by word, and one past the last */
};

/* The words of four texts; new ones are written into the table.  The caller
 * frees it; NULL when the connection failed. */
struct bag *bag_new(struct db *db, uint32_t row, const char *const texts[FIELDS]);
void bag_free(struct bag *b);	/* NULL is fine */
const struct use *bag_find(const struct bag *b, uint32_t word);
size_t use_size(const struct use *u);	/* bytes of its places */

/* Calls back for each word that bags have brought into the table since the last time. */
void words_new(struct db *db, void (*each)(void *context, uint32_t number, const char *stem),
	void *context);
/* What is remembered of the table term is not true any more: after a roll-back. */
void words_forget(struct db *db);
/* The number of a stem, or 0. */
uint32_t words_number(struct db *db, const char *stem);

/* Weights and levels: what is found in a title counts most. */
int level_of(unsigned weight);
double level_weight(int level);
unsigned field_weight(uint32_t place);

/* Small numbers in few bytes, and back; one that is cut off ends where the bytes do. */
unsigned char *bytes_put(unsigned char *to, uint32_t number);
static inline const unsigned char *bytes_get(const unsigned char *from, const unsigned char *end,
	uint32_t *number)
{
	uint32_t n = 0;
	if (from < end && *from < 128) {	/* most are that small */
		*number = *from;
		return from + 1;
	}
	for (int shift = 0; from < end; shift += 7) {
		n |= shift < 32 ? (uint32_t)(*from & 127) << shift : 0;
		if (!(*from++ & 128))
			break;
	}
	*number = n;
	return from;
}

/* The letters of a word as a set, in 64 bits: words that differ by n letters
 * differ by at most 2n bits. */
int64_t letters_of(const char *stem);

#endif
