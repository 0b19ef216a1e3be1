/* fill_parts.c - fields made of several inputs, and fields in a row. */
#include <string.h>

#include "base/text.h"
#include "domain/fill/fill_own.h"

void fill_open(struct filling *d, const struct field *f, const char *name)
{
	struct page *p = d->p;
	const char *id = form_id(p, name), *help = d->inside ? NULL : fill_help(d, f);
	bool bad = form_fault_of(d->c, name);
	html(p, "<fieldset class='field%s' id='%s'", bad ? " bad" : "", id);
	if (help)
		html(p, " aria-describedby='%s-h'", id);
	html(p, "><legend>%s", f->label[p->lang]);
	if (!f->required && !d->inside)
		html(p, " <small class='muted'>(%s)</small>", tr(p, "optional"));
	html(p, "</legend>");
	if (help)
		html(p, "<p class='hint' id='%s-h'>%s</p>", id, help);
	form_fault(p, d->c, name);
}

static void described(struct filling *d, const char *name)
{
	if (form_fault_of(d->c, name))
		html(d->p, " aria-invalid='true' aria-describedby='%s-e'", form_id(d->p, name));
}

void fill_inside(struct filling *d, const struct field *f, const char *name, const char *text)
{
	struct page *p = d->p;
	const char *id = form_id(p, name);
	bool area = strcmp(f->kind, "text") == 0, yes = strcmp(f->kind, "yes") == 0;
	html(p, "<div class='field%s'><label for='%s'>%s</label>",
		form_fault_of(d->c, name) ? " bad" : "", id, f->label[p->lang]);
	form_fault(p, d->c, name);
	if (area)
		html(p, "<textarea id='%s' name='%s' rows='3'", id, name);
	else
		html(p, "<input id='%s' name='%s'%s", id, name, yes ? " type='checkbox'" :
			strcmp(f->kind, "number") == 0 ? " inputmode='decimal'" : "");
	described(d, name);
	if (area)
		html(p, ">\n%s</textarea></div>", text);
	else if (yes)
		html(p, " value='yes'%s></div>", text && *text ? " checked" : "");
	else
		html(p, " value='%s'></div>", text);
}

/* One input of several, named for those who do not see the line. */
static void part(struct filling *d, const char *name, const char *key, const char *label,
	const json_t *v, const char *class)
{
	struct page *p = d->p;
	const char *full = arena_printf(p->arena, "%s.%s", name, key);
	const json_t *j = json_object_get(v, key);
	const char *text = json_string_value(j);
	double x = json_number_value(j);
	if (json_is_number(j))
		text = number_text(p->arena, p->lang, x, x == (double)(long long)x ? 0 : 2);
	html(p, "<input id='%s' name='%s' aria-label='%s'", form_id(p, full), full, label);
	if (class)
		html(p, " class='%s'", class);
	described(d, full);
	html(p, " value='%s'>", text);
}

/* The sentences of the parts, before them. */
static void faults(struct filling *d, const char *name, const char *const *keys)
{
	for (; *keys; keys++)
		form_fault(d->p, d->c, arena_printf(d->p->arena, "%s.%s", name, *keys));
}

static void unit_select(struct filling *d, const char *name, const json_t *v)
{
	struct page *p = d->p;
	const char *now = json_str(v, "unit");
	const char *full = arena_printf(p->arena, "%s.unit", name);
	html(p, "<select id='%s' name='%s' aria-label='%s'>", form_id(p, full), full,
		tr(p, "Unit"));
	for (int i = 0; units[i].name; i++)
		html(p, "<option value='%s'%s>%s</option>", units[i].name,
			text_eq(now ? now : "month", units[i].name) ? " selected" : "",
			tr(p, units[i].many));
	html(p, "</select>");
}

void fill_range(struct filling *d, const struct field *f, const char *name, const json_t *v)
{
	static const char *const keys[] = {"min", "max", "unit", NULL};
	struct page *p = d->p;
	const char *unit = json_str(v, "unit");
	fill_open(d, f, name);
	faults(d, name, keys);
	html(p, "<div class='unit'>");
	part(d, name, "min", tr(p, "At least"), v, "short");
	html(p, "<span>%s</span>", tr(p, "to"));
	part(d, name, "max", tr(p, "At most"), v, "short");
	if (strcmp(f->kind, "duration") == 0)
		unit_select(d, name, v);
	else if (strcmp(f->kind, "days") == 0)
		html(p, "<span>%s</span>", tr(p, "person-days"));
	else
		html(p, "<span>%s</span>", unit && !f->unit[p->lang] ? unit :
			f->unit[p->lang] ? f->unit[p->lang] : "€");
	html(p, "</div></fieldset>");
}

void fill_single(struct filling *d, const struct field *f, const char *name, const json_t *v)
{
	struct page *p = d->p;
	bool days = strcmp(f->kind, "days") == 0;
	form_field(p, d->c, &(struct form_field){.name = name, .kind = "number",
		.label = f->label[p->lang], .help = fill_help(d, f), .required = f->required,
		.unit = days ? tr(p, "person-days") : f->unit[p->lang] ? f->unit[p->lang] : "€",
		.value = json_is_string(v) ? json_string_value(v) :
			range_words(p->arena, p->lang, v)});
}

void fill_period(struct filling *d, const struct field *f, const char *name, const json_t *v)
{
	static const char *const keys[] = {"from", "to", NULL};
	struct page *p = d->p;
	fill_open(d, f, name);
	faults(d, name, keys);
	html(p, "<div class='unit'>");
	part(d, name, "from", tr(p, "From"), v, "short");
	html(p, "<span>%s</span>", tr(p, "to"));
	part(d, name, "to", tr(p, "Until"), v, "short");
	html(p, "</div></fieldset>");
}

void fill_place(struct filling *d, const struct field *f, const char *name, const json_t *v)
{
	static const char *const keys[] = {"name", "territory", NULL};
	struct page *p = d->p;
	struct territory t;
	const char *code = json_str(v, "territory");
	json_t *typed = json_keep(p->arena, json_object());
	if (json_str(v, "name"))
		json_object_set(typed, "name", json_object_get(v, "name"));
	if (code)
		json_object_set_new(typed, "territory", json_string(
			territory_get(p->db, code, &t) ?
			arena_printf(p->arena, "%s (%s)", t.name, t.code) : code));
	fill_open(d, f, name);
	faults(d, name, keys);
	html(p, "<div class='unit'>");
	part(d, name, "name", tr(p, "Name of the place"), typed, NULL);
	html(p, "<span>%s</span>", tr(p, "in"));
	part(d, name, "territory", tr(p, "Commune"), typed, NULL);
	html(p, "</div></fieldset>");
}
