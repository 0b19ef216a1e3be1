/* db_file.h - SQLite files of the store: opening, transactions, faults.
 *
 * For store/ and the search file.  A fault (no space, a broken disk, a
 * constraint) sticks to the connection: later statements do nothing and
 * queries find nothing, until db_rollback.  So the writer folds freely and
 * looks once at the end. */
#ifndef STORE_DB_FILE_H
#define STORE_DB_FILE_H

#include "base/hash.h"
#include "base/out.h"
#include "store/db.h"

struct log;

enum db_fault {
	DB_FINE,
	DB_LATE,	/* stopped by its progress handler */
	DB_REFUSED,	/* a constraint of a table, or a value too big */
	DB_FULL,	/* it cannot be written: no space left */
	DB_FAILED,	/* the disk, the file or its lock */
	DB_LOST		/* a sync failed: what is on the disk is not known */
};

enum {
	DB_WRITE = 1,	/* the file's one writing connection; others only read */
	DB_CREATE = 2,
	DB_DURABLE = 4	/* a commit is on the disk when it returns */
};

/* What a file is: its application_id and the newest user_version we read. */
struct db_format {
	int application, version;
};
extern const struct db_format db_log_format, db_views_format;

/* NULL, *why, a sentence in the arena, and *code: EX_DATAERR when the file is
 * damaged, foreign or newer, EX_IOERR when it cannot be read or written now. */
struct db *db_open(const char *path, unsigned flags, const struct db_format *format,
	struct arena *a, const char **why, int *code);
void db_close(struct db *db);	/* NULL is fine */

/* Our own SQL of several statements, never data. */
bool db_script(struct db *db, const char *sql);

bool db_begin(struct db *db, bool write);
bool db_commit(struct db *db);		/* false: roll back */
void db_rollback(struct db *db);	/* also forgets the fault */
/* One savepoint inside the transaction. */
void db_mark(struct db *db);
void db_keep_mark(struct db *db);
void db_undo_mark(struct db *db);	/* also forgets DB_REFUSED */
enum db_fault db_fault(const struct db *db);
const char *db_why(const struct db *db);
int db_changed(struct db *db);		/* rows of the last db_run */

/* Writes all of the WAL into the file and empties it; false while readers
 * hold it.  Only through the writing connection. */
bool db_checkpoint(struct db *db);
/* Is the file, which stands alone, as long as it says? */
bool db_whole(struct db *db);
/* After this the file stands alone, without WAL.  No other connection. */
bool db_settle(struct db *db);
/* The file as it stands into a new one, for its owner only; its bytes are not synced. */
bool db_copy(struct db *db, const char *path);
/* PRAGMA integrity_check and foreign_key_check; false and a sentence. */
bool db_sound(struct db *db, struct out *report);

/* A hash of all rows of each table, in order of all columns; shadow tables of
 * full text are left out.  Returns how many, in the arena. */
struct table_sum {
	const char *name;
	int64_t rows;
	unsigned char hash[HASH_SIZE];
};
int db_sums(struct db *db, struct arena *a, struct table_sum **sums);

/* Which log fold_blob reads. */
void db_use_log(struct db *db, struct log *log);
struct log *db_log(struct db *db);

#endif
