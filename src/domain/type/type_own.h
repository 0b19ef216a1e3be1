/* type_own.h - what the files of type share. */
#ifndef DOMAIN_TYPE_OWN_H
#define DOMAIN_TYPE_OWN_H

#include "domain/scheme/scheme.h"
#include "domain/territory/territory.h"
#include "domain/type/type.h"

/* From JSON as stated; what is malformed is left out.  Strings in the arena. */
void type_read(struct arena *a, const json_t *j, const char *name, struct type *t);
/* The JSON last stated, or NULL; *actor (may be NULL) is who stated it. */
const char *type_stated(struct db *db, const char *name, const char **actor);
/* What POST takes, as JSON Schema, as a new reference. */
json_t *type_schema(struct db *db, const struct type *t);
/* Rows of a group as steps, references, quotes or a table. */
void show_group(struct page *p, const struct field *f, const json_t *v);
/* Territories as they were: population, groups, density, where the figures come from. */
void show_figures(struct page *p, const struct field *f, const json_t *v);
/* A link out, when the address is one that we dare to link to. */
void show_link(struct page *p, const char *address, const char *label);

#endif
