/* log_pgsql_test.c - both logs keep the promises of log.h; then what only a
 * shared one promises.  ARCHIPEL_TEST_LOG is the address of an empty database. */
#include "store/log_pgsql.h"

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/test.h"

static struct arena *arena;

static struct entry next_entry(const struct log_head *h, const char *text)
{
	struct entry e = {.position = h->position + 1, .time = 1000 + h->position,
		.kind = "test.said", .subject = "SUBJECT", .actor = "ACTOR",
		.visibility = MEMBERS, .text = text, .size = strlen(text)};
	memcpy(e.previous, h->hash, HASH_SIZE);
	random_bytes(e.salt, HASH_SIZE);
	entry_commit(&e);
	entry_seal(&e);
	return e;
}

static struct receipt receipt_of(const char *id, int64_t position)
{
	struct receipt r = {.id = id, .first = position, .last = position, .outcome = 0,
		.answer = "{\"id\":\"x\"}"};
	hash_bytes(r.digest, id, strlen(id));
	return r;
}

/* Appends one entry at a position, with a receipt unless id is NULL. */
static enum appended put(struct log *log, int64_t expect, const char *text, const char *id)
{
	struct log_head h;
	check(log->do_->head(log, &h));
	h.position = expect;
	struct entry e = next_entry(&h, text);
	struct receipt r = receipt_of(id ? id : "", e.position);
	return log->do_->append(log, expect, &(struct batch){.entries = &e, .count = 1,
		.receipts = &r, .receipt_count = id ? 1 : 0});
}

static int64_t end_of(struct log *log)
{
	struct log_head h = {.position = -1};
	check(log->do_->head(log, &h));
	return h.position;
}

static void appends(struct log *log)
{
	struct log_head empty;
	check(log->do_->head(log, &empty));
	check(empty.position == 0 && id_valid(empty.epoch));
	check(put(log, 0, "{\"a\":1}", "01ME/k1") == APPENDED);
	check(put(log, 0, "{\"a\":2}", "01ME/k2") == MOVED);
	check(put(log, 1, "{\"a\":\"é\\u0000\"}", "01ME/k2") == APPENDED);
	check(put(log, 2, "{}", "01ME/k2") == MOVED);
	if (log->do_->release)
		log->do_->release(log);
	check(end_of(log) == 2);
	struct entry e[8];
	check(log->do_->read(log, arena, 0, 8, e) == 2);
	check(e[0].position == 1 && e[1].position == 2 && e[1].time == 1001);
	check_text(e[0].text, "{\"a\":1}");
	check_text(e[1].text, "{\"a\":\"é\\u0000\"}");
	check_text(e[1].kind, "test.said");
	check_text(e[1].subject, "SUBJECT");
	check_text(e[1].actor, "ACTOR");
	check(e[1].visibility == MEMBERS && e[1].size == strlen(e[1].text));
	check(!memcmp(e[1].previous, e[0].hash, HASH_SIZE));
	struct entry again = e[1];
	entry_commit(&again);
	entry_seal(&again);
	check(!memcmp(again.hash, e[1].hash, HASH_SIZE));
	check(log->do_->read(log, arena, 1, 1, e) == 1 && e[0].position == 2);
	check(log->do_->read(log, arena, 2, 8, e) == 0);
}

static void receipts(struct log *log)
{
	struct receipt r;
	check(log->do_->receipt(log, arena, "nobody", &r) == 0);
	check(log->do_->receipt(log, arena, "01ME/k2", &r) == 1);
	struct receipt want = receipt_of("01ME/k2", 2);
	check(!memcmp(r.digest, want.digest, HASH_SIZE));
	check(r.first == 2 && r.last == 2 && r.outcome == 0);
	check_text(r.answer, "{\"id\":\"x\"}");
}

