/* http.h - the server: libmicrohttpd behind one door, workers, page cache. */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include "store/store.h"
#include "web/site.h"

struct server;

/* Listens on ADDR:PORT; port 0 takes a free one. tries > 0: takes the next
 * free port if it is in use.  NULL and *why if it cannot. */
struct server *server_start(struct store *s, const struct site *site, const char *listen,
	int tries, struct arena *a, const char **why);
const struct site *server_site(const struct server *s);
/* Other settings for the requests to come, and no page kept of before.  The name, the
 * accent and the addresses are built into what runs: they must stay. */
void server_change(struct server *s, const struct site *site);
int server_port(const struct server *s);
/* Requests that wait for a worker. */
int server_waiting(struct server *s);
/* How many X-Forwarded-For came from who is no proxy of ours. */
unsigned long server_strangers(struct server *s);
/* Answers what is under way (10 s at most), then stops. */
void server_stop(struct server *s);

#endif
