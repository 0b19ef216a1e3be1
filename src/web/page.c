/* page.c - the frame: head, header with menu and search, breadcrumb, footer. */
#include "web/page.h"

#include <string.h>

#include "base/logfmt.h"
#include "base/date.h"
#include "base/text.h"
#include "web/asset.h"
#include "web/http_own.h"

enum { PAGE_MAX = 8 << 20 };

/* Menu entries are shown when their page exists. */
static const struct {
	const char *path, *section, *label;
} menu[] = {
	{"/commencer", "commencer", N_("Where to start")},
	{"/ressources", "ressources", N_("Resources")},
	{"/territoires", "territoires", N_("Territories")},
	{"/demarches", "demarches", N_("Processes")},
	{"/acteurs", "acteurs", N_("Actors")},
};

static const char mark[] =
	"<svg viewBox='0 0 34 34' aria-hidden='true' focusable='false'>"
	"<rect width='34' height='34' class='f-accent'/>"
	"<g class='f-none k-paper' stroke-width='1.3'><path d='M2.5 21.5C2 12 8.500 4.500 16.500 "
	"5.500c5 .6 6.500 3.500 10.500 6 4.500 3 5.500 8.500 3 13-2.600 4.600-8.500 6.500-14.500 "
	"5.600-6.500-1-12.600-2.600-13-8.600Z' opacity='.55'/></g><g class='f-paper'>"
	"<path d='M7 20.500c-.4-5 3.200-9.700 7.800-9.300 3.400.3 3.700 3.300 2.300 5.800-1.200 "
	"2.200-.3 4.200-2.300 6.100-2.500 2.400-7.500 1.400-7.800-2.600Z'/>"
	"<path d='M19.500 24.500c-.3-2.500 1.700-4.600 4-4.300 2.400.3 3.500 2.500 2.600 "
	"4.500-1.200 2.700-6.200 3-6.600-.2Z'/>"
	"<path d='M20.500 14.700c.2-1.700 2.300-2.400 3.500-1.300 1.200 1.200.4 3.200-1.300 "
	"3.200-1.300 0-2.300-.8-2.200-1.900Z'/></g></svg>";

const char *to(const struct page *p, const char *path)
{
	return link_to(p->request, path);
}

static bool page_exists(const char *path)
{
	for (int i = 0; route_at(i); i++)
		if (text_eq(route_at(i)->path, path) && text_eq(route_at(i)->method, "GET"))
			return true;
	return false;
}

/* The address of this page in a language, its other parameters kept. */
static const char *in_language(const struct page *p, const char *path, enum lang lang)
{
	struct request *r = p->request;
	struct out o = out_new(16384);
	out_printf(&o, "%s?lang=%s", path, lang_code(lang));
	for (int i = 0; i < r->query.count; i++)
		if (!text_eq(r->query.names[i], "lang"))
			out_printf(&o, "&%s=%s", url_escape(p->arena, r->query.names[i]),
				url_escape(p->arena, r->query.values[i]));
	const char *address = arena_dup(p->arena, out_str(&o));
	out_free(&o);
	return address;
}

/* The path as sent, still escaped, without the query. */
static const char *own_path(const struct page *p)
{
	const char *target = p->request->target;
	return arena_copy(p->arena, target, strcspn(target, "?"));
}

/* Where else this is: its one address, what is new, other languages. */
static void draw_elsewhere(struct page *p, const struct page_head *h)
{
	const char *own = h->canonical ? h->canonical : own_path(p);
	if (h->unlisted)
		html(p, "<meta name='robots' content='noindex, nofollow'>");
	if (h->canonical)
		html(p, "<link rel='canonical' href='%s'>", link_absolute(p->request, own));
	if (h->feed)
		html(p, "<link rel='alternate' type='application/atom+xml' title='%s' href='%s'>",
			h->title, to(p, h->feed));
	for (int i = 0; i < LANG_COUNT; i++)
		html(p, "<link rel='alternate' hreflang='%s' href='%s'>", lang_code((enum lang)i),
			link_absolute(p->request, h->canonical ? arena_printf(p->arena, "%s%clang=%s", own,
				strchr(own, '?') ? '&' : '?', lang_code((enum lang)i)) :
				in_language(p, own, (enum lang)i)));
}

