/* steps_result.c - three first steps and ten more, each with why. */
#include <string.h>

#include "base/text.h"
#include "domain/steps/steps_own.h"

static void draw_fact(struct page *p, const char *label, const char *value, const char *small)
{
	html(p, "<div><dt>%s</dt><dd>%s", label, value ? value : tr(p, "not told"));
	if (small)
		html(p, " <small>%s</small>", small);
	html(p, "</dd></div>");
}

/* "whole report: 600 €, told by 1 of 4": a report may have used other sheets too. */
static const char *real(struct page *p, const struct spread *s, int reports, const char *unit)
{
	if (!s->known)
		return NULL;
	const char *amount = number_text(p->arena, p->lang, s->median,
		s->median < 10 && s->median != (int)s->median ? 1 : 0);
	return arena_printf(p->arena, "%s %s\xc2\xa0%s%s", s->known > 1 ?
		tr(p, "median of whole reports:") : tr(p, "one whole report:"), amount, unit,
		s->known == reports ? "" : arena_printf(p->arena, ", %s", tr_n(p,
		"%d does not tell", "%d do not tell", reports - s->known)));
}

static void draw_contact(struct page *p, const struct asker *k, const struct contact *c)
{
	html(p, "<div><dt>%s</dt><dd>", tr(p, "Whom to call"));
	if (c)
		html(p, "<a href='%s'>%s</a> <small>%s</small>", to(p, resource_path(p->db, &c->actor)),
			c->actor.title, contact_why(p, k, c));
	else
		html(p, "%s", tr(p, "not told"));
	html(p, "</dd></div>");
}

static void draw_alike(struct page *p, const struct step *s)
{
	html(p, "<div><dt>%s</dt><dd>", tr(p, "Lived in"));
	if (!s->reports)
		html(p, "%s", tr(p, "not told"));
	else {
		const char *name = s->there.place.code ? s->there.place.name : s->proof_of.title;
		int64_t people = s->proof_of.population >= 0 ? s->proof_of.population :
			s->there.place.code ? s->there.place.population : -1;
		html(p, "<a href='%s'>%s</a>", to(p, sheet_path(p->db, s->proof_of.slug)), name);
		html(p, " <small>%s</small>", s->here ? tr(p, "already lived here") : people >= 0 ?
			tr_n(p, "%d inhabitant", "%d inhabitants", people) : tr(p, "experience report"));
	}
	html(p, "</dd></div>");
}

static void draw_list(struct page *p, const char *title, const char *const *list, int count)
{
	if (!count)
		return;
	html(p, "<div><h3>%s</h3><ul>", title);
	for (int i = 0; i < count; i++)
		html(p, "<li>%s</li>", list[i]);
	html(p, "</ul></div>");
}

void first_draw(struct page *p, const struct asker *k, const struct step *s, int moment,
	bool lent, int most)
{
	struct why why;
	struct contact contact;
	const struct contact *call = advise_contact(k, s, &contact) ? &contact : NULL;
	step_why(p, k, s, lent, call, &why);
	html(p, "<section class='first'><p class='when'>%s</p><h2><a href='%s'>%s</a></h2>"
		"<p class='read'>%s</p><dl class='facts four'>", moment_label(p->lang, moment),
		to(p, resource_path(p->db, &s->sheet)), s->sheet.title, s->sheet.summary);
	draw_fact(p, tr(p, "Cost"), step_cost(p, s), real(p, &s->told_cost, s->reports, "€"));
	draw_fact(p, tr(p, "Effort"), step_effort(p, s), real(p, &s->told_effort, s->reports,
		tr(p, "person-days")));
	draw_contact(p, k, call);
	draw_alike(p, s);
	html(p, "</dl><div class='because'>");
	draw_list(p, tr(p, "Why this one"), why.known,
		why.known_count < most ? why.known_count : most);
	draw_list(p, tr(p, "What is not known"), why.unknown,
		why.unknown_count < most ? why.unknown_count : most);
	html(p, "</div></section>");
}

/* "50 €, 2 person-days" */
static void draw_more_row(struct page *p, const struct step *s)
{
	const char *cost = step_cost(p, s), *effort = step_effort(p, s);
	html(p, "<li><a href='%s'>%s <span>", to(p, resource_path(p->db, &s->sheet)),
		s->sheet.title);
	html(p, "%s%s%s", cost ? cost : tr(p, "cost not told"), ", ",
		effort ? effort : tr(p, "effort not told"));
	if (s->reports)
		html(p, ", %s", s->reports == REPORTS ? tr_n(p, "%d report or more",
			"%d reports or more", s->reports) : tr_n(p, "%d report", "%d reports", s->reports));
	html(p, "</span></a></li>");
}

static const char *const filters[][2] = {{"", N_("all")}, {"100", N_("under 100 €")},
	{"seul", N_("without a technician")}, {"vecu", N_("with an experience report")}};

