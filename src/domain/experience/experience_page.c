/* experience_page.c - reports to look through: those of communes like one's own, those that
 * tell of a difficulty, those about a sheet.  The same as JSON. */
#include "base/text.h"
#include "domain/experience/experience_own.h"
#include "domain/sheet/sheet.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

enum { PAGE = 15, EXCERPT = 240, HOMONYMS = 8, FAR = 1000000 };

/* What the address asks. */
struct asked {
	struct wish wish;
	const char *typed, *words, *slug;	/* as in the address, or NULL */
	struct sheet_name sheet;
	struct traits like;
	struct territory homonyms[HOMONYMS];	/* when the name is that of several */
	int homonym_count;
	bool unknown;				/* no place of that name */
};

/* A code, or a name that one place only bears. */
static void ask_place(struct request *r, struct asked *a)
{
	a->typed = request_query(r, "comme");
	if (!a->typed)
		return;
	const char *code = a->typed;
	if (!traits_get(r->db, code, &a->like)) {
		int n = territory_find(r->db, a->typed, "commune", HOMONYMS, a->homonyms);
		const char *folded = text_fold(r->arena, a->typed);
		int same = 0;
		for (int i = 0; i < n; i++)
			same += text_eq(text_fold(r->arena, a->homonyms[i].name), folded);
		a->unknown = n == 0;
		a->homonym_count = n == 1 || same == 1 ? 0 : n;
		if (n == 0 || a->homonym_count
			|| !traits_get(r->db, a->homonyms[0].code, &a->like))
			return;
	}
	a->wish.alike = &a->like;
}

static void ask(struct request *r, struct asked *a)
{
	a->slug = request_query(r, "fiche");
	if (a->slug && field_sheet(r->db, a->slug, &a->sheet))
		a->wish.sheet = a->sheet.id;
	a->words = request_query(r, "mots");
	wish_words(r->db, &a->wish, a->words);
	ask_place(r, a);
}

static void box(struct page *p, const char *name, const char *label, const char *help,
	const char *value)
{
	html(p, "<div class='field'><label for='f-%s'>%s</label><p class='hint' id='f-%s-h'>%s</p>"
		"<input id='f-%s' name='%s' maxlength='100' aria-describedby='f-%s-h' value='%s'></div>",
		name, label, name, help, name, name, name, value);
}

static void fields(struct page *p, const struct asked *a)
{
	html(p, "<form action='%s' role='search' class='read'>", to(p, "/experiences"));
	if (a->wish.sheet)
		form_hidden(p, "fiche", a->slug);
	box(p, "comme", tr(p, "Communes like mine"), tr(p, "Your commune: the reports of the communes"
		" most alike come first. For example: Jazeneuil."), a->typed);
	box(p, "mots", tr(p, "What was hard, or failed"), tr(p, "Looked for only in what was hard and"
		" what they would do differently. For example: volunteers."), a->words);
	form_close(p, tr(p, "Search"));
}

/* A name that several places bear: which one? */
static void which(struct page *p, const struct asked *a)
{
	html(p, "<div class='notice care'><p>%s</p><ul>",
		tr_s(p, "Several communes answer to “%s”. Which one is yours?", a->typed));
	for (int i = 0; i < a->homonym_count; i++)
		html(p, "<li><a href='%s?comme=%s%s%s%s%s'>%s</a></li>", to(p, "/experiences"),
			a->homonyms[i].code, a->words ? "&mots=" : "",
			a->words ? url_escape(p->arena, a->words) : "", a->wish.sheet ? "&fiche=" : "",
			a->wish.sheet ? url_escape(p->arena, a->slug) : "",
			territory_title(p->db, &a->homonyms[i]));
	html(p, "</ul></div>");
}

/* Each trait that both have or nearly have, then those of which nothing is known. */
static void likeness(struct page *p, const struct asked *a, const struct told *t)
{
	bool open = false;
	if (!t->placed)
		return;
	for (enum trait k = 0; k < TRAITS; k++) {
		if (t->like.of[k] != TRAIT_SAME && t->like.of[k] != TRAIT_NEAR)
			continue;
		html(p, open ? " · %s" : "<p class='small'>%s",
			likeness_say(p->arena, p->lang, k, &a->like, &t->there));
		open = true;
	}
	html(p, open ? ".</p>" : "");
}

