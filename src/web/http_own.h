/* http_own.h - what the files of web/ share about a request under way.
 *
 * A struct http is made when the request line has come and freed when both
 * its connection and the work on it have let go of it.  Its arena holds
 * everything, also the bytes of the answer. */
#ifndef WEB_HTTP_OWN_H
#define WEB_HTTP_OWN_H

#include <pthread.h>
#include <stdatomic.h>

#include "web/http.h"
#include "web/request.h"
#include "web/site.h"

enum { READS_MAX = 512 };
struct wire;	/* guard.h: a connection's deadlines */
struct kept;	/* live.h: a page kept in memory */

struct http {
	struct request request;
	struct server *server;
	void *connection;
	struct wire *wire;
	atomic_int holds;
	struct http *next;		/* in the workers' queue */
	struct http *after, **before;	/* among the suspended */
	bool checked, suspended, forced, too_big, refused, close, later;
	size_t received, shared;	/* bytes of body; of them, in the shared room */
	/* the request */
	const char *uri;		/* as sent, with base path and query */
	struct pairs headers;		/* in their order */
	const char *peer;		/* NULL until http_peer */
	bool peer_local;
	int route_status;		/* 404 or 405 when there is no route */
	const char *allow;		/* for 405 */
	const char *moved;		/* the same address without its final slash */
	const char *refusal;		/* sentence of http_check */
	struct out body;
	bool form_read;			/* form holds the fields of the body */
	struct pairs form;
	/* who asks */
	bool bearer, capped;		/* an API token, no cookie; less than the account's role */
	const char *session;		/* id of the session row, or NULL */
	const char *secret;		/* what the cookie holds: forms' tokens come from it */
	int64_t seen;			/* position that the reader has seen at least */
	const char *form_secret;	/* of forms for someone not signed in, when new */
	int64_t era, began;		/* of the store, before the views were read; clock_us */
	bool own_form, lags;		/* the page holds a token, or may lag: not for others */
	bool cookie_set;		/* the answer sets or drops the session's cookie */
	/* a form */
	int form_status;		/* of a form drawn again; 0 otherwise */
	const char *form_id, *form_match, *form_token;	/* _id, _match, _csrf */
	/* what the page read */
	unsigned *reads;		/* slots: store/subject.h */
	int read_count;			/* READS_MAX + 1: more than we note */
	bool told;			/* request_reads was called: the slots are all it read */
	struct apart *apart;		/* the page was made for all of a role but these */
	bool is_apart;			/* the reader is one of these: made for them alone */
	/* the answer */
	bool answered;
	int status;
	const char *type, *bytes, *zipped;	/* zipped: the same compressed, or NULL */
	size_t size, zipped_size;
	struct pairs reply;		/* its headers */
	struct kept *kept;		/* answers instead of bytes */
	/* a command under way */
	struct call *call;
	void (*then)(struct request *, struct call *);
};

struct server {
	struct store *store;
	const struct site *_Atomic site;
	struct arena *arena;
	void *daemon;
	int socket, port;
	unsigned connections;		/* at most at once */
	const char *listen;		/* host part of the address listened to */
	const char *host;		/* that readers must ask for; NULL: see http_host.c */
	atomic_bool stopping;
	atomic_int under_way;		/* requests made and not freed */
	atomic_size_t bodies;		/* bytes of bodies in the shared room */
	atomic_ulong strangers;		/* X-Forwarded-For from who is no proxy of ours */
	pthread_mutex_t lock;		/* of the suspended ones */
	struct http *suspended;
	struct live *live;
	struct knowns *knowns;
	struct guard *guard;
	struct workers *workers;
};
static inline struct http *http_of(const struct request *r)
{
	return r->http;
}

/* http.c: the first value of a header, or NULL. */
const char *http_header(const struct http *h, const char *name);
void http_resume(struct http *h);	/* a suspended request goes on to its answer; once */
void http_drop(struct http *h);		/* one holder less; the last one frees */

/* http_check.c: lists the headers, which stay the library's until http_own_headers;
 * http_check gives a status when the request is refused outright. */
void http_headers(struct http *h);
void http_own_headers(struct http *h);
int http_check(struct http *h);
/* The address of the reader, behind trusted proxies; is it this machine's? */
const char *http_peer(struct http *h);
bool http_peer_local(struct http *h);

/* http_host.c: the address we listen to, the names we answer to. */
bool http_listen(struct server *s, const char *listen, int tries, const char **why);
void http_hosts(struct server *s);
bool http_host_ours(struct http *h, const char *host);
bool http_proxy_known(const struct site *site, const char *address);
/* "https://host" of our pages, as the reader's browser sees it. */
const char *http_origin(const struct http *h);

/* request.c: the page being made reads a slot. */
void http_reads(struct http *h, unsigned slot);

/* route.c: sets target; then path, query, route and its parts, or route_status. */
void route_target(struct http *h);
void route_find(struct http *h);

/* lang.c: by cookie and browser; then, once it is read, by the address. */
void lang_choose(struct http *h);
void lang_asked(struct http *h);
/* tr with one %s filled in, outside of a page. */
const char *tr_fill(struct arena *a, enum lang lang, const char *key, const char *detail);

/* session.c: who asks.  session_read needs the views. */
bool session_present(struct http *h);
void session_read(struct http *h);
void session_seal(struct http *h);

/* crossing.c: does a request that changes something come from our own pages?
 * 0, or a status and a sentence. */
int crossing_check(struct http *h, const char **sentence);

/* do.c: the fields of a form whose token is too old, to be sent again. */
void do_again(struct request *r);

/* problem.c: does the reader want JSON rather than a page? */
bool wants_json(struct http *h);
/* A fault as the reader reads it. */
const char *fault_text(struct arena *a, enum lang lang, const struct fault *f);
int outcome_status(enum outcome o);

#endif
