/* search_rank_test.c - what the index finds, against looking at every text: after
 * sheets came, changed and went, the same matches in the same order. */
#include "across/search.h"
#include "across/search_index.h"
#include "across/search_sheet.h"
#include "base/test.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

enum { SHEETS = 3000, VOCABULARY = 3000, LONGEST = 120, MOST = 200 };

/* A sheet as the test knows it: its words by number, in each field. */
struct sheet {
	char id[ID + 1];
	int fields[FIELDS][LONGEST], count[FIELDS];
	int64_t updated;
	bool there;
};

static struct sheet sheets[SHEETS];
static uint32_t seed = 7;

static uint32_t chance(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint32_t)((uint64_t)seed * n >> 32);
}

/* Words that no stemmer changes, the n-th about n times rarer than the first. */
static const char *word(struct arena *a, int n)
{
	return arena_printf(a, "w%dx", n);
}

static int any_word(void)
{
	return (int)exp(chance(1 << 20) / (double)(1 << 20) * log(VOCABULARY));
}

static const char *type_of(int i)
{
	return i % 20 == 0 ? "story" : i % 3 ? "tool" : "method";
}

enum { LOTS = 331 };	/* more than are told */

static int lot_of(int i)
{
	return i % 4 ? i % LOTS : i % 17;
}

static void write_sheet(struct sheet *s)
{
	static const int longest[FIELDS] = {6, 3, 20, LONGEST};
	for (int f = 0; f < FIELDS; f++) {
		s->count[f] = 1 + (int)chance((uint32_t)longest[f]);
		for (int i = 0; i < s->count[f]; i++)
			s->fields[f][i] = any_word();
	}
	s->updated = 1000 + chance(500);
	s->there = true;
}

static const char *text(struct arena *a, const struct sheet *s, int field)
{
	struct out o = out_new(100000);
	for (int i = 0; i < s->count[field]; i++)
		out_printf(&o, "%s%s", i ? " " : "", word(a, s->fields[field][i]));
	const char *made = arena_dup(a, out_str(&o));
	out_free(&o);
	return made;
}

/* One turn of the index: each of these sheets as it is now. */
static void turn(struct search *s, int from, int to, int step, int pack)
{
	struct arena *a = arena_new();
	const char *why = NULL;
	struct db *db = search_db_open(s->path, true, a, &why);
	struct changes c = {0};
	db_use_arena(db, a);
	db_begin(db, true);
	for (int i = from; i < to; i += step) {
		struct facet facets[] = {{"type", type_of(i)}, {"lot", arena_printf(a, "%d", lot_of(i))}};
		struct description d = {.id = sheets[i].id, .slug = sheets[i].id, .address = "/x",
			.type = facets[0].value, .title = text(a, &sheets[i], IN_TITLE),
			.tags = text(a, &sheets[i], IN_LABELS), .summary = text(a, &sheets[i], IN_SUMMARY),
			.body = text(a, &sheets[i], IN_BODY), .facets = facets, .facet_count = 2,
			.state = "published", .updated = sheets[i].updated};
		sheet_put(db, 0, d.id, sheets[i].there ? &d : NULL, &c);
	}
	sheets_pack(db, s->known, &c, pack);
	check(db_commit(db));
	changes_apply(&c, s->facets, s->known);
	changes_free(&c);
	db_close(db);
	arena_free(a);
}

/* How much words in a row weigh in a sheet, counted in its fields. */
static double weight(const struct sheet *s, const int *words, int count)
{
	static const double worth[FIELDS] = {10, 5, 3, 1};
	double sum = 0;
	for (int f = 0; f < FIELDS; f++)
		for (int i = 0; i + count <= s->count[f]; i++)
			sum += memcmp(&s->fields[f][i], words, (size_t)count * sizeof *words) == 0 ?
				worth[f] : 0;
	return sum;
}

static int length(const struct sheet *s)
{
	int n = 0;
	for (int f = 0; f < FIELDS; f++)
		n += s->count[f];
	return n;
}

/* What was asked, and for each sheet how well it answers. */
struct question {
	int words[3], count;
	bool phrase;
	double scores[SHEETS];	/* below 0: not at all */
	int total;
};

static void add_scores(struct question *q, const int *words, int count, double all, double average)
{
	int n = 0;
	for (int i = 0; i < SHEETS; i++)
		n += sheets[i].there && weight(&sheets[i], words, count) > 0;
	for (int i = 0; i < SHEETS; i++) {
		double w = weight(&sheets[i], words, count);
		if (!sheets[i].there || w == 0 || q->scores[i] < 0)
			q->scores[i] = -1;
		else
			q->scores[i] += log(1 + (all - n + 0.5) / (n + 0.5)) * w * 2.2 /
				(w + 1.2 * (0.25 + 0.75 * length(&sheets[i]) / average));
	}
}

