/* type_show.c - values as markup. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "domain/type/type_own.h"

typedef void show_value(struct page *p, const struct field *f, const json_t *v);

static show_value show_words, show_text, show_web, show_email, show_choice, show_list,
	show_range, show_place, show_sheet;

static const struct {
	const char *kind;
	show_value *show;
} rows[] = {
	{"line", show_words}, {"number", show_words}, {"duration", show_words},
	{"date", show_words}, {"period", show_words}, {"yes", show_words},
	{"text", show_text}, {"web", show_web}, {"email", show_email},
	{"choice", show_choice}, {"licence", show_choice}, {"choices", show_list},
	{"tags", show_list}, {"territories", show_list}, {"sheets", show_list},
	{"actors", show_list}, {"money", show_range}, {"days", show_range},
	{"place", show_place}, {"group", show_group}, {"sheet", show_sheet},
	{"figures", show_figures},
};

static const char *words(struct page *p, const struct field *f, const json_t *v)
{
	return field_words(p->db, p->lang, f, v);
}

static void show_words(struct page *p, const struct field *f, const json_t *v)
{
	html(p, "<p>%s</p>", words(p, f, v));
}

static void show_text(struct page *p, const struct field *f, const json_t *v)
{
	(void)f;
	if (json_is_string(v))
		page_markdown(p, json_string_value(v));
}

void show_link(struct page *p, const char *address, const char *label)
{
	const char *shown = label ? label : strstr(address, "://");
	if (!label && shown)
		shown = text_cut(p->arena, shown + 3, 60);
	if (url_is_web(address))
		html(p, "<a href='%s' rel='noopener'>%s</a>", address, shown);
	else
		html(p, "%s", label ? label : address);
}

static void show_web(struct page *p, const struct field *f, const json_t *v)
{
	(void)f;
	if (!json_is_string(v))
		return;
	html(p, "<p>");
	show_link(p, json_string_value(v), NULL);
	html(p, "</p>");
}

static void show_email(struct page *p, const struct field *f, const json_t *v)
{
	(void)f;
	const char *s = json_string_value(v);
	if (s)
		html(p, "<p><a href='mailto:%s'>%s</a></p>", url_escape(p->arena, s), s);
}

/* Where an item of a list leads, or NULL. */
static const char *item_path(struct page *p, const struct field *f, const char *item)
{
	struct territory t;
	struct sheet_name s = {0};
	if (f->facet && (f->scheme || strcmp(f->kind, "tags") == 0))
		return arena_printf(p->arena, "/ressources?%s=%s", f->name,
			url_escape(p->arena, item));
	if (f->scheme)
		return arena_printf(p->arena, "/schemas/%s/%s", f->scheme,
			url_escape(p->arena, item));
	if (strcmp(f->kind, "territories") == 0)
		return territory_get(p->db, item, &t) ? territory_path(p->db, &t) : NULL;
	return field_sheet && field_sheet(p->db, item, &s) ? s.path : NULL;
}

static void show_item(struct page *p, const struct field *f, const char *item)
{
	const char *path = item_path(p, f, item), *label = item_words(p->db, p->lang, f, item);
	if (path)
		html(p, "<a href='%s'>%s</a>", to(p, path), label);
	else
		html(p, "%s", label);
}

static void show_choice(struct page *p, const struct field *f, const json_t *v)
{
	const char *item = json_string_value(v);
	const struct concept *c = scheme_concept(scheme_get(p->db, f->scheme), item);
	if (!item)
		return;
	html(p, "<p>");
	if (c && c->address)
		show_link(p, c->address, c->label[p->lang]);
	else
		show_item(p, f, item);
	html(p, "</p>");
}

/* A sheet that went back to a draft is named to no one. */
static bool is_hidden(struct page *p, const struct field *f, const char *item)
{
	bool sheets = strcmp(f->kind, "sheets") == 0 || strcmp(f->kind, "actors") == 0;
	return sheets && !item_path(p, f, item);
}

static void show_sheet(struct page *p, const struct field *f, const json_t *v)
{
	struct sheet_name s;
	const char *id = json_string_value(v);
	(void)f;
	if (id && field_sheet && field_sheet(p->db, id, &s))
		html(p, "<p><a href='%s'>%s</a></p>", to(p, s.path), s.title);
}

static void show_list(struct page *p, const struct field *f, const json_t *v)
{
	size_t i;
	const json_t *j;
	bool linked = strcmp(f->kind, "tags") == 0 || f->scheme;
	html(p, "<ul class='%s'>", linked ? "tags" : "plain toc");
	json_array_foreach(v, i, j)
		if (json_is_string(j) && !is_hidden(p, f, json_string_value(j))) {
			html(p, "<li>");
			show_item(p, f, json_string_value(j));
			html(p, "</li>");
		}
	html(p, "</ul>");
}

static void show_place(struct page *p, const struct field *f, const json_t *v)
{
	struct territory t;
	double lat, lon;
	const char *name = json_str(v, "name"), *code = json_str(v, "territory");
	(void)f;
	html(p, "<p>%s%s", name, name && code ? ", " : "");
	if (code && territory_get(p->db, code, &t))
		html(p, "<a href='%s'>%s</a>", to(p, territory_path(p->db, &t)),
			territory_title(p->db, &t));
	else
		html(p, "%s", code);
	if (place_point(v, &lat, &lon))
		html(p, name || code ? "<br><a href='geo:%s,%s'>%s</a>" : "<a href='geo:%s,%s'>%s</a>",
			degrees_words(p->arena, EN, lat), degrees_words(p->arena, EN, lon),
			point_words(p->arena, p->lang, lat, lon));
	html(p, "</p>");
}

