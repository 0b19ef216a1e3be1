/* territory_place.c - what a page says of a commune, and of a group of communes. */
#include <string.h>

#include "base/text.h"
#include "domain/territory/territory_web.h"

enum { AROUND = 6, PARTS = 24, PER_PAGE = 40, GROUPS = 40, KM = 30 };

static void fact(struct page *p, const char *label, const char *value, const char *more)
{
	html(p, "<div><dt>%s</dt><dd>%s", label, value);
	if (more)
		html(p, " <small>%s</small>", more);
	html(p, "</dd></div>");
}

static void fact_place(struct page *p, const char *label, const char *code)
{
	struct territory t;
	if (!code || !territory_get(p->db, code, &t))
		return;
	html(p, "<div><dt>%s</dt><dd><a href='%s'>%s</a> <small>%s</small></dd></div>", label,
		to(p, territory_path(p->db, &t)), t.name, territory_people(p, &t));
}

/* Those of the commune for a part of it. */
static void fact_postcodes(struct page *p, const struct territory *t)
{
	struct territory whole;
	const char *list = t->postcodes;
	if (!*list && t->parent && territory_get(p->db, t->parent, &whole))
		list = whole.postcodes;
	fact(p, tr_n(p, "Postcode", "Postcodes", strchr(list, ' ') ? 2 : 1),
		*list ? list : tr(p, "Not known"), NULL);
}

static void fact_population(struct page *p, const struct territory *t)
{
	struct territory_source s;
	const char *date = territory_source(p->db, &s) ? s.date : "";
	if (t->population < 0)
		fact(p, tr(p, "Population"), tr(p, "Not known"), NULL);
	else
		fact(p, tr(p, "Population"),
			number_text(p->arena, p->lang, (double)t->population, 0),
			tr_s(p, "Insee, through Etalab, %s", date));
}

void territory_draw_facts(struct page *p, const struct territory *t)
{
	bool commune = strcmp(t->kind, "commune") == 0;
	html(p, "<dl class='facts two'>");
	fact_population(p, t);
	if (t->communes)
		fact(p, tr(p, "Communes"), number_text(p->arena, p->lang, t->communes, 0), NULL);
	if (t->parent)
		fact_place(p, tr(p, "Commune"), t->parent);
	if (t->epci)
		fact_place(p, tr(p, "Intercommunality"), t->epci);
	else if (commune)
		fact(p, tr(p, "Intercommunality"), tr(p, "No intercommunality"), NULL);
	if (strcmp(t->kind, "epci") == 0)
		fact_place(p, tr(p, "Département"), t->departement);
	if (strcmp(t->kind, "departement") == 0)
		fact_place(p, tr(p, "Région"), t->region);
	if (!t->communes)
		fact_postcodes(p, t);
	fact(p, tr(p, strcmp(t->kind, "epci") == 0 ? N_("SIREN number") : N_("INSEE code")),
		strchr("CDR", t->code[0]) ? t->code + 1 : t->code, NULL);
	page_panels(p, "territory.facts", t->code);
	html(p, "</dl>");
}

/* A département or commune déléguée may have the code of a commune. */
static void draw_same_code(struct page *p, const struct territory *t)
{
	struct territory same;
	if (t->code[0] == 'C' && territory_get(p->db, t->code + 1, &same))
		html(p, "<p class='small muted'>%s <a href='%s'>%s</a></p>",
			tr(p, "Its INSEE code is also that of the commune:"),
			to(p, territory_path(p->db, &same)), same.name);
}

static void draw_here(struct page *p, const struct territory *t)
{
	html(p, "<section aria-labelledby='ici'><div class='ruled'><h2 id='ici'>%s</h2></div>",
		tr(p, "What happens here"));
	page_panels(p, "territory.main", t->code);
	html(p, "</section>");
}

/* Communes without a point of their own share that of their postcode. */
static const char *how_far(struct page *p, const struct territory *t, const struct nearby *n)
{
	bool about = n->place.point == APPROXIMATE || t->point == APPROXIMATE;
	if (about && n->km < 0.5)
		return tr(p, "same postcode");
	const char *km = number_text(p->arena, p->lang, n->km, n->km < 9.95 && !about);
	return about ? tr_s(p, "about %s km", km) : tr_s(p, "%s km", km);
}

