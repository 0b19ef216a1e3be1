/* log_sqlite_copy.c - the whole log out and in: backup, restore; erasing. */
#include "store/log_sqlite.h"

#include <string.h>
#include <time.h>

#include "base/date.h"

static struct log_sqlite *own(struct log *log)
{
	return (struct log_sqlite *)log;
}

/* A walk over the rows of a log: who sees them, whether to go on. */
struct walk {
	struct db *db;
	bool (*each)(void *, const struct log_part *);
	void *context;
	bool more;
};

/* Gives every row of a query to the visitor, each with an arena of its own. */
static void walk_rows(struct walk *w, struct rows r,
	void (*give)(struct walk *, struct rows *))
{
	struct arena *outer = db_arena(w->db);
	while (w->more && row_next(&r)) {
		struct arena *a = arena_new();
		db_use_arena(w->db, a);
		give(w, &r);
		arena_free(a);
	}
	db_use_arena(w->db, outer);
	rows_end(&r);
}

static void copy_hash(struct rows *r, int column, unsigned char *to)
{
	size_t size;
	const void *bytes = row_bytes(r, column, &size);
	if (bytes && size == HASH_SIZE)
		memcpy(to, bytes, HASH_SIZE);
}

static void give_epoch(struct walk *w, struct rows *r)
{
	struct log_epoch e = {row_text(r, 0), row_int(r, 1), row_int(r, 2)};
	w->more = w->each(w->context, &(struct log_part){.epoch = &e});
}

static void give_erasure(struct walk *w, struct rows *r)
{
	struct erasure e = {.position = row_int(r, 0), .time = row_int(r, 2)};
	copy_hash(r, 1, e.hash);
	w->more = w->each(w->context, &(struct log_part){.erasure = &e});
}

static void give_entry(struct walk *w, struct rows *r)
{
	struct entry e;
	log_sqlite_entry(r, &e);
	w->more = w->each(w->context, &(struct log_part){.entry = &e});
}

static void give_receipt(struct walk *w, struct rows *r)
{
	struct receipt e = {.id = row_text(r, 0), .first = row_int(r, 2), .last = row_int(r, 3),
		.outcome = (int)row_int(r, 4), .answer = row_text(r, 5)};
	copy_hash(r, 1, e.digest);
	w->more = w->each(w->context, &(struct log_part){.receipt = &e});
}

static void give_blob(struct walk *w, struct rows *r)
{
	struct log_blob b = {.hash = row_text(r, 0)};
	b.bytes = row_bytes(r, 1, &b.size);
	w->more = w->each(w->context, &(struct log_part){.blob = &b});
}

static void give_state(struct walk *w, struct rows *r)
{
	struct state_row s = {.kind = row_text(r, 0), .id = row_text(r, 1),
		.owner = row_text(r, 2), .expires = row_int(r, 3), .value = row_text(r, 4)};
	w->more = w->each(w->context, &(struct log_part){.state = &s});
}

bool log_sqlite_dump(struct log *log, bool (*each)(void *, const struct log_part *), void *context)
{
	struct log_sqlite *l = own(log);
	struct arena *a = arena_new();
	struct db *db = log_sqlite_borrow(l, a);
	if (!db) {
		arena_free(a);
		return false;
	}
	struct walk w = {db, each, context, true};
	db_begin(db, false);
	walk_rows(&w, db_query(db, "SELECT id, position, time FROM epoch ORDER BY number", ""),
		give_epoch);
	walk_rows(&w, db_query(db, "SELECT position, hash, time FROM erasure"
		" ORDER BY position, hash", ""), give_erasure);
	walk_rows(&w, db_query(db, "SELECT e.position, e.time, e.kind, e.subject, e.actor,"
		" e.visibility, e.previous, e.commitment, e.hash, b.salt, b.text"
		" FROM entry e LEFT JOIN body b USING (position) ORDER BY e.position", ""),
		give_entry);
	walk_rows(&w, db_query(db, "SELECT id, digest, first, last, outcome, answer"
		" FROM receipt ORDER BY id", ""), give_receipt);
	walk_rows(&w, db_query(db, "SELECT hash, bytes FROM blob ORDER BY hash", ""), give_blob);
	walk_rows(&w, db_query(db, "SELECT kind, id, owner, expires, value FROM state"
		" ORDER BY number", ""), give_state);
	bool all = db_commit(db) && w.more;
	if (db_fault(db))
		db_rollback(db);
	log_sqlite_return(l, db);
	arena_free(a);
	return all;
}

bool log_sqlite_fill_begin(struct log *log)
{
	struct db *db = log_sqlite_begin(own(log), NULL);
	db_run(db, "DELETE FROM entry", "");
	db_run(db, "DELETE FROM body", "");
	db_run(db, "DELETE FROM receipt", "");
	db_run(db, "DELETE FROM blob", "");
	db_run(db, "DELETE FROM erasure", "");
	db_run(db, "DELETE FROM epoch", "");
	db_run(db, "DELETE FROM state", "");
	own(log)->filling = !db_fault(db);
	if (!own(log)->filling) {
		db_rollback(db);
		pthread_mutex_unlock(&own(log)->writing);
	}
	return own(log)->filling;
}

