/* compare_page.c - two to four territories side by side. */
#include "domain/compare/compare_own.h"

#include "base/text.h"
#include "domain/portrait/portrait.h"
#include "store/command.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

enum { CHOICES = 8, TITLES = 3 };

static const char *const at = "/territoires/comparer";

/* Choosing */

static void draw_add(struct page *p, const struct sides *s, const char *typed)
{
	const char *codes = sides_address(p->arena, "", s, -1);
	html(p, "<form class='read noprint' action='%s'>", to(p, at));
	if (*codes)
		form_hidden(p, "avec", codes + sizeof "?avec=" - 1);
	html(p, "<label for='ajouter'>%s</label><p class='hint' id='ajouter-aide'>%s</p>"
		"<div class='seek'><input id='ajouter' name='ajouter' maxlength='100' value='%s' "
		"autocomplete='off' aria-describedby='ajouter-aide'><button class='btn%s'>%s</button>"
		"</div></form>", s->count ? tr(p, "Add a territory") : tr(p, "First territory"),
		tr(p, "Commune, intercommunality, département or région: a name, a postcode or a code."),
		typed, s->count < 2 ? " main" : "", tr(p, "Add"));
}

/* Chips of those chosen, each to take out. */
static void draw_chosen(struct page *p, const struct sides *s)
{
	if (!s->count)
		return;
	html(p, "<ul class='tags noprint'>");
	for (int i = 0; i < s->count; i++) {
		const char *name = s->list[i].of.place.name;
		html(p, "<li><a href='%s' aria-label='%s'>%s <b>×</b></a></li>",
			to(p, sides_address(p->arena, at, s, i)), tr_s(p, "Take out %s", name), name);
	}
	html(p, "</ul>");
}

static const char *with(struct page *p, const struct sides *s, const char *code)
{
	const char *address = sides_address(p->arena, at, s, -1);
	return to(p, arena_printf(p->arena, "%s%s%s", address, s->count ? "," : "?avec=", code));
}

/* What was typed may be several: the reader says which. */
static void draw_choices(struct page *p, const struct sides *s, const char *typed,
	const struct territory *found, int n)
{
	if (!n) {
		page_notice(p, "care", tr_s(p, "No territory is called “%s”. Try the postcode, or the "
			"first letters of the name only.", typed));
		return;
	}
	html(p, "<h2>%s</h2><ul class='index'>", tr(p, "Which one?"));
	for (int i = 0; i < n; i++)
		html(p, "<li><a href='%s'>%s <span>%s</span></a></li>", with(p, s, found[i].code),
			territory_title(p->db, &found[i]), territory_kind_label(p->lang, found[i].kind));
	html(p, "</ul>");
}

/* Cells */

static void number(struct page *p, double value, int decimals, const char *unit)
{
	if (value < 0)
		html(p, "<span class='muted'>%s</span>", tr(p, "Not filled in"));
	else
		html(p, "%s%s", number_text(p->arena, p->lang, value, decimals), unit);
}

static void words(struct page *p, const char *said)
{
	if (said)
		html(p, "%s", said);
	else
		html(p, "<span class='muted'>%s</span>", tr(p, "Not filled in"));
}

static void cell_kind(struct page *p, const struct side *s)
{
	words(p, territory_kind_label(p->lang, s->of.place.kind));
}

static void cell_people(struct page *p, const struct side *s)
{
	number(p, (double)s->of.place.population, 0, "");
}

static void cell_area(struct page *p, const struct side *s)
{
	number(p, s->of.km2, s->of.km2 < 10 ? 1 : 0, "\u00a0km²");
}

/* Outlines, all at one scale. */
static void cell_contour(struct page *p, const struct side *s)
{
	struct out path = out_new(64 * 1024);
	if (s->view.zoom && contour_draw(&path, p->db, s->of.place.code, &s->view, false))
		html(p, "<svg class='outline' viewBox='0 0 %d %d' role='img' aria-label='%s'>"
			"<path class='f-land k-ink' stroke-width='1.4' d='%s'/></svg>", SIDE_PIXELS,
			SIDE_PIXELS, tr_s(p, "Contour: %s", s->of.place.name), out_str(&path));
	else
		words(p, NULL);
	out_free(&path);
}

