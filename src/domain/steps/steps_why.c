/* steps_why.c - why this step: answers, rules, reports, means; and what is not known. */
#include <string.h>

#include "base/text.h"
#include "domain/steps/steps_own.h"

static void know(struct why *y, const char *sentence)
{
	if (y->known_count < WHY_MAX && !text_blank(sentence))
		y->known[y->known_count++] = sentence;
}

static void miss(struct why *y, const char *sentence)
{
	if (y->unknown_count < WHY_MAX && !text_blank(sentence))
		y->unknown[y->unknown_count++] = sentence;
}

static const char *value_words(struct page *p, const struct step *s, const char *field)
{
	const struct type *t = type_get(p->db, s->sheet.type);
	const struct field *f = type_field(t, field);
	return f ? field_words(p->db, p->lang, f, json_object_get(s->sheet.values, field)) : NULL;
}

const char *step_cost(struct page *p, const struct step *s)
{
	return value_words(p, s, "cost");
}

const char *step_effort(struct page *p, const struct step *s)
{
	return value_words(p, s, "effort");
}

static const char *joined(struct page *p, const struct step *s)
{
	struct out o = out_new(2000);
	for (int i = 0; i < s->met_count && i < 4; i++)
		out_printf(&o, "%s%s", i ? " · " : "", s->met[i].choice->label[p->lang]);
	const char *all = arena_dup(p->arena, out_str(&o));
	out_free(&o);
	return all;
}

/* The place of the report, "à Léaz". */
static const char *there(struct page *p, const struct step *s)
{
	return s->there.place.code ? territory_where(p->db, p->lang, &s->there.place) : NULL;
}

static const char *sentence(struct page *p, const char *words)
{
	return text_blank(words) ? NULL : arena_printf(p->arena, "%s.", words);
}

/* One trait of two places; of where they lie, with what it is about. */
static const char *said_of(struct page *p, const struct asker *k, const struct step *s,
	enum trait t)
{
	const char *words = sentence(p, likeness_say(p->arena, p->lang, t, &k->traits, &s->there));
	if (!words || (t != BY_DEPARTEMENT && t != BY_REGION))
		return words;
	return arena_printf(p->arena, p->lang == FR ? "%s\u202f: %s" : "%s: %s",
		trait_name(p->lang, t), words);
}

/* How alike the place of the report is: one trait that is the same, what is apart or unknown. */
static void say_alike(struct page *p, const struct asker *k, const struct step *s, struct why *y)
{
	int same = 0, apart = 0;
	for (int t = 0; t < TRAITS; t++) {
		const char *words = !s->like.applies[t] ? NULL : said_of(p, k, s, (enum trait)t);
		if (s->like.applies[t] && s->like.of[t] == TRAIT_SAME && same++ < 1)
			know(y, words);
		else if (s->like.of[t] == TRAIT_APART && apart++ < 1)
			miss(y, words);
	}
	if (s->like.applies[BY_DENSITY] && s->like.of[BY_DENSITY] == TRAIT_UNKNOWN)
		miss(y, tr(p, "Density is not compared: contours are missing."));
}

static void say_answer(struct page *p, const struct step *s, struct why *y)
{
	static const char *const answers[REUSE_COUNT] = {
		[REUSE_AS_IS] = N_("The report says: it can be used again as it is."),
		[REUSE_ADAPTED] = N_("The report says: it can be used again, adapted."),
		[REUSE_HARDLY] = N_("The report warns: hard to use again elsewhere."),
		[REUSE_NO] = N_("The report warns: not to be used again elsewhere.")};
	enum reuse answer = s->proof_of.answer;
	if (answer == REUSE_AS_IS || answer == REUSE_ADAPTED)
		know(y, tr(p, answers[answer]));
	else if (answer == REUSE_UNKNOWN)
		miss(y, tr(p, "The report does not say whether it can be used again elsewhere."));
	else
		miss(y, tr(p, answers[answer]));
}

