/* referentiel.h - trees of actions that others publish: with points, rules, origins.
 *
 * Owns the tables referentiel, referentiel_node and referentiel_origin.  A référentiel
 * is also a vocabulary of the same name (scheme.h), whose notations are the codes; what
 * stands at its level ("1.1.1") is an action sheet, what is below are steps of it.  A
 * node keeps every cell of its row as it was read, so that nothing is lost.
 *
 * "referentiel.stated", subject NAME: {"name","label","version","level"}.
 * "referentiel.noted", subject NAME/CODE: {"name","code","cells":{...},
 * "points"?,"origins":[{"name","code","weight"}],"sheet"?,"was"?}; "was": its code in
 * the version before.  "referentiel.dropped", same subject: a version without it. */
#ifndef DOMAIN_REFERENTIEL_H
#define DOMAIN_REFERENTIEL_H

#include "base/rule.h"
#include "domain/resource/resource.h"
#include "domain/scheme/scheme.h"

struct referentiel {
	const char *name, *label, *version;
	int level;
};

struct older {
	const char *name, *code;	/* "cae", "1.1.2" */
	double weight;			/* of the older one: 0.5 when two share it */
};

enum { NODE_DEPTH = SCHEME_DEPTH + 1, NODE_ORIGINS = 100 };

struct node {
	const char *code;
	int row;			/* of the file, while it is imported */
	bool has_points, gone;
	double points;
	const char *sheet;		/* id, or NULL */
	const char *was;		/* its code in the version before, or NULL */
	const struct older *origins;
	int origin_count;
	json_t *cells;			/* by heading_rows[].key, or as the file heads them */
	json_t *body;			/* as noted */
};

/* False if there is none. */
bool referentiel_get(struct db *db, const char *name, struct referentiel *r);
/* All its nodes, in their order, also those that are gone; returns how many. */
int node_all(struct db *db, const char *name, struct node **nodes);
/* Those below a node that have points or a percentage, in their order. */
int node_below(struct db *db, const char *name, const char *code, int limit,
	struct node *found);
bool node_get(struct db *db, const char *name, const char *code, struct node *n);
/* How many are sheets; or, gone, how many the current version is without. */
int node_count(struct db *db, const char *name, bool gone);
/* The node that a sheet was made from. */
bool node_of_sheet(struct db *db, const char *sheet, const char **name, struct node *n);
/* Newer nodes that come from this one: at most limit. */
int node_heirs(struct db *db, const char *name, const char *code, int limit,
	struct older *found);
/* From its body, in the arena: what is malformed is left out. */
void node_read(struct arena *a, json_t *body, struct node *n);
const char *node_cell(const struct node *n, const char *key);	/* "" when absent */
const char *node_title(const struct node *n);		/* its code when it has no name */
int node_depth(const char *code);		/* 3 for "1.1.1" */
/* Before, after or 0: 1.2, 1.10, 1.10.1, 1.10alter. */
int code_order(const char *a, const char *b);
/* The code above, in the arena; NULL at the top. */
const char *node_parent(struct arena *a, const char *code);

/* What a column of a file holds. */
enum cell_kind { CELL_CODE, CELL_NAME, CELL_POINTS, CELL_PERCENT, CELL_ORIGIN, CELL_RULE,
	CELL_WORD, CELL_TEXT };
struct heading {
	const char *key;		/* in cells */
	const char *heads;		/* as files head it: folded, no signs, between spaces */
	enum cell_kind kind;
	const char *label;		/* N_("...") */
};
extern const struct heading heading_rows[];	/* ends with {0}; texts in reading order */
const struct heading *heading_of(const char *key);	/* NULL: one that we do not know */

/* The functions that rules of référentiels ask; ends with {0}. */
extern const struct rule_function referentiel_functions[];

/* Plain text of a cell as CommonMark that looks like it.  Pages stay small: where there
 * is much, lines are JOINED into paragraphs, or FLOW with their items as well. */
enum closeness { APART, JOINED, FLOWING };
void cell_markdown(struct out *o, const char *text, enum closeness close);
/* The bytes of a sign that begins an item, or 0. */
size_t cell_sign(const char *line);
/* Does it begin with a paragraph, and not with an item or a block? */
bool cell_begins_plain(const char *text, enum closeness close);
/* The same for a few words. */
void cell_escape(struct out *o, const char *s, size_t n);

#endif
