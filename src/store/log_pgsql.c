/* log_pgsql.c - the log in PostgreSQL, shared by several nodes.
 *
 * Everything is in the schema "archipel" of the database that the address
 * names.  The row head is the end of the log: whoever appends locks it until
 * the commit, so that positions have no gap and are seen in their order.  A
 * sequence would hand numbers out before the commit: a reader would skip. */
#include "store/log_pgsql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/date.h"
#include "base/id.h"
#include "base/logfmt.h"
#include "base/memory.h"
#include "base/tr.h"
#include "store/db_file.h"

enum { OLDEST_SERVER = 150000 };

static struct pgsql *mine(struct log *log)
{
	return (struct pgsql *)log;
}

/* Several nodes may start at once: one makes the tables, under this lock. */
static bool make_tables(struct pgsql *p, struct link *l)
{
	struct arena *a = arena_new();
	bool made = link_exec(p, l,
		"BEGIN; SELECT pg_advisory_xact_lock(4702111234474983745);"
		"CREATE SCHEMA IF NOT EXISTS archipel;"
		"CREATE TABLE IF NOT EXISTS head (one boolean PRIMARY KEY DEFAULT true CHECK (one),"
		" format bigint NOT NULL, epoch text NOT NULL, position bigint NOT NULL,"
		" hash bytea NOT NULL);"
		"CREATE TABLE IF NOT EXISTS epoch (n bigserial PRIMARY KEY, id text NOT NULL,"
		" position bigint NOT NULL, time bigint NOT NULL);"
		"CREATE TABLE IF NOT EXISTS entry (position bigint PRIMARY KEY, time bigint NOT NULL,"
		" kind text NOT NULL, subject text NOT NULL, actor text NOT NULL,"
		" visibility bigint NOT NULL, previous bytea NOT NULL, commitment bytea NOT NULL,"
		" hash bytea NOT NULL, salt bytea, body text);"
		/* statistics would keep samples of what is erased */
		"ALTER TABLE entry ALTER body SET STATISTICS 0;"
		"CREATE TABLE IF NOT EXISTS receipt (id text PRIMARY KEY, digest bytea NOT NULL,"
		" first bigint NOT NULL, last bigint NOT NULL, outcome bigint NOT NULL, answer text);"
		"ALTER TABLE receipt ALTER answer SET STATISTICS 0;"
		"CREATE INDEX IF NOT EXISTS receipt_last ON receipt (last);"
		"CREATE TABLE IF NOT EXISTS state (kind text, id text, owner text NOT NULL,"
		" expires bigint NOT NULL, value text, stamp bigserial, PRIMARY KEY (kind, id));"
		"ALTER TABLE state ALTER value SET STATISTICS 0;"
		"CREATE INDEX IF NOT EXISTS state_owner ON state (owner);"
		"CREATE TABLE IF NOT EXISTS blob (hash text PRIMARY KEY, bytes bytea NOT NULL);"
		"CREATE TABLE IF NOT EXISTS erasure (hash bytea PRIMARY KEY, position bigint NOT NULL,"
		" time bigint NOT NULL)");
	static const unsigned char zeros[HASH_SIZE];
	if (made)
		PQclear(link_ask(p, l, "WITH made AS (INSERT INTO head"
			" (format, epoch, position, hash) VALUES ($1, $2, 0, $3)"
			" ON CONFLICT DO NOTHING RETURNING epoch)"
			" INSERT INTO epoch (id, position, time) SELECT epoch, 0, $4 FROM made",
			"isbi", (int64_t)db_log_format.version, id_new(a), zeros, sizeof zeros, date_now()));
	arena_free(a);
	if (l->conn && !made)
		link_exec(p, l, "ROLLBACK");
	return made && link_exec(p, l, "COMMIT");
}

static bool has_tables(struct pgsql *p, struct link *l)
{
	PGresult *r = link_ask(p, l, "SELECT 1 WHERE to_regclass('archipel.head') IS NOT NULL", "");
	bool has = r && PQntuples(r) == 1;
	PQclear(r);
	return has;
}

/* A format of one log is that of the other: log_sqlite.c tells what it changes
 * there.  None has changed these tables yet. */
static const char *upgrade(struct pgsql *p, struct link *l, struct arena *a)
{
	PGresult *r = link_ask(p, l, "UPDATE head SET format = $1 WHERE format < $1", "i",
		(int64_t)db_log_format.version);
	PQclear(r);
	return r ? NULL : arena_printf(a, tr_here(N_("The log cannot be written: %s")),
		link_reason(a, l));
}

