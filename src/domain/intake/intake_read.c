/* intake_read.c - from a file's cells to nodes, with what is wrong in them. */
#include "domain/intake/intake_own.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rule.h"
#include "base/text.h"

enum { NODES = 2000 };	/* as many as a vocabulary holds */

const char *import_say(struct importing *im, const char *key, const char *detail)
{
	const char *s = tr_lang(im->asked->lang, key), *hole = strstr(s, "%s");
	return hole ? arena_printf(im->arena, "%.*s%s%s", (int)(hole - s), s, detail ? detail : "",
		hole + 2) : s;
}

static void add(struct importing *im, struct trouble t)
{
	struct done *d = im->done;
	if ((d->trouble_count & (d->trouble_count - 1)) == 0) {	/* 0, 1, 2, 4, 8... */
		size_t count = (size_t)d->trouble_count;
		struct trouble *more = arena_alloc(im->arena, (count ? 2 * count : 1) * sizeof *more);
		if (count)
			memcpy(more, d->troubles, count * sizeof *more);
		d->troubles = more;
	}
	d->troubles[d->trouble_count++] = t;
	d->blocking += t.blocks;
}

void import_trouble(struct importing *im, bool blocks, int row, int column, const char *message,
	const char *mend)
{
	const struct csv_row *r = row >= 0 && row < im->table.count ? &im->table.rows[row] : NULL;
	add(im, (struct trouble){.line = r ? column >= 0 ? r->cells[column].line : r->line : 0,
		.column = column >= 0 ? im->heads[column] : "", .message = message, .mend = mend,
		.blocks = blocks});
}

void node_trouble(struct importing *im, bool blocks, const struct node *n, const char *key,
	const char *message, const char *mend)
{
	int column = -1;
	for (int i = 0; i < im->table.width; i++)
		if (text_eq(im->keys[i], key))
			column = i;
	import_trouble(im, blocks, n->row, column,
		arena_printf(im->arena, "%s: %s", n->code, message), mend);
}

static bool faults(struct importing *im, const struct csv_faults *f)
{
	for (int i = 0; i < f->count && i < CSV_FAULTS; i++)
		add(im, (struct trouble){.line = f->list[i].line, .column = arena_printf(im->arena,
			tr_lang(im->asked->lang, N_("character %d")), f->list[i].column),
			.message = import_say(im, f->list[i].sentence, f->list[i].detail),
			.mend = import_say(im, f->list[i].mend, NULL), .blocks = true});
	return f->count > 0;
}

/* "Retours d'expérience" -> "retoursdexperience" */
static const char *plain(struct arena *a, const char *head)
{
	char *s = text_fold(a, head), *to = s;
	for (const char *p = s; *p; p++)
		if ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9'))
			*to++ = *p;
	*to = '\0';
	return s;
}

static const struct heading *heading_named(struct arena *a, const char *head)
{
	const char *word = arena_printf(a, " %s ", plain(a, head));
	for (const struct heading *c = heading_rows; c->key; c++)
		if (word[1] != ' ' && strstr(c->heads, word))
			return c;
	return NULL;
}

static bool has_column(const struct importing *im, const char *key)
{
	for (int i = 0; i < im->table.width; i++)
		if (text_eq(im->keys[i], key))
			return true;
	return false;
}

/* A second column of the same meaning (id beside identifiant) is kept as it is. */
static bool read_heads(struct importing *im)
{
	for (int i = 0; i < im->table.width; i++) {
		const char *cell = im->table.rows[0].cells[i].text;
		const char *head = text_line(im->arena, cell, strlen(cell));
		const struct heading *c = heading_named(im->arena, head);
		im->heads[i] = *head ? head : arena_printf(im->arena, "%d", i + 1);
		for (int k = 0; c && k < i; k++)
			if (im->columns[k] == c && !text_eq(plain(im->arena, im->heads[k]),
				plain(im->arena, head)))
				c = NULL;
		const char *key = c ? c->key : arena_printf(im->arena, ":%s", im->heads[i]);
		if (has_column(im, key))
			import_trouble(im, true, 0, i, import_say(im,
				N_("Two columns are called “%s”."), im->heads[i]),
				import_say(im, N_("Give one of them another name."), NULL));
		else if (!c && *head)
			import_trouble(im, false, 0, i, import_say(im,
				N_("No column that we know is called “%s”: it is kept as it is."), head), "");
		im->columns[i] = c;
		im->keys[i] = key;
	}
	static const char *const needed[] = {"code", "name"};
	for (size_t i = 0; i < 2; i++)
		if (!has_column(im, needed[i]))
			import_trouble(im, true, 0, -1, import_say(im, i ? N_("No column is called “nom”.")
				: N_("No column is called “identifiant”."), NULL), import_say(im,
				N_("The first row names the columns: identifiant, nom, points…"), NULL));
	return has_column(im, "code") && has_column(im, "name");
}

