/* fill_form.c - the fields of a sheet as a form, usable without scripts.
 *
 * Fields said to be details stay away until asked for, unless they have a value;
 * groups show an empty row more than they have, two when they have none.  While
 * the form is long, its longest parts are shut: a sentence and a button.  A
 * button named _more asks for more and draws the form again with what was typed. */
#include "domain/fill/fill_own.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { DEEP = 20, ROOM = 270 };	/* concepts; elements of the form */

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
	if (strcmp(f->kind, "tags") == 0 || !field_sheet || !field_sheet(d->p->db, item, &s))
		return item;
	bool found = field_sheet(d->p->db, s.title, &again) ||
		field_sheet(d->p->db, text_slug(d->p->arena, s.title), &again);
	return found && text_eq(again.id, s.id) ? s.title : s.path;
}

static void fill_simple(struct filling *d, const struct field *f, const char *name,
	const json_t *v)
{
	static const char *const kinds[][2] = {{"text", "text"}, {"web", "web"},
		{"email", "email"}, {"number", "number"}, {"yes", "yes"}, {"sheets", "text"},
		{"actors", "text"}};
	const char *kind = f->limit > 300 ? "textarea" : "line", *help = fill_help(d, f);
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
		html(p, "<label class='pick'><input type='checkbox' name='%s[]' value='%s'%s%s>", name,
			c->notation, has(v, c->notation) ? " checked" : "",
			i == 0 && fill_asked(d, f) ? " autofocus" : "");
		html(p, c->definition[p->lang] ? "<span>%s <small>%s</small></span></label>" :
			"%s</label>", c->label[p->lang], c->definition[p->lang]);
	}
	html(p, "</div>");
	if (deep)
		fill_deeper(d, f, name, s, v);
	html(p, "</fieldset>");
}

static const struct {
	const char *kind;
	fill_value *fill;
} rows[] = {
	{"choice", fill_choice}, {"licence", fill_choice}, {"choices", fill_choices},
	{"money", fill_range}, {"days", fill_range}, {"duration", fill_range},
	{"period", fill_period}, {"place", fill_place}, {"group", fill_group},
};

const char *fill_help(struct filling *d, const struct field *f)
{
	const char *help = f->help[d->p->lang], *said = NULL;
	if (f->foreseen && d->part && d->part->foreseen)
		said = d->part->foreseen(d->p, f, d->all);
	return said && help ? arena_printf(d->p->arena, "%s %s", help, said) : said ? said : help;
}

void fill(struct filling *d, const struct field *f, const char *name, const json_t *v)
{
	if (f->single && !d->inside) {
		fill_single(d, f, name, v);
		return;
	}
	if (f->each) {
		fill_each(d, f, name, v);
		return;
	}
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

const char *fill_label(struct page *p, const void *type, const char *path)
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

/* A form is drawn once to see how long it is, and again with groups shut. */
struct draft {
	struct filling d;
	const struct type *type;
	int *elements;			/* of each field */
	bool *shut;
	bool details;
	int hidden;
};

static void draw(struct draft *w)
{
	struct page *p = w->d.p;
	bool said = text_eq(w->d.more, "_details");
	w->hidden = 0;
	for (int i = 0; i < w->type->field_count; i++) {
		const struct field *f = &w->type->fields[i];
		const json_t *v = json_object_get(w->d.all, f->name);
		size_t from = p->out.len;
		if (text_eq(f->kind, "figures")
			|| (w->d.part->step >= 0 && type_step(w->type, f) != w->d.part->step))
			continue;
		if (f->detail && value_blank(v) && !at_fault(w->d.c, f->name)) {
			w->hidden += !w->details;
			if (!w->details)
				continue;
			if (said)
				html(p, "<p class='hint' tabindex='-1' autofocus>%s</p>",
					tr(p, "The fields that follow are all optional."));
			said = false;
		}
		if (w->shut[i])
			fill_shut(&w->d, f, f->name, v);
		else
			fill(&w->d, f, f->name, v);
		w->elements[i] = html_elements(out_str(&p->out) + from);
	}
}

/* Kinds that can be shut: rows, and lists of boxes. */
static bool is_long(const struct field *f)
{
	return (text_eq(f->kind, "group") && !f->each) || text_eq(f->kind, "choices");
}

/* Shuts the longest groups until the rest fits; false when none had to be. */
static bool shut_some(struct draft *w)
{
	enum { SHUT = 9 };
	int all = 0, before = 0;
	for (int i = 0; i < w->type->field_count; i++)
		all += w->elements[i];
	for (before = all; all > ROOM;) {
		int most = -1;
		for (int i = 0; i < w->type->field_count; i++) {
			const struct field *f = &w->type->fields[i];
			if (is_long(f) && !w->shut[i] && !fill_asked(&w->d, f)
				&& !at_fault(w->d.c, f->name) && w->elements[i] > SHUT
				&& (most < 0 || w->elements[i] > w->elements[most]))
				most = i;
		}
		if (most < 0)
			break;
		w->shut[most] = true;
		all -= w->elements[most] - SHUT;
	}
	return all < before;
}

/* Return in a field sends a form by its first button: this one, which only draws
 * the form again, so that nothing is published before its time. */
static void first_button(struct page *p)
{
	html(p, "<button class='hide' name='_more' value='_here' tabindex='-1' "
		"aria-hidden='true'>%s</button>", tr(p, "Show again"));
}

/* Of the step that is asked for, what was typed; of the others, what is kept. */
static const json_t *typed_and_kept(struct page *p, const struct call *c,
	const struct fill_part *part)
{
	if (!c || part->step < 0)
		return c ? c->values : part->values;
	json_t *all = json_keep(p->arena, json_copy(c->values));
	for (int i = 0; i < part->type->field_count; i++) {
		const struct field *f = &part->type->fields[i];
		json_t *kept = json_object_get(part->values, f->name);
		if (type_step(part->type, f) == part->step)
			continue;
		json_object_del(all, f->name);
		if (kept)
			json_object_set(all, f->name, kept);
	}
	return all;
}

void fill_form(struct page *p, const struct call *c, const struct type *t, const json_t *values)
{
	fill_part(p, c, &(struct fill_part){.type = t, .step = -1, .values = values});
}

void fill_part(struct page *p, const struct call *c, const struct fill_part *part)
{
	const json_t *all = typed_and_kept(p, c, part);
	const struct type *t = part->type;
	struct draft w = {.d = {.p = p, .c = c, .more = json_str(all, "_more"), .part = part,
		.all = all}, .type = t};
	size_t n = (size_t)t->field_count + 1;
	w.elements = arena_alloc(p->arena, n * sizeof *w.elements);
	w.shut = arena_alloc(p->arena, n * sizeof *w.shut);
	w.details = text_eq(w.d.more, "_details") || json_object_get(all, "_details");
	first_button(p);
	size_t from = p->out.len;
	draw(&w);
	if (shut_some(&w)) {
		out_cut(&p->out, from);
		draw(&w);
	}
	if (w.details)
		form_hidden(p, "_details", "yes");
	if (w.hidden && part->step >= 0)
		html(p, "<p><button class='btn' name='_more' value='_details'>%s</button></p>",
			tr_n(p, "Show %d more field", "Show %d more fields", w.hidden));
	else if (w.hidden)
		html(p, "<p class='hint' id='details-h'>%s</p><p><button class='btn' name='_more' "
			"value='_details' aria-describedby='details-h'>%s</button></p>",
			tr(p, "Links to other sheets, licence, authors, themes and more can be added now "
			"or later."), tr_n(p, "Show %d more field", "Show %d more fields", w.hidden));
}