static void cell_density(struct page *p, const struct side *s)
{
	if (s->of.density < 0)
		words(p, NULL);
	else
		words(p, tr_s(p, "%s inhabitants per km²", number_text(p->arena, p->lang,
			s->of.per_km2, s->of.per_km2 < 100 ? 1 : 0)));
}

static void cell_epci(struct page *p, const struct side *s)
{
	struct territory e;
	if (s->of.family == COMMUNE_LIKE && s->of.epci && territory_get(p->db, s->of.epci, &e))
		html(p, "<a href='%s'>%s</a>, ", to(p, territory_path(p->db, &e)), e.name);
	if (s->of.epci_kind < 0)
		html(p, "<span class='muted'>—</span>");
	else if (!s->of.communes)
		words(p, epci_kind_name(p->lang, NO_EPCI));
	else
		words(p, tr_n(p, "%d commune", "%d communes", s->of.communes));
}

static void cell_departement(struct page *p, const struct side *s)
{
	words(p, s->of.family == REGION_LIKE ? "—" : s->of.departement_name);
}

static void cell_region(struct page *p, const struct side *s)
{
	words(p, s->of.region_name);
}

static void cell_fact(struct page *p, int fact)
{
	words(p, fact < 0 ? NULL : fact ? tr(p, "Yes") : tr(p, "No"));
}

static void cell_mountain(struct page *p, const struct side *s)
{
	cell_fact(p, s->of.mountain);
}

static void cell_coast(struct page *p, const struct side *s)
{
	cell_fact(p, s->of.coast);
}

/* How many of a type, linked to their list. */
static void cell_count(struct page *p, const struct side *s, int kind)
{
	const char *code = s->of.place.code;
	if (!s->told[kind])
		html(p, "<span class='muted'>0</span>");
	else
		html(p, kind ? "<a href='%s?territory=%s&amp;type=%s'>%s</a>" :
			"<a href='%s?territory=%s'>%s%s</a>", to(p, "/ressources"), code,
			kind ? kind_told[kind] : "",
			number_text(p->arena, p->lang, s->told[kind], 0));
}

static void draw_titles(struct page *p, const struct side *s, const char *type)
{
	struct resource found[TITLES];
	int n = told_newest(p->db, s->of.place.code, type, TITLES, found);
	if (!n)
		html(p, "<span class='muted'>%s</span>", tr(p, "Nothing published"));
	for (int i = 0; i < n; i++)
		html(p, "%s<a href='%s'>%s</a>", i ? " · " : "", to(p, resource_path(p->db, &found[i])),
			found[i].title);
}

static void cell_reports(struct page *p, const struct side *s)
{
	draw_titles(p, s, "experience");
}

static void cell_needs(struct page *p, const struct side *s)
{
	draw_titles(p, s, "need");
}

static void cell_used(struct page *p, const struct side *s)
{
	struct used used[TITLES];
	int n = used_in(p->db, s->of.place.code, TITLES, used);
	if (!n)
		html(p, "<span class='muted'>%s</span>", tr(p, "Nothing told"));
	for (int i = 0; i < n; i++)
		html(p, "%s<a href='%s'>%s</a>", i ? " · " : "",
			to(p, sheet_path(p->db, used[i].slug)), used[i].title);
}

/* Tables */

struct row {
	const char *label;
	void (*cell)(struct page *, const struct side *);	/* NULL: counts of a kind */
	int kind;
	bool brief;	/* numbers: two beside each other on a phone */
};

static void draw_cell(struct page *p, const struct sides *s, int i, const struct row *row)
{
	if (row->cell)
		row->cell(p, &s->list[i]);
	else
		cell_count(p, &s->list[i], row->kind);
}

