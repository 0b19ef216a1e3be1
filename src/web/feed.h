/* feed.h - what is new in a list, for feed readers: Atom, RFC 4287. */
#ifndef WEB_FEED_H
#define WEB_FEED_H

#include "base/out.h"
#include "web/request.h"

enum { FEED_ENTRIES = 50 };

struct feed_head {
	const char *title;	/* of the list, in the reader's language */
	const char *list, *self;	/* paths and queries, without base path: the list, its feed */
	int64_t updated;	/* of the newest, ms; 0: there is none */
};
struct feed_entry {
	const char *id;		/* ULID */
	const char *title, *summary, *address;	/* address without base path */
	const char *type, *label;	/* "experience" and its words */
	int64_t updated;	/* ms */
};

struct out feed_open(struct request *r, const struct feed_head *head);
void feed_put(struct out *feed, struct request *r, const struct feed_entry *e);
/* Answers, and frees the feed. */
void feed_close(struct out *feed, struct request *r);

#endif
