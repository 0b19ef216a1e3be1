/* type_form.c - the fields of a sheet as a form, usable without scripts.
 *
 * Fields said to be details stay away until asked for, unless they have a value;
 * groups show an empty row more than they have, two when they have none.  A
 * button named _more asks for more and draws the form again with what was typed. */
#include "domain/type/type_form.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { FIRST = 2, NEXT = 1, MORE = 5, DEEP = 20 };	/* rows to write in; concepts */

/* A value or a typed text, as text; NULL when it is neither. */
static const char *plain(struct filling *d, const json_t *v)
{
	if (json_is_integer(v) || json_is_real(v))
		return number_text(d->p->arena, d->p->lang, json_number_value(v),
			json_is_integer(v) ? 0 : 2);
	if (json_is_boolean(v))
		return json_is_true(v) ? "yes" : "";
	return json_string_value(v);
}

/* A list as one text; each item as fill_item says it. */
static const char *list_text(struct filling *d, const struct field *f, const json_t *v,
	const char *separator)
{
	size_t i;
	const json_t *j;
	const char *all = NULL;
	json_array_foreach(v, i, j) {
		const char *item = json_string_value(j);
		if (item && *item)
			all = all ? arena_printf(d->p->arena, "%s%s%s", all, separator,
				fill_item(d, f, item)) : fill_item(d, f, item);
	}
	return all ? all : json_string_value(v);
}

/* As it can be typed again: "Jazeneuil (86116)", a title that finds its sheet. */
const char *fill_item(struct filling *d, const struct field *f, const char *item)
{
	struct territory t;
	struct sheet_name s = {0}, again = {0};
	if (strcmp(f->kind, "territories") == 0)
		return territory_get(d->p->db, item, &t) ?
			arena_printf(d->p->arena, "%s (%s)", t.name, t.code) : item;
	if (strcmp(f->kind, "tags") == 0 || !type_sheet || !type_sheet(d->p->db, item, &s))
		return item;
	bool found = type_sheet(d->p->db, text_slug(d->p->arena, s.title), &again);
	return found && text_eq(again.id, s.id) ? s.title : s.path;
}

static void fill_simple(struct filling *d, const struct field *f, const char *name,
	const json_t *v)
{
	static const char *const kinds[][2] = {{"text", "text"}, {"web", "web"},
		{"email", "email"}, {"number", "number"}, {"yes", "yes"}, {"sheets", "text"},
		{"actors", "text"}};
	const char *kind = f->limit > 300 ? "textarea" : "line", *help = f->help[d->p->lang];
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i][0], f->kind) == 0)
			kind = kinds[i][1];
	bool lines = strcmp(f->kind, "sheets") == 0 || strcmp(f->kind, "actors") == 0;
	if (lines && help)
		help = arena_printf(d->p->arena, "%s %s", help, tr(d->p, "One per line."));
	form_field(d->p, d->c, &(struct form_field){.name = name, .kind = kind,
		.label = f->label[d->p->lang], .help = help, .required = f->required,
		.unit = f->unit[d->p->lang], .value = json_is_array(v) ?
			list_text(d, f, v, lines ? "\n" : ", ") : plain(d, v)});
}

/* Indents a concept below its broader ones. */
static const char *indented(struct filling *d, const struct concept *c)
{
	const char *label = c->label[d->p->lang];
	for (int i = 0; i < c->depth; i++)
		label = arena_printf(d->p->arena, "\u2003%s", label);
	return label;
}

static void fill_choice(struct filling *d, const struct field *f, const char *name,
	const json_t *v)
{
	const struct scheme *s = scheme_get(d->p->db, f->scheme);
	const char *now = json_string_value(v);
	struct form_choice *all = arena_alloc(d->p->arena,
		sizeof *all * ((size_t)(s ? s->count : 0) + 2));
	all[0] = (struct form_choice){.value = "", .label = tr(d->p, "Choose")};
	for (int i = 0; s && i < s->count; i++)
		all[i + 1] = (struct form_choice){.value = s->concepts[i].notation,
			.label = indented(d, &s->concepts[i]),
			.on = text_eq(s->concepts[i].notation, now)};
	form_select(d->p, d->c, &(struct form_field){.name = name,
		.label = f->label[d->p->lang], .help = d->inside ? NULL : f->help[d->p->lang],
		.required = f->required || d->inside}, all);
}

static bool has(const json_t *list, const char *notation)
{
	size_t i;
	const json_t *j;
	json_array_foreach(list, i, j)
		if (text_eq(json_string_value(j), notation))
			return true;
	return text_eq(json_string_value(list), notation);
}

/* A line for those that have no box: concepts below the top of a deep scheme. */
static void fill_deeper(struct filling *d, const struct field *f, const char *name,
	const struct scheme *s, const json_t *v)
{
	struct page *p = d->p;
	size_t i;
	const json_t *j;
	html(p, "<label for='%s-more'>%s</label>", form_id(p, name), tr(p, "More precisely"));
	html(p, "<input id='%s-more' name='%s[]' list='%s-list' value='", form_id(p, name), name,
		form_id(p, name));
	const char *comma = "";
	json_array_foreach(v, i, j) {
		const struct concept *c = scheme_concept(s, json_string_value(j));
		if ((c && c->depth == 0) || value_blank(j))
			continue;
		html(p, "%s%s", comma, c ? c->label[p->lang] : json_string_value(j));
		comma = " ; ";
	}
	html(p, "'><datalist id='%s-list'>", form_id(p, name));
	bool help = f->required && value_blank(v);	/* a hundred words: not for nothing */
	for (int k = 0; help && k < s->count; k++)
		if (s->concepts[k].depth > 0)
			html(p, "<option value='%s'>", s->concepts[k].label[p->lang]);
	html(p, "</datalist>");
}

