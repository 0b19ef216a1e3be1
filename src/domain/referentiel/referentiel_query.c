/* referentiel_query.c - référentiels and their nodes, as structures. */
#include "domain/referentiel/referentiel.h"

#include <stdlib.h>
#include <string.h>

#include "base/rule.h"
#include "base/text.h"

const struct heading heading_rows[] = {
	{"code", " identifiant code id actionid ", CELL_CODE, N_("Identifier")},
	{"name", " nom titre intitule ", CELL_NAME, N_("Name")},
	{"points", " points ", CELL_POINTS, N_("Points")},
	{"percent", " pourcentage ", CELL_PERCENT, N_("Percentage")},
	{"origin", " origine origines ", CELL_ORIGIN, N_("Origin")},
	{"category", " categorie ", CELL_WORD, N_("Category")},
	{"labels", " labels ", CELL_WORD, N_("Labels")},
	{"core", " coremeasure ", CELL_WORD, N_("Core measure")},
	{"kind", " actiontype ", CELL_WORD, N_("Kind of node")},
	{"theme", " thematiquesgpe thematique ", CELL_WORD, N_("Theme")},
	{"exposure", " adaptationniveau ", CELL_WORD, N_("Exposure to climate change")},
	{"exposure_words", " adaptationdescriptifs ", CELL_TEXT, N_("Adaptation")},
	{"exposure_rule", " adaptationcalcul ", CELL_WORD, N_("Adaptation, how it is counted")},
	{"indicators", " indicateurs ", CELL_WORD, N_("Indicators")},
	{"indicators_later", " indicateurswip ", CELL_WORD, N_("Indicators to come")},
	{"questions", " personnalisationquestions ", CELL_WORD, N_("Questions that adapt it")},
	{"deactivation", " desactivation ", CELL_RULE, N_("Does not apply when")},
	{"reduction", " reduction ", CELL_RULE, N_("Counts for less when")},
	{"score", " score ", CELL_RULE, N_("How it is scored")},
	{"expression", " exprscore ", CELL_RULE, N_("Score from indicators")},
	{"description", " description ", CELL_TEXT, N_("Description")},
	{"context", " contexte ", CELL_TEXT, N_("Context")},
	{"examples", " exemples exemple ", CELL_TEXT, N_("Examples")},
	{"regulation", " reglementation ", CELL_TEXT, N_("Law")},
	{"scope", " perimetreevaluation ", CELL_TEXT, N_("What is assessed")},
	{"proof", " preuve preuves ", CELL_TEXT, N_("Evidence")},
	{"potential", " reductionpotentiel ", CELL_TEXT, N_("When fewer points can be had")},
	{"deactivation_words", " desactivationdesc ", CELL_TEXT, N_("When it does not apply")},
	{"reduction_words", " reductiondesc ", CELL_TEXT, N_("When it counts for less")},
	{"score_words", " scoredesc ", CELL_TEXT, N_("How the score is made")},
	{"reports", " retoursdexperience retourdexperience ", CELL_TEXT, N_("Lived elsewhere")},
	{"resources", " ressources ressource ", CELL_TEXT, N_("To go further")},
	{0}};

const struct rule_function referentiel_functions[] = {
	{"reponse", 1, 2, UNKNOWN}, {"identite", 2, 2, TRUTH}, {"score", 1, 1, NUMBER},
	{"val", 1, 2, NUMBER}, {"opt_val", 1, 2, NUMBER}, {"cible", 1, 2, NUMBER},
	{"limite", 1, 2, NUMBER}, {"population", 0, 0, NUMBER}, {"signal", 1, 2, TRUTH}, {0}};

const struct heading *heading_of(const char *key)
{
	for (const struct heading *c = heading_rows; c->key; c++)
		if (strcmp(c->key, key) == 0)
			return c;
	return NULL;
}

const char *node_cell(const struct node *n, const char *key)
{
	const char *s = json_str(n->cells, key);
	return s ? s : "";
}

const char *node_title(const struct node *n)
{
	const char *name = node_cell(n, "name");
	return *name ? name : n->code;
}

int node_depth(const char *code)
{
	int depth = 1;
	for (; *code; code++)
		depth += *code == '.';
	return depth;
}

int code_order(const char *a, const char *b)
{
	while (*a && *b) {
		char *left, *right;
		long x = strtol(a, &left, 10), y = strtol(b, &right, 10);
		if (x != y)
			return x < y ? -1 : 1;
		size_t n = strcspn(left, "."), m = strcspn(right, ".");
		int order = strncmp(left, right, n > m ? n : m);
		if (n != m || order)
			return n && m ? order : n ? 1 : -1;
		a = left + n + (left[n] == '.');
		b = right + m + (right[m] == '.');
	}
	return *a ? 1 : *b ? -1 : 0;
}

static int in_order(const void *a, const void *b)
{
	return code_order(((const struct node *)a)->code, ((const struct node *)b)->code);
}