static void draw_filters(struct page *p, const char *path, const char *filter)
{
	html(p, "<p class='on2 small noprint'>%s", tr(p, "Show:"));
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		html(p, " <a href='%s%s%s#autres'", to(p, path), *filters[i][0] ? "?montrer=" : "",
			filters[i][0]);
		html(p, text_eq(filter, filters[i][0]) ? " aria-current='true'>%s</a>" : ">%s</a>",
			tr(p, filters[i][1]));
	}
	html(p, "</p>");
}

bool step_is_first(const struct advice *a, int i)
{
	for (int m = 0; m < MOMENTS; m++)
		if (a->first[m] == i)
			return true;
	return false;
}

static void draw_more(struct page *p, const struct advice *a, const char *path,
	const char *filter)
{
	int n = 0;
	html(p, "<section class='ruled gap' id='autres' aria-labelledby='h-dix'>"
		"<h2 id='h-dix'>%s</h2>", tr(p, "Other leads"));
	draw_filters(p, path, filter);
	for (int i = 0; i < a->count && n < MORE_STEPS; i++)
		if (!step_is_first(a, i) && a->steps[i].points > 0 && a->steps[i].rules_points >= 0
			&& step_kept(&a->steps[i], filter)) {
			html(p, n++ ? "" : "<ol class='index num2'>");
			draw_more_row(p, &a->steps[i]);
		}
	html(p, n ? "</ol>" : "");
	if (!n)
		html(p, "<div class='none'><p>%s</p></div>", tr(p, "No other sheet fits. Show them all, or "
			"change an answer."));
	html(p, "</section>");
}

const char *result_title(struct page *p, const struct asker *k, int steps)
{
	const char *place = way_place(k);
	if (!steps)
		return place ? tr_s(p, "No first step yet for %s", place) : tr(p, "No first step yet");
	if (steps < MOMENTS)
		return place ? tr_s(p, "First steps for %s", place) : tr(p, "First steps");
	return place ? tr_s(p, "Three first steps for %s", place) : tr(p, "Three first steps");
}

bool first_told(const struct advice *a)
{
	for (int m = 0; m < MOMENTS; m++)
		if (a->first[m] >= 0 && a->steps[a->first[m]].reports)
			return true;
	return false;
}

static const char *lede_of(struct page *p, const struct asker *k, const struct advice *a)
{
	int n = asker_answers(k);
	if (!n && !k->placed)
		return tr(p, "You said nothing of your commune: these ask for no money, no agreement and no "
			"technician. Answer two or three questions for steps of your own.");
	if (!n)
		return tr(p, "You answered no question: these ask for little. Answer two or three for steps "
			"of your own. Nothing here marks you.");
	if (!first_told(a))
		return arena_printf(p->arena, "%s %s", tr_n(p, "From your %d answer. No commune has told of "
			"these steps yet.", "From your %d answers. No commune has told of these steps yet.", n),
			tr(p, "Nothing here marks you."));
	return arena_printf(p->arena, "%s %s", tr_n(p, "From your %d answer and what comparable communes "
		"tried.", "From your %d answers and what comparable communes tried.", n),
		tr(p, "Nothing here marks you."));
}

/* What was answered, each with the way to change it. */
static void draw_answers(struct page *p, const struct walk *w, const struct asker *k)
{
	html(p, "<details class='more noprint' id='reponses'><summary>%s</summary><ul class='index'>",
		tr(p, "My answers"));
	for (int i = 0; i < k->start->question_count; i++) {
		const struct start_question *q = &k->start->questions[i];
		int n = 0;
		if (!asker_asked(k, q))
			continue;
		html(p, "<li><a href='%s'>%s <span>", to(p, way_path(p->arena, w,
			arena_printf(p->arena, "question/%s", q->name))), q->label[p->lang]);
		for (int c = 0; c < q->count; c++)
			if (asker_chose(k, q->name, q->choices[c].name))
				html(p, "%s%s", n++ ? ", " : "", q->choices[c].label[p->lang]);
		html(p, "%s</span></a></li>", n ? "" : tr(p, "passed"));
	}
	html(p, "</ul>");
	way_form(p, way_path(p->arena, w, "effacer"));
	html(p, "<p class='acts'><button class='btn grave'>%s</button></p></form></details>",
		tr(p, "Erase my answers"));
}

static void draw_shared(struct page *p, const struct walk *w)
{
	struct walk shared = {.token = walk_share(p->arena, w), .read_only = true};
	html(p, "<div class='notice noprint' id='partage'><h2>%s</h2><p>%s</p>"
		"<p><a href='%s'>%s</a></p></div>", tr(p, "A link to share"),
		tr(p, "Whoever has it sees these steps and cannot change your answers. It follows your "
			"answers, and lasts 30 days after the last one."),
		to(p, way_path(p->arena, &shared, "")),
		link_absolute(p->request, way_path(p->arena, &shared, "")));
}

