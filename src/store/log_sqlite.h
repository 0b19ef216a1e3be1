/* log_sqlite.h - what the log_sqlite*.c files share.
 *
 * One connection writes and checkpoints, under a mutex; reads borrow
 * read-only connections from a pool.  The file has one process at a time. */
#ifndef STORE_LOG_SQLITE_H
#define STORE_LOG_SQLITE_H

#include <pthread.h>
#include <stdatomic.h>

#include "store/db_file.h"
#include "store/log.h"

enum { POOL = 16 };

struct log_sqlite {
	struct log log;
	char *path;
	struct arena *arena;
	struct db *writer;		/* NULL when opened only to be read */
	pthread_mutex_t writing;	/* guards writer and head */
	pthread_cond_t grown;
	struct log_head head;
	bool scrub_due;			/* what was erased is still in the WAL */
	atomic_bool broken;		/* a sync failed: nothing is written any more */
	bool filling;			/* writing is held by fill_begin */
	pthread_mutex_t pooling;
	struct db *pool[POOL];
	int pooled;
};

/* A log opened only to be read (a backup): dump, read and head work on it. */
struct log *log_sqlite_read_only(const char *path, struct arena *a, const char **why);

/* A read-only connection, its strings in a; NULL if the file cannot be opened. */
struct db *log_sqlite_borrow(struct log_sqlite *l, struct arena *a);
void log_sqlite_return(struct log_sqlite *l, struct db *db);

/* Did the last read of this thread fail?  What it did not find may be there. */
extern _Thread_local bool log_sqlite_unread;

/* The writing connection, locked, in a transaction; end commits when all went
 * well (*fault tells otherwise) and unlocks. */
struct db *log_sqlite_begin(struct log_sqlite *l, struct arena *a);
bool log_sqlite_end(struct log_sqlite *l);

/* Closes after all is in the one file, without WAL beside it; false if it is not. */
bool log_sqlite_settle(struct log *log);

/* Empties the WAL, so that what was erased is in no file. */
bool log_sqlite_scrub(struct log_sqlite *l);

/* Columns: position, time, kind, subject, actor, visibility, previous,
 * commitment, hash, salt, text. */
void log_sqlite_entry(struct rows *r, struct entry *e);
void log_sqlite_put_entry(struct db *db, const struct entry *e);
void log_sqlite_put_receipt(struct db *db, const struct receipt *r);
/* log_sqlite_tables.c: makes the tables of an empty file; false when it cannot. */
bool log_sqlite_create(struct db *db);
/* Brings a file of an older format up to ours, once a copy of it is kept as
 * PATH.format-N: a sentence, in the arena, when that cannot be; see db_fault. */
const char *log_sqlite_upgrade(struct db *db, const char *path, struct arena *a);
/* Removes those copies: they hold what is erased now. */
void log_sqlite_forget(const char *path);
/* Are its tables just those that we make?  Then what they hold is of the sort
 * that we read, whoever wrote the file. */
bool log_sqlite_ours(struct db *db);
/* Reads the head anew from a connection. */
void log_sqlite_head(struct db *db, struct log_head *head);

bool log_sqlite_dump(struct log *log, bool (*each)(void *, const struct log_part *), void *);
bool log_sqlite_fill_begin(struct log *log);
bool log_sqlite_fill_put(struct log *log, const struct log_part *p);
bool log_sqlite_fill_end(struct log *log, bool keep);
bool log_sqlite_erase(struct log *log, const int64_t *positions, int count);
int log_sqlite_erased(struct log *log, struct arena *a, int64_t **positions);

extern const struct state_backend log_sqlite_state;

#endif
