/* log_pgsql.h - what the files of the PostgreSQL log share: links to the server.
 *
 * A link is one connection, used by one thread at a time.  Broken ones are
 * dropped and made anew on the next use; while the server is away, attempts
 * are spaced out and everything else fails at once. */
#ifndef STORE_LOG_PGSQL_H
#define STORE_LOG_PGSQL_H

#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/text.h"
#include "store/log.h"

enum { LINK_STATEMENTS = 40, POOL_LINKS = 4, CACHE_BLOBS = 64 };

struct link {
	PGconn *conn;		/* NULL before the first use and once broken */
	bool busy;		/* leased; under the pool's lock */
	const char *prepared[LINK_STATEMENTS];	/* their SQL, literals */
	int prepared_count;
	char state[6];		/* SQLSTATE of the last error; "" when the link broke */
	int patience;		/* ms for one answer; 0: the usual */
};

struct cached {
	char hash[65];		/* "" when the slot is free */
	void *bytes;
	size_t size;
	unsigned used;		/* greater is more recent */
};

struct pgsql {
	struct log log;		/* first: a struct log * is a struct pgsql * */
	char *where;
	atomic_bool away;	/* the last attempt to reach the server failed */

	pthread_mutex_t lock;	/* pool, backoff, hints */
	pthread_cond_t freed;
	struct link pool[POOL_LINKS];
	int64_t retry_at;	/* no attempt before, monotonic ms */
	int backoff;

	pthread_mutex_t append_lock;
	struct link writer;
	bool held;		/* the writer's transaction is open, the head locked */
	atomic_bool doubt;	/* the outcome of a COMMIT is not known yet */
	bool fine;		/* of the filling under way: nothing failed so far */

	pthread_t listener;
	bool listening, stopping;
	int wake[2];		/* pipe: a byte ends the listener's sleep */
	struct link hint;	/* the listener's own */
	pthread_cond_t grown;	/* known or turn changed */
	int64_t known;		/* the log has at least this many entries */
	unsigned turn, turn_told;	/* counts erasures and epochs heard of; told by wait */

	pthread_mutex_t cache_lock;
	struct cached cache[CACHE_BLOBS];
	size_t cache_size;
	unsigned cache_clock;
};

/* Types: one letter per $N: s text or NULL, i int64_t, b bytes (pointer, size_t).
 * All results are in binary form.  NULL when it failed: l->state says why. */
#define link_ask(p, l, sql, ...) link_ask_(p, l, "" sql "", __VA_ARGS__)
PGresult *link_ask_(struct pgsql *p, struct link *l, const char *sql, const char *types, ...);
/* Statements without parameters, one after the other. */
#define link_exec(p, l, sql) link_exec_(p, l, "" sql "")
bool link_exec_(struct pgsql *p, struct link *l, const char *sql);
/* On a link of the pool; once more on a new one if the link was broken. */
#define pool_ask(p, sql, ...) pool_ask_(p, "" sql "", __VA_ARGS__)
PGresult *pool_ask_(struct pgsql *p, const char *sql, const char *types, ...);
/* The same when only success matters. */
#define pool_run(p, sql, ...) pool_run_(pool_ask_(p, "" sql "", __VA_ARGS__))
bool pool_run_(PGresult *r);

/* In a pipeline: sends what was prepared, without waiting; false when the link
 * broke. */
#define link_send(p, l, sql, ...) link_send_(p, l, "" sql "", __VA_ARGS__)
bool link_send_(struct pgsql *p, struct link *l, const char *sql, const char *types, ...);
#define link_prepare(p, l, sql) link_prepare_(p, l, "" sql "")
bool link_prepare_(struct pgsql *p, struct link *l, const char *sql);
/* The next result, or NULL: none, or the link broke (PQstatus, patience). */
PGresult *link_result(struct link *l);

/* Connects if need be; false while the server is away. */
bool link_open(struct pgsql *p, struct link *l);
void link_close(struct link *l);
/* The connection is of no use any more. */
void link_broke(struct pgsql *p, struct link *l);
/* What the server said, on one line, in the arena. */
const char *link_reason(struct arena *a, const struct link *l);

/* SQLSTATE of an error, or "". */
const char *link_state(const PGresult *r);
int64_t result_int(const PGresult *r, int row, int column);
/* Copies; NULL stays NULL. */
char *result_text(struct arena *a, const PGresult *r, int row, int column);
/* Fills out with the column's bytes, or zeros when it is NULL. */
void result_hash(unsigned char out[HASH_SIZE], const PGresult *r, int row, int column);

/* The listener: hints that the log has grown. */
void hint_start(struct pgsql *p);
void hint_stop(struct pgsql *p);
void hint_known(struct pgsql *p, int64_t position);
bool pgsql_wait(struct log *log, int64_t after, int ms);
void pgsql_wake(struct log *log);

/* Blobs, with a small cache in memory. */
bool pgsql_blob_put(struct log *log, const char *hash, const void *bytes, size_t n);
void *pgsql_blob_get(struct log *log, struct arena *a, const char *hash, size_t *n);
bool pgsql_blob_drop(struct log *log, const char *hash);
/* Forgets one, or all when hash is NULL. */
void cache_forget(struct pgsql *p, const char *hash);

/* Everything, out and in. */
bool pgsql_dump(struct log *log, bool (*each)(void *, const struct log_part *), void *context);
bool pgsql_fill_begin(struct log *log);
bool pgsql_fill_put(struct log *log, const struct log_part *part);
bool pgsql_fill_end(struct log *log, bool keep);

/* Columns of an entry and of a receipt, as read and as written. */
#define ENTRY_COLUMNS "position, time, kind, subject, actor, visibility, previous," \
	" commitment, hash, salt, body"
#define PUT_ENTRY "INSERT INTO entry (" ENTRY_COLUMNS ")" \
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
#define ENTRY_TYPES "iisssibbbbs"
#define ENTRY_VALUES(e) (e)->position, (e)->time, (e)->kind, (e)->subject, (e)->actor, \
	(int64_t)(e)->visibility, (e)->previous, (size_t)HASH_SIZE, \
	(e)->commitment, (size_t)HASH_SIZE, (e)->hash, (size_t)HASH_SIZE, \
	(e)->text ? (e)->salt : NULL, (size_t)HASH_SIZE, (e)->text
void pgsql_entry(struct arena *a, const PGresult *r, int row, struct entry *e);
#define RECEIPT_COLUMNS "id, digest, first, last, outcome, answer"
#define PUT_RECEIPT "INSERT INTO receipt (" RECEIPT_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6)"
#define RECEIPT_TYPES "sbiiis"
#define RECEIPT_VALUES(r) (r)->id, (r)->digest, (size_t)HASH_SIZE, (r)->first, (r)->last, \
	(int64_t)(r)->outcome, (r)->answer
void pgsql_receipt_row(struct arena *a, const PGresult *r, int row, struct receipt *receipt);
void pgsql_state_row(struct arena *a, const PGresult *r, int row, struct state_row *s);

bool pgsql_erase(struct log *log, const int64_t *positions, int count);
int pgsql_erased(struct log *log, struct arena *a, int64_t **positions);
bool pgsql_epoch(struct log *log, const char *new_epoch);

extern const struct state_backend pgsql_state;

#endif
