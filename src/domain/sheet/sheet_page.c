/* sheet_page.c - a sheet to read, in its last version or in an older one. */
#include "domain/sheet/sheet.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/text.h"
#include "domain/account/account.h"
#include "domain/scheme/scheme.h"
#include "web/drawing.h"
#include "web/site.h"

enum { FACTS = 6 };

/* Kinds that take a few words: told together, not under a title each. */
static const char *const short_kinds[] = {"line", "web", "email", "choice", "choices", "licence",
	"number", "duration", "date", "period", "place", "yes", "tags", NULL};

static bool is_short(const struct field *f)
{
	for (int i = 0; short_kinds[i]; i++)
		if (text_eq(f->kind, short_kinds[i]))
			return true;
	return false;
}

/* Title, summary, licence and authors have places of their own; so have examples. */
static bool elsewhere(const struct field *f)
{
	return text_eq(f->name, "title") || text_eq(f->name, "summary")
		|| text_eq(f->rdf, "schema:workExample")
		|| (!f->place && (text_eq(f->kind, "licence") || text_eq(f->name, "authors")));
}

static const json_t *value_of(const struct sheet *s, const struct field *f)
{
	return json_object_get(s->r->values, f->name);
}

void sheet_head(struct sheet *s, const char *id, const char *label)
{
	html(s->p, "<h2 id='%s'>%s</h2>", id, label);
	sheet_note(s, id, label);
}

void sheet_note(struct sheet *s, const char *id, const char *label)
{
	if (s->head_count < (int)(sizeof s->heads / sizeof *s->heads)) {
		s->heads[s->head_count][0] = id;
		s->heads[s->head_count++][1] = label;
	}
}

static void fact(struct page *p, const char *label, const char *words)
{
	html(p, "<div><dt>%s</dt><dd>", label);
	if (words)
		html(p, "%s", words);
	else
		html(p, "<span class='muted'>%s</span>", tr(p, "not filled in"));
	html(p, "</dd></div>");
}

bool sheet_cost(const struct field *f)
{
	return text_eq(f->kind, "money") || text_eq(f->kind, "days");
}

/* A key fact without room goes to the details; costs are drawn further down anyway. */
static void spare(struct sheet *s, const struct field *f)
{
	if (!sheet_cost(f) && s->spare_count < (int)(sizeof s->spare / sizeof *s->spare))
		s->spare[s->spare_count++] = f;
}

static bool is_spare(const struct sheet *s, const struct field *f)
{
	for (int i = 0; i < s->spare_count; i++)
		if (s->spare[i] == f)
			return true;
	return false;
}

/* At most six, what lacks said too; places go to those that are filled in. */
static void facts(struct sheet *s)
{
	struct page *p = s->p;
	int territories = lived_territories(s), room = FACTS - (territories > 0), lacks = 0;
	const char *words[FACTS * 4];
	const struct field *fields[FACTS * 4];
	int n = 0, over;
	for (int i = 0; i < s->type->field_count && n < FACTS * 4; i++) {
		const struct field *f = &s->type->fields[i];
		if (!text_eq(f->place, "fact"))
			continue;
		words[n] = field_words(p->db, p->lang, f, value_of(s, f));
		lacks += words[n] == NULL;
		fields[n++] = f;
	}
	over = n > room ? n - room : 0;
	int skip = lacks > over ? lacks - over : 0;	/* lacks that still have room */
	html(p, "<dl class='facts'>");
	for (int i = 0, shown = 0; i < n; i++) {
		if (shown >= room && words[i])
			spare(s, fields[i]);
		if (shown >= room || (!words[i] && skip-- <= 0))
			continue;
		fact(p, fields[i]->label[p->lang], words[i]);
		shown++;
	}
	if (territories)
		html(p, "<div><dt>%s</dt><dd><a href='#vecu'>%s</a></dd></div>", tr(p, "Tried in"),
			tr_n(p, "%d territory", "%d territories", territories));
	html(p, "</dl>");
}

/* The sheets of a kit, in their order, each with what it is for. */
static void parts(struct sheet *s, const json_t *ids)
{
	struct page *p = s->p;
	size_t i;
	json_t *id;
	html(p, "<ol class='steps'>");
	json_array_foreach(ids, i, id)
		for (int k = 0; k < s->out_count; k++)
			if (text_eq(s->out[k].id, json_string_value(id))) {
				html(p, "<li><h3><a href='%s'>%s</a></h3><p>%s</p></li>",
					to(p, sheet_path(p->db, s->out[k].slug)),
					s->out[k].title, s->out[k].summary);
				break;
			}
	html(p, "</ol>");
}

