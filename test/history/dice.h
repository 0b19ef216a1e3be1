/* dice.h - chance that can be told again: the same seed, the same numbers. */
#ifndef HISTORY_DICE_H
#define HISTORY_DICE_H

#include <stdint.h>

struct dice {
	uint64_t state;
};

/* 0 to n - 1; 0 when n is 0.  The mixer is splitmix64, from public domain. */
static inline int dice_below(struct dice *d, int n)
{
	uint64_t z = d->state += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	z ^= z >> 31;
	return n > 0 ? (int)(z % (uint64_t)n) : 0;
}

#endif
