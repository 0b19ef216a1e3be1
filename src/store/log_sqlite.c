/* log_sqlite.c - the log in a SQLite file: opening, appending, reading. */
#include "store/log_sqlite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "base/date.h"
#include "base/id.h"
#include "base/logfmt.h"
#include "base/memory.h"
#include "base/tr.h"

static struct log_sqlite *own(struct log *log)
{
	return (struct log_sqlite *)log;
}

void log_sqlite_head(struct db *db, struct log_head *head)
{
	*head = (struct log_head){0};
	struct rows r = db_query(db, "SELECT position, hash FROM entry"
		" ORDER BY position DESC LIMIT 1", "");
	if (row_next(&r)) {
		size_t size;
		head->position = row_int(&r, 0);
		const void *hash = row_bytes(&r, 1, &size);
		if (size == HASH_SIZE)
			memcpy(head->hash, hash, HASH_SIZE);
	}
	rows_end(&r);
	head->erasures = db_int(db, "SELECT count(*) FROM erasure WHERE position > 0", "");
	const char *epoch = db_text(db, "SELECT id FROM epoch ORDER BY number DESC LIMIT 1", "");
	if (epoch && strlen(epoch) == ID_LENGTH)
		strcpy(head->epoch, epoch);
}

_Thread_local bool log_sqlite_unread;

struct db *log_sqlite_borrow(struct log_sqlite *l, struct arena *a)
{
	pthread_mutex_lock(&l->pooling);
	struct db *db = l->pooled ? l->pool[--l->pooled] : NULL;
	pthread_mutex_unlock(&l->pooling);
	const char *why;
	int code;
	if (!db)
		db = db_open(l->path, 0, &db_log_format, a, &why, &code);
	if (db)
		db_use_arena(db, a);
	log_sqlite_unread = !db;
	return db;
}

void log_sqlite_return(struct log_sqlite *l, struct db *db)
{
	bool fine = db_fault(db) == DB_FINE;
	log_sqlite_unread = !fine;
	db_use_arena(db, NULL);
	pthread_mutex_lock(&l->pooling);
	bool keep = fine && l->pooled < POOL;
	if (keep)
		l->pool[l->pooled++] = db;
	pthread_mutex_unlock(&l->pooling);
	if (!keep)
		db_close(db);
}

struct db *log_sqlite_begin(struct log_sqlite *l, struct arena *a)
{
	pthread_mutex_lock(&l->writing);
	db_use_arena(l->writer, a);
	db_begin(l->writer, true);
	return l->writer;
}

bool log_sqlite_end(struct log_sqlite *l)
{
	bool done = !l->broken && db_commit(l->writer);
	if (db_fault(l->writer) == DB_LOST)
		l->broken = true;
	if (!done)
		db_rollback(l->writer);
	db_use_arena(l->writer, NULL);
	pthread_mutex_unlock(&l->writing);
	return done;
}

static struct log_sqlite *new_log(const char *path)
{
	struct log_sqlite *l = calloc(1, sizeof *l);
	if (!l)
		memory_out();
	*l = (struct log_sqlite){.log.do_ = &log_sqlite, .arena = arena_new()};
	l->path = arena_dup(l->arena, path);
	pthread_mutex_init(&l->writing, NULL);
	pthread_mutex_init(&l->pooling, NULL);
	pthread_condattr_t clock;
	pthread_condattr_init(&clock);
	pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	pthread_cond_init(&l->grown, &clock);
	pthread_condattr_destroy(&clock);
	return l;
}

static void shut(struct log *log)
{
	struct log_sqlite *l = own(log);
	if (!l)
		return;
	while (l->pooled)
		db_close(l->pool[--l->pooled]);
	db_close(l->writer);
	pthread_mutex_destroy(&l->writing);
	pthread_mutex_destroy(&l->pooling);
	pthread_cond_destroy(&l->grown);
	arena_free(l->arena);
	free(l);
}

bool log_sqlite_settle(struct log *log)
{
	struct log_sqlite *l = own(log);
	while (l->pooled)
		db_close(l->pool[--l->pooled]);
	bool settled = db_settle(l->writer);
	shut(log);
	return settled;
}