/* The sentence that says why this database cannot be our log, or NULL. */
static const char *unfit(struct pgsql *p, struct link *l, bool create, struct arena *a,
	int *code)
{
	if (PQserverVersion(l->conn) < OLDEST_SERVER)
		return tr_here(N_("The log needs PostgreSQL 15 or later."));
	if (!text_eq(PQparameterStatus(l->conn, "server_encoding"), "UTF8"))
		return tr_here(N_("The log's database must be in UTF-8: createdb "
			"--encoding UTF8 --template template0."));
	if (!has_tables(p, l)) {
		if (!create)
			return tr_here(N_("There is no log in this database yet: archipel init makes one."));
		if (!make_tables(p, l))
			return arena_printf(a, tr_here(N_("The log could not be created: %s")),
				link_reason(a, l));
	}
	PGresult *r = link_ask(p, l, "SELECT format, position FROM head", "");
	if (!r)
		return arena_printf(a, tr_here(N_("The log cannot be read: %s")), link_reason(a, l));
	int64_t format = result_int(r, 0, 0);
	hint_known(p, result_int(r, 0, 1));
	PQclear(r);
	if (format > db_log_format.version) {
		*code = EX_DATAERR;
		return tr_here(N_("A newer version of Archipel wrote this log: update this program."));
	}
	if (create && format < db_log_format.version)
		return upgrade(p, l, a);
	return NULL;
}

static struct pgsql *pgsql_new(const char *where)
{
	struct pgsql *p = calloc(1, sizeof *p);
	char *copy = strdup(where);
	if (!p || !copy)
		memory_out();
	p->log.do_ = &log_pgsql;
	p->where = copy;
	pthread_mutex_init(&p->lock, NULL);
	pthread_mutex_init(&p->append_lock, NULL);
	pthread_mutex_init(&p->cache_lock, NULL);
	pthread_cond_init(&p->freed, NULL);
	pthread_condattr_t attributes;
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&p->grown, &attributes);
	pthread_condattr_destroy(&attributes);
	return p;
}

static void pgsql_close(struct log *log)
{
	if (!log)
		return;
	struct pgsql *p = mine(log);
	hint_stop(p);
	link_close(&p->writer);
	for (int i = 0; i < POOL_LINKS; i++)
		link_close(&p->pool[i]);
	cache_forget(p, NULL);
	pthread_mutex_destroy(&p->lock);
	pthread_mutex_destroy(&p->append_lock);
	pthread_mutex_destroy(&p->cache_lock);
	pthread_cond_destroy(&p->freed);
	pthread_cond_destroy(&p->grown);
	free(p->where);
	free(p);
}

static struct log *pgsql_open(const char *where, bool create, struct arena *a, const char **why,
	int *code)
{
	struct pgsql *p = pgsql_new(where);
	struct link *l = &p->writer;
	*code = EX_UNAVAILABLE;
	if (!link_open(p, l))
		*why = arena_printf(a, tr_here(N_("The log's server cannot be reached: %s")),
			link_reason(a, l));
	else
		*why = unfit(p, l, create, a, code);
	if (*why) {
		pgsql_close(&p->log);
		return NULL;
	}
	hint_start(p);
	return &p->log;
}

static bool pgsql_head(struct log *log, struct log_head *head)
{
	PGresult *r = pool_ask(mine(log), "SELECT epoch, position, hash,"
		" (SELECT count(*) FROM erasure WHERE position > 0) FROM head", "");
	bool found = r && PQntuples(r) == 1;
	if (found) {
		*head = (struct log_head){.position = result_int(r, 0, 1),
			.erasures = result_int(r, 0, 3)};
		snprintf(head->epoch, sizeof head->epoch, "%s", PQgetvalue(r, 0, 0));
		result_hash(head->hash, r, 0, 2);
	}
	PQclear(r);
	return found;
}

static void let_go(struct pgsql *p)
{
	if (p->held && p->writer.conn)
		link_exec(p, &p->writer, "ROLLBACK");
	p->held = false;
}

/* The head, locked until the transaction ends; NULL while the server is away. */
static PGresult *lock_head(struct pgsql *p)
{
	struct link *l = &p->writer;
	for (int attempt = 0; attempt < 2; attempt++) {
		bool had = l->conn != NULL;
		if (!l->conn)
			p->held = false;
		if (!p->held)
			p->held = link_open(p, l) && link_exec(p, l, "BEGIN");
		PGresult *r = p->held
			? link_ask(p, l, "SELECT position, hash FROM head FOR UPDATE", "") : NULL;
		if (r)
			return r;
		if (l->conn)
			let_go(p);
		p->held = false;
		if (!had)
			break;
	}
	return NULL;
}