static void row(struct page *p, const struct asked *a, const struct told *t)
{
	const struct experience *e = &t->report;
	const char *where = report_place(p->db, e), *cost = cost_words(p, e->cost),
		*effort = effort_words(p, e->effort);
	const char *text = telling_words(p->db, e->failed ? e->failed : e->differently,
		&a->wish, EXCERPT);
	html(p, "<li><p class='kind lived'>%s%s</p><h3><a href='%s'>%s</a></h3>",
		where ? where : tr(p, "Place not told"), e->population < 0 ? "" : arena_printf(p->arena,
			", %s", tr_n(p, "%d inhabitant", "%d inhabitants", e->population)),
		to(p, sheet_path(p->db, e->slug)), e->title);
	html(p, text ? "<p>%s</p>" : "<p class='muted'>%s</p>",
		text ? text : tr(p, "It does not say what was hard."));
	html(p, "<p class='meta'>%s %s, %s", tr_s(p, "%s:", tr(p, "Real cost")),
		cost ? cost : tr(p, "not filled in"), effort ? effort : tr(p, "effort not told"));
	if (a->wish.sheet)
		html(p, " · %s", reuse_words(p, e->answer));
	html(p, "</p>");
	likeness(p, a, t);
	html(p, "</li>");
}

/* Under two titles when communes are compared: those that are alike, the others. */
static void rows(struct page *p, const struct asked *a, const struct told *all, int n)
{
	bool open = false, far = false;
	for (int i = 0; i < n; i++) {
		bool other = a->wish.alike && all[i].points < CLOSE;
		if (!open || (other && !far)) {
			html(p, open ? "</ul>" : "");
			if (a->wish.alike)
				html(p, "<h2>%s</h2>", other ? tr(p, "From territories that are less like it")
					: tr(p, "From comparable communes"));
			html(p, "<ul class='rows'>");
		}
		open = true;
		far = other;
		row(p, a, &all[i]);
	}
	html(p, open ? "</ul>" : "");
}

static void nothing(struct page *p, const struct asked *a)
{
	html(p, "<div class='none'><p><b>%s</b></p><p>%s</p><p class='acts'><a class='btn' href='%s'>%s"
		"</a></p></div>", a->words ? tr_s(p, "No report tells of “%s”.", a->words)
		: tr(p, "No report yet."), a->words
		? tr(p, "Try one word only, or another one; the search box looks through whole sheets.")
		: tr(p, "The first one will help the most: fifteen minutes are enough."),
		to(p, "/ressources/nouvelle/experience"), tr(p, "Tell what was tried"));
}

static const char *kept(struct page *p, const struct asked *a)
{
	struct arena *m = p->arena;
	const char *all = "";
	if (a->typed)
		all = arena_printf(m, "comme=%s", url_escape(m, a->typed));
	if (a->words)
		all = arena_printf(m, "%s%smots=%s", all, *all ? "&" : "", url_escape(m, a->words));
	if (a->wish.sheet)
		all = arena_printf(m, "%s%sfiche=%s", all, *all ? "&" : "", url_escape(m, a->slug));
	return all;
}

static void results(struct page *p, const struct asked *a)
{
	struct told all[PAGE];
	int page = (int)request_number(p->request, "page", 1, FAR / PAGE, 1), total;
	int n = experience_find(p->db, &a->wish, (page - 1) * PAGE, PAGE, all, &total);
	if (!n && total)	/* the list has grown shorter */
		n = experience_find(p->db, &a->wish, (page = 1) - 1, PAGE, all, &total);
	if (!total) {
		nothing(p, a);
		return;
	}
	html(p, "<h2 class='tally'>%s%s</h2>", tr_n(p, "%d experience report",
		"%d experience reports", total), total == RANK_MOST ? tr(p, ", the newest only") : "");
	rows(p, a, all, n);
	page_pages(p, "/experiences", kept(p, a), page, (total + PAGE - 1) / PAGE);
}

