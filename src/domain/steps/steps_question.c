/* steps_question.c - one question at a time; the commune and what is known of it. */
#include <string.h>

#include "base/text.h"
#include "domain/steps/steps_own.h"

static bool said(const struct walk *w, const struct start_question *q)
{
	return json_object_get(w->answers, q->name);
}

const struct start_question *question_next(const struct asker *k, const struct walk *w,
	const char *after)
{
	const struct start_question *first = NULL;
	bool past = !after;
	for (int i = 0; i < k->start->question_count; i++) {
		const struct start_question *q = &k->start->questions[i];
		bool open = !said(w, q) && asker_asked(k, q);
		if (past && open)
			return q;
		if (open && !first)
			first = q;
		past |= text_eq(q->name, after);
	}
	return first;
}

/* Where a question stands among those that are asked: from 1; *all of them. */
static int rank(const struct asker *k, const struct start_question *q, int *all,
	const struct start_question **before)
{
	int n = 0, at = 0;
	for (int i = 0; i < k->start->question_count; i++) {
		const struct start_question *o = &k->start->questions[i];
		if (o != q && !asker_asked(k, o))
			continue;
		n++;
		if (o == q)
			at = n;
		if (!at)
			*before = o;
	}
	*all = n;
	return at;
}

/* The graduated ruler: as many parts as questions. */
static void draw_ruler(struct page *p, int at, int all)
{
	const char *words = arena_printf(p->arena, tr_lang(p->lang, N_("Question %d of %d")), at, all);
	html(p, "<div class='prog'><svg class='ruler' viewBox='0 0 %d 14' role='img' "
		"aria-label='%s'><g class='k-ink' stroke-width='1'>", all * 30 + 2, words);
	for (int i = 0; i < all; i++)
		html(p, "<rect x='%d' y='3' width='30' height='8' class='%s'/>", i * 30 + 1,
			i < at ? "f-accent" : i % 2 ? "f-paper" : "f-sea2");
	html(p, "</g></svg><p>%s</p></div>", words);
}

/* What is known of the commune, and the way to say that it is wrong. */
static void draw_known(struct page *p, const struct walk *w, const struct asker *k)
{
	html(p, "<p class='known'>");
	if (!k->placed)
		html(p, "%s <a href='%s'>%s</a></p>", tr(p, "Without a commune."),
			to(p, way_path(p->arena, w, "commune")), tr(p, "Choose one"));
	else {
		html(p, "%s", k->traits.place.name);
		if (k->population >= 0)
			html(p, ", %s", tr_n(p, "%d inhabitant", "%d inhabitants", k->population));
		if (k->traits.epci_name && !text_eq(k->traits.epci_name, k->traits.place.name))
			html(p, ", %s", k->traits.epci_name);
		html(p, ". <a href='%s'>%s</a></p>", to(p, way_path(p->arena, w, "commune")),
			tr(p, "That is not right"));
	}
}

static void draw_choices(struct page *p, const struct walk *w, const struct start_question *q)
{
	const json_t *answer = json_object_get(w->answers, q->name), *j;
	for (int i = 0; i < q->count; i++) {
		const struct start_choice *c = &q->choices[i];
		size_t n;
		html(p, "<label class='pick'><input type='%s' name='choix[]' value='%s'",
			q->many ? "checkbox" : "radio", c->name);
		json_array_foreach(answer, n, j)
			if (text_eq(json_string_value(j), c->name))
				html(p, " checked");
		html(p, "><span>%s", c->label[p->lang]);
		if (c->help[p->lang])
			html(p, " <small>%s</small>", c->help[p->lang]);
		html(p, "</span></label>");
	}
}

