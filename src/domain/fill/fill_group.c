/* fill_group.c - repeated rows in a form: open, or shut while the form is long. */
#include <string.h>

#include "base/text.h"
#include "domain/fill/fill_own.h"

enum { FIRST = 2, NEXT = 1, MORE = 5, GIST = 160 };	/* rows to write in; letters */

bool fill_asked(const struct filling *d, const struct field *f)
{
	size_t n = strlen(f->name);
	return d->more && strncmp(d->more, f->name, n) == 0 &&
		(d->more[n] == '\0' || d->more[n] == ':');
}

const json_t *fill_rows(struct filling *d, const json_t *v)
{
	const char *why, *text = json_string_value(v);
	return text ? json_read(d->p->arena, text, strlen(text), &why) : v;
}

static int used_rows(const json_t *v)
{
	int used = 0;
	for (int i = 0; i < (int)json_array_size(v); i++)
		if (!value_blank(json_array_get(v, (size_t)i)))
			used = i + 1;
	return used;
}

static const char *row_label(struct filling *d, const struct field *f)
{
	return f->item[d->p->lang] ? f->item[d->p->lang] : tr(d->p, "Row");
}

/* One row; the one to go on from takes the focus. */
static void row(struct filling *d, const struct field *f, const char *name, int i,
	const json_t *values, bool here)
{
	struct page *p = d->p;
	html(p, here ? "<fieldset class='field row' tabindex='-1' autofocus><legend>%s %d</legend>"
		: "<fieldset class='field row'><legend>%s %d</legend>", row_label(d, f), i + 1);
	for (int k = 0; k < f->field_count; k++)
		fill(d, &f->fields[k], arena_printf(p->arena, "%s.%d.%s", name, i,
			f->fields[k].name), json_object_get(values, f->fields[k].name));
	html(p, "</fieldset>");
}

void fill_group(struct filling *d, const struct field *f, const char *name, const json_t *v)
{
	struct page *p = d->p;
	const json_t *rows = fill_rows(d, v);
	int used = used_rows(rows);
	bool asked = fill_asked(d, f), more = text_eq(d->more, f->name);
	int n = used + (more ? MORE : used ? NEXT : FIRST);
	fill_open(d, f, name);
	d->inside = true;
	for (int i = 0; i < n; i++)
		row(d, f, name, i, json_array_get(rows, (size_t)i),
			asked && i == (more ? used : 0));
	d->inside = false;
	html(p, "<button class='btn' name='_more' value='%s'>%s</button></fieldset>", f->name,
		tr_s(p, "Add rows: %s", f->label[p->lang]));
}

/* The first words of each row. */
static const char *gist(struct filling *d, const struct field *f, const json_t *rows)
{
	struct page *p = d->p;
	struct out o = out_new(4096);
	for (int i = 0; i < used_rows(rows); i++)
		for (int k = 0; k < f->field_count; k++) {
			const char *words = field_words(p->db, p->lang, &f->fields[k], json_object_get(
				json_array_get(rows, (size_t)i), f->fields[k].name));
			if (!words)
				continue;
			out_printf(&o, "%s%s", o.len ? " · " : "", words);
			break;
		}
	const char *text = text_cut(p->arena, out_str(&o), GIST);
	out_free(&o);
	return text;
}

/* What is chosen stays in the form, item by item. */
static int keep_choices(struct filling *d, const char *name, const json_t *v)
{
	size_t i;
	const json_t *j;
	const char *each = arena_printf(d->p->arena, "%s[]", name);
	json_array_foreach(v, i, j)
		form_hidden(d->p, each, json_string_value(j));
	return (int)json_array_size(v);
}

void fill_shut(struct filling *d, const struct field *f, const char *name, const json_t *v)
{
	struct page *p = d->p;
	bool group = text_eq(f->kind, "group");
	const json_t *rows = group ? fill_rows(d, v) : v;
	int used = group ? used_rows(rows) : 0;
	fill_open(d, f, name);
	if (!value_blank(rows))
		html(p, "<p>%s</p>", group ? gist(d, f, rows)
			: field_words(p->db, p->lang, f, rows));
	if (used)
		form_hidden(p, name, json_text(p->arena, rows));
	if (!group)
		used = keep_choices(d, name, rows);
	html(p, "<button class='btn' name='_more' value='%s:open'>%s</button></fieldset>", f->name,
		used ? arena_printf(p->arena, "%s (%d)",
			tr_s(p, "Change: %s", f->label[p->lang]), used)
		: tr_s(p, group ? N_("Add rows: %s") : N_("Choose: %s"), f->label[p->lang]));
}