/* APPENDED here means: the head is locked and is the one expected. */
static enum appended hold(struct pgsql *p, int64_t expect, const struct batch *b)
{
	PGresult *r = lock_head(p);
	if (!r)
		return AWAY;
	unsigned char hash[HASH_SIZE];
	result_hash(hash, r, 0, 1);
	bool same = PQntuples(r) == 1 && result_int(r, 0, 0) == expect;
	if (same && b->count && memcmp(hash, b->entries[0].previous, HASH_SIZE) != 0)
		same = false;
	PQclear(r);
	return same ? APPENDED : MOVED;
}

#define MOVE_HEAD "UPDATE head SET position = $1, hash = $2"
/* A division by zero, and so nothing, unless what the server would give back is
 * what was to be kept: as many entries, each with the hashes of what it says. */
#define LOOK_AGAIN "SELECT 1 / (count(*) = $2)::int FROM entry WHERE position > $1" \
	" AND commitment = sha256(salt || convert_to(body, 'UTF8'))" \
	" AND hash = sha256(convert_to(format(E'archipel 1\\nposition %s\\ntime %s\\nkind %s" \
	"\\nsubject %s\\nactor %s\\nvisibility %s\\nprevious %s\\ncommitment %s\\n', position," \
	" time, kind, subject, actor, (ARRAY['public', 'members', 'private'])[visibility + 1]," \
	" encode(previous, 'hex'), encode(commitment, 'hex')), 'UTF8'))"
#define TELL "SELECT pg_notify('archipel', $1)"

static bool send_batch(struct pgsql *p, struct link *l, const struct batch *b)
{
	bool sent = true;
	for (int i = 0; sent && i < b->count; i++)
		sent = link_send(p, l, PUT_ENTRY, ENTRY_TYPES, ENTRY_VALUES(&b->entries[i]));
	for (int i = 0; sent && i < b->receipt_count; i++)
		sent = link_send(p, l, PUT_RECEIPT, RECEIPT_TYPES,
			RECEIPT_VALUES(&b->receipts[i]));
	if (sent && b->count) {
		const struct entry *last = &b->entries[b->count - 1];
		char position[24];
		snprintf(position, sizeof position, "%lld", (long long)last->position);
		sent = link_send(p, l, MOVE_HEAD, "ib", last->position, last->hash,
			(size_t)HASH_SIZE) && link_send(p, l, LOOK_AGAIN, "ii",
			b->entries[0].position - 1, (int64_t)b->count) &&
			link_send(p, l, TELL, "s", position);
	}
	return sent && link_send(p, l, "COMMIT", "") && PQpipelineSync(l->conn);
}

/* What an error before the commit means.  Nothing was written. */
static enum appended meaning(const char *state)
{
	static const struct {
		const char *prefix;
		enum appended is;
	} meanings[] = {
		{"23505", MOVED},	/* a receipt's id or a position is already there */
		{"22012", AWAY},	/* not kept as it was given: undone */
		{"53100", FULL},
		{"53", AWAY}, {"57", AWAY}, {"40", AWAY}, {"08", AWAY}, {"55P03", AWAY},
	};
	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
		if (text_starts(state, meanings[i].prefix))
			return meanings[i].is;
	return BROKEN;
}

/* Reads the pipeline's results up to its end. */
static enum appended batch_outcome(struct pgsql *p, struct link *l)
{
	char state[6] = "";
	bool committed = false, ended = false;
	while (!ended) {
		PGresult *r = link_result(l);
		/* Between the results of two statements stands one NULL. */
		if (!r && !(r = link_result(l)))
			break;
		ExecStatusType status = PQresultStatus(r);
		if (status == PGRES_PIPELINE_SYNC)
			ended = true;
		else if (status == PGRES_FATAL_ERROR && !state[0])
			snprintf(state, sizeof state, "%s", link_state(r));
		else if (status == PGRES_COMMAND_OK && text_eq(PQcmdStatus(r), "COMMIT"))
			committed = true;
		PQclear(r);
	}
	if (committed)
		return APPENDED;
	if (!ended || !PQexitPipelineMode(l->conn)) {
		link_broke(p, l);
		return UNSURE;
	}
	enum appended outcome = meaning(state);
	if (outcome != MOVED)
		logfmt(LEVEL_ERROR, NULL, "log.refused", "sqlstate", state);
	return outcome;
}

/* The head is locked by us: writes and commits. */
static enum appended write_batch(struct pgsql *p, const struct batch *b)
{
	struct link *l = &p->writer;
	if (!link_prepare(p, l, PUT_ENTRY) || !link_prepare(p, l, PUT_RECEIPT)
		|| !link_prepare(p, l, MOVE_HEAD) || !link_prepare(p, l, LOOK_AGAIN)
		|| !link_prepare(p, l, TELL)
		|| !link_prepare(p, l, "COMMIT")) {
		let_go(p);
		return AWAY;
	}
	enum appended outcome = UNSURE;
	if (PQenterPipelineMode(l->conn) && send_batch(p, l, b))
		outcome = batch_outcome(p, l);
	else if (l->conn)
		link_broke(p, l);
	if (outcome == APPENDED && !PQexitPipelineMode(l->conn))
		link_broke(p, l);
	if (outcome == APPENDED)
		p->held = false;
	else
		let_go(p);
	atomic_store(&p->doubt, outcome == UNSURE);
	return outcome;
}