static void long_fields(struct sheet *s)
{
	for (int i = 0; i < s->type->field_count; i++) {
		const struct field *f = &s->type->fields[i];
		const json_t *value = value_of(s, f);
		bool short_one = f->place || is_short(f);
		if ((short_one && !text_eq(f->place, "body")) || elsewhere(f) || sheet_cost(f) || !value)
			continue;
		sheet_head(s, arena_printf(s->p->arena, "f-%s", f->name), f->label[s->p->lang]);
		if (s->language)
			html(s->p, "<div lang='%s'>", s->language);
		if (text_eq(f->rdf, "schema:hasPart") && text_eq(f->kind, "sheets"))
			parts(s, value);
		else
			type_value(s->p, f, value);
		if (s->language)
			html(s->p, "</div>");
	}
}

/* The short ones, and what no field names any more. */
static void short_fields(struct sheet *s)
{
	struct page *p = s->p;
	const char *name;
	json_t *value;
	bool open = false;
	for (int i = 0; i < s->type->field_count; i++) {
		const struct field *f = &s->type->fields[i];
		const json_t *v = value_of(s, f);
		bool here = is_spare(s, f) || (!f->place && !elsewhere(f) && is_short(f));
		const char *words = !here || !v ? NULL : field_words(p->db, p->lang, f, v);
		if (!words)
			continue;
		if (!open)
			sheet_head(s, "precisions", tr(p, "Details"));
		html(p, open ? "<dt>%s</dt><dd>" : "<dl class='pairs'><dt>%s</dt><dd>",
			f->label[p->lang]);
		type_value(p, f, v);
		html(p, "</dd>");
		open = true;
	}
	json_object_foreach(s->r->values, name, value) {
		if (type_field(s->type, name))
			continue;
		if (!open)
			sheet_head(s, "precisions", tr(p, "Details"));
		html(p, open ? "<dt>%s</dt>" : "<dl class='pairs'><dt>%s</dt>", name);
		html(p, "<dd>%s</dd>", json_is_string(value) ? json_string_value(value)
			: json_text(p->arena, value));
		open = true;
	}
	if (open)
		html(p, "</dl>");
}

static void licence(struct sheet *s)
{
	struct page *p = s->p;
	const struct field *f = type_field(s->type, "licence");
	const char *notation = f && !f->place ? json_str(s->r->values, "licence") : NULL;
	const struct scheme *licences = scheme_get(p->db, "licences");
	const struct concept *c = licences
		? scheme_concept(licences, notation ? notation : "CC-BY-SA-4.0") : NULL;
	html(p, "<dt>%s</dt><dd>", tr(p, "Licence"));
	if (f && notation)
		type_value(p, f, json_object_get(s->r->values, "licence"));
	else if (c && c->address)
		html(p, "<a href='%s' rel='license noopener'>%s</a>", c->address, c->label[p->lang]);
	else
		html(p, "%s", c ? c->label[p->lang] : notation ? notation : "CC BY-SA 4.0");
	if (c && c->definition[p->lang])
		html(p, " <small>%s</small>", c->definition[p->lang]);
	html(p, "</dd>");
}

/* Licence, authors, how to cite. */
static void origin(struct sheet *s)
{
	struct page *p = s->p;
	const struct field *f = type_field(s->type, "authors");
	const char *authors = f && !f->place ? json_str(s->r->values, "authors") : NULL;
	const char *by = account_name(p->db, p->lang, s->r->creator);
	html(p, "<section class='origin' aria-labelledby='reprendre'><h2 id='reprendre'>%s</h2><dl>",
		tr(p, "Reuse this sheet"));
	licence(s);
	html(p, "<dt>%s</dt><dd>%s</dd>", tr(p, "Authors"), authors ? authors : by);
	html(p, "<dt>%s</dt><dd>%s, %s, %s %d, %s.", tr(p, "Cite"),
		tr_s(p, "“%s”", s->r->title), p->request->site->name, tr(p, "version"),
		s->r->version, date_long(p->arena, p->lang, date_day(p->arena, s->r->updated)));
	html(p, "<br><small>%s</small></dd></dl></section>", link_absolute(p->request,
		arena_printf(p->arena, "/id/%s", s->r->id)));
}

