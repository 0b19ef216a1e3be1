/* portrait_side.c - beside: needs and offers, who acts, what is told around. */
#include "domain/portrait/portrait_own.h"

#include "base/text.h"

enum { FEW = 3, ACTORS = 5, AROUND = 8, KM = 30 };

static void draw_head(struct page *p, const char *title)
{
	html(p, "<section><div class='ruled'><h2>%s</h2></div>", title);
}

static void draw_titles(struct page *p, const struct resource *found, int n, const char *sort)
{
	html(p, "<ul class='index'>");
	for (int i = 0; i < n; i++)
		html(p, sort ? "<li><a href='%s'>%s <span>%s</span></a></li>" :
			"<li><a href='%s'>%s</a></li>", to(p, resource_path(p->db, &found[i])),
			found[i].title, sort);
	html(p, "</ul>");
}

/* A new sheet of a type, its place filled in. */
const char *new_address(struct page *p, const char *type, const char *code)
{
	return to(p, arena_printf(p->arena, "/ressources/nouvelle/%s?territoire=%s", type, code));
}

/* The newest of a type, and all of them when there may be more; how many are shown. */
static int draw_newest(struct page *p, const char *code, const struct type *type)
{
	struct resource found[FEW];
	int n = told_newest(p->db, code, type->name, FEW, found);
	if (n)
		draw_titles(p, found, n, type->label[p->lang]);
	if (n == FEW)
		html(p, "<p><a href='%s'>%s</a></p>", list_address(p, code, type->name),
			tr_s(p, "All of them: %s", type->plural[p->lang]));
	return n;
}

/* Needs and offers, where this commons has such types. */
void draw_asked(struct page *p, const char *code)
{
	struct territory t;
	request_reads(p->request, "type:*");
	const struct type *need = type_get(p->db, "need"), *offer = type_get(p->db, "offer");
	if ((!need && !offer) || !territory_get(p->db, code, &t))
		return;
	draw_head(p, tr(p, "Needs and offers"));
	int n = need ? draw_newest(p, code, need) : 0;
	n += offer ? draw_newest(p, code, offer) : 0;
	if (!n)
		html(p, "<p>%s</p>", tr_s(p, "Nobody asks for help nor offers any %s.",
			territory_where(p->db, p->lang, &t)));
	html(p, "<ul class='plain toc'>");
	if (need)
		html(p, "<li><a href='%s'>%s</a></li>", new_address(p, "need", t.code),
			tr(p, "Ask for a hand"));
	if (offer)
		html(p, "<li><a href='%s'>%s</a></li>", new_address(p, "offer", t.code),
			tr(p, "Offer a hand"));
	html(p, "</ul></section>");
}

void draw_actors(struct page *p, const char *code)
{
	struct resource found[ACTORS + 1];
	request_reads(p->request, "type:*");
	if (!type_get(p->db, "organisation"))
		return;
	int n = told_newest(p->db, code, "organisation", ACTORS + 1, found);
	draw_head(p, tr(p, "Who acts here"));
	if (n)
		draw_titles(p, found, n > ACTORS ? ACTORS : n, NULL);
	else
		html(p, "<p>%s</p>", tr(p, "No organisation says that it acts here."));
	html(p, n > ACTORS ? "<p><a href='%s'>%s</a></p></section>" :
		n ? "</section>" : "<p><a href='%s'>%s</a></p></section>",
		n ? list_address(p, code, "organisation") : new_address(p, "organisation", code),
		n ? tr(p, "All of them") : tr(p, "Make yours known"));
}

/* "3 fiches, 1 besoin" */
static const char *counted(struct page *p, const struct told *o)
{
	const char *parts[] = {
		o->sheets ? tr_n(p, "%d sheet", "%d sheets", o->sheets) : NULL,
		o->needs ? tr_n(p, "%d need", "%d needs", o->needs) : NULL,
		o->offers ? tr_n(p, "%d offer", "%d offers", o->offers) : NULL};
	const char *said = NULL;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i])
			said = said ? arena_printf(p->arena, "%s, %s", said, parts[i]) : parts[i];
	return said ? said : "";
}

void draw_around(struct page *p, const char *code)
{
	struct territory t;
	struct told found[AROUND];
	int near, all;
	request_reads(p->request, "type:*");
	if (!territory_get(p->db, code, &t) || !t.point)
		return;
	int n = told_around(p->db, &t, KM, AROUND, found, &near, &all);
	if (!n) {
		html(p, "<p>%s</p>", tr_n(p, "Nothing is told within %d km.",
			"Nothing is told within %d km.", KM));
		return;
	}
	html(p, "<p>%s</p><ul class='index'>", arena_printf(p->arena, "%s %s",
		tr_n(p, "%d sheet within 10 km,", "%d sheets within 10 km,", near),
		tr_n(p, "%d within 30 km.", "%d within 30 km.", all)));
	for (int i = 0; i < n; i++)
		html(p, "<li><a href='%s'>%s <span>%s</span></a></li>",
			to(p, territory_path(p->db, &found[i].place)), found[i].place.name,
			counted(p, &found[i]));
	html(p, "</ul>");
}

void draw_wider(struct page *p, const char *code)
{
	struct territory t;
	struct wider found[WIDER];
	int n = territory_get(p->db, code, &t) ? told_wider(p->db, &t, found) : 0;
	if (!n)
		return;
	draw_head(p, tr(p, "More widely"));
	html(p, "<ul class='index num2'>");
	for (int i = 0; i < n; i++) {
		if (i && text_eq(found[i].place.name, found[i - 1].place.name))
			continue;	/* a région of one département */
		const char *said = tr_n(p, "%d sheet", "%d sheets", found[i].sheets);
		if (found[i].reports)
			said = arena_printf(p->arena, "%s, %s", said, tr_n(p, "%d report among them",
				"%d reports among them", found[i].reports));
		html(p, "<li><a href='%s'>%s <span>%s</span></a></li>",
			list_address(p, found[i].place.code, NULL), found[i].place.name, said);
	}
	html(p, "</ul></section>");
}