/* Looks at every sheet. */
static void look(struct question *q)
{
	double all = 0, words = 0;
	for (int i = 0; i < SHEETS; i++) {
		all += sheets[i].there;
		words += sheets[i].there ? length(&sheets[i]) : 0;
		q->scores[i] = 0;
	}
	if (q->phrase)
		add_scores(q, q->words, q->count, all, words / all);
	for (int i = 0; !q->phrase && i < q->count; i++)
		add_scores(q, &q->words[i], 1, all, words / all);
	q->total = 0;
	for (int i = 0; i < SHEETS; i++) {
		const struct sheet *s = &sheets[i];
		bool exact = !q->phrase && s->count[IN_TITLE] == q->count &&
			memcmp(s->fields[IN_TITLE], q->words, (size_t)q->count * sizeof *q->words) == 0;
		q->scores[i] += q->scores[i] >= 0 && exact ? 1000 : 0;	/* it is what was typed */
		q->total += q->scores[i] >= 0;
	}
}

static int number_of(const char *id)
{
	return atoi(id + 1);
}

/* Words of one sheet, so that something is found: common and rare as they are. */
static void ask(struct question *q)
{
	const struct sheet *s = &sheets[chance(SHEETS)];
	q->count = 1 + (int)chance(3);
	q->phrase = chance(4) == 0;
	int at = (int)chance((uint32_t)s->count[IN_BODY]);
	for (int i = 0; i < 3; i++)
		q->words[i] = s->fields[IN_BODY][q->phrase ? (at + i) % s->count[IN_BODY] :
			(int)chance((uint32_t)s->count[IN_BODY])];
}

static const char *typed(struct arena *a, const struct question *q)
{
	const char *all = q->phrase ? "\"" : "";
	for (int i = 0; i < q->count; i++)
		all = arena_printf(a, "%s%s%s", all, i ? " " : "", word(a, q->words[i]));
	return q->phrase ? arena_printf(a, "%s\"", all) : all;
}

/* Everything that is found, page by page: nothing twice, nothing lost, the best first.
 * Scores may differ by what is lost in two bytes a word: weights beyond 40 are rounded. */
static void compare(struct arena *a, struct question *q)
{
	struct search_wish w = {.words = typed(a, q), .limit = 1 + (int)chance(20)};
	struct search_answer r;
	bool numbered = chance(2);	/* pages by number, not by cursor */
	static bool seen[SHEETS];
	memset(seen, 0, sizeof seen);
	int n = 0, wrong = 0, twice = 0;
	double last = INFINITY;
	look(q);
	do {
		check(search_find(&w, a, &r) && r.total == q->total && !r.late);
		for (int i = 0; i < r.item_count; i++, n++) {
			int sheet = number_of(r.items[i].id);
			twice += seen[sheet];
			seen[sheet] = true;
			wrong += q->scores[sheet] < 0 || q->scores[sheet] > last + 0.02;
			last = q->scores[sheet];
		}
		w.after = numbered ? NULL : r.next;
		w.offset = numbered ? n : 0;
	} while (r.next && n < MOST);
	check(!twice && !wrong && (n == q->total || n >= MOST));
}

/* The counts of types are those of the sheets that match. */
static void count_types(const struct question *q, const struct search_answer *r)
{
	int wrong = 0, sum = 0;
	for (int i = 0; i < r->count_count; i++) {
		int n = 0;
		for (int k = 0; k < SHEETS; k++)
			n += q->scores[k] >= 0 && text_eq(type_of(k), r->counts[i].value);
		if (text_eq(r->counts[i].name, "type"))
			wrong += n != r->counts[i].count;
		sum += n;
	}
	check(!wrong && sum == q->total);
}

/* Of a facet with many values the most frequent are told. */
static void count_lots(const struct question *q, const struct search_answer *r)
{
	int counts[LOTS] = {0}, wrong = 0, least = SHEETS, told = 0, most = 0;
	for (int k = 0; k < SHEETS; k++)
		counts[lot_of(k)] += q->scores[k] >= 0;
	for (int i = 0; i < r->count_count; i++)
		if (text_eq(r->counts[i].name, "lot")) {
			int lot = atoi(r->counts[i].value);
			wrong += counts[lot] != r->counts[i].count || r->counts[i].count > least;
			least = r->counts[i].count;
			counts[lot] = 0;
			told++;
		}
	for (int i = 0; i < LOTS; i++)
		most = counts[i] > most ? counts[i] : most;
	check(!wrong && (told == 200 ? most <= least : !most));
}

static int by_score(const void *x, const void *y)
{
	const double *a = x, *b = y;
	return (*a < *b) - (*a > *b);
}

/* How many of the ten that looking at every sheet puts first are on the first page;
 * one that is worth exactly as much as the tenth is as good. */
static int first_ten(struct arena *a, struct question *q)
{
	struct search_wish w = {.words = typed(a, q), .limit = 10};
	struct search_answer r;
	static double sorted[SHEETS];
	memcpy(sorted, q->scores, sizeof sorted);
	qsort(sorted, SHEETS, sizeof *sorted, by_score);
	search_find(&w, a, &r);
	count_types(q, &r);
	count_lots(q, &r);
	int good = 0;
	for (int i = 0; i < r.item_count; i++)
		good += q->scores[number_of(r.items[i].id)] >= sorted[9] - 1e-6;
	return good + (10 - r.item_count);
}

