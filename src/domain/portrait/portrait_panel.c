/* portrait_panel.c - what happens in a territory: main column of its page. */
#include "domain/portrait/portrait.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/portrait/portrait_own.h"
#include "store/command.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

enum { ROWS = 6, USED = 5, TELLERS = 8 };

/* They have their own sections, beside. */
bool is_aside(const char *type)
{
	static const char *const aside[] = {"organisation", "need", "offer"};
	for (size_t i = 0; i < sizeof aside / sizeof *aside; i++)
		if (text_eq(type, aside[i]))
			return true;
	return false;
}

const char *list_address(struct page *p, const char *code, const char *type)
{
	return to(p, arena_printf(p->arena, type ? "/ressources?territory=%s&type=%s" :
		"/ressources?territory=%s", url_escape(p->arena, code), type));
}

static int newest_first(const void *a, const void *b)
{
	const struct resource *x = a, *y = b;
	if (x->updated != y->updated)
		return x->updated < y->updated ? 1 : -1;
	return strcmp(y->id, x->id);
}

/* What was lived there comes first, then the rest, each the newest first. */
static int newest(struct page *p, const char *code, const struct tally *types, int count,
	struct resource *found)
{
	struct resource *all = arena_alloc(p->arena, (size_t)count * ROWS * sizeof *all + 1);
	int n = 0, kept = 0;
	for (int lived = 1; lived >= 0 && kept < ROWS; lived--) {
		n = 0;
		for (int i = 0; i < count; i++) {
			const struct type *t = type_get(p->db, types[i].type);
			if (!is_aside(types[i].type) && (t && text_eq(t->mark, "lived")) == lived)
				n += told_newest(p->db, code, types[i].type, ROWS, all + n);
		}
		if (n)
			qsort(all, (size_t)n, sizeof *all, newest_first);
		for (int i = 0; i < n && kept < ROWS; i++)
			found[kept++] = all[i];
	}
	return kept;
}

static void draw_row(struct page *p, const struct resource *r, bool place)
{
	const struct type *t = type_get(p->db, r->type);
	const char *language = text_eq(r->language, lang_code(p->lang)) ? NULL : r->language;
	html(p, "<li><p class='kind %s'>%s</p>", t ? t->mark : "", t ? t->label[p->lang] : r->type);
	html(p, language ? "<h3 lang='%s'>" : "<h3>", language);
	html(p, "<a href='%s'>%s</a></h3>", to(p, resource_path(p->db, r)), r->title);
	if (r->summary) {
		html(p, language ? "<p lang='%s'>" : "<p>", language);
		html(p, "%s</p>", r->summary);
	}
	html(p, "<p class='meta'>");
	const char *where = place ? named_by(p->db, r->id) : NULL;
	if (where)
		html(p, "%s · ", where);
	page_date(p, r->updated);
	html(p, "</p></li>");
}

/* How many of each type, linked to the list of them. */
static void draw_types(struct page *p, const char *code, const struct tally *types, int count)
{
	html(p, "<ul class='tags'>");
	for (int i = 0; i < count; i++) {
		const struct type *t = type_get(p->db, types[i].type);
		if (!is_aside(types[i].type))
			html(p, "<li><a href='%s'>%s <b>%s</b></a></li>",
				list_address(p, code, types[i].type), !t ? types[i].type :
				types[i].count > 1 ? t->plural[p->lang] : t->label[p->lang],
				number_text(p->arena, p->lang, types[i].count, 0));
	}
	html(p, "</ul>");
}

static void draw_used(struct page *p, const char *code)
{
	struct used used[USED];
	int n = used_in(p->db, code, USED, used);
	if (!n)
		return;
	html(p, "<h3>%s</h3><ul class='index'>", tr(p, "What was used"));
	for (int i = 0; i < n; i++)
		html(p, "<li><a href='%s'>%s <span>%s</span></a></li>",
			to(p, sheet_path(p->db, used[i].slug)), used[i].title,
			tr_n(p, "%d time", "%d times", used[i].times));
	html(p, "</ul>");
}

/* What to do first. */
static void draw_nothing(struct page *p, const struct territory *t)
{
	html(p, "<div class='read'><p>%s</p><ul><li><a href='%s'>%s</a> %s</li>",
		tr_s(p, "Nobody has told yet what was tried %s.",
			territory_where(p->db, p->lang, t)),
		new_address(p, "experience", t->code), tr(p, "Tell what was tried here"),
		tr(p, "What failed helps as much as the rest."));
	if (text_eq(t->kind, "commune") && t->population >= 0)
		html(p, "<li><a href='#semblables'>%s</a></li>",
			tr(p, "See what comparable communes tell"));
	html(p, "<li><a href='%s'>%s</a></li></ul></div>", to(p, "/ressources"),
		tr(p, "Look for a method in the commons"));
}

static void draw_here(struct page *p, const char *code)
{
	struct territory t;
	struct tally types[TALLIES];
	struct resource found[ROWS];
	request_reads(p->request, "type:*");
	int count = told_types(p->db, code, types), all = 0;
	int n = newest(p, code, types, count, found);
	if (!territory_get(p->db, code, &t))
		return;
	for (int i = 0; i < count; i++)
		all += is_aside(types[i].type) ? 0 : types[i].count;
	if (!n) {
		draw_nothing(p, &t);
		return;
	}
	html(p, "<ul class='rows bare big'>");
	for (int i = 0; i < n; i++)
		draw_row(p, &found[i], t.communes > 0);
	html(p, "</ul>");
	if (all > n) {
		draw_types(p, code, types, count);
		html(p, "<p><a href='%s'>%s</a></p>", list_address(p, code, NULL),
			tr(p, "All sheets about this territory"));
	}
	draw_used(p, code);
}

/* Which members of a group tell the most. */
static void draw_tellers(struct page *p, const char *code)
{
	struct territory t;
	struct teller found[TELLERS];
	if (!territory_get(p->db, code, &t) || !t.communes)
		return;
	int n = told_within(p->db, &t, TELLERS, found);
	if (!n)
		return;
	html(p, "<section><div class='ruled'><h2>%s</h2></div><ul class='index'>",
		tr(p, "Where most is told"));
	for (int i = 0; i < n; i++)
		html(p, "<li><a href='%s'>%s <span>%s</span></a></li>",
			to(p, territory_path(p->db, &found[i].place)), found[i].place.name,
			tr_n(p, "%d sheet", "%d sheets", found[i].sheets));
	html(p, "</ul></section>");
}

static void draw_side(struct page *p, const char *code)
{
	draw_tellers(p, code);
	draw_asked(p, code);
	draw_actors(p, code);
	draw_wider(p, code);
}

const struct command portrait_commands[] = {{0}};
const struct fold portrait_folds[] = {{0}};
const struct kind portrait_kinds[] = {{0}};
const struct route portrait_routes[] = {{0}};
const struct form portrait_forms[] = {{0}};
const struct panel portrait_panels[] = {
	{"territory.main", ANYONE, draw_here},
	{"territory.side", ANYONE, draw_side},
	{"territory.around", ANYONE, draw_around},
	{0}};
