/* fill_each.c - a group with a row for each sheet that another field names. */
#include <string.h>

#include "base/text.h"
#include "domain/fill/fill_own.h"

enum { BOXES = 10 };	/* rows whose answers are all in sight */

/* The row about a sheet, or NULL. */
static const json_t *row_of(const json_t *rows, const char *name, const char *id)
{
	size_t i;
	const json_t *row;
	json_array_foreach(rows, i, row)
		if (text_eq(json_str(row, name), id))
			return row;
	return NULL;
}

/* All answers as boxes, to touch with a thumb. */
static void answers(struct filling *d, const struct field *f, const char *name, const json_t *v)
{
	const struct scheme *s = scheme_get(d->p->db, f->scheme);
	size_t n = s ? (size_t)s->count : 0;
	struct form_choice *all = arena_alloc(d->p->arena, (n + 2) * sizeof *all);
	const char *now = json_string_value(v);
	for (size_t i = 0; i < n; i++)
		all[i] = (struct form_choice){.value = s->concepts[i].notation,
			.label = s->concepts[i].label[d->p->lang],
			.on = text_eq(s->concepts[i].notation, now)};
	all[n] = (struct form_choice){.value = "", .label = tr(d->p, "I cannot say"),
		.on = text_blank(now)};
	form_choices(d->p, d->c, &(struct form_field){.name = name, .label = f->label[d->p->lang],
		.required = true}, all, false);
}

static void row(struct filling *d, const struct field *f, const char *name, const char *id,
	const json_t *values, bool boxes)
{
	struct page *p = d->p;
	struct sheet_name s;
	bool known = field_sheet && field_sheet(p->db, id, &s);
	html(p, "<fieldset class='field row'><legend>%s</legend>", known ? s.title : id);
	for (int i = 0; i < f->field_count; i++) {
		const struct field *g = &f->fields[i];
		const char *at = arena_printf(p->arena, "%s.%s", name, g->name);
		const json_t *v = json_object_get(values, g->name);
		if (text_eq(g->kind, "sheet"))
			form_hidden(p, at, id);
		else if (boxes && text_eq(g->kind, "choice"))
			answers(d, g, at, v);
		else
			fill(d, g, at, v);
	}
	html(p, "</fieldset>");
}

void fill_each(struct filling *d, const struct field *f, const char *name, const json_t *v)
{
	struct page *p = d->p;
	const json_t *list = json_object_get(d->all, f->each), *rows = fill_rows(d, v), *id;
	const struct field *of = field_row_sheet(f);
	size_t i, n = json_array_size(list);
	if (!of)
		return;
	if (!n) {
		const struct field *each = type_field(d->part->type, f->each);
		html(p, "<div class='none'><p>%s</p></div>", tr_s(p, "No sheet is named under “%s”: there"
			" is nothing to say here.", each ? each->label[p->lang] : f->each));
		return;
	}
	fill_open(d, f, name);
	d->inside = true;
	json_array_foreach(list, i, id)
		if (json_is_string(id))
			row(d, f, arena_printf(p->arena, "%s.%zu", name, i), json_string_value(id),
				row_of(rows, of->name, json_string_value(id)), n <= BOXES);
	d->inside = false;
	html(p, "</fieldset>");
}
