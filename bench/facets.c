/* facets.c [SHEETS...]: filters that cross, on an index filled directly with small sheets.
 *
 * For each number of sheets (100,000 and 1,000,000): twelve facets of the sizes that they have in a
 * commons (11 types, 25 axes, 35,000 communes...), seeded queries of several kinds, each
 * a whole search: page of 20, counts of all facets.  Writes rows of a table: kind, sheets found,
 * p50 and p99 of the processor's time, p99 on the clock. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "across/search.h"
#include "across/search_index.h"
#include "across/search_sheet.h"
#include "base/id.h"

enum { TURN = 2000, QUERIES = 200, WORDS = 20000, MOST = 40 };

static uint32_t seed;

static uint32_t chance(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint32_t)((uint64_t)seed * n >> 32);
}

/* The n-th about n times rarer than the first. */
static int rare(int n)
{
	return (int)exp(chance(1 << 20) / (double)(1 << 20) * log(n));
}

/* Facets of a sheet: how many values there are, how many a sheet has at most; those of
 * few come by chance, those of many with some far more often than others. */
static const struct {
	const char *name;
	int values, most;
} kinds[] = {
	{"type", 11, 1}, {"axes", 25, 3}, {"challenges", 18, 2}, {"pillars", 6, 2},
	{"archipelagos", 8, 2}, {"licence", 5, 1}, {"cost", 5, 2}, {"duration", 5, 1},
	{"audiences", 6, 3}, {"maturity", 4, 1}, {"tags", 5000, 2}, {"language", 2, 1},
};
enum { KINDS = sizeof kinds / sizeof *kinds };
enum { COMMUNES = 35000, EPCI = 1250, DEPARTEMENTS = 101, REGIONS = 18 };

static int value_of(int kind)
{
	int n = kinds[kind].values;
	return n > 100 || kind == 5 || kind == 11 ? rare(n) : (int)chance((uint32_t)n);
}

static int add(struct arena *a, struct facet *to, int n, const char *name, int value)
{
	to[n] = (struct facet){name, arena_printf(a, "%s%d", name, value)};
	return n + 1;
}

static int make_facets(struct arena *a, struct facet *to)
{
	int n = 0;
	for (int i = 0; i < KINDS; i++)
		for (int k = (int)chance((uint32_t)kinds[i].most) + 1; k > 0; k--)
			n = add(a, to, n, kinds[i].name, value_of(i));
	if (chance(10) < 7) {
		int commune = rare(COMMUNES);
		n = add(a, to, n, "commune", commune);
		n = add(a, to, n, FACET_AROUND, commune);
		n = add(a, to, n, "epci", commune % EPCI);
		n = add(a, to, n, "departement", commune % DEPARTEMENTS);
		n = add(a, to, n, "region", commune % DEPARTEMENTS % REGIONS);
	}
	return chance(5) ? n : add(a, to, n, "reports", 1);
}

static const char *make_words(struct arena *a, int n)
{
	struct out o = out_new(4000);
	for (int i = 0; i < n; i++)
		out_printf(&o, "w%dx ", rare(WORDS));
	const char *made = arena_dup(a, out_str(&o));
	out_free(&o);
	return made;
}

static void fill(struct search *s, int sheets)
{
	const char *why = NULL;
	struct arena *kept = arena_new();
	struct db *db = search_db_open(s->path, true, kept, &why);
	for (int i = 0; i < sheets;) {
		struct arena *a = arena_new();
		struct changes c = {0};
		db_use_arena(db, a);
		db_begin(db, true);
		for (int k = 0; k < TURN && i < sheets; k++, i++) {
			struct facet facets[MOST];
			struct description d = {.id = id_new(a), .slug = "x", .address = "/x", .type = "tool",
				.title = make_words(a, 4), .summary = make_words(a, 10), .facets = facets,
				.state = "published", .updated = 1000 + (int64_t)chance(1 << 30)};
			d.facet_count = make_facets(a, facets);
			sheet_put(db, 0, d.id, &d, &c);
		}
		sheets_pack(db, s->known, &c, 1);
		if (!db_commit(db))
			exit(1);
		changes_apply(&c, s->facets, s->known);
		changes_free(&c);
		arena_free(a);
	}
	db_close(db);
	arena_free(kept);
}

