/* log_sqlite_state.c - small values that must last, beside the log. */
#include "store/log_sqlite.h"

#include <string.h>

#include "base/date.h"
#include "base/out.h"

static struct log_sqlite *own(struct log *log)
{
	return (struct log_sqlite *)log;
}

static void read_row(struct rows *r, struct state_row *row)
{
	*row = (struct state_row){.kind = row_text(r, 0), .id = row_text(r, 1),
		.owner = row_text(r, 2), .expires = row_int(r, 3), .value = row_text(r, 4)};
}

static bool put(struct log *log, const struct state_row *row)
{
	struct db *db = log_sqlite_begin(own(log), NULL);
	db_run(db, "INSERT OR REPLACE INTO state (kind, id, owner, expires, value)"
		" VALUES (?1, ?2, ?3, ?4, ?5)", "sssis", row->kind, row->id,
		row->owner ? row->owner : "", row->expires, row->value ? row->value : "");
	return log_sqlite_end(own(log));
}

static bool add(struct log *log, const struct state_row *row)
{
	struct db *db = log_sqlite_begin(own(log), NULL);
	struct rows r = db_query(db, "INSERT INTO state (kind, id, owner, expires, value)"
		" VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING RETURNING 1", "sssis",
		row->kind, row->id, row->owner, row->expires, row->value);
	bool added = row_next(&r);
	rows_end(&r);
	return log_sqlite_end(own(log)) && added;
}

static bool get(struct log *log, struct arena *a, const char *kind, const char *id,
	struct state_row *row)
{
	struct db *db = log_sqlite_borrow(own(log), a);
	if (!db)
		return false;
	struct rows r = db_query(db, "SELECT kind, id, owner, expires, value FROM state"
		" WHERE kind = ?1 AND id = ?2 AND (expires = 0 OR expires > ?3)", "ssi",
		kind, id, date_now());
	bool found = row_next(&r);
	if (found)
		read_row(&r, row);
	rows_end(&r);
	log_sqlite_return(own(log), db);
	return found;
}

static bool take(struct log *log, struct arena *a, const char *kind, const char *id,
	struct state_row *row)
{
	struct db *db = log_sqlite_begin(own(log), a);
	struct rows r = db_query(db, "DELETE FROM state WHERE kind = ?1 AND id = ?2"
		" RETURNING kind, id, owner, expires, value", "ss", kind, id);
	bool found = row_next(&r);
	if (found)
		read_row(&r, row);
	rows_end(&r);
	return log_sqlite_end(own(log)) && found &&
		(row->expires == 0 || row->expires > date_now());
}

static bool drop(struct log *log, const char *kind, const char *id)
{
	struct db *db = log_sqlite_begin(own(log), NULL);
	db_run(db, "DELETE FROM state WHERE kind = ?1 AND id = ?2", "ss", kind, id);
	return log_sqlite_end(own(log));
}

/* An erased owner is journaled under a hash that tells no name. */
static void journal_owner(struct db *db, const char *owner)
{
	struct out text = out_new(1000);
	out_printf(&text, "owner %s", owner);
	unsigned char hash[HASH_SIZE];
	hash_bytes(hash, out_str(&text), text.len);
	out_free(&text);
	db_run(db, "INSERT INTO erasure (position, hash, time) VALUES (0, ?1, ?2)"
		" ON CONFLICT DO NOTHING", "bi", hash, (size_t)HASH_SIZE, date_now());
}

static bool drop_owner(struct log *log, const char *kind, const char *owner)
{
	struct log_sqlite *l = own(log);
	struct db *db = log_sqlite_begin(l, NULL);
	if (kind) {
		db_run(db, "DELETE FROM state WHERE owner = ?1 AND kind = ?2", "ss", owner, kind);
		return log_sqlite_end(l);
	}
	db_run(db, "DELETE FROM state WHERE owner = ?1", "s", owner);
	db_run(db, "DELETE FROM receipt WHERE id > ?1 || '#' AND id < ?1 || '0'", "s", owner);
	journal_owner(db, owner);
	bool done = log_sqlite_end(l);
	if (done) {
		log_sqlite_forget(l->path);
		log_sqlite_scrub(l);
	}
	return done;
}

static int list(struct log *log, struct arena *a, const char *kind, const char *owner,
	struct state_row **rows)
{
	struct db *db = log_sqlite_borrow(own(log), a);
	*rows = NULL;
	if (!db)
		return 0;
	size_t count = 0, room = 0;
	struct rows r = db_query(db, "SELECT kind, id, owner, expires, value FROM state"
		" WHERE kind = ?1 AND (?2 IS NULL OR owner = ?2)"
		" AND (expires = 0 OR expires > ?3) ORDER BY number", "ssi", kind, owner,
		date_now());
	while (row_next(&r)) {
		if (count == room) {
			room = room ? 2 * room : 16;
			struct state_row *more = arena_alloc(a, room * sizeof *more);
			if (count)
				memcpy(more, *rows, count * sizeof *more);
			*rows = more;
		}
		read_row(&r, &(*rows)[count++]);
	}
	rows_end(&r);
	log_sqlite_return(own(log), db);
	return (int)count;
}

static bool purge(struct log *log, int64_t now)
{
	struct db *db = log_sqlite_begin(own(log), NULL);
	db_run(db, "DELETE FROM state WHERE expires > 0 AND expires <= ?1", "i", now);
	return log_sqlite_end(own(log));
}

const struct state_backend log_sqlite_state = {
	.put = put, .add = add, .get = get, .take = take, .drop = drop, .drop_owner = drop_owner,
	.list = list, .purge = purge,
};
