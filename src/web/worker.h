/* worker.h - threads for what takes time, and running a route in any thread. */
#ifndef WEB_WORKER_H
#define WEB_WORKER_H

#include "web/http_own.h"

/* Runs a route in this thread, with a reader of this thread.  False
 * when the writer has the request now: it comes back by itself. */
bool http_serve(struct http *h);
struct workers *workers_start(struct server *s, int count);
void workers_stop(struct workers *w);
/* False when too many wait already, or when it has stopped. */
bool workers_take(struct workers *w, struct http *h);
int workers_waiting(struct workers *w);

#endif
