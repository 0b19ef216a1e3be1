/* search_page.c - /ressources and /acteurs: what is kept in common, found and filtered. */
#include "across/search_list.h"

#include <string.h>

#include "across/search_rows.h"
#include "base/date.h"
#include "base/text.h"
#include "store/fold.h"
#include "web/form.h"

enum { MARKS = 5 };	/* found words shown in a snippet */

/* Text with found words between \x02 and \x03. */
static void draw_marked(struct page *p, const char *text)
{
	for (int marks = 0; *text;) {
		size_t n = strcspn(text, "\x02\x03");
		bool marked = text[n] == 3 && marks++ < MARKS;
		html(p, marked ? "<mark>" : "");
		html_escape(&p->out, text, n);
		html(p, marked ? "</mark>" : "");
		text += n + (text[n] != '\0');
	}
}

static void draw_item(struct page *p, const struct search_item *i)
{
	const char *kind = listing_label(p->request, "type", i->type);
	html(p, "<li><p class='kind %s'>%s</p><h3><a href='%s'>%s</a></h3><p>", i->mark,
		kind ? kind : i->type, to(p, i->address), i->title);
	draw_marked(p, i->snippet);
	html(p, "</p><p class='meta'>");
	if (!text_blank(i->meta))
		html(p, "%s · ", i->meta);
	/* a precise place names its commune already */
	bool said = !i->more_places && i->meta && i->places && strstr(i->meta, i->places);
	if (!text_blank(i->places) && !said)
		html(p, "%s%s · ", i->places, i->more_places ? arena_printf(p->arena, " %s", tr_n(p,
			"and %d more place", "and %d more places", i->more_places)) : "");
	html(p, "%s</p></li>", tr_s(p, "updated on %s",
		date_long(p->arena, p->lang, date_day(p->arena, i->updated))));
}

static void draw_search(struct page *p, const struct listing *l)
{
	html(p, "<form class='seek big' action='%s' role='search' aria-label='%s'><label class='hide' for='s'>%s"
		"</label><input id='s' name='q' type='search' maxlength='200' value='%s'>",
		to(p, l->path), tr(p, "Search in these sheets"), tr(p, "Search in these sheets"), l->wish.words ? l->wish.words : "");
	for (int i = 0; i < l->own_count; i++)
		html(p, "<input type='hidden' name='%s' value='%s'>", l->chosen[i].name,
			l->chosen[i].value);
	html(p, "<button class='btn main'>%s</button></form>", tr(p, "Search"));
}

static void draw_tally(struct page *p, const struct listing *l)
{
	const char *count = l->type ?
		tr_n(p, "%d organisation", "%d organisations", l->found.total) :
		tr_n(p, "%d sheet", "%d sheets", l->found.total);
	html(p, "<p class='tally'><b>%s</b>%s%s</p>", count, l->wish.words ? " " : "",
		l->wish.words ? tr_s(p, "for “%s”", l->wish.words) : "");
	if (l->found.late)
		page_notice(p, "care", tr(p, "The search took too long and was stopped: there may be "
			"more. Add a word or a filter."));
}

static void draw_order(struct page *p, const struct listing *l)
{
	bool words = l->wish.words;
	const struct {
		const char *name, *label;
		bool on, shown;
	} orders[] = {
		{"pertinence", tr(p, "relevance"), words && l->wish.order == BEST, words},
		{"date", tr(p, "date"), l->wish.order == NEWEST || (!words && l->wish.order == BEST), true},
		{"titre", tr(p, "title"), l->wish.order == BY_TITLE, true},
	};
	html(p, "<p class='sort'>%s", tr(p, "Sort by:"));
	for (size_t i = 0; i < 3; i++) {
		if (!orders[i].shown)
			continue;
		if (orders[i].on)
			html(p, " <b>%s</b>", orders[i].label);
		else
			html(p, " <a href='%s' rel='nofollow'>%s</a>", listing_link(l,
				&(struct listing_change){.order = orders[i].name}), orders[i].label);
	}
	html(p, "</p>");
}

/* Each word found alone, when they are nowhere together. */
static void draw_words(struct page *p, const struct listing *l)
{
	if (!l->found.word_count)
		return;
	html(p, "<p>%s", tr(p, "No sheet has all these words. Each alone:"));
	for (int i = 0; i < l->found.word_count; i++) {
		const struct search_word *w = &l->found.words[i];
		html(p, " <a href='%s'>%s (%d)</a>", listing_link(l, &(struct listing_change){.words = w->word,
			.bare = true}), w->word, w->count);
	}
	html(p, "</p>");
}

static void draw_nothing(struct page *p, const struct listing *l)
{
	const struct search_answer *f = &l->found;
	const char *words = l->wish.words;
	html(p, "<div class='none'><p><b>%s</b></p>", words ? tr_s(p, "Nothing for “%s”.", words) :
		tr(p, "No sheet has all these filters."));
	if (f->nearest)
		html(p, "<p>%s <a href='%s'>%s</a>%s</p>", tr(p, "Did you mean"),
			listing_link(l, &(struct listing_change){.words = f->nearest, .bare = true}),
			f->nearest, tr(p, "?"));
	if (l->own_count && f->unfiltered)
		html(p, "<p><a href='%s'>%s</a></p>", listing_link(l, &(struct listing_change){.bare = true}),
			tr_n(p, "Without the filters there is %d", "Without the filters there are %d",
				f->unfiltered));
	draw_words(p, l);
	html(p, "<p>%s</p><p class='acts'><a class='btn' href='%s'>%s</a></p></div>",
		tr(p, "Try fewer words, or a more general one. And if you know something about it, "
			"others will be glad to find it here."), to(p, "/ressources/nouvelle"),
		tr(p, "Write a sheet"));
}

