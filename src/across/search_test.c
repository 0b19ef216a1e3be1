/* search_test.c - finding among a few sheets: words, filters, order, hostile input. */
#include "across/search.h"
#include "across/search_index.h"
#include "across/search_set.h"
#include "across/search_sheet.h"
#include "base/id.h"
#include "base/memory.h"
#include "base/test.h"
#include "base/text.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

static const struct {
	const char *slug, *type, *title, *summary, *body, *tags, *axis;
	enum visibility visibility;
} sheets[] = {
	{"chevrerie", "tool", "Une chèvrerie communale", "Élever des chèvres à plusieurs.",
		"Les chèvreries du territoire ont des chevaux.", "agroécologie", "food", PUBLIC},
	{"eleves", "method", "Élèves et cantine", "Les élèves de sept écoles.",
		"L’élevage n’en est pas.", "école", "food", PUBLIC},
	{"elevage", "tool", "Élevage de plein air", "Élever sans bâtiment.",
		"De l’agroécologie en œuvre.", "agroécologie", "food", PUBLIC},
	{"energie", "tool", "Coopératives énergétiques", "Des toits, des voisins.",
		"Au cœur de Saint-Étienne.", "énergie", "energy", PUBLIC},
	{"compost", "method", "Compostage de quartier", "Le compostage à l’échelle d’une rue.",
		"Composter, c’est rendre à la terre. Le porte-à-porte aide.", "déchets", "food", PUBLIC},
	{"communs", "story", "Tenir un commun", "Ce qui est commun se garde ensemble.",
		"Un commun n’est pas une communication.", "communs", "economy", PUBLIC},
	{"communes", "story", "Des communes voisines", "Quatre communes.",
		"Chaque commune garde sa mairie.", "mairie", "economy", PUBLIC},
	{"secret", "story", "Réservé aux membres", "Une zoothèque.", "Zoothèque.", "", "economy",
		MEMBERS},
	{"porte", "tool", "Porte-à-porte", "Quatre questions à 67\u202f500 habitants.",
		"Le terme autoévaluation, le code C01015.", "enquête", "economy", PUBLIC},
};

/* Two places; every other sheet names the first, each fourth both. */
static struct place places[] = {{"63113", "Clermont-Ferrand", "/t/63113", 45.78, 3.08, true, false},
	{"86116", "Jazeneuil", "/t/86116", 46.47, 0.07, true, false}};

static void fill(struct search *s, struct arena *a)
{
	const char *why = NULL;
	struct db *db = search_db_open(s->path, true, a, &why);
	struct changes c = {0};
	db_use_arena(db, a);
	db_begin(db, true);
	for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
		struct facet facets[] = {{"type", sheets[i].type}, {"axis", sheets[i].axis}};
		struct description d = {.id = id_new(a), .slug = sheets[i].slug, .address = "/x",
			.type = sheets[i].type, .title = sheets[i].title, .summary = sheets[i].summary,
			.body = sheets[i].body, .tags = sheets[i].tags, .facets = facets,
			.facet_count = 2, .visibility = sheets[i].visibility, .state = "published",
			.updated = 1000 + (int64_t)i, .places = places,
			.place_count = i % 4 == 0 ? 2 : i % 2 == 0 ? 1 : 0};
		sheet_put(db, 0, d.id, &d, &c);
	}
	check(db_commit(db));
	changes_apply(&c, s->facets, s->known);
	changes_free(&c);
	db_close(db);
}

/* The slugs found, spaced, in their order. */
static const char *found(struct arena *a, const char *words, const char *type)
{
	struct facet f = {"type", type};
	struct search_wish w = {.words = words, .chosen = &f, .chosen_count = type ? 1 : 0,
		.limit = 20};
	struct search_answer r;
	check(search_find(&w, a, &r));
	check(r.total == r.item_count && !r.late);
	const char *all = "";
	for (int i = 0; i < r.item_count; i++)
		all = arena_printf(a, "%s%s%s", all, i ? " " : "", r.items[i].slug);
	return all;
}

