/* search.c - what people look for, on a small index: words, filters, a cursor.
 *
 * First byte: order, limit, who.  A line of words, a line for a cursor, a line
 * "facet=value".  Whatever is asked, pages go on to their end and each sheet
 * comes once. */
#include "fuzz.h"

#include <stdlib.h>

#include "across/search.h"
#include "across/search_index.h"
#include "across/search_sheet.h"
#include "base/text.h"

static const struct {
	const char *id, *type, *title, *summary, *body, *axis;
	enum visibility visibility;
} sheets[] = {
	{"A1", "tool", "Une chèvrerie communale", "Élever des chèvres à plusieurs.",
		"Les chèvreries du territoire ont des chevaux.", "food", PUBLIC},
	{"B2", "method", "Élèves et cantine", "Les élèves de sept écoles.",
		"L’élevage n’en est pas.", "food", PUBLIC},
	{"C3", "tool", "Élevage de plein air", "Élever sans bâtiment.",
		"De l’agroécologie en œuvre, l’auto-évaluation.", "food", PUBLIC},
	{"D4", "tool", "Coopératives énergétiques", "Des toits, des voisins.",
		"Au cœur de Saint-Étienne.", "energy", PUBLIC},
	{"E5", "method", "Porte-à-porte", "Quatre questions à 67\u202f500 habitants.",
		"Le code C01015, agroécologie.", "energy", PUBLIC},
	{"F6", "story", "Réservé aux membres", "Une zoothèque.", "Zoothèque.", "energy", MEMBERS},
};
enum { SHEETS = sizeof sheets / sizeof *sheets };

static void start(void)
{
	const char *why = NULL;
	struct arena *a = arena_new();
	struct changes changes = {0};
	struct search *s = search_make(NULL, arena_printf(a, "%s/search.db", fuzz_folder()));
	struct db *db = search_db_open(s->path, true, a, &why);
	if (!db)
		die("%s", why);
	db_use_arena(db, a);
	db_begin(db, true);
	for (int i = 0; i < SHEETS; i++) {
		struct facet facets[] = {{"type", sheets[i].type}, {"axis", sheets[i].axis}};
		struct description d = {.id = sheets[i].id, .slug = sheets[i].id, .address = "/x",
			.type = sheets[i].type, .title = sheets[i].title, .summary = sheets[i].summary,
			.body = sheets[i].body, .tags = "", .facets = facets, .facet_count = 2,
			.visibility = sheets[i].visibility, .state = "published", .updated = 1000 + i};
		sheet_put(db, 0, d.id, &d, &changes);
	}
	if (!db_commit(db))
		die("the index is not filled");
	changes_apply(&changes, s->facets, s->known);
	changes_free(&changes);
	db_close(db);
	arena_free(a);
}

static int place_of(const char *id)
{
	for (int i = 0; i < SHEETS; i++)
		if (text_eq(sheets[i].id, id))
			return i;
	return -1;
}

static void page(const struct search_wish *w, const struct search_answer *r, bool *seen)
{
	must(r->total >= 0 && r->total <= SHEETS && r->item_count <= w->limit);
	must(r->item_count <= r->total && r->unfiltered <= SHEETS);
	for (int i = 0; i < r->item_count; i++) {
		int place = place_of(r->items[i].id);
		must(place >= 0 && !seen[place]);
		must(w->members || sheets[place].visibility == PUBLIC);
		must(!w->chosen_count || !text_eq(w->chosen[0].name, "type")
			|| text_eq(w->chosen[0].value, sheets[place].type));
		must(text_valid(r->items[i].snippet, strlen(r->items[i].snippet)));
		seen[place] = true;
	}
	for (int i = 0; i < r->count_count; i++)
		must(r->counts[i].count >= 0 && r->counts[i].count <= SHEETS);
	must(!r->nearest || text_valid(r->nearest, strlen(r->nearest)));
}

/* All pages from the first: as many as were told. */
static void turn(struct arena *a, struct search_wish w)
{
	bool seen[SHEETS] = {false};
	struct search_answer r;
	int total = -1, count = 0;
	w.after = NULL;
	w.offset = 0;
	for (int pages = 0; pages <= SHEETS; pages++) {
		must(search_find(&w, a, &r));
		if (r.late)
			return;		/* this machine has other work */
		page(&w, &r, seen);
		must(total < 0 || total == r.total);
		total = r.total;
		count += r.item_count;
		if (!r.next)
			break;
		w.after = r.next;
		must(pages < SHEETS);
	}
	must(count == total);
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct input in = {a, bytes, n};
	unsigned flags = fuzz_byte(&in);
	size_t size;
	const char *words = fuzz_line(&in, &size), *after = fuzz_line(&in, &size);
	char *name = fuzz_line(&in, &size), *value = strchr(name, '=');
	if (!text_valid(words, strlen(words)) || !text_valid(name, strlen(name)))
		return;		/* addresses are refused before */
	if (value)
		*value++ = '\0';
	struct facet chosen = {name, value};
	struct search_wish w = {.words = words, .chosen = &chosen, .chosen_count = value != NULL,
		.members = flags & 1, .order = (flags >> 1) % 3, .limit = 1 + (int)(flags >> 5),
		.lang = FR, .after = *after ? after : NULL};
	struct search_answer r;
	bool seen[SHEETS] = {false};
	if (search_find(&w, a, &r) && !r.late)
		page(&w, &r, seen);
	turn(a, w);
}

const struct target fuzz_search = {"search", run, start};
