/* backup.c - the whole log in one file, made while the store is in use. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "store/backup.h"
#include "store/check.h"
#include "store/log_sqlite.h"
#include "store/report.h"
#include "store/store_own.h"

struct copy {
	struct log *to;
	struct check check;
};

static bool copy_part(void *context, const struct log_part *p)
{
	struct copy *c = context;
	check_part(&c->check, p);
	return c->to->do_->fill_put(c->to, p);
}

/* Everything from one log into another, checked on the way. */
static bool copy_log(struct log *from, struct copy *c)
{
	if (!c->to->do_->fill_begin(c->to))
		return false;
	bool read = from->do_->dump(from, copy_part, c);
	return c->to->do_->fill_end(c->to, read && !c->check.faults);
}

bool file_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool done = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return done;
}

bool file_replace(const char *from, const char *to)
{
	struct arena *a = arena_new();
	const char *slash = strrchr(to, '/');
	const char *dir = !slash ? "." : slash == to ? "/" :
		arena_copy(a, to, (size_t)(slash - to));
	bool done = file_sync(from) && rename(from, to) == 0 && file_sync(dir);
	arena_free(a);
	return done;
}

/* The sum of what the file gives back when it is read again. */
static bool sum_file(const char *path, struct arena *a, unsigned char sum[HASH_SIZE],
	const char **why)
{
	struct log *log = log_sqlite_read_only(path, a, why);
	if (!log)
		return false;
	struct out report = out_new(1000);
	struct check c = {.report = &report, .sum = sum_new()};
	bool holds = check_log(log, &c);
	if (!holds)
		*why = arena_dup(a, out_str(&report));
	sum_end(c.sum, sum);
	sum_free(c.sum);
	check_free(&c);
	out_free(&report);
	log->do_->close(log);
	return holds;
}

/* Seals the file with its sum, and makes it stand alone: no WAL beside it,
 * readable where nothing can be written. */
static bool settle(const char *path, struct arena *a, const char **why)
{
	int code;
	unsigned char sum[HASH_SIZE];
	if (!sum_file(path, a, sum, why))
		return false;
	struct db *db = db_open(path, DB_WRITE | DB_DURABLE, &db_log_format, a, why, &code);
	bool done = db && db_script(db, "CREATE TABLE seal (sum BLOB NOT NULL) STRICT");
	if (done)
		db_run(db, "INSERT INTO seal (sum) VALUES (?1)", "b", sum, (size_t)HASH_SIZE);
	done = done && db_settle(db);
	if (db && !done)
		*why = arena_printf(a, "%s: %s", path, db_why(db));
	db_close(db);
	return done;
}

static bool write_backup(struct store *s, const char *path, struct arena *a, struct out *report)
{
	const char *why = NULL;
	int code;
	struct copy c = {.check.report = report};
	c.to = log_sqlite.open(path, true, a, &why, &code);
	bool done = c.to && copy_log(s->log, &c);
	if (c.to)
		log_sqlite.close(c.to);
	bool settled = done && settle(path, a, &why);
	if (c.check.faults)
		report_say(report, tr_here(N_("The log does not hold, so no backup was made: "
			"keep the older ones and run archipel verify.")));
	else if (!done && !why)
		report_say(report, tr_here(N_("The backup could not be written to %s. "
			"Is the disk full?")), path);
	else if (!settled)
		report_say(report, "%s", why);
	else
		report_say(report, tr_here(N_("Backup made. Entries: %lld, erased: %zu, files: %lld.")),
			(long long)c.check.entries, c.check.erased.count,
			(long long)c.check.blobs);
	check_free(&c.check);
	return settled;
}

/* Known to all nodes of a shared log, and to a restored one: see doctor, metrics. */
static void remember(struct store *s, struct arena *a)
{
	state_put(s, &(struct state_row){.kind = "backup", .id = "last", .owner = "",
		.value = arena_printf(a, "%lld", (long long)date_now())});
}

int64_t store_backed_up(struct store *s, struct arena *a)
{
	struct state_row row;
	return state_get(s, a, "backup", "last", &row) ? strtoll(row.value, NULL, 10) : 0;
}

bool store_backup(struct store *s, const char *file, struct out *report)
{
	struct arena *a = arena_new();
	const char *partial = arena_printf(a, "%s.partial", file);
	pthread_mutex_lock(&s->building);
	views_remove(partial);
	bool done = write_backup(s, partial, a, report);
	if (done && !file_replace(partial, file)) {
		report_say(report, tr_here(N_("%s cannot be written: %s.")), file,
			strerror(errno));
		done = false;
	}
	if (done)
		remember(s, a);
	else
		views_remove(partial);
	pthread_mutex_unlock(&s->building);
	arena_free(a);
	return done;
}
