/* crossing.h - requests that other sites make a reader's browser send. */
#ifndef WEB_CROSSING_H
#define WEB_CROSSING_H

#include "web/http_own.h"

/* The hidden _csrf of a form: made from the session's secret, or, for someone
 * not signed in, from a cookie of its own.  Different each time, always valid. */
const char *crossing_token(struct http *h);

#endif