/* A row: a cell for each from one on, or a single one when all say the same. */
static void draw_row(struct page *p, const struct sides *s, int from, const struct row *row,
	void (*cell)(struct page *, const struct sides *, int, const struct row *))
{
	const char *said[SIDES];
	bool same = s->count - from > 1;
	size_t start = p->out.len;
	for (int i = from; i < s->count; i++) {
		cell(p, s, i, row);
		said[i] = arena_dup(p->arena, out_str(&p->out) + start);
		out_cut(&p->out, start);
		same = same && text_eq(said[i], said[from]);
	}
	html(p, row->brief && !same ? "<tr class='brief'>" : "<tr>");
	html(p, "<th scope='row'>%s</th>", row->label);
	for (int i = from; i < s->count && !same; i++) {
		html(p, "<td data-t='%s'>", s->list[i].of.place.name);
		out_text(&p->out, said[i]);
		html(p, "</td>");
	}
	if (same) {
		html(p, "<td colspan='%d'><span class='muted'>%s</span> ", s->count - from,
			tr(p, "For all:"));
		out_text(&p->out, said[from]);
		html(p, "</td>");
	}
	html(p, "</tr>");
}

static void draw_table(struct page *p, const struct sides *s, const char *title,
	const struct row *rows, int count)
{
	html(p, "<h2>%s</h2><table class='stack even'><thead><tr><th scope='col'>%s</th>", title,
		tr(p, "What is compared"));
	for (int i = 0; i < s->count; i++)
		html(p, "<th scope='col'><a href='%s'>%s</a></th>",
			to(p, territory_path(p->db, &s->list[i].of.place)), s->list[i].of.place.name);
	html(p, "</tr></thead><tbody>");
	for (int k = 0; k < count; k++)
		draw_row(p, s, 0, &rows[k], draw_cell);
	html(p, "</tbody></table>");
}

static void draw_traits(struct page *p, struct sides *s)
{
	bool drawn = sides_scale(p->db, s);
	const struct row rows[] = {{tr(p, "Contour, all at one scale"), cell_contour, 0, false},
		{tr(p, "Sort"), cell_kind, 0, false}, {tr(p, "Inhabitants"), cell_people, 0, true},
		{tr(p, "Area"), cell_area, 0, true}, {tr(p, "Density"), cell_density, 0, false},
		{tr(p, "Intercommunality"), cell_epci, 0, false},
		{tr(p, "Département"), cell_departement, 0, false}, {tr(p, "Région"), cell_region, 0, false},
		{tr(p, "Mountain"), cell_mountain, 0, false}, {tr(p, "Coast"), cell_coast, 0, false}};
	draw_table(p, s, tr(p, "Key figures"), rows + !drawn,
		(int)(sizeof rows / sizeof *rows) - !drawn);
	struct territory_source source;
	if (territory_source(p->db, &source))
		html(p, "<p class='small muted'>%s %s</p>",
			tr_s(p, "Inhabitants: Insee, through Etalab, %s.", source.date),
			tr(p, "Area, mountain and coast: from the contours, once they are imported."));
}

static void draw_told(struct page *p, const struct sides *s)
{
	const struct row rows[] = {{tr(p, "All sheets"), NULL, 0, true},
		{tr(p, "Experience reports"), NULL, 1, true}, {tr(p, "The latest of them"), cell_reports, 0, false},
		{tr(p, "What was used"), cell_used, 0, false}, {tr(p, "Processes"), NULL, 2, true},
		{tr(p, "Organisations"), NULL, 3, true}, {tr(p, "Needs"), cell_needs, 0, false},
		{tr(p, "Offers"), NULL, 5, true}};
	draw_table(p, s, tr(p, "What is told of them"), rows, (int)(sizeof rows / sizeof *rows));
}

/* Does it make sense for any of the others beside the first? */
static bool any_applies(const struct sides *s, enum trait t)
{
	bool any = false;
	for (int i = 1; i < s->count; i++) {
		struct likeness l;
		likeness_of(&s->list[0].of, &s->list[i].of, &l);
		any |= l.applies[t];
	}
	return any;
}