static void states(struct log *log)
{
	const struct state_backend *s = log->do_->state;
	struct state_row row, *rows;
	int64_t soon = date_now() + 60000;
	check(!s->get(log, arena, "session", "a", &row));
	check(s->put(log, &(struct state_row){"session", "a", "me", soon, "1"}));
	check(s->put(log, &(struct state_row){"session", "a", "me", soon, "2"}));
	check(s->put(log, &(struct state_row){"token", "b", "me", 0, "3"}));
	check(s->add(log, &(struct state_row){"code", "b", "me", soon, "1"}));
	check(!s->add(log, &(struct state_row){"code", "b", "you", soon, "2"}));
	check(s->put(log, &(struct state_row){"token", "c", "you", 0, "4"}));
	check(s->put(log, &(struct state_row){"token", "old", "you", 1, "5"}));
	check(s->get(log, arena, "session", "a", &row));
	check_text(row.value, "2");
	check_text(row.owner, "me");
	check(row.expires == soon);
	check(!s->get(log, arena, "token", "old", &row));
	check(s->list(log, arena, "token", NULL, &rows) == 2);
	check_text(rows[0].id, "b");
	check(s->list(log, arena, "token", "you", &rows) == 1);
	check(s->take(log, arena, "token", "b", &row) && !s->take(log, arena, "token", "b", &row));
	check_text(row.value, "3");
	check(s->purge(log, date_now()));
	check(s->drop(log, "token", "c") && !s->get(log, arena, "token", "c", &row));
	struct log_head before, after;
	check(log->do_->head(log, &before) && s->drop_owner(log, NULL, "me"));
	check(!s->get(log, arena, "session", "a", &row));
	check(log->do_->head(log, &after) && after.erasures == before.erasures);
}

static const char *name_of(const void *bytes, size_t n)
{
	unsigned char sum[HASH_SIZE];
	hash_bytes(sum, bytes, n);
	return hex(arena, sum, sizeof sum);
}

static void blobs(struct log *log)
{
	size_t n = 0;
	char bytes[] = "with\0zero";
	const char *hash = name_of(bytes, sizeof bytes);
	check(!log->do_->blob_get(log, arena, hash, &n));
	check(log->do_->blob_put(log, hash, bytes, sizeof bytes));
	check(log->do_->blob_put(log, hash, bytes, sizeof bytes));
	for (int i = 0; i < 2; i++) {
		void *got = log->do_->blob_get(log, arena, hash, &n);
		check(got && n == sizeof bytes && !memcmp(got, bytes, n));
	}
	check(log->do_->blob_drop(log, hash));
	check(!log->do_->blob_get(log, arena, hash, &n));
}

static void erases(struct log *log)
{
	struct log_head before, after;
	struct entry e[2];
	struct receipt r;
	int64_t *gone;
	check(log->do_->head(log, &before));
	check(log->do_->erase(log, &(int64_t){1}, 1));
	check(log->do_->head(log, &after));
	check(after.erasures == before.erasures + 1 && after.position == before.position);
	check(log->do_->read(log, arena, 0, 2, e) == 2);
	static const unsigned char zeros[HASH_SIZE];
	check(!e[0].text && !memcmp(e[0].salt, zeros, HASH_SIZE) && e[1].text);
	entry_seal(&e[0]);
	check(!memcmp(e[0].hash, e[1].previous, HASH_SIZE));
	check(log->do_->receipt(log, arena, "01ME/k1", &r) == 1 && !r.answer);
	check_text(r.id, receipt_hidden(arena, "01ME/k1"));
	check(log->do_->receipt(log, arena, "01ME/k2", &r) == 1 && r.answer);
	check(log->do_->erased(log, arena, &gone) == 1 && gone[0] == 1);
	char *epoch = id_new(arena);
	check(log->do_->epoch(log, epoch) && log->do_->head(log, &after));
	check_text(after.epoch, epoch);
}

struct copy {
	struct log *to;
	int epochs, erasures, entries, receipts, blobs, states;
};

static bool copy_part(void *context, const struct log_part *part)
{
	struct copy *c = context;
	c->epochs += part->epoch != NULL;
	c->erasures += part->erasure != NULL;
	c->entries += part->entry != NULL;
	c->receipts += part->receipt != NULL;
	c->blobs += part->blob != NULL;
	c->states += part->state != NULL;
	return !c->to || c->to->do_->fill_put(c->to, part);
}

