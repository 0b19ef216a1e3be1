/* db.c - statements prepared once, values bound, rows read. */
#include "base/logfmt.h"
#include "store/db_sqlite.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Of an input or output error.  A write that fails leaves nothing behind (no
 * space, a quota, a limit); after a failed sync nobody knows what is there. */
static enum db_fault io_fault(int code)
{
	switch (code) {
	case SQLITE_IOERR_WRITE: case SQLITE_IOERR_SHMSIZE: case SQLITE_IOERR_SHMMAP:
		return DB_FULL;
	case SQLITE_IOERR_FSYNC: case SQLITE_IOERR_DIR_FSYNC:
		return DB_LOST;
	}
	return DB_FAILED;
}

void db_fail(struct db *db, int code)
{
	enum db_fault fault;
	switch (code & 0xff) {
	case SQLITE_CONSTRAINT: case SQLITE_TOOBIG:
		fault = DB_REFUSED;
		break;
	case SQLITE_INTERRUPT:
		fault = DB_LATE;
		break;
	case SQLITE_FULL:
		fault = DB_FULL;
		break;
	case SQLITE_IOERR:
		fault = io_fault(code);
		break;
	case SQLITE_NOMEM:
		memory_note();
		fault = DB_FAILED;
		break;
	case SQLITE_CORRUPT: case SQLITE_NOTADB: case SQLITE_BUSY: case SQLITE_LOCKED:
	case SQLITE_CANTOPEN: case SQLITE_READONLY: case SQLITE_PROTOCOL:
	case SQLITE_ABORT:
		fault = DB_FAILED;
		break;
	default:
		die("SQLite: %s", sqlite3_errmsg(db->handle));
	}
	db->damaged |= (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
	if (db->fault >= fault)
		return;
	db->fault = fault;
	snprintf(db->why, sizeof db->why, "%s (%s)", sqlite3_errmsg(db->handle),
		sqlite3_errstr(code));
	for (char *p = db->why; *p; p++)	/* it cites what a damaged file holds */
		if (*p < ' ' || *p > '~')
			*p = '?';
	if (fault >= DB_FAILED)
		logfmt(LEVEL_ERROR, NULL, "disk", "file", sqlite3_db_filename(db->handle, "main"),
			"why", db->why);
}

static struct statement *prepare(struct db *db, const char *sql)
{
	struct statement **bucket = &db->statements[((uintptr_t)sql >> 3) % DB_BUCKETS];
	for (struct statement *s = *bucket; s; s = s->next)
		if (s->sql == sql && !s->busy)
			return s;
	sqlite3_stmt *handle;
	int code = sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle,
		NULL);
	if (code != SQLITE_OK) {
		if ((code & 0xff) == SQLITE_ERROR)
			die("SQL \"%s\": %s", sql, sqlite3_errmsg(db->handle));
		db_fail(db, code);
		return NULL;
	}
	struct statement *s = calloc(1, sizeof *s);
	if (!s) {
		sqlite3_finalize(handle);
		db_fail(db, SQLITE_NOMEM);
		return NULL;
	}
	*s = (struct statement){.next = *bucket, .sql = sql, .handle = handle};
	return *bucket = s;
}

static void bind(struct db *db, struct statement *s, const char *types, va_list ap)
{
	int i = 0, code = SQLITE_OK;
	for (const char *t = types; *t && code == SQLITE_OK; t++) {
		i++;
		const void *bytes;
		switch (*t) {
		case 's':
			code = sqlite3_bind_text(s->handle, i, va_arg(ap, const char *), -1,
				SQLITE_TRANSIENT);
			break;
		case 'i':
			code = sqlite3_bind_int64(s->handle, i, va_arg(ap, int64_t));
			break;
		case 'd':
			code = sqlite3_bind_double(s->handle, i, va_arg(ap, double));
			break;
		case 'b':
			bytes = va_arg(ap, const void *);
			code = sqlite3_bind_blob64(s->handle, i, bytes, va_arg(ap, size_t),
				SQLITE_TRANSIENT);
			break;
		case 'n':
			code = sqlite3_bind_null(s->handle, i);
			break;
		default:
			die("SQL \"%s\": unknown type '%c'", s->sql, *t);
		}
	}
	if (code != SQLITE_OK)
		db_fail(db, code);
	else if (i != sqlite3_bind_parameter_count(s->handle))
		die("SQL \"%s\" takes %d values, %d given", s->sql,
			sqlite3_bind_parameter_count(s->handle), i);
}

static struct rows start(struct db *db, const char *sql, const char *types, va_list ap)
{
	struct rows r = {.db = db};
	struct statement *s = db->fault ? NULL : prepare(db, sql);
	if (!s)
		return r;
	s->busy = true;
	if (!sqlite3_stmt_readonly(s->handle))
		db->moment++;
	r.statement = s;
	bind(db, s, types, ap);
	return r;
}