static void versions(struct sheet *s)
{
	struct page *p = s->p;
	const char *path = to(p, resource_path(p->db, s->r));
	bool archived = text_eq(s->r->state, "archived");
	struct revision seen[2];
	int before = revision_list(p->db, &p->request->who, s->r, s->r->version, 2, seen) == 2
		&& !seen[1].erased ? seen[1].version : 0;
	html(p, "<p class='vers'><b>%s %d, ", tr(p, "Version"), s->r->version);
	page_date(p, s->r->updated);
	html(p, "</b> <a href='%s/versions'>%s</a>", path,
		tr_n(p, "%d version", "%d versions",
			revision_count(p->db, &p->request->who, s->r)));
	if (before)
		html(p, " <a href='%s/comparer?avant=%d&amp;apres=%d'>%s</a>", path, before,
			s->r->version, tr(p, "Compare"));
	if (!archived)
		html(p, " <a href='%s/modifier'>%s</a>", path, tr(p, "Edit"));
	if (resource_own(&p->request->who, s->r->creator))
		html(p, " <a href='%s/etat'>%s</a>", path,
			archived ? tr(p, "Restore") : tr(p, "Archive"));
	html(p, "</p>");
}

static void toc(struct sheet *s)
{
	struct page *p = s->p;
	if (s->head_count < 2)
		return;
	html(p, "<section class='noph'><h2 id='h-dans'>%s</h2><nav class='toc' "
		"aria-labelledby='h-dans'>", tr(p, "In this sheet"));
	for (int i = 0; i < s->head_count; i++)
		html(p, "<a href='#%s'>%s</a>", s->heads[i][0], s->heads[i][1]);
	html(p, "</nav></section>");
}

static bool is_theme(const struct field *f)
{
	return f->scheme || text_eq(f->kind, "tags");
}

static void theme(struct page *p, const struct field *f, const char *value)
{
	const struct scheme *scheme = f->scheme ? scheme_get(p->db, f->scheme) : NULL;
	const struct concept *c = scheme ? scheme_concept(scheme, value) : NULL;
	if (value)
		html(p, "<li><a href='%s%s=%s'>%s</a></li>", to(p, "/ressources?"), f->name,
			url_escape(p->arena, value), c ? c->label[p->lang] : value);
}

/* Concepts and tags, whatever their fields, as one list. */
static void themes(struct sheet *s)
{
	struct page *p = s->p;
	size_t k;
	json_t *item;
	bool open = false;
	for (int i = 0; i < s->type->field_count; i++) {
		const struct field *f = &s->type->fields[i];
		const json_t *v = value_of(s, f);
		if (!v || !is_theme(f) || !text_eq(f->place, "side"))
			continue;
		if (!open)
			html(p, "<section><h2>%s</h2><ul class='tags'>", tr(p, "Themes"));
		open = true;
		if (json_is_string(v))
			theme(p, f, json_string_value(v));
		json_array_foreach(v, k, item)
			theme(p, f, json_string_value(item));
	}
	if (open)
		html(p, "</ul></section>");
}

static void rail(struct sheet *s)
{
	struct page *p = s->p;
	html(p, "<aside class='aside rail'>");
	toc(s);
	for (int i = 0; i < s->type->field_count; i++) {
		const struct field *f = &s->type->fields[i];
		if (text_eq(f->kind, "place"))
			place_draw(s, f, value_of(s, f));
		if (!text_eq(f->place, "side") || is_theme(f) || !value_of(s, f))
			continue;
		html(p, "<section><h2>%s</h2>", f->label[p->lang]);
		type_value(p, f, value_of(s, f));
		html(p, "</section>");
	}
	themes(s);
	backlinks_draw(s);
	html(p, "</aside>");
}

/* What the reader must know before reading: a draft, an archive, an old version. */
static void banner(struct sheet *s)
{
	struct page *p = s->p;
	const struct resource *r = s->r;
	if (s->type->step_count && request_query(p->request, "publie"))
		page_notice(p, "done", tr(p, "Published, thank you. The sheets that it names count it"
			" from now on."));
	if (r->version != r->latest) {
		html(p, "<div class='notice'><p>%s <a href='%s'>%s</a></p></div>",
			tr_s(p, "This is an older version: number %s.",
				arena_printf(p->arena, "%d", r->version)),
			to(p, resource_path(p->db, r)), tr(p, "Read the current one"));
	} else if (text_eq(r->state, "draft")) {
		bool kept = request_query(p->request, "garde") != NULL;
		html(p, "<div class='notice%s'>", kept ? " done" : "");
		if (kept)
			html(p, "<p><b>%s</b></p>", tr(p, "Kept. Come back to it when you like: it is"
				" among your drafts, in My account."));
		html(p, "<p>%s <a href='%s/modifier'>%s</a></p></div>", tr(p, "A draft: only the"
			" person who wrote it and the stewards see it."),
			to(p, resource_path(p->db, r)), tr(p, "Go on writing"));
	} else if (text_eq(r->state, "archived")) {
		page_notice(p, "care", r->comment ? tr_s(p, "This sheet is archived: %s", r->comment)
			: tr(p, "This sheet is archived: it stays readable, out of the lists."));
	}
}