static void questions(int count)
{
	static struct question q;
	int good = 0;
	for (int i = 0; i < count; i++) {
		struct arena *a = arena_new();
		ask(&q);
		compare(a, &q);
		good += first_ten(a, &q);
		arena_free(a);
	}
	check(good >= count * 10 * 99 / 100);
}

/* By date and by title, filtered, to the end of the list: all of them, in order. */
static void lists(struct arena *a, enum search_order order, const char *type)
{
	struct facet tool = {"type", type};
	struct search_wish w = {.order = order, .chosen = &tool, .chosen_count = 1, .limit = 100};
	struct search_answer r;
	int n = 0, wrong = 0, tools = 0;
	const struct search_item *last = NULL;
	for (int i = 0; i < SHEETS; i++)
		tools += sheets[i].there && text_eq(type, type_of(i));
	do {
		check(search_find(&w, a, &r) && r.total == tools);
		for (int i = 0; i < r.item_count; i++, n++) {
			const struct search_item *now = &r.items[i];
			int title = last ? strcmp(last->title, now->title) : -1;
			int id = last ? strcmp(last->id, now->id) : 0;
			bool dated = !last || last->updated > now->updated ||
				(last->updated == now->updated && id > 0);
			wrong += order == NEWEST ? !dated : title > 0 || (title == 0 && id > 0);
			last = now;
		}
		w.after = r.next;
	} while (w.after);
	check(n == tools && !wrong);
	w = (struct search_wish){.order = order, .chosen = &tool, .chosen_count = 1, .limit = 20,
		.offset = tools - 5};
	check(search_find(&w, a, &r) && r.item_count == 5);
	check_text(r.items[4].id, last->id);
}

/* What memory has, read again from the file as at a start. */
static void reload(struct search *s)
{
	struct arena *a = arena_new();
	const char *why = NULL;
	struct db *db = search_db_open(s->path, true, a, &why);
	struct facets *f = facets_new();
	struct known *k = known_new();
	db_use_arena(db, a);
	sheets_load(db, f, k);
	check(k->words == s->known->words && k->bags.count == s->known->bags.count);
	facets_free(s->facets);
	known_free(s->known);
	s->facets = f;
	s->known = k;
	db_close(db);
	arena_free(a);
}

/* A damaged file: something else is found, and nothing worse happens. */
static void damaged(struct search *s)
{
	struct arena *a = arena_new();
	const char *why = NULL;
	struct db *db = search_db_open(s->path, true, a, &why);
	static struct question q;
	struct search_answer r;
	db_use_arena(db, a);
	db_begin(db, true);
	db_run(db, "UPDATE posting SET places = CASE key % 3 WHEN 0 THEN x'ffffffffff' WHEN 1"
		" THEN x'' ELSE substr(places, 3) END, rows = CAST(rows || x'ffffff' AS BLOB)", "");
	db_run(db, "UPDATE posting SET key = key + 60000 WHERE key % 5 = 0", "");
	check(db_commit(db));
	for (int i = 0; i < 60; i++) {
		ask(&q);
		check(search_find(&(struct search_wish){.words = i % 4 ? typed(a, &q) :
			arena_printf(a, "%.3s*", word(a, q.words[0])), .limit = 20}, a, &r));
	}
	db_close(db);
	arena_free(a);
}

int main(void)
{
	struct arena *a = arena_new();
	char dir[] = "/tmp/search-rank-XXXXXX";
	if (!mkdtemp(dir))
		die("no folder in /tmp");
	struct search *s = search_make(NULL, arena_printf(a, "%s/search.db", dir));
	for (int i = 0; i < SHEETS; i++) {
		snprintf(sheets[i].id, sizeof sheets[i].id, "S%d", i);
		write_sheet(&sheets[i]);
		sheets[i].there = i < 2500;
	}
	turn(s, 0, 1200, 1, 1);		/* into the file, over an edge between parts */
	turn(s, 1200, 2500, 1, SHEETS);	/* these stay in memory */
	questions(40);
	for (int i = 1; i < 2500; i += 7)
		write_sheet(&sheets[i]);
	for (int i = 3; i < 2500; i += 11)
		sheets[i].there = false;
	for (int i = 2500; i < SHEETS; i++)
		sheets[i].there = true;
	turn(s, 1, 2500, 7, SHEETS);
	turn(s, 3, 2500, 11, SHEETS);
	turn(s, 2500, SHEETS, 1, SHEETS);
	questions(40);
	reload(s);
	for (int i = 2500; i < SHEETS; i += 3)
		write_sheet(&sheets[i]);
	turn(s, 2500, SHEETS, 3, 1);	/* all of it into the file */
	check(s->known->bags.count == 0);
	questions(40);
	reload(s);
	questions(40);
	lists(a, NEWEST, "tool");
	lists(a, BY_TITLE, "tool");	/* along all titles */
	lists(a, BY_TITLE, "story");	/* few: each looked up */
	damaged(s);
	const char *path = arena_dup(a, s->path);
	search_stop();
	search_db_remove(path);
	rmdir(dir);
	arena_free(a);
	return test_end();
}
