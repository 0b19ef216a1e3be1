/* db_sqlite.h - what the db*.c files know of a connection, and nobody else. */
#ifndef STORE_DB_SQLITE_H
#define STORE_DB_SQLITE_H

#include <sqlite3.h>

#include "store/db_file.h"

enum { DB_BUCKETS = 256, TOUCHED_MAX = 4096 };

/* A prepared statement, kept with its connection.  One that is under way is
 * busy: the same text asked again meanwhile gets another. */
struct statement {
	struct statement *next;
	const char *sql;
	sqlite3_stmt *handle;
	bool busy;
};

struct kept {
	struct kept *next;
	const char *name;
	int64_t stamp, moment;	/* moment: when the stamp was last looked at */
	bool partial;		/* what it was made from could not be read to the end */
	void *value;
	void (*done)(void *);
};

struct db {
	sqlite3 *handle;
	struct arena *arena;
	struct log *log;
	enum db_fault fault;
	bool damaged;		/* the file, once and for all */
	char why[200];
	struct kept *kept;
	int64_t moment;			/* another one after each statement that may change what is read */
	struct statement *statements[DB_BUCKETS];
	void (*hear)(void *, unsigned);	/* subject.h: what is read */
	void *hearer;
	unsigned *touched;		/* slots, TOUCHED_MAX of them when there are any */
	int touched_count;		/* TOUCHED_MAX + 1: more than we note */
};

/* Remembers a failure of SQLite; dies when it is our mistake. */
void db_fail(struct db *db, int code);
/* Frees all that db_keep kept. */
void db_drop_kept(struct db *db);

#endif
