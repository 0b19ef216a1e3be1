/* rebuild_test.c - views that lived through a history are what a replay gives.
 *
 * Histories by chance over all command rows, several at once, with erasures,
 * restarts, new views, backups and restores between them.  50, or 500 with
 * CHECK=all; SEED=n HISTORIES=1 tells one again. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "base/date.h"
#include "base/embedded.h"
#include "base/test.h"
#include "base/text.h"
#include "domain/account/account_own.h"
#include "domain/territory/territory_own.h"
#include "domain/type/type.h"
#include "wish.h"

enum { COMMANDS = 200, AT_ONCE = 6 };

/* It hashes for a second, and adds no entry. */
static const char slow[] = "account.password";

static struct {
	struct store *store;
	char dir[64], data[80], blobs[2][65];
	long tried[COMMANDS], done[COMMANDS], entries, erased, restored;
} run;

static void shell(const char *line)
{
	if (system(line) != 0)
		die("%s", line);
}

static void open_store(void)
{
	const char *why = NULL;
	int code;
	struct arena *a = arena_new();
	run.store = store_open(run.data, NULL, a, &why, &code);
	if (!run.store)
		die("%s", why);
	arena_free(a);
}

/* The lines of the table that have one of two texts, as a blob. */
static void put_table(struct arena *a, const char *with, const char *or, char blob[65])
{
	const struct embedded *f = embedded_find("data/territories.tsv.gz");
	struct out few = out_new(1 << 22);
	char *text = territory_unpack(a, f->bytes, f->size), *line;
	while ((line = strsep(&text, "\n")))
		if (*line == '#' || strstr(line, with) || strstr(line, or))
			out_printf(&few, "%s\n", line);
	unsigned char *packed = arena_alloc(a, few.len + 1000);
	z_stream z = {.next_in = (unsigned char *)(uintptr_t)out_str(&few), .avail_in = (unsigned)few.len,
		.next_out = packed, .avail_out = (unsigned)few.len + 1000};
	deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
	deflate(&z, Z_FINISH);
	deflateEnd(&z);
	store_blob_put(run.store, packed, z.total_out, blob);
	out_free(&few);
}

/* As few territories as a replay after each history can bear. */
static void load_territories(struct arena *a)
{
	put_table(a, "\tR75\tNouv", "\tR75\t\t24", run.blobs[0]);
	put_table(a, "\tR75\tNouv", "\tD86\t", run.blobs[1]);
	struct call c = {.arena = a, .command = command_find("territory.load"),
		.who = {.account = "", .role = OPERATOR, .lang = FR},
		.values = json_keep(a, json_pack("{s:s, s:s, s:s}", "blob", run.blobs[1], "source",
			"essai", "date", "2026"))};
	if (store_do(run.store, &c) != DONE)
		die("territory.load: %s", c.faults[0].sentence);
}

/* A commons with types and vocabularies, which each history begins with. */
static void make_base(void)
{
	const char *why;
	struct arena *a = arena_new();
	open_store();
	load_territories(a);
	if (!type_load(run.store, &why))
		die("%s", why);
	store_close(run.store);
	arena_free(a);
}

static void over(struct call *c, void *context)
{
	(void)c;
	__atomic_sub_fetch((int *)context, 1, __ATOMIC_SEQ_CST);
}

/* Any command; two times in three one about sheets, or there would be few. */
static int any_command(struct world *w)
{
	int all = 0, i;
	while (command_at(all))
		all++;
	bool sheets = dice_below(&w->dice, 3);
	do
		i = dice_below(&w->dice, all);
	while (text_eq(command_at(i)->name, slow) || (sheets && !text_starts(command_at(i)->name, "resource.")));
	return i % COMMANDS;
}

/* Several commands, decided in one batch as it comes. */
static void commands(struct world *w)
{
	struct call *calls[AT_ONCE];
	int which[AT_ONCE], left = 0, n = 0;
	for (int i = dice_below(&w->dice, AT_ONCE); i >= 0; i--) {
		which[n] = any_command(w);
		run.tried[which[n]]++;
		calls[n] = wish(w, command_at(which[n]));
		calls[n]->done = over;
		calls[n]->context = &left;
		n += store_prepare(run.store, calls[n]) == DONE;
	}
	__atomic_store_n(&left, n, __ATOMIC_SEQ_CST);
	for (int i = 0; i < n; i++)
		store_submit(run.store, calls[i]);
	while (__atomic_load_n(&left, __ATOMIC_SEQ_CST))
		nanosleep(&(struct timespec){.tv_nsec = 20000}, NULL);
	for (int i = 0; i < n; i++)
		run.done[which[i]] += calls[i]->outcome == DONE;
}

