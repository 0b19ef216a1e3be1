/* sheet_page_links.c - what other sheets say of a sheet: lived, lineage, backlinks. */
#include "domain/sheet/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/territory/territory.h"
#include "web/drawing.h"

static const struct field *link_field(struct sheet *s, const struct link *l, bool incoming)
{
	const struct type *t = incoming ? type_get(s->p->db, l->type) : s->type;
	return t ? type_field(t, l->field) : NULL;
}

static bool is_lived(struct sheet *s, const char *type)
{
	const struct type *t = type_get(s->p->db, type);
	return t && text_eq(t->mark, "lived");
}

static bool seen_before(const struct link *list, int n, const char *id)
{
	for (int i = 0; i < n; i++)
		if (text_eq(list[i].id, id))
			return true;
	return false;
}

/* By type, the newest first: ids tell when a sheet was begun. */
static int by_type(const void *a, const void *b)
{
	const struct link *x = a, *y = b;
	int order = strcmp(x->type, y->type);
	return order ? order : strcmp(y->id, x->id);
}

/* Reports and stories that link here, or that the sheet gives as examples. */
static int lived_links(struct sheet *s, struct link *found)
{
	int n = 0;
	if (text_eq(s->type->mark, "lived"))
		return 0;
	for (int i = 0; i < s->in_count + s->out_count; i++) {
		bool in = i < s->in_count;
		const struct link *l = in ? &s->in[i] : &s->out[i - s->in_count];
		if (n < LINKS && is_lived(s, l->type) && !seen_before(found, n, l->id))
			found[n++] = *l;
	}
	qsort(found, (size_t)n, sizeof *found, by_type);
	return n;
}

/* "Léaz (Ain), Lunas (Hérault)", or NULL. */
static const char *places(struct page *p, const struct resource *r, int most)
{
	size_t i;
	json_t *code;
	struct out o = out_new(1000);
	json_array_foreach(json_object_get(r->values, "territories"), i, code) {
		struct territory t;
		if ((int)i < most && territory_get(p->db, json_string_value(code), &t))
			out_printf(&o, "%s%s", o.len ? ", " : "", territory_title(p->db, &t));
	}
	const char *text = o.len ? arena_dup(p->arena, out_str(&o)) : NULL;
	out_free(&o);
	return text;
}

int lived_territories(struct sheet *s)
{
	struct link lived[LINKS];
	struct resource r;
	json_t *codes = json_keep(s->p->arena, json_object());
	size_t k;
	json_t *code;
	int n = text_blank(s->type->mark) ? lived_links(s, lived) : 0;
	for (int i = 0; i < n; i++)
		if (resource_get(s->p->db, NULL, lived[i].id, 0, &r))
			json_array_foreach(json_object_get(r.values, "territories"), k, code)
				json_object_set(codes, json_string_value(code), code);
	return (int)json_object_size(codes);
}

/* The middle of a range, or -1. */
static double middle(const json_t *range)
{
	const json_t *min = json_object_get(range, "min"), *max = json_object_get(range, "max");
	if (!json_is_number(max))
		return -1;
	double high = json_number_value(max);
	return json_is_number(min) ? (json_number_value(min) + high) / 2 : high;
}

/* From reports only: projects and stories say what is planned or imagined. */
int lived_actuals(struct sheet *s, const struct field *f, struct actual *actuals)
{
	struct link lived[LINKS];
	struct resource r;
	struct territory t;
	int n = lived_links(s, lived), count = 0;
	for (int i = 0; i < n && count < ACTUALS; i++) {
		const struct type *type = type_get(s->p->db, lived[i].type);
		const struct field *same = type_field(type, f->name);
		if (!same || !text_eq(same->kind, f->kind) || !text_eq(type->rdf, "schema:Report")
			|| !resource_get(s->p->db, NULL, lived[i].id, 0, &r))
			continue;
		const char *code = json_string_value(json_array_get(
			json_object_get(r.values, "territories"), 0));
		double amount = middle(json_object_get(r.values, f->name));
		if (amount >= 0)
			actuals[count++] = (struct actual){
				code && territory_get(s->p->db, code, &t) ? t.name : r.title, amount};
	}
	return count;
}

/* "Coût réel : 600 €", or that it is not filled in. */
static void cost(struct page *p, const struct type *t, const struct resource *r)
{
	for (int i = 0; i < t->field_count; i++) {
		const struct field *f = &t->fields[i];
		if (!text_eq(f->kind, "money") || !text_eq(f->place, "fact"))
			continue;
		const char *words = field_words(p->db, p->lang, f,
			json_object_get(r->values, f->name));
		html(p, "<p class='meta'>%s %s</p>", tr_s(p, "%s:", f->label[p->lang]),
			words ? words : tr(p, "not filled in"));
	}
}

