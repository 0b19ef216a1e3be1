/* search_known.c - dates, ids and lengths by row, and the bags not written yet. */
#include "across/search_known.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

struct known *known_new(void)
{
	struct known *k = calloc(1, sizeof *k);
	if (!k)
		memory_out();
	return k;
}

void known_free(struct known *k)
{
	if (!k)
		return;
	known_drop_bags(k);
	terms_free(&k->terms);
	free(k->bags.list);
	free(k->rows);
	free(k);
}

void known_drop_bags(struct known *k)
{
	for (int i = 0; i < k->bags.count; i++)
		bag_free(k->bags.list[i]);
	k->bags.count = 0;
}

static void *grown(void *p, size_t count, size_t size)
{
	p = reallocarray(p, count, size);
	if (!p)
		memory_out();
	return p;
}

void terms_add(struct terms *t, uint32_t number, const char *text)
{
	size_t size = strlen(text) + 1;
	if (t->count == t->room)
		t->list = grown(t->list, t->room = t->room * 3 / 2 + 256, sizeof *t->list);
	if (t->used + size > t->most)
		t->texts = grown(t->texts, t->most = (t->used + size) * 3 / 2 + 4096, 1);
	memcpy(t->texts + t->used, text, size);
	t->list[t->count++] = (struct term){letters_of(text), number, (uint32_t)t->used,
		(int)text_length(text)};
	t->used += size;
}

void terms_free(struct terms *t)
{
	free(t->list);
	free(t->texts);
	*t = (struct terms){0};
}

static void make_room(struct known *k, uint32_t row)
{
	uint32_t room = k->room ? k->room : 1024;
	while (room <= row)
		room += room / 2;
	k->rows = reallocarray(k->rows, room, sizeof *k->rows);
	if (!k->rows)
		memory_out();
	memset(k->rows + k->room, 0, (room - k->room) * sizeof *k->rows);
	k->room = room;
}

/* Where the bag of a row is, or would be. */
static int bag_at(const struct bags *b, uint32_t row)
{
	int from = 0, to = b->count;
	while (from < to) {
		int middle = (from + to) / 2;
		if (b->list[middle]->row < row)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static void drop_bag(struct bags *b, uint32_t row)
{
	int i = bag_at(b, row);
	if (i == b->count || b->list[i]->row != row)
		return;
	bag_free(b->list[i]);
	memmove(b->list + i, b->list + i + 1, (size_t)(--b->count - i) * sizeof *b->list);
}

static void add_bag(struct bags *b, struct bag *bag)
{
	int i = bag_at(b, bag->row);
	b->list = reallocarray(b->list, (size_t)b->count + 1, sizeof *b->list);
	if (!b->list)
		memory_out();
	memmove(b->list + i + 1, b->list + i, (size_t)(b->count++ - i) * sizeof *b->list);
	b->list[i] = bag;
}

void known_set(struct known *k, uint32_t row, const struct known_row *r, struct bag *bag)
{
	if (row >= k->room)
		make_room(k, row);
	k->words += (int64_t)r->length - k->rows[row].length;
	k->rows[row] = *r;
	drop_bag(&k->bags, row);
	if (bag)
		add_bag(&k->bags, bag);
}

struct known_row known_row(const char *id, int64_t updated, int length)
{
	struct known_row r = {.updated = updated,
		.length = (uint16_t)(length < UINT16_MAX ? length : UINT16_MAX)};
	memcpy(r.id, id, strnlen(id, ID));
	return r;
}

int known_by_id(const struct known *k, uint32_t a, uint32_t b)
{
	int order = memcmp(k->rows[a].id, k->rows[b].id, ID);
	return order ? order : (a > b) - (a < b);
}
