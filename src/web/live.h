/* live.h - pages kept in memory until what they read changes.
 *
 * A page is known by its address, language and the role that it was made for:
 * ANYONE's is for who is not signed in, the others' for whoever has that role and
 * is not apart (SHARED in request.h).  It is stamped with the subjects that
 * request_reads and its queries told, and with the position of the views it was
 * made from; a page that told nothing is dropped by any change. */
#ifndef WEB_LIVE_H
#define WEB_LIVE_H

#include "web/http_own.h"

struct MHD_Response;

struct zipped {
	struct arena *arena;
	const char *bytes;
	size_t size;
	struct MHD_Response *ready;
};

/* Ready answers, shared by all who get them.  All strings are in its arena. */
struct kept {
	struct arena *arena;
	const char *target, *host;
	enum lang lang;
	enum role role;
	uint64_t hash;			/* of these */
	const struct route *route;
	int64_t position, era, made;
	_Atomic int64_t held;		/* still true at this position of the store */
	unsigned *reads;		/* slots */
	int read_count;			/* 0: everything */
	const char **apart;		/* accounts that it is not for */
	int apart_count;
	/* the answer */
	int status;
	const char *type, *bytes;
	size_t size;
	struct pairs reply;		/* its headers, without those of one reader */
	const char *etag;
	struct MHD_Response *plain, *same;	/* same: 304 */
	struct zipped *_Atomic zipped;	/* NULL until someone takes it */
	atomic_bool unzipped;		/* not worth it */
	size_t weight;
	atomic_int holds;
	struct kept *bucket, *newer, *older;
};

struct live *live_new(size_t limit);
void live_free(struct live *l);
/* Nothing is kept any more. */
void live_empty(struct live *l);
/* True when the answer is there: h->kept.  Who asks has to be known.  Otherwise
 * h->is_apart tells that the page that is kept shows this reader too little. */
bool live_get(struct http *h);
/* Keeps the answer of h, if it may: for those of the role of h->apart, or for
 * anyone.  h is then answered by what was kept. */
void live_keep(struct http *h);
void live_drop(struct kept *k);

/* What http_send.c makes of an answer to be kept. */
void http_pack(struct http *h, struct kept *k);
void http_unpack(struct kept *k);

#endif
