/* writer.h - the one thread that decides, folds and appends.
 *
 * It owns the writing connection to the views.  Calls queue; a batch is
 * decided in one transaction of the views, a savepoint each, appended to the
 * log at once, and answered when that is durable. */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include <pthread.h>

#include "store/ledger.h"
#include "store/views.h"

enum { BATCH = 256 };	/* calls in a batch, at most */

/* Something else to do on the writer's thread, between two batches. */
struct job {
	bool (*run)(struct writer *, void *);
	void *context;
	bool said, done;
	struct job *next;
};

struct writer {
	struct store *store;
	struct log *log;
	struct db *views;
	struct views_mark mark;		/* what the views file has */
	bool behind;			/* the log has, or may have, more than the mark */

	bool doubt;			/* an append may have taken place or not */

	pthread_t thread;
	pthread_mutex_t mutex;		/* guards what follows */
	pthread_cond_t wake, finished;
	struct call *first, *last;
	struct job *jobs;
	bool look, stopping;

	/* the batch under way */
	struct arena *arena;
	struct call *calls[BATCH];
	int call_count;
	struct entry *entries;
	int count, room;
	struct receipt receipts[BATCH];
	int receipt_count;
	struct views_mark ahead;	/* the mark after the entries decided so far */
};

struct writer *writer_start(struct store *s, struct log *log, struct db *views,
	const struct views_mark *mark);
/* Finishes what is queued, ends the thread, closes the views. */
void writer_stop(struct writer *w);
void writer_submit(struct writer *w, struct call *c);
/* Was a call with this id done already?  Then it is not prepared again: the writer
 * answers as before.  Any thread. */
bool writer_did(struct store *s, struct call *c);
/* Runs a job on the writer's thread and waits for what it says. */
bool writer_run(struct writer *w, bool (*run)(struct writer *, void *), void *context);
/* The log may have grown: look, without waiting. */
void writer_look(struct writer *w);

/* The writer's thread only: */
enum followed writer_follow(struct writer *w);
/* The disk failed while writing: what is durable is not known, so the first
 * calls are refused, nothing more is acknowledged and the process ends; a
 * restart reads what is there. */
_Noreturn void writer_give_up(struct writer *w, int decided);
/* Decides, appends and answers w->calls. */
void writer_batch(struct writer *w);

#endif
