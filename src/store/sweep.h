/* sweep.h - blobs that only erased entries named. */
#ifndef STORE_SWEEP_H
#define STORE_SWEEP_H

#include "store/log.h"

/* Names of blobs (64 hexadecimal digits) found in bodies. */
struct sweep {
	struct arena *arena;
	char (*names)[65];
	bool *used;
	int count, room;
	int64_t seen;		/* position up to which the log was searched */
};

/* Remembers the blobs that a body names, before it goes. */
void sweep_note(struct sweep *s, const char *text, size_t n);
/* Searches the log, from where it was left, for entries that name them still. */
bool sweep_search(struct sweep *s, struct log *log);
/* Drops those that no entry names; false when one could not be. */
bool sweep_drop(struct sweep *s, struct log *log);

#endif
