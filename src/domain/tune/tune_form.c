/* tune_form.c - one question, one rule: plain forms, with a trial before publishing. */
#include <string.h>

#include "base/text.h"
#include "domain/tune/tune_own.h"

static const char *joined(struct arena *a, const json_t *list)
{
	struct out o = out_new(TUNE_FORM);
	size_t i;
	const json_t *j;
	json_array_foreach(list, i, j)
		out_printf(&o, "%s%s", i ? ", " : "", json_string_value(j));
	const char *text = arena_dup(a, out_str(&o));
	out_free(&o);
	return text;
}

/* A choice as one line of the form. */
static void put_choice(struct out *o, const json_t *c)
{
	const json_t *label = json_object_get(c, "label"), *help = json_object_get(c, "help"), *j;
	const json_t *euros = json_object_get(c, "euros"), *days = json_object_get(c, "days");
	const char *const texts[] = {json_str(c, "name"), json_str(label, "fr"),
		json_str(label, "en"), json_str(help, "fr"), json_str(help, "en")};
	size_t i;
	for (i = 0; i < sizeof texts / sizeof *texts; i++)
		out_printf(o, "%s | ", texts[i] ? texts[i] : "");
	json_array_foreach(json_object_get(c, "signals"), i, j)
		out_printf(o, "%s%s", i ? " " : "", json_string_value(j));
	if (euros)
		out_printf(o, " euros=%.0f", json_number_value(euros));
	if (days)
		out_printf(o, " jours=%.0f", json_number_value(days));
	out_printf(o, "%s\n", json_is_true(json_object_get(c, "alone")) ? " seul" : "");
}

static const char *choices_text(struct arena *a, const json_t *list)
{
	struct out o = out_new(TUNE_FORM);
	size_t i;
	const json_t *j;
	json_array_foreach(list, i, j)
		put_choice(&o, j);
	const char *text = arena_dup(a, out_str(&o));
	out_free(&o);
	return text;
}

/* "inquietude: chaleur, isolement", a question a line. */
static const char *answers_text(struct arena *a, const json_t *answers)
{
	struct out o = out_new(TUNE_FORM);
	const char *question;
	json_t *list;
	json_object_foreach((json_t *)answers, question, list)
		out_printf(&o, "%s: %s\n", question, joined(a, list));
	const char *text = arena_dup(a, out_str(&o));
	out_free(&o);
	return text;
}

/* What stands in a field: typed, or of the row; lang NULL when it has one text only. */
static const char *value(const struct tuning *t, const char *name, const char *lang)
{
	const json_t *from = t->c ? t->c->values : t->row, *j = json_object_get(from, name);
	if (lang)
		j = json_object_get(j, lang);
	if (json_is_boolean(j))
		return json_is_true(j) ? "yes" : "";
	if (json_is_array(j))
		return strcmp(name, "choices") == 0 ? choices_text(t->p->arena, j)
			: joined(t->p->arena, j);
	if (json_is_object(j))
		return answers_text(t->p->arena, j);
	if (json_is_integer(j))
		return arena_printf(t->p->arena, "%lld", (long long)json_integer_value(j));
	return json_string_value(j) ? json_string_value(j) : "";
}

void tune_field(const struct tuning *t, const char *kind, const char *name,
	const char *lang, const char *label, const char *help)
{
	form_field(t->p, t->c, &(struct form_field){.kind = kind, .label = label, .help = help,
		.name = lang ? arena_printf(t->p->arena, "%s.%s", name, lang) : name,
		.required = strstr(" rule name choices month elections ", arena_printf(t->p->arena,
			" %s ", name)) != NULL,
		.value = value(t, name, lang)});
}

void tune_words(const struct tuning *t, const char *kind, const char *name,
	const char *label, const char *help)
{
	tune_field(t, kind, name, "fr", arena_printf(t->p->arena, "%s (fr)", label), help);
	tune_field(t, kind, name, "en", arena_printf(t->p->arena, "%s (en)", label), NULL);
	form_fault(t->p, t->c, name);
}