static void draw_trait(struct page *p, const struct sides *s, int i, const struct row *row)
{
	enum trait t = (enum trait)row->kind;
	const struct traits *first = &s->list[0].of;
	struct likeness l;
	likeness_of(first, &s->list[i].of, &l);
	html(p, l.of[t] ? "%s" : l.applies[t] ? "<span class='muted'>%s</span>" :
		"<span class='muted nil'>—</span>",
		likeness_say(p->arena, p->lang, t, first, &s->list[i].of));
}

/* Trait by trait, each of the others beside the first. */
static void draw_likeness(struct page *p, const struct sides *s)
{
	bool mixed = false;
	html(p, "<h2>%s</h2><table class='stack even'><thead><tr><th scope='col'>%s</th>",
		tr_s(p, "%s and the others, trait by trait", s->list[0].of.place.name),
		tr(p, "What is compared"));
	for (int i = 1; i < s->count; i++) {
		html(p, "<th scope='col'>%s</th>", s->list[i].of.place.name);
		mixed |= s->list[i].of.family != s->list[0].of.family;
	}
	html(p, "</tr></thead><tbody>");
	for (enum trait t = 0; t < TRAITS; t++)
		if (any_applies(s, t))
			draw_row(p, s, 1, &(struct row){.label = trait_name(p->lang, t),
				.kind = (int)t}, draw_trait);
	html(p, "</tbody></table><p class='small muted'>%s%s</p>", mixed ?
		tr(p, "Territories of different sorts are compared by where they lie only. ") : "",
		tr(p, "No mark is given to a territory: only what two of them share is told."));
}

static void draw_files(struct page *p, const struct sides *s)
{
	html(p, "<p>%s <a href='%s'>%s</a>, <a href='%s'>JSON</a></p>", tr(p, "Take away:"),
		to(p, sides_address(p->arena, "/territoires/comparer.csv", s, -1)),
		tr(p, "spreadsheet (CSV)"),
		to(p, sides_address(p->arena, "/api/v1/territories/compare", s, -1)));
}

static void draw_notices(struct page *p, const struct sides *s)
{
	if (s->missing)
		page_notice(p, "care", tr_s(p, "No territory has the code “%s”.", s->missing));
	if (s->spare)
		page_notice(p, "care", tr_s(p, "Four territories at most: %s is left out. Take one out "
			"to see it.", s->spare));
}

static void draw_all(struct page *p, struct sides *s)
{
	draw_notices(p, s);
	draw_chosen(p, s);
	const char *typed = request_query(p->request, "ajouter");
	struct territory found[CHOICES];
	if (typed && s->count < SIDES)
		draw_choices(p, s, typed, found, territory_find(p->db, typed, NULL, CHOICES, found));
	if (s->count < SIDES)
		draw_add(p, s, typed ? typed : "");
	if (s->count == 1)
		html(p, "<div class='none'><p>%s</p><p><a href='%s/comparables'>%s</a></p></div>",
			tr_s(p, "%s is alone: add a second territory to see them side by side.",
				s->list[0].of.place.name),
			to(p, territory_path(p->db, &s->list[0].of.place)),
			tr(p, "See comparable communes"));
	if (s->count < 2)
		return;
	draw_traits(p, s);
	draw_told(p, s);
	draw_likeness(p, s);
	draw_files(p, s);
}

/* One place was meant: it is added at once. */
static bool added(struct request *r, const struct sides *s)
{
	const char *typed = request_query(r, "ajouter");
	struct territory found[2];
	if (!typed || s->count >= SIDES)
		return false;
	int n = territory_find(r->db, typed, NULL, 2, found);
	if (n == 0 || (n > 1 && !text_eq(found[0].code, territory_code(r->arena, typed))))
		return false;
	answer_see(r, arena_printf(r->arena, "%s%s%s", sides_address(r->arena, at, s, -1),
		s->count ? "," : "?avec=", found[0].code));
	return true;
}

