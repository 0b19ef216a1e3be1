/* advise_query.c - points of candidates and why: advise.h has the formula. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/advise/advise_own.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

/* Means */

static struct means amount_of(const struct resource *r, const char *field)
{
	const json_t *j = json_object_get(r->values, field);
	const json_t *min = json_object_get(j, "min"), *max = json_object_get(j, "max");
	if (!json_is_number(min) && !json_is_number(max))
		return (struct means){0};
	struct means a = {.known = true, .min = json_number_value(json_is_number(min) ? min : max),
		.max = json_number_value(json_is_number(max) ? max : min)};
	return a;
}

static int fits(const struct means *a, double have)
{
	if (!a->known || have < 0)
		return -2;
	return a->max <= have ? 1 : a->min <= have ? 0 : -1;
}

static int fit_points(int fits, const struct means *a, double have, double little)
{
	if (fits == -2)
		return have < 0 && a->known && a->min < little ? 25 : 0;
	return fits == 1 ? 50 : fits == 0 ? 0 : -150;
}

static void weigh_means(const struct asker *k, struct step *s)
{
	double euros = asker_euros(k), days = asker_days(k);
	s->cost = amount_of(&s->sheet, "cost");
	s->effort = amount_of(&s->sheet, "effort");
	s->cost_fits = fits(&s->cost, euros);
	s->effort_fits = fits(&s->effort, days);
	s->means = fit_points(s->cost_fits, &s->cost, euros, 50)
		+ fit_points(s->effort_fits, &s->effort, days, 3);
}

/* Proof */

static double worth(enum reuse answer)
{
	static const double worths[REUSE_COUNT] = {[REUSE_UNKNOWN] = 0.5, [REUSE_AS_IS] = 1,
		[REUSE_ADAPTED] = 0.8, [REUSE_HARDLY] = -0.5, [REUSE_NO] = -1};
	return worths[answer];
}

static int proof_points(const struct asker *k, const struct experience *e,
	const struct traits *there, const struct likeness *like)
{
	double alike = k->placed && there->place.code ? like->score * like->known : 0.25;
	bool figures = e->cost >= 0 || e->effort >= 0;
	return (int)lround(200 * alike * worth(e->answer) * (figures ? 1 : 0.5));
}

/* Places of reports, each looked up once. */
struct places {
	const struct asker *asker;
	json_t *index;			/* code: where in seen */
	const struct traits **seen;
	int count;
};

static const struct traits *place_of(struct places *p, const char *code)
{
	static const struct traits nowhere;
	const json_t *kept = code ? json_object_get(p->index, code) : NULL;
	if (!code || kept)
		return kept ? p->seen[json_integer_value(kept)] : &nowhere;
	struct traits *t = arena_alloc(db_arena(p->asker->db), sizeof *t);
	if (!traits_get(p->asker->db, code, t))
		*t = nowhere;
	json_object_set_new(p->index, code, json_integer(p->count));
	p->seen[p->count++] = t;
	return t;
}

