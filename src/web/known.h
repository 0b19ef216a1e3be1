/* known.h - sessions and tokens that were read a moment ago.
 *
 * So that a page from memory asks no table who wants it.  What is known is
 * forgotten at once when any state of this node changes (signing out, revoking,
 * a new password), when the account changes in the log (its role, its end), and
 * after a second anyway: another node or the command line may have ended it. */
#ifndef WEB_KNOWN_H
#define WEB_KNOWN_H

#include "web/http_own.h"

struct knowns *knowns_new(void);
void knowns_free(struct knowns *k);
/* Fills who asks, without name; false when that has to be read. */
bool known_get(struct http *h);
/* Keeps who was just read.  until: when the session or token is over, 0 never;
 * changes: store_state_changes before it was read. */
void known_keep(struct http *h, int64_t until, int64_t changes);

#endif
