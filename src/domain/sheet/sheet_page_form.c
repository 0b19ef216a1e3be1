/* sheet_page_form.c - writing a sheet: new, edit, and when someone else did too. */
#include "domain/sheet/sheet.h"

#include <string.h>

#include "base/text.h"
#include "domain/fill/fill.h"
#include "store/fold.h"
#include "store/kind.h"

/* The whole page is a form; the sentence and the buttons at its foot. */
static void foot(struct page *p, bool draft, const char *cancel)
{
	html(p, "<p class='small read'>%s</p><div class='acts'>"
		"<button class='btn main' name='state' value='published'>%s</button>",
		tr(p, "By publishing you place this text under the licence of this commons,"
			" CC BY-SA 4.0 unless you choose another. You remain its author."),
		tr(p, "Publish"));
	if (draft)
		html(p, "<button class='btn' name='state' value='draft'>%s</button>",
			tr(p, "Keep as a draft"));
	html(p, "<a href='%s'>%s</a></div></form>", to(p, cancel), tr(p, "Cancel"));
}

static const struct crumb *crumbs(struct request *r)
{
	struct crumb *list = arena_alloc(r->arena, 2 * sizeof *list);
	list[0] = (struct crumb){"/ressources", tr_lang(r->lang, N_("Resources"))};
	return list;
}

/* The types of one mark, under the words for it. */
static void choose(struct page *p, const char *mark, const char *title)
{
	const struct type *const *all;
	int n = type_all(p->db, &all);
	html(p, "<h2>%s</h2><ul class='rows'>", title);
	for (int i = 0; i < n; i++)
		if (text_eq(all[i]->mark, mark))
			html(p, "<li><h3><a href='%s'>%s</a></h3><p>%s</p></li>",
				to(p, arena_printf(p->arena, "/ressources/nouvelle/%s",
					all[i]->name)),
				all[i]->label[p->lang], all[i]->help[p->lang]);
	html(p, "</ul>");
}

void new_serve(struct request *r)
{
	const char *title = tr_lang(r->lang, N_("What do you want to share?"));
	struct page *p = page_open(r, &(struct page_head){.title = title,
		.section = "ressources", .crumbs = crumbs(r)});
	html(p, "<h1>%s</h1>", title);
	choose(p, "", tr(p, "To reuse"));
	choose(p, "lived", tr(p, "Lived"));
	choose(p, "place", tr(p, "Places and people"));
	page_close(p);
}

static void new_draw(struct request *r, const struct call *c)
{
	const char *name = c ? call_text(c, "type") : r->parts[0];
	const struct type *t = name ? type_get(r->db, name) : NULL;
	if (!t) {
		answer_error(r, 404, N_("There is no such type of sheet."));
		return;
	}
	struct page *p = page_open(r, &(struct page_head){
		.title = tr_lang(r->lang, N_("New sheet")), .section = "ressources",
		.crumbs = crumbs(r)});
	const struct sheet_steps steps = {.type = t, .values = steps_given(r, t)};
	form_errors_of(p, c, fill_label, t);
	if (t->step_count)
		steps_head(p, &steps);
	else
		html(p, "<p class='kind %s'>%s</p><h1>%s</h1><p class='lede'>%s</p>", t->mark,
			t->label[p->lang], tr(p, "New sheet"), t->help[p->lang]);
	form_open(p, "resource.create");
	form_hidden(p, "type", t->name);
	form_hidden(p, "language", lang_code(p->lang));
	if (t->step_count) {
		form_hidden(p, "state", "draft");
		steps_draw(p, c, &steps);
	} else {
		fill_form(p, c, t, steps.values);
		foot(p, true, "/ressources/nouvelle");
	}
	page_close(p);
}

void new_type_serve(struct request *r)
{
	new_draw(r, NULL);
}

static const char *sheet_after(struct request *r, const struct call *c)
{
	const char *step = steps_after(r, c);
	return step ? step : arena_printf(r->arena, "/ressources/%s", json_str(c->answer, "slug"));
}

/* A sheet being edited. */
struct editing {
	struct resource now;
	const struct type *type;
	const struct call *call;	/* what was typed, or NULL: what is there */
	json_t *mine;			/* what was typed against an older version, or NULL */
	const char *version;		/* that the next sending will be compared with */
	int step;			/* of types that have steps */
};

/* Both texts, and the way to go on from either. */
static void both(struct page *p, struct editing *e)
{
	html(p, "<div class='notice care' role='alert' tabindex='-1' autofocus><h2>%s</h2><p>%s</p></div>",
		tr(p, "Someone changed this sheet while you were writing. Nothing is lost."),
		tr(p, "Below are both texts where they differ, then the form. Take from either,"
			" then publish: your version will come after theirs."));
	compare_draw(p, e->type, e->now.values, e->mine, tr(p, "Published meanwhile"),
		tr(p, "What you wrote"));
	html(p, "<h2>%s</h2>", tr(p, "Go on"));
	html(p, "<p class='acts'><button class='btn' name='from' value='mine' formaction='%s'>%s"
		"</button><button class='btn' name='from' value='current' formaction='%s'>%s"
		"</button></p>", to(p, arena_printf(p->arena, "/ressources/%s/modifier",
			e->now.slug)), tr(p, "Start from my text"),
		to(p, arena_printf(p->arena, "/ressources/%s/modifier", e->now.slug)),
		tr(p, "Start from the published text"));
	form_hidden(p, "mine", json_text(p->arena, e->mine));
}

