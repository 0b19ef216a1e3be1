/* resource_parts.h - what the files of this domain share. */
#ifndef DOMAIN_RESOURCE_PARTS_H
#define DOMAIN_RESOURCE_PARTS_H

#include "domain/resource/resource.h"
#include "store/kind.h"

#define LICENCE "CC-BY-SA-4.0"	/* of a sheet that says none */

/* Who a slug belongs to, or NULL. */
const char *slug_owner(struct db *db, const char *slug);
/* Next id after one, for the index; NULL at the end. */
const char *resource_after(struct db *db, const char *id);
/* The flat fields of the API: values, and id, slug, type, state, version. */
json_t *resource_flat(struct db *db, const struct resource *r);

/* Calls each() for every field that has a value, inside groups too. */
struct field_walk {
	void (*each)(struct field_walk *, const struct field *, const json_t *value);
	void *context;
	struct db *db;
};
void field_walk(struct field_walk *w, const struct field *fields, int count, const json_t *values);

/* resource_cells.c: a sheet as a row of exports, for its kind (store/kind.h). */
int resource_columns(struct db *db, enum lang lang, const char *type, struct column *to, int most);
enum { MOST_FIELDS = 200 };
bool resource_cells(struct db *db, enum lang lang, const char *id, struct cell *to, int most);

/* What values refer to: {"links", "concepts", "territories", "within", "tags"}. */
json_t *resource_refs(struct db *db, const struct type *t, const json_t *values);

/* CommonMark without its marks, appended; the public words of a whole sheet. */
void plain_text(struct out *o, const char *markdown);
const char *resource_plain(struct db *db, const struct type *t, const struct resource *r);

/* Commands */
enum outcome resource_archive(struct ledger *l, const struct call *c);
enum outcome resource_restore(struct ledger *l, const struct call *c);
enum outcome resource_unpublish(struct ledger *l, const struct call *c);

enum { SHEET_BYTES = 1 << 20 };	/* of a JSON body */
/* API */
void api_create(struct request *r);
void api_get(struct request *r);
void api_put(struct request *r);
void api_versions(struct request *r);
void id_serve(struct request *r);

#endif
