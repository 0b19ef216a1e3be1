/* search_parse.h - what a person typed, as words, phrases and exclusions.
 *
 * Anything may be typed: what means nothing is left out, nothing is an error.
 * When all of it means nothing, nothing is found. */
#ifndef ACROSS_SEARCH_PARSE_H
#define ACROSS_SEARCH_PARSE_H

#include "base/arena.h"
#include "base/tokenizer.h"

enum { ATOMS = 16, TYPED_MAX = 200 };	/* what is beyond is not looked at */

/* Stems of words that stand one after the other; those beside the word before
 * them may stand in its stead. */
struct stem {
	const char *text;
	bool beside;
};

struct atom {
	const char *text;	/* as typed, without quotes and signs */
	bool phrase, without, begins;
	int words;		/* how many the tokenizer finds in it */
	bool small;		/* one word that says too little */
	struct stem *stems;
	int stem_count;
	const char *begin;	/* if begins: that of the last word, folded only */
	const char *joined;	/* stem of the same without its hyphen, or NULL */
};

struct asked {
	struct atom atoms[ATOMS];
	int count;
	int wanted;		/* atoms that must match: 0: only exclusions, or none */
	bool all_small;		/* none of them says much: then all count */
	bool senseless;		/* something was typed, and no word was in it */
	const char *folded;	/* what was typed, folded, to be compared with titles */
};
/* Must the atom match? */
bool asked_wanted(const struct asked *asked, const struct atom *atom);

void search_parse(struct arena *a, struct tokenizer *t, const char *typed,
	struct asked *asked);

#endif