/* All fields at once. */
static void whole_draw(struct page *p, const struct editing *e, const char *path)
{
	fill_form(p, e->call, e->type, e->now.values);
	form_field(p, e->call, &(struct form_field){.name = "comment", .kind = "line",
		.label = tr(p, "In one sentence, what did you change?"),
		.help = tr(p, "Shown in the history."),
		.value = e->call ? call_text(e->call, "comment") : NULL});
	foot(p, text_eq(e->now.state, "draft"), path);
}

static void editing_draw(struct request *r, struct editing *e)
{
	const char *path = resource_path(r->db, &e->now);
	const struct crumb parents[] = {crumbs(r)[0], {path, e->now.title}, {0}};
	struct page *p = page_open(r, &(struct page_head){.section = "ressources",
		.title = tr_lang(r->lang, N_("Edit the sheet")), .crumbs = parents,
		.status = e->call && e->call->outcome == STALE ? 412 : 0});
	if (!e->mine)
		form_errors_of(p, e->call, fill_label, e->type);
	const struct sheet_steps steps = {.type = e->type, .now = &e->now, .values = e->now.values,
		.step = e->step};
	if (e->type->step_count)
		steps_head(p, &steps);
	else
		html(p, "<p class='kind %s'>%s</p><h1>%s</h1><p class='lede'>%s</p>", e->type->mark,
			e->type->label[p->lang], tr(p, "Edit the sheet"), e->now.title);
	form_open(p, "resource.edit");
	if (e->mine)
		both(p, e);
	form_hidden(p, "id", e->now.id);
	form_hidden(p, "version", e->version);
	if (e->type->step_count)
		steps_draw(p, e->call, &steps);
	else
		whole_draw(p, e, path);
	page_close(p);
}

/* Finds the sheet; answers and returns false when it cannot be edited. */
static bool editing_open(struct request *r, const char *id, struct editing *e)
{
	if (!resource_get(r->db, &r->who, id, 0, &e->now))
		answer_error(r, 404, N_("There is no such sheet, or it is not yours to see."));
	else if (!(e->type = type_get(r->db, e->now.type)))
		answer_error(r, 409, N_("The type of this sheet is no longer defined."));
	else if (text_eq(e->now.state, "archived"))
		answer_error(r, 409, N_("This sheet is archived: restore it before changing it."));
	else
		return true;
	return false;
}

static json_t *readmine(struct request *r, const char *text)
{
	const char *why;
	json_t *mine = text ? json_read(r->arena, text, strlen(text), &why) : NULL;
	return json_is_object(mine) ? mine : NULL;
}

static void edit_draw(struct request *r, const struct call *c)
{
	struct editing e = {.call = c};
	if (!editing_open(r, c ? call_text(c, "id") : r->parts[0], &e))
		return;
	e.version = arena_printf(r->arena, "%d", e.now.latest);
	if (c && c->outcome == STALE)
		e.mine = json_object_get(c->answer, "yours");
	else if (c) {
		e.mine = readmine(r, json_str(c->values, "mine"));
		e.version = call_text(c, "version");
	}
	e.step = steps_at(r, c, e.type, e.now.values);
	editing_draw(r, &e);
}

void edit_serve(struct request *r)
{
	edit_draw(r, NULL);
}

/* After a conflict: the form again, from the text that was chosen. */
void edit_other_serve(struct request *r)
{
	struct editing e = {0};
	json_t *values = request_form(r);
	if (!values || !editing_open(r, r->parts[0], &e))
		return;
	e.version = arena_printf(r->arena, "%d", e.now.latest);
	e.mine = readmine(r, json_str(values, "mine"));
	if (e.mine && text_eq(json_str(values, "from"), "mine"))
		e.call = request_call(r, "resource.edit", e.mine);
	e.step = type_step_named(e.type, json_str(values, "_step"));
	if (e.step < 0)
		e.step = 0;
	editing_draw(r, &e);
}

const struct form sheet_forms[] = {
	{"resource.create", new_draw, sheet_after, steps_title},
	{"resource.edit", edit_draw, sheet_after, NULL},
	{"resource.archive", state_draw, sheet_after, NULL},
	{"resource.restore", state_draw, sheet_after, NULL},
	{"resource.unpublish", state_draw, sheet_after, NULL},
	{0}};

const struct command sheet_commands[] = {{0}};
const struct fold sheet_folds[] = {{0}};
const struct kind sheet_kinds[] = {{0}};