static void words(struct arena *a)
{
	check_text(found(a, "chevrerie", NULL), "chevrerie");
	check_text(found(a, "chèvreries", NULL), "chevrerie");
	check_text(found(a, "eleve", NULL), "eleves");
	check_text(found(a, "élevage", NULL), "elevage eleves");
	check_text(found(a, "cheval", NULL), "chevrerie");
	check_text(found(a, "cooperative energetique", NULL), "energie");
	check_text(found(a, "st-etienne", NULL), "energie");
	check_text(found(a, "saint etienne coeur", NULL), "energie");
	check_text(found(a, "oeuvre", NULL), "elevage");
	check_text(found(a, "commun", NULL), "communs");
	check_text(found(a, "la commune", NULL), "communes");
	check_text(found(a, "agroécologie", NULL), "elevage chevrerie");
	check_text(found(a, "auto-évaluation", NULL), "porte");
	check_text(found(a, "67500", NULL), "porte");
	check_text(found(a, "c01015", NULL), "porte");
	check_text(found(a, "01015", NULL), "");
	check_text(found(a, "zoothèque", NULL), "");
}

static void signs(struct arena *a)
{
	check_text(found(a, "\"porte à porte\"", NULL), "porte compost");
	check_text(found(a, "« porte à porte »", NULL), "porte compost");
	check_text(found(a, "\"plein élevage\"", NULL), "");
	check_text(found(a, "\"élevage de plein air\"", NULL), "elevage");
	check_text(found(a, "agroécologie -élevage", NULL), "chevrerie");
	check_text(found(a, "-agroécologie -commun -commune", "tool"), "porte energie");
	check_text(found(a, "compos*", NULL), "compost");
	check_text(found(a, "saint-éti*", NULL), "energie");
	check_text(found(a, "saint-co*", NULL), "");
	check_text(found(a, "commu* mair*", NULL), "communes");
	check_text(found(a, "agroécologie", "method"), "");
	check_text(found(a, "", "tool"), "porte energie elevage chevrerie");
	check_text(found(a, "🐑", NULL), "");
	check_text(found(a, "(", NULL), "");
	check_text(found(a, "-\"", NULL), "");
	check_text(found(a, "🐑 compost", NULL), "compost");
	/* nothing that is typed is an error */
	static const char *const hostile[] = {"\"", "\"\"", "*", "-", "--", "(", ")", "AND", "NOT x OR",
		"NEAR(a b)", "title:x", "{title}", "^x", "a\"b", "\"a", "a* b*", "+", "''", "’’",
		"- -", "\\", "%", "a -\"", "\"*\"", "-*", "%s%n", "💧", "' OR 1=1 --", "«»"};
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
		found(a, hostile[i], NULL);
	char *much = arena_alloc(a, 100001);
	memset(much, '"', 100000);
	found(a, much, NULL);
	for (int i = 0; i < 100000; i += 2)
		memcpy(much + i, "a ", 2);
	found(a, much, NULL);
}

/* Counts follow the combination; a facet's own do not. */
static void filters(struct arena *a)
{
	struct facet chosen[] = {{"type", "tool"}, {"type", "method"}, {"axis", "food"}};
	struct search_wish w = {.chosen = chosen, .chosen_count = 3, .limit = 2};
	struct search_answer r;
	search_find(&w, a, &r);
	check(r.total == 4 && r.item_count == 2 && r.next);
	int tool = -1, story = -1, energy = -1, on = 0;
	for (int i = 0; i < r.count_count; i++) {
		const struct search_count *c = &r.counts[i];
		tool = text_eq(c->value, "tool") ? c->count : tool;
		story = text_eq(c->value, "story") ? c->count : story;
		energy = text_eq(c->value, "energy") ? c->count : energy;
		on += c->chosen;
	}
	check(tool == 2 && story == -1 && energy == 1 && on == 3);
	int64_t last = r.items[1].updated;
	w.after = r.next;
	check(search_find(&w, a, &r) && r.item_count == 2 && r.items[0].updated < last);
	static const char *const bad[] = {"", "x", "n-1", "n1x", "t", "t1", "t1.", "t1.a b",
		"n99999999999", "n2", "n2.1", "n2.-1.3", "n2.1.3x", "n 2.1.3"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		w.after = bad[i];
		check(!search_find(&w, a, &r));
	}
}

