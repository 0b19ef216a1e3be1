/* compare_page.c - comparable communes, on the page of a commune. */
#include "domain/compare/compare_own.h"

#include "base/text.h"
#include "domain/portrait/portrait.h"
#include "store/command.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"
#include "web/page.h"

enum { BRIEF = 6 };

static const char *in_common(struct page *p, const struct traits *t, const struct traits *o)
{
	if (t->epci && text_eq(t->epci, o->epci))
		return tr(p, "Same intercommunality");
	const char *where = o->departement_name ? o->departement_name : "";
	return o->communes ? arena_printf(p->arena, "%s, %s", where,
		tr_n(p, "%d commune", "%d communes", o->communes)) : where;
}

static void draw_row(struct page *p, const struct traits *t, const struct alike *found, int told)
{
	const struct territory *o = &found->of.place;
	html(p, "<tr><th scope='row'><a href='%s'>%s</a></th><td class='num' data-t='%s'>%s</td>"
		"<td data-t='%s'>", to(p, territory_path(p->db, o)), o->name, tr(p, "Inhabitants"),
		number_text(p->arena, p->lang, (double)o->population, 0), tr(p, "Told there"));
	if (told)
		html(p, "<a href='%s?territory=%s'>%s</a>", to(p, "/ressources"), o->code,
			tr_n(p, "%d sheet", "%d sheets", told));
	else
		html(p, "<span class='muted'>%s</span>", tr(p, "Nothing published"));
	html(p, "</td><td data-t='%s'>%s</td></tr>", tr(p, "In common"),
		in_common(p, t, &found->of));
}

static void draw_rows(struct page *p, const struct traits *t, const struct alike *found, int n)
{
	const char *codes[BRIEF];
	int told[BRIEF];
	for (int i = 0; i < n; i++)
		codes[i] = found[i].of.place.code;
	told_counts(p->db, codes, n, told);
	html(p, "<table class='stack'><thead><tr><th scope='col'>%s</th>"
		"<th scope='col' class='num'>%s</th><th scope='col'>%s</th><th scope='col'>%s</th>"
		"</tr></thead><tbody>", tr(p, "Commune"), tr(p, "Inhabitants"), tr(p, "Told there"),
		tr(p, "In common"));
	for (int i = 0; i < n; i++)
		draw_row(p, t, &found[i], told[i]);
	html(p, "</tbody></table>");
}

static void draw_alike(struct page *p, const char *code)
{
	struct traits t;
	struct criteria c;
	struct alike found[BRIEF];
	if (!traits_get(p->db, code, &t) || !text_eq(t.place.kind, "commune") || t.people < 0)
		return;
	criteria_usual(p->db, &t, BRIEF, &c);
	int n = alike_find(p->db, &t, &c, 0, BRIEF, found, NULL);
	if (!n)
		return;
	const char *criteria = criteria_say(p->db, p->lang, &t, &c);
	html(p, "<section aria-labelledby='semblables'><div class='ruled gap'>"
		"<h2 id='semblables'>%s</h2></div><p class='read'>%s %s</p>",
		tr(p, "Comparable communes"), tr_s(p, "The same here: %s.", criteria),
		t.place.point ? tr(p, "The nearest first.") :
		tr(p, "The closest in population first."));
	draw_rows(p, &t, found, n);
	html(p, "<p class='small muted'>%s</p></section>",
		tr(p, "Density, age and income are not compared: these data are not in this commons yet."));
}

const struct command compare_commands[] = {{0}};
const struct fold compare_folds[] = {{0}};
const struct kind compare_kinds[] = {{0}};
const struct route compare_routes[] = {{0}};
const struct form compare_forms[] = {{0}};
const struct panel compare_panels[] = {
	{"territory.more", ANYONE, draw_alike},
	{0}};
