/* date.h - times are milliseconds since 1970 UTC; days are "2026-05-12". */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/tr.h"

int64_t date_now(void);		/* wall clock, ms */
int64_t date_monotonic(void);	/* for durations and timeouts, ms */
/* "2026-05-12T08:30:00Z", in the arena. */
char *date_iso(struct arena *a, int64_t ms);
/* Is s a day that exists, as YYYY-MM-DD, YYYY-MM or YYYY? */
bool date_valid(const char *s);
/* 12 mai 2026 / 12 May 2026, kept on one line; also of "2026-05" and "2026". */
char *date_long(struct arena *a, enum lang lang, const char *day);
/* The day, in Europe/Paris, of a moment, as YYYY-MM-DD. */
char *date_day(struct arena *a, int64_t ms);
/* RFC 9110 date, for HTTP headers. */
char *date_http(struct arena *a, int64_t ms);

#endif