/* By place: the same sheets as the list, of which those in a box. */
static void by_place(struct arena *a)
{
	struct search_set set;
	struct search_wish w = {.limit = 1};
	search_set(&w, NULL, 100, a, &set);
	check(set.total == 8 && set.placed == 5 && set.place_count == 2 && set.sheet_count == 8);
	check_text(set.places[0].code, "63113");
	check(set.places[0].sheets == 5 && set.places[1].sheets == 3);
	check(set.sheets[0].place == 0 && set.sheets[5].place == 1);
	check_text(set.sheets[0].title, "Porte-à-porte");
	check_text(set.sheets[7].title, "Une chèvrerie communale");
	struct search_box west = {-1, 46, 1, 47};
	search_set(&w, &west, 100, a, &set);
	check(set.total == 8 && set.placed == 3 && set.place_count == 1 && set.sheet_count == 3);
	search_set(&w, &west, 2, a, &set);
	check(set.placed == 3 && set.place_count == 1 && set.sheet_count == 0);
	w.words = "compostage";
	search_set(&w, NULL, 100, a, &set);
	check(set.total == 1 && set.placed == 1 && set.place_count == 2 && set.sheet_count == 2);
	struct facet story = {"type", "story"};
	w = (struct search_wish){.chosen = &story, .chosen_count = 1};
	search_set(&w, NULL, 100, a, &set);
	check(set.total == 2 && set.placed == 1 && set.place_count == 1);
	w.words = "introuvable";
	search_set(&w, NULL, 100, a, &set);
	check(!set.total && !set.placed && !set.place_count && !set.late);
}

static void help(struct arena *a)
{
	struct search_answer r;
	struct search_wish w = {.words = "compostaje", .limit = 5};
	search_find(&w, a, &r);
	check_text(r.nearest, "compostage");
	w.words = "chevrrerie comunale";
	search_find(&w, a, &r);
	check_text(r.nearest, "chèvrerie communale");
	/* what only members may see is suggested to members only */
	w.words = "zootheqe";
	search_find(&w, a, &r);
	check_text(r.nearest, NULL);
	w.members = true;
	search_find(&w, a, &r);
	check_text(r.nearest, "zoothèque");
	w = (struct search_wish){.words = "cheval compostage", .limit = 5};
	search_find(&w, a, &r);
	check(!r.total && !r.nearest && r.word_count == 2 && r.words[1].count == 1);
	w = (struct search_wish){.words = "terre", .limit = 5};
	search_find(&w, a, &r);
	check_text(r.items[0].snippet,
		"Composter, c’est rendre à la \x02terre\x03. Le porte-à-porte aide.");
	w.words = "\"porte à porte\"";
	search_find(&w, a, &r);
	check_text(r.items[1].snippet, "Composter, c’est rendre à la terre. Le "
		"\x02porte-à-porte\x03 aide.");
	w.words = "agroecologie";
	search_find(&w, a, &r);
	check_text(r.items[0].snippet, "De l’\x02" "agroécologie\x03 en œuvre.");
}

/* Puts one sheet, or takes it away when title is NULL. */
static void change(struct search *s, struct arena *a, const char *id, const char *title)
{
	const char *why = NULL;
	struct db *db = search_db_open(s->path, true, a, &why);
	struct changes c = {0};
	db_use_arena(db, a);
	struct description d = {.id = id, .slug = id, .address = "/x", .type = "tool", .title = title,
		.summary = "Fougère.", .state = "published", .updated = 5000};
	db_begin(db, true);
	sheet_put(db, 0, id, title ? &d : NULL, &c);
	check(db_commit(db));
	changes_apply(&c, s->facets, s->known);
	changes_free(&c);
	db_close(db);
}

