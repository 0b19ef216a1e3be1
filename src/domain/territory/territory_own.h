/* territory_own.h - between the files of territory; nobody else includes it. */
#ifndef DOMAIN_TERRITORY_OWN_H
#define DOMAIN_TERRITORY_OWN_H

#include <stdint.h>

#include "base/out.h"
#include "domain/territory/territory.h"

enum { MAX_WORDS = 16, MAX_FOUND = 100 };

/* What names are matched by (territory_fold.c, since tables hold it). */
struct name_key {
	const char *words[MAX_WORDS];	/* folded, "st" is "saint" */
	int count;
	const char *slug;		/* all words, joined with hyphens */
	const char *key;		/* without articles, joined with spaces */
};
/* The first words of a name; false when it has no letter or digit. */
bool name_key(struct arena *a, const char *name, struct name_key *k);
/* The key of some words from one on. */
const char *name_key_from(struct arena *a, const struct name_key *k, int from, int to);
/* Unpacks a gzip blob; NULL if it is not one, or over 64 MB. */
char *territory_unpack(struct arena *a, const void *bytes, size_t n);

/* territory_find_query.c: like territory_find, by pages; *total gets how many in all.
 * typed NULL: all, by code. */
int territory_search(struct db *db, const char *typed, const char *kind, int64_t offset,
	int limit, struct territory *found, int64_t *total);
/* A name close to what was typed, or NULL. */
const char *territory_guess(struct db *db, const char *typed);

/* territory_query.c: the columns of "territory t", and what they fill. */
#define PLACE "t.code, t.kind, t.name, t.slug, t.population, t.departement, t.region, t.epci, " \
	"t.parent, t.postcodes, t.lat, t.lon, t.point, t.communes, t.preposition"
void territory_fill(struct rows *r, struct territory *t);
struct territory_source {
	const char *blob, *source, *date;
};
bool territory_source(struct db *db, struct territory_source *s);
/* Members of a group, biggest first: kind within an EPCI, département or région,
 * or parts of a commune (kind NULL). Returns how many, at most limit. */
int territory_members(struct db *db, const struct territory *t, const char *kind, int64_t offset,
	int limit, struct territory *found);
/* All régions, by name. */
int territory_regions(struct db *db, int limit, struct territory *found);
/* "Communauté urbaine du Grand Poitiers"; other names as they are. */
const char *territory_full_name(struct db *db, const struct territory *t);
/* The same inside a French sentence: "la communauté urbaine du Grand Poitiers". */
const char *territory_with_article(struct db *db, enum lang lang, const struct territory *t);

/* Communes like t: what they share, from the narrowest set that has enough. */
struct likeness {
	int64_t least, most;		/* inhabitants; most is INT64_MAX in the last class */
	int epci_least, epci_most;	/* communes of the EPCI; 0 when not compared */
	const char *region;		/* code; NULL: all of France */
	int64_t total;			/* how many there are */
};
int territory_alike(struct db *db, const struct territory *t, int limit, struct nearby *found,
	struct likeness *why);

#endif
