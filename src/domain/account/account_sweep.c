/* account_sweep.c - erasing what the log and the state still hold of accounts
 * that are gone.  A thread does it, woken by account.erased and at the start:
 * an erasure that a crash cut short is taken up again.  Twice a day it also
 * drops sessions, links and drafts whose time is over. */
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/logfmt.h"
#include "domain/account/account_own.h"

enum { A_MINUTE = 60, HALF_A_DAY = 12 * 3600 };

static struct {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct store *store;
	const char *place;
	bool due, stop;
} sweeper = {.lock = PTHREAD_MUTEX_INITIALIZER, .more = PTHREAD_COND_INITIALIZER};

static void drop_state(struct store *s, struct db *db)
{
	const char *const *ids = account_erased_ids(db);
	for (; *ids; ids++)
		state_drop_owner(s, NULL, *ids);
}

/* False when it is to be tried again soon. */
static bool sweep(struct store *s)
{
	struct arena *a = arena_new();
	struct reader *r = reader_open(s);
	int64_t *positions;
	int n = 0;
	if (reader_begin(r, a, 0, 0)) {
		n = account_erased_entries(reader_db(r), &positions);
		if (n)
			drop_state(s, reader_db(r));
		reader_end(r);
	}
	reader_close(r);
	bool done = !n || store_erase(s, positions, n);
	if (n)
		logfmt(done ? LEVEL_INFO : LEVEL_ERROR, NULL, "account.erased", "entries",
			arena_printf(a, "%d", n), "done", done ? "yes" : "no");
	arena_free(a);
	return state_purge(s) && done;
}

static void rest(bool done)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += done ? HALF_A_DAY : A_MINUTE;
	while (!sweeper.due && !sweeper.stop)
		if (pthread_cond_clockwait(&sweeper.more, &sweeper.lock, CLOCK_MONOTONIC, &until))
			break;
}

static void *run(void *context)
{
	(void)context;
	pthread_mutex_lock(&sweeper.lock);
	while (!sweeper.stop) {
		sweeper.due = false;
		pthread_mutex_unlock(&sweeper.lock);
		bool done = sweep(sweeper.store);
		pthread_mutex_lock(&sweeper.lock);
		rest(done);
	}
	pthread_mutex_unlock(&sweeper.lock);
	return NULL;
}

static void hear(void *context, const struct entry *e)
{
	(void)context;
	if (e && strcmp(e->kind, "account.erased") != 0)
		return;
	pthread_mutex_lock(&sweeper.lock);
	sweeper.due = true;
	pthread_cond_signal(&sweeper.more);
	pthread_mutex_unlock(&sweeper.lock);
}

const char *account_place(void)
{
	return sweeper.place ? sweeper.place : "";
}

void account_start(struct store *s, const char *place)
{
	sweeper.store = s;
	sweeper.place = place;
	sweeper.stop = false;
	store_listen(s, hear, NULL);
	if (pthread_create(&sweeper.thread, NULL, run, NULL))
		die("cannot start a thread");
}

void account_stop(void)
{
	if (!sweeper.store)
		return;
	pthread_mutex_lock(&sweeper.lock);
	sweeper.stop = true;
	pthread_cond_signal(&sweeper.more);
	pthread_mutex_unlock(&sweeper.lock);
	pthread_join(sweeper.thread, NULL);
	sweeper.store = NULL;
}
