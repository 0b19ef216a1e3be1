/* type.h - definitions of resources, as data: fields, help, checks, forms.
 *
 * Owns the table type.  Shipped ones are types/NAME.json, loaded as
 * contributions ("type.stated": the whole definition).  Changing one never
 * rewrites sheets: values that no field names any more are kept and shown.
 *
 * Values, by kind of field:
 *	line text web email   "..."            (text is CommonMark)
 *	choice licence        "notation"       choices: ["notation", ...]
 *	tags territories      ["...", ...]     (territories: codes)
 *	sheets actors         ["id", ...]      (typed: id or slug; kept: ids)
 *	number                600
 *	money                 {"min":300,"max":900,"unit":"€"}
 *	days                  {"min":12,"max":20}          person-days
 *	duration              {"min":3,"max":4,"unit":"month"}
 *	                      minute hour day week month year
 *	date                  "2026-05-12", "2026-05" or "2026"
 *	period                {"from":date,"to":date}
 *	place                 {"name":"...","territory":code}
 *	yes                   true or false
 *	group                 [{...}, ...]     rows of the group's own fields */
#ifndef DOMAIN_TYPE_H
#define DOMAIN_TYPE_H

#include "store/ledger.h"
#include "store/store.h"
#include "web/form.h"

struct field {
	const char *name, *kind;
	const char *label[LANG_COUNT], *help[LANG_COUNT];
	bool required, facet;
	enum visibility visibility;	/* e-mail fields: never PUBLIC */
	size_t limit;			/* of line, text: code points; 0: the kind's own */
	const char *scheme;		/* of choice, choices */
	const char *unit;		/* of number: "habitants" */
	const char *const *types;	/* that sheets may link to, NULL-ended; NULL: all */
	const char *inverse[LANG_COUNT];	/* of sheets: "Utilisé par" on the other side */
	const char *rdf;		/* "schema:step" */
	const char *place;		/* "fact": key facts; "side": rail; NULL: body */
	const struct field *fields;	/* of group */
	int field_count;
	const char *item[LANG_COUNT];	/* of group: "Étape" */
};

struct type {
	const char *name;		/* "tool" */
	const char *label[LANG_COUNT], *plural[LANG_COUNT], *help[LANG_COUNT];
	const char *mark;		/* "" to reuse, "lived", "place" */
	const char *rdf;
	int order;			/* among types, as people should read them */
	const struct field *fields;
	int field_count;
	int64_t position;		/* of the entry that states it */
};

/* Kept per connection: valid until the transaction ends.  NULL if unknown. */
const struct type *type_get(struct db *db, const char *name);
int type_all(struct db *db, const struct type *const **types);
const struct field *type_field(const struct type *t, const char *name);

/* Checks and cleans values against the definition: texts to numbers where a
 * form sent texts, labels to notations, addresses completed.  Returns the
 * cleaned object with known fields only, or NULL after refuse_field for each
 * fault: what is wrong, what would be right.  draft: required may lack. */
json_t *type_check(struct ledger *l, const struct type *t, const json_t *values, bool draft);
/* The fields of a form, with what was typed or what is there. */
void type_form(struct page *p, const struct call *c, const struct type *t, const json_t *values);
/* One field's value as markup on a page; nothing when it is absent. */
void type_value(struct page *p, const struct field *f, const json_t *value);
/* The value in a few words, for facts, lists, comparisons and search; NULL
 * when absent.  In the db's arena. */
const char *type_words(struct db *db, enum lang lang, const struct field *f, const json_t *value);
/* How sheets are named where type is below resource: title and path of an id.
 * resource sets it; NULL fields when there is no such sheet. */
struct sheet_name {
	const char *id, *title, *path, *type;
};
extern bool (*type_sheet)(struct db *db, const char *id_or_slug, struct sheet_name *name);

/* States each embedded scheme and type that is absent or not as last stated by
 * the installation.  False and *why, a sentence, on failure. */
bool type_load(struct store *s, const char **why);

#endif
