/* steps_print.c - on paper: a page for the council, a letter to the town hall. */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "domain/steps/steps_own.h"

enum { REASONS = 3, JOINED = 2, LEADS = 6 };

static void draw_leads(struct page *p, const struct advice *a)
{
	int n = 0;
	for (int i = 0; i < a->count && n < LEADS; i++) {
		const struct step *s = &a->steps[i];
		if (step_is_first(a, i) || s->points <= 0 || s->rules_points < 0)
			continue;
		const char *cost = step_cost(p, s), *effort = step_effort(p, s);
		if (!n++)
			html(p, "<h2>%s</h2><ul class='index num2'>", tr(p, "Other leads"));
		html(p, "<li><a href='%s'>%s <span>%s, %s</span></a></li>",
			to(p, resource_path(p->db, &s->sheet)), s->sheet.title,
			cost ? cost : tr(p, "cost not told"), effort ? effort : tr(p, "effort not told"));
	}
	html(p, n ? "</ul>" : "");
}

/* Lines to fill in by hand. */
static void draw_decision(struct page *p)
{
	html(p, "<h2>%s</h2><div class='over' tabindex='0'><table class='hand'><thead><tr>"
		"<th scope='col'>%s</th><th scope='col'>%s</th><th scope='col'>%s</th>"
		"<th scope='col'>%s</th></tr></thead><tbody>", tr(p, "What the council decides"),
		tr(p, "Step"), tr(p, "Yes, no, later"), tr(p, "Who"), tr(p, "Before when"));
	for (int m = 0; m < MOMENTS; m++)
		html(p, "<tr><th scope='row'>%s</th><td>\xc2\xa0</td><td></td><td></td></tr>",
			moment_label(p->lang, m));
	html(p, "</tbody></table></div>");
}

static const char *today(struct page *p)
{
	return date_long(p->arena, p->lang, date_day(p->arena, date_now()));
}

static void draw_print(struct page *p)
{
	html(p, "<p class='small muted noprint'>%s</p>", tr(p, "This page is made for paper: print it "
		"with your browser (Ctrl+P, or Share, then Print on a phone)."));
}

static void draw_council(struct request *r, const struct walk *w, const struct asker *k)
{
	struct page words = {.request = r, .db = r->db, .arena = r->arena, .lang = r->lang};
	struct advice a;
	advise(k, &a);
	const char *title = result_title(&words, k, first_count(&a));
	struct page *p = way_page(r, tr_s(&words, "%s: for the council", title), 200);
	html(p, "<div class='council'>");
	draw_print(p);
	html(p, "<h1>%s</h1><p class='lede'>%s</p>", title, arena_printf(p->arena, "%s, %s. %s",
		tr(p, "For the council"), today(p), tr(p, "Ways to begin, with what they cost, who has "
			"tried them and what is not known. Nothing here marks the commune.")));
	for (int m = 0; m < MOMENTS; m++)
		if (a.first[m] >= 0)
			first_draw(p, k, &a.steps[a.first[m]], m, a.lent[m], REASONS);
	draw_leads(p, &a);
	draw_decision(p);
	if (w->shared || w->read_only) {
		struct walk shared = {.token = walk_share(p->arena, w), .read_only = true};
		html(p, "<p class='small'>%s %s</p>", tr(p, "To read it on a screen for 30 days:"),
			link_absolute(r, way_path(p->arena, &shared, "")));
	}
	html(p, "<p class='acts'><a class='btn' href='%s'>%s</a></p></div>",
		to(p, way_path(p->arena, w, w->read_only ? "" : "resultat")), tr(p, "Back to the steps"));
	page_close(p);
}

void council_serve(struct request *r)
{
	struct walk w;
	struct asker k;
	if (way_open(r, &w, &k))
		draw_council(r, &w, &k);
}

void council_shared(struct request *r)
{
	struct walk w;
	struct asker k;
	if (way_shared(r, &w, &k))
		draw_council(r, &w, &k);
}

/* The letter */

