/* search_kept.c - a few lists, the one asked for longest ago goes first. */
#include "across/search_kept.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/out.h"

enum { KEPT = 16, KEY = 4000 };

struct kept_list {
	char *key;
	int64_t version;	/* of the index */
	uint64_t asked;		/* when, in answers */
	struct search_count *counts;
	int64_t *rows;
	int count_count, row_count;
};

struct kept_lists {
	pthread_mutex_t lock;
	uint64_t now;
	struct kept_list list[KEPT];
};

struct kept_lists *kept_lists_new(void)
{
	struct kept_lists *k = memory_zeroed(sizeof *k);
	pthread_mutex_init(&k->lock, NULL);
	return k;
}

static void drop(struct kept_list *l)
{
	memory_drop(l->key);
	memory_drop(l->counts);
	memory_drop(l->rows);
	*l = (struct kept_list){0};
}

void kept_lists_free(struct kept_lists *k)
{
	for (int i = 0; i < KEPT; i++)
		drop(&k->list[i]);
	pthread_mutex_destroy(&k->lock);
	memory_drop(k);
}

/* A part, with its length: no two lists have one key. */
static void part(struct out *o, const char *s)
{
	out_printf(o, "%zu:%s", strlen(s), s);
}

const char *kept_key(const struct finding *f, const struct facet_name *const *names, int count)
{
	const struct search_wish *w = &f->wish;
	if (f->matched || f->cut || f->after || f->newest || w->after)
		return NULL;
	struct out o = out_new(KEY);
	out_printf(&o, "%d %d %d %d ", w->members, (int)w->order, w->offset, w->limit);
	for (int i = 0; i < w->chosen_count; i++) {
		part(&o, w->chosen[i].name);
		part(&o, w->chosen[i].value);
	}
	out_char(&o, '/');
	for (int i = 0; i < count; i++)
		part(&o, names[i]->name);
	const char *key = o.full ? NULL : arena_dup(f->arena, out_str(&o));
	out_free(&o);
	return key;
}

static void *copy(const void *from, size_t n)
{
	return n ? memcpy(memory_get(n), from, n) : NULL;
}

static void *lent(struct arena *a, const void *from, size_t n)
{
	void *to = arena_alloc(a, n + 1);
	return n ? memcpy(to, from, n) : to;
}

/* The list of that key, or the one that gives its place to it. */
static struct kept_list *place(struct kept_lists *k, const char *key)
{
	struct kept_list *oldest = &k->list[0];
	for (int i = 0; i < KEPT; i++) {
		struct kept_list *l = &k->list[i];
		if (l->key && strcmp(l->key, key) == 0)
			return l;
		if (l->asked < oldest->asked)
			oldest = l;
	}
	return oldest;
}

int kept_get(struct kept_lists *k, const char *key, int64_t version, struct arena *a,
	struct search_answer *found, int64_t **rows)
{
	int n = -1;
	pthread_mutex_lock(&k->lock);
	struct kept_list *l = place(k, key);
	if (l->key && l->version == version && strcmp(l->key, key) == 0) {
		l->asked = ++k->now;
		n = l->row_count;
		found->count_count = l->count_count;
		found->counts = lent(a, l->counts, (size_t)l->count_count * sizeof *l->counts);
		*rows = lent(a, l->rows, (size_t)n * sizeof *l->rows);
	}
	pthread_mutex_unlock(&k->lock);
	return n;
}

void kept_put(struct kept_lists *k, const char *key, int64_t version,
	const struct search_answer *found, const int64_t *rows, int row_count)
{
	struct kept_list made = {.version = version,
		.counts = copy(found->counts, (size_t)found->count_count * sizeof *found->counts),
		.rows = copy(rows, (size_t)row_count * sizeof *rows),
		.key = copy(key, strlen(key) + 1), .count_count = found->count_count,
		.row_count = row_count};
	pthread_mutex_lock(&k->lock);
	struct kept_list *l = place(k, key);
	drop(l);
	made.asked = ++k->now;
	*l = made;
	pthread_mutex_unlock(&k->lock);
}
