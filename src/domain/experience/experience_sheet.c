/* experience_sheet.c - on the page of a sheet: what came of using it, counted from the
 * reports that are published.  Nothing here is typed. */
#include "base/text.h"
#include "domain/experience/experience_own.h"

enum { SHOWN = 5, CLASSES = 5, KINDS = 5, FAILED = 3, FAILED_WORDS = 160, CONDITION_WORDS = 120 };

/* Where one tells that they used it too. */
static void invite(struct page *p, const char *sheet, bool first)
{
	html(p, "<p class='acts'><a class='btn' href='%s%s'>%s</a>",
		to(p, "/ressources/nouvelle/experience?fiche="), sheet, first
		? tr(p, "Be the first to tell") : tr(p, "We used it: tell"));
	if (!first)
		html(p, " <a href='%s%s'>%s</a>", to(p, "/experiences?fiche="), sheet,
			tr(p, "All the reports, by comparable commune or by what failed"));
	html(p, "</p>");
}

static void none(struct page *p, const char *sheet)
{
	html(p, "<div class='none'><p><b>%s</b></p><p>%s</p></div>",
		tr(p, "Nobody has told yet what came of it."),
		tr(p, "Did you use it, even in part, even without success? Fifteen minutes are enough,"
			" and the next ones will know what to expect."));
	invite(p, sheet, true);
}

/* One place that told: where, how it was answered, for how much. */
static void told(struct page *p, const struct experience *e)
{
	const char *where = report_place(p->db, e), *cost = cost_words(p, e->cost),
		*effort = effort_words(p, e->effort);
	html(p, "<li><a href='%s'>%s</a> · %s", to(p, sheet_path(p->db, e->slug)),
		where ? where : e->title, reuse_words(p, e->answer));
	if (cost || effort)
		html(p, " · %s%s%s", cost, cost && effort ? ", " : "", effort);
	if (!text_blank(e->condition))
		html(p, " · %s", tr_s(p, "On condition: %s", first_words(p->arena, e->condition,
			CONDITION_WORDS)));
	html(p, "</li>");
}

static void places(struct page *p, const char *sheet, const struct experience *all, int n)
{
	enum { CODES = 60 };
	const char *codes[CODES];
	html(p, "<div class='where'>");
	reports_map(p, codes, experience_places(p->db, sheet, CODES, codes));
	html(p, "<ul class='plain told'>");
	for (int i = 0; i < n && i < SHOWN; i++)
		told(p, &all[i]);
	html(p, "</ul></div>");
}

/* "2 Yes, as it is · 1 Not said" */
static const char *answers(struct page *p, const int counts[REUSE_COUNT])
{
	static const enum reuse order[] = {REUSE_AS_IS, REUSE_ADAPTED, REUSE_HARDLY, REUSE_NO,
		REUSE_UNKNOWN};
	const char *all = "";
	for (int i = 0; i < REUSE_COUNT; i++)
		if (counts[order[i]])
			all = arena_printf(p->arena, "%s%s%s\u00a0: %d", all, *all ? " · " : "",
				reuse_words(p, order[i]), counts[order[i]]);
	return all;
}

static void numbers(struct page *p, const struct experience_summary *s)
{
	html(p, "<dl class='pairs'><dt>%s</dt><dd>%s</dd><dt>%s</dt><dd>%s</dd><dt>%s</dt><dd>%s</dd>"
		"</dl>", tr(p, "Real cost"), spread_words(p, &s->cost, s->reports, cost_words),
		tr(p, "Real effort"), spread_words(p, &s->effort, s->reports, effort_words),
		tr(p, "Reusable?"), answers(p, s->answers));
	if (s->shared)
		html(p, "<p class='muted small'>%s</p>", tr_n(p, "Costs and efforts are those of the"
			" whole attempt: %d report used other sheets too.", "Costs and efforts are"
			" those of the whole attempt: %d reports used other sheets too.", s->shared));
}

/* What was ticked, each with the reports that tick it. */
static void obstacles(struct page *p, const char *sheet, const struct experience_summary *s)
{
	if (!s->obstacle_count)
		return;
	html(p, "<ul class='tags'>");
	for (int i = 0; i < s->obstacle_count && i < KINDS; i++)
		html(p, "<li><a href='%s%s&amp;obstacle=%s'>%s <b>%s</b></a></li>",
			to(p, "/experiences?fiche="), sheet, url_escape(p->arena,
			s->obstacles[i].name), obstacle_words(p, s->obstacles[i].name),
			tr_n(p, "%d time", "%d times", s->obstacles[i].times));
	html(p, "</ul><p class='muted small'>%s</p>", tr_s(p, "Ticked in %s.", arena_printf(p->arena,
		"%s %s %d", tr_n(p, "%d report", "%d reports", s->ticked), tr(p, "out of"),
		s->reports)));
}

