/* compare.h - what makes two territories alike, trait by trait, and which communes
 * are comparable to one.
 *
 * Traits and their steps (a class is from one step to the next; near: one class apart):
 *	inhabitants	communes and their parts 1, 200, 500, 1,000, 2,000, 3,500, 5,000, 10,000,
 *			20,000, 50,000, 100,000 (tables of Insee and of the DGCL); EPCI 5,000,
 *			15,000, 30,000, 50,000, 100,000, 250,000 (thresholds of the law among them);
 *			départements and régions steps of their own
 *	density		10, 30, 60, 150, 300, 1,500 inhabitants per km² (150: OECD's rural; 300 and
 *			1,500: Eurostat's degree of urbanisation); unknown without a contour
 *	EPCI kind	none, CC, CA, CU, métropole: its name tells (Etalab's names do)
 *	EPCI size	1, 16, 31, 61 member communes
 *	département	near: another one of the same région
 *	région		same or not
 *	mountain, coast	yes or no, as the contours say (domain/contour); else unknown
 *
 * Score: each known trait gives 1 when same, 1/2 when near, 0 when apart, weighed 4, 2, 1,
 * 1, 1, 1, 2, 1 in that order; their sum by the sum of those weights.  What is unknown
 * counts neither for nor against: `known` tells the share of the weights that is known.
 * Territories of different families are compared by where they lie only; mountain and coast
 * are told of communes and their parts. */
#ifndef DOMAIN_COMPARE_H
#define DOMAIN_COMPARE_H

#include "domain/territory/territory.h"

enum trait { BY_PEOPLE, BY_DENSITY, BY_EPCI_KIND, BY_EPCI_SIZE, BY_DEPARTEMENT, BY_REGION,
	BY_MOUNTAIN, BY_COAST, TRAITS };
enum closeness { TRAIT_UNKNOWN, TRAIT_SAME, TRAIT_NEAR, TRAIT_APART };
enum epci_kind { NO_EPCI, CC, CA, CU, METROPOLE };
/* Territories whose inhabitants can be compared. */
enum family { COMMUNE_LIKE, EPCI_LIKE, DEPARTEMENT_LIKE, REGION_LIKE };

struct traits {
	struct territory place;
	enum family family;
	int people;			/* class of inhabitants; -1 when unknown */
	int density;			/* class; -1 when unknown */
	double km2, per_km2;		/* -1 when unknown */
	int epci_kind;			/* enum epci_kind; -1 when it does not apply */
	int epci_size;			/* class of member communes; -1: no EPCI, or does not apply */
	int communes;			/* members of its EPCI, or of itself */
	const char *epci, *departement, *region;	/* codes, its own too; or NULL */
	const char *epci_name, *departement_name, *region_name;
	int mountain, coast;		/* 1 yes, 0 no, -1 unknown */
};

/* False when there is no such territory.  Strings live in the db's arena. */
bool traits_get(struct db *db, const char *code, struct traits *t);
/* Which class that many inhabitants are in, from 0. */
int people_class_of(enum family family, int64_t people);
/* A class of inhabitants in words: "500 à 999 habitants". */
const char *people_class(struct arena *a, enum lang lang, enum family family, int class);
/* "30 à 59 habitants par km²" */
const char *density_class(struct arena *a, enum lang lang, int class);
/* "communauté de communes"; "no intercommunality" */
const char *epci_kind_name(enum lang lang, int kind);
/* "Inhabitants", "Density"... */
const char *trait_name(enum lang lang, enum trait t);

struct likeness {
	enum closeness of[TRAITS];
	bool applies[TRAITS];	/* false: the trait makes no sense for these two */
	double score;		/* 0 to 1 over what is known; 0 when nothing is */
	double known;		/* share of what applies, by weight, that is known: 0 to 1 */
};
/* Pure and quick: for ranking. */
void likeness_of(const struct traits *a, const struct traits *b, struct likeness *l);
/* A sentence on one trait, without full stop: "Même taille : 500 à 999 habitants". */
const char *likeness_say(struct arena *arena, enum lang lang, enum trait t,
	const struct traits *a, const struct traits *b);

/* What comparable communes must share: TRAIT_SAME; TRAIT_NEAR, same or near;
 * TRAIT_UNKNOWN: not asked. */
struct criteria {
	enum closeness asked[TRAITS];
	bool told;		/* only those of which a sheet tells */
};
struct alike {
	struct traits of;
	double km;		/* -1 when it cannot be told */
};
/* Communes that meet the criteria, nearest first (closest in inhabitants when the place of
 * t is unknown), without t.  Returns how many, at most limit; *total (or NULL) in all.
 * What t itself lacks is not asked; the six
 * communes that nobody ever counted are comparable to none. */
int alike_find(struct db *db, const struct traits *t, const struct criteria *c, int64_t offset,
	int limit, struct alike *found, int64_t *total);
/* Same inhabitants, EPCI size and région, near density when it is known; fewer when less than
 * enough communes meet them: first the density goes, then the EPCI, then the région. */
void criteria_usual(struct db *db, const struct traits *t, int enough, struct criteria *c);
/* "500 à 999 habitants, intercommunalité de 31 à 60 communes, Nouvelle-Aquitaine" */
const char *criteria_say(struct db *db, enum lang lang, const struct traits *t,
	const struct criteria *c);

#endif
