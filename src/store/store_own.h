/* store_own.h - what the files of store/ share of an open store. */
#ifndef STORE_STORE_OWN_H
#define STORE_STORE_OWN_H

#include <pthread.h>
#include <stdatomic.h>

#include "store/store.h"
#include "store/subject.h"
#include "store/views.h"
#include "store/writer.h"

enum { LISTENERS = 4 };

struct listener {
	void (*fn)(void *, const struct entry *);
	void *context;
};

/* DIR/lock, which says who holds the folder, and the folder itself, which
 * nobody removes by hand; -1: not held. */
struct store_lock {
	int file, folder;
};

struct store {
	struct arena *arena;
	const char *dir;
	struct store_lock lock;		/* held while open */
	struct log *log;
	struct writer *writer;

	pthread_mutex_t mutex;		/* guards what follows */
	pthread_cond_t moved;
	char *views_path;
	int64_t generation;		/* of the live views; another one after a swap */
	struct reader *readers;
	struct views_mark mark;		/* of the live views */
	bool stopping;
	atomic_bool leaving;		/* views being made anew are given up */

	_Atomic int64_t position, busy_since;	/* monotonic ms; 0: the writer waits */
	_Atomic int64_t changed[SUBJECT_SLOTS];
	_Atomic int64_t all_changed, era, state_changes;

	struct listener listeners[LISTENERS];	/* the writer's thread's */
	int listener_count;

	pthread_mutex_t building;	/* recursive: one rebuild, erasure or check at a time */
	pthread_t follower;
	bool following;
};

/* Gives back what a write beside the writer said; a broken log ends the process. */
bool store_wrote(struct store *s, bool done);
/* The views have moved on: waiting readers, position. */
void store_publish(struct store *s, const struct views_mark *mark);
/* Caches first, then the new position: who has seen it finds nothing older kept.
 * The writer's thread only. */
void store_stamp(struct store *s, const struct entry *e);
/* What the folds touched in these views, up to a position. */
void store_stamp_touched(struct store *s, struct db *views, int64_t position);
/* An entry is folded: caches, listeners.  The writer's thread only. */
void store_tell(struct store *s, const struct entry *e);
/* All that was kept is stale; with another epoch, listeners begin anew. The
 * writer's thread only. */
void store_all_changed(struct store *s, bool epoch);

/* "DIR/name", in the arena. */
char *store_path(struct store *s, struct arena *a, const char *name);
/* Views anew from the log into a new file, swapped in; old ones removed.
 * *report gets a sentence when it cannot. */
bool store_renew(struct store *s, struct out *report);
/* Folds the log, up to a position or LOG_END, into a new file: its connection,
 * or NULL and a sentence. */
struct db *store_replay(struct store *s, const char *path, int64_t until,
	struct views_mark *mark, struct out *report);
/* Drops the blobs of erasures that were cut short. */
void store_erase_again(struct store *s);
/* Readers at rest let go of views that are no longer live: their file goes. */
void store_let_go(struct store *s);
/* Opens the views that fit this program and this log, and catches up. */
struct db *store_open_views(struct store *s, struct arena *a, const char **why, int *code);
/* Removes all views files but the one that is live. */
void store_clean_views(struct store *s);

/* False and *why, *code when the folder is held or cannot be written. */
bool store_lock(struct store_lock *l, const char *dir, struct arena *a, const char **why,
	int *code);
void store_unlock(struct store_lock *l);

#endif
