/* scheme_page.c - vocabularies to read, and for programs. */
#include <string.h>

#include "base/text.h"
#include "domain/scheme/scheme.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

enum { BRIEF = 240 };	/* of a definition in a list */

static const char *scheme_address(struct page *p, const char *scheme, const char *notation)
{
	const char *path = notation ? arena_printf(p->arena, "/schemas/%s/%s", scheme,
		url_escape(p->arena, notation)) : arena_printf(p->arena, "/schemas/%s", scheme);
	return to(p, path);
}

static void list_page(struct request *r)
{
	const struct scheme *const *all;
	int n = scheme_all(r->db, &all);
	const char *title = tr_lang(r->lang, N_("Vocabularies"));
	request_reads(r, "scheme:*");
	struct page *p = page_open(r, &(struct page_head){.title = title});
	html(p, "<h1>%s</h1><p class='lede'>%s</p><h2 class='hide'>%s</h2><ul class='rows'>", title,
		tr(p, "The words that sheets share, so that they are found together. "
		"Stewards can change them."), tr(p, "List"));
	for (int i = 0; i < n; i++)
		html(p, "<li><h3><a href='%s'>%s</a></h3><p>%s</p><p class='meta'>%s</p></li>",
			scheme_address(p, all[i]->name, NULL), all[i]->label[p->lang],
			all[i]->definition[p->lang],
			tr_n(p, "%d concept", "%d concepts", all[i]->count));
	html(p, "</ul>");
	page_panels(p, "schemas.main", "");
	page_close(p);
}

/* The places of those right below one (NULL: the top), from place i on. */
static int next_below(const struct scheme *s, int i, const struct concept *above)
{
	int depth = above ? above->depth + 1 : 0;
	for (; i < s->count && s->concepts[i].depth >= depth; i++)
		if (s->concepts[i].depth == depth)
			return i;
	return s->count;
}

/* How deep a tree is drawn: a long one is read on the pages of its concepts. */
static int deepest(const struct scheme *s)
{
	enum { SHOWN = 90 };
	int at[SCHEME_DEPTH + 2] = {0}, depth = 0, sum;
	for (int i = 0; i < s->count; i++)
		at[s->concepts[i].depth]++;
	for (sum = at[0]; depth < SCHEME_DEPTH && sum + at[depth + 1] <= SHOWN; depth++)
		sum += at[depth + 1];
	return depth;
}

/* What others say of a concept; how many are below, when they are not shown. */
static void aside(struct page *p, const struct scheme *s, const struct concept *c, bool last)
{
	size_t before = p->out.len;
	html(p, c->depth == 0 ? "<p class='small'>" : c->depth == 1 ? "<p class='meta'>" : " <span>");
	size_t open = p->out.len;
	int n = 0;
	page_panels(p, "scheme.concept", arena_printf(p->arena, "%s/%s", s->name, c->notation));
	for (int i = next_below(s, c->order + 1, c); i < s->count; i = next_below(s, i + 1, c))
		n++;
	if (last && n)
		html(p, p->out.len > open ? " · %s" : "%s", tr_n(p, "%d concept", "%d concepts", n));
	if (p->out.len == open)
		out_cut(&p->out, before);
	else
		html(p, c->depth < 2 ? "</p>" : "</span>");
}

/* Deep down, labels only; a section for each at the top. */
static void tree(struct page *p, const struct scheme *s, const struct concept *above, int last)
{
	int first = above ? above->order + 1 : 0, depth = above ? above->depth + 1 : 0;
	int from = next_below(s, first, above);
	if (from == s->count || depth > last)
		return;
	if (depth)
		html(p, depth == 1 ? "<ul class='rows bare'>" : "<ul>");
	for (int i = from; i < s->count; i = next_below(s, i + 1, above)) {
		const struct concept *c = &s->concepts[i];
		const char *href = scheme_address(p, s->name, c->notation);
		html(p, depth == 0 ?
			"<section id='c-%s' class='gap ruled'><h2><a href='%s'>%s</a></h2>" :
			depth == 1 ? "<li id='c-%s'><h3><a href='%s'>%s</a></h3>" :
			"<li id='c-%s'><a href='%s'>%s</a>", c->notation, href, c->label[p->lang]);
		aside(p, s, c, depth == last);
		if (depth < 2 && c->definition[p->lang])
			html(p, "<p>%s</p>", c->definition[p->lang]);
		tree(p, s, c, last);
		html(p, depth == 0 ? "</section>" : "</li>");
	}
	if (depth)
		html(p, "</ul>");
}

static void scheme_page(struct request *r)
{
	const struct scheme *s = scheme_get(r->db, r->parts[0]);
	if (!s) {
		answer_error(r, 404, N_("There is no such vocabulary."));
		return;
	}
	request_reads(r, "scheme:*");
	struct page *p = page_open(r, &(struct page_head){.title = s->label[r->lang],
		.summary = s->definition[r->lang],
		.crumbs = (struct crumb[]){{"/schemas", tr_lang(r->lang, N_("Vocabularies"))}, {0}}});
	html(p, "<h1>%s</h1><p class='lede'>%s</p>", s->label[p->lang], s->definition[p->lang]);
	tree(p, s, NULL, deepest(s));
	page_panels(p, "scheme.side", s->name);
	html(p, "<p class='small gap'><a href='%s'>%s</a></p>", to(p, arena_printf(p->arena,
		"/api/v1/schemes/%s", s->name)), tr(p, "This vocabulary as JSON"));
	page_close(p);
}

