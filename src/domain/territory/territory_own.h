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

#endif