/* Everything from one log to another, whatever their kinds. */
static void copies(struct log *from, struct log *to)
{
	struct copy c = {.to = to}, again = {0};
	check(put(from, end_of(from), "{\"kept\":true}", "k4") == APPENDED);
	check(from->do_->blob_put(from, name_of("blob", 4), "blob", 4));
	check(from->do_->state->put(from, &(struct state_row){"draft", "d", "", 0, "v"}));
	check(to->do_->fill_begin(to));
	check(from->do_->dump(from, copy_part, &c));
	check(to->do_->fill_end(to, true));
	check(c.epochs == 2 && c.erasures == 2 && c.entries == 3 && c.blobs == 1 && c.states == 1);
	check(c.receipts == 3);
	check(to->do_->dump(to, copy_part, &again));
	c.to = NULL;
	check(!memcmp(&c, &again, sizeof c));
	struct log_head a, b;
	check(from->do_->head(from, &a) && to->do_->head(to, &b));
	check(a.position == b.position && !memcmp(a.hash, b.hash, HASH_SIZE));
	check_text(b.epoch, a.epoch);
	check(to->do_->fill_begin(to));
	check(!to->do_->fill_end(to, false));	/* nothing kept */
	check(end_of(to) == a.position);
	check(put(to, a.position, "{}", NULL) == APPENDED);
}

static void promises(struct log *log)
{
	appends(log);
	receipts(log);
	states(log);
	blobs(log);
	erases(log);
}

static struct log *pgsql(bool create)
{
	const char *why = NULL;
	int code;
	struct log *log = log_pgsql.open(getenv("ARCHIPEL_TEST_LOG"), create, arena, &why, &code);
	if (!log)
		printf("%s\n", why);
	return log;
}

struct rival {
	struct log *log;
	int64_t expect;
	enum appended outcome;
	int64_t took;
};

static void *rival_appends(void *context)
{
	struct rival *r = context;
	int64_t start = date_monotonic();
	r->outcome = put(r->log, r->expect, "{\"rival\":1}", NULL);
	r->took = date_monotonic() - start;
	return NULL;
}

/* Who was overtaken once is not overtaken again: the log is held for them. */
static void holds(struct log *a, struct log *b)
{
	pthread_t thread;
	int64_t end = end_of(a);
	struct rival r = {.log = a, .expect = end + 1};
	check(put(a, end, "{}", NULL) == APPENDED);
	check(put(b, end, "{}", NULL) == MOVED);
	check(pthread_create(&thread, NULL, rival_appends, &r) == 0);
	usleep(200000);
	check(put(b, end + 1, "{}", NULL) == APPENDED);
	pthread_join(thread, NULL);
	check(r.outcome == MOVED && r.took >= 150);
	a->do_->release(a);
	/* Held and forgotten: the server lets go after five seconds. */
	check(put(b, end, "{}", NULL) == MOVED);
	r = (struct rival){.log = a, .expect = end + 2};
	rival_appends(&r);
	check(r.outcome == APPENDED && r.took >= 3000 && r.took < 9000);
	check(put(b, end + 3, "{}", NULL) == APPENDED);
}

static void *append_later(void *context)
{
	usleep(200000);
	return rival_appends(context);
}

static void waits(struct log *a, struct log *b)
{
	pthread_t thread;
	struct rival r = {.log = a, .expect = end_of(a)};
	while (b->do_->wait(b, r.expect, 200))	/* what it had to tell before */
		;
	check(pthread_create(&thread, NULL, append_later, &r) == 0);
	int64_t start = date_monotonic();
	check(b->do_->wait(b, r.expect, 10000));
	check(date_monotonic() - start < 2000);
	pthread_join(thread, NULL);
	check(end_of(b) == r.expect + 1);
	start = date_monotonic();
	check(!b->do_->wait(b, r.expect + 1, 100));
	check(date_monotonic() - start >= 90);
	int64_t *gone;
	check(a->do_->erase(a, &(int64_t){1}, 1) && b->do_->wait(b, r.expect + 1, 5000));
	check(b->do_->erased(b, arena, &gone) >= 1);
}