/* The concept that the drawing behind the title grows from. */
static const char *axis(const struct sheet *s)
{
	const json_t *axes = json_object_get(s->r->values, "axes");
	const char *first = json_string_value(json_array_get(axes, 0));
	return first ? first : json_string_value(axes);
}

static void sheet_draw(struct sheet *s)
{
	struct page *p = s->p;
	s->language = text_eq(s->r->language, lang_code(p->lang)) ? NULL : s->r->language;
	html(p, "<article><header class='head'>");
	if (axis(s))
		drawing_relief(p, axis(s));
	html(p, "<p class='kind %s'>%s</p>", s->type->mark, s->type->label[p->lang]);
	if (s->language)
		html(p, "<div lang='%s'>", s->language);
	html(p, "<h1>%s</h1>", s->r->title);
	if (!text_blank(s->r->summary))
		html(p, "<p class='lede'>%s</p>", s->r->summary);
	html(p, s->language ? "</div></header>" : "</header>");
	banner(s);
	facts(s);
	html(p, "<div class='side'><div class='read'>");
	long_fields(s);
	costs_draw(s);
	lived_draw(s);
	short_fields(s);
	page_panels(p, "sheet.main", s->r->id);
	lineage_draw(s);
	origin(s);
	versions(s);
	html(p, "</div>");
	rail(s);
	html(p, "</div></article>");
}

void sheet_reads(struct request *r)
{
	static const char *const reads[] = {"type:*", "scheme:*", "territory:*"};
	for (size_t i = 0; i < sizeof reads / sizeof *reads; i++)
		request_reads(r, reads[i]);
}

static void serve(struct request *r, const struct resource *found)
{
	if (request_long(r, found->size))
		return;
	static const struct type none = {.label = {"?", "?"}, .plural = {"?", "?"}, .mark = ""};
	struct sheet s = {.r = found, .type = type_get(r->db, found->type)};
	if (!s.type)
		s.type = &none;
	s.out_count = link_list(r->db, found->id, false, s.out);
	s.in_count = link_list(r->db, found->id, true, s.in);
	const struct crumb crumbs[] = {
		{"/ressources", tr_lang(r->lang, N_("Resources"))},
		{arena_printf(r->arena, "/ressources?type=%s", url_escape(r->arena, found->type)),
			s.type->plural[r->lang]},
		{0}};
	sheet_reads(r);
	s.p = page_open(r, &(struct page_head){.title = found->title, .summary = found->summary,
		.section = "ressources", .crumbs = crumbs});
	sheet_draw(&s);
	page_close(s.p);
}

void sheet_serve(struct request *r)
{
	struct resource found;
	if (!resource_get(r->db, &r->who, r->parts[0], 0, &found))
		answer_error(r, 404, N_("There is no such sheet, or it is not yours to see."));
	else if (!text_eq(found.slug, r->parts[0]))
		answer_moved(r, 301, resource_path(r->db, &found));
	else
		serve(r, &found);
}

void version_serve(struct request *r)
{
	struct resource found;
	char *end;
	long version = strtol(r->parts[1], &end, 10);
	if (*end || version < 1 || version > 1 << 30
		|| !resource_get(r->db, &r->who, r->parts[0], (int)version, &found))
		answer_error(r, 404, N_("There is no such version."));
	else if (found.erased)
		answer_error(r, 410, N_("The text of this version was erased."));
	else
		serve(r, &found);
}

const struct route sheet_routes[] = {
	{"GET", "/ressources/nouvelle", MEMBER, PERSONAL, 0, new_serve},
	{"GET", "/ressources/nouvelle/{type}", MEMBER, PERSONAL, 0, new_type_serve},
	{"GET", "/ressources/{slug}", ANYONE, SHARED, 0, sheet_serve},
	{"GET", "/ressources/{slug}/versions/{n}", ANYONE, SHARED, 0, version_serve},
	{"GET", "/ressources/{slug}/versions", ANYONE, SHARED, 0, history_serve},
	{"GET", "/ressources/{slug}/comparer", ANYONE, SLOW, 0, compare_serve},
	{"GET", "/ressources/{slug}/etat", MEMBER, PERSONAL, 0, state_serve},
	{"GET", "/ressources/{slug}/modifier", MEMBER, PERSONAL, 0, edit_serve},
	{"POST", "/ressources/{slug}/modifier", MEMBER, PERSONAL, FORM_BYTES, edit_other_serve},
	{0}};