static void fill_choices(struct filling *d, const struct field *f, const char *name,
	const json_t *v)
{
	struct page *p = d->p;
	const struct scheme *s = scheme_get(p->db, f->scheme);
	bool deep = s && s->count > DEEP;
	fill_open(d, f, name);
	html(p, "<div class='picks'>");
	for (int i = 0; s && i < s->count; i++) {
		const struct concept *c = &s->concepts[i];
		if (deep && c->depth > 0)
			continue;
		html(p, "<label class='pick'><input type='checkbox' name='%s[]' value='%s'%s>", name,
			c->notation, has(v, c->notation) ? " checked" : "");
		html(p, c->definition[p->lang] ? "<span>%s <small>%s</small></span></label>" :
			"%s</label>", c->label[p->lang], c->definition[p->lang]);
	}
	html(p, "</div>");
	if (deep)
		fill_deeper(d, f, name, s, v);
	html(p, "</fieldset>");
}

static fill_value fill_group;

static const struct {
	const char *kind;
	fill_value *fill;
} rows[] = {
	{"choice", fill_choice}, {"licence", fill_choice}, {"choices", fill_choices},
	{"money", fill_range}, {"days", fill_range}, {"duration", fill_range},
	{"period", fill_period}, {"place", fill_place}, {"group", fill_group},
};

static void fill(struct filling *d, const struct field *f, const char *name, const json_t *v)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].kind, f->kind) == 0) {
			rows[i].fill(d, f, name, v);
			return;
		}
	if (d->inside)
		fill_inside(d, f, name, plain(d, v));
	else
		fill_simple(d, f, name, v);
}

/* Rows in use, and some to write in. */
static int row_count(struct filling *d, const struct field *f, const json_t *v)
{
	int n = (int)json_array_size(v), used = 0;
	for (int i = 0; i < n; i++)
		if (!value_blank(json_array_get(v, (size_t)i)))
			used = i + 1;
	return used + (text_eq(d->more, f->name) ? MORE : used ? NEXT : FIRST);
}

static void fill_group(struct filling *d, const struct field *f, const char *name,
	const json_t *v)
{
	struct page *p = d->p;
	int n = row_count(d, f, v);
	const char *item = f->item[p->lang] ? f->item[p->lang] : tr(p, "Row");
	fill_open(d, f, name);
	d->inside = true;
	for (int i = 0; i < n; i++) {
		const json_t *row = json_array_get(v, (size_t)i);
		const char *at = arena_printf(p->arena, "%s.%d", name, i);
		html(p, "<fieldset class='field row'><legend>%s %d</legend>", item, i + 1);
		for (int k = 0; k < f->field_count; k++)
			fill(d, &f->fields[k], arena_printf(p->arena, "%s.%s", at, f->fields[k].name),
				json_object_get(row, f->fields[k].name));
		html(p, "</fieldset>");
	}
	d->inside = false;
	html(p, "<button class='btn' name='_more' value='%s'>%s</button></fieldset>", f->name,
		tr_s(p, "Add rows: %s", f->label[p->lang]));
}

/* Is there a sentence about the field, or about a part of it? */
static bool at_fault(const struct call *c, const char *name)
{
	size_t n = strlen(name);
	for (int i = 0; c && i < c->fault_count; i++)
		if (strncmp(c->faults[i].field, name, n) == 0 &&
		    (c->faults[i].field[n] == '\0' || c->faults[i].field[n] == '.'))
			return true;
	return false;
}

const char *type_label(struct page *p, const void *type, const char *path)
{
	const struct type *t = type;
	const char *name = arena_copy(p->arena, path, strcspn(path, "."));
	const struct field *f = type_field(t, name), *g = NULL;
	if (!f)
		return NULL;
	const char *row = path + strlen(name), *inner = *row ? strchr(row + 1, '.') : NULL;
	if (inner)
		g = field_named(f->fields, f->field_count,
			arena_copy(p->arena, inner + 1, strcspn(inner + 1, ".")));
	if (!g)
		return f->label[p->lang];
	return arena_printf(p->arena, "%s, %s %d, %s", f->label[p->lang],
		f->item[p->lang] ? f->item[p->lang] : tr(p, "Row"), atoi(row + 1) + 1,
		g->label[p->lang]);
}

void type_form(struct page *p, const struct call *c, const struct type *t, const json_t *values)
{
	struct filling d = {.p = p, .c = c};
	const json_t *all = c ? c->values : values;
	d.more = json_str(all, "_more");
	bool details = text_eq(d.more, "_details") || json_object_get(all, "_details");
	int hidden = 0;
	for (int i = 0; i < t->field_count; i++) {
		const struct field *f = &t->fields[i];
		const json_t *v = json_object_get(all, f->name);
		if (f->detail && !details && value_blank(v) && !at_fault(c, f->name))
			hidden++;
		else
			fill(&d, f, f->name, v);
	}
	if (details)
		form_hidden(p, "_details", "yes");
	if (hidden)
		html(p, "<p class='hint' id='details-h'>%s</p><p><button class='btn' name='_more' "
			"value='_details' aria-describedby='details-h'>%s</button></p>",
			tr(p, "Links to other sheets, licence, authors, themes and more can be added now "
			"or later."), tr_n(p, "Show %d more field", "Show %d more fields", hidden));
}
