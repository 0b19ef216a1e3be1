/* histogram.h - how long something took, counted in steps; any thread, no lock. */
#ifndef BASE_HISTOGRAM_H
#define BASE_HISTOGRAM_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/out.h"

enum { HISTOGRAM_STEPS = 14 };

struct histogram {
	_Atomic uint64_t counts[HISTOGRAM_STEPS + 1];	/* the last one: longer than all */
	_Atomic uint64_t us;
};

/* Microseconds of a clock that only goes forward. */
int64_t clock_us(void);
void histogram_add(struct histogram *h, int64_t us);
/* As Prometheus reads it: NAME_bucket{LABEL,le="…"}, NAME_sum, NAME_count. label: "" or
 * one, as class="page". */
void histogram_write(struct out *o, struct histogram *h, const char *name, const char *label);

#endif
