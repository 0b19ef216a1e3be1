/* search_db.h - the search file: its tables, its connections, who may be found.
 *
 * DIR/search-FINGERPRINT.db, made from what kinds describe: it may be deleted
 * at any time.  One connection writes (search_index.c), a pool of them reads. */
#ifndef ACROSS_SEARCH_DB_H
#define ACROSS_SEARCH_DB_H

#include <roaring/roaring.h>

#include "base/tokenizer.h"
#include "store/db_file.h"

/* What its tables are made by; files of other tables have other names. */
extern const char search_db_schema[];
/* A new empty file if create, or if the one there cannot be used. */
struct db *search_db_open(const char *path, bool write, struct arena *a, const char **why);
/* Removes a search file and what SQLite keeps beside it. */
void search_db_remove(const char *path);

/* Which rows chosen(rowid) is true for, in the SQL of this connection. */
void search_db_choose(struct db *db, const roaring_bitmap_t *rows);
/* Those that it is asked about and true for go into met, until NULL. */
void search_db_meet(struct db *db, roaring_bitmap_t *met);

/* The words of a connection, as its tables have them. */
struct tokenizer *search_db_tokenizer(struct db *db);

/* Statements begun from now on may use that much of this thread's time; then
 * they find nothing more, until the transaction ends. */
void search_db_budget(struct db *db, int ms);
/* Has that time been used up? */
bool search_db_late(struct db *db);

#endif
