/* compare_like.c - how alike two territories are, and how it is said. */
#include <stdlib.h>

#include "base/text.h"
#include "domain/compare/compare_own.h"

static const int weights[TRAITS] = {[BY_PEOPLE] = 4, [BY_DENSITY] = 2, [BY_EPCI_KIND] = 1,
	[BY_EPCI_SIZE] = 1, [BY_DEPARTEMENT] = 1, [BY_REGION] = 1, [BY_MOUNTAIN] = 2, [BY_COAST] = 1};

/* Classes are near when they follow each other. */
static enum closeness by_class(int a, int b)
{
	if (a < 0 || b < 0)
		return TRAIT_UNKNOWN;
	return a == b ? TRAIT_SAME : abs(a - b) == 1 ? TRAIT_NEAR : TRAIT_APART;
}

static enum closeness by_code(const char *a, const char *b)
{
	return !a || !b ? TRAIT_UNKNOWN : text_eq(a, b) ? TRAIT_SAME : TRAIT_APART;
}

static enum closeness by_fact(int a, int b)
{
	return a < 0 || b < 0 ? TRAIT_UNKNOWN : a == b ? TRAIT_SAME : TRAIT_APART;
}

static enum closeness by_epci_kind(const struct traits *a, const struct traits *b)
{
	if (!a->epci_kind || !b->epci_kind)
		return a->epci_kind == b->epci_kind ? TRAIT_SAME : TRAIT_APART;
	return by_class(a->epci_kind, b->epci_kind);
}

static enum closeness closeness_of(enum trait of, const struct traits *a, const struct traits *b)
{
	enum closeness c;
	switch (of) {
	case BY_PEOPLE: return by_class(a->people, b->people);
	case BY_DENSITY: return by_class(a->density, b->density);
	case BY_EPCI_KIND: return by_epci_kind(a, b);
	case BY_EPCI_SIZE: return by_class(a->epci_size, b->epci_size);
	case BY_DEPARTEMENT:
		c = by_code(a->departement, b->departement);
		return c == TRAIT_APART && text_eq(a->region, b->region) ? TRAIT_NEAR : c;
	case BY_REGION: return by_code(a->region, b->region);
	case BY_MOUNTAIN: return by_fact(a->mountain, b->mountain);
	case BY_COAST: return by_fact(a->coast, b->coast);
	case TRAITS: break;
	}
	return TRAIT_UNKNOWN;
}

/* Does the trait make sense for these two? */
static bool applies(enum trait of, const struct traits *a, const struct traits *b)
{
	bool same = a->family == b->family;
	switch (of) {
	case BY_PEOPLE:
	case BY_DENSITY: return same;
	case BY_EPCI_KIND: return same && a->epci_kind >= 0;
	/* between two communes without EPCI, its kind has said all */
	case BY_EPCI_SIZE: return same && a->epci_kind > NO_EPCI && b->epci_kind > NO_EPCI;
	case BY_DEPARTEMENT: return a->family != REGION_LIKE && b->family != REGION_LIKE &&
		!(same && a->family == DEPARTEMENT_LIKE);
	case BY_REGION: return !(same && a->family == REGION_LIKE);
	default: return same && a->family == COMMUNE_LIKE;
	}
}

void likeness_of(const struct traits *a, const struct traits *b, struct likeness *l)
{
	static const double worth[] = {[TRAIT_SAME] = 1, [TRAIT_NEAR] = 0.5, [TRAIT_APART] = 0};
	double sum = 0, known = 0, all = 0;
	*l = (struct likeness){0};
	for (enum trait i = 0; i < TRAITS; i++) {
		l->applies[i] = applies(i, a, b);
		if (!l->applies[i])
			continue;
		l->of[i] = closeness_of(i, a, b);
		all += weights[i];
		known += l->of[i] ? weights[i] : 0;
		sum += l->of[i] ? weights[i] * worth[l->of[i]] : 0;
	}
	l->score = known > 0 ? sum / known : 0;
	l->known = all > 0 ? known / all : 0;
}

static const char *say_people(struct arena *m, enum lang lang, enum closeness c,
	const struct traits *a, const struct traits *b)
{
	if (c == TRAIT_SAME)
		return say(m, lang, N_("Same size: %s"), people_class(m, lang, a->family, a->people),
			NULL);
	return say(m, lang, c == TRAIT_NEAR ? N_("Sizes not far apart: %s and %s inhabitants") :
		N_("Different sizes: %s and %s inhabitants"),
		number_text(m, lang, (double)a->place.population, 0),
		number_text(m, lang, (double)b->place.population, 0));
}

static const char *say_density(struct arena *m, enum lang lang, enum closeness c,
	const struct traits *a, const struct traits *b)
{
	if (c == TRAIT_SAME)
		return say(m, lang, N_("Same density: %s"), density_class(m, lang, a->density), NULL);
	return say(m, lang, c == TRAIT_NEAR ?
		N_("Densities not far apart: %s and %s inhabitants per km²") :
		N_("Different densities: %s and %s inhabitants per km²"),
		number_text(m, lang, a->per_km2, a->per_km2 < 100),
		number_text(m, lang, b->per_km2, b->per_km2 < 100));
}

