/* writer.c - the writer's thread, its queue and its jobs. */
#include "store/writer.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/memory.h"
#include "store/store_own.h"

static void told(void *context, const struct entry *e)
{
	struct writer *w = context;
	store_stamp_touched(w->store, w->views, e->position);
	store_tell(w->store, e);
}

enum followed writer_follow(struct writer *w)
{
	struct follow f = {.views = w->views, .log = w->log, .mark = w->mark,
		.until = LOG_END, .each = told, .context = w};
	enum followed said = views_follow(&f);
	bool moved = f.mark.position > w->mark.position;
	w->mark = f.mark;
	w->behind = said != FOLLOWED;
	if (f.fault == DB_LOST)
		writer_give_up(w, w->call_count);
	if (moved)
		store_publish(w->store, &w->mark);
	return said;
}

/* What waits: jobs first, then calls, at most a batch.  False to end. */
static bool next(struct writer *w, struct job **jobs, bool *look)
{
	pthread_mutex_lock(&w->mutex);
	while (!w->first && !w->jobs && !w->look && !w->stopping)
		pthread_cond_wait(&w->wake, &w->mutex);
	*jobs = w->jobs;
	w->jobs = NULL;
	*look = w->look;
	w->look = false;
	while (w->first && w->call_count < BATCH) {
		w->calls[w->call_count++] = w->first;
		w->first = w->first->next;
	}
	if (!w->first)
		w->last = NULL;
	bool more = *jobs || *look || w->call_count || !w->stopping;
	pthread_mutex_unlock(&w->mutex);
	return more;
}

static void run_jobs(struct writer *w, struct job *j)
{
	while (j) {
		struct job *following = j->next;
		bool said = j->run(w, j->context);
		pthread_mutex_lock(&w->mutex);
		j->said = said;
		j->done = true;
		pthread_cond_broadcast(&w->finished);
		pthread_mutex_unlock(&w->mutex);
		j = following;
	}
}

static void *work(void *context)
{
	struct writer *w = context;
	struct job *jobs;
	bool look;
	while (next(w, &jobs, &look)) {
		run_jobs(w, jobs);
		if (look && w->log->do_->broken && w->log->do_->broken(w->log))
			writer_give_up(w, 0);
		if (look || w->behind)
			writer_follow(w);
		atomic_store(&w->store->busy_since, date_monotonic());
		if (w->call_count)
			writer_batch(w);
		atomic_store(&w->store->busy_since, 0);
		w->call_count = 0;
	}
	return NULL;
}

struct writer *writer_start(struct store *s, struct log *log, struct db *views,
	const struct views_mark *mark)
{
	struct writer *w = calloc(1, sizeof *w);
	if (!w)
		memory_out();
	*w = (struct writer){.store = s, .log = log, .views = views, .mark = *mark};
	pthread_mutex_init(&w->mutex, NULL);
	pthread_cond_init(&w->wake, NULL);
	pthread_cond_init(&w->finished, NULL);
	if (pthread_create(&w->thread, NULL, work, w) != 0)
		die("no thread can be started");
	return w;
}

void writer_stop(struct writer *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->mutex);
	w->stopping = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->mutex);
	pthread_join(w->thread, NULL);
	db_close(w->views);
	pthread_mutex_destroy(&w->mutex);
	pthread_cond_destroy(&w->wake);
	pthread_cond_destroy(&w->finished);
	free(w);
}

void writer_submit(struct writer *w, struct call *c)
{
	c->next = NULL;
	pthread_mutex_lock(&w->mutex);
	if (w->last)
		w->last->next = c;
	else
		w->first = c;
	w->last = c;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->mutex);
}

bool writer_run(struct writer *w, bool (*run)(struct writer *, void *), void *context)
{
	struct job j = {.run = run, .context = context};
	pthread_mutex_lock(&w->mutex);
	j.next = w->jobs;
	w->jobs = &j;
	pthread_cond_signal(&w->wake);
	while (!j.done)
		pthread_cond_wait(&w->finished, &w->mutex);
	pthread_mutex_unlock(&w->mutex);
	return j.said;
}

void writer_look(struct writer *w)
{
	pthread_mutex_lock(&w->mutex);
	w->look = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->mutex);
}
