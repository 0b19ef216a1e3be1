/* limit.h - who failed how often: buckets in bounded memory, never a lock for ever.
 *
 * After ten failures in a quarter of an hour each further one makes wait longer,
 * from one second to fifteen minutes; for a network, behind which a whole hall may
 * sit, after ten addresses or thirty-seven tries at one. */
#ifndef WEB_LIMIT_H
#define WEB_LIMIT_H

#include <stdint.h>

#include "web/request.h"

/* A number that nobody else can find out, so that nobody can aim at another's place. */
uint64_t limit_key(const char *kind, const char *key);
/* Seconds to wait before another try with this key, 0 for none. */
int limit_wait(const char *kind, const char *key);
void limit_failed(const char *kind, const char *key);
/* Of a network, on an account that may be none: one more address counts for four
 * failures, the same again for one. */
void limit_failed_from(const char *network, const char *account);
void limit_passed(const char *kind, const char *key);
/* The reader's network: an IPv4 address, or the first 64 bits of an IPv6 one.
 * NULL, which is never limited, for this machine: it may be a proxy that speaks
 * for everyone and that nobody told us of. */
const char *limit_network(struct request *r);
/* 429 with Retry-After. */
void limit_answer(struct request *r, int seconds);

#endif
