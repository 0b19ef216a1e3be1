/* tune_counts.c - what is asked, and for what no sheet is found; needs that wait. */
#include <string.h>

#include "base/text.h"
#include "domain/tune/tune_own.h"
#include "store/state.h"

enum { FEW = 5, NEEDS_SHOWN = 30 };

/* How many times a choice was made, all months together. */
static json_int_t times(const json_t *all, const char *question, const char *choice)
{
	const char *month;
	const json_t *j;
	json_int_t n = 0;
	json_object_foreach((json_t *)all, month, j)
		n += json_int(json_object_get(j, question), choice);
	return n;
}

/* Small numbers could tell of someone. */
static const char *some(struct page *p, json_int_t n)
{
	return n == 0 ? "0" : n < FEW ? tr(p, "fewer than 5") :
		number_text(p->arena, p->lang, (double)n, 0);
}

/* Sheets that rules bring to someone who answers this and nothing else; *told: of these,
 * those of which a report tells. */
static int sheets_for(struct page *p, const struct start *s, const struct start_question *q,
	const struct start_choice *c, int *told)
{
	struct asker k;
	struct advice a;
	json_t *answers = json_keep(p->arena, json_pack("{s:[s]}", q->name, c->name));
	int n = 0;
	asker_fill(&k, p->db, s, NULL, -1, answers, 2027, 6);
	advise(&k, &a);
	*told = 0;
	for (int i = 0; i < a.count; i++)
		for (int m = 0; m < a.steps[i].met_count; m++)
			if (a.steps[i].met[m].choice == c) {
				n++;
				*told += a.steps[i].reports > 0;
			}
	return n;
}

static void draw_question(struct page *p, const struct start *s, const json_t *all,
	const struct start_question *q)
{
	const char *chosen = tr(p, "Times chosen"), *without = tr(p, "Times without a sheet"),
		*answering = tr(p, "Sheets that answer it"), *by = tr(p, "Of these, told");
	html(p, "<h2>%s</h2><table class='%s'><thead><tr><th scope='col'>%s</th>"
		"<th scope='col' class='num'>%s</th>", q->label[p->lang], q->subject ? "stack" : "read",
		tr(p, "Choice"), chosen);
	if (q->subject)
		html(p, "<th scope='col' class='num'>%s</th><th scope='col' class='num'>%s</th>"
			"<th scope='col' class='num'>%s</th>", without, answering, by);
	html(p, "</tr></thead><tbody>");
	for (int i = 0; i < q->count; i++) {
		const struct start_choice *c = &q->choices[i];
		html(p, "<tr><th scope='row'>%s</th><td class='num' data-t='%s'>%s</td>",
			c->label[p->lang], chosen, some(p, times(all, q->name, c->name)));
		if (q->subject) {
			int told, n = sheets_for(p, s, q, c, &told);
			html(p, "<td class='num' data-t='%s'>%s</td>", without, some(p, times(all,
				"sans-fiche", arena_printf(p->arena, "%s/%s", q->name, c->name))));
			html(p, n ? "<td class='num' data-t='%s'>%d</td>" :
				"<td class='num' data-t='%s'><b>%d</b></td>", answering, n);
			html(p, told ? "<td class='num' data-t='%s'>%d</td>" :
				"<td class='num' data-t='%s'><b>%d</b></td>", by, told);
		}
		html(p, "</tr>");
	}
	html(p, q->subject ? "<tr><th scope='row'>%s</th><td class='num' data-t='%s'>%s</td>"
		"<td colspan='3'></td></tr></tbody></table>" : "<tr><th scope='row'>%s</th>"
		"<td class='num' data-t='%s'>%s</td></tr></tbody></table>", tr(p, "Question passed over"),
		chosen, some(p, times(all, q->name, "-")));
}

void counts_page(struct request *r)
{
	const struct start *s = start_get(r->db);
	const json_t *all = count_all(r->store, r->arena);
	const char *title = tr_lang(r->lang, N_("What is asked, and what lacks a sheet"));
	struct page *p = tune_page(r, title, 200);
	html(p, "<h1>%s</h1><p class='lede'>%s</p>", title, tr(p, "Each choice is counted alone, by "
		"month: nobody’s answers can be put together again. Numbers under five are not shown."));
	for (int subject = 1; subject >= 0; subject--)
		for (int i = 0; i < s->question_count; i++)
			if (s->questions[i].subject == subject)
				draw_question(p, s, all, &s->questions[i]);
	html(p, "<p>%s %s</p>", tr(p, "Needs sent after “Nothing fits”:"),
		some(p, times(all, "besoin", "envoye")));
	page_close(p);
}

