/* db_file.c - opening SQLite files, their settings and limits, transactions. */
#include "store/db_sqlite.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/tr.h"

/* A new format of the log is a row of upgrades in log_sqlite.c, and a file in
 * test/fixtures. */
const struct db_format db_log_format = {0x41524c47, 1};
const struct db_format db_views_format = {0x41525657, 1};

/* The largest row: a blob, or the body of an entry. */
enum { LARGEST = 64 * 1024 * 1024, BUSY_MS = 10 * 1000 };

static const struct {
	int limit, value;
} limits[] = {
	{SQLITE_LIMIT_LENGTH, LARGEST},
	{SQLITE_LIMIT_SQL_LENGTH, 100 * 1000},
	{SQLITE_LIMIT_COLUMN, 200},
	{SQLITE_LIMIT_EXPR_DEPTH, 100},
	{SQLITE_LIMIT_COMPOUND_SELECT, 20},
	{SQLITE_LIMIT_VDBE_OP, 25000},
	{SQLITE_LIMIT_FUNCTION_ARG, 16},
	{SQLITE_LIMIT_ATTACHED, 0},
	{SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100},
	{SQLITE_LIMIT_VARIABLE_NUMBER, 100},
	{SQLITE_LIMIT_TRIGGER_DEPTH, 10},
	{SQLITE_LIMIT_WORKER_THREADS, 0},
};

/* Settings of every connection, and what asking for them must answer. */
static const struct {
	const char *set, *ask;
	int value;
} settings[] = {
	{"PRAGMA foreign_keys=1", "PRAGMA foreign_keys", 1},
	{"PRAGMA trusted_schema=0", "PRAGMA trusted_schema", 0},
	{"PRAGMA cell_size_check=1", "PRAGMA cell_size_check", 1},
	{"PRAGMA mmap_size=0", "PRAGMA mmap_size", 0},
	{"PRAGMA secure_delete=1", "PRAGMA secure_delete", 1},
	{"PRAGMA temp_store=MEMORY", "PRAGMA temp_store", 2},
	{"PRAGMA busy_timeout=10000", "PRAGMA busy_timeout", BUSY_MS},
};

/* The first column of the first row, or -1; for PRAGMAs, which need no cache.
 * The words are sound: where SQLite has none but "error" the file is not, such
 * as one whose schema is of a format that no SQLite writes. */
static int ask(struct db *db, const char *sql)
{
	sqlite3_stmt *s;
	int code = sqlite3_prepare_v2(db->handle, sql, -1, &s, NULL);
	int value = -1;
	if (code == SQLITE_OK && (code = sqlite3_step(s)) == SQLITE_ROW)
		value = sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
		db_fail(db, (code & 0xff) == SQLITE_ERROR ? SQLITE_NOTADB : code);
	return value;
}

bool db_script(struct db *db, const char *sql)
{
	if (db->fault)
		return false;
	db->moment++;
	int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
	if (code == SQLITE_ERROR)
		die("SQL \"%.60s...\": %s", sql, sqlite3_errmsg(db->handle));
	if (code != SQLITE_OK)
		db_fail(db, code);
	return code == SQLITE_OK;
}

static void configure(struct db *db, bool write)
{
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(db->handle, limits[i].limit, limits[i].value);
	int on;
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, &on);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, &on);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, &on);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !write, &on);
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
		db_script(db, settings[i].set);
		if (ask(db, settings[i].ask) != settings[i].value && !db->fault) {
			db->fault = DB_FAILED;	/* memory was short, or it is another SQLite */
			snprintf(db->why, sizeof db->why, "%s is not taken", settings[i].set);
		}
	}
}

/* Sets a new file's format, or checks an older file's. */
static bool check_format(struct db *db, const struct db_format *f, bool create,
	struct arena *a, const char **why, int *code)
{
	const char *path = sqlite3_db_filename(db->handle, "main");
	int application = ask(db, "PRAGMA application_id");
	int version = ask(db, "PRAGMA user_version");
	int things = ask(db, "SELECT count(*) FROM sqlite_schema");
	if (!db->fault && create && things == 0) {
		char sql[100];
		snprintf(sql, sizeof sql, "PRAGMA application_id=%d; PRAGMA user_version=%d",
			f->application, f->version);
		db_script(db, sql);
		application = f->application;
		version = f->version;
	}
	if (db->fault)
		*why = arena_printf(a, tr_here(N_("%s cannot be read: %s.")), path, db->why);
	else if (application != f->application)
		*why = arena_printf(a, tr_here(N_("%s is not the file of Archipel that stands "
			"here.")), path);
	else if (version > f->version)
		*why = arena_printf(a, tr_here(N_("%s was written by a newer Archipel (format %d, "
			"this one reads up to %d). Install the newer program.")), path, version,
			f->version);
	else
		return true;
	*code = db->fault && !db->damaged ? EX_IOERR : EX_DATAERR;
	return false;
}