static void draw_first(struct page *p)
{
	html(p, "<div class='none'><p><b>%s</b></p><p>%s</p><p class='acts'>"
		"<a class='btn main' href='%s'>%s</a></p></div>",
		tr(p, "This commons awaits its first sheet."),
		tr(p, "A method that you know by heart, an attempt that you can tell: one page is enough."),
		to(p, "/ressources/nouvelle"), tr(p, "Write the first sheet"));
}

static int pages(const struct listing *l)
{
	int n = (l->found.total + PAGE_SIZE - 1) / PAGE_SIZE;
	return n < PAGES ? n : PAGES;
}

/* The same list for spreadsheets, for feed readers, for programs. */
static void draw_away(struct page *p, const struct listing *l)
{
	const struct {
		const char *path, *name;
	} forms[] = {{"/ressources.csv", tr(p, "spreadsheet (CSV)")},
		{"/ressources.atom", tr(p, "what is new (Atom)")}, {"/api/v1/resources", "JSON"}};
	html(p, "<p class='small muted out'>%s", tr(p, "Take this list away:"));
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		html(p, " <a href='%s' rel='nofollow'>%s</a>", to(p, listing_as(l, forms[i].path)),
			forms[i].name);
	html(p, "</p>");
}

static void draw_switch(struct page *p, const struct listing *l)
{
	const char *query = listing_query(l);
	html(p, "<p class='sort'>%s <b>%s</b> <a href='%s%s%s' rel='nofollow'>%s</a></p>",
		tr(p, "Show as:"), tr(p, "list"), to(p, "/carte"), *query ? "?" : "", query,
		tr(p, "map"));
}

static void draw_found(struct page *p, const struct listing *l)
{
	draw_order(p, l);
	if (!l->type)
		draw_switch(p, l);
	html(p, "<ol class='rows'>");
	for (int i = 0; i < l->found.item_count; i++)
		draw_item(p, &l->found.items[i]);
	html(p, "</ol>");
	if (l->open)
		html(p, "<p class='acts'><a class='btn' href='%s'>%s</a></p>",
			listing_link(l, &(struct listing_change){0}), tr_n(p, "See the %d sheet",
				"See the %d sheets", l->found.total));
	else
		page_pages(p, l->path, listing_query(l), l->page, pages(l));
	draw_away(p, l);
}

/* The list has grown shorter since the link was made: its last page. */
static void go_back(struct listing *l)
{
	if (l->found.item_count || !l->found.total)
		return;
	l->page = pages(l);
	l->wish.offset = (l->page - 1) * PAGE_SIZE;
	search_find(&l->wish, l->request->arena, &l->found);
}

static void draw(struct request *r, const char *path, const char *type, const char *title,
	const char *summary)
{
	struct listing l;
	listing_read(&l, r, path, type);
	search_find(&l.wish, r->arena, &l.found);
	go_back(&l);
	const char *words = l.wish.words;
	struct page *p = page_open(r, &(struct page_head){.title = listing_title(&l, title),
		.section = path + 1,
		.summary = words ? NULL : summary, .canonical = listing_canonical(&l),
		.unlisted = listing_unlisted(&l, NULL) || (l.own_count && !l.found.total) || l.behind,
		.feed = listing_as(&l, "/ressources.atom")});
	html(p, "<h1>%s</h1>", title);
	bool empty = !l.found.total && !words && !l.own_count && !l.behind;
	if (empty) {
		draw_first(p);
		page_close(p);
		return;
	}
	draw_search(p, &l);
	if (l.behind)
		page_notice(p, "care", tr(p, "The index of this commons is being made: there may be more. "
			"Load the page again in a moment."));
	html(p, "<div class='side left'>");
	listing_facets(p, &l);
	html(p, "<section aria-labelledby='h-res'><h2 class='hide' id='h-res'>%s</h2>",
		tr(p, "Results"));
	if (l.found.total)
		draw_tally(p, &l);
	listing_chosen(p, &l);
	if (l.found.total)
		draw_found(p, &l);
	else
		draw_nothing(p, &l);
	html(p, "</section></div>");
	page_close(p);
}

static void resources(struct request *r)
{
	draw(r, "/ressources", NULL, tr_lang(r->lang, "Resources"), tr_lang(r->lang,
		N_("Methods, tools, reports and stories kept in common, to find, reuse and improve.")));
}

static void actors(struct request *r)
{
	draw(r, "/acteurs", "organisation", tr_lang(r->lang, "Actors"), tr_lang(r->lang,
		N_("Organisations that help territories to start, and what each of them does.")));
}

const struct command search_commands[] = {{0}};
const struct fold search_folds[] = {{0}};
const struct kind search_kinds[] = {{0}};
const struct route search_routes[] = {
	{"GET", "/ressources", ANYONE, SLOW | SHARED, 0, resources},
	{"GET", "/ressources.csv", ANYONE, SLOW | OPEN_DATA | 5 * COST, 0, search_csv},
	{"GET", "/ressources.atom", ANYONE, SLOW | SHARED | OPEN_DATA, 0, search_feed},
	{"GET", "/acteurs", ANYONE, SLOW | SHARED, 0, actors},
	{"GET", "/api/v1/resources", ANYONE, SLOW | OPEN_DATA, 0, search_api_list},
	{0}};
const struct form search_forms[] = {{0}};
const struct panel search_panels[] = {{0}};
