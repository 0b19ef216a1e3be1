/* diff.c - longest common subsequence of words and white space. */
#include "base/diff.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { WORDS_MAX = 1500 };

struct word {
	const char *text;
	size_t size;
};

struct words {
	struct word *list;
	int count;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* Runs of letters and runs of white space, in turn. */
static struct words split(struct arena *a, const char *text)
{
	struct words w = {arena_alloc(a, (strlen(text) + 1) * sizeof *w.list), 0};
	while (*text) {
		const char *end = text;
		while (*end && is_space(*end) == is_space(*text))
			end++;
		w.list[w.count++] = (struct word){text, (size_t)(end - text)};
		text = end;
	}
	return w;
}

static bool same(struct word x, struct word y)
{
	return x.size == y.size && memcmp(x.text, y.text, x.size) == 0;
}

struct parts {
	struct diff_part *list;
	int count;
};

/* A word more: the last part grows when it is of the same kind. */
static void add(struct parts *p, enum diff_kind kind, struct word w)
{
	struct diff_part *last = p->count ? &p->list[p->count - 1] : NULL;
	if (last && last->kind == kind && last->text + last->size == w.text)
		last->size += w.size;
	else
		p->list[p->count++] = (struct diff_part){kind, w.text, w.size};
}

static void add_all(struct parts *p, enum diff_kind kind, struct words w)
{
	for (int i = 0; i < w.count; i++)
		add(p, kind, w.list[i]);
}

/* Longest common run lengths of all endings of x and y, row by row. */
static uint16_t *lengths(struct arena *a, struct words x, struct words y)
{
	size_t row = (size_t)y.count + 1;
	uint16_t *t = arena_alloc(a, ((size_t)x.count + 1) * row * sizeof *t);
	for (int i = x.count - 1; i >= 0; i--)
		for (int j = y.count - 1; j >= 0; j--) {
			uint16_t *at = t + (size_t)i * row + (size_t)j;
			uint16_t right = at[1], down = at[row];
			uint16_t across = (uint16_t)(at[row + 1] + 1);
			*at = same(x.list[i], y.list[j]) ? across : right > down ? right : down;
		}
	return t;
}

static void add_middle(struct arena *a, struct parts *p, struct words x, struct words y)
{
	if (x.count > WORDS_MAX || y.count > WORDS_MAX) {
		add_all(p, GONE, x);
		add_all(p, CAME, y);
		return;
	}
	size_t row = (size_t)y.count + 1;
	const uint16_t *t = lengths(a, x, y);
	int i = 0, j = 0;
	while (i < x.count && j < y.count) {
		const uint16_t *at = t + (size_t)i * row + (size_t)j;
		if (same(x.list[i], y.list[j])) {
			add(p, SAME, y.list[j]);
			i++, j++;
		} else if (at[row] >= at[1]) {
			add(p, GONE, x.list[i++]);
		} else {
			add(p, CAME, y.list[j++]);
		}
	}
	while (i < x.count)
		add(p, GONE, x.list[i++]);
	while (j < y.count)
		add(p, CAME, y.list[j++]);
}

static bool is_gap(const struct diff_part *d)
{
	size_t i = 0;
	while (i < d->size && d->text[i] == ' ')
		i++;
	return d->kind == SAME && i == d->size;
}

/* Changes with only a space between them become one: what went, then what came. */
static void gather(const char *before, const char *after, struct parts *p)
{
	struct parts out = {p->list, 0};
	for (int i = 0; i < p->count;) {
		size_t gone = 0, came = 0;
		bool changed = p->list[i].kind != SAME;
		do {
			const struct diff_part *d = &p->list[i++];
			gone += d->kind == CAME ? 0 : d->size;
			came += d->kind == GONE ? 0 : d->size;
		} while (changed && i < p->count && (p->list[i].kind != SAME
			|| (is_gap(&p->list[i]) && i + 1 < p->count)));
		if (!changed)
			out.list[out.count++] = (struct diff_part){SAME, after, came};
		if (changed && gone)
			out.list[out.count++] = (struct diff_part){GONE, before, gone};
		if (changed && came)
			out.list[out.count++] = (struct diff_part){CAME, after, came};
		before += gone;
		after += came;
	}
	p->count = out.count;
}

int diff_words(struct arena *a, const char *before, const char *after,
	struct diff_part **parts)
{
	struct words x = split(a, before), y = split(a, after);
	struct parts p = {arena_alloc(a,
		((size_t)x.count + (size_t)y.count + 1) * sizeof *p.list), 0};
	int start = 0, end = 0, shorter = x.count < y.count ? x.count : y.count;
	while (start < shorter && same(x.list[start], y.list[start]))
		start++;
	while (end < shorter - start
		&& same(x.list[x.count - 1 - end], y.list[y.count - 1 - end]))
		end++;
	add_all(&p, SAME, (struct words){y.list, start});
	add_middle(a, &p, (struct words){x.list + start, x.count - start - end},
		(struct words){y.list + start, y.count - start - end});
	add_all(&p, SAME, (struct words){y.list + y.count - end, end});
	gather(before, after, &p);
	*parts = p.list;
	return p.count;
}