/* The reports' own words, newest first. */
static void failures(struct page *p, const char *sheet, const struct experience_summary *s,
	const struct experience *all, int n)
{
	int shown = 0;
	html(p, "<h3>%s</h3>", tr(p, "What was hard, what failed"));
	obstacles(p, sheet, s);
	for (int i = 0; i < n && shown < FAILED; i++) {
		const char *where = report_place(p->db, &all[i]);
		if (!all[i].failed)
			continue;
		if (!shown++)
			html(p, "<ul class='plain told'>");
		html(p, text_eq(all[i].language, lang_code(p->lang)) ? "<li>" : "<li lang='%s'>",
			all[i].language);
		html(p, "%s <a href='%s#f-difficulties'>%s</a></li>", tr_s(p, "“%s”",
			first_words(p->arena, all[i].failed, FAILED_WORDS)),
			to(p, sheet_path(p->db, all[i].slug)), where ? where : all[i].title);
	}
	if (shown)
		html(p, "</ul>");
	else if (!s->obstacle_count)
		html(p, "<p class='muted'>%s</p>", tr(p, "No report says what was hard."));
}

static const char *class_words(struct page *p, const struct transfer *t)
{
	if (t->kind)
		return territory_kind_label(p->lang, t->kind);
	return t->class < 0 ? tr(p, "Commune of unknown size")
		: people_class(p->arena, p->lang, COMMUNE_LIKE, t->class);
}

static int reports_in(const struct transfer *t)
{
	int n = 0;
	for (int i = 0; i < REUSE_COUNT; i++)
		n += t->answers[i];
	return n;
}

/* The kinds of communes that told, the smallest first; of many, those that told most. */
static void transfers(struct page *p, const char *sheet)
{
	struct transfer rows[TRANSFERS];
	int n = experience_transfers(p->db, sheet, rows), least = 1, kept = n;
	while (kept > CLASSES) {
		least++;
		kept = 0;
		for (int i = 0; i < n; i++)
			kept += reports_in(&rows[i]) >= least;
	}
	if (!n)
		return;
	html(p, "<h3>%s</h3><dl class='pairs'>", tr(p, "In which communes"));
	for (int i = 0; i < n; i++)
		if (reports_in(&rows[i]) >= least)
			html(p, "<dt>%s</dt><dd>%s</dd>", class_words(p, &rows[i]),
				answers(p, rows[i].answers));
	html(p, "</dl>");
	if (kept < n)
		html(p, "<p class='muted small'>%s</p>", tr_n(p, "%d more kind of commune told less"
			" often.", "%d more kinds of communes told less often.", n - kept));
}

static void used(struct page *p, const char *sheet)
{
	enum { READ = 30 };
	struct experience all[READ];
	struct experience_summary s;
	experience_summary(p->db, sheet, &s);
	html(p, "<h2 id='vecu'>%s</h2>", tr(p, "What came of it elsewhere"));
	if (!s.reports) {
		none(p, sheet);
		return;
	}
	int n = experience_of_sheet(p->db, sheet, READ, all);
	html(p, "<p><b>%s</b>, %s. <span class='muted'>%s</span></p>",
		tr_n(p, "Used %d time", "Used %d times", s.reports),
		tr_n(p, "in %d territory", "in %d territories", s.territories),
		tr(p, "Counted from the reports that are published."));
	places(p, sheet, all, n);
	numbers(p, &s);
	failures(p, sheet, &s, all, n);
	transfers(p, sheet);
	invite(p, sheet, false);
}

/* On the page of a commune, or of a part of one: what those like it tried.  Others are like no
 * commune. */
static void like_this(struct page *p, const char *code)
{
	struct traits t;
	if (!traits_get(p->db, code, &t) || t.family != COMMUNE_LIKE || t.people < 0)
		return;
	html(p, "<p><a href='%s%s'>%s</a></p>", to(p, "/experiences?comme="),
		url_escape(p->arena, code), tr(p, "What comparable communes tried, and what was hard"));
}

const struct panel experience_panels[] = {
	{"sheet.used", ANYONE, used},
	{"territory.more", ANYONE, like_this},
	{0}};
