/* rate.h - how much one network may ask of us: a bucket each, in bounded memory.
 *
 * A bucket holds half a minute's worth and fills all the time.  Costly routes
 * take from it (COST in their rows), and so does each change that someone asks
 * for without an account.  Pages, sheets and files cost nothing. */
#ifndef WEB_RATE_H
#define WEB_RATE_H

#include "web/request.h"

/* What fills in a second; 0: no limit.  Any time. */
void rate_start(int each_second);
/* Takes the cost from the bucket of a network, or takes nothing and returns in how many
 * seconds there is enough.  NULL, which is never limited, for this machine. */
int rate_take(const char *network, int cost);
/* Takes what this request costs; false once 429 is answered. */
bool rate_paid(struct request *r);

#endif