void sides_page(struct request *r)
{
	struct sides s;
	sides_read(r, &s);
	if (added(r, &s))
		return;
	const char *title = tr_lang(r->lang, N_("Compare territories"));
	for (int i = 0; i < s.count && s.count > 1; i++)
		title = i ? arena_printf(r->arena, "%s, %s", title, s.list[i].of.place.name) :
			s.list[i].of.place.name;
	const struct crumb crumbs[] = {{"/territoires", tr_lang(r->lang, N_("Territories"))}, {0}};
	struct page *p = page_open(r, &(struct page_head){.section = "territoires", .crumbs = crumbs,
		.title = title, .unlisted = s.count > 0});
	html(p, "<h1>%s</h1>", s.count > 1 ? tr(p, "Side by side") : tr(p, "Compare territories"));
	if (s.count < 2)
		html(p, "<p class='lede'>%s</p>", tr(p, "Two to four territories beside each other: "
			"figures, traits, what is told of each."));
	draw_all(p, &s);
	page_close(p);
}

static void draw_fact(struct page *p, const char *label, const char *value, const char *more)
{
	html(p, "<div><dt>%s</dt><dd>%s", label, value);
	if (more)
		html(p, " <small>%s</small>", more);
	html(p, "</dd></div>");
}

/* Facts that contours tell, when they do. */
static void facts_panel(struct page *p, const char *code)
{
	struct traits t;
	request_reads(p->request, "contours");
	if (!traits_get(p->db, code, &t))
		return;
	if (t.km2 <= 0 && contour_known(p->db, code))
		draw_fact(p, tr(p, "Density"), tr(p, "We do not know"), tr(p, "the contours known here do not tell "
			"its area"));
	if (t.per_km2 >= 0)
		draw_fact(p, tr(p, "Density"), tr_s(p, "%s inhabitants per km²", number_text(p->arena,
			p->lang, t.per_km2, t.per_km2 < 100)), tr_s(p, "%s km², by its contour",
			number_text(p->arena, p->lang, t.km2, t.km2 < 10)));
	if (t.mountain > 0 || t.coast > 0)
		draw_fact(p, tr(p, "Relief and sea"), t.mountain > 0 ? tr(p, "In the mountains") :
			tr(p, "By the sea"), t.mountain > 0 && t.coast > 0 ? tr(p, "By the sea") : NULL);
}

static void take_panel(struct page *p, const char *code)
{
	html(p, "<li><a href='%s?avec=%s'>%s</a></li>", to(p, at), code,
		tr(p, "Compare with another territory"));
}

static void list_panel(struct page *p, const char *subject)
{
	(void)subject;
	html(p, "<p><a href='%s'>%s</a></p>", to(p, at), tr(p, "Compare territories"));
}

const struct command compare_commands[] = {{0}};
const struct fold compare_folds[] = {{0}};
const struct kind compare_kinds[] = {{0}};
const struct route compare_routes[] = {
	{"GET", "/territoires/comparer", ANYONE, SLOW | SHARED, 0, sides_page},
	{"GET", "/territoires/comparer.csv", ANYONE, SLOW | OPEN_DATA, 0, sides_csv},
	{"GET", "/territoires/{place}/comparables", ANYONE, SLOW | SHARED, 0, alike_page},
	{"GET", "/api/v1/territories/compare", ANYONE, SLOW | OPEN_DATA, 0, sides_json},
	{"GET", "/api/v1/territories/{code}/comparables", ANYONE, SLOW | OPEN_DATA, 0, alike_json},
	{0}};
const struct form compare_forms[] = {{0}};
const struct panel compare_panels[] = {
	{"territory.facts", ANYONE, facts_panel},
	{"territory.more", ANYONE, alike_panel},
	{"territory.take", ANYONE, take_panel},
	{"territories", ANYONE, list_panel},
	{0}};