/* The bodies of one subject go, or of one entry, whatever it is. */
static void erase(struct world *w)
{
	struct log *log = store_log(run.store);
	int64_t end = store_position(run.store), positions[2000];
	struct entry *entries = arena_alloc(w->arena, sizeof *entries * 2000);
	int got = log->do_->read(log, w->arena, 0, 2000, entries), n = 0;
	if (got <= 0)
		return;
	const struct entry *one = &entries[dice_below(&w->dice, got)];
	bool whole = dice_below(&w->dice, 2);
	for (int i = 0; i < got; i++)
		if (entries[i].text && (whole ? text_eq(entries[i].subject, one->subject) : &entries[i] == one))
			positions[n++] = entries[i].position;
	check(end >= got - AT_ONCE && store_erase(run.store, positions, n));
	run.erased += n;
}

/* What the sweeper of accounts does. */
static void sweep(struct world *w)
{
	int64_t *positions;
	int n = account_erased_entries(w->db, &positions);
	check(store_erase(run.store, positions, n));
	run.erased += n;
}

static void reopen(struct world *w)
{
	(void)w;
	store_close(run.store);
	open_store();
}

static void renew(struct world *w)
{
	(void)w;
	struct out report = out_new(10000);
	check(store_rebuild(run.store, &report));
	out_free(&report);
}

static void restore(struct world *w)
{
	struct out report = out_new(10000);
	const char *file = arena_printf(w->arena, "%s/backup", run.dir);
	check(store_backup(run.store, file, &report));
	if (dice_below(&w->dice, 2))
		erase(w);
	store_close(run.store);
	if (!store_restore(run.data, NULL, file, NULL, true, &report))
		die("%s", out_str(&report));
	open_store();
	run.restored++;
	out_free(&report);
}

/* One step; whatever it does, the reader it looked through is closed before. */
static void step(struct world *w)
{
	static const struct {
		int weight;
		void (*go)(struct world *);
	} steps[] = {{100, commands}, {4, erase}, {4, sweep}, {2, reopen}, {2, renew}, {1, restore}};
	int all = 0, i = 0;
	for (size_t n = 0; n < sizeof steps / sizeof *steps; n++)
		all += steps[n].weight;
	for (int at = dice_below(&w->dice, all); at >= steps[i].weight; i++)
		at -= steps[i].weight;
	w->arena = arena_new();
	struct reader *r = reader_open(run.store);
	if (!reader_begin(r, w->arena, 0, 0))
		die("the views cannot be read");
	w->db = reader_db(r);
	if (steps[i].go != reopen && steps[i].go != restore) {
		steps[i].go(w);
		reader_end(r);
		reader_close(r);
	} else {
		reader_end(r);
		reader_close(r);
		steps[i].go(w);
	}
	arena_free(w->arena);
}

static bool holds(unsigned long seed)
{
	struct out report = out_new(100000);
	bool fine = store_verify(run.store, &report);
	if (!fine)
		printf("SEED=%lu HISTORIES=1: %s", seed, out_str(&report));
	out_free(&report);
	return fine;
}

static void history(unsigned long seed)
{
	struct world w = {.dice = {seed}, .blobs = {run.blobs[0], run.blobs[1]}};
	char line[300];
	snprintf(line, sizeof line, "rm -rf %s/data && cp -r %s/base %s/data", run.dir, run.dir, run.dir);
	shell(line);
	open_store();
	for (int left = 15 + dice_below(&w.dice, 30); left > 0; left--)
		step(&w);
	check(holds(seed));
	run.entries += store_position(run.store);
	store_close(run.store);
}

/* A command that is never done by chance is not tried at all: teach wish.c. */
static void told(unsigned long first, int count, bool strict)
{
	printf("%d histories from seed %lu: %ld entries, %ld erased, %ld restores\n", count, first,
		run.entries, run.erased, run.restored);
	for (int i = 0; command_at(i) && i < COMMANDS; i++) {
		const char *name = command_at(i)->name;
		bool fine = run.done[i] || text_eq(name, slow);
		if (!fine || getenv("TELL"))
			printf("%s: tried %ld times, done %ld\n", name, run.tried[i], run.done[i]);
		check(fine || !strict);
	}
}

int main(void)
{
	bool all = text_eq(getenv("CHECK"), "all");
	const char *seed = getenv("SEED"), *histories = getenv("HISTORIES");
	unsigned long first = seed ? strtoul(seed, NULL, 10) : all ? (unsigned long)date_now() : 1;
	int count = histories ? atoi(histories) : all ? 500 : 50;
	strcpy(run.dir, "/tmp/archipel-histories-XXXXXX");
	if (!mkdtemp(run.dir))
		die("no folder in /tmp");
	snprintf(run.data, sizeof run.data, "%s/base", run.dir);
	char line[300];
	snprintf(line, sizeof line, "mkdir %s", run.data);
	shell(line);
	make_base();
	snprintf(run.data, sizeof run.data, "%s/data", run.dir);
	for (int i = 0; i < count && !test_failed; i++)
		history(first + (unsigned long)i);
	told(first, count, count >= 50);
	snprintf(line, sizeof line, "rm -rf %s", run.dir);
	shell(line);
	return test_end();
}
