/* diff.h - two texts, word by word: what both have, what went, what came. */
#ifndef BASE_DIFF_H
#define BASE_DIFF_H

#include "base/arena.h"

enum diff_kind { SAME, GONE, CAME };

struct diff_part {
	enum diff_kind kind;
	const char *text;	/* inside one of the two texts; not ended by NUL */
	size_t size;
};

/* The parts in order; returns how many.  The longest common run of words is
 * found for texts that differ by up to 1,500 words; beyond, all that lies
 * between their common ends is gone, then came. */
int diff_words(struct arena *a, const char *before, const char *after,
	struct diff_part **parts);

#endif