static int by_amount(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

/* Takes out what is not told. */
static struct spread spread_of(double *all, int n)
{
	int known = 0;
	for (int i = 0; i < n; i++)
		if (all[i] >= 0)
			all[known++] = all[i];
	if (!known)
		return (struct spread){0};
	qsort(all, (size_t)known, sizeof *all, by_amount);
	return (struct spread){known, all[0], (all[(known - 1) / 2] + all[known / 2]) / 2,
		all[known - 1]};
}

static void weigh_told(struct step *s, const struct experience *found)
{
	double costs[REPORTS], efforts[REPORTS];
	for (int i = 0; i < s->reports; i++) {
		costs[i] = found[i].cost;
		efforts[i] = found[i].effort;
	}
	s->told_cost = spread_of(costs, s->reports);
	s->told_effort = spread_of(efforts, s->reports);
}

/* The best report; of two that are worth the same, the one of the first address. */
static void weigh_proof(struct places *p, struct step *s)
{
	const struct asker *k = p->asker;
	struct experience found[REPORTS];
	s->reports = experience_lately(k->db, s->sheet.id, REPORTS, found);
	weigh_told(s, found);
	for (int i = 0; i < s->reports; i++) {
		const struct traits *there = place_of(p, found[i].territory);
		struct likeness like = {0};
		if (there->place.code && k->placed)
			likeness_of(&k->traits, there, &like);
		int points = proof_points(k, &found[i], there, &like);
		if (i && (points < s->proof || (points == s->proof
			&& strcmp(found[i].slug, s->proof_of.slug) > 0)))
			continue;
		s->proof = points;
		s->proof_of = found[i];
		s->there = *there;
		s->like = like;
		s->here = k->placed && text_eq(there->place.code, k->traits.place.code);
	}
}

/* Order */

static int by_effort(const struct step *s)
{
	if (!s->effort.known)
		return MONTH;
	return s->effort.max <= 3 ? WEEK : s->effort.max <= 15 ? MONTH : YEAR;
}

static int own_moment(const struct step *s)
{
	for (int i = 0; i < s->rule_count; i++)
		if (s->gives[i] > 0 && s->rules[i]->moment >= 0)
			return s->rules[i]->moment;
	return by_effort(s);
}

static int by_points(const void *a, const void *b)
{
	const struct step *x = a, *y = b;
	if (x->points != y->points)
		return x->points < y->points ? 1 : -1;
	return strcmp(x->sheet.slug, y->sheet.slug);
}

static bool taken(const struct advice *a, int i)
{
	return a->first[WEEK] == i || a->first[MONTH] == i || a->first[YEAR] == i;
}

/* How well it suits a moment: its own, what its effort says, any other one. */
enum { OWN, BY_EFFORT, ANY, UNNAMED, FITS };

static bool suits(const struct step *s, int moment, int how)
{
	if (s->points <= 0 || (how == UNNAMED ? s->rules_points < 0 : s->rules_points <= 0))
		return false;
	return how == OWN ? s->moment == moment : how != BY_EFFORT || by_effort(s) == moment;
}

static int best_left(const struct advice *a, int moment, int how)
{
	for (int i = 0; i < a->count; i++)
		if (!taken(a, i) && suits(&a->steps[i], moment, how))
			return i;
	return -1;
}

static void choose_first(struct advice *a)
{
	for (int m = 0; m < MOMENTS; m++)
		a->first[m] = -1;
	for (int how = OWN; how < FITS; how++)
		for (int m = 0; m < MOMENTS; m++) {
			if (a->first[m] >= 0)
				continue;
			a->first[m] = best_left(a, m, how);
			a->lent[m] = a->first[m] >= 0 && how >= ANY;
		}
}

void advise(const struct asker *k, struct advice *advice)
{
	struct step *steps;
	int count = advise_gather(k, &steps);
	struct places places = {.asker = k, .index = json_keep(db_arena(k->db), json_object()),
		.seen = arena_alloc(db_arena(k->db), CANDIDATES * REPORTS * sizeof *places.seen)};
	for (int i = 0; i < count; i++) {
		struct step *s = &steps[i];
		weigh_means(k, s);
		weigh_proof(&places, s);
		s->points = s->rules_points + s->proof + s->means;
		s->moment = own_moment(s);
	}
	qsort(steps, (size_t)count, sizeof *steps, by_points);
	*advice = (struct advice){.steps = steps, .count = count};
	choose_first(advice);
}

/* No type says whether it takes a technician: what a group can give tells. */
bool step_kept(const struct step *s, const char *filter)
{
	if (text_eq(filter, "100"))
		return s->cost.known && s->cost.max <= 100;
	if (text_eq(filter, "seul"))
		return s->effort.known && s->effort.max <= 30 && (!s->cost.known || s->cost.max <= 5000);
	if (text_eq(filter, "vecu"))
		return s->reports > 0;
	return true;
}

const struct route advise_routes[] = {{0}};
const struct panel advise_panels[] = {{0}};
const struct kind advise_kinds[] = {{0}};
const struct form advise_forms[] = {{0}};
const struct command advise_commands[] = {{0}};
const struct fold advise_folds[] = {{0}};
