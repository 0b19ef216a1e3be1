/* compare_ask.c - what comparable communes must share, as the reader asks for it. */
#include "domain/compare/compare_own.h"

#include "base/text.h"

static const struct {
	enum trait trait;
	const char *field;
} fields[] = {{BY_PEOPLE, "people"}, {BY_DENSITY, "density"}, {BY_EPCI_KIND, "epci_kind"},
	{BY_EPCI_SIZE, "epci_size"}, {BY_DEPARTEMENT, "departement"}, {BY_REGION, "region"},
	{BY_MOUNTAIN, "mountain"}, {BY_COAST, "coast"}};

const char *trait_field(enum trait t)
{
	return fields[t].field;
}

const char *closeness_name(enum closeness c)
{
	static const char *const names[] = {"unknown", "same", "near", "apart"};
	return names[c];
}

static enum closeness closeness_read(const char *s)
{
	return text_eq(s, "same") ? TRAIT_SAME : text_eq(s, "near") ? TRAIT_NEAR : TRAIT_UNKNOWN;
}

bool criteria_read(struct request *r, const struct traits *t, int enough, struct criteria *c)
{
	const char *where = request_query(r, "where");
	bool any = where || request_query(r, "told");
	*c = (struct criteria){.told = text_eq(request_query(r, "told"), "1")};
	for (enum trait i = 0; i < TRAITS; i++) {
		const char *asked = request_query(r, fields[i].field);
		any |= asked != NULL;
		c->asked[i] = closeness_read(asked);
	}
	if (where) {
		c->asked[BY_DEPARTEMENT] = text_eq(where, "departement") ? TRAIT_SAME : TRAIT_UNKNOWN;
		c->asked[BY_REGION] = text_eq(where, "region") ? TRAIT_SAME : TRAIT_UNKNOWN;
	}
	if (!any)
		criteria_usual(r->db, t, enough, c);
	return any;
}

const char *criteria_query(struct arena *a, const struct criteria *c)
{
	const char *query = arena_printf(a, "where=%s%s", c->asked[BY_DEPARTEMENT] ? "departement" :
		c->asked[BY_REGION] ? "region" : "france", c->told ? "&told=1" : "");
	for (enum trait i = 0; i < TRAITS; i++)
		if (c->asked[i] && i != BY_DEPARTEMENT && i != BY_REGION)
			query = arena_printf(a, "%s&%s=%s", query, fields[i].field,
				closeness_name(c->asked[i]));
	return query;
}

/* The form */

struct choice {
	const char *value, *label;	/* label NULL: not offered */
};

static void draw_select(struct page *p, const char *name, const char *label,
	const struct choice *choices, int count, int chosen)
{
	html(p, "<div><label for='c-%s'>%s</label><select id='c-%s' name='%s'>", name, label, name,
		name);
	for (int i = 0; i < count; i++)
		if (choices[i].label)
			html(p, i == chosen ? "<option value='%s' selected>%s</option>" :
				"<option value='%s'>%s</option>", choices[i].value, choices[i].label);
	html(p, "</select></div>");
}

/* A class: the same one, or one next to it, or any. */
static void draw_class(struct page *p, enum trait t, const char *class, const char *wide,
	enum closeness asked)
{
	const struct choice choices[] = {{"any", tr(p, "Whatever it is")}, {"same", class},
		{"near", wide}};
	draw_select(p, fields[t].field, trait_name(p->lang, t), choices, 3, (int)asked);
}

static void draw_where(struct page *p, const struct traits *t, const struct criteria *c)
{
	const struct choice choices[] = {{"france", tr(p, "In all of France")},
		{"region", t->region_name}, {"departement", t->departement_name}};
	draw_select(p, "where", tr(p, "Where"), choices, 3, c->asked[BY_DEPARTEMENT] ? 2 :
		c->asked[BY_REGION] ? 1 : 0);
}

static void draw_box(struct page *p, const char *name, const char *value, const char *label,
	bool on)
{
	html(p, "<label class='pick'><input type='checkbox' name='%s' value='%s'%s><span>%s</span>"
		"</label>", name, value, on ? " checked" : "", label);
}

void criteria_form(struct page *p, const struct traits *t, const struct criteria *c)
{
	const enum closeness *asked = c->asked;
	struct arena *a = p->arena;
	html(p, "<form class='picks criteria noprint' action='%s/comparables'>",
		to(p, territory_path(p->db, &t->place)));
	draw_class(p, BY_PEOPLE, people_range(a, p->lang, COMMUNE_LIKE, t->people, false),
		people_range(a, p->lang, COMMUNE_LIKE, t->people, true), asked[BY_PEOPLE]);
	if (t->density >= 0)
		draw_class(p, BY_DENSITY, density_range(a, p->lang, t->density, false),
			density_range(a, p->lang, t->density, true), asked[BY_DENSITY]);
	if (t->epci_size >= 0)
		draw_class(p, BY_EPCI_SIZE, epci_size_range(a, p->lang, t->epci_size, false),
			epci_size_range(a, p->lang, t->epci_size, true), asked[BY_EPCI_SIZE]);
	const struct choice kinds[] = {{"any", tr(p, "Whatever it is")},
		{"same", epci_kind_name(p->lang, t->epci_kind)}};
	draw_select(p, "epci_kind", trait_name(p->lang, BY_EPCI_KIND), kinds, 2,
		asked[BY_EPCI_KIND] != TRAIT_UNKNOWN);
	draw_where(p, t, c);
	if (t->mountain >= 0)
		draw_box(p, "mountain", "same", t->mountain ? tr(p, "In the mountains too") :
			tr(p, "Not in the mountains either"), asked[BY_MOUNTAIN]);
	if (t->coast >= 0)
		draw_box(p, "coast", "same", t->coast ? tr(p, "By the sea too") :
			tr(p, "Not by the sea either"), asked[BY_COAST]);
	draw_box(p, "told", "1", tr(p, "Only those of which something is told"), c->told);
	html(p, "<p><button class='btn main'>%s</button></p></form>",
		tr(p, "Show these communes"));
}
