/* live.h - anonymous pages kept in memory until what they read changes.
 *
 * A page is known by its address and language.  It is stamped with the subjects
 * that request_reads told and with the position of the views it was made from; a
 * page that told nothing is dropped by any change. */
#ifndef WEB_LIVE_H
#define WEB_LIVE_H

#include "web/http_own.h"

struct MHD_Response;

/* Ready answers, shared by all who get them. */
struct kept {
	char *key;
	int64_t position, era, made;
	char *reads[READS_MAX];
	int read_count;		/* 0: everything */
	struct MHD_Response *plain, *zipped, *same;	/* same: 304; zipped may be NULL */
	char etag[32];
	int status;
	size_t bytes;
	atomic_int holds;
	struct kept *bucket, *newer, *older;
};

struct live *live_new(size_t limit);
void live_free(struct live *l);
/* True when the answer is there: h->kept. */
bool live_get(struct http *h);
/* Keeps the answer of h, if it may. */
void live_keep(struct http *h);
void live_drop(struct kept *k);

/* What http_send.c makes of an answer to be kept. */
void http_pack(struct http *h, struct kept *k);
void http_unpack(struct kept *k);

#endif
