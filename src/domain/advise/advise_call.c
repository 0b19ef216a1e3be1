/* advise_call.c - whom to call: who is named, and who acts near. */
#include <string.h>

#include "base/text.h"
#include "domain/advise/advise.h"
#include "domain/scheme/scheme.h"
#include "store/subject.h"

enum { NEAR = 60, TRIED = 6 };	/* organisations looked at in each territory; weighed */

/* How near a territory is: contains the asker's own, lies in the same one, or elsewhere. */
static void reach_of(const struct asker *k, const struct territory *t, struct contact *c)
{
	const struct traits *me = &k->traits;
	const struct territory *place = &me->place;
	const struct {
		const char *mine, *of;
	} levels[] = {{place->parent ? place->parent : place->code, t->parent},
		{me->epci, t->epci}, {me->departement, t->departement}, {me->region, t->region}};
	c->reach = AT_ELSEWHERE;
	c->around = false;
	if (text_eq(t->code, place->code)) {	/* families stand in the order of reach */
		c->reach = (enum reach)me->family;
		return;
	}
	for (int i = AT_COMMUNE; i <= AT_REGION; i++) {
		c->around = !text_eq(levels[i].mine, t->code);
		if (levels[i].mine && (!c->around || text_eq(levels[i].mine, levels[i].of))) {
			c->reach = (enum reach)i;
			return;
		}
	}
	c->around = false;
}

static int rank(const struct contact *c)
{
	return (int)c->reach * 2 + c->around;
}

static bool nearer(const struct contact *a, const struct contact *b)
{
	if (rank(a) != rank(b))
		return rank(a) < rank(b);
	if (a->by != b->by)
		return a->by < b->by;
	return a->km >= 0 && b->km >= 0 && a->km < b->km;
}

/* Where it acts: the nearest of the territories that it names. */
static void place(const struct asker *k, struct contact *c)
{
	struct contact best = *c;
	size_t i;
	const json_t *j;
	best.reach = AT_UNTOLD;
	best.km = -1;
	json_array_foreach(json_object_get(c->actor.values, "territories"), i, j) {
		struct contact one = *c;
		const struct territory *me = &k->traits.place;
		if (!k->placed || !territory_get(k->db, json_string_value(j), &one.at))
			continue;
		reach_of(k, &one.at, &one);
		one.km = me->point && one.at.point ? territory_km(me, &one.at) : -1;
		if (!best.at.code || nearer(&one, &best))
			best = one;
	}
	*c = best;
}

/* Keeps it when it is nearer than what there is. */
static bool consider(const struct asker *k, const char *id, enum naming by, struct contact *c)
{
	struct contact one = {.by = by};
	if (!id || !resource_get(k->db, NULL, id, 0, &one.actor)
		|| !text_eq(one.actor.state, "published"))
		return false;
	place(k, &one);
	if (!c->actor.id || nearer(&one, c))
		*c = one;
	return true;
}

static bool consider_all(const struct asker *k, const json_t *values, enum naming by,
	struct contact *c)
{
	bool any = false;
	size_t i;
	const json_t *j;
	json_array_foreach(json_object_get(values, "actors"), i, j)
		any |= consider(k, json_string_value(j), by, c);
	return any;
}

/* The same notion, or one of them below the other. */
static bool below(const struct scheme *s, const char *low, const char *high)
{
	for (int i = 0; low && i <= SCHEME_DEPTH; i++) {
		if (text_eq(low, high))
			return true;
		const struct concept *c = scheme_concept(s, low);
		low = c ? c->broader : NULL;
	}
	return false;
}

static bool on_subject(const struct scheme *axes, const json_t *values, const char *notation)
{
	size_t i;
	const json_t *j;
	json_array_foreach(json_object_get(values, "axes"), i, j)
		if (notation && (below(axes, json_string_value(j), notation)
			|| below(axes, notation, json_string_value(j))))
			return true;
	return false;
}

/* Of the newest that name a territory or one in it: on the same subject, or any. */
static void consider_near(const struct asker *k, const struct step *s, const char *code,
	enum naming by, struct contact *c)
{
	const struct scheme *axes = scheme_get(k->db, "axes");
	const char *ids[TRIED];
	int n = 0;
	db_reads(k->db, "at", code);
	struct rows r = db_query(k->db, "SELECT t.id, c.notation FROM (SELECT id, updated FROM"
		" resource_territory WHERE code = ?1 AND type = 'organisation'"
		" ORDER BY updated DESC, id DESC LIMIT ?2) t LEFT JOIN resource_concept c"
		" ON c.id = t.id AND c.scheme = 'axes' ORDER BY t.updated DESC, t.id DESC, c.notation",
		"si", code, (int64_t)NEAR);
	while (n < TRIED && row_next(&r)) {
		const char *id = row_text(&r, 0);
		if ((!n || !text_eq(ids[n - 1], id)) && (by == BY_PLACE
			|| (axes && on_subject(axes, s->sheet.values, row_text(&r, 1)))))
			ids[n++] = id;
	}
	rows_end(&r);
	for (int i = 0; i < n; i++)
		consider(k, ids[i], by, c);
}

bool advise_contact(const struct asker *k, const struct step *s, struct contact *c)
{
	const struct traits *me = &k->traits;
	const char *const codes[] = {me->place.code, me->epci, me->departement, me->region};
	struct resource report;
	*c = (struct contact){.km = -1};
	bool told = consider_all(k, s->sheet.values, BY_SHEET, c);
	if (s->reports && resource_get(k->db, NULL, s->proof_of.id, 0, &report))
		consider_all(k, report.values, BY_REPORT, c);
	for (int by = BY_SUBJECT; k->placed && by <= BY_PLACE; by++)
		for (int i = AT_COMMUNE; i <= AT_REGION; i++)
			if (codes[i] && (!c->actor.id || (by == BY_SUBJECT && i < AT_REGION
				&& i * 2 < rank(c))))
				consider_near(k, s, codes[i], (enum naming)by, c);
	c->told = told;
	return c->actor.id;
}