/* The line of a rule where its fault is, marked. */
static void draw_place(const struct tuning *t, const char *name)
{
	const char *text = value(t, name, NULL), *line = text;
	struct rule_fault f;
	if (!t->c || text_blank(text) || rule_good(t->p->arena, t->start, text, &f))
		return;
	for (int i = 1; i < f.line && strchr(line, '\n'); i++)
		line = strchr(line, '\n') + 1;
	int n = (int)strcspn(line, "\n"), at = 0;
	for (int column = 1; column < f.column && at < n; column++)
		do at++; while (((unsigned char)line[at] & 0xc0) == 0x80);
	int word = (int)strcspn(line + at, " ,()\n");
	if (!word && at < n)
		word = 1;
	struct arena *a = t->p->arena;
	html(t->p, "<p class='small'>%s <code>%s<mark>%s</mark>%s</code></p>", tr(t->p, "Look here:"),
		arena_copy(a, line, (size_t)at), word ? arena_copy(a, line + at, (size_t)word) : "?",
		arena_copy(a, line + at + word, (size_t)(n - at - word)));
	if (t->c->outcome != INVALID)
		html(t->p, "<p class='why'>%s</p>", f.detail ?
			tr_s(t->p, f.sentence, f.detail) : tr(t->p, f.sentence));
}

void tune_open(const struct tuning *t, const char *command, const char *was)
{
	form_open(t->p, command);
	form_hidden(t->p, "was", was);
	form_hidden(t->p, "version", arena_printf(t->p->arena, "%lld",
		(long long)t->start->position));
}

void tune_close(const struct tuning *t, const char *command, const char *was)
{
	struct page *p = t->p;
	tune_field(t, "line", "comment", NULL, tr(p, "In one sentence, what did you change?"),
		tr(p, "Shown in the history."));
	html(p, "<div class='acts'><button class='btn main'>%s</button><button class='btn' "
		"name='_more' value='essai'>%s</button><a href='%s'>%s</a></div></form>",
		tr(p, "Publish"), tr(p, "Try without publishing"), to(p, "/commencer/reglages"),
		tr(p, "Back to the settings"));
	if (!*was)
		return;
	tune_open(t, command, was);
	form_hidden(p, "remove", "yes");
	form_hidden(p, "name", was);
	html(p, "<p class='acts'><button class='btn grave'>%s</button></p></form>",
		tr(p, "Take it away"));
}

/* After "try": what would change on the bench. */
void tune_trial(const struct tuning *t)
{
	const char *why, *body = start_stated(t->p->db, 0);
	if (!t->c || !json_object_get(t->c->values, "_more"))
		return;
	const json_t *now = json_read(t->p->arena, body, strlen(body), &why);
	html(t->p, "<div class='notice' id='essai'><h2>%s</h2>", tr(t->p, "What would change"));
	bench_difference(t->p, t->start, start_read(t->p->arena, start_with(t->p->arena, now, t->c)));
	html(t->p, "</div>");
}

/* The row of that name in the definition; false once 404 is answered. */
bool tune_find(struct request *r, const char *part, const char *name, const json_t **row,
	int *place)
{
	const char *why, *body = start_stated(r->db, 0);
	const json_t *list = json_object_get(json_read(r->arena, body, strlen(body), &why), part);
	*place = (int)json_array_size(list) + 1;
	for (size_t i = 0; i < json_array_size(list); i++)
		if (text_eq(json_str(json_array_get(list, i), "name"), name)) {
			*row = json_array_get(list, i);
			*place = (int)i + 1;
		}
	if (*row || !*name || strcmp(name, "nouvelle") == 0)
		return true;
	answer_error(r, 404, N_("There is nothing of that name: it was taken away, or renamed."));
	return false;
}

const char *tune_name(struct request *r, const struct call *c)
{
	const char *was = c ? call_text(c, "was") : r->parts[0];
	return was ? was : "";
}

int tune_status(const struct call *c)
{
	return !c || !c->fault_count ? 200 : c->outcome == STALE ? 412 : 422;
}

