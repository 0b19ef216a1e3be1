/* territory_page.c - finding a place, and the page of each one. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "domain/territory/territory_web.h"
#include "store/command.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

enum { PAGE = 20, MAX_REGIONS = 40 };

const char *territory_code(struct arena *a, const char *address)
{
	char *code = arena_copy(a, address, strcspn(address, "-"));
	for (char *p = code; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	return code;
}

const char *territory_people(const struct page *p, const struct territory *t)
{
	if (t->population < 0)
		return tr(p, "population unknown");
	return t->population ? tr_n(p, "%d inhabitant", "%d inhabitants", t->population) :
		tr(p, "no inhabitant");
}

void territory_draw_row(struct page *p, const struct territory *t, const char *label,
	const char *right)
{
	html(p, "<li><a href='%s'>%s", to(p, territory_path(p->db, t)), label);
	if (right)
		html(p, " <span>%s</span>", right);
	html(p, "</a></li>");
}

/* Finding */

static void draw_form(struct page *p, const char *typed)
{
	html(p, "<form action='%s' role='search'><label for='territoire'>%s</label>"
		"<p class='hint' id='territoire-aide'>%s</p><div class='seek'>"
		"<input id='territoire' name='q' type='search' autocomplete='off' maxlength='100' "
		"aria-describedby='territoire-aide' value='%s'>"
		"<button class='btn main'>%s</button></div></form>",
		to(p, "/territoires"), tr(p, "Commune, intercommunality, département or région"),
		tr(p, "A name, a postcode or an INSEE code. For example: Jazeneuil, st etienne, 86600"),
		typed, tr(p, "Search"));
}

static void draw_found(struct page *p, const struct territory *t)
{
	struct territory commune;
	html(p, "<li><p class='kind place'>%s</p><h3><a href='%s'>%s</a></h3><p class='meta'>%s",
		territory_kind_label(p->lang, t->kind), to(p, territory_path(p->db, t)),
		territory_title(p->db, t), t->parent && t->population < 0 ? NULL :
		territory_people(p, t));
	if (t->parent && territory_get(p->db, t->parent, &commune))
		html(p, "%s%s", t->population < 0 ? "" : " · ",
			tr_s(p, "Part of the commune %s", territory_of(p->db, p->lang, &commune)));
	if (*t->postcodes && text_length(t->postcodes) < 30)
		html(p, " · %s", t->postcodes);
	if (strcmp(t->kind, "commune") == 0)
		html(p, " · %s", tr_s(p, "INSEE %s", t->code));
	html(p, "</p></li>");
}

static void draw_none(struct page *p, const char *typed)
{
	const char *guess = territory_guess(p->db, typed);
	html(p, "<div class='none'><p>%s</p>",
		tr_s(p, "No commune, intercommunality, département or région is called “%s”.", typed));
	if (guess)
		html(p, "<p>%s <a href='%s?q=%s'>%s</a></p>", tr(p, "Did you mean:"),
			to(p, "/territoires"), url_escape(p->arena, guess), guess);
	html(p, "<p>%s</p></div>",
		tr(p, "Try the postcode, or the first letters of the name only."));
}

static void draw_results(struct page *p, const char *typed, int page)
{
	struct territory found[PAGE];
	int64_t total;
	int n = territory_search(p->db, typed, NULL, (page - 1) * PAGE, PAGE, found, &total);
	if (n == 0 && page > 1)		/* past the end: from the beginning */
		n = territory_search(p->db, typed, NULL, (page = 1) - 1, PAGE, found, &total);
	if (n == 0) {
		draw_none(p, typed);
		return;
	}
	html(p, "<h2 class='tally'>%s</h2><ul class='rows big'>",
		tr_n(p, "%d territory", "%d territories", total));
	for (int i = 0; i < n; i++)
		draw_found(p, &found[i]);
	html(p, "</ul>");
	page_pages(p, "/territoires", arena_printf(p->arena, "q=%s", url_escape(p->arena, typed)),
		page, (int)((total + PAGE - 1) / PAGE));
}

static void draw_regions(struct page *p)
{
	struct territory all[MAX_REGIONS];
	int n = territory_regions(p->db, MAX_REGIONS, all), i = 0;
	if (n == 0) {
		html(p, "<div class='none'><p>%s</p></div>",
			tr(p, "The communes of France are not loaded yet: archipel init does it."));
		return;
	}
	html(p, "<section><div class='ruled'><h2>%s</h2></div><ul class='index'>",
		tr(p, "Régions"));
	for (; i < n && strlen(all[i].code) == 3; i++)
		territory_draw_row(p, &all[i], all[i].name, territory_people(p, &all[i]));
	html(p, "</ul></section><div class='aside'><section><div class='ruled'><h2>%s</h2></div>"
		"<ul class='index'>", tr(p, "Overseas collectivities"));
	for (; i < n; i++)
		territory_draw_row(p, &all[i], all[i].name, territory_people(p, &all[i]));
	html(p, "</ul></section></div>");
}

void territory_list_page(struct request *r)
{
	const char *typed = request_query(r, "q");
	int page = (int)request_number(r, "page", 1, 5000, 1);
	request_reads(r, "territories");
	struct page_head head = {
		.title = tr_lang(r->lang, typed ? N_("Search for a territory") : N_("Territories")),
		.summary = tr_lang(r->lang, N_("All communes of France, their "
			"intercommunalities, départements and régions.")),
		.section = "territoires"};
	struct page *p = page_open(r, &head);
	html(p, typed ? "<div class='read'>" : "<div class='side wide top2'><div>");
	html(p, "<h1>%s</h1>", tr(p, "Territories"));
	if (!typed)
		html(p, "<p class='lede'>%s</p>", head.summary);
	draw_form(p, typed ? typed : "");
	page_panels(p, "territories", NULL);
	html(p, "</div>");
	if (typed) {
		html(p, "<div class='read'>");
		draw_results(p, typed, page);
	} else {
		territory_draw_france(p);
		html(p, "</div><div class='bar2'>");
		draw_regions(p);
	}
	html(p, "</div>");
	page_close(p);
}

