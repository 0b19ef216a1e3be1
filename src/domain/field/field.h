/* field.h - fields of sheets: what kinds there are, what a value may be.
 *
 * Owns no table: definitions of types hold the fields.
 *
 * Values, by kind of field:
 *	line text web email   "..."            (text is CommonMark)
 *	choice licence        "notation"       choices: ["notation", ...]
 *	tags territories      ["...", ...]     (territories: codes)
 *	sheets actors         ["id", ...]      (typed: id, slug, title, address)
 *	sheet                 "id"             in a group made for each sheet of a field
 *	number                600
 *	money                 {"min":300,"max":900,"unit":"€"}
 *	days                  {"min":12,"max":20}          person-days
 *	duration              {"min":3,"max":4,"unit":"month"}
 *	                      minute hour day week month year
 *	date                  "2026-05-12", "2026-05" or "2026"
 *	period                {"from":date,"to":date}      either may lack
 *	place                 {"name":"...","territory":code,"lat":46.4512,"lon":0.1234}
 *	                      any of them may lack; a point has both, in degrees (WGS 84)
 *	yes                   true or false
 *	group                 [{...}, ...]     rows of the group's own fields
 *	figures               [{"code":...}]   of the territories, on the day of publication:
 *	                                       the program's own, what is sent is left aside */
#ifndef DOMAIN_FIELD_H
#define DOMAIN_FIELD_H

#include "base/tr.h"
#include "store/kind.h"
#include "store/ledger.h"

struct field {
	const char *name, *kind;
	const char *label[LANG_COUNT], *help[LANG_COUNT];
	bool required, facet;
	bool detail;			/* asked for on demand only */
	enum visibility visibility;	/* e-mail fields: never PUBLIC */
	size_t limit;			/* of line, text: code points; 0: the kind's own */
	const char *scheme;		/* of choice, choices, licence */
	const char *unit[LANG_COUNT];	/* of number, money: "habitants", "€ par an" */
	const char *const *types;	/* that sheets may link to, NULL-ended; NULL: all */
	const char *inverse[LANG_COUNT];	/* of sheets: "Utilisé par" on the other side */
	const char *rdf;		/* "schema:step" */
	const char *place;		/* "fact": key facts; "side": rail; "body": under a title of its
					 * own; NULL: by its kind */
	const struct field *fields;	/* of group */
	int field_count;
	const char *item[LANG_COUNT];	/* of group: "Étape" */
	const char *step;		/* where forms ask for it, of the type's steps; or NULL */
	bool single;			/* of money, days: forms ask for one number */
	const char *foreseen;		/* "uses.cost": shown beside, from the sheets named there */
	const char *each;		/* of group: a row for each sheet of that field */
	const char *const *sum;		/* of money, days: fields whose sum it is; NULL-ended */
};

/* The field of that name among count, or NULL. */
const struct field *field_named(const struct field *fields, int count, const char *name);
/* All kinds, NULL-ended. */
extern const char *const field_kind_names[];
/* Names that a sheet has whatever its type, NULL-ended: no field bears them. */
extern const char *const field_reserved[];

/* Checks and cleans values against fields: texts to numbers where a form sent
 * texts, labels to notations, addresses completed, empty rows dropped.  Returns
 * an object of the fields' values, in the ledger's arena, or NULL after
 * refuse_field for each fault: where ("steps.2.effort.min"), what is wrong, what
 * would be right.  Other names are refused, but for reserved ones, those that
 * begin with _ and those of the command.  draft: required fields may lack. */
json_t *field_check(struct ledger *l, const struct field *fields, int count,
	const json_t *values, bool draft);
/* What a group's rows are for: its field of kind sheet, or NULL. */
const struct field *field_row_sheet(const struct field *group);
/* Null, empty text, or nothing but such inside. */
bool value_blank(const json_t *value);

/* Units of durations; ends with {0}. */
struct unit {
	const char *name, *many;	/* "month", "months": keys of tr too */
	const char *words;		/* as typed, folded, between spaces */
};
extern const struct unit units[];

/* The value in a few words, for facts, lists, comparisons and search; NULL
 * when absent.  In the db's arena. */
const char *field_words(struct db *db, enum lang lang, const struct field *f,
	const json_t *value);

/* The columns of a field in exports, and a value in them (NULL: absent); returns how many. */
enum { FIELD_COLUMNS = 4 };
int field_columns(struct db *db, enum lang lang, const struct field *f, struct column *to);
int field_cells(struct db *db, enum lang lang, const struct field *f, const json_t *value,
	struct cell *to);

/* One item of a list (choices, tags, territories, sheets) in words. */
const char *item_words(struct db *db, enum lang lang, const struct field *f, const char *item);
/* "12 to 20"; NULL when there is no number. */
const char *range_words(struct arena *a, enum lang lang, const json_t *range);

/* Classes of amounts, by which lists are filtered: more than from, at most to.  A range
 * that reaches into several is in each of them. */
struct amount {
	const char *kind;		/* of field */
	const char *name;		/* "1000..10000" */
	double from, to;		/* euros, person-days, days */
	const char *label;		/* a key of tr */
};
extern const struct amount amounts[];	/* ends with {0} */
bool amount_is(const struct amount *c, const struct field *f, const json_t *value);
/* The words for one, by its name; NULL: none of this kind of field. */
const char *amount_label(enum lang lang, const struct field *f, const char *name);

/* The point of a place; false when it has none. */
bool place_point(const json_t *place, double *lat, double *lon);
/* "46,4512", "-0.1"; both: "46,4512 ; 0,1234". */
const char *degrees_words(struct arena *a, enum lang lang, double x);
const char *point_words(struct arena *a, enum lang lang, double lat, double lon);
/* The same for places of the same point and name, and no code of a territory:
 * "46.4512,0.1234-A1B2C3"; NULL when it has no point. */
const char *place_code(struct arena *a, const json_t *place);

/* How sheets are named where fields are below resource: an id, title and path
 * of a sheet.  resource sets it; false when there is no such sheet. */
struct sheet_name {
	const char *id, *title, *path, *type;
};
extern bool (*field_sheet)(struct db *db, const char *id_or_slug, struct sheet_name *name);
/* Published sheets whose address begins with what was typed, folded; at most limit. */
extern int (*field_sheets_like)(struct db *db, const char *typed, int limit,
	struct sheet_name *found);
/* Is there a sheet of this id, be it a draft?  A link to it stays; no one sees it. */
extern bool (*field_sheet_there)(struct db *db, const char *id);

/* What a territory is like on the day of `now`, with source and date, as a new
 * reference; NULL when unknown.  A later domain, which knows more, sets it. */
extern json_t *(*field_figures)(struct db *db, const char *code, int64_t now);

#endif
