/* intake_own.h - an import under way, between the files of this domain. */
#ifndef DOMAIN_INTAKE_OWN_H
#define DOMAIN_INTAKE_OWN_H

#include "base/csv.h"
#include "domain/intake/intake.h"

struct tree {
	struct node *nodes;
	int count;
	json_t *places;		/* code: index among nodes */
	int *above;		/* index of the one above each, or -1 */
};

struct importing {
	struct store *store;
	struct arena *arena;
	const struct asked *asked;
	struct done *done;
	struct referentiel r, was;	/* as it will be, as it is */
	bool known;			/* it was imported before */
	/* the file */
	struct csv table;
	const struct heading *columns[CSV_CELLS];	/* NULL: one we do not know */
	const char *heads[CSV_CELLS], *keys[CSV_CELLS];
	struct tree now, before;
	int *match;			/* index in before that a node continues, or -1 */
	struct sheet_change *changes;
	int change_count;
	bool scheme;			/* the vocabulary must be stated */
	const char *said;		/* the vocabulary as stated, or NULL */
	bool steward;			/* by a person */
};

/* A sheet to make (values: its fields) or to change (all its values). */
struct sheet_change {
	struct node *node;
	json_t *values;
	int version;			/* that it has; 0: to be made */
};

/* The node of a code, or -1. */
int tree_find(const struct tree *t, const char *code);
void tree_index(struct arena *a, struct tree *t);

/* A sentence of the reader's language with its %s filled in. */
const char *import_say(struct importing *im, const char *key, const char *detail);
/* row: of the table; column: of the table, or -1. */
void import_trouble(struct importing *im, bool blocks, int row, int column, const char *message,
	const char *mend);
/* The same, of a node, by the key of a cell. */
void node_trouble(struct importing *im, bool blocks, const struct node *n, const char *key,
	const char *message, const char *mend);

/* Fills im->now from the file; false when there is nothing to go on with. */
bool import_read(struct importing *im, const char *bytes, size_t n);
/* Origins of a cell; what is no origin is a trouble. */
void import_origins(struct importing *im, struct node *n, int row, int column, const char *text);
/* im->match, from the version before; then what cannot be. */
void import_match(struct importing *im);
/* What differs from before, by cell, and how many nodes. */
void import_differ(struct importing *im);

/* The vocabulary and the sheets that a tree gives. */
json_t *tree_scheme(struct arena *a, const struct referentiel *r, const struct tree *t);
/* {"title","summary","body","steps"} of a node at its level, clean as fields are. */
json_t *tree_sheet(struct arena *a, const struct referentiel *r, const struct tree *t, int at);

/* Its axes, of those that our vocabulary has; NULL when nothing tells. */
json_t *tree_axes(struct arena *a, const struct scheme *axes, const struct tree *t, int at);

/* The sheets to make and to change; what people changed too is a trouble. */
void import_compare(struct importing *im, struct db *db);
/* Reads what is there, compares; then writes. */
bool import_look(struct importing *im);
void import_write(struct importing *im);

#endif
