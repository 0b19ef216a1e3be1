/* store_test.c - commands through the writer: once, in order, durable. */
#include "store/test_store.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <signal.h>
#include <sys/stat.h>
#include <sysexits.h>

static void test_once(struct store *s, struct arena *a)
{
	struct call *c = test_call(a, "id-1", "axes", "Axes");
	check(store_do(s, c) == DONE);
	check(c->position == 1 && !c->again);
	check_text(json_str(c->answer, "name"), "axes");
	check_text(test_label(s, a, "axes"), "Axes");
	struct call *again = test_call(a, "id-1", "axes", "Axes");
	check(store_do(s, again) == DONE);
	check(again->again && again->position == 1);
	check_text(json_str(again->answer, "name"), "axes");
	check(test_do(s, a, "id-1", "axes", "Other") == CONFLICT);
	struct call *other = test_call(a, "id-1", "axes", "Axes");
	other->who.account = "01OTHER";
	check(store_do(s, other) == DONE && !other->again && other->position == 2);
	check(store_position(s) == 2);
}

static void test_refusals(struct store *s, struct arena *a)
{
	int64_t before = store_position(s);
	struct call *c = test_call(a, "id-2", "refused", "x");
	check(store_do(s, c) == INVALID && c->fault_count == 1);
	check_text(c->faults[0].field, "name");
	check(test_do(s, a, "id-3", "late", "x") == CONFLICT);
	check(test_label(s, a, "late") == NULL);
	check(test_do(s, a, NULL, "", "x") == INVALID);
	check(test_do(s, a, "with space", "n", "x") == INVALID);
	c = test_call(a, NULL, "axes", "x");
	c->who.role = READER;
	check(store_do(s, c) == FORBIDDEN);
	check(store_position(s) == before);
	check(test_do(s, a, "id-2", "mended", "x") == DONE);	/* a refusal is no receipt */
}

enum { THREADS = 64, EACH = 5 };

struct crowd {
	struct store *store;
	int number;
	int done;
};

static void *one_of_crowd(void *context)
{
	struct crowd *c = context;
	for (int i = 0; i < EACH; i++) {
		struct arena *a = arena_new();
		/* everyone asks for the same things with the same ids */
		const char *name = arena_printf(a, "crowd-%d", i);
		const char *own = arena_printf(a, "own-%d-%d", c->number, i);
		c->done += test_do(c->store, a, name, name, "Together") == DONE;
		c->done += test_do(c->store, a, own, own, "Alone") == DONE;
		arena_free(a);
	}
	return NULL;
}

static void test_crowd(struct store *s)
{
	pthread_t threads[THREADS];
	struct crowd crowd[THREADS];
	int64_t before = store_position(s);
	for (int i = 0; i < THREADS; i++) {
		crowd[i] = (struct crowd){s, i, 0};
		pthread_create(&threads[i], NULL, one_of_crowd, &crowd[i]);
	}
	int done = 0;
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		done += crowd[i].done;
	}
	check(done == 2 * THREADS * EACH);
	check(store_position(s) == before + EACH + THREADS * EACH);
}

/* The same id twice in one batch: both wait in the queue of a busy writer. */
static atomic_int answered;

static void count_answer(struct call *c, void *context)
{
	(void)c;
	(void)context;
	atomic_fetch_add(&answered, 1);
}

static void test_twins(struct store *s, struct arena *a)
{
	struct call *twins[40];
	int64_t before = store_position(s);
	for (int i = 0; i < 40; i++) {
		const char *id = arena_printf(a, "twin-%d", i / 4);
		twins[i] = test_call(a, id, id, i % 4 == 3 ? "Changed" : "Same");
		twins[i]->done = count_answer;
		check(store_prepare(s, twins[i]) == DONE);
	}
	for (int i = 0; i < 40; i++)
		store_submit(s, twins[i]);
	while (atomic_load(&answered) < 40)
		usleep(1000);
	for (int i = 0; i < 40; i++) {
		check(twins[i]->outcome == (i % 4 == 3 ? CONFLICT : DONE));
		check(twins[i]->again == (i % 4 == 1 || i % 4 == 2));
	}
	check(store_position(s) == before + 10);
}

static int heard;

