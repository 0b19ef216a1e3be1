/* type_page.c - what to write in a sheet of each type; types for programs. */
#include <string.h>

#include "base/text.h"
#include "domain/type/type_own.h"
#include "store/fold.h"
#include "store/kind.h"

static void rows(struct page *p)
{
	const struct type *const *all;
	int n = type_all(p->db, &all);
	html(p, "<ul class='rows'>");
	for (int i = 0; i < n; i++)
		html(p, "<li><h3><a href='%s'>%s</a></h3><p>%s</p></li>",
			to(p, arena_printf(p->arena, "/types/%s", all[i]->name)),
			all[i]->plural[p->lang], all[i]->help[p->lang]);
	html(p, "</ul>");
}

static void list_page(struct request *r)
{
	const char *title = tr_lang(r->lang, N_("Kinds of sheets"));
	request_reads(r, "type:*");
	struct page *p = page_open(r, &(struct page_head){.title = title});
	html(p, "<h1>%s</h1><p class='lede'>%s</p><h2 class='hide'>%s</h2>", title,
		tr(p, "What a sheet of each kind holds, and how to fill it in."), tr(p, "List"));
	rows(p);
	page_close(p);
}

static void on_schemas(struct page *p, const char *subject)
{
	(void)subject;
	request_reads(p->request, "type:*");
	html(p, "<h2>%s</h2>", tr(p, "Kinds of sheets"));
	rows(p);
}

static void about_field(struct page *p, const struct field *f)
{
	const struct scheme *s = f->scheme ? scheme_get(p->db, f->scheme) : NULL;
	html(p, "<li><h3>%s</h3><p>%s</p>", f->label[p->lang], f->help[p->lang]);
	if (f->required || f->visibility != PUBLIC || s) {
		html(p, "<p class='meta'>");
		if (f->required)
			html(p, "%s ", tr(p, "Required."));
		if (f->visibility != PUBLIC)
			html(p, "%s ", f->visibility == MEMBERS ? tr(p, "Members only.") :
				tr(p, "Stewards only."));
		if (s)
			html(p, "<a href='%s'>%s</a>", to(p, arena_printf(p->arena, "/schemas/%s",
				s->name)), tr_s(p, "Vocabulary: %s", s->label[p->lang]));
		html(p, "</p>");
	}
	for (int i = 0; i < f->field_count; i++)
		html(p, i ? ", %s" : "<p class='meta'>%s", f->fields[i].label[p->lang]);
	html(p, f->field_count ? ".</p></li>" : "</li>");
}

static void type_page(struct request *r)
{
	const struct type *t = type_get(r->db, r->parts[0]);
	if (!t) {
		answer_error(r, 404, N_("There is no such type of sheet."));
		return;
	}
	request_reads(r, "type:*");
	request_reads(r, "scheme:*");
	struct page *p = page_open(r, &(struct page_head){.title = t->label[r->lang],
		.summary = t->help[r->lang],
		.crumbs = (struct crumb[]){{"/types", tr_lang(r->lang, N_("Kinds of sheets"))}, {0}}});
	html(p, "<p class='kind %s'>%s</p><h1>%s</h1><p class='lede'>%s</p>", t->mark,
		tr(p, "Kind of sheet"), t->label[p->lang], t->help[p->lang]);
	html(p, "<p class='acts'><a class='btn main' href='%s'>%s</a> <a href='%s'>%s</a></p>",
		to(p, arena_printf(p->arena, "/ressources/nouvelle/%s", t->name)),
		tr(p, "Write one"),
		to(p, arena_printf(p->arena, "/ressources?type=%s", t->name)),
		tr(p, "Read those that are here"));
	html(p, "<h2>%s</h2><ul class='rows'>", tr(p, "What to write"));
	for (int i = 0; i < t->field_count; i++)
		about_field(p, &t->fields[i]);
	html(p, "</ul><p class='small gap'><a href='%s'>%s</a></p>",
		to(p, arena_printf(p->arena, "/api/v1/types/%s", t->name)),
		tr(p, "This definition as JSON"));
	page_close(p);
}

static json_t *words(const char *const of[LANG_COUNT])
{
	return json_pack("{s:s?,s:s?}", "fr", of[FR], "en", of[EN]);
}

static void list_api(struct request *r)
{
	const struct type *const *all;
	int n = type_all(r->db, &all);
	json_t *items = json_array();
	for (int i = 0; i < n; i++)
		json_array_append_new(items, json_pack("{s:s,s:o,s:o,s:o,s:i}", "name",
			all[i]->name, "label", words(all[i]->label), "plural", words(all[i]->plural),
			"help", words(all[i]->help), "fields", all[i]->field_count));
	answer_json(r, 200, json_keep(r->arena, json_pack("{s:o}", "items", items)));
}

/* The definition as stated, and what it asks of a sheet as JSON Schema. */
static void type_api(struct request *r)
{
	const struct type *t = type_get(r->db, r->parts[0]);
	const char *body = t ? type_stated(r->db, t->name, NULL) : NULL, *why = NULL;
	json_t *j = body ? json_read(r->arena, body, strlen(body), &why) : NULL;
	if (!j) {
		answer_error(r, 404, N_("There is no such type of sheet."));
		return;
	}
	json_object_set_new(j, "schema", type_schema(r->db, t));
	answer_json(r, 200, j);
}

const struct route type_routes[] = {
	{"GET", "/types", ANYONE, SHARED, 0, list_page},
	{"GET", "/types/{type}", ANYONE, SHARED, 0, type_page},
	{"GET", "/api/v1/types", ANYONE, OPEN_DATA, 0, list_api},
	{"GET", "/api/v1/types/{type}", ANYONE, OPEN_DATA, 0, type_api},
	{0}};
const struct panel type_panels[] = {
	{"schemas.main", ANYONE, on_schemas},
	{0}};
const struct kind type_kinds[] = {{0}};
const struct form type_forms[] = {{0}};