bool log_sqlite_fill_put(struct log *log, const struct log_part *p)
{
	struct db *db = own(log)->writer;
	if (p->epoch)
		db_run(db, "INSERT INTO epoch (id, position, time) VALUES (?1, ?2, ?3)", "sii",
			p->epoch->id, p->epoch->position, p->epoch->time);
	else if (p->erasure)
		db_run(db, "INSERT INTO erasure (position, hash, time) VALUES (?1, ?2, ?3)"
			" ON CONFLICT DO NOTHING", "ibi", p->erasure->position,
			p->erasure->hash, (size_t)HASH_SIZE, p->erasure->time);
	else if (p->entry)
		log_sqlite_put_entry(db, p->entry);
	else if (p->receipt)
		log_sqlite_put_receipt(db, p->receipt);
	else if (p->blob)
		db_run(db, "INSERT INTO blob (hash, bytes) VALUES (?1, ?2)", "sb",
			p->blob->hash, p->blob->bytes, p->blob->size);
	else if (p->state)
		db_run(db, "INSERT INTO state (kind, id, owner, expires, value)"
			" VALUES (?1, ?2, ?3, ?4, ?5)", "sssis", p->state->kind, p->state->id,
			p->state->owner, p->state->expires, p->state->value);
	return !db_fault(db);
}

bool log_sqlite_fill_end(struct log *log, bool keep)
{
	struct log_sqlite *l = own(log);
	if (!l->filling)
		return false;
	l->filling = false;
	bool done = keep && db_commit(l->writer);
	if (!done)
		db_rollback(l->writer);
	struct arena *a = arena_new();
	db_use_arena(l->writer, a);
	log_sqlite_head(l->writer, &l->head);
	db_use_arena(l->writer, NULL);
	arena_free(a);
	pthread_cond_broadcast(&l->grown);
	pthread_mutex_unlock(&l->writing);
	if (done)
		log_sqlite_scrub(l);
	return done;
}

/* Readers hold the WAL for moments only, but for a backup: that may take long,
 * then the next append that finds it free does it. */
bool log_sqlite_scrub(struct log_sqlite *l)
{
	bool empty = false;
	for (int i = 0; i < 20 && !empty; i++) {
		if (i)
			nanosleep(&(struct timespec){.tv_nsec = 50 * 1000 * 1000}, NULL);
		pthread_mutex_lock(&l->writing);
		empty = db_checkpoint(l->writer);
		l->scrub_due = !empty;
		pthread_mutex_unlock(&l->writing);
	}
	return empty;
}

/* Answers that touch what is erased, and the numbers that clients chose for them. */
static void blank_receipts(struct db *db, struct arena *a)
{
	struct rows r = db_query(db, "SELECT id FROM receipt WHERE answer IS NOT NULL AND EXISTS ("
		"SELECT 1 FROM erasure x JOIN entry e ON e.position = x.position"
		" AND e.hash = x.hash WHERE x.position BETWEEN receipt.first AND receipt.last)",
		"");
	struct ids {
		const char *id;
		struct ids *next;
	} *first = NULL;
	while (row_next(&r)) {
		struct ids *one = arena_alloc(a, sizeof *one);
		*one = (struct ids){row_text(&r, 0), first};
		first = one;
	}
	rows_end(&r);
	for (; first; first = first->next)
		db_run(db, "UPDATE receipt SET answer = NULL, id = ?2 WHERE id = ?1", "ss",
			first->id, receipt_hidden(a, first->id));
}

bool log_sqlite_erase(struct log *log, const int64_t *positions, int count)
{
	struct log_sqlite *l = own(log);
	struct arena *a = arena_new();
	struct db *db = log_sqlite_begin(l, a);
	for (int i = 0; i < count; i++) {
		db_run(db, "DELETE FROM body WHERE position = ?1", "i", positions[i]);
		db_run(db, "INSERT INTO erasure (position, hash, time) SELECT position, hash, ?2"
			" FROM entry WHERE position = ?1 ON CONFLICT DO NOTHING", "ii",
			positions[i], date_now());
	}
	blank_receipts(db, a);
	int64_t erasures = db_int(db, "SELECT count(*) FROM erasure WHERE position > 0", "");
	if (!db_fault(db))
		l->head.erasures = erasures;
	bool done = log_sqlite_end(l);
	arena_free(a);
	if (done) {
		log_sqlite_forget(l->path);
		log_sqlite_scrub(l);
	}
	return done;
}

int log_sqlite_erased(struct log *log, struct arena *a, int64_t **positions)
{
	struct log_sqlite *l = own(log);
	struct db *db = log_sqlite_borrow(l, a);
	*positions = NULL;
	if (!db)
		return -1;
	int64_t room = db_int(db, "SELECT count(*) FROM erasure", "");
	*positions = arena_alloc(a, ((size_t)room + 1) * sizeof **positions);
	int count = 0;
	struct rows r = db_query(db, "SELECT e.position FROM erasure x JOIN entry e"
		" ON e.position = x.position AND e.hash = x.hash ORDER BY e.position", "");
	while (count < room && row_next(&r))
		(*positions)[count++] = row_int(&r, 0);
	rows_end(&r);
	if (db_fault(db))
		count = -1;
	log_sqlite_return(l, db);
	return count;
}
