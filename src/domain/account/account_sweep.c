/* account_sweep.c - erasing what the log and the state still hold of accounts
 * that are gone.  A thread does it, woken by account.erased and at the start:
 * an erasure that a crash cut short is taken up again. */
#include <pthread.h>
#include <string.h>

#include "domain/account/account_own.h"

static struct {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct store *store;
	bool due, stop;
} sweeper = {.lock = PTHREAD_MUTEX_INITIALIZER, .more = PTHREAD_COND_INITIALIZER};

static void drop_state(struct store *s, struct db *db)
{
	const char *const *ids = account_erased_ids(db);
	for (; *ids; ids++)
		state_drop_owner(s, NULL, *ids);
}

static void sweep(struct store *s)
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
	if (n)
		store_erase(s, positions, n);
	arena_free(a);
}

static void *run(void *context)
{
	(void)context;
	pthread_mutex_lock(&sweeper.lock);
	while (!sweeper.stop) {
		if (!sweeper.due) {
			pthread_cond_wait(&sweeper.more, &sweeper.lock);
			continue;
		}
		sweeper.due = false;
		pthread_mutex_unlock(&sweeper.lock);
		sweep(sweeper.store);
		pthread_mutex_lock(&sweeper.lock);
	}
	pthread_mutex_unlock(&sweeper.lock);
	return NULL;
}

static void hear(void *context, const struct entry *e)
{
	(void)context;
	if (strcmp(e->kind, "account.erased") != 0)
		return;
	pthread_mutex_lock(&sweeper.lock);
	sweeper.due = true;
	pthread_cond_signal(&sweeper.more);
	pthread_mutex_unlock(&sweeper.lock);
}

void account_start(struct store *s)
{
	sweeper.store = s;
	sweeper.due = true;
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
