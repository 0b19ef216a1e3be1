/* db.h - the views file: tables filled by folds, read by queries.
 *
 * The only way to SQLite outside store/.  SQL is a string literal (nothing
 * else compiles) and values are bound.  Statements are prepared once per
 * connection.  A broken statement or disk is our mistake: it dies.
 * A struct db belongs to one thread. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct db;

/* Rows of a query under way: while (row_next(&r)) ...; rows_end(&r). */
struct rows {
	struct db *db;
	void *statement;
	int column;
};

/* Types say what follows, one letter per ?N: s text or NULL, i int64_t (cast
 * it), d double, b bytes (pointer, size_t), n nothing (NULL). */
#define db_query(db, sql, ...) db_query_(db, "" sql "", __VA_ARGS__)
#define db_run(db, sql, ...) db_run_(db, "" sql "", __VA_ARGS__)
/* The first column of the first row, or 0 / NULL when there is no row. */
#define db_int(db, sql, ...) db_int_(db, "" sql "", __VA_ARGS__)
#define db_text(db, sql, ...) db_text_(db, "" sql "", __VA_ARGS__)

struct rows db_query_(struct db *db, const char *sql, const char *types, ...);
void db_run_(struct db *db, const char *sql, const char *types, ...);
int64_t db_int_(struct db *db, const char *sql, const char *types, ...);
char *db_text_(struct db *db, const char *sql, const char *types, ...);

bool row_next(struct rows *r);
/* Columns from 0.  Text and bytes are copied into the arena of the
 * connection (db_arena); NULL stays NULL. */
char *row_text(struct rows *r, int column);
int64_t row_int(struct rows *r, int column);
double row_real(struct rows *r, int column);
bool row_null(struct rows *r, int column);
const void *row_bytes(struct rows *r, int column, size_t *size);
void rows_end(struct rows *r);

/* Where row_text copies to.  The caller sets it for a request or a command. */
struct arena *db_arena(struct db *db);
void db_use_arena(struct db *db, struct arena *a);

/* A value kept with the connection, for parsed definitions and the like.
 * Returns the kept value of that name if its stamp is the same; else NULL,
 * and what was kept is dropped with its own done().  Stamps come from the
 * views (say, the greatest position of the table), so that a roll-back or
 * another transaction is never served stale values; nor is what was made after
 * a read that failed. */
void *db_kept(struct db *db, const char *name, int64_t stamp);
void db_keep(struct db *db, const char *name, int64_t stamp, void *value,
	void (*done)(void *));
/* What was kept, while its stamp cannot be another: the same transaction, and
 * nothing written in it since the stamp was looked at.  Else NULL. */
void *db_kept_still(struct db *db, const char *name);

#endif
