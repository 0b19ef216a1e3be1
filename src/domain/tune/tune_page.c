/* tune_page.c - all questions and rules, their versions. */
#include <string.h>

#include "base/text.h"
#include "domain/account/account.h"
#include "domain/tune/tune_own.h"
#include "store/fold.h"
#include "store/kind.h"

enum { RULES_SHOWN = 50 };

bool tune_may(struct request *r)
{
	if (r->who.role >= STEWARD)
		return true;
	answer_error(r, *r->who.account ? 403 : 401, NULL);
	return false;
}

struct page *tune_page(struct request *r, const char *title, int status)
{
	struct page_head *head = arena_alloc(r->arena, sizeof *head);
	struct crumb *crumbs = arena_alloc(r->arena, 3 * sizeof *crumbs);
	crumbs[0] = (struct crumb){"/commencer", tr_lang(r->lang, "Where to start")};
	if (!text_eq(r->path, "/commencer/reglages"))
		crumbs[1] = (struct crumb){"/commencer/reglages", tr_lang(r->lang, "Settings")};
	*head = (struct page_head){.title = title, .section = "commencer", .status = status,
		.crumbs = crumbs, .unlisted = true};
	return page_open(r, head);
}

static void draw_links(struct page *p)
{
	const char *const links[][2] = {
		{"/commencer/banc", tr(p, "Test bench: sample communes")},
		{"/commencer/reglages/calendrier", tr(p, "Electoral calendar")},
		{"/commencer/chiffres", tr(p, "What is asked, and what lacks a sheet")},
		{"/commencer/besoins", tr(p, "Needs that wait to be read")},
		{"/api/v1/start", tr(p, "All of it as JSON")}};
	html(p, "<ul class='index'>");
	for (size_t i = 0; i < sizeof links / sizeof *links; i++)
		html(p, "<li><a href='%s'>%s</a></li>", to(p, links[i][0]), links[i][1]);
	html(p, "</ul>");
}

static void draw_questions(struct page *p, const struct start *s)
{
	html(p, "<section class='ruled gap'><h2>%s</h2><ol class='index'>", tr(p, "Questions"));
	for (int i = 0; i < s->question_count; i++) {
		const struct start_question *q = &s->questions[i];
		html(p, "<li><a href='%s'>%s <span>%s, %s</span></a></li>", to(p, arena_printf(p->arena,
			"/commencer/reglages/questions/%s", q->name)), q->label[p->lang], q->name,
			tr_n(p, "%d choice", "%d choices", q->count));
	}
	html(p, "</ol>");
	if (s->question_count < QUESTIONS_MAX)
		html(p, "<p class='acts'><a class='btn' href='%s'>%s</a></p>",
			to(p, "/commencer/reglages/questions/nouvelle"), tr(p, "Add a question"));
	else
		html(p, "<p class='small muted'>%s</p>",
			tr(p, "Ten questions at most: take one away to add another."));
	html(p, "</section>");
}

static void draw_rule_row(struct page *p, const struct start_rule *r)
{
	html(p, "<li><a href='%s'>%s <span>%s</span></a></li>", to(p, arena_printf(p->arena,
		"/commencer/reglages/regles/%s", r->name)), r->because[p->lang], r->name);
}

/* The rules of one moment (-1: at the pace of the sheet), a page of them. */
static void draw_moment(struct page *p, const struct start *s, int m, const char *name)
{
	int page = (int)request_number(p->request, "page", 1, 100, 1), n = 0;
	html(p, "<h3>%s</h3><ul class='index'>", m < 0 ? tr(p, "At the pace of the sheet") :
		moment_label(p->lang, m));
	for (int i = 0; i < s->rule_count; i++)
		if (s->rules[i].moment == m && n++ / RULES_SHOWN == page - 1)
			draw_rule_row(p, &s->rules[i]);
	html(p, "</ul>");
	page_pages(p, "/commencer/reglages", arena_printf(p->arena, "moment=%s", name), page,
		(n + RULES_SHOWN - 1) / RULES_SHOWN);
}

static void draw_rules(struct page *p, const struct start *s)
{
	const char *chosen = request_query(p->request, "moment");
	html(p, "<section class='ruled gap' id='regles'><h2>%s</h2><p class='acts'>"
		"<a class='btn' href='%s'>%s</a></p><ul class='index'>", tr(p, "Rules"),
		to(p, "/commencer/reglages/regles/nouvelle"), tr(p, "Add a rule"));
	for (int m = -1; m < MOMENTS; m++) {
		int n = 0;
		for (int i = 0; i < s->rule_count; i++)
			n += s->rules[i].moment == m;
		html(p, "<li><a href='%s?moment=%s#regles'>%s <span>%s</span></a></li>",
			to(p, "/commencer/reglages"), m < 0 ? "fiche" : moment_name(m), m < 0 ?
			tr(p, "At the pace of the sheet") : moment_label(p->lang, m),
			tr_n(p, "%d rule", "%d rules", n));
	}
	html(p, "</ul>");
	for (int m = -1; chosen && m < MOMENTS; m++)
		if (text_eq(chosen, m < 0 ? "fiche" : moment_name(m)))
			draw_moment(p, s, m, chosen);
	html(p, "</section>");
}