static void run(const char *sql)
{
	PGconn *c = PQconnectdb(getenv("ARCHIPEL_TEST_LOG"));
	PGresult *r = PQexec(c, sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK)
		printf("%s", PQerrorMessage(c));
	check(PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK);
	PQclear(r);
	PQfinish(c);
}

#define CUT "SELECT pg_terminate_backend(pid) FROM pg_stat_activity" \
	" WHERE application_name = 'archipel'"

/* Cut links are made anew; a cut during COMMIT says that we do not know. */
static void survives_cuts(struct log *log)
{
	struct receipt r;
	struct entry e[1];
	int64_t end = end_of(log);
	run(CUT);
	check(put(log, end, "{}", "before") == APPENDED);
	run(CUT);
	check(log->do_->read(log, arena, end, 1, e) == 1);
	run("CREATE FUNCTION public.cut() RETURNS trigger LANGUAGE plpgsql AS"
		" 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'");
	run("CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON archipel.receipt"
		" INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.cut()");
	check(put(log, end + 1, "{}", "doubtful") == UNSURE);
	run("DROP TRIGGER cut ON archipel.receipt");
	check(log->do_->receipt(log, arena, "doubtful", &r) == 0);
	check(log->do_->receipt(log, arena, "before", &r) == 1);
	check(put(log, end + 1, "{}", "doubtful") == APPENDED);
	check(!log->do_->away(log));
}

static void refuses_newer(void)
{
	const char *why = NULL;
	int code;
	run("UPDATE archipel.head SET format = 1000");
	check(!log_pgsql.open(getenv("ARCHIPEL_TEST_LOG"), true, arena, &why, &code));
	check(why && strstr(why, "newer version") && code == EX_DATAERR);
	run("UPDATE archipel.head SET format = 0");
	struct log *log = pgsql(true);	/* brought up to date */
	log->do_->close(log);
	run("SELECT 1 / format FROM archipel.head");	/* 0 would be an error */
	why = NULL;
	check(!log_pgsql.open("postgresql:///none?host=/nowhere", true, arena, &why, &code));
	check(why && strstr(why, "cannot be reached"));
}

static void *opens(void *context)
{
	*(struct log **)context = pgsql(true);
	return NULL;
}

int main(void)
{
	hash_start();
	setenv("LC_ALL", "en_GB.UTF-8", 1);
	arena = arena_new();
	const char *why = NULL;
	int code;
	if (!getenv("ARCHIPEL_TEST_LOG"))
		die("set ARCHIPEL_TEST_LOG to the address of an empty PostgreSQL database");
	check(!log_pgsql.open(getenv("ARCHIPEL_TEST_LOG"), false, arena, &why, &code));
	check(why && strstr(why, "no log in this database"));

	struct log *nodes[3] = {0};	/* several nodes may make the tables at once */
	pthread_t threads[3];
	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, opens, &nodes[i]);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	check(nodes[0] && nodes[1] && nodes[2]);
	if (test_failed)
		return test_end();

	char folder[] = "/tmp/archipel-log-XXXXXX", file[64];
	check(mkdtemp(folder) != NULL);
	snprintf(file, sizeof file, "%s/archipel.db", folder);
	struct log *small = log_sqlite.open(file, true, arena, &why, &code);
	check(small != NULL);
	promises(small);
	promises(nodes[0]);
	copies(nodes[0], small);
	small->do_->close(small);
	unlink(file);
	small = log_sqlite.open(file, true, arena, &why, &code);
	promises(small);
	copies(small, nodes[1]);

	holds(nodes[0], nodes[1]);
	waits(nodes[0], nodes[2]);
	survives_cuts(nodes[2]);
	small->do_->close(small);
	for (int i = 0; i < 3; i++)
		log_pgsql.close(nodes[i]);
	refuses_newer();
	unlink(file);
	rmdir(folder);
	arena_free(arena);
	return test_end();
}
