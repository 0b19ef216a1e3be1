/* steps_process.c - from first steps to a draft: a sheet of the type project, with its
 * territory, what it uses and three phases filled in. */
#include <string.h>

#include "base/text.h"
#include "domain/steps/steps_own.h"

void process_serve(struct request *r)
{
	struct walk w;
	struct asker k;
	struct advice a;
	if (!way_open(r, &w, &k))
		return;
	advise(&k, &a);
	struct page *p = way_page(r, tr_lang(r->lang, N_("Start a process")), 200);
	html(p, "<div class='askone'><h1>%s</h1><p class='lede'>%s</p><ol>",
		tr(p, "Start a process"), tr(p, "A draft that you alone see, with your commune and these "
			"three phases already in it. You change all of it before you publish."));
	for (int m = 0; m < MOMENTS; m++)
		if (a.first[m] >= 0)
			html(p, "<li>%s %s</li>", tr_s(p, "%s:", moment_label(p->lang, m)),
				a.steps[a.first[m]].sheet.title);
	html(p, "</ol>");
	way_form(p, way_path(p->arena, &w, "demarche"));
	html(p, "<div class='acts'><button class='btn main'>%s</button><a href='%s'>%s</a></div>"
		"</form></div>", tr(p, "Make the draft"), to(p, way_path(p->arena, &w, "resultat")),
		tr(p, "Back to the steps"));
	page_close(p);
}

static void copy(json_t *to, const struct step *s, const char *field)
{
	json_t *value = json_object_get(s->sheet.values, field);
	if (value)
		json_object_set(to, field, value);
}

static json_t *phase(struct page *words, const struct step *s, int moment)
{
	json_t *j = json_pack("{s:s, s:s}", "title", arena_printf(words->arena, "%s %s",
		tr_s(words, "%s:", moment_label(words->lang, moment)), s->sheet.title), "text",
		s->sheet.summary ? s->sheet.summary : "");
	copy(j, s, "effort");
	copy(j, s, "cost");
	return j;
}

static json_t *draft(struct page *words, const struct asker *k, const struct advice *a)
{
	const char *place = way_place(k);
	json_t *uses = json_array(), *phases = json_array();
	for (int m = 0; m < MOMENTS; m++)
		if (a->first[m] >= 0) {
			const struct step *s = &a->steps[a->first[m]];
			json_array_append_new(uses, json_string(s->sheet.id));
			json_array_append_new(phases, phase(words, s, m));
		}
	json_t *j = json_keep(words->arena, json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:s}",
		"type", "project", "state", "draft", "title", place ?
		tr_s(words, "A process for %s", place) : tr(words, "A process for our commune"),
		"summary", tr(words, "Three steps to begin, chosen with “Where to start”."),
		"uses", uses, "phases", phases, "language", lang_code(words->lang)));
	if (k->placed)
		json_object_set_new(j, "territories", json_pack("[s]", k->traits.place.code));
	return j;
}

static void made(struct request *r, struct call *c)
{
	if (c->outcome == DONE)
		answer_see(r, arena_printf(r->arena, "/ressources/%s/modifier",
			json_str(c->answer, "slug")));
	else
		answer_refusal(r, c);
}

void process_answer(struct request *r)
{
	struct walk w;
	struct asker k;
	struct advice a;
	struct page words = {.request = r, .db = r->db, .arena = r->arena, .lang = r->lang};
	if (!way_open(r, &w, &k))
		return;
	advise(&k, &a);
	request_do(r, request_call(r, "resource.create", draft(&words, &k, &a)), made);
}
