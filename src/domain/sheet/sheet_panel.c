/* sheet_panel.c - sheets on the pages of others: home, territories, concepts, account. */
#include "domain/sheet/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/territory/territory.h"

enum { ROWS = 10, LIVED = 4, NEWEST = 6 };

static int newest_first(const void *a, const void *b)
{
	const struct resource *x = a, *y = b;
	return x->updated < y->updated ? 1 : x->updated > y->updated ? -1 : strcmp(x->id, y->id);
}

/* What others lived: the latest reports and stories of all types that tell. */
static void home_lived(struct page *p, const char *subject)
{
	(void)subject;
	const struct type *const *all;
	struct resource found[LIVED * 16];
	int types = type_all(p->db, &all), n = 0;
	for (int i = 0; i < types && n <= LIVED * 15; i++)
		if (text_eq(all[i]->mark, "lived"))
			n += resource_newest(p->db, all[i]->name, LIVED, found + n);
	if (!n)
		return;
	qsort(found, (size_t)n, sizeof *found, newest_first);
	html(p, "<section aria-labelledby='h-vecu'><div class='ruled'><h2 id='h-vecu'>%s</h2></div>",
		tr(p, "What others lived"));
	rows_draw(p, found, n < LIVED ? n : LIVED);
	html(p, "</section>");
}

static void home_newest(struct page *p, const char *subject)
{
	(void)subject;
	struct resource found[NEWEST];
	int n = resource_newest(p->db, NULL, NEWEST, found);
	if (!n)
		return;
	html(p, "<section aria-labelledby='h-new'><div class='ruled'><h2 id='h-new'>%s</h2></div>"
		"<ul class='rows bare'>", tr(p, "Latest sheets"));
	for (int i = 0; i < n; i++) {
		const struct type *t = type_get(p->db, found[i].type);
		html(p, "<li><p class='kind %s'>%s</p><h3><a href='%s'>%s</a></h3><p class='meta'>",
			t ? t->mark : "", t ? t->label[p->lang] : found[i].type,
			to(p, resource_path(p->db, &found[i])), found[i].title);
		page_date(p, found[i].updated);
		html(p, "</p></li>");
	}
	html(p, "</ul></section>");
}

static bool lies_in(struct db *db, const char *code, const char *around)
{
	const char *const *line = territory_lineage(db, code);
	for (int i = 0; line[i]; i++)
		if (text_eq(line[i], around))
			return true;
	return false;
}

/* Sheets of a territory or of those inside it, each once, newest first. */
static int sheets_in(struct db *db, const char *territory, struct resource *found)
{
	const struct named_territory *named;
	int all = territory_named(db, &named), n = 0;
	for (int i = 0; i < all; i++) {
		struct resource some[ROWS];
		if (!lies_in(db, named[i].code, territory))
			continue;
		int more = resource_at(db, named[i].code, ROWS, some);
		for (int k = 0; k < more; k++) {
			int at = 0;
			while (at < n && !text_eq(found[at].id, some[k].id))
				at++;
			if (at == n)
				found[n++] = some[k];
		}
		qsort(found, (size_t)n, sizeof *found, newest_first);
		n = n < ROWS ? n : ROWS;
	}
	return n;
}

static void territory_here(struct page *p, const char *code)
{
	struct resource found[ROWS * 2];
	int n = sheets_in(p->db, code, found);
	html(p, "<section aria-labelledby='h-ici'><div class='ruled'><h2 id='h-ici'>%s</h2></div>",
		tr(p, "What happens here"));
	if (n) {
		rows_draw(p, found, n);
		html(p, "<p><a href='%s%s'>%s</a></p>", to(p, "/ressources?territory="),
			url_escape(p->arena, code), tr(p, "All sheets about this territory"));
	} else {
		html(p, "<p>%s <a href='%s'>%s</a></p>",
			tr(p, "No sheet tells of this territory yet."),
			to(p, "/ressources/nouvelle"), tr(p, "Tell what was tried here"));
	}
	html(p, "</section>");
}

/* Neighbours in the same EPCI, or département when there is none, that sheets name. */
static void territory_around(struct page *p, const char *code)
{
	struct territory here, there;
	const struct named_territory *named;
	bool open = false;
	if (!territory_get(p->db, code, &here))
		return;
	const char *around = here.epci ? here.epci : here.departement;
	int all = around ? territory_named(p->db, &named) : 0;
	for (int i = 0, shown = 0; i < all && shown < ROWS; i++) {
		if (text_eq(named[i].code, code) || !lies_in(p->db, named[i].code, around)
			|| !territory_get(p->db, named[i].code, &there))
			continue;
		if (!open)
			html(p, "<section><div class='ruled'><h2>%s</h2></div><ul class='index'>",
				tr(p, "Around"));
		html(p, "<li><a href='%s'>%s <span>%s</span></a></li>",
			to(p, territory_path(p->db, &there)), there.name,
			tr_n(p, "%d sheet", "%d sheets", named[i].count));
		open = true;
		shown++;
	}
	if (open)
		html(p, "</ul></section>");
}

/* subject: "scheme/notation" */
static void concept_sheets(struct page *p, const char *subject)
{
	struct resource found[ROWS * 3];
	const char *slash = subject ? strchr(subject, '/') : NULL;
	if (!slash)
		return;
	const char *scheme = arena_copy(p->arena, subject, (size_t)(slash - subject));
	int n = resource_by_concept(p->db, scheme, slash + 1, ROWS * 3, found);
	if (!n)
		return;
	html(p, "<h2>%s</h2>", tr(p, "Sheets"));
	rows_draw(p, found, n);
}

static void mine(struct page *p, const char *title, const char *state)
{
	struct resource found[ROWS * 3];
	int n = resource_mine(p->db, &p->request->who, state, ROWS * 3, found);
	if (!n)
		return;
	html(p, "<h2>%s</h2><ul class='rows'>", title);
	for (int i = 0; i < n; i++)
		row_draw(p, &found[i]);
	html(p, "</ul>");
}

static void account_sheets(struct page *p, const char *subject)
{
	(void)subject;
	if (!*p->request->who.account)
		return;
	mine(p, tr(p, "My drafts"), "draft");
	mine(p, tr(p, "My sheets"), "published");
	if (p->request->who.role >= MEMBER)
		html(p, "<p class='acts'><a class='btn' href='%s'>%s</a></p>",
			to(p, "/ressources/nouvelle"), tr(p, "Write a sheet"));
}

const struct panel sheet_panels[] = {
	{"home.main", ANYONE, home_lived},
	{"home.side", ANYONE, home_newest},
	{"territory.main", ANYONE, territory_here},
	{"territory.side", ANYONE, territory_around},
	{"concept.main", ANYONE, concept_sheets},
	{"account.main", READER, account_sheets},
	{0}};
