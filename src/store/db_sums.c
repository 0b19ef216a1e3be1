/* db_sums.c - comparing files: a hash of each table's rows in their order. */
#include "store/db_sqlite.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"

/* Left out: SQLite's own tables, full text and its shadow tables. */
static const char tables[] =
	"SELECT name FROM sqlite_schema t WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	" AND coalesce(sql, '') NOT LIKE 'CREATE VIRTUAL TABLE%' AND NOT EXISTS ("
	"  SELECT 1 FROM sqlite_schema v WHERE v.sql LIKE 'CREATE VIRTUAL TABLE%'"
	"   AND t.name IN (v.name || '_data', v.name || '_idx', v.name || '_content',"
	"    v.name || '_docsize', v.name || '_config')) ORDER BY name";

/* A statement for names that come from our own schema; NULL after db_fail. */
static sqlite3_stmt *prepare(struct db *db, char *sql)
{
	sqlite3_stmt *s = NULL;
	int code = sql ? sqlite3_prepare_v2(db->handle, sql, -1, &s, NULL) : SQLITE_NOMEM;
	sqlite3_free(sql);
	if (code != SQLITE_OK)
		db_fail(db, code);
	return s;
}

static void sum_value(crypto_generichash_state *sum, sqlite3_stmt *s, int column)
{
	struct {
		int64_t type, size;
	} head = {.type = sqlite3_column_type(s, column)};
	const void *bytes = NULL;
	int64_t whole;
	double real;
	switch (head.type) {
	case SQLITE_INTEGER:
		whole = sqlite3_column_int64(s, column);
		bytes = &whole;
		head.size = sizeof whole;
		break;
	case SQLITE_FLOAT:
		real = sqlite3_column_double(s, column);
		bytes = &real;
		head.size = sizeof real;
		break;
	case SQLITE_TEXT: case SQLITE_BLOB:
		bytes = sqlite3_column_blob(s, column);
		head.size = sqlite3_column_bytes(s, column);
		break;
	}
	crypto_generichash_update(sum, (unsigned char *)&head, sizeof head);
	if (head.size)
		crypto_generichash_update(sum, bytes, (unsigned long long)head.size);
}

/* "1,2,3" for as many columns as the table has. */
static char *all_columns(struct db *db, const char *name)
{
	sqlite3_stmt *s = prepare(db, sqlite3_mprintf("SELECT * FROM \"%w\"", name));
	int columns = s ? sqlite3_column_count(s) : 0;
	sqlite3_finalize(s);
	sqlite3_str *list = sqlite3_str_new(db->handle);
	for (int i = 1; i <= columns; i++)
		sqlite3_str_appendf(list, i == 1 ? "%d" : ",%d", i);
	return sqlite3_str_finish(list);
}

static void sum_table(struct db *db, struct table_sum *t)
{
	char *order = all_columns(db, t->name);
	sqlite3_stmt *s = order ? prepare(db,
		sqlite3_mprintf("SELECT * FROM \"%w\" ORDER BY %s", t->name, order)) : NULL;
	sqlite3_free(order);
	crypto_generichash_state sum;	/* BLAKE2b: in software three times as fast as SHA-256 */
	crypto_generichash_init(&sum, NULL, 0, HASH_SIZE);
	int code = SQLITE_DONE;
	while (s && (code = sqlite3_step(s)) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(s); i++)
			sum_value(&sum, s, i);
		t->rows++;
	}
	if (code != SQLITE_DONE)
		db_fail(db, code);
	sqlite3_finalize(s);
	crypto_generichash_final(&sum, t->hash, HASH_SIZE);
}

int db_sums(struct db *db, struct arena *a, struct table_sum **sums)
{
	enum { MOST = 500 };
	*sums = arena_alloc(a, MOST * sizeof **sums);
	int count = 0;
	sqlite3_stmt *s = prepare(db, sqlite3_mprintf("%s", tables));
	while (s && count < MOST && sqlite3_step(s) == SQLITE_ROW)
		(*sums)[count++].name = arena_dup(a, (const char *)sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
	for (int i = 0; i < count && !db->fault; i++)
		sum_table(db, &(*sums)[i]);
	return db->fault ? -1 : count;
}

bool db_sound(struct db *db, struct out *report)
{
	const char *path = sqlite3_db_filename(db->handle, "main");
	bool sound = true;
	sqlite3_stmt *s = prepare(db, sqlite3_mprintf("PRAGMA integrity_check"));
	int code = SQLITE_DONE;
	while (s && (code = sqlite3_step(s)) == SQLITE_ROW) {
		const char *line = (const char *)sqlite3_column_text(s, 0);
		if (line && strcmp(line, "ok") == 0)
			continue;
		bool text = line && text_valid(line, strlen(line));
		out_printf(report, "%s: %s\n", path, text ? line : "?");
		sound = false;
	}
	sqlite3_finalize(s);
	s = prepare(db, sqlite3_mprintf("PRAGMA foreign_key_check"));
	if (s && sqlite3_step(s) == SQLITE_ROW) {
		out_printf(report, "%s: a row of %s points to nothing\n", path,
			sqlite3_column_text(s, 0));
		sound = false;
	}
	sqlite3_finalize(s);
	if (code != SQLITE_DONE) {
		out_printf(report, "%s: %s\n", path, sqlite3_errstr(code));
		sound = false;
	}
	return sound && !db->fault;
}