/* One place */

static const char *intercommunality(struct page *p, const struct territory *t)
{
	struct territory group;
	if (!t->epci || t->parent || !territory_get(p->db, t->epci, &group))
		return "";
	return arena_printf(p->arena, " %s %s.", tr_n(p, "The only commune of",
		"One of the %d communes of", group.communes),
		territory_with_article(p->db, p->lang, &group));
}

/* What a place is, in two sentences. */
static const char *lede(struct page *p, const struct territory *t)
{
	struct territory in;
	struct arena *a = p->arena;
	const char *area = strcmp(t->kind, "departement") == 0 ? t->region : t->departement;
	const char *where = area && territory_get(p->db, area, &in) &&
		strcmp(in.name, t->name) != 0 ? territory_where(p->db, p->lang, &in) : NULL;
	const char *people = territory_people(p, t);
	if (t->parent && t->population < 0) {
		struct territory commune = {.name = "", .slug = ""};
		territory_get(p->db, t->parent, &commune);
		people = tr_s(p, "Part of the commune %s", territory_of(p->db, p->lang, &commune));
	}
	const char *first = arena_printf(a, where ? "%s, %s." : "%s.", people, where);
	struct out o = out_new(1000);
	char *capital = arena_dup(a, first);
	*capital = (char)toupper((unsigned char)*capital);
	out_text(&o, capital);
	if (t->communes && strcmp(t->kind, "epci") != 0)
		out_printf(&o, " %s.", tr_n(p, "%d commune", "%d communes", t->communes));
	out_text(&o, intercommunality(p, t));
	const char *said = arena_dup(a, out_str(&o));
	out_free(&o);
	return said;
}

static bool has_route(const char *path)
{
	const struct route *route;
	for (int i = 0; (route = route_at(i)); i++)
		if (strcmp(route->path, path) == 0)
			return true;
	return false;
}

/* The next act: to start, where that is possible; to tell; else to look. */
static void draw_acts(struct page *p, const struct territory *t)
{
	const char *where = territory_where(p->db, p->lang, t);
	html(p, "<p class='acts'>");
	if (has_route("/commencer"))
		html(p, "<a class='btn main' href='%s?territoire=%s'>%s</a>", to(p, "/commencer"),
			t->code, tr_s(p, "Where to start %s", where));
	else
		html(p, "<a class='btn main' href='#ici'>%s</a>",
			tr_s(p, "See what happens %s", where));
	page_panels(p, "territory.acts", t->code);
	html(p, "</p>");
}

static void draw_head(struct page *p, const struct territory *t, const char *said)
{
	html(p, "<div class='side wide top2'><div><p class='kind place'>%s</p><h1>%s</h1>"
		"<p class='lede'>%s</p>", territory_kind_label(p->lang, t->kind),
		territory_full_name(p->db, t), said);
	draw_acts(p, t);
	territory_draw_facts(p, t);
	html(p, "</div>");
	territory_draw_map(p, t);
	html(p, "</div>");
}

static const struct crumb *crumbs(struct request *r, const struct territory *t)
{
	struct crumb *list = arena_alloc(r->arena, 7 * sizeof *list);
	const char *const codes[] = {t->region, t->departement, t->epci, t->parent};
	int n = 0;
	list[n++] = (struct crumb){"/territoires", tr_lang(r->lang, N_("Territories"))};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		struct territory in;
		if (codes[i] && territory_get(r->db, codes[i], &in) &&
			strcmp(in.name, list[n - 1].label) != 0)
			list[n++] = (struct crumb){territory_path(r->db, &in), in.name};
	}
	return list;
}

void territory_page(struct request *r)
{
	struct territory t;
	const char *code = territory_code(r->arena, r->parts[0]);
	if (!territory_get(r->db, code, &t)) {
		answer_error(r, 404, N_("There is no territory at this address. Look it up by its "
			"name or its postcode."));
		return;
	}
	const char *path = territory_path(r->db, &t);
	if (strcmp(path + strlen("/territoires/"), r->parts[0]) != 0) {
		answer_moved(r, 301, path);
		return;
	}
	request_reads(r, "territories");
	request_reads(r, t.code);
	struct page_head head = {.title = territory_title(r->db, &t), .section = "territoires",
		.crumbs = crumbs(r, &t)};
	/* the sentence needs the page's words, the page its sentence */
	struct page words = {.request = r, .db = r->db, .arena = r->arena, .lang = r->lang};
	head.summary = lede(&words, &t);
	struct page *p = page_open(r, &head);
	draw_head(p, &t, head.summary);
	if (t.communes)
		territory_draw_group(p, &t, (int)request_number(r, "page", 1, 1000, 1));
	else
		territory_draw_place(p, &t);
	page_close(p);
}

const struct route territory_routes[] = {
	{"GET", "/territoires", ANYONE, SLOW | SHARED, 0, territory_list_page},
	{"GET", "/territoires/{place}", ANYONE, SLOW | SHARED, 0, territory_page},
	{"GET", "/api/v1/territories", ANYONE, SLOW | OPEN_DATA, 0, territory_api_list},
	{"GET", "/api/v1/territories/{code}", ANYONE, OPEN_DATA, 0, territory_api_get},
	{0}};
/* Territories are named by sheets; search finds those, not these. */
const struct kind territory_kinds[] = {{0}};
const struct form territory_forms[] = {{0}};
const struct panel territory_panels[] = {{0}};