static void set_journal(struct db *db, unsigned flags)
{
	if (!(flags & DB_WRITE))
		return;
	db_script(db, "PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=16777216");
	db_script(db, flags & DB_DURABLE ? "PRAGMA synchronous=FULL" :
		"PRAGMA synchronous=NORMAL");
	int want = flags & DB_DURABLE ? 2 : 1;
	if (!db->fault && ask(db, "PRAGMA synchronous") != want)
		die("SQLite does not take PRAGMA synchronous=%d", want);
}

/* SQLite gives the files beside it the same mode: for their owner only. */
static void create_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
}

struct db *db_open(const char *path, unsigned flags, const struct db_format *format,
	struct arena *a, const char **why, int *code)
{
	struct db *db = calloc(1, sizeof *db);
	*code = EX_IOERR;
	if (!db) {
		*why = "There is no memory left.";
		return NULL;
	}
	int open = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	open |= flags & DB_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
	open |= flags & DB_CREATE ? SQLITE_OPEN_CREATE : 0;
	if (flags & DB_CREATE)
		create_private(path);
	int said = sqlite3_open_v2(path, &db->handle, open, NULL);
	if (said != SQLITE_OK) {
		*why = arena_printf(a, tr_here(N_("%s cannot be opened: %s.")), path,
			db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(said));
		db_close(db);
		return NULL;
	}
	configure(db, flags & DB_WRITE);
	if (!check_format(db, format, flags & DB_CREATE, a, why, code)) {
		db_close(db);
		return NULL;
	}
	set_journal(db, flags);
	if (db->fault) {
		*why = arena_printf(a, tr_here(N_("%s cannot be used: %s.")), path, db->why);
		*code = db->damaged ? EX_DATAERR : EX_IOERR;
		db_close(db);
		return NULL;
	}
	return db;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	db_drop_kept(db);
	for (int i = 0; i < DB_BUCKETS; i++)
		while (db->statements[i]) {
			struct statement *s = db->statements[i];
			db->statements[i] = s->next;
			sqlite3_finalize(s->handle);
			free(s);
		}
	if (sqlite3_close(db->handle) != SQLITE_OK)
		die("SQLite does not close: %s", sqlite3_errmsg(db->handle));
	free(db->touched);
	free(db);
}

bool db_begin(struct db *db, bool write)
{
	if (!sqlite3_get_autocommit(db->handle))
		db_rollback(db);	/* one that could not be rolled back then */
	if (write)
		db_run(db, "BEGIN IMMEDIATE", "");
	else
		db_run(db, "BEGIN", "");
	return !db->fault;
}

bool db_commit(struct db *db)
{
	db_run(db, "COMMIT", "");
	return !db->fault;
}

void db_rollback(struct db *db)
{
	db->fault = DB_FINE;
	if (!sqlite3_get_autocommit(db->handle))
		db_run(db, "ROLLBACK", "");
	/* without memory even that fails: nothing is done before it is done again */
	db->fault = sqlite3_get_autocommit(db->handle) ? DB_FINE : DB_FAILED;
}

void db_mark(struct db *db)
{
	db_run(db, "SAVEPOINT command", "");
}

void db_keep_mark(struct db *db)
{
	db_run(db, "RELEASE command", "");
}

void db_undo_mark(struct db *db)
{
	if (db->fault == DB_REFUSED)
		db->fault = DB_FINE;
	db_run(db, "ROLLBACK TO command", "");
	db_run(db, "RELEASE command", "");
}

enum db_fault db_fault(const struct db *db)
{
	return db->fault;
}

const char *db_why(const struct db *db)
{
	return db->why;
}

int db_changed(struct db *db)
{
	return db->fault ? 0 : sqlite3_changes(db->handle);
}

bool db_checkpoint(struct db *db)
{
	enum db_fault before = db->fault;
	sqlite3_busy_timeout(db->handle, 20);
	bool empty = ask(db, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
	sqlite3_busy_timeout(db->handle, BUSY_MS);
	if (db->fault < DB_LOST)
		db->fault = before;	/* the WAL still holds it all */
	return empty;
}

bool db_whole(struct db *db)
{
	struct stat st;
	if (stat(sqlite3_db_filename(db->handle, "main"), &st) != 0)
		return false;
	return (int64_t)st.st_size ==
		(int64_t)ask(db, "PRAGMA page_count") * ask(db, "PRAGMA page_size");
}

bool db_settle(struct db *db)
{
	return db_checkpoint(db) && db_script(db, "PRAGMA journal_mode=DELETE");
}

bool db_copy(struct db *db, const char *path)
{
	sqlite3 *to = NULL;
	sqlite3_backup *b = NULL;
	create_private(path);
	if (sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
		sqlite3_exec(to, "PRAGMA journal_mode=OFF", NULL, NULL, NULL) == SQLITE_OK)
		b = sqlite3_backup_init(to, "main", db->handle, "main");
	bool done = b && sqlite3_backup_step(b, -1) == SQLITE_DONE;
	done = sqlite3_backup_finish(b) == SQLITE_OK && done &&
		sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL) == SQLITE_OK;
	return sqlite3_close(to) == SQLITE_OK && done;
}

void db_use_log(struct db *db, struct log *log)
{
	db->log = log;
}

struct log *db_log(struct db *db)
{
	return db->log;
}
