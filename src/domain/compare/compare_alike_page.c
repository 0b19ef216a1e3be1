/* compare_alike_page.c - comparable communes: a few on the page of one, all on their own. */
#include "domain/compare/compare_own.h"

#include <string.h>

#include "base/text.h"
#include "domain/portrait/portrait.h"

enum { BRIEF = 6, PAGE = 20, PAGES_MOST = 500 };

static const char *in_common(struct page *p, const struct traits *t, const struct traits *o)
{
	if (t->epci && text_eq(t->epci, o->epci))
		return tr(p, "Same intercommunality");
	const char *where = o->departement_name ? o->departement_name : "";
	return o->communes ? arena_printf(p->arena, "%s, %s", where,
		tr_n(p, "%d commune", "%d communes", o->communes)) : where;
}

static const char *how_far(struct page *p, const struct traits *t, const struct alike *found)
{
	bool about = t->place.point != LOCATED || found->of.place.point != LOCATED;
	if (found->km < 0)
		return tr(p, "Not known");
	const char *km = number_text(p->arena, p->lang, found->km, found->km < 9.95 && !about);
	return about ? tr_s(p, "about %s km", km) : tr_s(p, "%s km", km);
}

static void draw_row(struct page *p, const struct traits *t, const struct alike *found, int told,
	bool whole)
{
	const struct territory *o = &found->of.place;
	html(p, "<tr><th scope='row'><a href='%s'>%s</a></th><td class='num' data-t='%s'>%s</td>",
		to(p, territory_path(p->db, o)), o->name, tr(p, "Inhabitants"),
		number_text(p->arena, p->lang, (double)o->population, 0));
	if (whole)
		html(p, "<td class='num' data-t='%s'>%s</td>", tr(p, "Distance"),
			how_far(p, t, found));
	html(p, "<td data-t='%s'>", tr(p, "Told there"));
	if (told)
		html(p, "<a href='%s?territory=%s'>%s</a>", to(p, "/ressources"), o->code,
			tr_n(p, "%d sheet", "%d sheets", told));
	else
		html(p, "<span class='muted'>%s</span>", tr(p, "Nothing published"));
	html(p, "</td><td data-t='%s'>%s</td>", tr(p, "In common"), in_common(p, t, &found->of));
	if (whole)
		html(p, "<td><a href='%s?avec=%s,%s' aria-label='%s'>%s</a></td>",
			to(p, "/territoires/comparer"), t->place.code, o->code,
			tr_s(p, "Compare with %s", o->name), tr(p, "Compare"));
	html(p, "</tr>");
}

static void draw_rows(struct page *p, const struct traits *t, const struct alike *found, int n,
	bool whole)
{
	const char *codes[PAGE];
	int told[PAGE];
	for (int i = 0; i < n; i++)
		codes[i] = found[i].of.place.code;
	told_counts(p->db, codes, n, told);
	html(p, "<table class='stack'><thead><tr><th scope='col'>%s</th>"
		"<th scope='col' class='num'>%s</th>", tr(p, "Commune"), tr(p, "Inhabitants"));
	if (whole)
		html(p, "<th scope='col' class='num'>%s</th>", tr(p, "Distance"));
	html(p, "<th scope='col'>%s</th><th scope='col'>%s</th>", tr(p, "Told there"),
		tr(p, "In common"));
	if (whole)
		html(p, "<th scope='col'>%s</th>", tr(p, "Side by side"));
	html(p, "</tr></thead><tbody>");
	for (int i = 0; i < n; i++)
		draw_row(p, t, &found[i], told[i], whole);
	html(p, "</tbody></table>");
}

static const char *order(struct page *p, const struct traits *t)
{
	return t->place.point ? tr(p, "The nearest first.") :
		tr(p, "The closest in population first.");
}

static bool is_comparable(const struct traits *t)
{
	return text_eq(t->place.kind, "commune") && t->people >= 0;
}

void alike_panel(struct page *p, const char *code)
{
	struct traits t;
	struct criteria c;
	struct alike found[BRIEF];
	request_reads(p->request, "contours");
	if (strlen(code) != 5 || !traits_get(p->db, code, &t) || !is_comparable(&t))
		return;
	criteria_usual(p->db, &t, BRIEF, &c);
	int n = alike_find(p->db, &t, &c, 0, BRIEF, found, NULL);
	html(p, "<section aria-labelledby='semblables'><div class='ruled gap'>"
		"<h2 id='semblables'>%s</h2></div><p class='read'>%s %s "
		"<a href='%s/comparables'>%s</a></p>", tr(p, "Comparable communes"),
		tr_s(p, "The same here: %s.", criteria_say(p->db, p->lang, &t, &c)), order(p, &t),
		to(p, territory_path(p->db, &t.place)), tr(p, "Change these criteria"));
	if (n)
		draw_rows(p, &t, found, n, false);
	html(p, "<p class='small muted'>%s</p></section>", t.density < 0 ?
		tr(p, "Density, age and income are not compared: these data are not in this commons yet.") :
		tr(p, "Age and income are not compared: these data are not in this commons yet."));
}

