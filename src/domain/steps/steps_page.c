/* steps_page.c - the door: which commune, then on one's way. */
#include <string.h>

#include "base/text.h"
#include "domain/steps/steps_own.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/site.h"

enum { FOUND = 12 };

static bool found(struct request *r, bool there)
{
	if (!there)
		answer_error(r, 404, N_("These answers are no longer here: they are kept for 30 days after "
			"the last one. Begin again from “Where to start”: it takes ten minutes."));
	return there;
}

bool way_open(struct request *r, struct walk *w, struct asker *k)
{
	if (!found(r, walk_get(r->store, r->arena, r->parts[0], w)))
		return false;
	walk_asker(r->arena, r->db, w, k);
	return true;
}

bool way_shared(struct request *r, struct walk *w, struct asker *k)
{
	if (!found(r, walk_shared(r->store, r->arena, r->parts[0], w)))
		return false;
	walk_asker(r->arena, r->db, w, k);
	return true;
}

const char *way_path(struct arena *a, const struct walk *w, const char *page)
{
	return arena_printf(a, "/commencer/%s%s%s%s", w->read_only ? "partage/" : "", w->token,
		*page ? "/" : "", page);
}

void way_form(struct page *p, const char *path)
{
	html(p, "<form method='post' action='%s'>", to(p, path));
	if (*p->request->who.account)
		form_token(p);
}

struct page *way_page(struct request *r, const char *title, int status)
{
	struct page_head *head = arena_alloc(r->arena, sizeof *head);
	struct crumb *crumbs = arena_alloc(r->arena, 2 * sizeof *crumbs);
	crumbs[0] = (struct crumb){"/commencer", tr_lang(r->lang, "Where to start")};
	*head = (struct page_head){.title = title, .section = "commencer", .status = status,
		.crumbs = crumbs, .unlisted = true};
	return page_open(r, head);
}

const char *way_place(const struct asker *k)
{
	return k->placed ? k->traits.place.name : NULL;
}

/* Communes and what is like them; a département or a région is too large to begin with. */
static bool small(const struct territory *t)
{
	return !text_eq(t->kind, "departement") && !text_eq(t->kind, "region");
}

void commune_search(struct page *p, const char *path, const char *typed)
{
	html(p, "<form action='%s' role='search'><label for='c'>%s</label>"
		"<p class='hint' id='c-h'>%s</p><div class='seek'><input id='c' name='q' required "
		"maxlength='100' value='%s' aria-describedby='c-h' autocomplete='address-level2'>"
		"<button class='btn%s'>%s</button></div></form>", to(p, path), tr(p, "Your commune"),
		tr(p, "A name, a postcode or an INSEE code. For example: Jazeneuil, or 86600."),
		typed ? typed : "", typed ? "" : " main", tr(p, "Search"));
}

static void draw_commune(struct page *p, const struct territory *t, bool only)
{
	html(p, "<li><h3>%s</h3><p class='meta'>%s", territory_title(p->db, t),
		territory_kind_label(p->lang, t->kind));
	if (t->population >= 0)
		html(p, " · %s", tr_n(p, "%d inhabitant", "%d inhabitants", t->population));
	if (*t->postcodes && text_length(t->postcodes) < 30)
		html(p, " · %s", t->postcodes);
	html(p, "</p><p><button class='btn%s' name='territoire' value='%s'>%s"
		"<span class='hide'> %s</span></button></p></li>", only ? " main" : "", t->code,
		tr(p, "It is this one"), territory_title(p->db, t));
}

void communes_draw(struct page *p, const char *typed, const char *path)
{
	struct territory all[FOUND];
	int n = territory_find(p->db, typed, NULL, FOUND, all), kept = 0;
	for (int i = 0; i < n; i++)
		if (small(&all[i]))
			all[kept++] = all[i];
	if (!kept) {
		html(p, "<div class='none'><p>%s</p><p>%s</p></div>",
			tr_s(p, "No commune is called “%s”.", typed),
			tr(p, "Try the postcode, or the first letters of the name only."));
		return;
	}
	way_form(p, path);
	html(p, "<h2>%s</h2><ul class='rows'>", kept == 1 ? tr(p, "Is this your commune?") :
		tr(p, "Which one is yours?"));
	for (int i = 0; i < kept; i++)
		draw_commune(p, &all[i], kept == 1);
	html(p, "</ul></form>");
}

static void draw_intro(struct page *p)
{
	html(p, "<h1>%s</h1><p class='lede'>%s</p>", tr(p, "Where to start, at home?"),
		tr(p, "Ten questions at most, ten minutes. Then three first steps — this week, this month, "
			"this year — with what other communes really tried, and why."));
}

