/* reader.c - read-only connections to the live views. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "base/memory.h"
#include "store/store_own.h"

struct reader {
	struct store *store;
	struct db *db;
	int64_t generation;
	int64_t position;
	/* under the store's mutex */
	bool busy;			/* between begin and end */
	struct reader *next, **at;
};

struct reader *reader_open(struct store *s)
{
	struct reader *r = calloc(1, sizeof *r);
	if (!r)
		memory_out();
	r->store = s;
	pthread_mutex_lock(&s->mutex);
	r->next = s->readers;
	r->at = &s->readers;
	if (r->next)
		r->next->at = &r->next;
	s->readers = r;
	pthread_mutex_unlock(&s->mutex);
	return r;
}

void reader_close(struct reader *r)
{
	if (!r)
		return;
	pthread_mutex_lock(&r->store->mutex);
	*r->at = r->next;
	if (r->next)
		r->next->at = r->at;
	pthread_mutex_unlock(&r->store->mutex);
	db_close(r->db);
	free(r);
}

/* The connection, if nobody reads through it and its views are not live. */
static void let_go(struct reader *r)
{
	if (!r->busy && r->generation != r->store->generation) {
		db_close(r->db);
		r->db = NULL;
	}
}

void store_let_go(struct store *s)
{
	pthread_mutex_lock(&s->mutex);
	for (struct reader *r = s->readers; r; r = r->next)
		let_go(r);
	pthread_mutex_unlock(&s->mutex);
}

static void rest(struct reader *r)
{
	pthread_mutex_lock(&r->store->mutex);
	r->busy = false;
	let_go(r);
	pthread_mutex_unlock(&r->store->mutex);
}

/* Waits until the views are at a position. */
static bool reached(struct store *s, int64_t at_least, int ms)
{
	if (atomic_load(&s->position) >= at_least)
		return true;
	int64_t end = date_monotonic() + ms;
	struct timespec until = {end / 1000, (long)(end % 1000) * 1000000};
	pthread_mutex_lock(&s->mutex);
	int error = 0;
	while (s->mark.position < at_least && error == 0)
		error = pthread_cond_timedwait(&s->moved, &s->mutex, &until);
	bool there = s->mark.position >= at_least;
	pthread_mutex_unlock(&s->mutex);
	return there;
}

/* Follows a swap of the views: the connection is to the live file. */
static bool connect_live(struct reader *r)
{
	struct store *s = r->store;
	struct arena *a = arena_new();
	pthread_mutex_lock(&s->mutex);
	if (!r->db || r->generation != s->generation) {
		db_close(r->db);
		const char *why;
		r->db = views_read_only(s->views_path, s->log, a, &why);
		r->generation = s->generation;
	}
	r->busy = r->db;
	pthread_mutex_unlock(&s->mutex);
	arena_free(a);
	return r->db;
}

bool reader_begin(struct reader *r, struct arena *a, int64_t at_least, int ms)
{
	if (!reached(r->store, at_least, ms) || !connect_live(r))
		return false;
	db_use_arena(r->db, a);
	db_begin(r->db, false);
	r->position = db_int(r->db, "SELECT position FROM views_mark", "");
	if (db_fault(r->db)) {
		reader_end(r);
		return false;
	}
	return true;
}

void reader_end(struct reader *r)
{
	db_rollback(r->db);
	db_use_arena(r->db, NULL);
	rest(r);
}

bool reader_failed(struct reader *r)
{
	return db_fault(r->db) != DB_FINE;
}

struct db *reader_db(struct reader *r)
{
	return r->db;
}

int64_t reader_position(struct reader *r)
{
	return r->position;
}