/* Nothing meets the criteria: which one to let go. */
static void draw_none(struct page *p, const struct traits *t)
{
	html(p, "<div class='none'><p>%s</p><p>%s</p><p><a href='%s/comparables'>%s</a></p></div>",
		tr(p, "No commune meets all these criteria."),
		tr(p, "Let one go: all of France instead of the région, or a class next to it."),
		to(p, territory_path(p->db, &t->place)), tr(p, "Back to the usual criteria"));
}

static void draw_found(struct page *p, const struct traits *t, const struct criteria *c, int page)
{
	struct alike found[PAGE];
	int64_t total;
	int n = alike_find(p->db, t, c, (int64_t)(page - 1) * PAGE, PAGE, found, &total);
	if (!n && page > 1)
		n = alike_find(p->db, t, c, 0, PAGE, found, &total), page = 1;
	if (!n) {
		draw_none(p, t);
		return;
	}
	html(p, "<h2 class='tally'>%s</h2><p>%s %s</p>",
		tr_n(p, "%d commune", "%d communes", total),
		tr_s(p, "The same here: %s.", criteria_say(p->db, p->lang, t, c)), order(p, t));
	draw_rows(p, t, found, n, true);
	int pages = (int)((total + PAGE - 1) / PAGE);
	page_pages(p, arena_printf(p->arena, "%s/comparables", territory_path(p->db, &t->place)),
		criteria_query(p->arena, c), page, pages < PAGES_MOST ? pages : PAGES_MOST);
}

/* Only communes are compared by classes: others are told why. */
static void draw_other(struct page *p, const struct traits *t)
{
	html(p, "<div class='none'><p>%s</p><p><a href='%s?avec=%s'>%s</a></p></div>",
		t->people < 0 && t->family == COMMUNE_LIKE ?
		tr(p, "Its population is not known: no commune can be called comparable to it.") :
		tr(p, "Comparable places are looked for among communes only. Two territories of any "
			"sort can be put side by side."), to(p, "/territoires/comparer"),
		t->place.code, tr(p, "Compare it with another territory"));
}

/* "Communes comparables au Mans" */
static const char *alike_title(struct request *r, const struct territory *t)
{
	if (!text_eq(t->kind, "commune"))
		return tr_lang(r->lang, N_("Comparable communes"));
	return say(r->arena, r->lang, N_("Communes comparable to %s"), r->lang == FR ?
		territory_where(r->db, FR, t) : t->name, NULL);
}

void alike_page(struct request *r)
{
	struct traits t;
	struct criteria c;
	if (!traits_get(r->db, territory_code(r->arena, r->parts[0]), &t)) {
		answer_error(r, 404, N_("There is no territory at this address. Look it up by its "
			"name or its postcode."));
		return;
	}
	request_reads(r, "territories");
	request_reads(r, "contours");
	bool chosen = criteria_read(r, &t, BRIEF, &c);
	const char *path = territory_path(r->db, &t.place);
	const struct crumb crumbs[] = {{"/territoires", tr_lang(r->lang, N_("Territories"))},
		{path, t.place.name}, {0}};
	const char *title = alike_title(r, &t.place);
	struct page *p = page_open(r, &(struct page_head){.section = "territoires", .crumbs = crumbs,
		.title = title,
		.unlisted = chosen, .canonical = arena_printf(r->arena, "%s/comparables", path)});
	html(p, "<h1>%s</h1><p class='lede'>%s</p>", title,
		tr(p, "What they share, you choose. None is better than another: they may have met the "
			"same questions."));
	if (is_comparable(&t)) {
		html(p, "<details%s id='criteres' class='noprint'><summary>%s</summary>", chosen ? "" : " open",
			tr(p, "Change these criteria"));
		criteria_form(p, &t, &c);
		html(p, "</details>");
		draw_found(p, &t, &c, (int)request_number(r, "page", 1, PAGES_MOST, 1));
	} else {
		draw_other(p, &t);
	}
	page_close(p);
}
