/* portrait.h - what is told of a territory, on its page: what happens there, who acts,
 * what is asked and offered, what is told around it.
 *
 * Owns no table: sheets are resource's, places territory's.  Reports, processes,
 * organisations, needs and offers are types, asked by name: one that this commons does not
 * have gives nothing. */
#ifndef DOMAIN_PORTRAIT_H
#define DOMAIN_PORTRAIT_H

#include "domain/resource/resource.h"
#include "domain/territory/territory.h"

/* Published sheets that name each of n territories: counts[i] of codes[i]. */
void told_counts(struct db *db, const char *const *codes, int n, int *counts);
/* Published sheets about a territory or one within it, by type. */
struct tally {
	const char *type;
	int count;
};
enum { TALLIES = 40 };
/* Those of a territory, by the order of types; returns how many, at most TALLIES. */
int told_types(struct db *db, const char *territory, struct tally *found);
/* The newest of a type, without their values. */
int told_newest(struct db *db, const char *territory, const char *type, int limit,
	struct resource *found);

/* A commune around, of which sheets tell. */
struct told {
	struct territory place;
	double km;
	int sheets, needs, offers;	/* needs and offers are not among sheets */
};
/* Nearest first, at most km away, without t; *near and *all get how many sheets are told
 * within 10 km and within km.  Returns how many, at most limit. */
int told_around(struct db *db, const struct territory *t, double km, int limit,
	struct told *found, int *near, int *all);

/* What contains a territory, the smallest first, and what is told in it: its EPCI, its
 * département, its région. */
struct wider {
	struct territory place;
	int sheets, reports;	/* reports are among sheets */
};
enum { WIDER = 3 };
int told_wider(struct db *db, const struct territory *t, struct wider *found);

/* A sheet that reports from a territory say they used. */
struct used {
	const char *slug, *title;
	int times;
};
/* By the newest reports of a territory or of what lies within, the most used first. */
int used_in(struct db *db, const char *code, int limit, struct used *found);

/* "Jazeneuil, Sanxay": the first territories that a sheet names; or NULL. */
const char *named_by(struct db *db, const char *id);

/* A member of a group of communes and how many sheets tell of it. */
struct teller {
	struct territory place;
	int sheets;
};
/* Those of the next level down: communes of an EPCI, EPCI of a département, départements of a
 * région; the most told first. */
int told_within(struct db *db, const struct territory *t, int limit, struct teller *found);

#endif