static void draw_versions(struct page *p, const struct start *s)
{
	struct start_version found[TUNE_VERSIONS];
	int n = start_versions(p->db, TUNE_VERSIONS, found);
	html(p, "<section class='ruled gap'><h2>%s</h2>", tr(p, "Versions"));
	if (!n)
		html(p, "<p>%s</p>", tr(p, "Questions and rules are as the program brings them: nobody "
			"here has changed them."));
	html(p, n ? "<ul class='index'>" : "");
	for (int i = 0; i < n; i++) {
		html(p, "<li><a href='%s'>%s <span>%s, ", to(p, arena_printf(p->arena,
			"/api/v1/start?version=%lld", (long long)found[i].position)),
			*found[i].note ? found[i].note : tr(p, "All of it"),
			account_name(p->db, p->lang, found[i].actor));
		page_date(p, found[i].time);
		html(p, "</span></a>");
		if (found[i].position != s->position) {
			form_open(p, "start.restore");
			form_hidden(p, "version", arena_printf(p->arena, "%lld",
				(long long)found[i].position));
			html(p, "<button class='btn'>%s</button></form>", tr(p, "Go back to this one"));
		}
		html(p, "</li>");
	}
	html(p, n ? "</ul></section>" : "</section>");
}

static void draw_all(struct request *r, const struct call *c)
{
	if (!tune_may(r))
		return;
	const struct start *s = start_get(r->db);
	const char *title = tr_lang(r->lang, N_("Settings of Where to start"));
	struct page *p = tune_page(r, title, c && c->fault_count ? 422 : 200);
	form_errors(p, c);
	html(p, "<h1>%s</h1><p class='lede'>%s</p>", title, tr(p, "Questions give answers, rules give "
		"points to sheets. Each change can be tried on the communes of the bench before it is "
		"published, and keeps its author and its date."));
	draw_links(p);
	draw_questions(p, s);
	draw_rules(p, s);
	draw_versions(p, s);
	page_close(p);
}

static void all(struct request *r)
{
	draw_all(r, NULL);
}

static const char *tune_after_sample(struct request *r, const struct call *c)
{
	(void)r, (void)c;
	return "/commencer/banc";
}

static const char *to_all(struct request *r, const struct call *c)
{
	(void)r, (void)c;
	return "/commencer/reglages";
}

static void on_account(struct page *p, const char *account)
{
	(void)account;
	html(p, "<section><div class='ruled'><h2>%s</h2></div><ul class='index'><li><a href='%s'>%s"
		"</a></li><li><a href='%s'>%s</a></li></ul></section>", tr(p, "Where to start"),
		to(p, "/commencer/reglages"), tr(p, "Settings of Where to start"),
		to(p, "/commencer/besoins"), tr(p, "Needs that wait to be read"));
}

const struct route tune_routes[] = {
	{"GET", "/commencer/reglages", STEWARD, 0, 0, all},
	{"GET", "/commencer/reglages/questions/{name}", STEWARD, 0, 0, question_page},
	{"GET", "/commencer/reglages/regles/{name}", STEWARD, 0, 0, rule_page},
	{"GET", "/commencer/reglages/communes/{name}", STEWARD, 0, 0, sample_change_page},
	{"GET", "/commencer/reglages/calendrier", STEWARD, 0, 0, calendar_page},
	{"GET", "/commencer/banc", STEWARD, SLOW, 0, bench_page},
	{"GET", "/commencer/banc/{name}", STEWARD, SLOW, 0, sample_page},
	{"GET", "/commencer/chiffres", STEWARD, PERSONAL | SLOW, 0, counts_page},
	{"GET", "/commencer/besoins", STEWARD, PERSONAL, 0, needs_page},
	{"POST", "/commencer/besoins", STEWARD, 0, TUNE_FORM, needs_answer},
	{0}};
const struct form tune_forms[] = {
	{"start.question", question_form, tune_after, NULL},
	{"start.rule", rule_form, tune_after, NULL},
	{"start.sample", sample_form, tune_after_sample, NULL},
	{"start.calendar", calendar_form, tune_after, NULL},
	{"start.restore", draw_all, to_all, NULL},
	{0}};
const struct panel tune_panels[] = {
	{"account.main", STEWARD, on_account},
	{0}};
const struct kind tune_kinds[] = {{0}};
const struct command tune_commands[] = {{0}};
const struct fold tune_folds[] = {{0}};