static void draw_without(struct page *p)
{
	way_form(p, "/commencer");
	html(p, "<p class='acts'><button class='btn'>%s</button></p></form><ul class='gap'>"
		"<li>%s</li><li>%s</li><li>%s</li></ul>", tr(p, "Go on without a commune"),
		tr(p, "No account, no name, no e-mail address, no cookie."),
		tr(p, "Each question can be passed, each answer changed."),
		tr(p, "You get a private link to come back to for 30 days."));
}

static void door(struct request *r)
{
	const char *typed = request_query(r, "q"), *code = request_query(r, "territoire");
	struct territory t;
	request_reads(r, "territories");
	struct page *p = page_open(r, &(struct page_head){.title = tr_lang(r->lang,
		"Where to start"), .section = "commencer", .summary = tr_lang(r->lang, N_("Ten questions "
		"at most, then three first steps for your commune, and why these."))});
	html(p, "<div class='askone'>");
	draw_intro(p);
	if (code && territory_get(p->db, code, &t) && small(&t)) {
		way_form(p, "/commencer");
		html(p, "<h2>%s</h2><ul class='rows'>", tr(p, "Is this your commune?"));
		draw_commune(p, &t, true);
		html(p, "</ul></form>");
	} else if (typed)
		communes_draw(p, typed, "/commencer");
	commune_search(p, "/commencer", typed);
	draw_without(p);
	html(p, "</div>");
	page_close(p);
}

static void begin(struct request *r)
{
	json_t *values = request_form(r);
	const char *code = values ? json_str(values, "territoire") : NULL;
	struct territory t;
	struct walk w;
	if (!values)
		return;
	if (code && *code && (!territory_get(r->db, code, &t) || !small(&t))) {
		answer_error(r, 422, N_("There is no such commune. Look it up by its name or its postcode."));
		return;
	}
	if (walk_new(r->store, r->arena, code && *code ? t.code : NULL, &w))
		answer_see(r, way_path(r->arena, &w, ""));
	else
		answer_error(r, 503, NULL);
}

/* The private link: where one was. */
static void resume(struct request *r)
{
	struct walk w;
	struct asker k;
	if (!way_open(r, &w, &k))
		return;
	const struct start_question *q = question_next(&k, &w, NULL);
	answer_see(r, way_path(r->arena, &w, q ? arena_printf(r->arena, "question/%s", q->name)
		: "resultat"));
}

const struct route steps_routes[] = {
	{"GET", "/commencer", ANYONE, 0, 0, door},
	{"POST", "/commencer", ANYONE, BY_PATH | COST * 4, STEPS_FORM, begin},
	{"GET", "/commencer/{token}", ANYONE, PERSONAL, 0, resume},
	{"GET", "/commencer/{token}/question/{question}", ANYONE, PERSONAL, 0, question_serve},
	{"POST", "/commencer/{token}/question/{question}", ANYONE, BY_PATH | SLOW, STEPS_FORM,
		question_answer},	/* after the last one, all is ranked */
	{"GET", "/commencer/{token}/commune", ANYONE, PERSONAL, 0, commune_serve},
	{"POST", "/commencer/{token}/commune", ANYONE, BY_PATH, STEPS_FORM, commune_answer},
	{"GET", "/commencer/{token}/resultat", ANYONE, PERSONAL | SLOW, 0, result_serve},
	{"POST", "/commencer/{token}/partager", ANYONE, BY_PATH | SLOW, STEPS_FORM, share_answer},
	{"POST", "/commencer/{token}/effacer", ANYONE, BY_PATH, STEPS_FORM, forget_answer},
	{"GET", "/commencer/{token}/conseil", ANYONE, PERSONAL | SLOW, 0, council_serve},
	{"GET", "/commencer/{token}/mairie", ANYONE, PERSONAL | SLOW, 0, letter_serve},
	{"GET", "/commencer/{token}/demarche", MEMBER, PERSONAL | SLOW, 0, process_serve},
	{"POST", "/commencer/{token}/demarche", MEMBER, 0, STEPS_FORM, process_answer},
	{"GET", "/commencer/{token}/besoin", ANYONE, PERSONAL, 0, need_serve},
	{"POST", "/commencer/{token}/besoin", ANYONE, BY_PATH | SLOW | COST * 8, STEPS_FORM,
		need_answer},
	{"GET", "/commencer/partage/{token}", ANYONE, PERSONAL | SLOW, 0, result_shared},
	{"GET", "/commencer/partage/{token}/conseil", ANYONE, PERSONAL | SLOW, 0, council_shared},
	{0}};
const struct panel steps_panels[] = {{0}};
const struct kind steps_kinds[] = {{0}};
const struct form steps_forms[] = {{0}};
const struct command steps_commands[] = {{0}};
const struct fold steps_folds[] = {{0}};
