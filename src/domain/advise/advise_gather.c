/* advise_gather.c - candidates: the sheets that rules name, by index, never all of them. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/advise/advise_own.h"
#include "domain/scheme/scheme.h"
#include "store/subject.h"

enum { PER_NOTION = 30, AMONG = 90, PER_TYPE = 20, LEADS = 4000, SLOTS = 8192 };

/* Steps of which only the id is known yet, found again by it. */
struct gathering {
	const struct asker *asker;
	const char *types;		/* that can be steps, as JSON */
	struct step **leads, **slots;
	int count;
};

/* A rule that gives, and what it looked at. */
struct given {
	const struct start_rule *rule;
	int points, count;
	struct met met[STEP_MET];
};

static struct step **slot_of(struct gathering *g, const char *id)
{
	unsigned h = 2166136261u;
	for (const char *c = id; *c; c++)
		h = (h ^ (unsigned char)*c) * 16777619u;
	while (g->slots[h % SLOTS] && strcmp(g->slots[h % SLOTS]->sheet.id, id) != 0)
		h++;
	return &g->slots[h % SLOTS];
}

/* Found again or new; NULL when there is no more room. */
static struct step *lead(struct gathering *g, const char *id)
{
	struct step **slot = slot_of(g, id);
	if (!*slot && g->count < LEADS) {
		*slot = g->leads[g->count++] = arena_alloc(db_arena(g->asker->db), sizeof **slot);
		**slot = (struct step){.sheet.id = id, .moment = -1};
	}
	return *slot;
}

static void meet(struct step *s, const struct met *met, int count)
{
	for (int i = 0; i < count && s->met_count < STEP_MET; i++) {
		int k = 0;
		while (k < s->met_count && s->met[k].choice != met[i].choice)
			k++;
		if (k == s->met_count)
			s->met[s->met_count++] = met[i];
	}
}

/* Rules stand with most points first, then as stated; each counts once a sheet. */
static void give(struct step *s, const struct given *given)
{
	int points = given->points;
	for (int i = 0; s && i < s->rule_count; i++)
		if (s->rules[i] == given->rule)
			return;
	if (!s)
		return;
	s->rules_points += points;
	if (points > 0)
		meet(s, given->met, given->count);
	if (s->rule_count == STEP_RULES)
		return;
	int at = s->rule_count++;
	for (; at && (s->gives[at - 1] < points || (s->gives[at - 1] == points
		&& s->rules[at - 1] > given->rule)); at--) {
		s->rules[at] = s->rules[at - 1];
		s->gives[at] = s->gives[at - 1];
	}
	s->rules[at] = given->rule;
	s->gives[at] = points;
}

static void give_rows(struct gathering *g, struct rows *r, const struct given *given)
{
	while (row_next(r))
		give(lead(g, row_text(r, 0)), given);
	rows_end(r);
}

/* The last made that bear a notion, and can be steps. */
static void give_notion(struct gathering *g, const struct concept *c, const struct given *given)
{
	struct rows r = db_query(g->asker->db, "SELECT r.id FROM (SELECT DISTINCT id FROM"
		" resource_concept WHERE scheme = ?1 AND notation = ?2 ORDER BY id DESC LIMIT ?4) c"
		" CROSS JOIN resource r ON r.id = c.id WHERE r.state = 'published' AND r.shown > 0"
		" AND r.type IN (SELECT value FROM json_each(?3)) ORDER BY c.id DESC LIMIT ?5", "sssii",
		c->scheme, c->notation, g->types, (int64_t)AMONG, (int64_t)PER_NOTION);
	give_rows(g, &r, given);
}

static void give_tag(struct gathering *g, const char *tag, const struct given *given)
{
	struct rows r = db_query(g->asker->db, "SELECT r.id FROM (SELECT id FROM resource_tag"
		" WHERE tag = ?1 ORDER BY id DESC LIMIT ?3) t CROSS JOIN resource r ON r.id = t.id"
		" WHERE r.state = 'published' AND r.shown > 0"
		" AND r.type IN (SELECT value FROM json_each(?2)) ORDER BY t.id DESC LIMIT ?4", "ssii",
		tag, g->types, (int64_t)AMONG, (int64_t)PER_NOTION);
	give_rows(g, &r, given);
}