/* Choices made, as a list: what worries (subject), or who gives time (days). */
static int draw_chosen(struct page *p, const struct asker *k, bool days, const char *title)
{
	int n = 0;
	for (int i = 0; i < k->start->question_count; i++) {
		const struct start_question *q = &k->start->questions[i];
		for (int c = 0; c < q->count; c++) {
			const struct start_choice *o = &q->choices[c];
			if (o->alone || (days ? o->days < 0 : !q->subject)
				|| !asker_chose(k, q->name, o->name))
				continue;
			if (!n++)
				html(p, "<p>%s</p><ul>", title);
			html(p, "<li>%s</li>", o->label[p->lang]);
		}
	}
	html(p, n ? "</ul>" : "");
	return n;
}

static void draw_proposals(struct page *p, const struct advice *a)
{
	html(p, "<p>%s</p><ol>", first_told(a) ? tr(p, "We propose to begin with three steps, of which "
		"other communes left a written trace:") : tr(p, "We propose to begin with three steps:"));
	for (int m = 0; m < MOMENTS; m++) {
		if (a->first[m] < 0)
			continue;
		const struct step *s = &a->steps[a->first[m]];
		const char *cost = step_cost(p, s), *effort = step_effort(p, s);
		html(p, "<li>%s <b>%s</b> (%s, %s", tr_s(p, "%s:", moment_label(p->lang, m)),
			s->sheet.title,
			cost ? cost : tr(p, "cost not told"), effort ? effort : tr(p, "effort not told"));
		if (s->reports && s->there.place.code)
			html(p, ", %s", tr_s(p, "tried %s", territory_where(p->db, p->lang,
				&s->there.place)));
		html(p, ")</li>");
	}
	html(p, "</ol>");
}

static void draw_letter(struct page *p, const struct asker *k, const struct advice *a)
{
	const char *of = k->placed ? territory_of(p->db, p->lang, &k->traits.place) : NULL;
	html(p, "<div class='letter read'><p>%s</p><p><b>%s</b></p><p>%s</p>",
		arena_printf(p->arena, "%s, %s", k->placed ? k->traits.place.name : "………………", today(p)),
		of ? tr_s(p, "Subject: building a process together, for the inhabitants %s", of) :
		tr(p, "Subject: building a process together"), tr(p, "Madam or Sir, members of the council,"));
	html(p, "<p>%s</p>", tr(p, "We are inhabitants. We do not come to ask that things be done in our "
		"place: we propose to begin with you, with something small, and to tell everyone what came "
		"of it."));
	draw_chosen(p, k, false, tr(p, "What concerns us:"));
	draw_proposals(p, a);
	draw_chosen(p, k, true, tr(p, "Who could give time:"));
	html(p, "<p>%s</p><p>%s</p><p>%s</p><p class='sign'>%s</p></div>",
		tr(p, "We ask you for three things: an hour to meet within three weeks; one person of the "
			"town hall to go along with us; and, if you agree, a place to meet."),
		tr(p, "The page joined to this letter gives costs, days of work, who has tried, and what is "
			"not known."), tr(p, "With our regards."),
		tr(p, "Names and signatures: ……………………………………………………"));
}

void letter_serve(struct request *r)
{
	struct walk w;
	struct asker k;
	struct advice a;
	if (!way_open(r, &w, &k))
		return;
	advise(&k, &a);
	struct page *p = way_page(r, tr_lang(r->lang, N_("Ask your town hall")), 200);
	html(p, "<div class='council'><div class='noprint'><h1>%s</h1><p class='lede'>%s</p>"
		"<p class='acts'><a class='btn' href='%s'>%s</a></p></div>", tr(p, "Ask your town hall"),
		tr(p, "A letter and a page to join to it. Print both, or copy the text and make it yours: "
			"two sentences from you are worth more than all of ours."),
		to(p, way_path(p->arena, &w, "resultat")), tr(p, "Back to the steps"));
	draw_print(p);
	draw_letter(p, &k, &a);
	html(p, "<div class='join'><h2>%s</h2>", tr(p, "Joined: three steps, and those who tried them"));
	for (int m = 0; m < MOMENTS; m++)
		if (a.first[m] >= 0)
			first_draw(p, &k, &a.steps[a.first[m]], m, a.lent[m], JOINED);
	html(p, "</div></div>");
	page_close(p);
}
