/* search_index.h - the index kept up with the log: one thread, one writer.
 *
 * A sheet is in the index when it is published and public or for members.
 * What readers see of the file and of the sets is always one moment. */
#ifndef ACROSS_SEARCH_INDEX_H
#define ACROSS_SEARCH_INDEX_H

#include <pthread.h>

#include "across/search_db.h"
#include "across/search_facets.h"
#include "across/search_known.h"
#include "store/store.h"

enum { CONNECTIONS = 64 };	/* kept for reading; more are opened and closed */

struct subject {
	int kind;	/* kind_at() */
	char *id;
};

struct search {
	struct store *store;
	char *path;
	pthread_t thread;
	bool running;
	pthread_mutex_t mutex;		/* for what follows */
	pthread_cond_t wake, moved;
	struct subject *pending;
	int pending_count;
	int64_t heard, reached;		/* positions */
	bool again;			/* all must be described again */
	bool erased;			/* bytes of something erased must go */
	bool anew;			/* another epoch: nothing known may be true */
	bool ending;
	struct db *idle[CONNECTIONS];
	int idle_count;
	pthread_rwlock_t lock;		/* held to write while the file and the sets change */
	struct facets *facets;
	struct known *known;
	int64_t version;		/* grows with each change */
	struct kept_lists *kept;	/* has a lock of its own */
	int64_t told, places, newest;	/* under mutex: at version told, of the summary */
};

/* The thread's function; its argument is a struct search. */
void *search_keep_up(void *search);
/* store_listen's. */
void search_hear(void *search, const struct entry *e);

/* A reading moment: the file and the sets agree until search_leave. */
struct db *search_enter(struct search *s, struct arena *a);
void search_leave(struct search *s, struct db *db);

/* Makes the index of this process, not kept up yet. */
struct search *search_make(struct store *store, const char *path);
/* The index of this process, or NULL. */
struct search *search_here(void);

#endif