static void draw_head(struct page *p)
{
	const struct page_head *h = p->head;
	bool refused = h->status == 422 || http_of(p->request)->form_status;
	html(p, "<!doctype html>\n<html lang='%s'><head><meta charset='utf-8'>"
		"<meta name='viewport' content='width=device-width, initial-scale=1'>"
		"<meta name='color-scheme' content='light dark'><title>%s%s - %s</title>",
		lang_code(p->lang), refused ? arena_printf(p->arena, "%s ", tr(p, "Error:")) : "",
		h->title, p->request->site->name);
	if (h->summary)
		html(p, "<meta name='description' content='%s'>", h->summary);
	html(p, "<link rel='icon' href='%s' type='image/svg+xml'>"
		"<link rel='preload' href='%s' as='font' type='font/woff2' crossorigin>"
		"<link rel='stylesheet' href='%s'>", to(p, asset_path("mark.svg")),
		to(p, asset_path("fonts/hyperlegible-next.woff2")), to(p, asset_path("style.css")));
	if (!h->status || h->status == 200)
		draw_elsewhere(p, h);
	html(p, "</head>\n<body>\n");
}

static void entry(struct page *p, const char *path, const char *section, const char *label)
{
	bool here = text_eq(p->head->section, section);
	html(p, "<li><a href='%s'", to(p, path));
	if (here)
		html(p, " aria-current='page'");
	html(p, ">%s</a></li>", label);
}

static void draw_top(struct page *p)
{
	html(p, "<a class='skip' href='#contenu'>%s</a>\n<header class='top'><div class='wrap'>"
		"<a class='name' href='%s'>", tr(p, "Skip to content"), to(p, "/"));
	html_trusted(&p->out, mark);
	html(p, "<span>%s</span></a>\n<details class='menu'><summary>%s</summary>"
		"<nav aria-label='%s'><ul>", p->request->site->name, tr(p, "Menu"), tr(p, "Main"));
	for (size_t i = 0; i < sizeof menu / sizeof *menu; i++)
		if (page_exists(menu[i].path))
			entry(p, menu[i].path, menu[i].section, tr(p, menu[i].label));
	if (*p->request->who.account)
		entry(p, "/compte", "compte", tr(p, "My account"));
	else
		entry(p, "/connexion", "connexion", tr(p, "Sign in"));
	html(p, "</ul></nav>");
	if (page_exists("/ressources"))
		html(p, "<form action='%s' role='search'><label class='hide' for='q'>%s</label>"
			"<input id='q' name='q' type='search' placeholder='%s'>"
			"<button class='btn main'>%s</button></form>", to(p, "/ressources"),
			tr(p, "Search in the commons"), tr(p, "Search"), tr(p, "Search"));
	html(p, "</details></div><div class='neat'></div></header>\n");
}

static void draw_crumbs(struct page *p)
{
	const struct crumb *c = p->head->crumbs;
	html(p, "<nav class='crumbs' aria-label='%s'><ol><li><a href='%s'>%s</a></li>",
		tr(p, "Breadcrumb"), to(p, "/"), tr(p, "Home"));
	for (; c && c->path; c++)
		html(p, "<li><a href='%s'>%s</a></li>", to(p, c->path), c->label);
	html(p, "</ol></nav>");
}

struct page *page_open(struct request *r, const struct page_head *head)
{
	struct page *p = arena_alloc(r->arena, sizeof *p);
	struct page_head *own = arena_alloc(r->arena, sizeof *own);
	*own = *head;
	*p = (struct page){.out = out_new(PAGE_MAX), .request = r, .head = own, .db = r->db,
		.arena = r->arena, .lang = r->lang};
	draw_head(p);
	draw_top(p);
	if (head->wide) {
		html(p, "<main id='contenu'>");
		return p;
	}
	html(p, "<div class='wrap'>");
	if (!text_eq(r->path, "/"))
		draw_crumbs(p);
	html(p, "<main id='contenu'>");
	return p;
}