static void draw_around(struct page *p, const struct territory *t)
{
	struct nearby found[AROUND];
	int n = territory_around(p->db, t, KM, true, AROUND, found);
	html(p, "<section><div class='ruled'><h2>%s</h2></div><p class='small muted'>%s</p>",
		tr_n(p, "Around, within %d km", "Around, within %d km", KM),
		n ? tr(p, "As the crow flies (haversine formula), between centres.") :
		t->point ? tr(p, "No commune so near.") :
		tr(p, "We do not know where this place lies: distances cannot be told."));
	page_panels(p, "territory.around", t->code);
	if (n)
		html(p, "<h3>%s</h3><ul class='index'>", tr(p, "The nearest communes"));
	for (int i = 0; i < n; i++) {
		const struct territory *o = &found[i].place;
		territory_draw_row(p, o, o->name, how_far(p, t, &found[i]));
	}
	html(p, n ? "</ul></section>" : "</section>");
}

static void draw_index(struct page *p, const char *title, const struct territory *list, int n)
{
	html(p, "<section><div class='ruled'><h2>%s</h2></div><ul class='index'>", title);
	for (int i = 0; i < n; i++)
		territory_draw_row(p, &list[i], list[i].name, list[i].parent &&
			list[i].population < 0 ? NULL : territory_people(p, &list[i]));
	html(p, "</ul></section>");
}

static void draw_parts(struct page *p, const struct territory *t)
{
	struct territory parts[PARTS];
	int n = territory_members(p->db, t, NULL, 0, PARTS, parts);
	if (n)
		draw_index(p, strcmp(parts[0].kind, "arrondissement") == 0 ?
			tr(p, "City districts") : tr(p, "Delegated and associated communes"),
			parts, n);
}

static void draw_take(struct page *p, const struct territory *t)
{
	html(p, "<section><div class='ruled'><h2>%s</h2></div><ul class='plain toc'>"
		"<li><a href='%s'>%s</a></li>", tr(p, "Take away"),
		to(p, arena_printf(p->arena, "/api/v1/territories/%s", t->code)),
		tr(p, "Facts of this territory, JSON"));
	page_panels(p, "territory.take", t->code);
	html(p, "</ul></section>");
}

void territory_draw_place(struct page *p, const struct territory *t)
{
	draw_same_code(p, t);
	html(p, "<div class='bar2'><div>");
	draw_here(p, t);
	page_panels(p, "territory.more", t->code);
	html(p, "</div><div class='aside'>");
	draw_parts(p, t);
	draw_around(p, t);
	page_panels(p, "territory.side", t->code);
	draw_take(p, t);
	html(p, "</div></div>");
}

static void draw_communes(struct page *p, const struct territory *t, int page)
{
	struct territory members[PER_PAGE];
	/* a département also lists its EPCI: pages stay light */
	int most = strcmp(t->kind, "departement") == 0 ? PER_PAGE / 2 : PER_PAGE;
	int pages = (t->communes + most - 1) / most;
	page = page < pages ? page : pages;
	int n = territory_members(p->db, t, "commune", (page - 1) * most, most, members);
	draw_index(p, tr(p, "Communes, the most inhabited first"), members, n);
	if (pages > 1)
		page_pages(p, territory_path(p->db, t), "", page, pages);
}

static void draw_groups(struct page *p, const struct territory *t, const char *kind,
	const char *title)
{
	struct territory members[GROUPS];
	int n = territory_members(p->db, t, kind, 0, GROUPS, members);
	if (n)
		draw_index(p, title, members, n);
}

void territory_draw_group(struct page *p, const struct territory *t, int page)
{
	html(p, "<div class='bar2'><div>");
	draw_here(p, t);
	if (strcmp(t->kind, "region") == 0)
		draw_groups(p, t, "departement", tr(p, "Départements"));
	else
		draw_communes(p, t, page);
	page_panels(p, "territory.more", t->code);
	html(p, "</div><div class='aside'>");
	page_panels(p, "territory.side", t->code);
	if (strcmp(t->kind, "departement") == 0)
		draw_groups(p, t, "epci", tr(p, "Intercommunalities"));
	draw_take(p, t);
	html(p, "</div></div>");
}
