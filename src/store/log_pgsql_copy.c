/* log_pgsql_copy.c - the whole shared log out, for a backup, and in, for a restore. */
#include "store/log_pgsql.h"

#include "base/date.h"

enum { AT_ONCE = 500 };

/* One reading of everything, in one snapshot. */
struct dump {
	struct pgsql *pgsql;
	struct link link;
	bool (*each)(void *, const struct log_part *);
	void *context;
	struct arena *arena;	/* of the rows at hand */
};

static bool give(struct dump *d, const struct log_part *part)
{
	return d->each(d->context, part);
}

static struct arena *next_arena(struct dump *d)
{
	arena_free(d->arena);
	return d->arena = arena_new();
}

static bool dump_epochs(struct dump *d)
{
	PGresult *r = link_ask(d->pgsql, &d->link, "SELECT id, position, time FROM epoch"
		" ORDER BY n", "");
	bool fine = r != NULL;
	for (int i = 0; fine && i < PQntuples(r); i++) {
		struct log_epoch e = {.id = result_text(d->arena, r, i, 0),
			.position = result_int(r, i, 1), .time = result_int(r, i, 2)};
		fine = give(d, &(struct log_part){.epoch = &e});
	}
	PQclear(r);
	return fine;
}

static bool dump_erasures(struct dump *d)
{
	PGresult *r = link_ask(d->pgsql, &d->link, "SELECT position, hash, time FROM erasure"
		" ORDER BY time, hash", "");
	bool fine = r != NULL;
	for (int i = 0; fine && i < PQntuples(r); i++) {
		struct erasure e = {.position = result_int(r, i, 0), .time = result_int(r, i, 2)};
		result_hash(e.hash, r, i, 1);
		fine = give(d, &(struct log_part){.erasure = &e});
	}
	PQclear(r);
	return fine;
}

static bool dump_entries(struct dump *d)
{
	bool fine = true;
	int count = AT_ONCE;
	for (int64_t after = 0; fine && count == AT_ONCE;) {
		PGresult *r = link_ask(d->pgsql, &d->link, "SELECT " ENTRY_COLUMNS " FROM entry"
			" WHERE position > $1 ORDER BY position LIMIT $2",
			"ii", after, (int64_t)AT_ONCE);
		struct arena *a = next_arena(d);
		count = r ? PQntuples(r) : -1;
		fine = r != NULL;
		for (int i = 0; fine && i < count; i++) {
			struct entry e;
			pgsql_entry(a, r, i, &e);
			after = e.position;
			fine = give(d, &(struct log_part){.entry = &e});
		}
		PQclear(r);
	}
	return fine;
}

static bool dump_receipts(struct dump *d)
{
	bool fine = true;
	int count = AT_ONCE;
	for (const char *after = ""; fine && count == AT_ONCE;) {
		PGresult *r = link_ask(d->pgsql, &d->link, "SELECT " RECEIPT_COLUMNS
			" FROM receipt WHERE id COLLATE \"C\" > $1 ORDER BY id COLLATE \"C\" LIMIT $2",
			"si", after, (int64_t)AT_ONCE);
		struct arena *a = next_arena(d);
		count = r ? PQntuples(r) : -1;
		fine = r != NULL;
		for (int i = 0; fine && i < count; i++) {
			struct receipt receipt;
			pgsql_receipt_row(a, r, i, &receipt);
			after = receipt.id;
			fine = give(d, &(struct log_part){.receipt = &receipt});
		}
		PQclear(r);
	}
	return fine;
}

static bool dump_blobs(struct dump *d)
{
	bool fine = true;
	for (const char *after = ""; fine && after;) {
		PGresult *r = link_ask(d->pgsql, &d->link, "SELECT hash, bytes FROM blob"
			" WHERE hash COLLATE \"C\" > $1 ORDER BY hash COLLATE \"C\" LIMIT 1",
			"s", after);
		struct arena *a = next_arena(d);
		fine = r != NULL;
		after = fine && PQntuples(r) ? result_text(a, r, 0, 0) : NULL;
		if (after)
			fine = give(d, &(struct log_part){.blob = &(struct log_blob){
				.hash = after, .bytes = PQgetvalue(r, 0, 1),
				.size = (size_t)PQgetlength(r, 0, 1)}});
		PQclear(r);
	}
	return fine;
}

