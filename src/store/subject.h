/* subject.h - what caches follow: names such as "resource:ID", "links:ID" or
 * "type:*", as slots of a fixed table.  Two names may share a slot: then more is
 * dropped than need be, never less.
 *
 * Queries say what they read, folds what they touch beyond their entry's own
 * subject: a sheet that names another one touches "links:OTHER". */
#ifndef STORE_SUBJECT_H
#define STORE_SUBJECT_H

#include "store/db.h"

enum { SUBJECT_SLOTS = 1 << 16 };

/* sort ':' name; sort may be "" for a name that stands alone. */
unsigned subject_slot(const char *sort, size_t sort_length, const char *name);

/* What was read goes to whoever listens on this connection, if anyone does. */
void db_reads(struct db *db, const char *sort, const char *name);
void db_hear_reads(struct db *db, void (*fn)(void *, unsigned slot), void *context);

/* What a fold touched is noted until it is taken, after the commit.  Touches of
 * a transaction that was rolled back may remain: they do no harm. */
void db_touches(struct db *db, const char *sort, const char *name);
/* Calls fn for each; false when there were too many to note: then anything may
 * have been touched. */
bool db_take_touched(struct db *db, void (*fn)(void *, unsigned slot), void *context);

#endif