/* Puts a report that tells of others, or takes it away. */
static void report(struct search *s, struct arena *a, const char *const *told, bool there)
{
	const char *why = NULL;
	struct db *db = search_db_open(s->path, true, a, &why);
	struct changes c = {0};
	db_use_arena(db, a);
	struct description d = {.id = "R", .type = "experience", .title = "Essai", .told = told,
		.state = "published", .updated = 5000};
	db_begin(db, true);
	sheet_put(db, 0, "R", there ? &d : NULL, &c);
	check(db_commit(db));
	changes_apply(&c, s->facets, s->known);
	struct facets *again = facets_new();
	struct known *known = known_new();
	sheets_load(db, again, known);	/* the file says the same */
	const roaring_bitmap_t *x = facets_rows(s->facets, "reports", "yes");
	const roaring_bitmap_t *y = facets_rows(again, "reports", "yes");
	check(y ? roaring_bitmap_equals(x, y) : !x || roaring_bitmap_is_empty(x));
	facets_free(again);
	known_free(known);
	changes_free(&c);
	db_close(db);
}

/* How many there are that a report tells of. */
static int tried(struct arena *a)
{
	struct facet yes = {"reports", "yes"};
	struct search_wish w = {.chosen = &yes, .chosen_count = 1, .limit = 1};
	struct search_answer r;
	search_find(&w, a, &r);
	return r.total;
}

/* Sheets that were tried, whichever of sheet and report came first. */
static void reports(struct search *s, struct arena *a)
{
	static const char *const both[] = {"T1", "T2", NULL}, *const first[] = {"T1", NULL};
	check(tried(a) == 0);
	change(s, a, "T1", "Essayée");
	report(s, a, both, true);
	check(tried(a) == 1);
	change(s, a, "T2", "Essayée aussi");
	check(tried(a) == 2);
	change(s, a, "T1", "Essayée encore");
	check(tried(a) == 2);
	report(s, a, first, true);
	check(tried(a) == 1);
	report(s, a, both, true);
	change(s, a, "T2", NULL);
	check(tried(a) == 1);
	report(s, a, NULL, false);
	check(tried(a) == 0);
	change(s, a, "T1", NULL);
}

/* All pages of two, with a change after the first, as the ids found. */
static const char *turned(struct search *s, struct arena *a, enum search_order order,
	const char *id, const char *title)
{
	struct search_wish w = {.words = "fougère", .order = order, .limit = 2};
	struct search_answer r;
	const char *all = "";
	do {
		check(search_find(&w, a, &r));
		for (int i = 0; i < r.item_count; i++)
			all = arena_printf(a, "%s%s", all, r.items[i].id);
		if (!w.after)
			change(s, a, id, title);
		w.after = r.next;
	} while (w.after);
	return all;
}

/* Whatever comes, changes or goes while pages are turned, each is shown once. */
static void pages(struct search *s, struct arena *a)
{
	static const char *const ids[] = {"A", "B", "C", "D", "E", "F"};
	for (int i = 0; i < 6; i++)
		change(s, a, ids[i], arena_printf(a, "Fougère %s", ids[i]));
	for (enum search_order order = BEST; order <= BY_TITLE; order += BY_TITLE - BEST) {
		check_text(turned(s, a, order, "0", "Fougère"), "ABCDEF");
		change(s, a, "0", NULL);
		check_text(turned(s, a, order, "D", "Fougère Dé"), "ABCDEF");
		change(s, a, "D", "Fougère D");
		check_text(turned(s, a, order, "A", NULL), "ABCDEF");
		change(s, a, "A", "Fougère A");
	}
	for (int i = 0; i < 6; i++)
		change(s, a, ids[i], NULL);
}

/* Is a word anywhere in a file? */
static bool holds(const char *path, const char *word)
{
	FILE *f = fopen(path, "rb");
	static char bytes[8 << 20];
	size_t n = f ? fread(bytes, 1, sizeof bytes, f) : 0;
	if (f)
		fclose(f);
	return memmem(bytes, n, word, strlen(word)) != NULL;
}

