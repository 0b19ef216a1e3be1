/* erase.c - bodies that must go: log, receipts, views, blobs, caches. */

#include "base/logfmt.h"
#include "store/store_own.h"
#include "store/sweep.h"

struct erasing {
	struct store *store;
	const int64_t *positions;
	int count;
	struct sweep sweep;
};

/* The blobs that the bodies name, while they are still there. */
static bool note_blobs(struct erasing *x)
{
	struct log *log = x->store->log;
	for (int i = 0; i < x->count; i++) {
		struct arena *a = arena_new();
		struct entry e;
		int got = log->do_->read(log, a, x->positions[i] - 1, 1, &e);
		if (got == 1 && e.position == x->positions[i])
			sweep_note(&x->sweep, e.text, e.size);
		arena_free(a);
		if (got < 0)
			return false;
	}
	return true;
}

/* On the writer's thread: nothing is appended between the last look for a name
 * and the drop; listeners hear of the entries again, without body. */
static bool finish(struct writer *w, void *context)
{
	struct erasing *x = context;
	bool swept = sweep_search(&x->sweep, w->log);
	if (swept)
		sweep_drop(&x->sweep, w->log);
	for (int i = 0; i < x->count; i++) {
		struct arena *a = arena_new();
		struct entry e;
		int got = w->log->do_->read(w->log, a, x->positions[i] - 1, 1, &e);
		if (got == 1 && e.position == x->positions[i])
			store_tell(w->store, &e);
		arena_free(a);
	}
	return swept;
}

static bool erase(struct erasing *x)
{
	struct log *log = x->store->log;
	struct out report = out_new(1000);
	bool done = note_blobs(x) && log->do_->erase(log, x->positions, x->count) &&
		store_renew(x->store, &report) && sweep_search(&x->sweep, log) &&
		writer_run(x->store->writer, finish, x);
	if (!done)
		logfmt(LEVEL_ERROR, NULL, "erase.failed", "why", report.len ? out_str(&report) :
			"the log cannot be written now");
	out_free(&report);
	return done;
}

bool store_erase(struct store *s, const int64_t *positions, int count)
{
	if (count <= 0)
		return true;
	struct erasing x = {.store = s, .positions = positions, .count = count,
		.sweep = {.arena = arena_new()}};
	pthread_mutex_lock(&s->building);
	bool done = erase(&x);
	pthread_mutex_unlock(&s->building);
	arena_free(x.sweep.arena);
	return store_wrote(s, done);
}