static void hear(void *context, const struct entry *e)
{
	check(context == &heard && e->body);
	heard++;
}

static void test_listeners(struct store *s, struct arena *a)
{
	store_listen(s, hear, &heard);
	int64_t stamp = store_position(s);
	check(store_changed(s, "scheme:heard") <= stamp);
	check(test_do(s, a, NULL, "heard", "x") == DONE);
	check(heard == 1);
	check(store_changed(s, "scheme:heard") == stamp + 1);
	check(store_changed(s, "heard") == stamp + 1);
	check(store_changed(s, "scheme:*") == stamp + 1);
	check(store_changed(s, "resource:*") <= stamp);
}

static void test_readers(struct store *s, struct arena *a)
{
	struct reader *r = reader_open(s);
	check(!reader_begin(r, a, store_position(s) + 1, 30));
	check(reader_begin(r, a, store_position(s), 30));
	int64_t seen = reader_position(r);
	check(test_do(s, a, NULL, "later", "x") == DONE);
	check(db_int(reader_db(r), "SELECT count(*) FROM scheme WHERE name = 'later'", "") == 0);
	check(reader_position(r) == seen && store_position(s) == seen + 1);
	reader_end(r);
	check(reader_begin(r, a, seen + 1, 0));
	check(db_int(reader_db(r), "SELECT count(*) FROM scheme WHERE name = 'later'", "") == 1);
	reader_end(r);
	reader_close(r);
}

static void test_full(struct store *s, struct arena *a)
{
	struct rlimit old, tight;
	struct stat st;
	int64_t before = store_position(s);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	tight = old;
	check(stat(arena_printf(a, "%s/archipel.db-wal", test_dir), &st) == 0);
	tight.rlim_cur = 4096;
	setrlimit(RLIMIT_FSIZE, &tight);
	check(test_do(s, a, "full", "full", "x") == NO_SPACE);
	check_text(test_label(s, a, "axes"), "Axes");
	setrlimit(RLIMIT_FSIZE, &old);
	check(store_position(s) == before);
	check(test_do(s, a, "full", "full", "x") == DONE);
}

static void test_lock(struct arena *a)
{
	const char *why = NULL;
	int code = 0;
	check(!store_open(test_dir, NULL, a, &why, &code));
	check(code == EX_TEMPFAIL && strstr(why, "in use"));
	check(!store_open("/tmp/there/is/none", NULL, a, &why, &code));
	check(code == EX_NOINPUT);
}

static void test_state_rows(struct store *s, struct arena *a)
{
	struct state_row row = {"token", "h1", "01ACCOUNT", 0, "{}"}, got, *rows;
	check(state_put(s, &row));
	row = (struct state_row){"token", "h2", "01ACCOUNT", 1, "old"};
	check(state_put(s, &row));
	check(state_get(s, a, "token", "h1", &got));
	check_text(got.owner, "01ACCOUNT");
	check(!state_get(s, a, "token", "h2", &got));
	check(state_list(s, a, "token", "01ACCOUNT", &rows) == 1);
	check(state_purge(s));
	check(state_take(s, a, "token", "h1", &got));
	check(!state_take(s, a, "token", "h1", &got));
	row = (struct state_row){"session", "s1", "01GONE", 0, "secret"};
	check(state_put(s, &row) && state_drop_owner(s, NULL, "01GONE"));
	check(state_list(s, a, "session", NULL, &rows) == 0);
}

int main(void)
{
	setenv("LC_ALL", "en", 1);
	hash_start();
	struct arena *a = arena_new();
	const char *dir = test_folder();
	struct store *s = test_open(dir, a);
	test_once(s, a);
	test_refusals(s, a);
	test_crowd(s);
	test_twins(s, a);
	test_listeners(s, a);
	test_readers(s, a);
	test_state_rows(s, a);
	test_full(s, a);
	test_lock(a);
	check(test_verify(s));
	int64_t position = store_position(s);
	store_close(s);
	s = test_open(dir, a);
	check(store_position(s) == position);
	check_text(test_label(s, a, "axes"), "Axes");
	check(test_do(s, a, "id-1", "axes", "Axes") == DONE && store_position(s) == position);
	check(test_verify(s));
	store_close(s);
	test_clean(dir);
	arena_free(a);
	return test_end();
}
