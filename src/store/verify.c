/* verify.c - the log and the live views against a fresh replay. */
#include <string.h>
#include <unistd.h>

#include "store/check.h"
#include "store/report.h"
#include "store/store_own.h"

static bool same_table(const struct table_sum *a, const struct table_sum *b)
{
	return strcmp(a->name, b->name) == 0 && a->rows == b->rows &&
		memcmp(a->hash, b->hash, HASH_SIZE) == 0;
}

/* Both lists are in the order of names, from the same schema. */
static bool compare(struct db *live, struct db *fresh, struct arena *a, struct out *report)
{
	struct table_sum *x, *y;
	int m = db_sums(live, a, &x), n = db_sums(fresh, a, &y);
	if (m < 0 || n < 0 || m != n) {
		report_say(report, tr_here(N_("The views cannot be compared with a fresh replay.")));
		return false;
	}
	int64_t rows = 0;
	bool same = true;
	for (int i = 0; i < m; i++) {
		rows += x[i].rows;
		if (same_table(&x[i], &y[i]))
			continue;
		report_say(report, tr_here(N_("The table %s differs from a fresh replay (rows: %lld, "
			"afresh: %lld). Run archipel rebuild.")), x[i].name,
			(long long)x[i].rows, (long long)y[i].rows);
		same = false;
	}
	if (same)
		report_say(report, tr_here(N_("The views are what a fresh replay gives. "
			"Tables: %d, rows: %lld.")), m, (long long)rows);
	return same;
}

static bool verify_views(struct store *s, struct out *report)
{
	struct arena *a = arena_new();
	struct reader *r = reader_open(s);
	bool same = false;
	if (reader_begin(r, a, 0, 0)) {
		const char *path = store_path(s, a,
			arena_printf(a, "views-check-%ld.db", (long)getpid()));
		struct views_mark mark;
		struct db *fresh = store_replay(s, path, reader_position(r), &mark, report);
		if (fresh) {
			db_use_arena(fresh, a);
			same = compare(reader_db(r), fresh, a, report);
		}
		db_close(fresh);
		views_remove(path);
		same = db_sound(reader_db(r), report) && same;
		reader_end(r);
	} else {
		report_say(report, tr_here(N_("The views cannot be read.")));
	}
	reader_close(r);
	arena_free(a);
	return same;
}

/* A file of SQLite is also sound as such; PostgreSQL looks after its own. */
static bool verify_file(struct store *s, struct out *report)
{
	if (s->log->do_->shared)
		return true;
	struct arena *a = arena_new();
	const char *why = "";
	int code;
	struct db *db = db_open(store_path(s, a, "archipel.db"), 0, &db_log_format, a, &why,
		&code);
	bool sound = db && db_sound(db, report);
	if (!db)
		report_say(report, "%s", why);
	db_close(db);
	arena_free(a);
	return sound;
}

bool store_verify_log(struct store *s, struct out *report)
{
	struct check c = {.report = report};
	pthread_mutex_lock(&s->building);
	bool holds = verify_file(s, report);
	holds = check_log(s->log, &c) && holds;
	if (holds)
		report_say(report, tr_here(N_("The log holds: chain, commitments, receipts, files. "
			"Entries: %lld, erased: %zu, receipts: %lld, files: %lld.")),
			(long long)c.entries, c.erased.count, (long long)c.receipts,
			(long long)c.blobs);
	else
		report_say(report, tr_here(N_("The log does not hold. Faults: %d. Restore a backup.")),
			c.faults);
	pthread_mutex_unlock(&s->building);
	check_free(&c);
	return holds;
}

bool store_verify(struct store *s, struct out *report)
{
	pthread_mutex_lock(&s->building);
	bool holds = store_verify_log(s, report);
	holds = verify_views(s, report) && holds;
	pthread_mutex_unlock(&s->building);
	return holds;
}

bool store_rebuild(struct store *s, struct out *report)
{
	if (!store_renew(s, report))
		return false;
	report_say(report, tr_here(N_("Views made anew. Entries: %lld.")),
		(long long)store_position(s));
	return true;
}
