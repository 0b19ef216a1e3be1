/* search_facets.c - sets of rows by facet, and what a choice leaves of them. */
#include "across/search_facets.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static void *grown(void *p, size_t n, size_t size)
{
	p = reallocarray(p, n, size);
	if (!p)
		die("out of memory");
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
		die("out of memory");
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
		die("out of memory");
	return c;
}

/* Notes one more value of a facet; returns the facet's own name. */
static const char *add_to_name(struct facets *f, const char *name, int value)
{
	int i = 0;
	while (i < f->name_count && strcmp(f->names[i].name, name) != 0)
		i++;
	if (i == f->name_count) {
		f->names = grown(f->names, (size_t)f->name_count + 1, sizeof *f->names);
		f->names[f->name_count++] = (struct facet_name){copy(name), NULL, 0};
	}
	struct facet_name *n = &f->names[i];
	n->values = grown(n->values, (size_t)n->count + 1, sizeof *n->values);
	n->values[n->count++] = value;
	return n->name;
}

static roaring_bitmap_t *rows_of(struct facets *f, const char *name, const char *value)
{
	int i = slot(f, name, value);
	if (f->slots[i] >= 0)
		return f->list[f->slots[i]].rows;
	f->list = grown(f->list, (size_t)f->count + 1, sizeof *f->list);
	f->list[f->count] = (struct facet_rows){add_to_name(f, name, f->count), copy(value),
		roaring_bitmap_create()};
	f->slots[i] = f->count++;
	roaring_bitmap_t *rows = f->list[f->count - 1].rows;
	if (f->count * 2 < f->slot_count)
		return rows;
	empty_slots(f, f->slot_count * 2);
	for (int k = 0; k < f->count; k++)
		f->slots[slot(f, f->list[k].name, f->list[k].value)] = k;
	return rows;
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
		put(rows_of(f, name, value), row, on);
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