/* The cell without the blanks around it, cleaned as all text from outside is. */
static char *clean(struct arena *a, const char *text)
{
	char *s = text_clean(a, text, strlen(text));
	s += strspn(s, " \t\n");
	size_t n = strlen(s);
	while (n && strchr(" \t\n", s[n - 1]))
		s[--n] = '\0';
	return s;
}

/* "2,10", "0.5", "20 %", "1 000": not below zero; false for anything else. */
static bool read_number(struct arena *a, const char *text, double *n)
{
	char *s = arena_dup(a, text), *to = s, *end;
	for (const char *p = text; *p; p++) {
		size_t space = *p == ' ' ? 1 : text_starts(p, "\u00a0") ? 2
			: text_starts(p, "\u202f") ? 3 : 0;
		if (space)
			p += space - 1;
		else
			*to++ = *p == ',' ? '.' : *p;
	}
	to -= to > s && to[-1] == '%';
	*to = '\0';
	if (to == s || to - s > 40 || strspn(s, "0123456789.") != (size_t)(to - s))
		return false;
	*n = strtod(s, &end);
	return !*end && isfinite(*n);
}

static void read_points(struct importing *im, struct node *n, int row, int column,
	const char *text)
{
	double value;
	if (!read_number(im->arena, text, &value))
		import_trouble(im, true, row, column, arena_printf(im->arena, "%s: %s", n->code,
			import_say(im, N_("“%s” is no number."), text_cut(im->arena, text, 40))),
			import_say(im, N_("Write digits only, for example 2,5."), NULL));
	else if (im->columns[column]->kind == CELL_POINTS) {
		n->has_points = true;
		n->points = value;
	}
}

/* A deactivation is a yes or a no, the others are numbers: else worth a look. */
static void check_gives(struct importing *im, const struct node *n, int row, int column,
	enum rule_kind gives)
{
	bool truth = text_eq(im->columns[column]->key, "deactivation");
	if (gives != UNKNOWN && gives != (truth ? TRUTH : NUMBER))
		import_trouble(im, false, row, column, arena_printf(im->arena, "%s: %s", n->code,
			import_say(im, truth ? N_("this rule gives no yes and no no: nothing will follow from it.")
				: N_("this rule gives no number: nothing will follow from it."), NULL)), "");
}

/* The rule as it stands in the cell, so that places are those of the file. */
static void check_rule(struct importing *im, const struct node *n, int row, int column)
{
	struct rule_fault f;
	const struct csv_cell *cell = &im->table.rows[row].cells[column];
	const char *text = text_clean(im->arena, cell->text, strlen(cell->text));
	const struct rule *rule = rule_read(im->arena, text, referentiel_functions, &f);
	if (rule) {
		check_gives(im, n, row, column, rule_kind_of(rule));
		return;
	}
	const char *place = arena_printf(im->arena, tr_lang(im->asked->lang,
		N_("line %d, character %d of the cell")), f.line, f.column);
	import_trouble(im, true, row, column, arena_printf(im->arena, "%s: %s (%s)", n->code,
		import_say(im, f.sentence, f.detail), place),
		import_say(im, N_("Correct the rule at this place."), NULL));
	im->done->troubles[im->done->trouble_count - 1].line = cell->line + f.line - 1;
}

static void read_cell(struct importing *im, struct node *n, int row, int column)
{
	const struct heading *c = im->columns[column];
	const char *text = clean(im->arena, im->table.rows[row].cells[column].text);
	if (!*text || (c && c->kind == CELL_CODE))
		return;
	if (c && c->kind != CELL_TEXT && c->kind != CELL_RULE && c->kind != CELL_ORIGIN)
		text = text_line(im->arena, text, strlen(text));
	json_object_set_new(n->cells, im->keys[column], json_string(text));
	if (c && c->kind == CELL_RULE)
		check_rule(im, n, row, column);
	else if (c && c->kind == CELL_ORIGIN)
		import_origins(im, n, row, column, text);
	else if (c && (c->kind == CELL_POINTS || c->kind == CELL_PERCENT))
		read_points(im, n, row, column, text);
}

/* The code of a row, without "te_" before it; NULL after a trouble. */
static const char *read_code(struct importing *im, int row, int column)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789.-";
	const char *raw = im->table.rows[row].cells[column].text;
	char *s = text_line(im->arena, raw, strlen(raw)), *bar = strchr(s, '_');
	if (bar && stated_name(arena_copy(im->arena, text_fold(im->arena, s), (size_t)(bar - s))))
		s = bar + 1;
	size_t n = strlen(s);
	while (n > 1 && s[n - 1] == '.' && s[n - 2] != '.')	/* "1.1." */
		s[--n] = '\0';
	if (n && n <= 80 && strspn(s, letters) == n && !strchr(".-", *s) && s[n - 1] != '.'
		&& !strstr(s, "..") && node_depth(s) <= NODE_DEPTH)
		return s;
	import_trouble(im, true, row, column, n ? import_say(im, N_("“%s” is no identifier."),
		text_cut(im->arena, s, 40)) : import_say(im, N_("This row has no identifier."), NULL),
		import_say(im, N_("Write one such as 1.1.2, in a column whose format is text."), NULL));
	return NULL;
}