void question_form(struct request *r, const struct call *c)
{
	struct tuning t = {.c = c, .start = start_get(r->db)};
	int place;
	if (!tune_may(r) || !tune_find(r, "questions", tune_name(r, c), &t.row, &place))
		return;
	const char *was = t.row ? json_str(t.row, "name") : "";
	const char *title = tr_lang(r->lang, t.row ? N_("Change a question") : N_("Add a question"));
	struct page *p = t.p = tune_page(r, title, tune_status(c));
	form_errors(p, c);
	html(p, "<div class='read'><h1>%s</h1>", title);
	tune_trial(&t);
	tune_open(&t, "start.question", was);
	tune_words(&t, "line", "label", tr(p, "Question"), tr(p, "As one asks a neighbour."));
	tune_words(&t, "line", "help", tr(p, "Help"), tr(p, "In one line."));
	tune_words(&t, "textarea", "why", tr(p, "Why this question?"),
		tr(p, "What the answer changes. Whoever answers can read it."));
	tune_field(&t, "textarea", "choices", NULL, tr(p, "Choices"), tr(p, "One a line: short name | "
		"in French | in English | help | help in English | signals, euros=100, jours=6, seul"));
	tune_field(&t, "textarea", "when", NULL, tr(p, "Asked only when"),
		tr(p, "A rule. Empty: always. For example: non reponse(qui, mairie)"));
	draw_place(&t, "when");
	tune_names(p, t.start, true);
	tune_field(&t, "line", "many", NULL, tr(p, "Several answers"),
		tr(p, "yes: more than one may be chosen."));
	tune_field(&t, "line", "subject", NULL, tr(p, "What steps should answer"),
		tr(p, "yes: choices for which no sheet is found are counted."));
	tune_field(&t, "line", "name", NULL, tr(p, "Short name"),
		tr(p, "Lower case, without accents: rules use it. For example: chaleur"));
	form_field(p, c, &(struct form_field){.name = "place", .kind = "number",
		.label = tr(p, "Rank"), .help = tr(p, "From 1."),
		.value = arena_printf(p->arena, "%d", place)});
	tune_close(&t, "start.question", was);
	html(p, "</div>");
	page_close(p);
}

static void draw_moments(const struct tuning *t)
{
	struct page *p = t->p;
	const char *now = value(t, "moment", NULL);
	struct form_choice choices[MOMENTS + 2] = {{"", tr(p, "At the pace of the sheet"), NULL, !*now}};
	for (int m = 0; m < MOMENTS; m++)
		choices[m + 1] = (struct form_choice){moment_name(m), moment_label(p->lang, m), NULL,
			text_eq(now, moment_name(m))};
	form_select(p, t->c, &(struct form_field){.name = "moment", .label = tr(p, "Moment"),
		.kind = "line", .value = now}, choices);
}

static void draw_language(struct page *p)
{
	static const char parts[] = "reponse(question, choix), signal(nom), identite(type, epci), "
		"identite(localisation, montagne), population, mois, saison(ete), mois_avant_election, "
		"mois_depuis_election, reponses, euros, jours";
	html(p, "<details class='more'><summary>%s</summary><p>%s</p><p><code>%s</code></p></details>",
		tr(p, "What a rule may say"),
		tr(p, "si … alors … sinon …, et, ou, non, comparisons, + - * /, min, max. A number gives "
			"that many points, VRAI gives one, a negative number takes away. What is not known "
			"gives nothing."), parts);
}

void rule_form(struct request *r, const struct call *c)
{
	struct tuning t = {.c = c, .start = start_get(r->db)};
	int place;
	if (!tune_may(r) || !tune_find(r, "rules", tune_name(r, c), &t.row, &place))
		return;
	const char *was = t.row ? json_str(t.row, "name") : "";
	const char *title = tr_lang(r->lang, t.row ? N_("Change a rule") : N_("Add a rule"));
	struct page *p = t.p = tune_page(r, title, tune_status(c));
	form_errors(p, c);
	html(p, "<div class='read'><h1>%s</h1>", title);
	tune_trial(&t);
	tune_open(&t, "start.rule", was);
	tune_field(&t, "textarea", "rule", NULL, tr(p, "Rule"),
		tr(p, "For example: si reponse(inquietude, chaleur) et mois >= 3 alors 2"));
	draw_place(&t, "rule");
	draw_language(p);
	tune_names(p, t.start, true);
	tune_words(&t, "textarea", "because", tr(p, "What it says to a mayor"),
		tr(p, "One sentence: why this sheet, when the rule holds."));
	tune_field(&t, "textarea", "sheets", NULL, tr(p, "Sheets"),
		tr(p, "Addresses, or their last part, apart by commas."));
	tune_field(&t, "textarea", "about", NULL, tr(p, "Notions"),
		tr(p, "Vocabulary and notation, for example defis:social-isolement."));
	tune_field(&t, "line", "tags", NULL, tr(p, "Tags"), tr(p, "Apart by commas."));
	draw_moments(&t);
	tune_field(&t, "line", "name", NULL, tr(p, "Short name"),
		tr(p, "Lower case, without accents: rules use it. For example: chaleur"));
	tune_close(&t, "start.rule", was);
	html(p, "</div>");
	page_close(p);
}

void question_page(struct request *r)
{
	question_form(r, NULL);
}

void rule_page(struct request *r)
{
	rule_form(r, NULL);
}

const char *tune_after(struct request *r, const struct call *c)
{
	(void)r, (void)c;
	return "/commencer/reglages";
}
