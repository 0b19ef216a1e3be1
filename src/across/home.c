/* home.c - the first page: what to do first, what this commons holds. */
#include "across/home.h"

#include <string.h>

#include "across/search_list.h"
#include "base/date.h"
#include "base/text.h"
#include "store/command.h"
#include "store/fold.h"
#include "web/form.h"

enum { WAIT = 300, PLACES = 3 * ISLES };

static int count_of(const struct search_summary *s, const char *name, const char *value)
{
	for (int i = 0; i < s->count_count; i++)
		if (text_eq(s->counts[i].name, name) && text_eq(s->counts[i].value, value))
			return s->counts[i].count;
	return 0;
}

static void draw_hero(struct page *p, const struct search_summary *s)
{
	html(p, "<div class='sea'><div class='wrap hero'><div class='ask'><h1>%s</h1>"
		"<p class='lede'>%s</p><form action='%s'><label for='c'>%s</label>"
		"<p class='hint' id='ch'>%s</p><div class='seek'><input id='c' name='q' required "
		"maxlength='100' aria-describedby='ch' autocomplete='address-level2'>"
		"<button class='btn main'>%s</button></div></form><p class='after'>%s</p></div>",
		tr(p, "Where to start, at home?"),
		tr(p, "Tell us your commune: what was tried there and around, which communes are like it, "
			"and who can help."), to(p, "/commencer"), tr(p, "Your commune"),
		tr(p, "A name, a postcode or an INSEE code. For example: Jazeneuil, or 86600."),
		tr(p, "Begin"), tr(p, "No account needed. For a mairie, a collective, an association or "
			"anyone who wants to help."));
	home_chart(p, s);
	html(p, "</div></div>");
}

/* "64 sheets, including 17 experience reports, with 5 organisations, in 10 places." */
static void draw_count(struct page *p, const struct search_summary *s)
{
	int lived = count_of(s, "type", "experience"), actors = count_of(s, "type", "organisation");
	html(p, "<p class='count'><a href='%s'><b>%s</b></a>", to(p, "/ressources"),
		tr_n(p, "%d sheet", "%d sheets", s->sheets));
	if (lived)
		html(p, "%s <a href='%s'><b>%s</b></a>", tr(p, ", including"),
			to(p, "/ressources?type=experience"),
			tr_n(p, "%d experience report", "%d experience reports", lived));
	if (actors)
		html(p, "%s <a href='%s'>%s</a>", tr(p, ", with"), to(p, "/acteurs"),
			tr_n(p, "%d organisation", "%d organisations", actors));
	if (s->places)
		html(p, "%s <a href='%s'>%s</a>", tr(p, ", about"), to(p, "/carte"),
			tr_n(p, "%d territory", "%d territories", s->places));
	html(p, ". %s</p>", tr_s(p, "Latest contribution on %s.",
		date_long(p->arena, p->lang, date_day(p->arena, s->updated))));
}

/* The axes themselves, without what is below them. */
static void draw_axes(struct page *p, const struct search_summary *s)
{
	const char *title = listing_label(p->request, "axes", NULL);
	bool open = false;
	for (int i = 0; i < s->count_count && title; i++) {
		const struct search_count *c = &s->counts[i];
		if (!text_eq(c->name, "axes") || count_parent(s->counts, s->count_count, c))
			continue;
		if (!open)
			html(p, "<section aria-labelledby='h-axes'><div class='ruled'><h2 id='h-axes'>%s</h2>"
				"</div><ul class='index'>", title);
		open = true;
		const char *label = listing_label(p->request, c->name, c->value);
		html(p, "<li><a href='%s%s'>%s <span>%d</span></a></li>", to(p, "/ressources?axes="),
			url_escape(p->arena, c->value), label ? label : c->value, c->count);
	}
	if (open)
		html(p, "</ul></section>");
}

