/* tune_sample.c - a commune of the bench, the calendar: as forms, like questions and rules. */
#include <string.h>

#include "base/text.h"
#include "domain/tune/tune_own.h"

static void draw_signals(struct page *p, const struct start *s)
{
	json_t *seen = json_keep(p->arena, json_object());
	const char *name;
	json_t *yes;
	int n = 0;
	for (int i = 0; i < s->question_count; i++)
		for (int c = 0; c < s->questions[i].count; c++)
			for (const char *const *g = s->questions[i].choices[c].signals; *g; g++)
				json_object_set_new(seen, *g, json_true());
	html(p, "<li>%s <code>", tr(p, "Signals:"));
	json_object_foreach(seen, name, yes)
		html(p, n++ ? ", %s" : "%s", name);
	html(p, "</code></li>");
}

void tune_names(struct page *p, const struct start *s, bool signals)
{
	html(p, "<details class='more'><summary>%s</summary><ul>", tr(p, "Short names to write here"));
	for (int i = 0; i < s->question_count; i++) {
		const struct start_question *q = &s->questions[i];
		html(p, "<li><code>%s:", q->name);
		for (int c = 0; c < q->count; c++)
			html(p, c ? ", %s" : " %s", q->choices[c].name);
		html(p, "</code></li>");
	}
	if (signals)
		draw_signals(p, s);
	html(p, "</ul></details>");
}

void sample_form(struct request *r, const struct call *c)
{
	struct tuning t = {.c = c, .start = start_get(r->db)};
	int place;
	if (!tune_may(r) || !tune_find(r, "samples", tune_name(r, c), &t.row, &place))
		return;
	const char *was = t.row ? json_str(t.row, "name") : "";
	const char *title = tr_lang(r->lang, t.row ? N_("Change a sample commune")
		: N_("Add a sample commune"));
	struct page *p = t.p = tune_page(r, title, tune_status(c));
	form_errors(p, c);
	html(p, "<div class='read'><h1>%s</h1>", title);
	tune_trial(&t);
	tune_open(&t, "start.sample", was);
	tune_words(&t, "line", "label", tr(p, "Who asks, and where"),
		tr(p, "In one line. For example: A village of 300 inhabitants, one person alone"));
	tune_field(&t, "line", "territory", NULL, tr(p, "Territory"), tr(p, "Its code, as its page "
		"shows it. Empty: without a commune. For example: 86116"));
	tune_field(&t, "line", "month", NULL, tr(p, "Month"), tr(p, "From 1 to 12: when it asks."));
	tune_field(&t, "line", "year", NULL, tr(p, "Year"), tr(p, "For example: 2027"));
	tune_field(&t, "textarea", "answers", NULL, tr(p, "Answers"), tr(p, "Short names, a question a "
		"line. For example: inquietude: chaleur, isolement"));
	tune_names(p, t.start, false);
	tune_field(&t, "line", "name", NULL, tr(p, "Short name"),
		tr(p, "Lower case, without accents. For example: village-300"));
	tune_close(&t, "start.sample", was);
	html(p, "</div>");
	page_close(p);
}

void calendar_form(struct request *r, const struct call *c)
{
	const char *why, *body = start_stated(r->db, 0);
	struct tuning t = {.c = c, .start = start_get(r->db),
		.row = json_read(r->arena, body, strlen(body), &why)};
	if (!tune_may(r))
		return;
	const char *title = tr_lang(r->lang, N_("Electoral calendar"));
	struct page *p = t.p = tune_page(r, title, tune_status(c));
	form_errors(p, c);
	html(p, "<div class='read'><h1>%s</h1><p class='lede'>%s</p>", title, tr(p, "Rules count the "
		"months before and since an election. Seasons come from the month itself."));
	tune_trial(&t);
	tune_open(&t, "start.calendar", "");
	tune_field(&t, "textarea", "elections", NULL, tr(p, "Months of municipal elections"),
		tr(p, "In order, apart by commas. For example: 2026-03, 2032-03"));
	tune_close(&t, "start.calendar", "");
	html(p, "</div>");
	page_close(p);
}

void sample_change_page(struct request *r)
{
	sample_form(r, NULL);
}

void calendar_page(struct request *r)
{
	calendar_form(r, NULL);
}
