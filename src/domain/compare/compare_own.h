/* compare_own.h - between the files of compare. */
#ifndef DOMAIN_COMPARE_OWN_H
#define DOMAIN_COMPARE_OWN_H

#include "domain/compare/compare.h"

/* Classes: from least to most, which is INT64_MAX in the last one. */
struct steps {
	int64_t least, most;
};
struct steps people_steps(enum family family, int class);
int epci_size_of(int communes);
struct steps epci_steps(int class);
int density_class_of(double per_km2);
struct steps density_steps(int class);
enum epci_kind epci_kind_of(const char *name);
enum family family_of(const char *kind);
/* The sentence with its first two %s filled in. */
const char *say(struct arena *a, enum lang lang, const char *key, const char *one,
	const char *two);
/* "31 à 60 communes" */
const char *epci_size_class(struct arena *a, enum lang lang, int class);

#endif
