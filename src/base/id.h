/* id.h - ULIDs: 26 characters of Crockford's base 32, sortable by time.
 * Source: github.com/ulid/spec.  Random ones carry no time. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdbool.h>

#include "base/arena.h"

enum { ID_LENGTH = 26 };

char *id_new(struct arena *a);		/* ordered by time */
char *id_random(struct arena *a);	/* tells no time: accounts, ballots */
bool id_valid(const char *s);
bool uuid_valid(const char *s);		/* 8-4-4-4-12 hexadecimal */

#endif