void experience_list_serve(struct request *r)
{
	struct asked a = {.typed = NULL};
	const struct crumb crumbs[] = {{"/ressources", tr_lang(r->lang, N_("Resources"))}, {0}};
	sheet_reads(r);
	ask(r, &a);
	struct page *p = page_open(r, &(struct page_head){.section = "ressources", .crumbs = crumbs,
		.title = tr_lang(r->lang, N_("What others tried"))});
	html(p, "<h1>%s</h1><p class='lede'>%s</p>", tr(p, "What others tried"),
		a.wish.sheet ? tr_s(p, "Reports that used “%s”.", a.sheet.title)
		: tr(p, "Reports from communes like yours, and what was hard there."));
	fields(p, &a);
	if (a.unknown)
		page_notice(p, "care", tr_s(p, "No commune is called “%s”: write its name, its postcode"
			" or its INSEE code.", a.typed));
	if (a.homonym_count)
		which(p, &a);
	else
		results(p, &a);
	page_close(p);
}

static json_t *number_json(double x)
{
	return x < 0 ? json_null() : json_real(x);
}

static json_t *report_json(struct request *r, const struct asked *a, const struct told *t)
{
	const struct experience *e = &t->report;
	json_t *j = json_pack("{s:s, s:s, s:s, s:s?, s:o, s:o, s:o, s:o, s:s?, s:s?, s:s}", "id", e->id,
		"slug", e->slug, "title", e->title, "territory", e->territory,
		"cost", number_json(e->cost), "effort", number_json(e->effort),
		"paid_effort", number_json(e->paid), "volunteer_effort", number_json(e->volunteer),
		"difficulties", e->failed, "differently", e->differently,
		"url", link_absolute(r, sheet_path(r->db, e->slug)));
	json_object_set_new(j, "population", e->population < 0 ? json_null()
		: json_integer(e->population));
	if (a->wish.sheet) {
		const char *answer = reuse_notation(e->answer);
		json_object_set_new(j, "answer", answer ? json_string(answer) : json_null());
		json_object_set_new(j, "condition", e->condition ? json_string(e->condition)
			: json_null());
	}
	if (t->placed)
		json_object_set_new(j, "likeness", json_pack("{s:f, s:f}", "score", t->like.score,
			"known", t->like.known));
	return j;
}

static json_t *spread_json(const struct spread *s)
{
	return s->known ? json_pack("{s:i, s:f, s:f, s:f}", "known", s->known, "median", s->median,
		"min", s->min, "max", s->max) : json_pack("{s:i}", "known", 0);
}

/* How often a sheet was used, at what cost, with which answers. */
static json_t *summary_json(struct db *db, const char *sheet)
{
	struct experience_summary s;
	json_t *answers = json_object();
	experience_summary(db, sheet, &s);
	for (enum reuse k = 0; k < REUSE_COUNT; k++)
		json_object_set_new(answers, k ? reuse_notation(k) : "unknown",
			json_integer(s.answers[k]));
	return json_pack("{s:i, s:i, s:o, s:o, s:o}", "reports", s.reports, "territories",
		s.territories, "cost", spread_json(&s.cost), "effort", spread_json(&s.effort),
		"answers", answers);
}

void experience_api_serve(struct request *r)
{
	struct asked a = {.typed = NULL};
	ask(r, &a);
	if (a.slug && !a.wish.sheet) {
		answer_error(r, 404, N_("There is no such sheet, or it is not yours to see."));
		return;
	}
	int limit = (int)request_number(r, "limit", 1, 100, 20), total;
	int from = (int)request_number(r, "offset", 0, FAR, 0);
	struct told *all = arena_alloc(r->arena, (size_t)limit * sizeof *all);
	int n = experience_find(r->db, &a.wish, from, limit, all, &total);
	json_t *items = json_array(), *j = json_keep(r->arena, json_pack("{s:i, s:o}", "total",
		total, "items", items));
	for (int i = 0; i < n; i++)
		json_array_append_new(items, report_json(r, &a, &all[i]));
	if (a.wish.sheet)
		json_object_set_new(j, "summary", summary_json(r->db, a.wish.sheet));
	answer_json(r, 200, j);
}

const struct command experience_commands[] = {{0}};
const struct kind experience_kinds[] = {{0}};
const struct route experience_routes[] = {
	{"GET", "/experiences", ANYONE, SLOW | SHARED, 0, experience_list_serve},
	{"GET", "/api/v1/experiences", ANYONE, SLOW | OPEN_DATA, 0, experience_api_serve},
	{0}};
const struct form experience_forms[] = {{0}};