static void draw_form(struct page *p, const struct walk *w, const struct start_question *q,
	bool bad, const struct start_question *before)
{
	way_form(p, way_path(p->arena, w, arena_printf(p->arena, "question/%s", q->name)));
	html(p, "<fieldset class='field%s' id='choix'", bad ? " bad" : "");
	html(p, q->help[p->lang] ? " aria-describedby='aide'>" : ">");
	html(p, "<legend><h1>%s</h1></legend>", q->label[p->lang]);
	if (q->help[p->lang])
		html(p, "<p class='hint' id='aide'>%s</p>", q->help[p->lang]);
	if (bad)
		html(p, "<p class='why'>%s</p>", tr(p, "Choose an answer, or pass this question."));
	draw_choices(p, w, q);
	html(p, "</fieldset><div class='acts'><button class='btn main'>%s</button>"
		"<button class='btn' name='passer' value='1'>%s</button>", tr(p, "Continue"),
		tr(p, "Pass this question"));
	if (before)
		html(p, "<a href='%s'>%s</a>", to(p, way_path(p->arena, w, arena_printf(p->arena,
			"question/%s", before->name))), tr(p, "Previous question"));
	html(p, "</div></form>");
}

static void draw_question(struct request *r, const struct walk *w, const struct asker *k,
	const struct start_question *q, bool bad)
{
	const struct start_question *before = NULL;
	int all, at = rank(k, q, &all, &before);
	struct page *p = way_page(r, arena_printf(r->arena, "%s (%d/%d)", q->label[r->lang], at, all),
		bad ? 422 : 200);
	if (bad)
		html(p, "<div class='errors' role='alert' tabindex='-1' autofocus><h2>%s</h2>"
			"<ul><li><a href='#choix'>%s</a></li></ul></div>", tr(p, "No answer yet"),
			tr(p, "Choose an answer, or pass this question."));
	html(p, "<div class='askone'>");
	draw_known(p, w, k);
	draw_ruler(p, at, all);
	draw_form(p, w, q, bad, before);
	html(p, "<details class='more'><summary>%s</summary><p>%s</p></details>",
		tr(p, "Why this question?"), q->why[p->lang]);
	html(p, "<p><a href='%s'>%s</a></p><p class='small muted'>%s <a href='%s'>%s</a></p></div>",
		to(p, way_path(p->arena, w, "resultat")), tr(p, "See my first steps now"),
		tr(p, "No account. You can close this page and come back for 30 days with this private "
			"link: keep it among your favourites."), to(p, way_path(p->arena, w, "")),
		tr(p, "My private link"));
	page_close(p);
}

static const struct start_question *asked(struct request *r, const struct asker *k)
{
	const struct start_question *q = start_question(k->start, r->parts[1]);
	if (!q)
		answer_error(r, 404, N_("This question is no longer asked. Your other answers are still "
			"there: go back to your private link."));
	return q;
}

void question_serve(struct request *r)
{
	struct walk w;
	struct asker k;
	const struct start_question *q = way_open(r, &w, &k) ? asked(r, &k) : NULL;
	if (q)
		draw_question(r, &w, &k, q, false);
}

/* The choices of a form that the question has; one that excludes the others leaves when
 * there are others. */
static json_t *chosen(struct arena *a, const struct start_question *q, const json_t *values)
{
	const json_t *list = json_object_get(values, "choix"), *j;
	json_t *kept = json_keep(a, json_array());
	size_t i;
	for (int c = 0; c < q->count; c++)
		json_array_foreach(list, i, j)
			if (text_eq(json_string_value(j), q->choices[c].name)) {
				json_array_append_new(kept, json_string(q->choices[c].name));
				break;
			}
	for (i = 0; json_array_size(kept) > 1 && i < json_array_size(kept);) {
		const struct start_choice *c = start_choice(q,
			json_string_value(json_array_get(kept, i)));
		if (c->alone)
			json_array_remove(kept, i);
		else
			i++;
	}
	while (!q->many && json_array_size(kept) > 1)
		json_array_remove(kept, 1);
	return kept;
}

/* Once each question: choices alone, no one's answers together. */
static void count(struct request *r, struct walk *w, const struct start_question *q,
	const json_t *choices)
{
	size_t i;
	const json_t *j;
	if (json_object_get(w->counted, q->name))
		return;
	json_object_set_new(w->counted, q->name, json_true());
	json_array_foreach(choices, i, j)
		count_one(r->store, r->arena, q->name, json_string_value(j));
	if (!json_array_size(choices))
		count_one(r->store, r->arena, q->name, "-");
}