static void draw_foot(struct page *p)
{
	static const char *const links[][2] = {{"/aide", N_("Help")},
		{"/plan-du-site", N_("Site map")},
		{"/accessibilite", N_("Accessibility: not compliant")},
		{"/mentions-legales", N_("Legal notice")}, {"/donnees-personnelles", N_("Personal data")},
		{"/ecoconception", N_("Ecodesign")}, {"/code-source", N_("Source code")}};
	enum lang other = p->lang == FR ? EN : FR;
	html(p, "<footer><div class='neat'></div><div class='foot'><div class='wrap'><p>%s %s "
		"<a href='https://creativecommons.org/licenses/by-sa/4.0/deed.%s' rel='license external'>"
		"CC BY-SA 4.0</a>%s <a href='https://opendatacommons.org/licenses/odbl/' rel='external'>"
		"ODbL</a>. %s</p><ul>", tr_s(p, "%s is a digital commons kept by its members.",
			p->request->site->name), tr(p, "Texts under"), lang_code(p->lang),
		tr(p, ", data under"), tr(p, "This page leaves no tracker and calls no other site."));
	for (size_t i = 0; i < sizeof links / sizeof *links; i++)
		html(p, "<li><a href='%s'>%s</a></li>", to(p, links[i][0]), tr(p, links[i][1]));
	html(p, "<li><a href='%s' lang='%s' hreflang='%s'>%s</a></li></ul></div></div></footer>\n"
		"</body></html>\n", to(p, in_language(p, own_path(p), other)), lang_code(other),
		lang_code(other), other == EN ? "English" : "Français");
}

void page_close(struct page *p)
{
	struct http *h = http_of(p->request);
	html(p, p->head->wide ? "</main>\n" : "</main></div>\n");
	draw_foot(p);
	if (p->out.full) {
		logfmt(LEVEL_ERROR, p->request->id, "page.too_long", "route",
			p->request->route ? p->request->route->path : NULL);
		out_free(&p->out);
		answer_error(p->request, 500, N_("This page is too long to be shown."));
		return;
	}
	int status = p->head->status ? p->head->status : h->form_status ? h->form_status : 200;
	answer_header(p->request, "Content-Language", lang_code(p->lang));
	answer(p->request, status, "text/html; charset=utf-8", out_str(&p->out), p->out.len);
	out_free(&p->out);
}

void page_notice(struct page *p, const char *kind, const char *sentence)
{
	html(p, "<div class='notice %s'><p>%s</p></div>", kind, sentence);
}

static void page_link(struct page *p, const char *path, const char *query, int page,
	const char *label)
{
	html(p, "<a href='%s?%s%spage=%d'>%s</a>", to(p, path), query ? query : "",
		query && *query ? "&" : "", page, label);
}

void page_pages(struct page *p, const char *path, const char *query, int page, int pages)
{
	if (pages < 2)
		return;
	html(p, "<nav class='pages' aria-label='%s'>", tr(p, "Pages"));
	if (page > 1)
		page_link(p, path, query, page - 1, tr(p, "Previous page"));
	for (int i = 1; i <= pages; i++) {
		bool near = i >= page - 2 && i <= page + 2;
		if (i == page)
			html(p, "<b aria-current='page'>%d</b>", i);
		else if (near || i == 1 || i == pages)
			page_link(p, path, query, i, arena_printf(p->arena, "%d", i));
		else if (i == page - 3 || i == page + 3)
			html(p, "<span>…</span>");
	}
	if (page < pages)
		page_link(p, path, query, page + 1, tr(p, "Next page"));
	html(p, "</nav>");
}

void page_date(struct page *p, int64_t ms)
{
	const char *day = date_day(p->arena, ms);
	html(p, "<time datetime='%s'>%s</time>", day, date_long(p->arena, p->lang, day));
}

void page_panels(struct page *p, const char *place, const char *subject)
{
	for (int i = 0; panel_at(i); i++)
		if (text_eq(panel_at(i)->place, place)
			&& p->request->who.role >= panel_at(i)->role)
			panel_at(i)->draw(p, subject);
}
