/* tokenizer.h - the words of French text, as search compares them.
 *
 * Lower case, accents off, œ as oe; l', d', qu' and their like dropped; a hyphen
 * parts words, and auto-évaluation is also autoévaluation; St is Saint; then
 * the stem.  Words with a digit are kept whole.  A tokenizer belongs to one
 * thread; the same text always gives the same words. */
#ifndef BASE_TOKENIZER_H
#define BASE_TOKENIZER_H

#include <stdbool.h>
#include <stddef.h>

struct tokenizer;

struct tokenizer *tokenizer_new(void);
/* One that remembers more words: for whole texts, one after the other. */
struct tokenizer *tokenizer_large(void);
void tokenizer_free(struct tokenizer *t);	/* NULL is fine */

enum { WORDS_VERSION = 3 };	/* grows when the same text gives other words */
enum { WORD_MAX = 64 };	/* bytes of a folded word; the rest is cut */

struct word {
	const char *stem;	/* folded and stemmed, NUL-terminated */
	size_t size;		/* of stem */
	size_t start, end;	/* bytes of the text */
	bool beside;		/* stands at the same place as the word before */
};

/* Calls each() for each word in order; stops when it returns other than 0, and
 * returns that.  whole: folded only, for the beginnings of words. */
int tokenizer_words(struct tokenizer *t, const char *text, size_t n, bool whole,
	int (*each)(void *, const struct word *), void *context);

/* The stem of a folded word; acute: it ended in é (élevé is not élève).  Valid
 * until the next call. */
const char *tokenizer_stem(struct tokenizer *t, const char *folded, bool acute);

/* Does this folded word say too little to be looked for ("de", "la")? */
bool tokenizer_small(const char *folded);

#endif