/* Once each walk. */
void count_unmet(struct request *r, struct walk *w, const struct asker *k)
{
	struct advice a;
	if (json_object_get(w->counted, "_end"))
		return;
	json_object_set_new(w->counted, "_end", json_true());
	advise(k, &a);
	for (int i = 0; i < k->start->question_count; i++)
		for (int c = 0; k->start->questions[i].subject && c < k->start->questions[i].count; c++) {
			const struct start_question *q = &k->start->questions[i];
			bool met = !asker_chose(k, q->name, q->choices[c].name);
			for (int s = 0; s < a.count && !met; s++)
				for (int m = 0; m < a.steps[s].met_count && a.steps[s].rules_points > 0; m++)
					met |= a.steps[s].met[m].choice == &q->choices[c];
			if (!met)
				count_one(r->store, r->arena, "sans-fiche", arena_printf(r->arena, "%s/%s",
					q->name, q->choices[c].name));
		}
}

void question_answer(struct request *r)
{
	struct walk w;
	struct asker k;
	json_t *values = request_form(r);
	const struct start_question *q = values && way_open(r, &w, &k) ? asked(r, &k) : NULL;
	if (!q)
		return;
	bool pass = json_str(values, "passer");
	json_t *choices = pass ? json_keep(r->arena, json_array()) : chosen(r->arena, q, values);
	if (!pass && !json_array_size(choices)) {
		draw_question(r, &w, &k, q, true);
		return;
	}
	json_object_set(w.answers, q->name, choices);
	count(r, &w, q, choices);
	walk_asker(r->arena, r->db, &w, &k);
	const struct start_question *next = question_next(&k, &w, q->name);
	if (!next)
		count_unmet(r, &w, &k);
	if (!walk_put(r->store, r->arena, &w)) {
		answer_error(r, 503, NULL);
		return;
	}
	answer_see(r, way_path(r->arena, &w, next ? arena_printf(r->arena, "question/%s", next->name)
		: "resultat"));
}

/* The commune */

static void draw_facts(struct page *p, const struct asker *k)
{
	const struct traits *t = &k->traits;
	const struct {
		const char *label, *value;
	} facts[] = {
		{tr(p, "Inhabitants"), t->place.population < 0 ? NULL :
			number_text(p->arena, p->lang, (double)t->place.population, 0)},
		{tr(p, "Intercommunality"), t->epci_name},
		{tr(p, "Département"), t->departement_name},
		{tr(p, "Inhabitants per km²"), t->per_km2 < 0 ? NULL :
			number_text(p->arena, p->lang, t->per_km2, 0)},
		{tr(p, "Mountain"), t->mountain < 0 ? NULL : t->mountain ? tr(p, "yes") : tr(p, "no")},
		{tr(p, "Coast"), t->coast < 0 ? NULL : t->coast ? tr(p, "yes") : tr(p, "no")},
	};
	html(p, "<dl class='facts'>");
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
		html(p, "<div><dt>%s</dt><dd>%s</dd></div>", facts[i].label,
			facts[i].value ? facts[i].value : tr(p, "not known"));
	html(p, "</dl>");
}

/* Yes, no, or not known: what no list has told can be. */
static void draw_place(struct page *p, const char *name, const char *label, int now)
{
	form_select(p, NULL, &(struct form_field){.name = name, .kind = "line", .label = label,
		.required = true}, (struct form_choice[]){{"", tr(p, "not known"), NULL, now < 0},
		{"1", tr(p, "yes"), NULL, now == 1}, {"0", tr(p, "no"), NULL, now == 0}, {0}});
}