static enum appended pgsql_append(struct log *log, int64_t expect, const struct batch *b)
{
	struct pgsql *p = mine(log);
	pthread_mutex_lock(&p->append_lock);
	enum appended outcome = hold(p, expect, b);
	if (outcome == APPENDED)
		outcome = write_batch(p, b);
	pthread_mutex_unlock(&p->append_lock);
	if (outcome == APPENDED)
		hint_known(p, expect + b->count);
	return outcome;
}

static void pgsql_release(struct log *log)
{
	struct pgsql *p = mine(log);
	pthread_mutex_lock(&p->append_lock);
	let_go(p);
	pthread_mutex_unlock(&p->append_lock);
}

void pgsql_entry(struct arena *a, const PGresult *r, int i, struct entry *e)
{
	*e = (struct entry){
		.position = result_int(r, i, 0), .time = result_int(r, i, 1),
		.kind = result_text(a, r, i, 2), .subject = result_text(a, r, i, 3),
		.actor = result_text(a, r, i, 4),
		.visibility = (enum visibility)result_int(r, i, 5),
		.text = result_text(a, r, i, 10),
		.size = (size_t)PQgetlength(r, i, 10)};
	result_hash(e->previous, r, i, 6);
	result_hash(e->commitment, r, i, 7);
	result_hash(e->hash, r, i, 8);
	result_hash(e->salt, r, i, 9);
}

static int pgsql_read(struct log *log, struct arena *a, int64_t after, int limit,
	struct entry *entries)
{
	PGresult *r = pool_ask(mine(log), "SELECT " ENTRY_COLUMNS " FROM entry"
		" WHERE position > $1 ORDER BY position LIMIT $2", "ii", after, (int64_t)limit);
	int count = r ? PQntuples(r) : -1;
	for (int i = 0; i < count; i++)
		pgsql_entry(a, r, i, &entries[i]);
	PQclear(r);
	return count;
}

/* A commit in doubt may still be under way on the server, which then holds the
 * head: what is looked up after it is certain. */
static bool doubt_settled(struct pgsql *p)
{
	if (!atomic_load(&p->doubt))
		return true;
	if (!pool_run(p, "SELECT position FROM head FOR UPDATE", ""))
		return false;
	atomic_store(&p->doubt, false);
	return true;
}

void pgsql_receipt_row(struct arena *a, const PGresult *r, int i, struct receipt *receipt)
{
	*receipt = (struct receipt){.id = result_text(a, r, i, 0), .first = result_int(r, i, 2),
		.last = result_int(r, i, 3), .outcome = (int)result_int(r, i, 4),
		.answer = result_text(a, r, i, 5)};
	result_hash(receipt->digest, r, i, 1);
}

static int pgsql_receipt(struct log *log, struct arena *a, const char *id, struct receipt *receipt)
{
	if (!doubt_settled(mine(log)))
		return -1;
	PGresult *r = pool_ask(mine(log), "SELECT " RECEIPT_COLUMNS " FROM receipt"
		" WHERE id IN ($1, $2)", "ss", id, receipt_hidden(a, id));
	int found = r ? PQntuples(r) : -1;
	if (found == 1)
		pgsql_receipt_row(a, r, 0, receipt);
	PQclear(r);
	return found;
}

static bool pgsql_away(struct log *log)
{
	return atomic_load(&mine(log)->away);
}

const struct log_backend log_pgsql = {
	.open = pgsql_open,
	.close = pgsql_close,
	.head = pgsql_head,
	.append = pgsql_append,
	.release = pgsql_release,
	.read = pgsql_read,
	.wait = pgsql_wait,
	.wake = pgsql_wake,
	.receipt = pgsql_receipt,
	.blob_put = pgsql_blob_put,
	.blob_get = pgsql_blob_get,
	.blob_drop = pgsql_blob_drop,
	.erase = pgsql_erase,
	.erased = pgsql_erased,
	.epoch = pgsql_epoch,
	.away = pgsql_away,
	.dump = pgsql_dump,
	.fill_begin = pgsql_fill_begin,
	.fill_put = pgsql_fill_put,
	.fill_end = pgsql_fill_end,
	.state = &pgsql_state,
	.shared = true,
};
