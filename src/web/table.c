/* table.c - sheets of several types in the columns of one table. */
#include "web/table.h"

#include <stdio.h>
#include <string.h>

#include "base/csv_out.h"
#include "base/text.h"

enum { BYTES = 32 << 20, COLUMNS = 400, TYPES = 100 };

/* The columns of one type, and where they stand in the table. */
struct part {
	const struct kind *kind;
	int count;
	const char *type;
	int *at;
};

struct table {
	struct request *r;
	struct column columns[COLUMNS];
	int count;
	struct part parts[TYPES];
	int part_count;
};

static int column_of(struct table *t, const struct column *c)
{
	for (int i = 0; i < t->count; i++)
		if (text_eq(t->columns[i].name, c->name))
			return i;
	if (t->count == COLUMNS)
		return -1;
	t->columns[t->count] = *c;
	for (int i = 0; i < t->count; i++)	/* another column is called so */
		if (text_eq(t->columns[i].label, c->label))
			t->columns[t->count].label = arena_printf(t->r->arena, "%s (%s)", c->label,
				c->name);
	return t->count++;
}

static const struct part *part_of(struct table *t, const struct table_row *row)
{
	for (int i = 0; i < t->part_count; i++)
		if (t->parts[i].kind == row->kind && text_eq(t->parts[i].type, row->type))
			return &t->parts[i];
	const struct kind *k = row->kind;
	if (t->part_count == TYPES || !k || !k->columns)
		return NULL;
	struct column own[COLUMNS];
	struct part *p = &t->parts[t->part_count++];
	*p = (struct part){k, k->columns(t->r->db, t->r->lang, row->type, own, COLUMNS),
		row->type, NULL};
	p->at = arena_alloc(t->r->arena, (size_t)p->count * sizeof *p->at);
	for (int i = 0; i < p->count; i++)
		p->at[i] = column_of(t, &own[i]);
	return p;
}

static void put_cell(struct table *t, struct csv_out *c, int column, const struct cell *cell)
{
	const char *text = cell ? cell->text : NULL;
	if (text && text_eq(t->columns[column].name, "url"))
		text = link_absolute(t->r, text);
	if (text && cell->number)
		csv_number(c, text);
	else
		csv_text(c, text);
}

/* What is read for one row is not kept. */
static void put_row(struct table *t, struct csv_out *c, const struct table_row *from)
{
	struct cell cells[COLUMNS] = {0};
	const struct cell *row[COLUMNS] = {0};
	const struct part *p = part_of(t, from);
	struct arena *kept = db_arena(t->r->db), *own = arena_new();
	db_use_arena(t->r->db, own);
	if (p && from->kind->cells(t->r->db, t->r->lang, from->id, cells, COLUMNS)) {
		for (int i = 0; i < p->count; i++)
			if (p->at[i] >= 0)
				row[p->at[i]] = &cells[i];
		for (int i = 0; i < t->count; i++)
			put_cell(t, c, i, row[i]);
		csv_end_row(c);
	}
	db_use_arena(t->r->db, kept);
	arena_free(own);
}

/* The rows that fit; returns how many sheets were gone through. */
static int put_table(struct table *t, const struct table_row *rows, int n, struct out *o)
{
	struct csv_out c = csv_begin(o, t->r->lang);
	for (int i = 0; i < n; i++)
		part_of(t, &rows[i]);
	for (int i = 0; i < t->count; i++)
		csv_text(&c, t->columns[i].label);
	csv_end_row(&c);
	int done = 0;
	size_t whole = o->len;
	for (; done < n; done++) {
		put_row(t, &c, &rows[done]);
		if (o->full || o->len > BYTES)
			break;
		whole = o->len;
	}
	out_cut(o, whole);
	return done;
}

const struct kind *table_kind(const char *prefix)
{
	const struct kind *k;
	for (int i = 0; (k = kind_at(i)); i++)
		if (text_eq(k->prefix, prefix))
			return k;
	return NULL;
}

int table_from(struct request *r)
{
	return (int)request_number(r, "depuis", 0, TABLE_FAR, 0);
}

void table_answer(struct request *r, const char *list, const struct table_row *rows, int n,
	int total)
{
	struct table *t = arena_alloc(r->arena, sizeof *t);
	t->r = r;
	struct out o = out_new(2 * BYTES);
	int done = put_table(t, rows, n, &o), next = table_from(r) + done;
	if (done && next < total)
		answer_header(r, "Link", arena_printf(r->arena, "<%s%cdepuis=%d>; rel=\"next\"",
			link_absolute(r, list), strchr(list, '?') ? '&' : '?', next));
	answer_header(r, "Content-Disposition", "attachment; filename=\"archipel.csv\"");
	answer_header(r, "X-Robots-Tag", "noindex");
	answer(r, 200, "text/csv; charset=utf-8", out_str(&o), o.len);
	out_free(&o);
}
