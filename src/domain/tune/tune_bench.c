/* tune_bench.c - sample communes: which rules fire, which sheets come, what a change does. */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "domain/tune/tune_own.h"

enum { RANKED = 15 };

void sample_asker(struct asker *k, struct db *db, const struct start *s,
	const struct start_sample *sample)
{
	asker_fill(k, db, s, sample->territory, -1, sample->answers, sample->year, sample->month);
}

static const struct step *first(const struct advice *a, int m)
{
	return a->first[m] < 0 ? NULL : &a->steps[a->first[m]];
}

static const char *first_title(struct page *p, const struct advice *a, int m)
{
	return first(a, m) ? first(a, m)->sheet.title : tr(p, "no sheet");
}

static void advise_sample(struct page *p, const struct start *s, const struct start_sample *x,
	struct advice *a)
{
	struct asker k;
	sample_asker(&k, p->db, s, x);
	advise(&k, a);
}

static const struct start_sample *sample(const struct start *s, const char *name)
{
	for (int i = 0; i < s->sample_count; i++)
		if (text_eq(s->samples[i].name, name))
			return &s->samples[i];
	return NULL;
}

static const char *label(struct page *p, const struct start_sample *x)
{
	return x->label[p->lang] ? x->label[p->lang] : x->name ? x->name : "";
}

void bench_difference(struct page *p, const struct start *now, const struct start *then)
{
	int n = 0;
	for (int i = 0; i < then->sample_count; i++) {
		const struct start_sample *was = sample(now, then->samples[i].name);
		struct advice before = {.first = {-1, -1, -1}}, after;
		if (was)
			advise_sample(p, now, was, &before);
		advise_sample(p, then, &then->samples[i], &after);
		for (int m = 0; m < MOMENTS; m++) {
			const struct step *x = first(&before, m), *y = first(&after, m);
			if (text_eq(x ? x->sheet.id : NULL, y ? y->sheet.id : NULL))
				continue;
			html(p, n++ ? "" : "<ul>");
			html(p, "<li>%s, %s: <del>%s</del> → <ins>%s</ins></li>",
				label(p, &then->samples[i]), moment_label(p->lang, m),
				first_title(p, &before, m), first_title(p, &after, m));
		}
	}
	html(p, n ? "</ul>" : "");
	if (!n)
		html(p, "<p>%s</p>", tr(p, "No first step changes on the communes of the bench."));
}

static void draw_sample(struct page *p, const struct start *s, const struct start_sample *x)
{
	struct advice a;
	advise_sample(p, s, x, &a);
	html(p, "<li><h2><a href='%s'>%s</a></h2><ol>", to(p, arena_printf(p->arena,
		"/commencer/banc/%s", x->name)), x->label[p->lang]);
	for (int m = 0; m < MOMENTS; m++)
		html(p, "<li>%s %s</li>", tr_s(p, "%s:", moment_label(p->lang, m)),
			first_title(p, &a, m));
	html(p, "</ol></li>");
}

void bench_page(struct request *r)
{
	const struct start *s = start_get(r->db);
	const char *title = tr_lang(r->lang, N_("Test bench"));
	struct page *p = tune_page(r, title, 200);
	html(p, "<h1>%s</h1><p class='lede'>%s</p><ul class='rows bench'>", title,
		tr(p, "What each of these communes would get today, from the sheets of this commons. "
			"Open one to see which rules hold and how sheets are ranked."));
	for (int i = 0; i < s->sample_count; i++)
		draw_sample(p, s, &s->samples[i]);
	html(p, "</ul>");
	if (s->sample_count < SAMPLES_MAX)
		html(p, "<p class='acts'><a class='btn' href='%s'>%s</a></p>",
			to(p, "/commencer/reglages/communes/nouvelle"), tr(p, "Add a sample commune"));
	page_close(p);
}

static void draw_rules(struct page *p, const struct asker *k)
{
	struct met met[STEP_MET];
	int count, silent = 0;
	html(p, "<h2>%s</h2><ul class='index'>", tr(p, "Rules that hold"));
	for (int i = 0; i < k->start->rule_count; i++) {
		const struct start_rule *r = &k->start->rules[i];
		bool unknown;
		int points = rule_gives(k, r, &unknown, met, STEP_MET, &count);
		silent += !points;
		if (points)
			html(p, "<li><a href='%s'>%s <span>%s</span></a></li>", to(p, arena_printf(p->arena,
				"/commencer/reglages/regles/%s", r->name)), r->because[p->lang],
				number_text(p->arena, p->lang, points / 100.0, 1));
	}
	html(p, "</ul><p class='small muted'>%s</p>", tr_n(p, "%d other rule gives nothing: it does not "
		"hold, or asks for what is not known.", "%d other rules give nothing: they do not hold, or "
		"ask for what is not known.", silent));
}

static void draw_ranking(struct page *p, const struct advice *a)
{
	const char *heads[] = {tr(p, "Rules"), tr(p, "Reports"), tr(p, "Means"), tr(p, "Points")};
	html(p, "<h2>%s</h2><table class='stack'><thead><tr><th scope='col'>%s</th>"
		"<th scope='col'>%s</th>", tr(p, "Sheets, most points first"), tr(p, "Sheet"),
		tr(p, "Moment"));
	for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
		html(p, "<th scope='col' class='num'>%s</th>", heads[k]);
	html(p, "</tr></thead><tbody>");
	for (int i = 0; i < a->count && i < RANKED; i++) {
		const struct step *s = &a->steps[i];
		html(p, "<tr><th scope='row'>%s</th><td>%s</td>", s->sheet.title,
			moment_label(p->lang, s->moment));
		const int parts[] = {s->rules_points, s->proof, s->means, s->points};
		for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
			html(p, "<td class='num' data-t='%s'>%s</td>", heads[k], k == 1 && !s->reports ? "–" :
				number_text(p->arena, p->lang, parts[k] / 100.0, 2));
		html(p, "</tr>");
	}
	html(p, "</tbody></table>");
}

void sample_page(struct request *r)
{
	const struct start *s = start_get(r->db);
	const struct start_sample *x = sample(s, r->parts[0]);
	struct asker k;
	struct advice a;
	if (!x) {
		answer_error(r, 404, N_("There is no such commune on the bench."));
		return;
	}
	sample_asker(&k, r->db, s, x);
	advise(&k, &a);
	struct page *p = tune_page(r, x->label[r->lang], 200);
	html(p, "<h1>%s</h1><p class='lede'>%s, %s</p><ol>", x->label[p->lang],
		k.placed ? territory_title(p->db, &k.traits.place) : tr(p, "Without a commune"),
		date_long(p->arena, p->lang, arena_printf(p->arena, "%04d-%02d", x->year, x->month)));
	for (int m = 0; m < MOMENTS; m++)
		html(p, "<li>%s %s</li>", tr_s(p, "%s:", moment_label(p->lang, m)),
			first_title(p, &a, m));
	html(p, "</ol><p class='acts'><a class='btn' href='%s'>%s</a></p>", to(p,
		arena_printf(p->arena, "/commencer/reglages/communes/%s", x->name)),
		tr(p, "Change a sample commune"));
	draw_rules(p, &k);
	draw_ranking(p, &a);
	page_close(p);
}