static struct log *open_log(const char *path, bool create, struct arena *a, const char **why,
	int *code)
{
	struct log_sqlite *l = new_log(path);
	unsigned flags = DB_WRITE | DB_DURABLE | (create ? DB_CREATE : 0u);
	l->writer = db_open(path, flags, &db_log_format, a, why, code);
	if (!l->writer) {
		shut(&l->log);
		return NULL;
	}
	db_use_arena(l->writer, a);
	const char *refused = NULL;
	if (log_sqlite_create(l->writer) && create)
		refused = log_sqlite_upgrade(l->writer, path, a);
	log_sqlite_head(l->writer, &l->head);
	db_use_arena(l->writer, NULL);
	if (refused || db_fault(l->writer)) {
		*why = refused ? refused : arena_printf(a, tr_here(N_("%s cannot be used: %s.")),
			path, db_why(l->writer));
		*code = EX_IOERR;
		shut(&l->log);
		return NULL;
	}
	return &l->log;
}

struct log *log_sqlite_read_only(const char *path, struct arena *a, const char **why)
{
	struct log_sqlite *l = new_log(path);
	int code;
	struct db *db = db_open(path, 0, &db_log_format, a, why, &code);
	if (db) {
		db_use_arena(db, a);
		bool ours = log_sqlite_ours(db);
		if (ours)
			log_sqlite_head(db, &l->head);
		if (db_fault(db) || !*l->head.epoch) {
			*why = arena_printf(a, "%s is damaged: %s.", path, db_fault(db) ? db_why(db) :
				ours ? "it says no epoch" : "its tables are not those of a log");
			db_close(db);
			db = NULL;
		}
	}
	if (!db) {
		shut(&l->log);
		return NULL;
	}
	log_sqlite_return(l, db);
	return &l->log;
}

static bool head(struct log *log, struct log_head *h)
{
	struct log_sqlite *l = own(log);
	pthread_mutex_lock(&l->writing);
	*h = l->head;
	pthread_mutex_unlock(&l->writing);
	return true;
}

void log_sqlite_put_entry(struct db *db, const struct entry *e)
{
	db_run(db, "INSERT INTO entry (position, time, kind, subject, actor, visibility,"
		" previous, commitment, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
		"iissssbbb", e->position, e->time, e->kind, e->subject, e->actor,
		visibility_name(e->visibility), e->previous, (size_t)HASH_SIZE,
		e->commitment, (size_t)HASH_SIZE, e->hash, (size_t)HASH_SIZE);
	if (e->text)
		db_run(db, "INSERT INTO body (position, salt, text) VALUES (?1, ?2, ?3)", "ibs",
			e->position, e->salt, (size_t)HASH_SIZE, e->text);
}

void log_sqlite_put_receipt(struct db *db, const struct receipt *r)
{
	db_run(db, "INSERT INTO receipt (id, digest, first, last, outcome, answer)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6)", "sbiiis", r->id, r->digest,
		(size_t)HASH_SIZE, r->first, r->last, (int64_t)r->outcome, r->answer);
}

/* What the file gives back of the batch is what was to be kept. */
static bool kept(struct db *db, int64_t expect, const struct batch *b)
{
	struct arena *a = arena_new();
	int count = 0;
	bool same = true;
	db_use_arena(db, a);
	struct rows r = db_query(db, "SELECT e.position, e.time, e.kind, e.subject, e.actor,"
		" e.visibility, e.previous, e.commitment, e.hash, b.salt, b.text"
		" FROM entry e LEFT JOIN body b USING (position) WHERE e.position > ?1"
		" ORDER BY e.position", "i", expect);
	for (; same && row_next(&r); count++) {
		struct entry e;
		log_sqlite_entry(&r, &e);
		same = count < b->count && e.text && entry_true(&e) &&
			memcmp(e.hash, b->entries[count].hash, HASH_SIZE) == 0;
	}
	rows_end(&r);
	db_use_arena(db, NULL);
	arena_free(a);
	if (!db_fault(db) && (!same || count != b->count))
		logfmt(LEVEL_ERROR, NULL, "log.undone", "why", "what was written was not what was to be kept");
	return same && count == b->count;
}

/* Does the batch go on from where the log ends? */
static bool follows(const struct log_sqlite *l, int64_t expect, const struct batch *b)
{
	return l->head.position == expect && (!b->count ||
		memcmp(l->head.hash, b->entries[0].previous, HASH_SIZE) == 0);
}