static void links(struct page *p, const char *title, const struct concept *const *all, int n)
{
	if (n == 0)
		return;
	html(p, "<h2>%s</h2><ul class='rows bare'>", title);
	for (int i = 0; i < n; i++) {
		const char *text = all[i]->definition[p->lang];
		html(p, "<li><h3><a href='%s'>%s</a></h3>",
			scheme_address(p, all[i]->scheme, all[i]->notation), all[i]->label[p->lang]);
		size_t before = p->out.len;
		html(p, "<p class='meta'>");
		size_t open = p->out.len;
		page_panels(p, "scheme.concept", arena_printf(p->arena, "%s/%s", all[i]->scheme,
			all[i]->notation));
		if (p->out.len == open)
			out_cut(&p->out, before);
		else
			html(p, "</p>");
		html(p, "<p>%s</p></li>", text ? text_cut(p->arena, text, BRIEF) : NULL);
	}
	html(p, "</ul>");
}

static void narrower(struct page *p, const struct scheme *s, const struct concept *c)
{
	const struct concept **all = arena_alloc(p->arena, (size_t)s->count * sizeof *all);
	int n = 0;
	for (int i = next_below(s, c->order + 1, c); i < s->count; i = next_below(s, i + 1, c))
		all[n++] = &s->concepts[i];
	links(p, tr(p, "More precisely"), all, n);
}

static void related(struct page *p, const struct scheme *s, const struct concept *c)
{
	const struct concept *all[50];
	int n = 0;
	for (const char *const *name = c->related; name && *name && n < 50; name++) {
		const char *colon = strchr(*name, ':');
		const struct scheme *from = colon ? scheme_get(p->db, arena_copy(p->arena, *name,
			(size_t)(colon - *name))) : s;
		const struct concept *found = scheme_concept(from, colon ? colon + 1 : *name);
		if (found)
			all[n++] = found;
	}
	links(p, tr(p, "Linked with"), all, n);
}

/* Parents, from the list of vocabularies down. */
static const struct crumb *crumbs(struct request *r, const struct scheme *s,
	const struct concept *c)
{
	struct crumb *list = arena_alloc(r->arena, ((size_t)c->depth + 3) * sizeof *list);
	list[0] = (struct crumb){"/schemas", tr_lang(r->lang, N_("Vocabularies"))};
	list[1] = (struct crumb){arena_printf(r->arena, "/schemas/%s", s->name),
		s->label[r->lang]};
	for (int at = c->depth + 1; at > 1 && (c = scheme_concept(s, c->broader)); at--)
		list[at] = (struct crumb){arena_printf(r->arena, "/schemas/%s/%s", s->name,
			url_escape(r->arena, c->notation)), c->label[r->lang]};
	return list;
}

static void concept_page(struct request *r)
{
	const struct scheme *s = scheme_get(r->db, r->parts[0]);
	const struct concept *c = scheme_concept(s, r->parts[1]);
	if (!c) {
		answer_error(r, 404, N_("There is no such word in this vocabulary."));
		return;
	}
	request_reads(r, "scheme:*");
	request_reads(r, "resource:*");
	struct page *p = page_open(r, &(struct page_head){.title = c->label[r->lang],
		.summary = c->definition[r->lang], .crumbs = crumbs(r, s, c)});
	html(p, "<p class='kind'>%s</p><h1>%s</h1>", s->label[p->lang], c->label[p->lang]);
	if (c->definition[p->lang])
		html(p, "<p class='lede'>%s</p>", c->definition[p->lang]);
	if (c->address)
		html(p, "<p><a href='%s' rel='noopener'>%s</a></p>", c->address, c->address);
	narrower(p, s, c);
	related(p, s, c);
	page_panels(p, "concept.main", arena_printf(p->arena, "%s/%s", s->name, c->notation));
	page_close(p);
}

static json_t *words(const char *const of[LANG_COUNT])
{
	return json_pack("{s:s?,s:s?}", "fr", of[FR], "en", of[EN]);
}

static void list_api(struct request *r)
{
	const struct scheme *const *all;
	int n = scheme_all(r->db, &all);
	json_t *items = json_array();
	for (int i = 0; i < n; i++)
		json_array_append_new(items, json_pack("{s:s,s:o,s:o,s:i}", "name", all[i]->name,
			"label", words(all[i]->label), "definition", words(all[i]->definition),
			"concepts", all[i]->count));
	answer_json(r, 200, json_keep(r->arena, json_pack("{s:o}", "items", items)));
}

static void scheme_api(struct request *r)
{
	const char *body = scheme_stated(r->db, r->parts[0], NULL);
	if (body)
		answer(r, 200, "application/json; charset=utf-8", body, strlen(body));
	else
		answer_error(r, 404, N_("There is no such vocabulary."));
}

const struct route scheme_routes[] = {
	{"GET", "/schemas", ANYONE, SHARED, 0, list_page},
	{"GET", "/schemas/{scheme}", ANYONE, SHARED, 0, scheme_page},
	{"GET", "/schemas/{scheme}/{concept}", ANYONE, SHARED, 0, concept_page},
	{"GET", "/api/v1/schemes", ANYONE, OPEN_DATA, 0, list_api},
	{"GET", "/api/v1/schemes/{scheme}", ANYONE, OPEN_DATA, 0, scheme_api},
	{0}};
const struct kind scheme_kinds[] = {{0}};
const struct form scheme_forms[] = {{0}};
const struct panel scheme_panels[] = {{0}};
