/* db_test.c - statements, values, kept things, faults, sums of tables. */
#include "base/test.h"

#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/db_sqlite.h"

static struct db *open_file(const char *path, unsigned flags, struct arena *a)
{
	const char *why = NULL;
	int code;
	struct db *db = db_open(path, flags, &db_views_format, a, &why, &code);
	if (!db)
		die("%s", why);
	db_use_arena(db, a);
	return db;
}

static void test_values(struct db *db)
{
	check(db_script(db, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE, c REAL, d BLOB)"));
	db_run(db, "INSERT INTO t VALUES (?1, ?2, ?3, ?4)", "isdb", (int64_t)1, "été", 1.5,
		"\0x", (size_t)2);
	db_run(db, "INSERT INTO t VALUES (?1, ?2, ?3, ?4)", "isnn", (int64_t)2, NULL);
	struct rows r = db_query(db, "SELECT a, b, c, d FROM t ORDER BY a", "");
	check(row_next(&r));
	check(row_int(&r, 0) == 1 && row_real(&r, 2) > 1.4 && row_real(&r, 2) < 1.6);
	check_text(row_text(&r, 1), "été");
	size_t n;
	const char *bytes = row_bytes(&r, 3, &n);
	check(n == 2 && bytes[0] == 0 && bytes[1] == 'x');
	check(row_next(&r));
	check(row_text(&r, 1) == NULL && row_null(&r, 3) && row_bytes(&r, 3, &n) == NULL);
	check(!row_next(&r));
	rows_end(&r);
	check(db_int(db, "SELECT a FROM t WHERE b = ?1", "s", "none") == 0);
	check(db_text(db, "SELECT b FROM t WHERE a = ?1", "i", (int64_t)9) == NULL);
}

/* The same text under way twice: each has its own statement. */
static int64_t nested(struct db *db, int depth)
{
	int64_t sum = 0;
	struct rows r = db_query(db, "SELECT a FROM t ORDER BY a", "");
	while (row_next(&r))
		sum += row_int(&r, 0) + (depth ? nested(db, depth - 1) : 0);
	rows_end(&r);
	return sum;
}

static void test_faults(struct db *db)
{
	check(db_begin(db, true));
	db_mark(db);
	db_run(db, "INSERT INTO t (b) VALUES (?1)", "s", "new");
	db_run(db, "INSERT INTO t (b) VALUES (?1)", "s", "été");
	check(db_fault(db) == DB_REFUSED);
	db_run(db, "INSERT INTO t (b) VALUES (?1)", "s", "ignored");
	check(db_int(db, "SELECT count(*) FROM t", "") == 0);	/* finds nothing by now */
	db_undo_mark(db);
	check(db_fault(db) == DB_FINE);
	db_run(db, "INSERT INTO t (b) VALUES (?1)", "s", "kept");
	check(db_commit(db));
	check(db_int(db, "SELECT count(*) FROM t", "") == 3);
	check(db_begin(db, true));
	db_run(db, "DELETE FROM t", "");
	db_rollback(db);
	check(db_int(db, "SELECT count(*) FROM t", "") == 3);
}

static int dropped;

static void drop(void *value)
{
	check(value == &dropped);
	dropped++;
}

static void test_kept(struct db *db)
{
	check(db_kept(db, "type", 1) == NULL);
	db_keep(db, "type", 1, &dropped, drop);
	check(db_kept(db, "type", 1) == &dropped && dropped == 0);
	check(db_kept(db, "type", 2) == NULL && dropped == 1);
	db_keep(db, "type", 2, &dropped, drop);
	db_keep(db, "type", 3, &dropped, drop);
	check(dropped == 2 && db_kept(db, "type", 3) == &dropped);
	check(db_kept_still(db, "type") == NULL);	/* outside of a transaction */
	db_begin(db, true);
	check(db_kept_still(db, "type") == NULL);
	check(db_kept(db, "type", 3) == &dropped && db_kept_still(db, "type") == &dropped);
	db_int(db, "SELECT count(*) FROM sqlite_schema", "");
	check(db_kept_still(db, "type") == &dropped);
	db_mark(db);
	check(db_kept_still(db, "type") == NULL);
	check(db_kept(db, "type", 3) == &dropped);
	db_undo_mark(db);
	check(db_kept_still(db, "type") == NULL);
	db_int(db, "CREATE TABLE other (a INTEGER)", "");
	check(db_kept(db, "type", 3) && db_kept_still(db, "type"));
	db_int(db, "INSERT INTO other (a) VALUES (1) RETURNING a", "");
	check(db_kept_still(db, "type") == NULL);
	db_rollback(db);
	check(db_kept_still(db, "type") == NULL);
	db_begin(db, true);
	db_int(db, "CREATE TABLE other (a INTEGER PRIMARY KEY)", "");
	for (int i = 0; i < 2; i++)
		db_run(db, "INSERT INTO other (a) VALUES (1)", "");
	check(db_fault(db) == DB_REFUSED);
	db_keep(db, "type", 4, &dropped, drop);		/* of what could not be read */
	db_rollback(db);
	check(db_kept(db, "type", 4) == NULL);
}

static void test_readers(const char *path, struct db *writer, struct arena *a)
{
	struct db *reader = open_file(path, 0, a);
	db_run(writer, "INSERT INTO t (b) VALUES (?1)", "s", "seen");
	check(db_int(reader, "SELECT count(*) FROM t WHERE b = ?1", "s", "seen") == 1);
	check(db_begin(reader, false));
	check(db_int(reader, "SELECT count(*) FROM t", "") == 4);
	db_run(writer, "INSERT INTO t (b) VALUES (?1)", "s", "later");
	check(db_int(reader, "SELECT count(*) FROM t", "") == 4);
	check(!db_checkpoint(writer));		/* a reader still needs the WAL */
	db_rollback(reader);
	check(db_checkpoint(writer));
	db_run(reader, "DELETE FROM t", "");
	check(db_fault(reader) == DB_FAILED);
	db_close(reader);
}

/* Rows in any order are the same table; one other value is not. */
static void test_sums(struct db *db, struct arena *a)
{
	struct table_sum *x, *y;
	check(db_script(db, "CREATE VIRTUAL TABLE words USING fts5 (text);"
		"CREATE TABLE u (a TEXT, b INTEGER); INSERT INTO u VALUES ('x', 1), ('y', 2);"
		"CREATE TABLE v (a TEXT, b INTEGER); INSERT INTO v VALUES ('y', 2), ('x', 1)"));
	check(db_sums(db, a, &x) == 3);		/* t, u, v: no full text */
	check_text(x[0].name, "t");
	check(x[1].rows == 2 && memcmp(x[1].hash, x[2].hash, HASH_SIZE) == 0);
	db_run(db, "UPDATE v SET b = ?1 WHERE a = 'x'", "s", "1.0");
	db_run(db, "INSERT INTO words VALUES (?1)", "s", "more");
	check(db_sums(db, a, &y) == 3);
	check(memcmp(x[0].hash, y[0].hash, HASH_SIZE) == 0);
	check(memcmp(x[2].hash, y[2].hash, HASH_SIZE) == 0);	/* an INTEGER column: still 1 */
	db_run(db, "UPDATE v SET b = 3 WHERE a = 'x'", "");
	check(db_sums(db, a, &y) == 3 && memcmp(x[2].hash, y[2].hash, HASH_SIZE) != 0);
}

/* What every connection has, whatever the file says. */
static void test_settings(const char *path, struct arena *a)
{
	static const struct {
		const char *sql;
		int value;
	} settings[] = {{"PRAGMA foreign_keys", 1}, {"PRAGMA trusted_schema", 0},
		{"PRAGMA cell_size_check", 1}, {"PRAGMA mmap_size", 0}, {"PRAGMA secure_delete", 1},
		{"PRAGMA temp_store", 2}, {"PRAGMA busy_timeout", 10000}};
	static const struct {
		int limit, most;
	} limits[] = {{SQLITE_LIMIT_LENGTH, 64 << 20}, {SQLITE_LIMIT_SQL_LENGTH, 100000},
		{SQLITE_LIMIT_EXPR_DEPTH, 100}, {SQLITE_LIMIT_ATTACHED, 0},
		{SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100}, {SQLITE_LIMIT_WORKER_THREADS, 0}};
	static const unsigned ways[] = {0, DB_WRITE, DB_WRITE | DB_DURABLE};
	for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
		struct db *db = open_file(path, ways[w], a);
		int on = 0, stays = 0;
		for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
			check(db_int_(db, settings[i].sql, "") == settings[i].value);
		for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
			check(sqlite3_limit(db->handle, limits[i].limit, -1) <= limits[i].most);
		sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, -1, &on);
		sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, -1, &stays);
		check(on && stays == !(ways[w] & DB_WRITE));
		if (ways[w])
			check(db_int(db, "PRAGMA synchronous", "") == (ways[w] & DB_DURABLE ? 2 : 1));
		db_close(db);
	}
}

