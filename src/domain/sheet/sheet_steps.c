/* sheet_steps.c - sheets written step by step, each step kept as a draft.
 *
 * Every button of a step keeps it: the one that goes on, those that lead to
 * another step, and the one for later.  Publishing is offered once nothing lacks. */
#include "domain/sheet/sheet.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "domain/fill/fill.h"
#include "domain/territory/territory.h"
#include "web/drawing.h"

/* Is a required field of a step still empty?  The first one, or NULL. */
static const struct field *lacking(const struct type *t, int step, const json_t *values)
{
	for (int i = 0; i < t->field_count; i++) {
		const struct field *f = &t->fields[i];
		if (f->required && type_step(t, f) == step
			&& value_blank(json_object_get(values, f->name)))
			return f;
	}
	return NULL;
}

/* "2 of 4 filled in", of what the step asks first; NULL: nothing yet. */
static const char *progress(struct page *p, const struct type *t, int step, const json_t *values)
{
	int filled = 0, all = 0;
	for (int i = 0; i < t->field_count; i++) {
		const struct field *f = &t->fields[i];
		if (type_step(t, f) != step || text_eq(f->kind, "figures"))
			continue;
		bool blank = value_blank(json_object_get(values, f->name));
		filled += !blank;
		all += !blank || !f->detail;
	}
	return filled ? tr_s(p, "%s filled in", arena_printf(p->arena, "%d %s %d", filled,
		tr(p, "out of"), all)) : NULL;
}

/* The first step that lacks something, or -1; but for one step. */
static int first_lacking(const struct type *t, const json_t *values, int but)
{
	for (int i = 0; i < t->step_count; i++)
		if (i != but && lacking(t, i, values))
			return i;
	return -1;
}

int steps_at(struct request *r, const struct call *c, const struct type *t,
	const json_t *values)
{
	int step = type_step_named(t, c ? call_text(c, "_step") : request_query(r, "etape"));
	if (step < 0)
		step = first_lacking(t, values, -1);
	return step < 0 ? t->step_count - 1 : step;
}

void steps_head(struct page *p, const struct sheet_steps *s)
{
	const struct type_step *step = &s->type->steps[s->step];
	html(p, "<p class='kind %s'>%s</p><h1>%s</h1>", s->type->mark, s->type->label[p->lang],
		step->label[p->lang]);
	int at = s->step + 1, all = s->type->step_count;
	drawing_ruler(p, arena_printf(p->arena, tr_lang(p->lang, "Step %d of %d"), at, all), at, all);
	if (step->help[p->lang])
		html(p, "<p class='lede'>%s</p>", step->help[p->lang]);
}

/* "Foreseen: 300 to 900 € (Collective survey)." */
static const char *foreseen(struct page *p, const struct field *f, const json_t *values)
{
	enum { FEW = 3 };
	const char *dot = strchr(f->foreseen, '.'), *all = "";
	const char *list = arena_copy(p->arena, f->foreseen, (size_t)(dot - f->foreseen));
	struct resource r;
	size_t i;
	json_t *id;
	json_array_foreach(json_object_get(values, list), i, id) {
		const struct type *t = i < FEW && resource_get(p->db, NULL, json_string_value(id), 0, &r)
			? type_get(p->db, r.type) : NULL;
		const struct field *same = type_field(t, dot + 1);
		const char *words = same ? field_words(p->db, p->lang, same,
			json_object_get(r.values, same->name)) : NULL;
		if (words)
			all = arena_printf(p->arena, "%s%s%s (%s)", all, !*all ? "" :
				p->lang == FR ? "\u202f; " : "; ", words, r.title);
	}
	return *all ? tr_s(p, "Foreseen: %s.", all) : NULL;
}

/* One step of the list: a button that keeps this one and goes there. */
static void way(struct page *p, const struct sheet_steps *s, int i)
{
	const struct type_step *step = &s->type->steps[i];
	const struct field *lack = lacking(s->type, i, s->values);
	const char *done = progress(p, s->type, i, s->values);
	const char *state = lack ? tr_s(p, "to say: %s", lack->label[p->lang])
		: done ? done : tr(p, "empty, optional");
	if (i == s->step)
		html(p, "<li aria-current='step'><b>%d. %s</b> <small>%s</small></li>", i + 1,
			step->label[p->lang], tr(p, "you are here"));
	else
		html(p, "<li><button name='_next' value='%s'>%d. %s</button> <small>%s</small></li>",
			step->name, i + 1, step->label[p->lang], state);
}

/* Where the main button leads from a draft: on, or to what lacks; -1: it publishes. */
static int next_step(const struct sheet_steps *s)
{
	if (s->step < s->type->step_count - 1)
		return s->step + 1;
	return first_lacking(s->type, s->values, s->step);
}

