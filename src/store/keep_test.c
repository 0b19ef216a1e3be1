/* keep_test.c - what is kept and what must go: erase, verify, backup, restore. */
#include "store/test_store.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "store/log_sqlite.h"

static bool has(const char *text, const char *part)
{
	return strstr(text, part) != NULL;
}

/* Is a word in any byte of any file of the folder? */
static bool in_files(const char *word)
{
	char line[300];
	snprintf(line, sizeof line, "grep -raqF '%s' '%s'", word, test_dir);
	return system(line) == 0;
}

static void test_erase(struct store *s, struct arena *a)
{
	char hash[65], shared[65];
	size_t n;
	struct log *log = store_log(s);
	check(store_blob_put(s, "canary blob", 11, hash));
	check(store_blob_put(s, "shared blob", 11, shared));
	check(test_do(s, a, "anne@example.org-e1", "gone", arena_printf(a, "canary-words %s", "x")) == DONE);
	check(test_do(s, a, "e2", "blobs", arena_printf(a, "%s", hash)) == DONE);
	check(test_do(s, a, "e3", "blobs2", shared) == DONE);
	check(test_do(s, a, "e4", "blobs3", shared) == DONE);
	check(in_files("canary-words"));
	int64_t end = store_position(s);
	int64_t positions[] = {end - 3, end - 2, end - 1};
	struct reader *r = reader_open(s);
	check(reader_begin(r, a, 0, 0));	/* a reader goes on over the swap */
	check(store_erase(s, positions, 3));
	check(db_int(reader_db(r), "SELECT count(*) FROM scheme WHERE name = 'gone'", "") == 1);
	reader_end(r);
	check(reader_begin(r, a, 0, 0));
	check(db_int(reader_db(r), "SELECT count(*) FROM scheme WHERE name = 'gone'", "") == 0);
	reader_end(r);
	reader_close(r);
	check(test_label(s, a, "gone") == NULL);
	check_text(test_label(s, a, "blobs3"), shared);
	check(log->do_->blob_get(log, a, hash, &n) == NULL);
	check(log->do_->blob_get(log, a, shared, &n) != NULL);
	check(store_changed(s, "whatever") == end + 1);
	struct call *again = test_call(a, "anne@example.org-e1", "gone", "canary-words x");
	check(store_do(s, again) == CONFLICT && !again->again);
	check(test_verify(s));
	check(test_do(s, a, NULL, "after", "x") == DONE);
	check(!in_files("canary-words"));
	check(!in_files("canary blob"));
	check(!in_files("anne@example.org-e1"));
	int64_t *erased;
	check(log->do_->erased(log, a, &erased) == 3 && erased[0] == end - 3);
}

static bool not_dropped(struct log *log, const char *hash)
{
	(void)log;
	(void)hash;
	return false;
}

/* An erasure whose blobs cannot be dropped is no erasure; the next start ends it. */
static void test_cut_short(const char *dir, struct arena *a)
{
	char hash[65];
	size_t n;
	struct store *s = test_open(dir, a);
	struct log *log = store_log(s);
	const struct log_backend *whole = log->do_;
	struct log_backend cut = *whole;
	check(store_blob_put(s, "canary of a cut", 15, hash));
	check(test_do(s, a, NULL, "cut", hash) == DONE);
	int64_t end = store_position(s);
	cut.blob_drop = not_dropped;
	log->do_ = &cut;
	check(!store_erase(s, &end, 1));
	log->do_ = whole;
	check(log->do_->blob_get(log, a, hash, &n) != NULL);
	store_close(s);
	s = test_open(dir, a);
	check(store_log(s)->do_->blob_get(store_log(s), a, hash, &n) == NULL);
	check(!in_files("canary of a cut"));
	struct state_row *rows;
	check(state_list(s, a, "sweep", NULL, &rows) == 0);
	check(test_verify(s));
	store_close(s);
}

/* A server that stops does not wait for new views; the next start makes them. */
static void test_leave(const char *dir, struct arena *a)
{
	struct store *s = test_open(dir, a);
	check(test_do(s, a, NULL, "left", "canary left") == DONE);
	int64_t end = store_position(s);
	store_leave(s);
	check(!store_erase(s, &end, 1));
	check_text(test_label(s, a, "left"), "canary left");
	store_close(s);
	s = test_open(dir, a);
	check(test_label(s, a, "left") == NULL);
	check(!in_files("canary left"));
	check(test_verify(s));
	store_close(s);
}

