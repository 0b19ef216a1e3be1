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

/* Two inputs on a line, and what stands between them. */
struct two {
	const char *keys[5];	/* the two, then others of which a sentence may tell; ends with NULL */
	const char *labels[2], *between, *class;
};

/* The sentences of the parts come before them; what follows on the line is the caller's. */
static void two_open(struct filling *d, const struct field *f, const char *name, const json_t *v,
	const struct two *t)
{
	struct page *p = d->p;
	fill_open(d, f, name);
	for (const char *const *key = t->keys; *key; key++)
		form_fault(p, d->c, arena_printf(p->arena, "%s.%s", name, *key));
	html(p, "<div class='unit'>");
	part(d, name, t->keys[0], t->labels[0], v, t->class);
	html(p, "<span>%s</span>", t->between);
	part(d, name, t->keys[1], t->labels[1], v, t->class);
}

static void two_close(struct filling *d)
{
	html(d->p, "</div></fieldset>");
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

static const char *unit_of(struct page *p, const struct field *f, const json_t *v)
{
	const char *unit = json_str(v, "unit");
	if (strcmp(f->kind, "days") == 0)
		return tr(p, "person-days");
	return f->unit[p->lang] ? f->unit[p->lang] : unit ? unit : "€";
}

void fill_range(struct filling *d, const struct field *f, const char *name, const json_t *v)
{
	struct page *p = d->p;
	two_open(d, f, name, v, &(struct two){{"min", "max", "unit"}, {tr(p, "At least"),
		tr(p, "At most")}, tr(p, "to"), "short"});
	if (strcmp(f->kind, "duration") == 0)
		unit_select(d, name, v);
	else
		html(p, "<span>%s</span>", unit_of(p, f, v));
	two_close(d);
}

void fill_single(struct filling *d, const struct field *f, const char *name, const json_t *v)
{
	struct page *p = d->p;
	form_field(p, d->c, &(struct form_field){.name = name, .kind = "number",
		.label = f->label[p->lang], .help = fill_help(d, f), .required = f->required,
		.unit = unit_of(p, f, NULL),
		.value = json_is_string(v) ? json_string_value(v) :
			range_words(p->arena, p->lang, v)});
}

void fill_period(struct filling *d, const struct field *f, const char *name, const json_t *v)
{
	struct page *p = d->p;
	two_open(d, f, name, v, &(struct two){{"from", "to"}, {tr(p, "From"), tr(p, "Until")},
		tr(p, "to"), "short"});
	two_close(d);
}

/* As typed, or as people of this language write it. */
static void keep_degrees(struct page *p, json_t *to, const json_t *v, const char *key)
{
	const json_t *x = json_object_get(v, key);
	if (json_is_number(x))
		json_object_set_new(to, key, json_string(degrees_words(p->arena, p->lang,
			json_number_value(x))));
	else if (json_is_string(x))
		json_object_set(to, key, (json_t *)(uintptr_t)x);
}

void fill_place(struct filling *d, const struct field *f, const char *name, const json_t *v)
{
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
	keep_degrees(p, typed, v, "lat");
	keep_degrees(p, typed, v, "lon");
	two_open(d, f, name, typed, &(struct two){{"name", "territory", "lat", "lon"},
		{tr(p, "Name of the place"), tr(p, "Commune")}, tr(p, "in"), NULL});
	html(p, "</div><p class='hint'>%s</p><div class='unit'><span>%s</span>", tr(p, "To be on the "
		"map at its own point: on openstreetmap.org, right-click the place, then “Show address”; "
		"copy the two numbers. Both fit in the first box, 46.4512, 0.1234."), tr(p, "Latitude"));
	part(d, name, "lat", tr(p, "Latitude"), typed, "short");
	html(p, "</div><div class='unit'><span>%s</span>", tr(p, "Longitude"));
	part(d, name, "lon", tr(p, "Longitude"), typed, "short");
	two_close(d);
}