static enum appended append(struct log *log, int64_t expect, const struct batch *b)
{
	struct log_sqlite *l = own(log);
	enum appended said = MOVED;
	pthread_mutex_lock(&l->writing);
	if (l->broken) {
		said = BROKEN;
	} else if (follows(l, expect, b)) {
		db_begin(l->writer, true);
		for (int i = 0; i < b->count; i++)
			log_sqlite_put_entry(l->writer, &b->entries[i]);
		for (int i = 0; i < b->receipt_count; i++)
			log_sqlite_put_receipt(l->writer, &b->receipts[i]);
		bool same = kept(l->writer, expect, b);
		if (same)
			db_commit(l->writer);
		static const enum appended says[] = {[DB_FINE] = APPENDED, [DB_FULL] = FULL,
			[DB_REFUSED] = MOVED, [DB_FAILED] = AWAY,
			[DB_LATE] = AWAY, [DB_LOST] = BROKEN};
		said = says[db_fault(l->writer)];
		if (said == APPENDED && !same)
			said = AWAY;
	}
	if (said == APPENDED && b->count) {
		const struct entry *last = &b->entries[b->count - 1];
		l->head.position = last->position;
		memcpy(l->head.hash, last->hash, HASH_SIZE);
		pthread_cond_broadcast(&l->grown);
		if (l->scrub_due)
			l->scrub_due = !db_checkpoint(l->writer);
	} else if (said != APPENDED) {
		db_rollback(l->writer);
	}
	pthread_mutex_unlock(&l->writing);
	return said;
}

static void copy_hash(struct rows *r, int column, unsigned char *to)
{
	size_t size;
	const void *bytes = row_bytes(r, column, &size);
	if (bytes && size == HASH_SIZE)
		memcpy(to, bytes, HASH_SIZE);
}

static enum visibility visibility_of(const char *name)
{
	enum visibility v = PUBLIC;
	while (v < PRIVATE && strcmp(visibility_name(v), name ? name : "") != 0)
		v++;
	return v;
}

void log_sqlite_entry(struct rows *r, struct entry *e)
{
	*e = (struct entry){.position = row_int(r, 0), .time = row_int(r, 1),
		.kind = row_text(r, 2), .subject = row_text(r, 3), .actor = row_text(r, 4),
		.visibility = visibility_of(row_text(r, 5))};
	copy_hash(r, 6, e->previous);
	copy_hash(r, 7, e->commitment);
	copy_hash(r, 8, e->hash);
	copy_hash(r, 9, e->salt);
	size_t size;
	e->text = row_bytes(r, 10, &size);
	e->size = size;
}

/* The most bytes of bodies that one read gives, past the first entry. */
enum { READ_BYTES = 8 * 1024 * 1024 };

static int read_entries(struct log *log, struct arena *a, int64_t after, int limit,
	struct entry *found)
{
	struct log_sqlite *l = own(log);
	struct db *db = log_sqlite_borrow(l, a);
	if (!db)
		return -1;
	struct rows r = db_query(db, "SELECT e.position, e.time, e.kind, e.subject, e.actor,"
		" e.visibility, e.previous, e.commitment, e.hash, b.salt, b.text"
		" FROM entry e LEFT JOIN body b USING (position) WHERE e.position > ?1"
		" ORDER BY e.position LIMIT ?2", "ii", after, (int64_t)limit);
	int count = 0;
	size_t bytes = 0;
	while (count < limit && bytes < READ_BYTES && row_next(&r)) {
		log_sqlite_entry(&r, &found[count]);
		bytes += found[count++].size;
	}
	rows_end(&r);
	if (db_fault(db))
		count = -1;
	log_sqlite_return(l, db);
	return count;
}

static bool wait_grown(struct log *log, int64_t after, int ms)
{
	struct log_sqlite *l = own(log);
	int64_t end = date_monotonic() + ms;
	struct timespec until = {end / 1000, (long)(end % 1000) * 1000000};
	pthread_mutex_lock(&l->writing);
	while (l->head.position <= after &&
		pthread_cond_timedwait(&l->grown, &l->writing, &until) == 0)
		;
	bool grown = l->head.position > after;
	pthread_mutex_unlock(&l->writing);
	return grown;
}