static void test_formats(const char *path, struct arena *a)
{
	const char *why = NULL;
	int code;
	check(!db_open(path, 0, &db_log_format, a, &why, &code) && code == EX_DATAERR);
	check(!db_open("/tmp/no/such/folder/x.db", DB_WRITE | DB_CREATE, &db_log_format, a, &why,
		&code) && code == EX_IOERR && strstr(why, "/tmp/no/such/folder"));
	struct db *db = open_file(path, DB_WRITE, a);
	check(db_script(db, "PRAGMA user_version = 2"));
	db_close(db);
	check(!db_open(path, DB_WRITE, &db_views_format, a, &why, &code) && code == EX_DATAERR);
}

int main(void)
{
	setenv("LC_ALL", "en", 1);
	hash_start();
	struct arena *a = arena_new();
	char path[] = "/tmp/store-db-XXXXXX";
	int fd = mkstemp(path);
	check(fd >= 0);
	close(fd);
	struct db *db = open_file(path, DB_WRITE | DB_CREATE, a);
	test_values(db);
	check(nested(db, 2) == 3 + 2 * 3 + 4 * 3);
	test_faults(db);
	test_kept(db);
	test_readers(path, db, a);
	test_sums(db, a);
	db_close(db);
	check(dropped == 4);
	test_settings(path, a);
	test_formats(path, a);
	unlink(path);
	arena_free(a);
	return test_end();
}
