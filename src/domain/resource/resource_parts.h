/* resource_parts.h - what the files of this domain share. */
#ifndef DOMAIN_RESOURCE_PARTS_H
#define DOMAIN_RESOURCE_PARTS_H

#include "domain/resource/resource.h"

/* Queries */
struct revision {
	int version;
	const char *act;	/* "published", "drafted", "archived", "restored", "unpublished" */
	const char *author;	/* account id, or "" */
	const char *comment;	/* or NULL */
	const char *title;	/* NULL when erased */
	int64_t time;
	bool erased;
};
/* Versions that `who` may see, newest first, from `before` (0: the last) down. */
int revision_list(struct db *db, const struct who *who, const struct resource *r, int before,
	int limit, struct revision *found);

/* A published sheet at the other end of a link. */
struct link {
	const char *field;	/* of the sheet where the link stands */
	const char *id, *slug, *title, *summary, *type;
};
enum { LINKS = 100 };
int link_list(struct db *db, const char *id, bool incoming, struct link *found);

/* May `who` see drafts of this sheet, archive it, see its private fields? */
bool resource_own(const struct who *who, const char *creator);
/* Who a slug belongs to, or NULL. */
const char *slug_owner(struct db *db, const char *slug);
/* "/ressources/" and the rest, in the db's arena. */
const char *sheet_path(struct db *db, const char *slug);
/* Published sheets, newest first; type NULL: of all types. */
int resource_newest(struct db *db, const char *type, int limit, struct resource *found);
int resource_by_concept(struct db *db, const char *scheme, const char *notation, int limit,
	struct resource *found);
/* Sheets that an account made, newest first, in one state. */
int resource_mine(struct db *db, const struct who *who, const char *state, int limit,
	struct resource *found);
/* Each territory that published sheets name, with how many; in the db's arena. */
struct named_territory {
	const char *code;
	int count;
};
int territory_named(struct db *db, const struct named_territory **found);
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

/* What values refer to: {"links", "concepts", "territories", "tags"}, for the entry. */
json_t *resource_refs(const struct type *t, const json_t *values);

/* CommonMark without its marks, appended; the public words of a whole sheet. */
void plain_text(struct out *o, const char *markdown);
const char *resource_plain(struct db *db, const struct type *t, const struct resource *r);

/* Commands */
enum outcome resource_archive(struct ledger *l, const struct call *c);
enum outcome resource_restore(struct ledger *l, const struct call *c);
enum outcome resource_unpublish(struct ledger *l, const struct call *c);

/* Pages */
void sheet_serve(struct request *r);
void history_serve(struct request *r);
void version_serve(struct request *r);
void new_serve(struct request *r);
void new_type_serve(struct request *r);
void edit_serve(struct request *r);
void edit_other_serve(struct request *r);
void state_serve(struct request *r);
/* The parts of a sheet: what was lived with it, its lineage, its rail. */
struct sheet {
	const struct resource *r;
	const struct type *type;
	struct link out[LINKS], in[LINKS];
	int out_count, in_count;
};
int lived_territories(struct page *p, const struct sheet *s);
bool lived_has(struct page *p, const struct sheet *s);
void lived_draw(struct page *p, const struct sheet *s);
bool lineage_has(struct page *p, const struct sheet *s);
void lineage_draw(struct page *p, const struct sheet *s);
void links_rail(struct page *p, const struct sheet *s);
void relief_draw(struct page *p, const char *seed);
/* A row of a list: kind, title, summary, where. */
void row_draw(struct page *p, const struct resource *r);
/* Two texts, what left the first struck and what came in the second marked. */
void diff_draw(struct page *p, const char *before, const char *after, bool show_after);

/* API */
void api_create(struct request *r);
void api_get(struct request *r);
void api_put(struct request *r);
void api_versions(struct request *r);
void id_serve(struct request *r);

#endif