static bool read_row(struct importing *im, struct node *n, int row)
{
	int at = 0;
	while (!text_eq(im->keys[at], "code"))
		at++;
	*n = (struct node){.row = row, .code = read_code(im, row, at),
		.cells = json_keep(im->arena, json_object())};
	if (!n->code)
		return false;
	for (int i = 0; i < im->table.width; i++)
		read_cell(im, n, row, i);
	return true;
}

int tree_find(const struct tree *t, const char *code)
{
	const json_t *place = code ? json_object_get(t->places, code) : NULL;
	return place ? (int)json_integer_value(place) : -1;
}

void tree_index(struct arena *a, struct tree *t)
{
	t->places = json_keep(a, json_object());
	t->above = arena_alloc(a, ((size_t)t->count + 1) * sizeof *t->above);
	for (int i = 0; i < t->count; i++)
		json_object_set_new(t->places, t->nodes[i].code, json_integer(i));
	for (int i = 0; i < t->count; i++)
		t->above[i] = tree_find(t, node_parent(a, t->nodes[i].code));
}

static int in_order(const void *a, const void *b)
{
	return code_order(((const struct node *)a)->code, ((const struct node *)b)->code);
}

/* Nodes below others that are there; the name or a sentence about its lack. */
static void check_tree(struct importing *im)
{
	struct tree *t = &im->now;
	for (int i = 0; i < t->count; i++) {
		const struct node *n = &t->nodes[i];
		const char *above = node_parent(im->arena, n->code);
		if (above && tree_find(t, above) < 0)
			node_trouble(im, true, n, "code", import_say(im,
				N_("there is no row %s above it."), above),
				import_say(im, N_("Add the row %s, or correct the identifier."), above));
		if (!*node_cell(n, "name"))
			node_trouble(im, false, n, "name", import_say(im,
				N_("it has no name: its identifier stands for it."), NULL), "");
	}
}

/* Points of a node beside the sum of those below: worth a look, not more. */
static void check_sums(struct importing *im, const char *key)
{
	struct tree *t = &im->now;
	size_t count = (size_t)t->count + 1;
	double *sum = arena_alloc(im->arena, count * sizeof *sum), own, part;
	bool *some = arena_alloc(im->arena, count * sizeof *some);
	bool percent = text_eq(key, "percent");
	for (int i = 0; i < t->count; i++) {
		int above = t->above[i];
		if (above < 0 || !read_number(im->arena, node_cell(&t->nodes[i], key), &part))
			continue;
		sum[above] += part;
		some[above] = true;
	}
	for (int i = 0; i < t->count; i++) {
		own = 100;
		if (!some[i] || (!percent && !read_number(im->arena, node_cell(&t->nodes[i], key), &own))
			|| fabs(sum[i] - own) < 0.005 || (percent && fabs(sum[i] - 1) < 0.005))
			continue;
		const char *two = arena_printf(im->arena, "%s ≠ %s",
			number_text(im->arena, im->asked->lang, sum[i], 2),
			number_text(im->arena, im->asked->lang, own, 2));
		node_trouble(im, false, &t->nodes[i], key, import_say(im,
			N_("what is below does not add up: %s."), two), "");
	}
}

bool import_read(struct importing *im, const char *bytes, size_t n)
{
	struct csv_faults *f = arena_alloc(im->arena, sizeof *f);
	bool bad = !csv_read(im->arena, bytes, n, &im->table, f) && faults(im, f);
	if (im->table.count < 2 && !bad)
		import_trouble(im, true, -1, -1, import_say(im, N_("There is no row in this file."), NULL),
			import_say(im, N_("The first row names the columns: identifiant, nom, points…"), NULL));
	if (im->table.count < 2 || !read_heads(im))
		return false;
	struct tree *t = &im->now;
	t->nodes = arena_alloc(im->arena, (size_t)im->table.count * sizeof *t->nodes);
	t->places = json_keep(im->arena, json_object());
	for (int i = 1; i < im->table.count; i++) {
		struct node *node = &t->nodes[t->count];
		if (!read_row(im, node, i))
			continue;
		int twin = tree_find(t, node->code);
		if (twin >= 0) {
			node_trouble(im, true, node, "code", import_say(im,
				N_("this identifier is already that of line %s."),
				arena_printf(im->arena, "%d", im->table.rows[t->nodes[twin].row].line)),
				import_say(im, N_("Give each row an identifier of its own."), NULL));
			continue;
		}
		json_object_set_new(t->places, node->code, json_integer(t->count++));
	}
	if (t->count > NODES) {
		import_trouble(im, true, im->table.count - 1, -1, import_say(im,
			N_("A scheme holds 2,000 concepts at most."), NULL),
			import_say(im, N_("Cut the file, one for each axis."), NULL));
		return false;
	}
	qsort(t->nodes, (size_t)t->count, sizeof *t->nodes, in_order);
	tree_index(im->arena, t);
	check_tree(im);
	check_sums(im, "points");
	check_sums(im, "percent");
	return t->count > 0;
}
