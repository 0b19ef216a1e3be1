/* sheet_panel.c - sheets on the pages of others: home, territories, concepts, account. */
#include "domain/sheet/sheet.h"

#include <string.h>

#include "base/text.h"

enum { ROWS = 10, LIVED = 4, NEWEST = 6 };

/* What others lived: the latest of each type that tells, in turn. */
static int lived_in_turn(struct db *db, struct resource *found)
{
	enum { TYPES = 20 };
	const struct type *const *all;
	struct resource *of[TYPES];
	int types = type_all(db, &all), count[TYPES], told = 0, n = 0;
	for (int i = 0; i < types && told < TYPES; i++)
		if (text_eq(all[i]->mark, "lived")) {
			of[told] = arena_alloc(db_arena(db), LIVED * sizeof *of[told]);
			count[told] = resource_newest_placed(db, all[i]->name, ROWS * 2, LIVED, of[told]);
			told++;
		}
	for (int turn = 0; turn < LIVED; turn++)
		for (int i = 0; i < told && n < LIVED; i++)
			if (turn < count[i])
				found[n++] = of[i][turn];
	return n;
}

static void home_lived(struct page *p, const char *subject)
{
	(void)subject;
	sheet_reads(p->request);
	struct resource found[LIVED];
	int n = lived_in_turn(p->db, found);
	if (!n)
		return;
	html(p, "<section aria-labelledby='h-vecu'><div class='ruled'><h2 id='h-vecu'>%s</h2></div>",
		tr(p, "What others lived"));
	html(p, "<ul class='rows isles'>");
	for (int k = 0; k < n; k++)
		isle_draw(p, &found[k]);
	html(p, "</ul></section>");
}

static void home_newest(struct page *p, const char *subject)
{
	(void)subject;
	sheet_reads(p->request);
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

/* The next act of who knows the place. */
static void tell(struct page *p, const char *code)
{
	html(p, "<a class='btn' href='%s%s'>%s</a>",
		to(p, "/ressources/nouvelle/experience?territoire="), code, tr(p, "Tell what was tried here"));
}

/* subject: "scheme/notation" */
static void concept_sheets(struct page *p, const char *subject)
{
	sheet_reads(p->request);
	struct resource found[ROWS * 3];
	const char *slash = subject ? strchr(subject, '/') : NULL;
	if (!slash)
		return;
	const char *scheme = arena_copy(p->arena, subject, (size_t)(slash - subject));
	int n = resource_by_concept(p->db, scheme, slash + 1, ROWS * 3, found);
	if (!n)
		return;
	html(p, "<h2>%s</h2>", tr(p, "Sheets"));
	rows_draw(p, "", found, n);
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
		html(p, "<p class='acts'><a class='btn main' href='%s'>%s</a></p>",
			to(p, "/ressources/nouvelle"), tr(p, "Write a sheet"));
}

const struct panel sheet_panels[] = {
	{"home.main", ANYONE, home_lived},
	{"home.side", ANYONE, home_newest},
	{"territory.acts", ANYONE, tell},
	{"concept.main", ANYONE, concept_sheets},
	{"account.main", READER, account_sheets},
	{0}};
