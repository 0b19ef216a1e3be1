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

/* What an import was asked, and what it found or did. */
struct asked {
	const char *file;		/* its name, for sentences */
	const char *name, *label, *version, *licence, *authors;	/* or NULL */
	int level;			/* 0: as it was, or 3 */
	bool dry, force, overwrite;
	enum lang lang;			/* of the sentences */
	void (*progress)(int done, int all);	/* or NULL */
};

struct trouble {
	int line;			/* of the file, from 1; 0: of no line */
	const char *column;		/* as the file heads it, or "" */
	const char *message, *mend;	/* in the reader's language */
	bool blocks;			/* false: worth a look */
};

struct difference {
	const char *code, *column;	/* column "": the node is new (after), or gone (before) */
	const char *before, *after;	/* whole texts, "" for none */
};

struct done {
	int nodes, created, updated, unchanged, dropped;
	bool written;
	struct trouble *troubles;
	int trouble_count, blocking;
	struct difference *differences;
	int difference_count;
};

/* Reads a file's bytes and writes what differs, in the arena and on any thread but
 * the writer's.  Begun again after an interruption, it goes on to the same end. */
void referentiel_import(struct store *s, struct arena *a, const struct asked *asked,
	const char *bytes, size_t n, struct done *done);

#endif