static bool dump_states(struct dump *d)
{
	PGresult *r = link_ask(d->pgsql, &d->link, "SELECT kind, id, owner, expires, value"
		" FROM state ORDER BY stamp", "");
	struct arena *a = next_arena(d);
	bool fine = r != NULL;
	for (int i = 0; fine && i < PQntuples(r); i++) {
		struct state_row s;
		pgsql_state_row(a, r, i, &s);
		fine = give(d, &(struct log_part){.state = &s});
	}
	PQclear(r);
	return fine;
}

bool pgsql_dump(struct log *log, bool (*each)(void *, const struct log_part *), void *context)
{
	struct dump d = {.pgsql = (struct pgsql *)log, .each = each, .context = context,
		.arena = arena_new()};
	bool fine = link_open(d.pgsql, &d.link) && link_exec(d.pgsql, &d.link,
			"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
			"SET LOCAL idle_in_transaction_session_timeout TO '10min'")
		&& dump_epochs(&d) && dump_erasures(&d) && dump_entries(&d)
		&& dump_receipts(&d) && dump_blobs(&d) && dump_states(&d);
	link_close(&d.link);
	arena_free(d.arena);
	return fine;
}

bool pgsql_fill_begin(struct log *log)
{
	struct pgsql *p = (struct pgsql *)log;
	pthread_mutex_lock(&p->append_lock);
	p->fine = link_open(p, &p->writer) && link_exec(p, &p->writer,
		"ROLLBACK; BEGIN; SET LOCAL idle_in_transaction_session_timeout TO '10min';"
		"SELECT position FROM head FOR UPDATE;"
		"TRUNCATE entry, receipt, state, blob, erasure, epoch");
	p->held = false;
	bool begun = p->fine;
	if (!begun)
		pthread_mutex_unlock(&p->append_lock);
	return begun;
}

static PGresult *put_part(struct pgsql *p, const struct log_part *part)
{
	struct link *l = &p->writer;
	if (part->epoch)
		return link_ask(p, l, "INSERT INTO epoch (id, position, time) VALUES ($1, $2, $3)",
			"sii", part->epoch->id, part->epoch->position, part->epoch->time);
	if (part->erasure)
		return link_ask(p, l, "INSERT INTO erasure (hash, position, time)"
			" VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", "bii", part->erasure->hash,
			(size_t)HASH_SIZE, part->erasure->position, part->erasure->time);
	if (part->entry)
		return link_ask(p, l, PUT_ENTRY, ENTRY_TYPES, ENTRY_VALUES(part->entry));
	if (part->receipt)
		return link_ask(p, l, PUT_RECEIPT, RECEIPT_TYPES, RECEIPT_VALUES(part->receipt));
	if (part->blob)
		return link_ask(p, l, "INSERT INTO blob (hash, bytes) VALUES ($1, $2)"
			" ON CONFLICT DO NOTHING", "sb", part->blob->hash,
			part->blob->size ? part->blob->bytes : "", part->blob->size);
	return link_ask(p, l, "INSERT INTO state (kind, id, owner, expires, value)"
		" VALUES ($1, $2, $3, $4, $5)", "sssis", part->state->kind, part->state->id,
		part->state->owner ? part->state->owner : "", part->state->expires,
		part->state->value);
}

bool pgsql_fill_put(struct log *log, const struct log_part *part)
{
	struct pgsql *p = (struct pgsql *)log;
	/* Asking on a broken link would open a new one, outside the transaction. */
	p->fine = p->fine && p->writer.conn && pool_run_(put_part(p, part)) && p->writer.conn;
	return p->fine;
}

/* The head follows from what was put; an empty log has a hash of zeros. */
static bool end_fill(struct pgsql *p)
{
	static const unsigned char zeros[HASH_SIZE];
	struct link *l = &p->writer;
	return pool_run_(link_ask(p, l, "UPDATE head SET"
			" epoch = (SELECT id FROM epoch ORDER BY n DESC LIMIT 1),"
			" position = coalesce((SELECT max(position) FROM entry), 0),"
			" hash = coalesce((SELECT hash FROM entry ORDER BY position DESC LIMIT 1), $1)",
			"b", zeros, sizeof zeros))
		&& pool_run_(link_ask(p, l, "SELECT pg_notify('archipel', 'epoch')", ""))
		&& link_exec(p, l, "COMMIT");
}

bool pgsql_fill_end(struct log *log, bool keep)
{
	struct pgsql *p = (struct pgsql *)log;
	bool kept = keep && p->fine && p->writer.conn && end_fill(p);
	if (!kept && p->writer.conn)
		link_exec(p, &p->writer, "ROLLBACK");
	pthread_mutex_unlock(&p->append_lock);
	cache_forget(p, NULL);
	return kept;
}