/* Needs that wait */

static void draw_waiting(struct page *p, const struct state_row *row)
{
	const char *why;
	const json_t *j = json_read(p->arena, row->value, strlen(row->value), &why);
	const char *code = json_string_value(json_array_get(json_object_get(j, "territories"), 0));
	struct territory t;
	html(p, "<li><form method='post' action='%s'>", to(p, "/commencer/besoins"));
	form_token(p);
	form_hidden(p, "id", row->id);
	html(p, "<div class='field'><label for='t-%s'>%s</label><input id='t-%s' name='title' "
		"maxlength='200' value='%s'></div><div class='field'><label for='b-%s'>%s</label>"
		"<textarea id='b-%s' name='body' rows='5'>%s</textarea></div>", row->id,
		tr(p, "What is looked for"), row->id, json_str(j, "title"), row->id,
		tr(p, "What one should know"), row->id, json_str(j, "body"));
	if (code && territory_get(p->db, code, &t))
		html(p, "<p class='meta'>%s</p>", territory_title(p->db, &t));
	html(p, "<div class='acts'><button class='btn' name='acte' value='publier'>%s</button>"
		"<button class='btn grave' name='acte' value='retirer'>%s</button></div></form></li>",
		tr(p, "Publish without a name"), tr(p, "Drop it"));
}

void needs_page(struct request *r)
{
	struct state_row *rows;
	int n = state_list(r->store, r->arena, "need-waiting", NULL, &rows);
	const char *title = tr_lang(r->lang, N_("Needs that wait to be read"));
	struct page *p = tune_page(r, title, 200);
	html(p, "<h1>%s</h1><p class='lede'>%s</p>", title, tr(p, "Sent without an account. Correct what "
		"should be, take out what would tell of someone, then publish: no name will stand beside it. "
		"After 90 days they go by themselves."));
	if (n <= 0)
		html(p, "<div class='none'><p>%s</p></div>", tr(p, "No need waits. They come from “Nothing fits?”, under the first steps."));
	else
		html(p, "<ul class='rows'>");
	for (int i = 0; i < n && i < NEEDS_SHOWN; i++)
		draw_waiting(p, &rows[i]);
	html(p, n > 0 ? "</ul>" : "");
	page_close(p);
}

static void published(struct request *r, struct call *c)
{
	if (c->outcome != DONE) {
		answer_refusal(r, c);
		return;
	}
	state_drop(r->store, "need-waiting", c->id);
	answer_see(r, arena_printf(r->arena, "/ressources/%s", json_str(c->answer, "slug")));
}

/* As the installation, so that no name stands beside it; the row's id makes sure that two
 * stewards do not publish it twice. */
static void publish(struct request *r, const struct state_row *row, const json_t *values)
{
	const char *why, *title = json_str(values, "title"), *body = json_str(values, "body");
	json_t *need = json_read(r->arena, row->value, strlen(row->value), &why);
	if (!text_blank(title))
		json_object_set_new(need, "title", json_string(title));
	if (!text_blank(body)) {
		json_object_set_new(need, "body", json_string(body));
		json_object_set_new(need, "summary", json_string(text_cut(r->arena,
			text_line(r->arena, body, strlen(body)), 300)));
	}
	struct call *c = request_call(r, "resource.create", need);
	c->who = (struct who){.account = "", .role = OPERATOR, .lang = r->lang};
	c->id = row->id;
	hash_bytes(c->digest, row->id, strlen(row->id));
	request_do(r, c, published);
}

void needs_answer(struct request *r)
{
	json_t *values = request_form(r);
	const char *id = values ? json_str(values, "id") : NULL;
	struct state_row row;
	if (!values)
		return;
	if (!id || !state_get(r->store, r->arena, "need-waiting", id, &row))
		answer_error(r, 404, N_("This need no longer waits: someone published or dropped it."));
	else if (text_eq(json_str(values, "acte"), "publier"))
		publish(r, &row, values);
	else if (state_drop(r->store, "need-waiting", id))
		answer_see(r, "/commencer/besoins");
	else
		answer_error(r, 503, NULL);
}
