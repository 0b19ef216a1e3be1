/* search_parse.h - what a person typed, as words, phrases and exclusions.
 *
 * Anything may be typed: what means nothing is left out, nothing is an error.
 * When all of it means nothing, nothing is found. */
#ifndef ACROSS_SEARCH_PARSE_H
#define ACROSS_SEARCH_PARSE_H

#include "across/tokenizer.h"
#include "base/arena.h"

enum { ATOMS = 16, TYPED_MAX = 200 };	/* what is beyond is not looked at */

struct atom {
	const char *text;	/* as typed, without quotes and signs */
	bool phrase, without, begins;
	int words;		/* how many the tokenizer finds in it */
	bool small;		/* one word that says too little */
	const char *stem;	/* of its first word */
};

struct asked {
	struct atom atoms[ATOMS];
	int count;
	/* FTS5 expressions, or NULL: what must match, the same in titles, what must not */
	const char *match, *title, *without;
	bool senseless;		/* something was typed, and no word was in it */
	const char *folded;	/* what was typed, folded, to be compared with titles */
};

void search_parse(struct arena *a, struct tokenizer *t, const char *typed,
	struct asked *asked);

#endif