static void row_words(struct page *p, const struct resource *r)
{
	const struct type *t = type_get(p->db, r->type);
	const char *where = places(p, r, 3);
	const char *language = text_eq(r->language, lang_code(p->lang)) ? NULL : r->language;
	html(p, "<p class='kind %s'>%s</p>", t ? t->mark : "",
		t ? t->label[p->lang] : r->type);
	html(p, language ? "<h3 lang='%s'>" : "<h3>", language);
	html(p, "<a href='%s'>%s</a></h3>", to(p, resource_path(p->db, r)), r->title);
	if (where)
		html(p, "<p class='muted small'>%s</p>", where);
	if (r->summary) {
		html(p, language ? "<p lang='%s'>" : "<p>", language);
		html(p, "%s</p>", r->summary);
	}
	if (t && text_eq(t->mark, "lived"))
		cost(p, t, r);
}

void row_draw(struct page *p, const struct resource *r)
{
	html(p, "<li>");
	row_words(p, r);
	html(p, "</li>");
}

void isle_draw(struct page *p, const struct resource *r)
{
	html(p, "<li>");
	vignette_draw(p, r);
	html(p, "<div>");
	row_words(p, r);
	html(p, "</div></li>");
}

void rows_draw(struct page *p, const char *class, const struct resource *r, int count)
{
	html(p, "<ul class='rows %s'>", class);
	for (int i = 0; i < count; i++)
		row_draw(p, &r[i]);
	html(p, "</ul>");
}

/* How many links one heading shows: a few, unless the reader asked for all. */
enum { FEW = 5, MANY = 40 };

static int shown(struct sheet *s)
{
	return text_eq(request_query(s->p->request, "liens"), "tous") ? MANY : FEW;
}

static void others(struct sheet *s, const char *anchor, int left)
{
	struct page *p = s->p;
	if (left > 0)
		html(p, "<p><a href='%s?liens=tous#%s'>%s</a></p>",
			to(p, sheet_path(p->db, s->r->slug)), anchor,
			tr_n(p, "Show the %d other", "Show the %d others", left));
}

/* A report of what was tried, as others count them. */
static bool is_report(struct sheet *s, const char *type)
{
	const struct type *t = type_get(s->p->db, type);
	return t && text_eq(t->rdf, "schema:Report");
}

/* May reports name sheets of this type as used? */
static bool reports_take(struct sheet *s)
{
	const struct type *const *all;
	int n = type_all(s->p->db, &all);
	for (int i = 0; i < n; i++)
		for (int k = 0; k < all[i]->field_count && is_report(s, all[i]->name); k++) {
			const struct field *f = &all[i]->fields[k];
			for (int j = 0; text_eq(f->rdf, "prov:used") && f->types && f->types[j]; j++)
				if (text_eq(f->types[j], s->type->name))
					return true;
		}
	return false;
}

/* What panels say of those who used it; the stories and projects come after. */
static bool used_draw(struct sheet *s)
{
	size_t before = s->p->out.len;
	if (reports_take(s))
		page_panels(s->p, "sheet.used", s->r->id);
	if (s->p->out.len == before)
		return false;
	sheet_note(s, "vecu", tr(s->p, "What came of it elsewhere"));
	return true;
}

void lived_draw(struct sheet *s)
{
	struct link lived[LINKS];
	struct resource found[MANY];
	int n = lived_links(s, lived), count = 0, most = shown(s), kept = 0;
	bool told = used_draw(s);
	for (int i = 0; i < n; i++)
		if (!told || !is_report(s, lived[i].type))
			lived[kept++] = lived[i];
	n = kept;
	for (int i = 0; i < n && count < most; i++)
		if (resource_get(s->p->db, NULL, lived[i].id, 0, &found[count]))
			count++;
	if (!count)
		return;
	const char *id = told ? "recits" : "vecu";
	sheet_head(s, id, tr(s->p, "What was lived"));
	html(s->p, "<ul class='rows isles'>");
	for (int i = 0; i < count; i++)
		isle_draw(s->p, &found[i]);
	html(s->p, "</ul>");
	if (most == FEW)
		others(s, id, n - count);
}

/* Links that say where a sheet comes from, or what came of it. */
static const struct {
	const char *rdf;
	bool incoming, lived;	/* lived: from a report or a story only */
	int side;		/* 0: left, it fed this sheet; 1: right, it came of it */
} provenance[] = {
	{"dct:references", false, false, 0},
	{"schema:workExample", false, false, 0},
	{"prov:wasDerivedFrom", false, false, 0},
	{"prov:used", false, true, 0},
	{"prov:used", true, true, 0},
	{"prov:generated", true, false, 0},
	{"dct:references", true, false, 1},
	{"schema:workExample", true, false, 1},
	{"prov:wasDerivedFrom", true, false, 1},
	{"prov:generated", false, false, 1},
	{"schema:hasPart", true, false, 1},
};