static void say_proof(struct page *p, const struct asker *k, const struct step *s, struct why *y)
{
	const char *where = there(p, s);
	if (!s->reports) {
		miss(y, tr(p, "Nobody has told of trying it yet: no report in this commons."));
		return;
	}
	if (s->here)
		know(y, tr(p, "Already tried in your commune: ask those who were there."));
	else
		know(y, s->reports == REPORTS ? tr_n(p, "Told by %d experience report or more.",
			"Told by %d experience reports or more.", s->reports)
			: tr_n(p, "Told by %d experience report.", "Told by %d experience reports.",
			s->reports));
	if (k->placed && s->there.place.code && !s->here)
		say_alike(p, k, s, y);
	say_answer(p, s, y);
	if (s->proof_of.cost < 0)
		miss(y, where ? tr_s(p, "The real cost %s is not told.", where) :
			tr(p, "The real cost is not told."));
}

static void say_means(struct page *p, const struct asker *k, const struct step *s,
	struct why *y)
{
	if (s->cost_fits == 1 && s->effort_fits == 1)
		know(y, tr(p, "It fits the money and the time that you said."));
	else if (s->cost_fits == 1)
		know(y, tr(p, "It fits the money that you said."));
	else if (s->effort_fits == 1)
		know(y, tr(p, "It fits the time that you said."));
	if (s->cost_fits == -1)
		miss(y, tr(p, "It costs more than what you said: look for help, or make it smaller."));
	if (s->effort_fits == -1)
		miss(y, tr(p, "It takes more time than what you said: find others first."));
	if (!s->cost.known)
		miss(y, tr(p, "The sheet does not tell its cost."));
	if (!s->effort.known)
		miss(y, tr(p, "The sheet does not tell its effort."));
	if (s->cost_fits == -2 && s->cost.known && asker_euros(k) < 0)
		miss(y, tr(p, "You did not say how much you could spend."));
}

void step_why(struct page *p, const struct asker *k, const struct step *s, bool lent,
	const struct contact *call, struct why *y)
{
	*y = (struct why){.known_count = 0};
	for (int i = 0; i < s->rule_count && i < 2; i++)
		if (s->gives[i] > 0)
			know(y, s->rules[i]->because[p->lang]);
	if (s->met_count)
		know(y, tr_s(p, "Your answers: %s.", joined(p, s)));
	say_means(p, k, s, y);
	say_proof(p, k, s, y);
	for (int i = 0; i < s->rule_count; i++)
		if (s->gives[i] < 0)
			miss(y, s->rules[i]->because[p->lang]);
	if (lent)
		miss(y, tr(p, "No sheet fits this moment better: its pace is yours to choose."));
	if (!s->rules_points)
		miss(y, tr(p, "No rule of this commons speaks of it: it stands here because it is light."));
	if (!k->placed)
		miss(y, tr(p, "Without your commune, nothing is compared."));
	if (!call || !call->told)
		miss(y, tr(p, "The sheet names no organisation to call."));
}

/* Where it acts, seen from here. */
static const char *reach_words(struct page *p, const struct contact *c)
{
	static const char *const whole[] = {N_("acts in your commune"),
		N_("acts in your intercommunality"), N_("acts in your département"),
		N_("acts in your région"), N_("its sheet does not tell where it acts")};
	static const char *const part[] = {N_("acts %s, in your commune"),
		N_("acts %s, in your intercommunality"), N_("acts %s, in your département"),
		N_("acts %s, in your région")};
	if (c->reach == AT_UNTOLD)
		return tr(p, whole[AT_UNTOLD]);
	const char *where = territory_where(p->db, p->lang, &c->at);
	if (c->reach == AT_ELSEWHERE)
		return tr_s(p, "acts elsewhere, %s", where);
	return c->around ? tr_s(p, part[c->reach], where) : tr(p, whole[c->reach]);
}

const char *contact_why(struct page *p, const struct asker *k, const struct contact *c)
{
	static const char *const by[] = {[BY_SHEET] = N_("named by the sheet"),
		[BY_REPORT] = N_("named by the report"), [BY_SUBJECT] = N_("on the same subject"),
		[BY_PLACE] = N_("not named by the sheet")};
	return !k->placed ? tr(p, by[c->by]) : arena_printf(p->arena, "%s, %s", tr(p, by[c->by]),
		reach_words(p, c));
}
