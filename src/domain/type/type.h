/* type.h - definitions of resources, as data: fields, help, checks.
 *
 * Owns the table type.  Shipped ones are types/NAME.json, loaded as
 * contributions ("type.stated": the whole definition).  Changing one never
 * rewrites sheets: values that no field names any more are kept and shown. */
#ifndef DOMAIN_TYPE_H
#define DOMAIN_TYPE_H

#include "domain/field/field.h"
#include "store/store.h"
#include "web/form.h"

/* A part of a form that is filled in by parts. */
struct type_step {
	const char *name;
	const char *label[LANG_COUNT], *help[LANG_COUNT];
};

struct type {
	const char *name;		/* "tool" */
	const char *label[LANG_COUNT], *plural[LANG_COUNT], *help[LANG_COUNT];
	const char *mark;		/* "" to reuse, "lived", "place" */
	const char *rdf;
	int order;			/* among types, as people should read them */
	const struct field *fields;
	int field_count;
	const struct type_step *steps;	/* forms ask step by step; none: all at once */
	int step_count;
	int64_t position;		/* of the entry that states it */
};

/* Kept per connection: valid until the transaction ends.  NULL if unknown. */
const struct type *type_get(struct db *db, const char *name);
int type_all(struct db *db, const struct type *const **types);
const struct field *type_field(const struct type *t, const char *name);
/* The fields of that name that lists are filtered by, in the order of types. */
const struct field *const *type_facets(struct db *db, const char *name, int *count);

/* Which step asks for a field: those that name none belong to the last one. */
int type_step(const struct type *t, const struct field *f);
/* -1 when there is no step of that name. */
int type_step_named(const struct type *t, const char *name);
/* field_check with the fields of the type: the cleaned values, or NULL. */
json_t *type_check(struct ledger *l, const struct type *t, const json_t *values, bool draft);
/* One field's value as markup on a page, without its label; nothing when it
 * is absent. */
void type_value(struct page *p, const struct field *f, const json_t *value);
/* What something really took somewhere, beside an estimate. */
struct actual {
	const char *where;
	double amount;
};
/* A range of money or days to scale, with rings for what it really took. */
void type_range(struct page *p, const struct field *f, const json_t *value,
	const struct actual *actuals, int count);
/* States each embedded scheme and type that is absent or not as last stated by
 * the installation.  False and *why, a sentence, on failure. */
bool type_load(struct store *s, const char **why);

#endif