static void draw_part(struct page *p)
{
	const struct {
		const char *path, *title, *text;
	} parts[] = {
		{"/ressources/nouvelle/experience", tr(p, "Tell an attempt"),
			tr(p, "A success or not. What failed helps as much as the rest.")},
		{"/ressources", tr(p, "Correct a sheet"),
			tr(p, "Each version keeps its author and its date. Nothing is lost.")},
		{"/acteurs", tr(p, "Find who can help"),
			tr(p, "Organisations that go along with communes, and what each of them does.")},
	};
	html(p, "<section class='ruled part' aria-labelledby='h-part'><h2 id='h-part'>%s</h2>"
		"<ul class='three'>", tr(p, "Take part"));
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		html(p, "<li><h3><a href='%s'>%s</a></h3><p>%s</p></li>", to(p, parts[i].path),
			parts[i].title, parts[i].text);
	html(p, "</ul></section>");
}

static void draw_full(struct page *p, const struct search_summary *s)
{
	draw_hero(p, s);
	html(p, "<div class='wrap'>");
	draw_count(p, s);
	html(p, "<div class='bar2'><div>");
	page_panels(p, "home.main", NULL);
	html(p, "</div><div class='aside'>");
	draw_axes(p, s);
	page_panels(p, "home.side", NULL);
	html(p, "</div></div>");
	draw_part(p);
	html(p, "</div>");
}

/* A commons without a sheet: what to do first. */
static void draw_empty(struct page *p, const struct search_summary *s)
{
	html(p, "<div class='sea'><div class='wrap hero'><div class='ask'><h1>%s</h1>"
		"<p class='lede'>%s</p><p class='acts'><a class='btn main' href='%s'>%s</a></p></div>",
		tr(p, "This commons awaits its first sheet"),
		tr(p, "The communes of France are already there. The rest is you. Allow an hour for the "
			"first three steps."), to(p, "/ressources/nouvelle"), tr(p, "Write the first sheet"));
	home_chart(p, s);
	html(p, "</div></div><div class='wrap'><div class='bar2 first-steps'>"
		"<section aria-labelledby='h-p'><h2 id='h-p'>%s</h2><ol class='steps'>"
		"<li><h3><a href='%s'>%s</a></h3><p>%s</p></li><li><h3>%s</h3><p>%s</p></li>"
		"<li><h3><a href='%s'>%s</a></h3><p>%s</p></li></ol></section>",
		tr(p, "To begin well"), to(p, "/ressources/nouvelle"),
		tr(p, "Write a sheet that you know by heart"),
		tr(p, "A method that you use already. One page is enough."),
		tr(p, "Invite two people"),
		tr(p, "One who writes, one who reads again. They get a link, no password needed."),
		to(p, "/territoires"), tr(p, "Look at your commune"),
		tr(p, "What is known of it, and which communes are like it."));
	html(p, "<div class='aside'><section><div class='ruled'><h2>%s</h2></div><ul class='index'>"
		"<li><a href='%s'>%s</a></li><li><a href='%s'>%s</a></li><li><a href='%s'>%s</a></li></ul>"
		"</section></div></div></div>", tr(p, "Already there"), to(p, "/territoires"),
		tr(p, "Territories"), to(p, "/schemas"), tr(p, "Vocabularies"), to(p, "/types"),
		tr(p, "Types of sheets"));
}

static void home(struct request *r)
{
	struct search_summary s;
	bool behind = !listing_wait(r, WAIT);
	search_summary(r->arena, PLACES, &s);
	struct page *p = page_open(r, &(struct page_head){.title = tr_lang(r->lang, "Home"),
		.wide = true, .summary = tr_lang(r->lang, N_("Methods, tools and reports kept in common "
			"by territories in transition: find where to start, at home."))});
	if (behind && !s.sheets) {
		html(p, "<div class='wrap'>");
		page_notice(p, "care", tr(p, "The index of this commons is being made: there may be more. "
			"Load the page again in a moment."));
		html(p, "</div>");
	}
	if (s.sheets || behind)
		draw_full(p, &s);
	else
		draw_empty(p, &s);
	page_close(p);
}

const struct command home_commands[] = {{0}};
const struct fold home_folds[] = {{0}};
const struct kind home_kinds[] = {{0}};
const struct route home_routes[] = {
	{"GET", "/", ANYONE, SLOW | SHARED, 0, home},
	{0}};
const struct form home_forms[] = {{0}};
const struct panel home_panels[] = {{0}};
