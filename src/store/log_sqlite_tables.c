/* log_sqlite_tables.c - the tables of a log in a SQLite file: made, brought up to
 * date, known again. */
#include "store/log_sqlite.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/id.h"
#include "base/tr.h"
#include "store/backup.h"

static const char schema[] =
	"CREATE TABLE entry (position INTEGER PRIMARY KEY, time INTEGER NOT NULL,"
	" kind TEXT NOT NULL, subject TEXT NOT NULL, actor TEXT NOT NULL,"
	" visibility TEXT NOT NULL CHECK (visibility IN ('public', 'members', 'private')),"
	" previous BLOB NOT NULL, commitment BLOB NOT NULL, hash BLOB NOT NULL) STRICT;"
	"CREATE TABLE body (position INTEGER PRIMARY KEY, salt BLOB NOT NULL,"
	" text TEXT NOT NULL) STRICT;"
	"CREATE TABLE receipt (id TEXT PRIMARY KEY, digest BLOB NOT NULL,"
	" first INTEGER NOT NULL, last INTEGER NOT NULL, outcome INTEGER NOT NULL,"
	" answer TEXT) STRICT, WITHOUT ROWID;"
	"CREATE TABLE blob (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;"
	"CREATE TABLE erasure (position INTEGER NOT NULL, hash BLOB NOT NULL,"
	" time INTEGER NOT NULL, PRIMARY KEY (position, hash)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE epoch (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
	" position INTEGER NOT NULL, time INTEGER NOT NULL) STRICT;"
	"CREATE TABLE state (number INTEGER PRIMARY KEY, kind TEXT NOT NULL,"
	" id TEXT NOT NULL, owner TEXT NOT NULL, expires INTEGER NOT NULL,"
	" value TEXT NOT NULL, UNIQUE (kind, id)) STRICT;"
	"CREATE INDEX state_owner ON state (owner, kind);"
	"CREATE INDEX state_expires ON state (expires) WHERE expires > 0;";

static const char seal[] = "CREATE TABLE seal (sum BLOB NOT NULL) STRICT";

bool log_sqlite_create(struct db *db)
{
	if (db_int(db, "SELECT count(*) FROM sqlite_schema", "") > 0)
		return true;
	struct arena *a = arena_new();
	db_begin(db, true);
	db_script(db, schema);
	db_run(db, "INSERT INTO epoch (id, position, time) VALUES (?1, 0, ?2)", "si",
		id_new(a), date_now());
	arena_free(a);
	return db_commit(db);
}

/* Word by word as SQLite keeps them.  A backup has its seal too. */
bool log_sqlite_ours(struct db *db)
{
	int tables = 0, found = 0;
	for (const char *s = schema; (s = strstr(s, "CREATE ")); s++)
		tables++;
	bool ours = true;
	struct rows r = db_query(db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL", "");
	while (row_next(&r)) {
		const char *sql = row_text(&r, 0);
		const char *at = sql ? strstr(schema, sql) : NULL;
		if (sql && strcmp(sql, seal) == 0)
			continue;
		ours = ours && at && at[strlen(sql)] == ';';
		found++;
	}
	rows_end(&r);
	return ours && found == tables;
}

/* What a format changed in the tables of the one before: the first row leads
 * from 1 to 2.  A row without words changed none.  Kept for ever. */
static const char *const upgrades[] = {NULL};

/* The file as it was, beside it, for who must go back to the older program. */
static const char *older(struct arena *a, const char *path, int64_t format)
{
	return arena_printf(a, "%s.format-%lld", path, (long long)format);
}

/* A file, and what SQLite may have put beside it. */
static void drop(const char *path)
{
	static const char *const beside[] = {"", "-journal", "-wal", "-shm"};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
		unlink(arena_printf(a, "%s%s", path, beside[i]));
	arena_free(a);
}

static bool keep_older(struct db *db, const char *path, int64_t format)
{
	struct arena *a = arena_new();
	const char *to = older(a, path, format), *partial = arena_printf(a, "%s.partial", to);
	drop(partial);
	bool done = db_copy(db, partial) && file_replace(partial, to);
	if (!done)
		drop(partial);
	arena_free(a);
	return done;
}

void log_sqlite_forget(const char *path)
{
	struct arena *a = arena_new();
	for (int64_t format = 1; format < db_log_format.version; format++)
		drop(older(a, path, format));
	arena_free(a);
}

/* All or nothing: a crash leaves the older format, which the next start finds. */
const char *log_sqlite_upgrade(struct db *db, const char *path, struct arena *a)
{
	int64_t from = db_int(db, "PRAGMA user_version", "");
	if (db_fault(db) || from >= db_log_format.version)
		return NULL;
	if (!keep_older(db, path, from))
		return arena_printf(a, tr_here(N_("%s is of an older format, and no copy of it could be "
			"kept beside it, so it was left as it is. Make room on the disk, then start "
			"again.")), path);
	db_begin(db, true);
	for (size_t i = (size_t)from - 1; i < sizeof upgrades / sizeof *upgrades; i++)
		if (upgrades[i])
			db_script(db, upgrades[i]);
	char sql[60];
	snprintf(sql, sizeof sql, "PRAGMA user_version=%d", db_log_format.version);
	db_script(db, sql);
	db_commit(db);
	return NULL;
}
