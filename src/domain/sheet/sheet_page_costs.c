/* sheet_page_costs.c - what it costs and takes, also when it stands in the key facts. */
#include "domain/sheet/sheet.h"

#include <string.h>

#include "base/text.h"
#include "domain/territory/territory.h"

static const json_t *value_of(const struct sheet *s, const struct field *f)
{
	return json_object_get(s->r->values, f->name);
}

/* The field that adds this one up, when it has a value; or NULL. */
static const struct field *sum_of(const struct sheet *s, const struct field *part)
{
	for (int i = 0; i < s->type->field_count; i++) {
		const struct field *f = &s->type->fields[i];
		for (int k = 0; f->sum && f->sum[k]; k++)
			if (text_eq(f->sum[k], part->name) && value_of(s, f))
				return f;
	}
	return NULL;
}

/* "of which paid: 4 person-days, volunteer: 9" */
static void parts(struct sheet *s, const struct field *f)
{
	struct page *p = s->p;
	for (int i = 0; f->sum && f->sum[i]; i++) {
		const struct field *part = type_field(s->type, f->sum[i]);
		const char *words = part ? field_words(p->db, p->lang, part, value_of(s, part)) : NULL;
		if (words)
			html(p, "<br>%s %s", tr_s(p, "%s:", part->label[p->lang]), words);
	}
}

/* Where a report happened, for the name of a ring. */
static const char *place(const struct sheet *s)
{
	struct territory t;
	const char *code = json_string_value(json_array_get(json_object_get(s->r->values,
		"territories"), 0));
	return code && territory_get(s->p->db, code, &t) ? t.name : s->r->title;
}

/* What one of the sheets that were used foresaw, and the ring of what it took. */
static bool foreseen_by(struct sheet *s, const char *id, const char *name, const json_t *real)
{
	struct page *p = s->p;
	struct resource r;
	const struct type *t = resource_get(p->db, NULL, id, 0, &r) ? type_get(p->db, r.type) : NULL;
	const struct field *same = type_field(t, name);
	const json_t *range = same ? json_object_get(r.values, name) : NULL;
	if (!range)
		return false;
	struct field drawn = *same;
	drawn.name = arena_printf(p->arena, "%s-%s", name, r.slug);
	const struct actual took = {place(s), (json_number_value(json_object_get(real, "min"))
		+ json_number_value(json_object_get(real, "max"))) / 2};
	html(p, "<p class='small'>%s <a href='%s'>%s</a></p>", tr(p, "Foreseen by:"),
		to(p, resource_path(p->db, &r)), r.title);
	type_range(p, &drawn, range, &took, 1);
	return true;
}

/* In a report: the figure itself, then each estimate that it can be held against. */
static void told(struct sheet *s, const struct field *f)
{
	enum { FEW = 2 };
	struct page *p = s->p;
	const char *dot = f->foreseen ? strchr(f->foreseen, '.') : NULL;
	const json_t *sheets = dot ? json_object_get(s->r->values, arena_copy(p->arena,
		f->foreseen, (size_t)(dot - f->foreseen))) : NULL;
	size_t i, drawn = 0;
	json_t *id;
	html(p, "<p><b>%s</b>", field_words(p->db, p->lang, f, value_of(s, f)));
	parts(s, f);
	html(p, "</p>");
	if (!dot)
		return;
	json_array_foreach(sheets, i, id)
		if (drawn < FEW && foreseen_by(s, json_string_value(id), dot + 1, value_of(s, f)))
			drawn++;
	if (drawn && json_array_size(sheets) > 1)
		html(p, "<p class='muted small'>%s</p>", tr(p, "What it took is for the whole attempt,"
			" all sheets together."));
	if (!drawn)
		html(p, "<p class='muted small'>%s</p>",
			tr(p, "No sheet that was used says what was to be foreseen."));
}

void costs_draw(struct sheet *s)
{
	struct actual actuals[ACTUALS];
	bool open = false;
	for (int i = 0; i < s->type->field_count; i++) {
		const struct field *f = &s->type->fields[i];
		if (!sheet_cost(f) || !value_of(s, f) || sum_of(s, f))
			continue;
		if (!open)
			sheet_head(s, "couts", tr(s->p, "Costs and effort"));
		open = true;
		html(s->p, "<h3>%s</h3>", f->label[s->p->lang]);
		if (f->single)
			told(s, f);
		else
			type_range(s->p, f, value_of(s, f), actuals, lived_actuals(s, f, actuals));
	}
}