/* One filled button, the next act of who asks: a process for a member, a letter for
 * citizens, paper for the others.  Who decides needs no letter to the town hall. */
static void draw_acts(struct page *p, const struct walk *w, const struct asker *k)
{
	bool citizens = asker_signal(k, "citoyens");
	const struct {
		const char *page, *label;
		bool shown, first;
	} acts[] = {
		{"demarche", tr(p, "Start a process"), true, p->request->who.role >= MEMBER},
		{"mairie", tr(p, "Ask your town hall"), citizens || !asker_signal(k, "decision"),
			citizens},
		{"conseil", tr(p, "Print for the council"), true, true}};
	int main = 0;
	while (!acts[main].first)
		main++;
	html(p, "<div class='acts'>");
	for (int n = -1; n < 3; n++) {
		int i = n < 0 ? main : n;
		if (acts[i].shown && (n < 0 || i != main))
			html(p, "<a class='btn%s' href='%s'>%s</a>", n < 0 ? " main" : "",
				to(p, way_path(p->arena, w, acts[i].page)), acts[i].label);
	}
	if (!w->shared) {
		way_form(p, way_path(p->arena, w, "partager"));
		html(p, "<button class='btn'>%s</button></form>", tr(p, "Share"));
	} else
		html(p, "<a class='btn' href='#partage'>%s</a>", tr(p, "Share"));
	html(p, "</div>");
}

int first_count(const struct advice *a)
{
	int n = 0;
	for (int m = 0; m < MOMENTS; m++)
		n += a->first[m] >= 0;
	return n;
}

static void draw_foot(struct page *p, const struct walk *w, const struct asker *k)
{
	html(p, "<div class='notice noprint'><h2>%s</h2><p><a href='%s'>%s</a> %s</p></div>",
		tr(p, "Nothing fits?"), to(p, way_path(p->arena, w, "besoin")),
		tr(p, "Ask the commons."), tr(p, "Your question becomes a need that is published without "
			"your name; someone nearby may have the answer."));
	draw_answers(p, w, k);
	html(p, "<p class='small muted noprint'>%s <a href='%s'>%s</a></p>",
		tr(p, "To come back for 30 days, keep your private link. Whoever has it can change your "
			"answers: to show them, share instead."), to(p, way_path(p->arena, w, "")),
		tr(p, "My private link"));
}

static void draw_result(struct request *r, const struct walk *w, const struct asker *k)
{
	const char *filter = request_query(r, "montrer");
	struct page words = {.request = r, .db = r->db, .arena = r->arena, .lang = r->lang};
	struct advice a;
	advise(k, &a);
	const char *title = result_title(&words, k, first_count(&a));
	struct page *p = way_page(r, title, 200);
	html(p, "<h1>%s</h1><p class='lede'>%s</p>", title, lede_of(p, k, &a));
	if (w->read_only)
		html(p, "<p class='acts'><a class='btn main' href='%s'>%s</a><a class='btn' href='%s'>%s"
			"</a></p>", to(p, "/commencer"), tr(p, "Find your own first steps"),
			to(p, way_path(p->arena, w, "conseil")), tr(p, "Print for the council"));
	else {
		draw_acts(p, w, k);
		if (w->shared)
			draw_shared(p, w);
	}
	for (int m = 0; m < MOMENTS; m++)
		if (a.first[m] >= 0)
			first_draw(p, k, &a.steps[a.first[m]], m, a.lent[m], WHY_MAX);
	if (!first_count(&a))
		html(p, "<div class='none'><p>%s</p></div>", tr(p, "This commons has no sheet that fits yet. "
			"Ask for one: that is how it grows."));
	draw_more(p, &a, way_path(p->arena, w, w->read_only ? "" : "resultat"), filter ? filter : "");
	if (!w->read_only)
		draw_foot(p, w, k);
	page_close(p);
}

void result_serve(struct request *r)
{
	struct walk w;
	struct asker k;
	if (way_open(r, &w, &k))
		draw_result(r, &w, &k);
}

void result_shared(struct request *r)
{
	struct walk w;
	struct asker k;
	if (way_shared(r, &w, &k))
		draw_result(r, &w, &k);
}

void share_answer(struct request *r)
{
	struct walk w;
	struct asker k;
	if (!way_open(r, &w, &k))
		return;
	w.shared = true;
	count_unmet(r, &w, &k);
	if (walk_put(r->store, r->arena, &w))
		answer_see(r, way_path(r->arena, &w, "resultat#partage"));
	else
		answer_error(r, 503, NULL);
}

void forget_answer(struct request *r)
{
	struct walk w;
	struct asker k;
	if (!way_open(r, &w, &k))
		return;
	walk_drop(r->store, r->arena, &w);
	answer_see(r, "/commencer");
}
