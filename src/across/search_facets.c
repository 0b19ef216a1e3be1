/* search_facets.c - sets of rows by facet, and what a choice leaves of them. */
#include "across/search_facets.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum {
	FEW = 3,	/* values of a row that need no memory of their own */
	MANY = 256,	/* values of a facet: with more, they are noted row by row */
	BLOCK = 512	/* rows looked at together */
};

static void *grown(void *p, size_t n, size_t size)
{
	p = reallocarray(p, n, size);
	if (!p)
		memory_out();
	return p;
}

static void empty_slots(struct facets *f, int n)
{
	f->slots = grown(f->slots, (size_t)n, sizeof *f->slots);
	f->slot_count = n;
	for (int i = 0; i < n; i++)
		f->slots[i] = -1;
}

struct facets *facets_new(void)
{
	struct facets *f = calloc(1, sizeof *f);
	if (!f)
		memory_out();
	f->all = roaring_bitmap_create();
	f->members = roaring_bitmap_create();
	empty_slots(f, 256);
	return f;
}

void facets_free(struct facets *f)
{
	if (!f)
		return;
	for (int i = 0; i < f->count; i++) {
		free(f->list[i].value);
		roaring_bitmap_free(f->list[i].rows);
	}
	for (int i = 0; i < f->name_count; i++) {
		free(f->names[i].name);
		free(f->names[i].values);
	}
	for (uint32_t row = 0; row < f->room; row++)
		if (f->values[row].count > FEW)
			free(f->values[row].more);
	free(f->values);
	free(f->names);
	roaring_bitmap_free(f->all);
	roaring_bitmap_free(f->members);
	free(f->list);
	free(f->slots);
	free(f);
}

static uint32_t mix(uint32_t h, const char *s)
{
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;	/* FNV-1a */
	return (h ^ 0xff) * 16777619u;
}

/* The slot of a value, or the free one where it would stand. */
static int slot(const struct facets *f, const char *name, const char *value)
{
	int i = (int)(mix(mix(2166136261u, name), value) % (uint32_t)f->slot_count);
	for (; f->slots[i] >= 0; i = (i + 1) % f->slot_count) {
		const struct facet_rows *r = &f->list[f->slots[i]];
		if (strcmp(r->value, value) == 0 && strcmp(r->name, name) == 0)
			break;
	}
	return i;
}

static char *copy(const char *s)
{
	char *c = strdup(s);
	if (!c)
		memory_out();
	return c;
}

/* Notes one more value of a facet; returns which facet it is. */
static int add_to_name(struct facets *f, const char *name, int value)
{
	int i = 0;
	while (i < f->name_count && strcmp(f->names[i].name, name) != 0)
		i++;
	if (i == f->name_count) {
		f->names = grown(f->names, (size_t)f->name_count + 1, sizeof *f->names);
		f->names[f->name_count++] = (struct facet_name){.name = copy(name)};
	}
	struct facet_name *n = &f->names[i];
	n->values = grown(n->values, (size_t)n->count + 1, sizeof *n->values);
	n->values[n->count++] = value;
	return i;
}

/* The number of a value in the list, a new one if need be. */
static int number_of(struct facets *f, const char *name, const char *value)
{
	int i = slot(f, name, value);
	if (f->slots[i] >= 0)
		return f->slots[i];
	int facet = add_to_name(f, name, f->count);
	f->list = grown(f->list, (size_t)f->count + 1, sizeof *f->list);
	f->list[f->count] = (struct facet_rows){f->names[facet].name, copy(value),
		roaring_bitmap_create(), facet};
	f->slots[i] = f->count++;
	if (f->count * 2 >= f->slot_count) {
		empty_slots(f, f->slot_count * 2);
		for (int k = 0; k < f->count; k++)
			f->slots[slot(f, f->list[k].name, f->list[k].value)] = k;
	}
	return f->count - 1;
}

static struct row_values *values_of(struct facets *f, uint32_t row)
{
	if (row >= f->room) {
		uint32_t room = f->room ? f->room : 1024;
		while (room <= row)
			room += room / 2;
		f->values = grown(f->values, room, sizeof *f->values);
		memset(f->values + f->room, 0, (room - f->room) * sizeof *f->values);
		f->room = room;
	}
	return &f->values[row];
}

static int *list_of(struct row_values *v)
{
	return v->count > FEW ? v->more : v->few;
}

static void add_value(struct row_values *v, int value)
{
	if (v->count >= FEW) {
		int *more = grown(v->count > FEW ? v->more : NULL, (size_t)v->count + 1, sizeof *more);
		if (v->count == FEW)
			memcpy(more, v->few, sizeof v->few);
		v->more = more;
	}
	v->count++;
	list_of(v)[v->count - 1] = value;
}

static void take_value(struct row_values *v, int i)
{
	int *list = list_of(v);
	list[i] = list[v->count - 1];
	if (--v->count == FEW) {
		memcpy(v->few, list, sizeof v->few);
		free(list);
	}
}

static void note_value(struct facets *f, uint32_t row, int value, bool on)
{
	struct row_values *v = values_of(f, row);
	int i = 0;
	while (i < v->count && list_of(v)[i] != value)
		i++;
	if (on && i == v->count)
		add_value(v, value);
	else if (!on && i < v->count)
		take_value(v, i);
}