static void buttons(struct page *p, const struct call *c, const struct sheet_steps *s)
{
	bool published = s->now && text_eq(s->now->state, "published");
	int next = published ? -1 : next_step(s);
	if (published)
		form_field(p, c, &(struct form_field){.name = "comment", .kind = "line",
			.label = tr(p, "In one sentence, what did you change?"),
			.help = tr(p, "Shown in the history."),
			.value = c ? call_text(c, "comment") : NULL});
	if (next < 0)
		html(p, "<p class='small read'>%s</p>", tr(p, "By publishing you place this text under"
			" the licence of this commons, CC BY-SA 4.0 unless you choose another. You remain"
			" its author."));
	html(p, "<div class='acts'>");
	if (next < 0)
		html(p, "<button class='btn main' name='state' value='published'>%s</button>",
			published ? tr(p, "Publish this change") : tr(p, "Publish"));
	else
		html(p, "<button class='btn main' name='_next' value='%s'>%s</button>",
			s->type->steps[next].name, next > s->step ? tr(p, "Keep and go on")
			: tr_s(p, "Keep, and say what lacks: %s", lacking(s->type, next,
				s->values)->label[p->lang]));
	if (!published)
		html(p, "<button class='btn' name='_later' value='yes'>%s</button>",
			next < 0 ? tr(p, "Keep and read again") : tr(p, "Keep and finish later"));
	html(p, "</div>");
}

void steps_draw(struct page *p, const struct call *c, const struct sheet_steps *s)
{
	form_hidden(p, "_step", s->type->steps[s->step].name);
	fill_part(p, c, &(struct fill_part){.type = s->type, .step = s->step, .values = s->values,
		.foreseen = foreseen});
	buttons(p, c, s);
	html(p, "<nav class='way' aria-labelledby='h-way'><h2 id='h-way'>%s</h2><p class='hint'>%s</p>"
		"<ol>", tr(p, "Where you are"),
		tr(p, "Going to another step keeps what you wrote on this page."));
	for (int i = 0; i < s->type->step_count; i++)
		way(p, s, i);
	html(p, "</ol></nav></form>");
}

const char *steps_after(struct request *r, const struct call *c)
{
	const char *slug = json_str(c->answer, "slug"), *next = call_text(c, "_next");
	if (!call_text(c, "_step") || !slug)
		return NULL;
	if (text_eq(call_text(c, "state"), "published"))
		return arena_printf(r->arena, "/ressources/%s?publie=oui", slug);
	if (call_text(c, "_later"))
		return arena_printf(r->arena, "/ressources/%s?garde=oui", slug);
	return next ? arena_printf(r->arena, "/ressources/%s/modifier?etape=%s", slug,
		url_escape(r->arena, next)) : NULL;
}

/* The first field of a kind. */
static const struct field *of_kind(const struct type *t, const char *kind)
{
	for (int i = 0; i < t->field_count; i++)
		if (text_eq(t->fields[i].kind, kind))
			return &t->fields[i];
	return NULL;
}

const json_t *steps_given(struct request *r, const struct type *t)
{
	json_t *given = json_keep(r->arena, json_object());
	const struct field *sheets = of_kind(t, "sheets"), *places = of_kind(t, "territories");
	struct sheet_name s;
	struct territory place;
	const char *sheet = request_query(r, "fiche"), *code = request_query(r, "territoire");
	if (sheets && sheet && field_sheet(r->db, sheet, &s))
		json_object_set_new(given, sheets->name, json_pack("[s]", s.id));
	if (places && code && territory_get(r->db, code, &place))
		json_object_set_new(given, places->name, json_pack("[s]", place.code));
	return given;
}

/* The first line of what was typed as a list, without what stands in brackets. */
static const char *first_typed(struct request *r, const json_t *values, const struct field *f)
{
	const char *text = f ? json_str(values, f->name) : NULL;
	struct sheet_name s[2];
	if (text_blank(text))
		return NULL;
	text = text_line(r->arena, text, strcspn(text, "\n;"));
	const char *slug = text_starts(text, "/ressources/") ? strrchr(text, '/') + 1 : text;
	if (text_eq(f->kind, "sheets") && (field_sheet(r->db, slug, s)
		|| field_sheets_like(r->db, slug, 2, s) == 1))
		return s->title;
	const char *bracket = strstr(text, " (");
	return bracket ? arena_copy(r->arena, text, (size_t)(bracket - text)) : text;
}

void steps_title(struct request *r, json_t *values)
{
	const struct type *type = type_get(r->db, json_str(values, "type"));
	if (!type || !json_str(values, "_step") || !text_blank(json_str(values, "title")))
		return;
	const char *what = first_typed(r, values, of_kind(type, "sheets"));
	const char *where = first_typed(r, values, of_kind(type, "territories"));
	struct territory place;
	if (where && territory_get(r->db, where, &place))
		where = place.name;
	if (!where)
		where = date_long(r->arena, r->lang, date_day(r->arena, date_now()));
	json_object_set_new(values, "title", json_string(text_cut(r->arena, arena_printf(r->arena,
		"%s, %s", what ? what : type->label[r->lang], where), 200)));
}