struct rows db_query_(struct db *db, const char *sql, const char *types, ...)
{
	va_list ap;
	va_start(ap, types);
	struct rows r = start(db, sql, types, ap);
	va_end(ap);
	return r;
}

void db_run_(struct db *db, const char *sql, const char *types, ...)
{
	va_list ap;
	va_start(ap, types);
	db->moment++;		/* also when a transaction begins, ends or goes back */
	struct rows r = start(db, sql, types, ap);
	va_end(ap);
	while (row_next(&r))
		;
	rows_end(&r);
}

int64_t db_int_(struct db *db, const char *sql, const char *types, ...)
{
	va_list ap;
	va_start(ap, types);
	struct rows r = start(db, sql, types, ap);
	va_end(ap);
	int64_t value = row_next(&r) ? row_int(&r, 0) : 0;
	rows_end(&r);
	return value;
}

char *db_text_(struct db *db, const char *sql, const char *types, ...)
{
	va_list ap;
	va_start(ap, types);
	struct rows r = start(db, sql, types, ap);
	va_end(ap);
	char *value = row_next(&r) ? row_text(&r, 0) : NULL;
	rows_end(&r);
	return value;
}

static sqlite3_stmt *handle_of(const struct rows *r)
{
	return ((struct statement *)r->statement)->handle;
}

bool row_next(struct rows *r)
{
	if (!r->statement || r->db->fault)
		return false;
	int code = sqlite3_step(handle_of(r));
	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		db_fail(r->db, code);
	return false;
}

/* NULL, or, when memory was short, an empty text that goes with the fault. */
static char *lacking(struct rows *r)
{
	if (sqlite3_errcode(r->db->handle) != SQLITE_NOMEM)
		return NULL;
	db_fail(r->db, SQLITE_NOMEM);
	return arena_copy(r->db->arena, "", 0);
}

char *row_text(struct rows *r, int column)
{
	const unsigned char *s = sqlite3_column_text(handle_of(r), column);
	if (!s)
		return lacking(r);
	return arena_copy(r->db->arena, s, (size_t)sqlite3_column_bytes(handle_of(r), column));
}

int64_t row_int(struct rows *r, int column)
{
	return sqlite3_column_int64(handle_of(r), column);
}

double row_real(struct rows *r, int column)
{
	return sqlite3_column_double(handle_of(r), column);
}

bool row_null(struct rows *r, int column)
{
	return sqlite3_column_type(handle_of(r), column) == SQLITE_NULL;
}

const void *row_bytes(struct rows *r, int column, size_t *size)
{
	const void *bytes = sqlite3_column_blob(handle_of(r), column);
	*size = (size_t)sqlite3_column_bytes(handle_of(r), column);
	if (!bytes && (row_null(r, column) || *size))
		return lacking(r);
	return arena_copy(r->db->arena, bytes, *size);
}

void rows_end(struct rows *r)
{
	struct statement *s = r->statement;
	if (!s)
		return;
	sqlite3_reset(s->handle);
	sqlite3_clear_bindings(s->handle);
	s->busy = false;
	r->statement = NULL;
}

struct arena *db_arena(struct db *db)
{
	return db->arena;
}

void db_use_arena(struct db *db, struct arena *a)
{
	db->arena = a;
}

static void drop_kept(struct kept **at)
{
	struct kept *k = *at;
	*at = k->next;
	if (k->done)
		k->done(k->value);
	free(k);
}

static struct kept **find_kept(struct db *db, const char *name)
{
	struct kept **at = &db->kept;
	while (*at && strcmp((*at)->name, name) != 0)
		at = &(*at)->next;
	return at;
}

void *db_kept(struct db *db, const char *name, int64_t stamp)
{
	struct kept **at = find_kept(db, name);
	if (*at && (*at)->stamp == stamp && !(*at)->partial) {
		(*at)->moment = db->moment;
		return (*at)->value;
	}
	if (*at)
		drop_kept(at);
	return NULL;
}

void *db_kept_still(struct db *db, const char *name)
{
	struct kept **at = find_kept(db, name);
	bool same = *at && !(*at)->partial && (*at)->moment == db->moment && !db->fault
		&& !sqlite3_get_autocommit(db->handle);
	return same ? (*at)->value : NULL;
}

void db_keep(struct db *db, const char *name, int64_t stamp, void *value, void (*done)(void *))
{
	struct kept **old = find_kept(db, name);
	if (*old)
		drop_kept(old);
	struct kept *k = calloc(1, sizeof *k + strlen(name) + 1);
	if (!k)
		memory_out();
	char *copy = (char *)(k + 1);
	memcpy(copy, name, strlen(name) + 1);
	bool partial = db->fault != DB_FINE || memory_is_short();
	*k = (struct kept){db->kept, copy, stamp, db->moment, partial, value, done};
	db->kept = k;
}

void db_drop_kept(struct db *db)
{
	while (db->kept)
		drop_kept(&db->kept);
}
