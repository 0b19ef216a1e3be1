/* guard.c - one thread that cuts connections past their deadline.
 *
 * It sleeps while there is no connection at all. */
#include "web/guard.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/memory.h"

enum {
	HEADER_MS = 10000,	/* for the headers of a request */
	BODY_MS = 20000,	/* before the least rate of a body, or of its reader, counts */
	LAST_MS = 5000,		/* to read a refusal */
	IDLE_MS = 30000		/* between two requests */
};

struct guard {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct wire *first;
	unsigned count, room;
	bool stop;
};

static void cut_late(struct guard *g)
{
	int64_t now = date_monotonic();
	for (struct wire *w = g->first; w; w = w->next) {
		int64_t deadline = atomic_load(&w->deadline);
		if (!deadline || now < deadline)
			continue;
		shutdown(w->fd, SHUT_RDWR);
		atomic_store(&w->deadline, 0);
	}
}

static void *watch(void *context)
{
	struct guard *g = context;
	pthread_mutex_lock(&g->lock);
	while (!g->stop) {
		if (!g->first) {
			pthread_cond_wait(&g->more, &g->lock);
			continue;
		}
		cut_late(g);
		struct timespec t;
		clock_gettime(CLOCK_MONOTONIC, &t);
		t.tv_sec++;
		pthread_cond_clockwait(&g->more, &g->lock, CLOCK_MONOTONIC, &t);
	}
	pthread_mutex_unlock(&g->lock);
	return NULL;
}

struct guard *guard_start(unsigned most)
{
	struct guard *g = memory_zeroed(sizeof *g);
	g->room = most - most / 8;
	pthread_mutex_init(&g->lock, NULL);
	pthread_cond_init(&g->more, NULL);
	if (pthread_create(&g->thread, NULL, watch, g))
		die("cannot start a thread");
	return g;
}

void guard_stop(struct guard *g)
{
	pthread_mutex_lock(&g->lock);
	g->stop = true;
	pthread_cond_signal(&g->more);
	pthread_mutex_unlock(&g->lock);
	pthread_join(g->thread, NULL);
	pthread_mutex_destroy(&g->lock);
	pthread_cond_destroy(&g->more);
	memory_drop(g);
}

/* Whoever has to say something next, and is nearest to being late. */
static void cut_one(struct guard *g)
{
	struct wire *worst = NULL;
	int64_t soonest = INT64_MAX;
	for (struct wire *w = g->first; w; w = w->next) {
		int64_t deadline = atomic_load(&w->deadline);
		if (deadline && deadline < soonest) {
			soonest = deadline;
			worst = w;
		}
	}
	if (!worst)
		return;
	shutdown(worst->fd, SHUT_RDWR);
	atomic_store(&worst->deadline, 0);
}

struct wire *guard_add(struct guard *g, int fd)
{
	struct wire *w = memory_zeroed(sizeof *w);
	w->fd = fd;
	atomic_store(&w->deadline, date_monotonic() + HEADER_MS);
	pthread_mutex_lock(&g->lock);
	bool alone = !g->first;
	if (++g->count > g->room)
		cut_one(g);
	w->next = g->first;
	w->at = &g->first;
	if (g->first)
		g->first->at = &w->next;
	g->first = w;
	if (alone)
		pthread_cond_signal(&g->more);
	pthread_mutex_unlock(&g->lock);
	return w;
}

void guard_remove(struct guard *g, struct wire *w)
{
	pthread_mutex_lock(&g->lock);
	g->count--;
	*w->at = w->next;
	if (w->next)
		w->next->at = w->at;
	pthread_mutex_unlock(&g->lock);
	memory_drop(w);
}

void guard_header(struct wire *w)
{
	atomic_store(&w->deadline, date_monotonic() + HEADER_MS);
}

void guard_body(struct wire *w, size_t n)
{
	if (!w->body_since)
		w->body_since = date_monotonic();
	w->body_bytes += n;
	/* one byte a millisecond: 1 kB/s */
	atomic_store(&w->deadline, w->body_since + BODY_MS + (int64_t)w->body_bytes);
}

void guard_work(struct wire *w)
{
	atomic_store(&w->deadline, 0);
}

void guard_answer(struct wire *w, size_t n)
{
	atomic_store(&w->deadline, date_monotonic() + BODY_MS + (int64_t)n);
}

void guard_last(struct wire *w)
{
	atomic_store(&w->deadline, date_monotonic() + LAST_MS);
}

void guard_idle(struct wire *w)
{
	atomic_store(&w->deadline, date_monotonic() + IDLE_MS);
	w->body_since = 0;
	w->body_bytes = 0;
}
