/* sheet_page_history.c - the versions of a sheet, two of them compared, its state. */
#include "domain/sheet/sheet.h"

#include "base/text.h"
#include "domain/account/account.h"

/* Fills the sheet of the address, or answers 404. */
static bool find(struct request *r, int version, struct resource *found)
{
	if (resource_get(r->db, &r->who, r->parts[0], version, found) && !found->erased)
		return true;
	answer_error(r, 404, version ? N_("There is no such version.")
		: N_("There is no such sheet, or it is not yours to see."));
	return false;
}

/* A page about a sheet: it stands below the sheet. */
static struct page *open_page(struct request *r, const struct resource *s, const char *title)
{
	struct crumb *crumbs = arena_alloc(r->arena, 3 * sizeof *crumbs);
	crumbs[0] = (struct crumb){"/ressources", tr_lang(r->lang, N_("Resources"))};
	crumbs[1] = (struct crumb){resource_path(r->db, s), s->title};
	struct page_head *head = arena_alloc(r->arena, sizeof *head);
	*head = (struct page_head){.section = "ressources", .crumbs = crumbs,
		.title = arena_printf(r->arena, "%s - %s", title, s->title)};
	sheet_reads(r);
	struct page *p = page_open(r, head);
	html(p, "<h1>%s</h1><p class='lede'>%s</p>", title, s->title);
	return p;
}

static const struct {
	const char *act, *words;
} acts[] = {
	{"published", N_("published")},
	{"drafted", N_("kept as a draft")},
	{"archived", N_("archived")},
	{"restored", N_("restored")},
	{"unpublished", N_("unpublished")},
};

static const char *act_words(struct page *p, const char *act)
{
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (text_eq(acts[i].act, act))
			return tr(p, acts[i].words);
	return act;
}

/* before: the number of the version that came before and may be seen, or 0. */
static void revision_draw(struct page *p, const struct resource *s, const struct revision *v,
	int before)
{
	const char *path = to(p, resource_path(p->db, s));
	html(p, "<li><h3>");
	if (v->erased)
		html(p, "%s %d", tr(p, "Version"), v->version);
	else
		html(p, "<a href='%s/versions/%d'>%s %d</a>", path, v->version, tr(p, "Version"),
			v->version);
	html(p, "</h3><p>%s</p><p class='meta'>", v->erased
		? tr(p, "The text of this version was erased.")
		: v->comment ? v->comment : v->version == 1 ? tr(p, "First version.")
		: tr(p, "No comment."));
	page_date(p, v->time);
	html(p, ", %s, %s", account_name(p->db, p->lang, v->author), act_words(p, v->act));
	if (before && !v->erased)
		html(p, ". <a href='%s/comparer?avant=%d&amp;apres=%d'>%s</a>", path, before,
			v->version, tr(p, "Compare with the one before"));
	html(p, "</p></li>");
}

void history_serve(struct request *r)
{
	enum { PAGE = 30 };
	struct resource s;
	struct revision found[PAGE + 1];
	if (!find(r, 0, &s))
		return;
	int before = (int)request_number(r, "avant", 1, 1 << 30, 0);
	int n = revision_list(r->db, &r->who, &s, before, PAGE + 1, found);
	struct page *p = open_page(r, &s, tr_lang(r->lang, N_("History")));
	html(p, "<h2 class='hide'>%s</h2><ul class='rows'>", tr(p, "Versions"));
	for (int i = 0; i < n && i < PAGE; i++)
		revision_draw(p, &s, &found[i],
			i + 1 < n && !found[i + 1].erased ? found[i + 1].version : 0);
	html(p, "</ul>");
	if (n > PAGE)
		html(p, "<p><a href='%s/versions?avant=%d'>%s</a></p>",
			to(p, resource_path(p->db, &s)), found[PAGE].version,
			tr(p, "Earlier versions"));
	page_close(p);
}

void compare_serve(struct request *r)
{
	struct resource old, new;
	int after = (int)request_number(r, "apres", 1, 1 << 30, 0);
	if (!find(r, after, &new))
		return;
	int before = (int)request_number(r, "avant", 1, 1 << 30, new.version - 1);
	const struct type *t = type_get(r->db, new.type);
	if (!find(r, before, &old))
		return;
	if (!t) {
		answer_error(r, 409, N_("The type of this sheet is no longer defined."));
		return;
	}
	struct page *p = open_page(r, &new, tr_lang(r->lang, N_("Compare")));
	int differ = compare_draw(p, t, old.values, new.values,
		arena_printf(r->arena, "%s %d", tr(p, "Version"), old.version),
		arena_printf(r->arena, "%s %d", tr(p, "Version"), new.version));
	if (!differ)
		html(p, "<p>%s</p>", tr(p, "Both versions say the same."));
	html(p, "<p class='vers'><a href='%s/versions'>%s</a></p>",
		to(p, resource_path(p->db, &new)), tr(p, "History"));
	page_close(p);
}

/* What may be done to a sheet as a whole, by the state that it is in. */
static const struct {
	const char *command, *state, *title, *help, *button;
} ways[] = {
	{"resource.unpublish", "published", N_("Make it a draft again"),
		N_("Only you and the stewards will see it, until it is published again."),
		N_("Unpublish")},
	{"resource.archive", "published", N_("Archive it"),
		N_("It leaves the lists and search. Its address still works."), N_("Archive")},
	{"resource.archive", "draft", N_("Archive it"),
		N_("It leaves your drafts. It can be restored."), N_("Archive")},
	{"resource.restore", "archived", N_("Restore it"),
		N_("It comes back as it was, in the lists and in search."), N_("Restore")},
};

void state_draw(struct request *r, const struct call *c)
{
	struct resource s;
	const char *id = c ? call_text(c, "id") : r->parts[0];
	if (!resource_get(r->db, &r->who, id, 0, &s)) {
		answer_error(r, 404, N_("There is no such sheet, or it is not yours to see."));
		return;
	}
	if (!resource_own(&r->who, s.creator)) {
		answer_error(r, 403,
			N_("Only a steward or the person who wrote this sheet first may do this."));
		return;
	}
	struct page *p = open_page(r, &s, tr_lang(r->lang, N_("State of the sheet")));
	form_errors(p, c);
	const size_t count = sizeof ways / sizeof *ways;
	for (size_t i = 0; i < count; i++)
		if (text_eq(ways[i].state, s.state))
			html(p, "<h2>%s</h2><p>%s</p>", tr(p, ways[i].title), tr(p, ways[i].help));
	form_open(p, "resource.archive");
	form_hidden(p, "id", s.id);
	form_field(p, c, &(struct form_field){.name = "reason", .kind = "line", .required = true,
		.label = tr(p, "Why?"), .help = tr(p, "In one sentence. Shown in the history."),
		.value = c ? call_text(c, "reason") : NULL});
	html(p, "<div class='acts'>");
	for (size_t i = 0; i < count; i++)
		if (text_eq(ways[i].state, s.state))
			html(p, "<button class='btn' formaction='%s'>%s</button>",
				to(p, arena_printf(r->arena, "/do/%s", ways[i].command)),
				tr(p, ways[i].button));
	html(p, "<a href='%s'>%s</a></div></form>", to(p, resource_path(p->db, &s)),
		tr(p, "Cancel"));
	page_close(p);
}

void state_serve(struct request *r)
{
	state_draw(r, NULL);
}