static void draw_population(struct page *p, const struct walk *w, const struct asker *k,
	const char *typed)
{
	const char *path = way_path(p->arena, w, "commune");
	const char *now = k->population >= 0 ? arena_printf(p->arena, "%lld",
		(long long)k->population) : NULL;
	way_form(p, path);
	html(p, "<div class='field%s'><label for='pop'>%s</label><p class='hint' id='pop-h'>%s</p>",
		typed ? " bad" : "", tr(p, "How many inhabitants, today?"),
		tr(p, "The official figure is two or three years old. Write yours if you know better."));
	if (typed)
		html(p, "<p class='why' id='pop-w'>%s</p>", tr(p, "Write a number, for example 600."));
	html(p, "<input id='pop' name='population' inputmode='numeric' maxlength='12' value='%s'",
		typed ? typed : now);
	html(p, typed ? " aria-describedby='pop-w pop-h' aria-invalid='true'>" :
		" aria-describedby='pop-h'>");
	html(p, "</div>");
	draw_place(p, "montagne", tr(p, "Mountain"), k->traits.mountain);
	draw_place(p, "littoral", tr(p, "Coast"), k->traits.coast);
	html(p, "<div class='acts'><button class='btn'>%s</button></div></form>", tr(p, "Correct"));
}

static void draw_commune(struct request *r, const struct walk *w, const struct asker *k,
	const char *bad)
{
	const char *typed = request_query(r, "q"), *path = way_path(r->arena, w, "commune");
	struct page *p = way_page(r, tr_lang(r->lang, N_("What we know of your commune")),
		bad ? 422 : 200);
	html(p, "<div class='askone'><h1>%s</h1>", tr(p, "What we know of your commune"));
	if (k->placed) {
		html(p, "<p class='lede'>%s</p>", territory_title(p->db, &k->traits.place));
		draw_facts(p, k);
		draw_population(p, w, k, bad);
		html(p, "<p class='acts'><a class='btn main' href='%s'>%s</a></p>",
			to(p, way_path(p->arena, w, "")), tr(p, "Go on"));
	}
	html(p, "<h2>%s</h2>", k->placed ? tr(p, "It is another commune") :
		tr(p, "Choose your commune"));
	if (typed)
		communes_draw(p, typed, path);
	commune_search(p, path, typed ? typed : k->placed ? "" : NULL);
	if (k->placed) {
		way_form(p, path);
		html(p, "<div class='acts'><button class='btn' name='sans' value='1'>%s</button></div>"
			"</form>", tr(p, "Go on without a commune"));
	}
	html(p, "</div>");
	page_close(p);
}

void commune_serve(struct request *r)
{
	struct walk w;
	struct asker k;
	if (way_open(r, &w, &k))
		draw_commune(r, &w, &k, NULL);
}

/* "1", "0"; anything else is not known. */
static int yes_no(const char *s)
{
	return text_eq(s, "1") ? 1 : text_eq(s, "0") ? 0 : -1;
}

/* Digits, spaces between them let go; -1 when it is no number. */
static int64_t number(const char *s)
{
	int64_t n = -1;
	for (; *s; s++) {
		if (*s >= '0' && *s <= '9' && n < 100000000)
			n = (n < 0 ? 0 : n * 10) + *s - '0';
		else if (*s != ' ' && *s != '.' && (unsigned char)*s < 0x80)
			return -1;
	}
	return n;
}

void commune_answer(struct request *r)
{
	struct walk w;
	struct asker k;
	struct territory t;
	json_t *values = request_form(r);
	if (!values || !way_open(r, &w, &k))
		return;
	const char *code = json_str(values, "territoire"), *people = json_str(values, "population");
	if (code && territory_get(r->db, code, &t)) {
		w.territory = t.code;
		w.population = w.mountain = w.coast = -1;
	} else if (json_str(values, "sans")) {
		w.territory = NULL;
		w.population = w.mountain = w.coast = -1;
	} else if (people && *people && number(people) < 0) {
		draw_commune(r, &w, &k, people);
		return;
	} else if (people) {
		w.population = *people ? number(people) : -1;
		w.mountain = yes_no(json_str(values, "montagne"));
		w.coast = yes_no(json_str(values, "littoral"));
	}
	if (walk_put(r->store, r->arena, &w))
		answer_see(r, way_path(r->arena, &w, code ? "commune" : ""));
	else
		answer_error(r, 503, NULL);
}
