/* referentiel_page.c - what is known of a node, on the pages of vocabularies and sheets. */
#include "domain/referentiel/referentiel_page.h"

#include <string.h>

#include "base/text.h"
#include "base/url.h"
#include "store/kind.h"
#include "web/form.h"

enum { HEIRS = 20, PARTS = 40 };

/* "te/1.1.1" in two, with the node; false when it is no référentiel's. */
static bool find(struct page *p, const char *subject, const char **name, struct node *n)
{
	const char *slash = subject ? strchr(subject, '/') : NULL;
	if (!slash)
		return false;
	*name = arena_copy(p->arena, subject, (size_t)(slash - subject));
	return node_get(p->db, *name, slash + 1, n);
}

static const char *points(struct page *p, double n)
{
	double tenth = n * 10;
	int decimals = n == (double)(long)n ? 0 : tenth == (double)(long)tenth ? 1 : 2;
	const char *words = number_text(p->arena, p->lang, n, decimals);
	return n < 2 && p->lang == FR ? tr_s(p, "%s point", words) : tr_s(p, "%s points", words);
}

static const char *node_address(struct page *p, const char *name, const char *code)
{
	return to(p, arena_printf(p->arena, "/schemas/%s/%s", name, url_escape(p->arena, code)));
}

/* A link when the node is here, with its name; else what it is called. */
static void draw_node(struct page *p, const struct older *o)
{
	struct node n;
	const char *what = arena_printf(p->arena, "%s %s", o->name, o->code);
	if (node_get(p->db, o->name, o->code, &n))
		html(p, "<li><a href='%s'>%s</a> %s", node_address(p, o->name, o->code), what,
			text_eq(node_title(&n), n.code) ? "" : node_title(&n));
	else
		html(p, "<li>%s", what);
	if (o->weight < 1)
		html(p, " (%s)", tr_s(p, "share: %s", number_text(p->arena, p->lang, o->weight, 2)));
	html(p, "</li>");
}

static void draw_nodes(struct page *p, const char *title, const struct older *list, int count)
{
	if (!count)
		return;
	html(p, "<dt>%s</dt><dd><ul class='plain'>", title);
	for (int i = 0; i < count; i++)
		draw_node(p, &list[i]);
	html(p, "</ul></dd>");
}

static void draw_rule(struct page *p, const struct heading *h, const char *text)
{
	const char *words = rule_words(p->arena, p->lang, text);
	html(p, "<dt>%s</dt><dd>", tr(p, h->label));
	if (words)
		html(p, "<p>%s</p>", words);
	html(p, "<details><summary>%s</summary><pre>%s</pre></details></dd>", tr(p, "The rule"), text);
}

/* Cells that are words or rules, then those that no column of ours names. */
static void draw_cells(struct page *p, const struct node *n, bool whole)
{
	const char *key;
	json_t *cell;
	for (const struct heading *h = heading_rows; h->key; h++) {
		const char *text = node_cell(n, h->key);
		if (*text && h->kind == CELL_RULE)
			draw_rule(p, h, text);
		else if (*text && (whole ? h->kind == CELL_WORD || h->kind == CELL_PERCENT
			: text_eq(h->key, "category")))
			html(p, "<dt>%s</dt><dd>%s</dd>", tr(p, h->label), text);
	}
	json_object_foreach(n->cells, key, cell)
		if (whole && *key == ':')
			html(p, "<dt>%s</dt><dd>%s</dd>", key + 1, json_string_value(cell));
}

/* Its points; older files give a percentage of those above instead. */
static const char *share(struct page *p, const struct node *n)
{
	const char *percent = node_cell(n, "percent");
	if (n->has_points)
		return points(p, n->points);
	return arena_printf(p->arena, strchr(percent, '%') ? "%s" : p->lang == FR
		? "%s\u202f%%" : "%s%%", percent);
}

/* Codes and points of what the sheet's steps were made from, in one breath. */
static void draw_below(struct page *p, const char *name, const struct node *n)
{
	struct node all[PARTS];
	int count = node_below(p->db, name, n->code, PARTS, all);
	for (int i = 0; i < count; i++) {
		if (i)
			html(p, ", ");
		else
			html(p, "<dt>%s</dt><dd>", tr(p, "Its parts"));
		html(p, "%s: %s", all[i].code, share(p, &all[i]));
	}
	if (count)
		html(p, "</dd>");
}