static const char *say_epci_kind(struct arena *m, enum lang lang, enum closeness c,
	const struct traits *a, const struct traits *b)
{
	const char *one = epci_kind_name(lang, a->epci_kind);
	if (c == TRAIT_SAME)
		return a->epci && text_eq(a->epci, b->epci) ?
			tr_lang(lang, N_("Same intercommunality")) :
			say(m, lang, N_("Same sort of intercommunality: %s"), one, NULL);
	return say(m, lang, N_("Other sort of intercommunality: %s and %s"), one,
		epci_kind_name(lang, b->epci_kind));
}

static const char *say_epci_size(struct arena *m, enum lang lang, enum closeness c,
	const struct traits *a, const struct traits *b)
{
	if (c == TRAIT_SAME)
		return say(m, lang, N_("Intercommunality of the same size: %s"),
			epci_size_range(m, lang, a->epci_size, false), NULL);
	return say(m, lang, N_("Intercommunalities of %s and %s communes"),
		number_text(m, lang, a->communes, 0), number_text(m, lang, b->communes, 0));
}

static const char *say_area(struct arena *m, enum lang lang, enum closeness c, const char *same,
	const char *one, const char *other)
{
	if (!one || !other)
		return tr_lang(lang, N_("Not known for both"));
	if (c == TRAIT_SAME)
		return say(m, lang, same, one, NULL);
	return say(m, lang, c == TRAIT_NEAR ? N_("%s and %s, in the same région") :
		N_("%s and %s"), one, other);
}

static const char *say_fact(enum lang lang, enum closeness c, int a, const char *both,
	const char *none, const char *one)
{
	return tr_lang(lang, c == TRAIT_APART ? one : a > 0 ? both : none);
}

static const char *unknown(enum lang lang, enum trait t)
{
	static const char *const said[TRAITS] = {
		[BY_PEOPLE] = N_("Inhabitants not known for both"),
		[BY_DENSITY] = N_("Density not known for both"),
		[BY_EPCI_KIND] = N_("Intercommunality not known for both"),
		[BY_EPCI_SIZE] = N_("Intercommunality not known for both"),
		[BY_DEPARTEMENT] = N_("Département not known for both"),
		[BY_REGION] = N_("Région not known for both"),
		[BY_MOUNTAIN] = N_("Mountain: not known"),
		[BY_COAST] = N_("Coast: not known")};
	return tr_lang(lang, said[t]);
}

const char *likeness_say(struct arena *m, enum lang lang, enum trait t, const struct traits *a,
	const struct traits *b)
{
	enum closeness c = closeness_of(t, a, b);
	if (!applies(t, a, b))
		return tr_lang(lang, N_("Not compared between these two"));
	if (c == TRAIT_UNKNOWN)
		return unknown(lang, t);
	switch (t) {
	case BY_PEOPLE: return say_people(m, lang, c, a, b);
	case BY_DENSITY: return say_density(m, lang, c, a, b);
	case BY_EPCI_KIND: return say_epci_kind(m, lang, c, a, b);
	case BY_EPCI_SIZE: return say_epci_size(m, lang, c, a, b);
	case BY_DEPARTEMENT: return say_area(m, lang, c, N_("Same département: %s"),
		a->departement_name, b->departement_name);
	case BY_REGION: return say_area(m, lang, c, N_("Same région: %s"), a->region_name,
		b->region_name);
	case BY_MOUNTAIN: return say_fact(lang, c, a->mountain, N_("Both in the mountains"),
		N_("Neither in the mountains"), N_("One only is in the mountains"));
	default: return say_fact(lang, c, a->coast, N_("Both by the sea"),
		N_("Neither by the sea"), N_("One only is by the sea"));
	}
}

/* Criteria in words */

const char *criteria_say(struct db *db, enum lang lang, const struct traits *t,
	const struct criteria *c)
{
	struct arena *a = db_arena(db);
	const enum closeness *asked = c->asked;
	const char *said[TRAITS + 1];
	int n = 0;
	if (asked[BY_PEOPLE] && t->people >= 0)
		said[n++] = people_range(a, lang, COMMUNE_LIKE, t->people,
			asked[BY_PEOPLE] == TRAIT_NEAR);
	if (asked[BY_DENSITY] && t->density >= 0)
		said[n++] = density_range(a, lang, t->density, asked[BY_DENSITY] == TRAIT_NEAR);
	if (asked[BY_EPCI_KIND] && t->epci_kind >= 0)
		said[n++] = epci_kind_name(lang, t->epci_kind);
	if (asked[BY_EPCI_SIZE] && t->epci_size >= 0)
		said[n++] = say(a, lang, N_("intercommunality of %s"), epci_size_range(a, lang,
			t->epci_size, asked[BY_EPCI_SIZE] == TRAIT_NEAR), NULL);
	if (asked[BY_MOUNTAIN] && t->mountain >= 0)
		said[n++] = tr_lang(lang, t->mountain ? N_("in the mountains") : N_("not in the mountains"));
	if (asked[BY_COAST] && t->coast >= 0)
		said[n++] = tr_lang(lang, t->coast ? N_("by the sea") : N_("not by the sea"));
	if (c->told)
		said[n++] = tr_lang(lang, N_("something told"));
	if (asked[BY_DEPARTEMENT] == TRAIT_SAME && t->departement_name)
		said[n++] = t->departement_name;
	else if ((asked[BY_REGION] || asked[BY_DEPARTEMENT]) && t->region_name)
		said[n++] = t->region_name;
	else
		said[n++] = tr_lang(lang, N_("all of France"));
	const char *all = said[0];
	for (int i = 1; i < n; i++)
		all = arena_printf(a, "%s, %s", all, said[i]);
	return all;
}