static void test_rebuild(struct store *s, struct arena *a)
{
	struct out report = out_new(10000);
	check(store_rebuild(s, &report));
	check_text(test_label(s, a, "blobs3"), test_label(s, a, "blobs3"));
	check(test_do(s, a, NULL, "rebuilt", "x") == DONE);
	check_text(test_label(s, a, "rebuilt"), "x");
	check(test_verify(s));
	out_free(&report);
}

static char *slurp(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	char *bytes = malloc(1u << 20);
	*n = f && bytes ? fread(bytes, 1, 1u << 20, f) : 0;
	if (f)
		fclose(f);
	return bytes;
}

static void spit(const char *path, const char *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");
	check(f && fwrite(bytes, 1, n, f) == n);
	if (f)
		fclose(f);
}

/* A folder beside test_dir; what restoring into it says. */
static bool restored(const char *dir, const char *file, bool force, char said[1000])
{
	struct out report = out_new(10000);
	bool done = store_restore(dir, NULL, file, NULL, force, &report);
	snprintf(said, 1000, "%s", out_str(&report));
	out_free(&report);
	return done;
}

static void test_damaged(const char *file, const char *dir, struct arena *a)
{
	char said[1000];
	size_t n;
	char *bytes = slurp(file, &n);
	const char *bad = arena_printf(a, "%s.bad", file);
	spit(bad, bytes, n / 2);
	check(!restored(dir, bad, false, said) && *said);
	spit(bad, bytes, n - 100);
	check(!restored(dir, bad, false, said) && *said);
	char *state = memmem(bytes, n, "bob-state", 9);
	check(state != NULL);
	if (state)
		*state = 'B';
	spit(bad, bytes, n);
	check(!restored(dir, bad, false, said) && has(said, "not what was written"));
	char *body = memmem(bytes, n, "kept-words", 10);
	check(body != NULL);
	if (body)
		*body = 'K';
	spit(bad, bytes, n);
	check(!restored(dir, bad, false, said) && has(said, "not what was committed"));
	spit(bad, "not a database at all", 21);
	check(!restored(dir, bad, false, said) && *said);
	check(!restored(dir, "/tmp/no/such/file", false, said) && *said);
	check(access(arena_printf(a, "%s/archipel.db", dir), F_OK) != 0);
	unlink(bad);
	free(bytes);
}

static void test_backup(struct store *s, struct arena *a, const char *file)
{
	struct out report = out_new(10000);
	struct state_row row = {"session", "b1", "01BOB", 0, "bob-state"};
	check(state_put(s, &row));
	struct call *bobs = test_call(a, "bob-key", "bobs", "x");
	bobs->who.account = "01BOB";
	check(store_do(s, bobs) == DONE);
	check(test_do(s, a, "b1", "kept", "kept-words") == DONE);
	check(test_do(s, a, "b2", "doomed", "doomed-words") == DONE);
	check(store_backup(s, file, &report));
	check(has(out_str(&report), "Backup made"));
	check(access(arena_printf(a, "%s-wal", file), F_OK) != 0);
	check(!store_backup(s, "/tmp/no/such/folder/b", &report));
	out_free(&report);
}

/* Erased after the backup, the words do not come back over the old folder. */
static void test_restore(const char *file, struct arena *a)
{
	char said[1000];
	struct store *s = test_open(test_dir, a);
	int64_t doomed = store_position(s);
	struct log_head before, after;
	struct state_row row;
	store_log(s)->do_->head(store_log(s), &before);
	check(store_erase(s, &doomed, 1));
	check(state_drop_owner(s, NULL, "01BOB"));
	check(!in_files("bob-key"));
	check(test_do(s, a, "b3", "newer", "x") == DONE);
	check(!restored(test_dir, file, true, said) && has(said, "in use"));
	store_close(s);
	check(!restored(test_dir, file, false, said) && has(said, "not empty"));
	check(restored(test_dir, file, true, said));
	check(!in_files("doomed-words") && !in_files("bob-state") && !in_files("bob-key"));
	s = test_open(test_dir, a);
	store_log(s)->do_->head(store_log(s), &after);
	check(strcmp(before.epoch, after.epoch) != 0);
	check(after.position == doomed && store_position(s) == doomed);
	check(test_label(s, a, "newer") == NULL && test_label(s, a, "doomed") == NULL);
	check_text(test_label(s, a, "kept"), "kept-words");
	check(!state_get(s, a, "session", "b1", &row));
	struct call *again = test_call(a, "b2", "doomed", "doomed-words");
	check(store_do(s, again) == CONFLICT);
	check(test_do(s, a, "b4", "another", "x") == DONE);
	check(test_verify(s));
	store_close(s);
}

