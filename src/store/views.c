/* views.c - views files follow the log. */
#include "store/views.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/tr.h"
#include "store/fold.h"

enum { STRIDE = 500 };

static bool create_tables(struct db *db)
{
	if (db_int(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'views_mark'", "") > 0)
		return !db_fault(db);
	db_begin(db, true);
	db_script(db, "CREATE TABLE views_mark (one INTEGER PRIMARY KEY CHECK (one = 1),"
		" epoch TEXT NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL,"
		" erasures INTEGER NOT NULL, time INTEGER NOT NULL) STRICT");
	const char *sql;
	for (int i = 0; (sql = fold_schema(i)); i++)
		db_script(db, sql);
	return db_commit(db);
}

struct db *views_open(const char *path, struct log *log, struct arena *a, const char **why)
{
	int code;
	struct db *db = db_open(path, DB_WRITE | DB_CREATE, &db_views_format, a, why, &code);
	if (!db)
		return NULL;
	db_use_log(db, log);
	if (create_tables(db))
		return db;
	*why = arena_printf(a, tr_here(N_("%s cannot be written: %s.")), path, db_why(db));
	db_rollback(db);
	db_close(db);
	return NULL;
}

struct db *views_read_only(const char *path, struct log *log, struct arena *a, const char **why)
{
	int code;
	struct db *db = db_open(path, 0, &db_views_format, a, why, &code);
	if (db)
		db_use_log(db, log);
	return db;
}

void views_get_mark(struct db *views, struct views_mark *mark)
{
	struct arena *outer = db_arena(views), *a = arena_new();
	db_use_arena(views, a);
	*mark = (struct views_mark){0};
	struct rows r = db_query(views,
		"SELECT epoch, position, hash, erasures, time FROM views_mark", "");
	if (row_next(&r)) {
		size_t size;
		snprintf(mark->epoch, sizeof mark->epoch, "%s", row_text(&r, 0));
		mark->position = row_int(&r, 1);
		const void *hash = row_bytes(&r, 2, &size);
		if (size == HASH_SIZE)
			memcpy(mark->hash, hash, HASH_SIZE);
		mark->erasures = row_int(&r, 3);
		mark->time = row_int(&r, 4);
	}
	rows_end(&r);
	db_use_arena(views, outer);
	arena_free(a);
}

void views_set_mark(struct db *views, const struct views_mark *m)
{
	db_run(views, "INSERT OR REPLACE INTO views_mark"
		" (one, epoch, position, hash, erasures, time) VALUES (1, ?1, ?2, ?3, ?4, ?5)",
		"sibii", m->epoch, m->position, m->hash, (size_t)HASH_SIZE, m->erasures,
		m->time);
}

bool views_first_mark(struct log *log, struct views_mark *mark)
{
	struct log_head head;
	if (!log->do_->head(log, &head))
		return false;
	*mark = (struct views_mark){.erasures = head.erasures};
	memcpy(mark->epoch, head.epoch, sizeof mark->epoch);
	return true;
}

enum followed views_check(const struct views_mark *mark, struct log *log)
{
	struct log_head head;
	if (!log->do_->head(log, &head))
		return UNREAD;
	if (strcmp(head.epoch, mark->epoch) != 0 || head.erasures != mark->erasures ||
		head.position < mark->position)
		return FOREIGN;
	if (mark->position == 0)
		return FOLLOWED;
	struct arena *a = arena_new();
	struct entry e;
	int got = log->do_->read(log, a, mark->position - 1, 1, &e);
	bool same = got == 1 && e.position == mark->position &&
		memcmp(e.hash, mark->hash, HASH_SIZE) == 0;
	arena_free(a);
	return got < 0 ? UNREAD : same ? FOLLOWED : FOREIGN;
}

void entry_parse(struct entry *e, struct arena *a)
{
	const char *why;
	e->body = NULL;
	if (e->text && !(e->body = json_read(a, e->text, e->size, &why)))
		die("the body of entry %lld is not JSON: %s", (long long)e->position, why);
}

static void fold_one(struct db *views, struct entry *e)
{
	struct arena *a = arena_new();
	db_use_arena(views, a);
	entry_parse(e, a);
	fold_apply(views, e);
	if (db_fault(views) == DB_REFUSED)
		die("entry %lld (%s) cannot be folded: %s", (long long)e->position, e->kind,
			db_why(views));
	e->body = NULL;
	db_use_arena(views, NULL);
	arena_free(a);
}

static void report(const struct follow *f, struct entry *entries, int count)
{
	for (int i = 0; f->each && i < count; i++) {
		struct arena *a = arena_new();
		entry_parse(&entries[i], a);
		f->each(f->context, &entries[i]);
		arena_free(a);
	}
}

/* Folds entries in one transaction and moves the mark. */
static enum followed fold_some(struct follow *f, struct entry *entries, int count)
{
	struct views_mark mark = f->mark;
	db_begin(f->views, true);
	for (int i = 0; i < count; i++) {
		struct entry *e = &entries[i];
		if (e->position != mark.position + 1 ||
			memcmp(e->previous, mark.hash, HASH_SIZE) != 0) {
			db_rollback(f->views);
			return FOREIGN;
		}
		fold_one(f->views, e);
		mark.position = e->position;
		mark.time = e->time;
		memcpy(mark.hash, e->hash, HASH_SIZE);
	}
	views_set_mark(f->views, &mark);
	if (!db_commit(f->views)) {
		f->fault = db_fault(f->views);
		db_rollback(f->views);
		return UNWRITTEN;
	}
	f->mark = mark;
	report(f, entries, count);
	return FOLLOWED;
}

static void show(const struct follow *f, bool over)
{
	if (f->shown <= STRIDE || !isatty(STDERR_FILENO))
		return;
	if (over)
		fputs("\r\033[K", stderr);
	else
		fprintf(stderr, "\r%s %d %%", tr_here(N_("Making the views from the log:")),
			(int)(100 * f->mark.position / f->shown));
}

enum followed views_follow(struct follow *f)
{
	for (;;) {
		int limit = STRIDE;
		if (f->until - f->mark.position < limit)
			limit = (int)(f->until - f->mark.position);
		if (limit <= 0)
			return FOLLOWED;
		if (f->quit && atomic_load(f->quit))
			return UNREAD;
		struct arena *a = arena_new();
		struct entry *entries = arena_alloc(a, STRIDE * sizeof *entries);
		int count = f->log->do_->read(f->log, a, f->mark.position, limit, entries);
		enum followed said = count < 0 ? UNREAD : FOLLOWED;
		if (count > 0)
			said = fold_some(f, entries, count);
		arena_free(a);
		show(f, count <= 0 || said != FOLLOWED);
		if (count <= 0 || said != FOLLOWED)
			return said;
	}
}

void views_remove(const char *path)
{
	struct arena *a = arena_new();
	unlink(path);
	unlink(arena_printf(a, "%s-wal", path));
	unlink(arena_printf(a, "%s-shm", path));
	arena_free(a);
}