/* After an erasure, not a byte of what is gone is left in the file or its log. */
static void erasure(struct search *s, struct arena *a)
{
	const char *why = NULL, *wal = arena_printf(a, "%s-wal", s->path);
	struct db *db = search_db_open(s->path, true, a, &why);
	struct changes c = {0};
	db_use_arena(db, a);
	struct description d = {.id = id_new(a), .title = "Quenouillade", .body = "Qzxcanari",
		.state = "published"};
	db_begin(db, true);
	sheet_put(db, 0, d.id, &d, &c);
	check(db_commit(db) && db_checkpoint(db) && holds(s->path, "Qzxcanari"));
	db_begin(db, true);
	sheet_put(db, 0, d.id, NULL, &c);
	sheets_wipe(db, s->known, &c);
	check(db_commit(db) && db_checkpoint(db));
	static const char *const gone[] = {"qzxcanari", "Qzxcanari", "Quenouillade", "quenouill"};
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
		check(!holds(s->path, gone[i]) && !holds(wal, gone[i]));
	changes_free(&c);
	db_close(db);
}

/* A set that gets no memory ends the program with 71: libroaring itself would
 * give NULL, or assert. */
static void no_memory(void)
{
	const struct rlimit tight = {1 << 30, 1 << 30};
	int status = 0;
	if (!memory_guarded)
		return;
	pid_t child = fork();
	if (child == 0) {
		close(STDERR_FILENO);
		setrlimit(RLIMIT_AS, &tight);
		_exit(roaring_bitmap_create_with_capacity(1 << 30) ? 1 : 2);
	}
	waitpid(child, &status, 0);
	check(WIFEXITED(status) && WEXITSTATUS(status) == EX_OSERR);
}

/* Is the page of a list, with its counts, another one? */
static bool differs(const struct search_answer *x, const struct search_answer *y)
{
	bool same = x->total == y->total && x->item_count == y->item_count &&
		x->count_count == y->count_count;
	for (int i = 0; same && i < x->item_count; i++)
		same = text_eq(x->items[i].id, y->items[i].id);
	for (int i = 0; same && i < x->count_count; i++)
		same = text_eq(x->counts[i].value, y->counts[i].value) &&
			x->counts[i].count == y->counts[i].count;
	return !same;
}

/* Lists without words are kept until a commit: a change that is none is not seen. */
static void kept(struct search *s, struct arena *a)
{
	struct facet f[] = {{"type", "tool"}, {"axis", "food"}, {"type", "story"}};
	struct search_wish w = {.limit = 3}, tools = {.limit = 3, .chosen = f, .chosen_count = 2},
		members = {.limit = 3, .members = true}, next = {.limit = 3, .offset = 3};
	struct search_wish more = {.limit = 3, .chosen = f, .chosen_count = 3};
	struct search_answer first, r;
	search_find(&w, a, &first);
	search_find(&w, a, &r);
	check(first.count_count > 0 && !differs(&first, &r));
	struct search_wish *others[] = {&tools, &members, &next, &more};
	for (int i = 0; i < 20; i++) {	/* more lists than are kept, and back */
		struct search_wish *o = others[i % 4];
		o->limit = 3 + i / 4;
		search_find(o, a, &r);
		check(differs(&first, &r));
	}
	search_find(&w, a, &r);
	check(!differs(&first, &r));
	fill(s, a);
	search_find(&w, a, &r);
	check(text_eq(r.items[0].id, first.items[0].id));
	s->version++;
	search_find(&w, a, &r);
	check(differs(&first, &r) && r.total == 2 * first.total);
	struct search_summary sum;
	search_summary(a, 10, &sum);
	check(sum.sheets == r.total && sum.places == 2 && sum.updated == r.items[0].updated);
	for (int i = 0; i < sum.count_count; i++)
		check(!text_eq(sum.counts[i].value, "tool") || sum.counts[i].count == 8);
}

int main(void)
{
	struct arena *a = arena_new();
	char dir[] = "/tmp/search-test-XXXXXX";
	if (!mkdtemp(dir))
		die("no folder in /tmp");
	struct search *s = search_make(NULL, arena_printf(a, "%s/search.db", dir));
	fill(s, a);
	words(a);
	signs(a);
	filters(a);
	by_place(a);
	help(a);
	pages(s, a);
	reports(s, a);
	kept(s, a);
	erasure(s, a);
	no_memory();
	const char *path = arena_dup(a, s->path);
	search_stop();
	search_db_remove(path);
	rmdir(dir);
	arena_free(a);
	return test_end();
}