/* How many values are chosen, in how many facets, with words or not. */
static const struct {
	const char *name;
	int facets, values, words;
} asked[] = {
	{"nothing chosen", 0, 0, 0}, {"one value", 1, 1, 0}, {"two facets", 2, 2, 0},
	{"three facets", 3, 3, 0}, {"five facets, nine values", 5, 9, 0},
	{"twelve facets, twelve values", 12, 12, 0}, {"a common word", 0, 0, 1},
	{"a common word, two facets", 2, 2, 1}, {"a commune", -1, 1, 0},
	{"a département, three facets", -2, 4, 0},
};

static int choose(struct arena *a, int kind, struct facet *chosen)
{
	int n = 0, from = (int)chance(KINDS), facets = asked[kind].facets;
	if (facets == -1)
		return add(a, chosen, 0, FACET_AROUND, rare(COMMUNES));
	if (facets == -2)
		n = add(a, chosen, n, "departement", (int)chance(DEPARTEMENTS));
	facets = facets < 0 ? 3 : facets;
	for (int i = n; i < asked[kind].values; i++) {
		int k = (from + i % facets) % KINDS;
		n = add(a, chosen, n, kinds[k].name, value_of(k));
	}
	return n;
}

static double clock_ms(clockid_t id)
{
	struct timespec t;
	clock_gettime(id, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *x, const void *y)
{
	const double *a = x, *b = y;
	return (*a > *b) - (*a < *b);
}

static bool offers(void *context, const char *facet)
{
	(void)context;
	return strcmp(facet, FACET_AROUND) != 0;
}

static void measure(int sheets, int kind)
{
	double cpu[QUERIES], wall[QUERIES], found = 0;
	int late = 0;
	for (int i = 0; i < QUERIES; i++) {
		struct arena *a = arena_new();
		struct facet chosen[MOST];
		struct search_wish w = {.chosen = chosen, .limit = 20, .offers = offers,
			.words = asked[kind].words ? arena_printf(a, "w%dx", (int)chance(5) + 1) : NULL};
		w.chosen_count = choose(a, kind, chosen);
		struct search_answer r;
		cpu[i] = clock_ms(CLOCK_THREAD_CPUTIME_ID);
		wall[i] = clock_ms(CLOCK_MONOTONIC);
		search_find(&w, a, &r);
		cpu[i] = clock_ms(CLOCK_THREAD_CPUTIME_ID) - cpu[i];
		wall[i] = clock_ms(CLOCK_MONOTONIC) - wall[i];
		found += r.total;
		late += r.late;
		arena_free(a);
	}
	qsort(cpu, QUERIES, sizeof *cpu, by_size);
	qsort(wall, QUERIES, sizeof *wall, by_size);
	printf("| %d | %s | %.0f | %.1f ms | %.1f ms | %.1f ms |%s\n", sheets, asked[kind].name,
		found / QUERIES, cpu[QUERIES / 2], cpu[QUERIES * 99 / 100], wall[QUERIES * 99 / 100],
		late ? " some were stopped" : "");
	fflush(stdout);
}

/* Megabytes that are this process's own. */
static double memory(void)
{
	char line[200];
	long kb = 0;
	FILE *f = fopen("/proc/self/smaps_rollup", "r");
	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "Private_Dirty: %ld", &kb) == 1)
			break;
	if (f)
		fclose(f);
	return (double)kb / 1024;
}

static void run(int sheets)
{
	char dir[] = "/tmp/archipel-facets-XXXXXX";
	struct arena *a = arena_new();
	if (!mkdtemp(dir))
		exit(1);
	seed = 7;
	double start = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
	struct search *s = search_make(NULL, arena_printf(a, "%s/search.db", dir));
	fill(s, sheets);
	double filled = clock_ms(CLOCK_PROCESS_CPUTIME_ID) - start;
	const char *path = arena_dup(a, s->path), *why = NULL;
	search_stop();
	double before = memory();
	s = search_make(NULL, path);
	start = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
	struct db *db = search_db_open(path, true, a, &why);
	db_use_arena(db, a);
	sheets_load(db, s->facets, s->known);
	db_close(db);
	double loaded = clock_ms(CLOCK_PROCESS_CPUTIME_ID) - start, there = memory() - before;
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
		measure(sheets, (int)i);
	fprintf(stderr, "* %d sheets: the index filled in %.0f s, read at the start in %.1f s (processor); it keeps "
		"%.0f MB in memory.\n", sheets, filled / 1000, loaded / 1000, there);
	search_stop();
	search_db_remove(path);
	rmdir(dir);
	arena_free(a);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		run(atoi(argv[i]));
	if (argc < 2)
		for (int i = 100000; i <= 1000000; i *= 10)
			run(i);
	return 0;
}