/* Are the values of this facet noted row by row?  From now on, if there are many. */
static bool is_noted(struct facets *f, struct facet_name *n)
{
	if (n->many || n->count <= MANY || strcmp(n->name, FACET_AROUND) == 0)
		return n->many;
	n->many = true;
	for (int i = 0; i < n->count; i++) {
		roaring_uint32_iterator_t *it = roaring_create_iterator(f->list[n->values[i]].rows);
		for (; it->has_value; roaring_advance_uint32_iterator(it))
			note_value(f, it->current_value, n->values[i], true);
		roaring_free_uint32_iterator(it);
	}
	return true;
}

/* The values of facets that have many, row by row. */
static void count_rows(const struct facets *f, const roaring_bitmap_t *rows, int *counts)
{
	uint32_t some[BLOCK], n;
	roaring_uint32_iterator_t *it = roaring_create_iterator(rows);
	while ((n = roaring_read_uint32_iterator(it, some, BLOCK)))
		for (uint32_t i = 0; i < n; i++) {
			if (some[i] >= f->room)
				break;
			struct row_values *v = &f->values[some[i]];
			for (int k = 0; k < v->count; k++)
				counts[list_of(v)[k]]++;
		}
	roaring_free_uint32_iterator(it);
}

/* Is going through the rows dearer than intersecting with each value?  Nanoseconds, as
 * measured: 60 a row; 100 a value, and 40 for each row of the index, whose values lie
 * apart. */
static bool is_dear(const struct facets *f, const roaring_bitmap_t *rows, int64_t values)
{
	int64_t here = (int64_t)roaring_bitmap_get_cardinality(rows);
	return here * 60 > values * 100 + (int64_t)roaring_bitmap_get_cardinality(f->all) * 40;
}

/* Are these all the rows there are?  Then sizes need no intersection. */
static bool is_all(const struct facets *f, const roaring_bitmap_t *rows)
{
	return roaring_bitmap_get_cardinality(rows) == roaring_bitmap_get_cardinality(f->all);
}

void facets_count(const struct facets *f, const roaring_bitmap_t *rows,
	const struct facet_name *const *names, int name_count, int *counts)
{
	bool all = is_all(f, rows);
	int64_t many = 0;
	for (int i = 0; i < name_count; i++)
		many += names[i]->many ? names[i]->count : 0;
	bool apart = many && !all && !is_dear(f, rows, many);
	if (apart)
		count_rows(f, rows, counts);
	for (int i = 0; i < name_count; i++)
		for (int k = 0; k < names[i]->count && !(apart && names[i]->many); k++) {
			int value = names[i]->values[k];
			const roaring_bitmap_t *with = f->list[value].rows;
			counts[value] = (int)(all ? roaring_bitmap_get_cardinality(with) :
				roaring_bitmap_and_cardinality(with, rows));
		}
}

static void put(roaring_bitmap_t *rows, uint32_t row, bool on)
{
	if (on)
		roaring_bitmap_add(rows, row);
	else
		roaring_bitmap_remove(rows, row);
}

void facets_set(struct facets *f, uint32_t row, const char *name, const char *value, bool on)
{
	if (*name) {
		int number = number_of(f, name, value);
		put(f->list[number].rows, row, on);
		if (is_noted(f, &f->names[f->list[number].facet]))
			note_value(f, row, number, on);
		return;
	}
	put(f->all, row, on);
	put(f->members, row, on && strcmp(value, visibility_name(MEMBERS)) == 0);
}

const roaring_bitmap_t *facets_rows(const struct facets *f, const char *name, const char *value)
{
	int i = f->slots[slot(f, name, value)];
	return i >= 0 ? f->list[i].rows : NULL;
}

/* Keeps of rows those that have one of the chosen values of this facet. */
static void narrow(const struct facets *f, roaring_bitmap_t *rows, const struct chosen *c,
	const char *name)
{
	roaring_bitmap_t *any = roaring_bitmap_create();
	for (int i = 0; i < c->count; i++) {
		const roaring_bitmap_t *with = facets_rows(f, name, c->list[i].value);
		if (with && strcmp(c->list[i].name, name) == 0)
			roaring_bitmap_or_inplace(any, with);
	}
	roaring_bitmap_and_inplace(rows, any);
	roaring_bitmap_free(any);
}

static bool said_before(const struct chosen *c, int i)
{
	for (int k = 0; k < i; k++)
		if (strcmp(c->list[k].name, c->list[i].name) == 0)
			return true;
	return false;
}

roaring_bitmap_t *facets_choose(const struct facets *f, const roaring_bitmap_t *among,
	const struct chosen *c, const char *except)
{
	roaring_bitmap_t *rows = roaring_bitmap_copy(among ? among : f->all);
	roaring_bitmap_and_inplace(rows, f->all);
	if (!c->members)
		roaring_bitmap_andnot_inplace(rows, f->members);
	for (int i = 0; i < c->count; i++)
		if (!said_before(c, i) && !(except && strcmp(c->list[i].name, except) == 0))
			narrow(f, rows, c, c->list[i].name);
	return rows;
}