static void draw_facts(struct page *p, const char *name, const struct node *n, bool whole)
{
	struct older heirs[HEIRS];
	html(p, "<dl class='pairs'>");
	if (whole)
		html(p, "<dt>%s</dt><dd>%s</dd>", tr(p, "Identifier"), n->code);
	if (whole && n->has_points)
		html(p, "<dt>%s</dt><dd>%s</dd>", tr(p, "Points"), points(p, n->points));
	else if (!n->has_points && *node_cell(n, "points"))
		html(p, "<dt>%s</dt><dd>%s</dd>", tr(p, "Points"), node_cell(n, "points"));
	draw_cells(p, n, whole);
	if (!whole)
		draw_below(p, name, n);
	draw_nodes(p, tr(p, "Comes from"), n->origins, n->origin_count);
	if (n->was)
		html(p, "<dt>%s</dt><dd>%s</dd>", tr(p, "In the version before"), n->was);
	draw_nodes(p, tr(p, "Became"), heirs, node_heirs(p->db, name, n->code, HEIRS, heirs));
	html(p, "</dl>");
}

/* The sheet of a node, or of the one above it. */
static bool sheet_of(struct page *p, const char *name, const struct node *n, struct resource *r)
{
	struct node above = *n;
	const char *code = n->code;
	while (!above.sheet && (code = node_parent(p->arena, code))) {
		above.sheet = NULL;
		if (!node_get(p->db, name, code, &above))
			above = (struct node){0};
	}
	return above.sheet && resource_get(p->db, &p->request->who, above.sheet, 0, r);
}

static void draw_texts(struct page *p, const struct node *n)
{
	for (const struct heading *h = heading_rows; h->key; h++) {
		const char *text = h->kind == CELL_TEXT ? node_cell(n, h->key) : "";
		struct out o = out_new(1 << 20);
		cell_markdown(&o, text, APART);
		if (o.len) {
			html(p, "<h3>%s</h3>", tr(p, h->label));
			page_markdown(p, out_str(&o));
		}
		out_free(&o);
	}
}

static void concept(struct page *p, const char *subject)
{
	const char *name;
	struct node n;
	struct resource r;
	request_reads(p->request, "referentiel:*");
	if (!find(p, subject, &name, &n))
		return;
	html(p, "<section class='read'><h2>%s</h2>", tr(p, "In this référentiel"));
	if (n.gone)
		page_notice(p, "care", tr(p, "The current version is without it."));
	draw_facts(p, name, &n, true);
	if (sheet_of(p, name, &n, &r))
		html(p, "<p class='acts'><a class='btn' href='%s'>%s</a></p>",
			to(p, resource_path(p->db, &r)), tr(p, "Read the action sheet"));
	else
		draw_texts(p, &n);
	html(p, "</section>");
}

/* Beside a concept of the tree. */
static void brief(struct page *p, const char *subject)
{
	const char *name;
	struct node n;
	if (find(p, subject, &name, &n) && n.has_points)
		html(p, " %s", points(p, n.points));
}

static void side(struct page *p, const char *name)
{
	struct referentiel r;
	request_reads(p->request, "referentiel:*");
	if (!referentiel_get(p->db, name, &r))
		return;
	int sheets = node_count(p->db, name, false), gone = node_count(p->db, name, true);
	html(p, "<p class='small gap'>%s <a href='%s'>%s</a>", tr(p, "Read from a référentiel."),
		to(p, arena_printf(p->arena, "/ressources?type=action-sheet&tags=%s",
			url_escape(p->arena, name))),
		tr_n(p, "%d action sheet", "%d action sheets", sheets));
	if (gone)
		html(p, " · %s", tr_n(p, "%d node of an older version", "%d nodes of older versions", gone));
	html(p, "</p>");
}

static void sheet(struct page *p, const char *id)
{
	const char *name = NULL;
	struct node n;
	struct referentiel r;
	request_reads(p->request, "referentiel:*");
	if (!node_of_sheet(p->db, id, &name, &n) || !referentiel_get(p->db, name, &r))
		return;
	html(p, "<section aria-labelledby='h-referentiel'><h2 id='h-referentiel'>%s</h2><p>"
		"<a href='%s'>%s</a>%s%s · <a href='%s'>%s</a>%s%s</p>", tr(p, "In its référentiel"),
		to(p, arena_printf(p->arena, "/schemas/%s", name)), r.label, *r.version ? ", " : "",
		*r.version ? tr_s(p, "version %s", r.version) : "", node_address(p, name, n.code), n.code,
		n.has_points ? " · " : "", n.has_points ? points(p, n.points) : "");
	if (n.gone)
		page_notice(p, "care", tr(p, "The current version is without it."));
	draw_facts(p, name, &n, false);
	html(p, "</section>");
}

const struct kind referentiel_kinds[] = {{0}};
const struct route referentiel_routes[] = {{0}};
const struct form referentiel_forms[] = {{0}};
const struct panel referentiel_panels[] = {
	{"concept.main", ANYONE, concept},
	{"scheme.concept", ANYONE, brief},
	{"scheme.side", ANYONE, side},
	{"sheet.main", ANYONE, sheet},
	{0}};
