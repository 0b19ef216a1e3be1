/* erase.c - bodies that must go: log, receipts, views, blobs, caches. */
#include <string.h>

#include "base/id.h"
#include "base/logfmt.h"
#include "store/store_own.h"
#include "store/sweep.h"

/* What is to be dropped is kept as state from before the bodies go until the blobs
 * are gone: an erasure that was cut short is finished at the next start. */
static const char due[] = "sweep";

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

static bool keep_due(struct erasing *x)
{
	if (!x->sweep.count)
		return true;
	struct out names = out_new((size_t)x->sweep.count * 65 + 1);
	for (int i = 0; i < x->sweep.count; i++)
		out_printf(&names, "%s ", x->sweep.names[i]);
	bool kept = state_put(x->store, &(struct state_row){.kind = due,
		.id = id_new(x->sweep.arena), .owner = "", .value = out_str(&names)});
	out_free(&names);
	return kept;
}

/* What erasures that were cut short had to drop, and this one. */
static int list_due(struct erasing *x, struct state_row **rows)
{
	int n = state_list(x->store, x->sweep.arena, due, NULL, rows);
	for (int i = 0; i < n; i++)
		sweep_note(&x->sweep, (*rows)[i].value, strlen((*rows)[i].value));
	return n;
}

/* On the writer's thread: nothing is appended between the last look for a name
 * and the drop; listeners hear of the entries again, without body. */
static bool finish(struct writer *w, void *context)
{
	struct erasing *x = context;
	bool swept = sweep_search(&x->sweep, w->log) && sweep_drop(&x->sweep, w->log);
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

/* Searches once beside the writer, for long, then on its thread, for what came since. */
static bool sweep(struct erasing *x)
{
	struct state_row *rows;
	int n = list_due(x, &rows);
	bool done = sweep_search(&x->sweep, x->store->log)
		&& writer_run(x->store->writer, finish, x);
	for (int i = 0; done && i < n; i++)
		state_drop(x->store, due, rows[i].id);
	return done;
}

static bool erase(struct erasing *x)
{
	struct log *log = x->store->log;
	struct out report = out_new(1000);
	bool done = note_blobs(x) && keep_due(x) && log->do_->erase(log, x->positions, x->count)
		&& store_renew(x->store, &report) && sweep(x);
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

void store_erase_again(struct store *s)
{
	struct erasing x = {.store = s, .sweep = {.arena = arena_new()}};
	struct state_row *rows;
	if (list_due(&x, &rows) && !sweep(&x))
		logfmt(LEVEL_ERROR, NULL, "erase.failed", "why", "the log cannot be written now");
	arena_free(x.sweep.arena);
}