/* The edge of a chart in powers of ten, from 10^low to 10^high, and a bar. */
struct edge {
	int low, high;
	double left, width;	/* of the drawing */
};

static double at(const struct edge *e, double x)
{
	double step = e->width / (e->high - e->low);
	double place = x > 0 ? log10(x) - e->low : 0;
	return e->left + step * fmin(fmax(place, 0), e->high - e->low);
}

static struct edge edge_of(double min, double max)
{
	struct edge e = {.left = 22, .width = 352};
	e.high = max > 0 ? (int)ceil(log10(max)) : 1;
	e.low = min > 0 ? (int)floor(log10(min)) : e.high - 2;
	if (e.high - e.low < 2)
		e.low = e.high - 2;
	if (e.low < 0) {
		e.high -= e.low;
		e.low = 0;
	}
	if (e.high - e.low > 6)
		e.low = e.high - 6;
	return e;
}

static void draw_edge(struct page *p, const struct edge *e, const char *unit)
{
	html(p, "<g class='k-ink' stroke-width='1'>");
	for (int i = e->low; i < e->high; i++)
		html(p, "<rect x='%.1f' y='36' width='%.1f' height='5' class='%s'/>",
			at(e, pow(10, i)), e->width / (e->high - e->low),
			(i - e->low) % 2 ? "f-paper" : "f-ink");
	html(p, "</g><g font-size='12.5' text-anchor='middle'>");
	for (int i = e->low; i <= e->high; i++) {
		const char *words = arena_printf(p->arena, "%s%s",
			number_text(p->arena, p->lang, pow(10, i), 0), unit);
		double half = (double)text_length(words) * 4.5;	/* at 15 px, on phones */
		html(p, "<text class='t2' x='%.1f' y='57'>%s</text>",
			fmin(fmax(at(e, pow(10, i)), half), 400 - half), words);
	}
	html(p, "</g>");
}

/* "600 €", "14" */
static const char *amount(struct page *p, const struct field *f, double x)
{
	const char *digits = number_text(p->arena, p->lang, x, x == floor(x) ? 0 : 1);
	return strcmp(f->kind, "money") == 0 ? arena_printf(p->arena, "%s\u00a0€", digits) : digits;
}

/* "Léaz 600 €, Lunas 450 €" */
static const char *all_actuals(struct page *p, const struct field *f,
	const struct actual *actuals, int count)
{
	const char *all = "";
	for (int i = 0; i < count; i++)
		all = arena_printf(p->arena, "%s%s%s %s", all, i ? ", " : "", actuals[i].where,
			amount(p, f, actuals[i].amount));
	return all;
}

/* Rings; each is named unless another name stands there. */
static void draw_actuals(struct page *p, const struct field *f, const struct edge *e,
	const struct actual *actuals, int count)
{
	const double width = 110, half = width / 2;
	double named[8];
	int names = 0;
	for (int i = 0; i < count; i++) {
		double x = at(e, actuals[i].amount);
		bool room = names < 8;
		for (int k = 0; k < names; k++)
			room = room && fabs(named[k] - x) > width;
		html(p, "<circle cx='%.1f' cy='25.5' r='5.5' class='f-paper k-clay'"
			" stroke-width='2.6'/>", x);
		if (!room)
			continue;
		named[names++] = x;
		html(p, "<text class='b' x='%.1f' y='13' font-size='13' text-anchor='%s'>%s %s</text>",
			x < half ? 0 : x > 400 - half ? 400 : x,
			x < half ? "start" : x > 400 - half ? "end" : "middle",
			text_cut(p->arena, actuals[i].where, 16), amount(p, f, actuals[i].amount));
	}
}

/* The range on the graduated edge; the words say the same. */
void type_range(struct page *p, const struct field *f, const json_t *v,
	const struct actual *actuals, int count)
{
	double min = json_number_value(json_object_get(v, "min"));
	double max = json_number_value(json_object_get(v, "max")), low = min, high = max;
	const char *said = words(p, f, v);
	if (!said)
		return;
	if (max <= 0 || max >= 1e9) {
		html(p, "<p>%s</p>", said);
		return;
	}
	for (int i = 0; i < count; i++) {
		low = actuals[i].amount > 0 ? fmin(low, actuals[i].amount) : low;
		high = fmax(high, actuals[i].amount);
	}
	struct edge e = edge_of(low, high);
	double left = at(&e, min), right = at(&e, max);
	html(p, "<figure class='scale'><figcaption id='s-%s'>%s", f->name, said);
	if (count)
		html(p, ". %s", tr_s(p, "Ring: what it really took, %s.",
			all_actuals(p, f, actuals, count)));
	html(p, "</figcaption><svg viewBox='0 0 400 66' role='img' aria-labelledby='s-%s'>", f->name);
	draw_edge(p, &e, strcmp(f->kind, "money") == 0 ? "\u00a0€" : "");
	html(p, "<rect x='%.1f' y='20' width='%.1f' height='11' class='f-accent'/>",
		fmin(left, right - 4), fmax(right - left, 4));
	draw_actuals(p, f, &e, actuals, count);
	html(p, "</svg></figure>");
}

static void show_range(struct page *p, const struct field *f, const json_t *v)
{
	type_range(p, f, v, NULL, 0);
}

void type_value(struct page *p, const struct field *f, const json_t *value)
{
	for (size_t i = 0; !value_blank(value) && i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].kind, f->kind) == 0)
			rows[i].show(p, f, value);
}