const char *node_parent(struct arena *a, const char *code)
{
	const char *dot = strrchr(code, '.');
	return dot ? arena_copy(a, code, (size_t)(dot - code)) : NULL;
}

static void read_origins(struct arena *a, const json_t *list, struct node *n)
{
	struct older *all = arena_alloc(a, (json_array_size(list) + 1) * sizeof *all);
	size_t i;
	const json_t *j;
	json_array_foreach(list, i, j)
		if (json_str(j, "name") && json_str(j, "code"))
			all[n->origin_count++] = (struct older){json_str(j, "name"), json_str(j, "code"),
				json_number_value(json_object_get(j, "weight"))};
	n->origins = all;
}

void node_read(struct arena *a, json_t *body, struct node *n)
{
	json_t *points = json_object_get(body, "points");
	const char *code = json_str(body, "code");
	*n = (struct node){.code = code ? code : "",
		.has_points = json_is_number(points), .points = json_number_value(points),
		.sheet = json_str(body, "sheet"), .was = json_str(body, "was"),
		.cells = json_object_get(body, "cells"), .body = body};
	read_origins(a, json_object_get(body, "origins"), n);
}

/* From a row: body, gone. */
static void from_row(struct db *db, struct rows *r, struct node *n)
{
	const char *why = NULL, *text = row_text(r, 0);
	node_read(db_arena(db), json_read(db_arena(db), text, strlen(text), &why), n);
	n->gone = row_int(r, 1) != 0;
}

bool referentiel_get(struct db *db, const char *name, struct referentiel *r)
{
	struct rows rows = db_query(db, "SELECT name, label, version, level FROM referentiel"
		" WHERE name = ?1", "s", name);
	bool found = row_next(&rows);
	if (found)
		*r = (struct referentiel){row_text(&rows, 0), row_text(&rows, 1), row_text(&rows, 2),
			(int)row_int(&rows, 3)};
	rows_end(&rows);
	return found;
}

int node_all(struct db *db, const char *name, struct node **nodes)
{
	int64_t room = db_int(db, "SELECT count(*) FROM referentiel_node WHERE name = ?1", "s", name);
	struct node *all = arena_alloc(db_arena(db), (size_t)(room + 1) * sizeof *all);
	int n = 0;
	struct rows r = db_query(db, "SELECT body, gone FROM referentiel_node WHERE name = ?1",
		"s", name);
	while (row_next(&r))
		from_row(db, &r, &all[n++]);
	rows_end(&r);
	qsort(all, (size_t)n, sizeof *all, in_order);
	*nodes = all;
	return n;
}

int node_below(struct db *db, const char *name, const char *code, int limit,
	struct node *found)
{
	int n = 0;	/* "1.1." to "1.1/": a slash comes after a dot */
	struct rows r = db_query(db, "SELECT body, gone FROM referentiel_node WHERE name = ?1"
		" AND code > ?2 || '.' AND code < ?2 || '/' AND gone = 0 AND (points IS NOT NULL"
		" OR json_extract(body, '$.cells.percent') IS NOT NULL)", "ss", name, code);
	while (n < limit && row_next(&r))
		from_row(db, &r, &found[n++]);
	rows_end(&r);
	qsort(found, (size_t)n, sizeof *found, in_order);
	return n;
}

bool node_get(struct db *db, const char *name, const char *code, struct node *n)
{
	struct rows r = db_query(db, "SELECT body, gone FROM referentiel_node"
		" WHERE name = ?1 AND code = ?2", "ss", name, code);
	bool found = row_next(&r);
	if (found)
		from_row(db, &r, n);
	rows_end(&r);
	return found;
}

int node_count(struct db *db, const char *name, bool gone)
{
	return (int)db_int(db, "SELECT count(*) FROM referentiel_node WHERE name = ?1"
		" AND gone = ?2 AND (gone = 1 OR sheet IS NOT NULL)", "si", name, (int64_t)gone);
}

bool node_of_sheet(struct db *db, const char *sheet, const char **name, struct node *n)
{
	struct rows r = db_query(db, "SELECT body, gone, name FROM referentiel_node"
		" WHERE sheet = ?1 ORDER BY gone, name, code LIMIT 1", "s", sheet);
	bool found = row_next(&r);
	if (found) {
		from_row(db, &r, n);
		*name = row_text(&r, 2);
	}
	rows_end(&r);
	return found;
}

int node_heirs(struct db *db, const char *name, const char *code, int limit,
	struct older *found)
{
	int n = 0;
	struct rows r = db_query(db, "SELECT name, code, weight FROM referentiel_origin"
		" WHERE from_name = ?1 AND from_code = ?2 ORDER BY name, code", "ss", name, code);
	while (n < limit && row_next(&r))
		found[n++] = (struct older){row_text(&r, 0), row_text(&r, 1), row_real(&r, 2)};
	rows_end(&r);
	return n;
}
