/* backup.c - a file to restore from.  The first byte says whether it is sealed
 * again after it was altered, as who made it would; bits of a sound backup are
 * changed at places of three bytes each, with one of what stands there instead.
 *
 * What was altered is refused; what was restored is what was backed up. */
#include "fuzz.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "store/backup.h"
#include "store/check.h"
#include "store/log.h"
#include "store/log_sqlite.h"
#include "store/store.h"

static char *sound;
static size_t sound_size;
static unsigned char sound_sum[HASH_SIZE];
static const char *file, *dir;

/* The sum of all parts but epochs, which a restore adds to. */
struct summing {
	struct sum *sum;
};

static bool add(void *context, const struct log_part *p)
{
	if (!p->epoch)
		sum_part(((struct summing *)context)->sum, p);
	return true;
}

static bool add_all(void *context, const struct log_part *p)
{
	sum_part(context, p);
	return true;
}

static void sum_of(struct log *log, unsigned char sum[HASH_SIZE])
{
	struct summing s = {sum_new()};
	must(log->do_->dump(log, add, &s));
	sum_end(s.sum, sum);
	sum_free(s.sum);
}

static void seal(struct arena *a, const char *path);

static void write_file(const char *path, const char *bytes, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, bytes, n) != (ssize_t)n)
		die("%s cannot be written", path);
	close(fd);
}

/* What came out of a restore that said it was done. */
static void restored(struct arena *a)
{
	const char *why = NULL, *path = arena_printf(a, "%s/archipel.db", dir);
	unsigned char sum[HASH_SIZE];
	int code;
	struct out report = out_new(10000);
	struct log *log = log_sqlite.open(path, false, a, &why, &code);
	must(log != NULL);
	struct check c = {.report = &report};
	must(check_log(log, &c));
	check_free(&c);
	sum_of(log, sum);
	must(memcmp(sum, sound_sum, HASH_SIZE) == 0);
	log->do_->close(log);
	out_free(&report);
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct input in = {a, bytes, n};
	char *copy = arena_copy(a, sound, sound_size);
	size_t size = sound_size;
	unsigned flags = fuzz_byte(&in);
	if (flags & 2)
		size = size * fuzz_byte(&in) / 256;
	while (in.left) {
		size_t at = fuzz_byte(&in);
		at = at << 8 | fuzz_byte(&in);
		at = at << 8 | fuzz_byte(&in);
		copy[at % sound_size] = (char)fuzz_byte(&in);
	}
	write_file(file, copy, size);
	bool again = flags & 1;
	if (again)
		seal(a, file);
	struct out report = out_new(1 << 20);
	bool done = store_restore(dir, NULL, file, NULL, true, &report);
	if (!report.len || !text_valid(out_str(&report), report.len))
		fprintf(stderr, "said: %s\n", out_str(&report));
	must(report.len && text_valid(out_str(&report), report.len));
	if (done && !again)
		restored(a);
	must(done || size != sound_size || memcmp(copy, sound, size) != 0);
	out_free(&report);
	unlink(arena_printf(a, "%s/archipel.db", dir));
}

static void put(struct log *log, struct log_part part)
{
	if (!log->do_->fill_put(log, &part))
		die("the backup cannot be made");
}

/* Three entries, one erased, and one row of each other sort: always the same. */
static void fill(struct log *log)
{
	static const char *const bodies[] = {"{\"a\":1}", NULL, "{\"b\":\"é\"}"};
	struct entry e = {.kind = "scheme.stated", .subject = "essai", .actor = ""};
	struct erasure gone = {.position = 2, .time = 9};
	log->do_->fill_begin(log);
	put(log, (struct log_part){.epoch = &(struct log_epoch){"01ARZ3NDEKTSV4RRFFQ69G5FAV", 0, 1}});
	for (int i = 0; i < 3; i++) {
		memcpy(e.previous, e.hash, HASH_SIZE);
		e.position = i + 1;
		e.time = 1000 + i;
		memset(e.salt, i, HASH_SIZE);
		e.text = bodies[i] ? bodies[i] : "{}";
		e.size = strlen(e.text);
		entry_commit(&e);
		entry_seal(&e);
		e.text = bodies[i];
		if (!e.text)
			memcpy(gone.hash, e.hash, HASH_SIZE);
		put(log, (struct log_part){.entry = &e});
	}
	put(log, (struct log_part){.erasure = &gone});
	put(log, (struct log_part){.receipt = &(struct receipt){.id = "/a", .first = 1, .last = 1,
		.answer = "{}"}});
	static const char hello[] = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
	put(log, (struct log_part){.blob = &(struct log_blob){hello, "hello", 5}});
	put(log, (struct log_part){.state = &(struct state_row){"token", "x", "01ANNE", 0, "{}"}});
	log->do_->fill_end(log, true);
}

/* As backup.c seals it: the sum of its parts. */
static void seal(struct arena *a, const char *path)
{
	const char *why = NULL;
	int code;
	unsigned char sum[HASH_SIZE];
	struct sum *s = sum_new();
	struct log *log = log_sqlite_read_only(path, a, &why);
	bool whole = log && log->do_->dump(log, add_all, s);
	sum_end(s, sum);
	sum_free(s);
	if (log)
		log->do_->close(log);
	struct db *db = whole ? db_open(path, DB_WRITE | DB_DURABLE, &db_log_format, a, &why,
		&code) : NULL;
	if (!db)
		return;
	if (!db_int(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'seal'", ""))
		db_script(db, "CREATE TABLE seal (sum BLOB NOT NULL) STRICT");
	db_run(db, "DELETE FROM seal", "");
	db_run(db, "INSERT INTO seal (sum) VALUES (?1)", "b", sum, (size_t)HASH_SIZE);
	db_settle(db);
	db_close(db);
}

static void start(void)
{
	static struct arena *a;
	const char *why = NULL;
	int code;
	a = arena_new();
	file = arena_printf(a, "%s/backup.db", fuzz_folder());
	dir = arena_printf(a, "%s/data", fuzz_folder());
	struct log *log = log_sqlite.open(file, true, a, &why, &code);
	if (!log)
		die("%s", why);
	fill(log);
	sum_of(log, sound_sum);
	log->do_->close(log);
	seal(a, file);
	FILE *f = fopen(file, "rb");
	sound = arena_alloc(a, 1 << 20);
	sound_size = fread(sound, 1, 1 << 20, f);
	fclose(f);
}

const struct target fuzz_backup = {"backup", run, start};