static void test_fresh(const char *file, struct arena *a)
{
	char said[1000];
	char dir[] = "/tmp/store-fresh-XXXXXX";
	check(mkdtemp(dir) != NULL);
	test_damaged(file, dir, a);
	check(restored(dir, file, false, said));
	struct store *s = test_open(dir, a);
	check_text(test_label(s, a, "kept"), "kept-words");
	check_text(test_label(s, a, "doomed"), "doomed-words");
	check(test_verify(s));
	store_close(s);
	test_clean(dir);
}

static void bend(const char *path, const struct db_format *format, const char *sql,
	struct arena *a)
{
	const char *why;
	int code;
	struct db *db = db_open(path, DB_WRITE, format, a, &why, &code);
	check(db && db_script(db, sql));
	db_close(db);
}

/* What no honest writer does; verify must see each. */
static void tamper(const char *sql, const char *expected, struct arena *a)
{
	char line[1000];
	snprintf(line, sizeof line, "cp -r '%s' '%s.bent'", test_dir, test_dir);
	check(system(line) == 0);
	const char *dir = arena_printf(a, "%s.bent", test_dir);
	bend(arena_printf(a, "%s/archipel.db", dir), &db_log_format, sql, a);
	struct store *s = test_open(dir, a);
	struct out report = out_new(10000);
	check(!store_verify(s, &report));
	bool named = has(out_str(&report), expected);
	check(named);
	if (!named)
		printf("%s -> %s\n", sql, out_str(&report));
	out_free(&report);
	store_close(s);
	test_clean(dir);
}

static void test_tampered(struct arena *a)
{
	tamper("UPDATE body SET text = '{\"label\":\"y\"}' WHERE position = 7",
		"not what was committed", a);
	tamper("DELETE FROM body WHERE position = 7", "no erasure says why", a);
	tamper("UPDATE entry SET actor = 'x' WHERE position = 3", "envelope was altered", a);
	tamper("UPDATE entry SET time = 1 WHERE position = 3", "envelope was altered", a);
	tamper("INSERT INTO body SELECT 1, salt, text FROM body LIMIT 1", "still there", a);
	tamper("UPDATE blob SET bytes = x'00'", "file", a);
	tamper("INSERT INTO receipt VALUES ('x/y', x'00', 90, 99, 0, '{}')", "receipt", a);
}

/* A views file that was altered is not what a replay gives. */
static void test_bent_views(struct arena *a)
{
	struct store *s = test_open(test_dir, a);
	store_close(s);
	char line[1000];
	snprintf(line, sizeof line, "ls %s/views-*.db", test_dir);
	FILE *f = popen(line, "r");
	char path[500] = "";
	check(f && fgets(path, sizeof path, f));
	if (f)
		pclose(f);
	path[strcspn(path, "\n")] = '\0';
	bend(path, &db_views_format, "UPDATE scheme SET body = '{}'", a);
	s = test_open(test_dir, a);
	struct out report = out_new(10000);
	check(!store_verify(s, &report) && has(out_str(&report), "scheme differs"));
	out_clear(&report);
	check(store_rebuild(s, &report) && test_verify(s));
	out_free(&report);
	store_close(s);
}

int main(void)
{
	setenv("LC_ALL", "en", 1);
	hash_start();
	struct arena *a = arena_new();
	const char *dir = test_folder();
	const char *file = arena_printf(a, "%s.backup", dir);
	struct store *s = test_open(dir, a);
	test_erase(s, a);
	test_rebuild(s, a);
	test_backup(s, a, file);
	store_close(s);
	test_fresh(file, a);
	test_restore(file, a);
	test_tampered(a);
	test_bent_views(a);
	test_cut_short(dir, a);
	test_leave(dir, a);
	unlink(file);
	test_clean(dir);
	arena_free(a);
	return test_end();
}