static int find_receipt(struct log *log, struct arena *a, const char *id, struct receipt *found)
{
	struct log_sqlite *l = own(log);
	struct db *db = log_sqlite_borrow(l, a);
	if (!db)
		return -1;
	struct rows r = db_query(db, "SELECT digest, first, last, outcome, answer, id FROM receipt"
		" WHERE id IN (?1, ?2)", "ss", id, receipt_hidden(a, id));
	int there = row_next(&r);
	if (there) {
		*found = (struct receipt){.id = row_text(&r, 5), .first = row_int(&r, 1),
			.last = row_int(&r, 2), .outcome = (int)row_int(&r, 3),
			.answer = row_text(&r, 4)};
		copy_hash(&r, 0, found->digest);
	}
	rows_end(&r);
	if (db_fault(db))
		there = -1;
	log_sqlite_return(l, db);
	return there;
}

/* Read again and hashed before it is kept. */
static bool blob_put(struct log *log, const char *hash, const void *bytes, size_t n)
{
	struct log_sqlite *l = own(log);
	struct arena *a = arena_new();
	struct db *db = log_sqlite_begin(l, a);
	db_run(db, "INSERT INTO blob (hash, bytes) VALUES (?1, ?2) ON CONFLICT DO NOTHING", "sb",
		hash, bytes, n);
	struct rows r = db_query(db, "SELECT bytes FROM blob WHERE hash = ?1", "s", hash);
	bool same = row_next(&r);
	if (same) {
		size_t size;
		unsigned char got[HASH_SIZE];
		const void *given = row_bytes(&r, 0, &size);
		hash_bytes(got, given, size);
		same = strcmp(hex(a, got, HASH_SIZE), hash) == 0;
	}
	rows_end(&r);
	if (!same)
		db_rollback(db);
	bool done = log_sqlite_end(l) && same;
	arena_free(a);
	return done;
}

static void *blob_get(struct log *log, struct arena *a, const char *hash, size_t *n)
{
	struct log_sqlite *l = own(log);
	*n = 0;
	struct db *db = log_sqlite_borrow(l, a);
	if (!db)
		return NULL;
	struct rows r = db_query(db, "SELECT bytes FROM blob WHERE hash = ?1", "s", hash);
	const void *bytes = row_next(&r) ? row_bytes(&r, 0, n) : NULL;
	rows_end(&r);
	log_sqlite_return(l, db);
	return (void *)bytes;
}

static bool blob_drop(struct log *log, const char *hash)
{
	struct log_sqlite *l = own(log);
	db_run(log_sqlite_begin(l, NULL), "DELETE FROM blob WHERE hash = ?1", "s", hash);
	bool done = log_sqlite_end(l);
	if (done)
		log_sqlite_scrub(l);
	return done;
}

static bool new_epoch(struct log *log, const char *id)
{
	struct log_sqlite *l = own(log);
	struct db *db = log_sqlite_begin(l, NULL);
	db_run(db, "INSERT INTO epoch (id, position, time) VALUES (?1, ?2, ?3)", "sii", id,
		l->head.position, date_now());
	bool done = log_sqlite_end(l);
	pthread_mutex_lock(&l->writing);
	if (done)
		snprintf(l->head.epoch, sizeof l->head.epoch, "%s", id);
	pthread_mutex_unlock(&l->writing);
	return done;
}

static bool away(struct log *log)
{
	(void)log;
	return log_sqlite_unread;
}

static bool broken(struct log *log)
{
	return own(log)->broken;
}

const struct log_backend log_sqlite = {
	.open = open_log, .close = shut, .head = head, .append = append, .read = read_entries,
	.wait = wait_grown, .receipt = find_receipt, .blob_put = blob_put,
	.blob_get = blob_get, .blob_drop = blob_drop, .erase = log_sqlite_erase,
	.erased = log_sqlite_erased, .epoch = new_epoch, .away = away, .broken = broken,
	.dump = log_sqlite_dump,
	.fill_begin = log_sqlite_fill_begin, .fill_put = log_sqlite_fill_put,
	.fill_end = log_sqlite_fill_end, .state = &log_sqlite_state,
};
