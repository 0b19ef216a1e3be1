/* sheet_page_compare.c - two sets of values of one type, side by side. */
#include "domain/sheet/sheet.h"

#include <string.h>

#include "base/diff.h"
#include "base/out.h"
#include "base/text.h"

static void add_field(struct db *db, enum lang lang, struct out *o, const struct field *f,
	const json_t *value);

/* Rows of a group, one line for each thing said. */
static void add_rows(struct db *db, enum lang lang, struct out *o, const struct field *f,
	const json_t *rows)
{
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row) {
		out_printf(o, "%zu. ", i + 1);
		for (int k = 0; k < f->field_count; k++)
			add_field(db, lang, o, &f->fields[k],
				json_object_get(row, f->fields[k].name));
	}
}

/* The whole value as text, not cut. */
static void add_field(struct db *db, enum lang lang, struct out *o, const struct field *f,
	const json_t *value)
{
	if (!value)
		return;
	if (text_eq(f->kind, "group"))
		add_rows(db, lang, o, f, value);
	else if (json_is_string(value) && !f->scheme)
		out_printf(o, "%s\n", json_string_value(value));
	else
		out_printf(o, "%s\n", field_words(db, lang, f, value));
	double lat, lon;
	if (text_eq(f->kind, "place") && place_point(value, &lat, &lon))
		out_printf(o, "%s\n", point_words(db_arena(db), lang, lat, lon));
}

static void side(struct page *p, const char *title, const struct diff_part *parts, int n,
	enum diff_kind skipped)
{
	html(p, "<div><h3>%s</h3><p class='diff'>", title);
	for (int i = 0; i < n; i++) {
		const struct diff_part *d = &parts[i];
		const char *tag = d->kind == GONE ? "del" : "ins";
		if (d->kind == skipped)
			continue;
		if (d->kind != SAME)
			html(p, "<%s>", tag);
		html_escape(&p->out, d->text, d->size);
		if (d->kind != SAME)
			html(p, "</%s>", tag);
	}
	html(p, "</p></div>");
}

int compare_draw(struct page *p, const struct type *t, const json_t *before, const json_t *after,
	const char *before_title, const char *after_title)
{
	int differ = 0;
	for (int i = 0; i < t->field_count; i++) {
		const struct field *f = &t->fields[i];
		const json_t *x = json_object_get(before, f->name);
		const json_t *y = json_object_get(after, f->name);
		if (x == y || json_equal(x, y))
			continue;
		struct out old = out_new(1 << 20), new = out_new(1 << 20);
		struct diff_part *parts;
		add_field(p->db, p->lang, &old, f, x);
		add_field(p->db, p->lang, &new, f, y);
		int n = diff_words(p->arena, out_str(&old), out_str(&new), &parts);
		html(p, "<section><h2>%s</h2><div class='side wide'>", f->label[p->lang]);
		side(p, before_title, parts, n, CAME);
		side(p, after_title, parts, n, GONE);
		html(p, "</div></section>");
		out_free(&old);
		out_free(&new);
		differ++;
	}
	return differ;
}
