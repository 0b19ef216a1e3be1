/* scheme.h - SKOS vocabularies: schemes and their concepts.
 *
 * Owns the table scheme.  Shipped ones are types/schemes/NAME.json, loaded as
 * contributions ("scheme.stated": the whole scheme).  A concept is named by its
 * notation, unique in its scheme: "alimentaire".  Both languages always have
 * words: where one lacks, it borrows the other's. */
#ifndef DOMAIN_SCHEME_H
#define DOMAIN_SCHEME_H

#include "base/json.h"
#include "base/tr.h"
#include "store/ledger.h"

enum { SCHEME_DEPTH = 7 };	/* of a concept below the top */

struct concept {
	const char *scheme, *notation;
	const char *label[LANG_COUNT];
	const char *definition[LANG_COUNT];	/* or NULL */
	const char *broader;			/* notation in the same scheme, or NULL */
	const char *const *related;		/* notations, "scheme:notation" elsewhere;
						 * NULL-ended, or NULL */
	const char *address;			/* of a licence's text, or NULL */
	int depth;				/* 0 for top concepts */
	int order;				/* in the tree, depth first */
};

struct scheme {
	const char *name;			/* "axes" */
	const char *label[LANG_COUNT];
	const char *definition[LANG_COUNT];
	const struct concept *concepts;		/* depth first */
	int count;
};

/* Kept per connection: valid until the transaction ends.  NULL if unknown. */
const struct scheme *scheme_get(struct db *db, const char *name);
/* All schemes by name; returns how many. */
int scheme_all(struct db *db, const struct scheme *const **schemes);
const struct concept *scheme_concept(const struct scheme *s, const char *notation);
/* Also accepts a label in either language, folded: what a person types. */
const struct concept *scheme_match(const struct scheme *s, const char *typed);
/* "Alimentaire › Relier champs et assiettes › Transformer sur place" */
const char *scheme_path(struct arena *a, const struct scheme *s, enum lang lang,
	const struct concept *c);
/* The JSON last stated, or NULL; *actor is who stated it, "" for the
 * installation.  actor may be NULL.  In the db's arena. */
const char *scheme_stated(struct db *db, const char *name, const char **actor);
/* From JSON as stated; what is malformed is left out.  Strings in the arena. */
void scheme_read(struct arena *a, const json_t *j, const char *name, struct scheme *s);

/* What commands that state a definition share (types state theirs too).
 * "concepts.2" and "label" give "concepts.2.label". */
const char *stated_path(struct ledger *l, const char *path, const char *name);
/* The object of that name, or the one that its text holds; NULL after a refusal. */
const json_t *stated_json(struct ledger *l, const struct call *c, const char *name);
/* Is it an object with no other members than names?  Refuses each other one. */
bool stated_members(struct ledger *l, const char *path, const json_t *object,
	const char *const *names);
/* {"fr","en"} cleaned, as a new reference; NULL when absent, or refused: *bad. */
json_t *stated_words(struct ledger *l, const char *path, const json_t *j, size_t limit,
	bool required, bool *bad);
/* "action-sheet", "planned_cost" */
bool stated_name(const char *s);
/* Adds the statement unless it is what stands already (before, or NULL). */
enum outcome stated_add(struct ledger *l, const char *kind, const char *name,
	const char *before, json_t *body);

#endif
