/* targets.h - the list of targets, for fuzz.c and replay.c. */
#ifndef TEST_FUZZ_TARGETS_H
#define TEST_FUZZ_TARGETS_H

#include "fuzz.h"

/* Where the input comes from, for messages. */
extern const char *target_input;

const struct target *target_at(size_t i);	/* NULL past the last */
const struct target *target_find(const char *name);
void target_start(const struct target *t);
void target_run(const struct target *t, const void *bytes, size_t n);

#endif
