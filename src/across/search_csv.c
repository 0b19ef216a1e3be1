/* search_csv.c - GET /ressources.csv: the list as a table, columns from the types.
 *
 * At most ROWS rows and BYTES; what follows has an address in the header Link.  One
 * row of labels, then one for each sheet: the columns of the first type found, then
 * those that the next types add. */
#include "across/search_list.h"

#include <stdio.h>
#include <string.h>

#include "across/search_rows.h"
#include "base/csv_out.h"
#include "base/text.h"

enum { ROWS = 5000, BYTES = 32 << 20, COLUMNS = 400, TYPES = 100, FAR = 1000000 };

/* The columns of one type, and where they stand in the table. */
struct part {
	int kind, count;
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

static const struct part *part_of(struct table *t, const struct search_item *item)
{
	for (int i = 0; i < t->part_count; i++)
		if (t->parts[i].kind == item->kind && text_eq(t->parts[i].type, item->type))
			return &t->parts[i];
	const struct kind *k = kind_at(item->kind);
	if (t->part_count == TYPES || !k || !k->columns)
		return NULL;
	struct column own[COLUMNS];
	struct part *p = &t->parts[t->part_count++];
	*p = (struct part){item->kind, k->columns(t->r->db, t->r->lang, item->type, own, COLUMNS),
		item->type, NULL};
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
static void put_row(struct table *t, struct csv_out *c, const struct search_item *item)
{
	struct cell cells[COLUMNS] = {0};
	const struct cell *row[COLUMNS] = {0};
	const struct part *p = part_of(t, item);
	struct arena *kept = db_arena(t->r->db), *own = arena_new();
	db_use_arena(t->r->db, own);
	if (p && kind_at(item->kind)->cells(t->r->db, t->r->lang, item->id, cells, COLUMNS)) {
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

static bool none(void *context, const char *facet)
{
	(void)context;
	(void)facet;
	return false;
}

/* The rows that fit; returns how many sheets were gone through. */
static int put_table(struct table *t, const struct listing *l, struct out *o)
{
	struct csv_out c = csv_begin(o, t->r->lang);
	for (int i = 0; i < l->found.item_count; i++)
		part_of(t, &l->found.items[i]);
	for (int i = 0; i < t->count; i++)
		csv_text(&c, t->columns[i].label);
	csv_end_row(&c);
	int done = 0;
	size_t whole = o->len;
	for (; done < l->found.item_count; done++) {
		put_row(t, &c, &l->found.items[done]);
		if (o->full || o->len > BYTES)
			break;
		whole = o->len;
	}
	out_cut(o, whole);
	return done;
}

void search_csv(struct request *r)
{
	struct listing l;
	listing_read(&l, r, "/ressources.csv", NULL);
	request_lags(r);	/* too large to be kept in memory */
	int from = (int)request_number(r, "depuis", 0, FAR, 0);
	l.wish.offset = from;
	l.wish.limit = ROWS;
	l.wish.brief = true;
	l.wish.offers = none;
	search_find(&l.wish, r->arena, &l.found);
	if (l.found.late) {
		answer_error(r, 503, N_("The search took too long and was stopped: add a word or a filter."));
		return;
	}
	struct table *t = arena_alloc(r->arena, sizeof *t);
	t->r = r;
	struct out o = out_new(2 * BYTES);
	int done = put_table(t, &l, &o);
	const char *query = listing_query(&l);
	if (done && from + done < l.found.total)
		answer_header(r, "Link", arena_printf(r->arena, "<%s?%s%sdepuis=%d>; rel=\"next\"",
			link_absolute(r, l.path), query, *query ? "&" : "", from + done));
	answer_header(r, "Content-Disposition", "attachment; filename=\"archipel.csv\"");
	answer_header(r, "X-Robots-Tag", "noindex");
	answer(r, 200, "text/csv; charset=utf-8", out_str(&o), o.len);
	out_free(&o);
}
