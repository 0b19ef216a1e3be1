/* tokenizer_stem.h - what a tokenizer keeps: the stemmer and stems met before. */
#ifndef BASE_TOKENIZER_STEM_H
#define BASE_TOKENIZER_STEM_H

#include "base/tokenizer.h"

struct kept_stem {
	char word[28], stem[28];	/* longer words are not kept */
	bool acute;
};

struct sb_stemmer;

struct tokenizer {
	struct sb_stemmer *snowball;
	char stem[WORD_MAX + 1];
	size_t slots;
	struct kept_stem kept[];	/* one per slot */
};

#endif
