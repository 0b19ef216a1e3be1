/* store.h - a data folder in use: log, state, views, writer, readers.
 *
 * Owns DIR/archipel.db (the log; absent with PostgreSQL), DIR/views-*.db,
 * DIR/lock and one writer thread.  See DESIGN 2. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/histogram.h"
#include "base/out.h"
#include "store/command.h"
#include "store/log.h"

struct store;

/* Opens a folder, locks it, builds or catches up the views. log: NULL for
 * the folder's own file, or a postgresql:// address.  NULL and *why, a
 * sentence, if it cannot. *code gets the sysexits code. */
struct store *store_open(const char *dir, const char *log, struct arena *a,
	const char **why, int *code);
/* Finishes what was submitted, then closes.  NULL is fine. */
void store_close(struct store *s);

/* The process is about to end: views being made anew are given up, and so is what waits
 * for them, an erasure say; the next start goes on. */
void store_leave(struct store *s);

struct log *store_log(struct store *s);
/* A shared log is out of reach now: writes answer BUSY, and state that was not
 * found may be there. */
bool store_away(struct store *s);

/* Hands a call to the writer; its done() runs when it is durable or refused.
 * The caller has run command_check and prepare (store_prepare does both). */
void store_submit(struct store *s, struct call *c);
/* Fields, role and prepare.  DONE: submit it. Other: the answer is in c. */
enum outcome store_prepare(struct store *s, struct call *c);
/* The same, waiting: prepare, submit, wait. */
enum outcome store_do(struct store *s, struct call *c);

/* A reader: one read-only connection to the views, one thread at a time. */
struct reader;
struct reader *reader_open(struct store *s);
void reader_close(struct reader *r);
/* Begins a read transaction that sees at least a position (0: whatever is
 * there), waiting at most ms.  False if it is not reached in time. */
bool reader_begin(struct reader *r, struct arena *a, int64_t at_least, int ms);
void reader_end(struct reader *r);
struct db *reader_db(struct reader *r);
/* A read failed (disk): what was read is not to be trusted, answer 503. */
bool reader_failed(struct reader *r);
/* The position that the views had when the transaction began. */
int64_t reader_position(struct reader *r);

int64_t store_position(struct store *s);	/* of the live views */
/* How long batches took to become durable, in this process. */
extern struct histogram store_append_times;
/* ms since the writer is at its present batch; 0: it waits. */
int64_t store_busy_ms(struct store *s);
/* When the last backup was made, ms; 0: none is known of. */
int64_t store_backed_up(struct store *s, struct arena *a);

/* When a subject last changed, for caches: positions by subject, folded into
 * a fixed table (two subjects may share a slot; never misses a change). An
 * entry "resource.published" on X changes "X", "resource:X" and "resource:*". */
int64_t store_changed(struct store *s, const char *subject);
int64_t store_slot_changed(struct store *s, unsigned slot);	/* subject.h */
/* Another number after each change of state: sessions, links, tokens. */
int64_t store_state_changes(struct store *s);
/* Another number once other views took over: positions may have gone back since
 * (a restore), so what was kept with positions of an earlier era is stale. */
int64_t store_era(struct store *s);
/* Calls fn on the writer's thread after each committed entry, and again,
 * without body, when it is erased; with NULL when another epoch began: anything
 * may be otherwise. One listener each for web and search; set before the first
 * submit. */
void store_listen(struct store *s, void (*fn)(void *, const struct entry *), void *context);

/* Erases bodies: log, views (rebuilt beside, then swapped), answers. */
bool store_erase(struct store *s, const int64_t *positions, int count);
/* Puts a blob; *hash gets its SHA-256 in hexadecimal (64 + NUL). */
bool store_blob_put(struct store *s, const void *bytes, size_t n, char hash[65]);

/* Checks the chain, the commitments, and views against a fresh replay.
 * Writes sentences to *report; true when everything holds. */
bool store_verify(struct store *s, struct out *report);
/* The chain and the commitments only. */
bool store_verify_log(struct store *s, struct out *report);
/* Views anew from the log, then swapped in. */
bool store_rebuild(struct store *s, struct out *report);
/* Consistent copy of log, state and blobs into one file, while in use. */
bool store_backup(struct store *s, const char *file, struct out *report);
/* From a backup into a folder; a new epoch.  What was erased since stays erased, as
 * the log that is replaced tells, and erasures: a newer backup or log, or NULL. */
bool store_restore(const char *dir, const char *log, const char *file, const char *erasures,
	bool force, struct out *report);

#endif