struct lineage {
	struct link side[2][DRAWING_BOXES];
	int count[2];
};

static void trace(struct sheet *s, struct lineage *g, const struct link *l, bool incoming)
{
	const struct field *f = link_field(s, l, incoming);
	for (size_t i = 0; f && i < sizeof provenance / sizeof *provenance; i++) {
		int side = provenance[i].side, n = g->count[side];
		if (provenance[i].incoming != incoming || !text_eq(provenance[i].rdf, f->rdf)
			|| (provenance[i].lived
				&& !is_lived(s, incoming ? l->type : s->r->type)))
			continue;
		if (n < DRAWING_BOXES && !seen_before(g->side[0], g->count[0], l->id)
			&& !seen_before(g->side[1], g->count[1], l->id))
			g->side[side][g->count[side]++] = *l;
	}
}

static void trace_list(struct sheet *s, const char *label, const struct link *links, int n)
{
	struct page *p = s->p;
	for (int i = 0; i < n; i++) {
		const struct type *t = type_get(p->db, links[i].type);
		html(p, "%s<a href='%s'>%s</a> (%s)", i ? ", " : arena_printf(p->arena, "%s ", label),
			to(p, sheet_path(p->db, links[i].slug)), links[i].title,
			t ? t->label[p->lang] : links[i].type);
	}
	html(p, n ? ". " : "");
}

void lineage_draw(struct sheet *s)
{
	struct page *p = s->p;
	struct lineage g = {.count = {0}};
	struct drawing_box boxes[2][DRAWING_BOXES];
	for (int i = 0; i < s->out_count; i++)
		trace(s, &g, &s->out[i], false);
	for (int i = 0; i < s->in_count; i++)
		trace(s, &g, &s->in[i], true);
	if (!g.count[0] && !g.count[1])
		return;
	for (int side = 0; side < 2; side++)
		for (int i = 0; i < g.count[side]; i++) {
			const struct type *t = type_get(p->db, g.side[side][i].type);
			boxes[side][i] = (struct drawing_box){g.side[side][i].title,
				t ? t->label[p->lang] : "", g.side[side][i].language};
		}
	const struct drawing_box self = {s->r->title, tr_s(p, "version %s, this sheet",
		arena_printf(p->arena, "%d", s->r->version)), s->r->language};
	sheet_head(s, "provenance", tr(p, "Where this sheet comes from"));
	html(p, "<figure class='plate lin'><div class='over' tabindex='0' role='region'"
		" aria-label='%s'>", tr(p, "Drawing of where it comes from, to scroll"));
	drawing_lineage(p, tr(p, "Left, what fed this sheet; right, what came of it."), &self,
		boxes[0], g.count[0], boxes[1], g.count[1]);
	html(p, "</div><figcaption>");
	trace_list(s, tr(p, "It was fed by"), g.side[0], g.count[0]);
	trace_list(s, tr(p, "It led to"), g.side[1], g.count[1]);
	html(p, "</figcaption></figure>");
}

static const char *inverse(struct sheet *s, const struct link *l)
{
	const struct field *f = link_field(s, l, true);
	const char *label = f ? f->inverse[s->p->lang] : NULL;
	return label ? label : tr(s->p, "Linked from");
}

/* One heading of the other side: those that say label, from the i-th on. */
static void backlinks(struct sheet *s, const char *label, int i, const bool *skip, bool *told)
{
	struct page *p = s->p;
	int n = 0, most = shown(s);
	const char *id = arena_printf(p->arena, "lie-%d", i);
	html(p, "<section id='%s'><h2>%s</h2><ul class='plain toc'>", id, label);
	for (int k = i; k < s->in_count; k++) {
		if (skip[k] || told[k] || !text_eq(inverse(s, &s->in[k]), label))
			continue;
		told[k] = true;
		if (n++ < most)
			html(p, "<li><a href='%s'>%s</a></li>",
				to(p, sheet_path(p->db, s->in[k].slug)), s->in[k].title);
	}
	html(p, "</ul>");
	if (most == FEW)
		others(s, id, n - most);
	html(p, "</section>");
}

/* The sheets that link here, under the words of the other side. */
void backlinks_draw(struct sheet *s)
{
	bool lived_here = text_eq(s->type->mark, "lived");
	bool told[LINKS] = {false}, skip[LINKS] = {false};
	for (int i = 0; i < s->in_count; i++)
		skip[i] = !lived_here && is_lived(s, s->in[i].type);
	for (int i = 0; i < s->in_count; i++)
		if (!told[i] && !skip[i])
			backlinks(s, inverse(s, &s->in[i]), i, skip, told);
}
