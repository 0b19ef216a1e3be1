/* experience_page.c - reports to look through: those of communes like one's own, those that
 * tell of a difficulty, those about a sheet. */
#include "base/text.h"
#include "domain/experience/experience_own.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

enum { PAGE = 15, EXCERPT = 240 };

static void box(struct page *p, const char *name, const char *label, const char *help,
	const char *value)
{
	html(p, "<div class='field'><label for='f-%s'>%s</label><p class='hint' id='f-%s-h'>%s</p>"
		"<input id='f-%s' name='%s' maxlength='100' aria-describedby='f-%s-h' value='%s'></div>",
		name, label, name, help, name, name, name, value);
}

/* Those that reports tick, and how many do. */
static void obstacles(struct page *p, const struct asked *a)
{
	struct obstacle found[OBSTACLES];
	int n = experience_obstacles(p->db, NULL, found);
	struct form_choice all[OBSTACLES + 2] = {{.value = "", .label = tr(p, "Whatever it is")}};
	for (int i = 0; i < n; i++)
		all[i + 1] = (struct form_choice){.value = found[i].name, .label = arena_printf(
			p->arena, "%s (%d)", obstacle_words(p, found[i].name), found[i].times),
			.on = text_eq(found[i].name, a->obstacle)};
	if (n)
		form_select(p, NULL, &(struct form_field){.name = "obstacle",
			.label = tr(p, "What got in the way"), .required = true}, all);
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
	obstacles(p, a);
	form_close(p, tr(p, "Search"));
}

/* A name that several places bear: which one? */
static void which(struct page *p, const struct asked *a)
{
	html(p, "<div class='notice care'><p>%s</p><ul>",
		tr_s(p, "Several communes answer to “%s”. Which one is yours?", a->typed));
	for (int i = 0; i < a->homonym_count; i++) {
		struct asked one = *a;
		one.typed = a->homonyms[i].code;
		html(p, "<li><a href='%s'>%s</a></li>", to(p, asked_address(p->arena, &one,
			"/experiences")), territory_title(p->db, &a->homonyms[i]));
	}
	html(p, "</ul></div>");
}

/* Is this what makes them alike?  The smaller area says the larger one. */
static bool alike(const struct likeness *l, enum trait k)
{
	if (k == BY_REGION && l->of[BY_DEPARTEMENT] != TRAIT_APART
		&& l->of[BY_DEPARTEMENT] != TRAIT_UNKNOWN)
		return false;
	return l->of[k] == TRAIT_SAME
		|| (l->of[k] == TRAIT_NEAR && k != BY_EPCI_KIND && k != BY_EPCI_SIZE);
}

/* Each trait that both have or nearly have. */
static void likeness(struct page *p, const struct asked *a, const struct told *t)
{
	bool open = false;
	if (!t->placed)
		return;
	for (enum trait k = 0; k < TRAITS; k++) {
		if (!alike(&t->like, k))
			continue;
		html(p, open ? " · %s" : "<p class='small'>%s",
			likeness_say(p->arena, p->lang, k, &a->like, &t->there));
		open = true;
	}
	html(p, open ? ".</p>" : "");
}

/* What was hard in its own words, then what it ticks: "Lack of time · Weather, season". */
static void hard(struct page *p, const char *id, const char *text)
{
	struct obstacle found[OBSTACLES];
	int n = experience_obstacles(p->db, id, found);
	if (text)
		html(p, "<p>%s</p>", text);
	else if (!n)
		html(p, "<p class='muted'>%s</p>", tr(p, "It does not say what was hard."));
	for (int i = 0; i < n; i++)
		html(p, i ? " · %s" : "<p class='small'>%s", obstacle_words(p, found[i].name));
	html(p, n ? "</p>" : "");
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
	hard(p, e->id, text);
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
	const char *what = a->words ? a->words : a->obstacle ? obstacle_words(p, a->obstacle) : NULL;
	html(p, "<div class='none'><p><b>%s</b></p><p>%s</p><p class='acts'><a class='btn' href='%s'>%s"
		"</a></p></div>", what ? tr_s(p, "No report tells of “%s”.", what)
		: tr(p, "No report yet."), what
		? tr(p, "Try one word only, or another one; the search box looks through whole sheets.")
		: tr(p, "The first one will help the most: fifteen minutes are enough."),
		to(p, "/ressources/nouvelle/experience"), tr(p, "Tell what was tried"));
}

/* The same list for spreadsheets, for feed readers, for programs. */
static void away(struct page *p, const struct asked *a)
{
	const struct {
		const char *path, *name;
	} forms[] = {{"/experiences.csv", tr(p, "spreadsheet (CSV)")},
		{"/experiences.atom", tr(p, "what is new (Atom)")}, {"/api/v1/experiences", "JSON"}};
	html(p, "<p class='small muted out'>%s", tr(p, "Take this list away:"));
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		html(p, " <a href='%s' rel='nofollow'>%s</a>", to(p, asked_address(p->arena, a,
			forms[i].path)), forms[i].name);
	html(p, "</p>");
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
	html(p, a->wish.alike ? "<p class='tally'><b>%s%s</b></p>" :
		"<h2 class='tally'>%s%s</h2>", tr_n(p, "%d experience report",
		"%d experience reports", total), total == RANK_MOST ? tr(p, ", the newest only") : "");
	rows(p, a, all, n);
	page_pages(p, "/experiences", asked_query(p->arena, a), page, (total + PAGE - 1) / PAGE);
	away(p, a);
}

void experience_list_serve(struct request *r)
{
	struct asked a;
	const struct crumb crumbs[] = {{"/ressources", tr_lang(r->lang, N_("Resources"))}, {0}};
	asked_read(r, &a);
	struct page *p = page_open(r, &(struct page_head){.section = "ressources", .crumbs = crumbs,
		.title = asked_title(r, &a), .unlisted = a.typed || a.words || a.obstacle,
		.canonical = asked_address(r->arena, &a, "/experiences"),
		.feed = asked_address(r->arena, &a, "/experiences.atom")});
	html(p, "<h1>%s</h1><p class='lede'>%s</p>", tr(p, "What others tried"),
		a.wish.sheet ? tr_s(p, "Reports that used “%s”.", a.sheet.title) : a.wish.alike ?
			tr_s(p, "The reports of places like %s come first.", territory_title(p->db, &a.like.place))
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

const struct command experience_commands[] = {{0}};
const struct kind experience_kinds[] = {{0}};
const struct route experience_routes[] = {
	{"GET", "/experiences", ANYONE, SLOW | SHARED, 0, experience_list_serve},
	{"GET", "/experiences.csv", ANYONE, SLOW | OPEN_DATA | 5 * COST, 0, experience_csv_serve},
	{"GET", "/experiences.atom", ANYONE, SLOW | SHARED | OPEN_DATA, 0, experience_feed_serve},
	{"GET", "/api/v1/experiences", ANYONE, SLOW | OPEN_DATA, 0, experience_api_serve},
	{0}};
const struct form experience_forms[] = {{0}};
