/* start_own.h - what the files of start share. */
#ifndef DOMAIN_START_OWN_H
#define DOMAIN_START_OWN_H

#include "domain/start/start.h"

/* What rules may ask; ends with {0}. */
extern const struct rule_function start_functions[];
int moment_of(const char *name);	/* -1 for none of them */
extern const char *const start_moments[MOMENTS];
/* The clean definition, or NULL after refusals at their places. */
json_t *start_check(struct ledger *l, const json_t *j);

#endif
