/* reader.c - read-only connections to the live views. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "store/store_own.h"

struct reader {
	struct store *store;
	struct db *db;
	int64_t generation;
	int64_t position;
};

struct reader *reader_open(struct store *s)
{
	struct reader *r = calloc(1, sizeof *r);
	if (!r)
		die("out of memory");
	r->store = s;
	return r;
}

void reader_close(struct reader *r)
{
	if (!r)
		return;
	db_close(r->db);
	free(r);
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
		db_rollback(r->db);
		db_use_arena(r->db, NULL);
		return false;
	}
	return true;
}

void reader_end(struct reader *r)
{
	db_rollback(r->db);
	db_use_arena(r->db, NULL);
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