/* The sheets of a notion and of those below it. */
static void give_below(struct gathering *g, const char *notion, const struct given *given)
{
	struct db *db = g->asker->db;
	const char *colon = strchr(notion, ':');
	const struct scheme *scheme = !colon ? NULL : scheme_get(db,
		arena_copy(db_arena(db), notion, (size_t)(colon - notion)));
	const struct concept *c = scheme ? scheme_concept(scheme, colon + 1) : NULL;
	for (const struct concept *at = c; at && at < scheme->concepts + scheme->count
		&& (at == c || at->depth > c->depth); at++)
		give_notion(g, at, given);
}

/* By any address that it has had, or its id. */
static void give_named(struct gathering *g, const struct given *given)
{
	for (const char *const *s = given->rule->sheets; *s; s++) {
		const char *id = db_text(g->asker->db, "SELECT id FROM resource_slug WHERE slug = ?1",
			"s", *s);
		give(lead(g, id ? id : *s), given);
	}
}

/* What is named one by one first: it must find room. */
static void run_rules(struct gathering *g)
{
	const struct start *s = g->asker->start;
	struct given *all = arena_alloc(db_arena(g->asker->db),
		((size_t)s->rule_count + 1) * sizeof *all);
	int n = 0;
	for (int i = 0; i < s->rule_count; i++) {
		bool unknown;
		all[n] = (struct given){.rule = &s->rules[i]};
		all[n].points = rule_gives(g->asker, &s->rules[i], &unknown, all[n].met, STEP_MET,
			&all[n].count);
		n += all[n].points != 0;
	}
	for (int i = 0; i < n; i++)
		give_named(g, &all[i]);
	for (int i = 0; i < n; i++) {
		for (const char *const *a = all[i].rule->about; *a; a++)
			give_below(g, *a, &all[i]);
		for (const char *const *t = all[i].rule->tags; *t; t++)
			give_tag(g, *t, &all[i]);
	}
}

/* Most points first; of those that have the same, what someone tried, then the last made. */
static int by_promise(const void *a, const void *b)
{
	const struct step *x = *(struct step *const *)a, *y = *(struct step *const *)b;
	if (x->rules_points != y->rules_points)
		return x->rules_points < y->rules_points ? 1 : -1;
	return x->reports != y->reports ? y->reports - x->reports
		: strcmp(y->sheet.id, x->sheet.id);
}

static void order(struct gathering *g)
{
	for (int i = 0; i < g->count && g->count > CANDIDATES; i++)
		g->leads[i]->reports = db_int(g->asker->db, "SELECT 1 FROM experience_use"
			" WHERE sheet = ?1 LIMIT 1", "s", g->leads[i]->sheet.id) > 0;
	qsort(g->leads, (size_t)g->count, sizeof(struct step *), by_promise);
}

static bool eligible(const struct start *s, const struct resource *r)
{
	const char *const *t = s->types;
	while (*t && !text_eq(*t, r->type))
		t++;
	return *t && text_eq(r->state, "published");
}

/* Sheets that no rule names can be steps too: a commons of which the rules know nothing. */
static int add_newest(struct gathering *g, struct step *steps, int n)
{
	struct resource found[PER_TYPE];
	for (const char *const *t = g->asker->start->types; *t && n < CANDIDATES; t++) {
		int many = resource_newest(g->asker->db, *t, PER_TYPE, found);
		for (int i = 0; i < many && n < CANDIDATES; i++)
			if (!*slot_of(g, found[i].id))
				steps[n++] = (struct step){.sheet = found[i], .moment = -1};
	}
	return n;
}

static const char *types_of(const struct asker *k)
{
	json_t *list = json_keep(db_arena(k->db), json_array());
	for (const char *const *t = k->start->types; *t; t++)
		json_array_append_new(list, json_string(*t));
	return json_text(db_arena(k->db), list);
}

int advise_gather(const struct asker *k, struct step **steps)
{
	struct arena *a = db_arena(k->db);
	struct gathering g = {.asker = k, .types = types_of(k),
		.leads = arena_alloc(a, LEADS * sizeof *g.leads),
		.slots = arena_alloc(a, SLOTS * sizeof *g.slots)};
	int n = 0;
	db_reads(k->db, "resource", "*");
	run_rules(&g);
	order(&g);
	*steps = arena_alloc(a, CANDIDATES * sizeof **steps);
	for (int i = 0; i < g.count && n < CANDIDATES; i++) {
		struct step *s = g.leads[i];
		s->reports = 0;
		if (resource_get(k->db, NULL, s->sheet.id, 0, &s->sheet)
			&& eligible(k->start, &s->sheet))
			(*steps)[n++] = *s;
	}
	return add_newest(&g, *steps, n);
}
