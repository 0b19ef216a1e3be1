/* scheme_query.c - schemes as structures, read once for each change. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "domain/scheme/scheme.h"

/* All schemes, with the memory they live in. */
struct all {
	struct arena *arena;
	struct scheme *schemes;
	const struct scheme **list;
	int count;
};

static void drop(void *p)
{
	arena_free(((struct all *)p)->arena);
}

/* Texts in both languages; the one that lacks borrows the other. */
static void words(struct arena *a, const json_t *j, const char *out[LANG_COUNT])
{
	for (enum lang lang = FR; lang < LANG_COUNT; lang++)
		out[lang] = arena_dup(a, json_str(j, lang_code(lang)));
	for (int lang = 0; lang < LANG_COUNT; lang++)
		if (!out[lang])
			out[lang] = out[lang == FR ? EN : FR];
}

static int count(const json_t *concepts, int depth)
{
	int n = 0;
	size_t i;
	const json_t *c;
	json_array_foreach(concepts, i, c)
		n += 1 + (depth < SCHEME_DEPTH ?
			count(json_object_get(c, "narrower"), depth + 1) : 0);
	return n;
}

static const char *const *names(struct arena *a, const json_t *list)
{
	size_t n = json_array_size(list);
	if (n == 0)
		return NULL;
	const char **all = arena_alloc(a, (n + 1) * sizeof *all);
	for (size_t i = 0, k = 0; i < n; i++)
		if (json_is_string(json_array_get(list, i)))
			all[k++] = arena_dup(a, json_string_value(json_array_get(list, i)));
	return all;
}

/* Writes concepts from place n, depth first; returns the place after them. */
static int fill(struct arena *a, const struct scheme *s, struct concept *out, int n,
	const json_t *concepts, const char *broader, int depth)
{
	size_t i;
	const json_t *j;
	json_array_foreach(concepts, i, j) {
		struct concept *c = &out[n];
		*c = (struct concept){.scheme = s->name, .broader = broader, .depth = depth,
			.order = n, .notation = arena_dup(a, json_str(j, "notation")),
			.address = arena_dup(a, json_str(j, "address")),
			.related = names(a, json_object_get(j, "related"))};
		if (!c->notation)
			c->notation = "";
		words(a, json_object_get(j, "label"), c->label);
		words(a, json_object_get(j, "definition"), c->definition);
		for (int lang = 0; lang < LANG_COUNT; lang++)
			if (!c->label[lang])
				c->label[lang] = c->notation;
		n++;
		if (depth < SCHEME_DEPTH)
			n = fill(a, s, out, n, json_object_get(j, "narrower"), c->notation,
				depth + 1);
	}
	return n;
}

void scheme_read(struct arena *a, const json_t *j, const char *name, struct scheme *s)
{
	const json_t *concepts = json_object_get(j, "concepts");
	*s = (struct scheme){.name = arena_dup(a, name), .count = count(concepts, 0)};
	words(a, json_object_get(j, "label"), s->label);
	words(a, json_object_get(j, "definition"), s->definition);
	for (int lang = 0; lang < LANG_COUNT; lang++)
		if (!s->label[lang])
			s->label[lang] = s->name;
	struct concept *all = arena_alloc(a, sizeof *all * (size_t)(s->count + 1));
	fill(a, s, all, 0, concepts, NULL, 0);
	s->concepts = all;
}

static struct all *read_all(struct db *db)
{
	struct arena *a = arena_new(), *before = db_arena(db);
	db_use_arena(db, a);
	struct all *all = arena_alloc(a, sizeof *all);
	size_t room = (size_t)db_int(db, "SELECT count(*) FROM scheme", "");
	*all = (struct all){.arena = a, .schemes = arena_alloc(a, (room + 1) * sizeof *all->schemes),
		.list = arena_alloc(a, (room + 1) * sizeof *all->list)};
	struct rows r = db_query(db, "SELECT name, body FROM scheme ORDER BY name", "");
	while (row_next(&r)) {
		const char *why = NULL, *name = row_text(&r, 0), *body = row_text(&r, 1);
		scheme_read(a, json_read(a, body, strlen(body), &why), name,
			&all->schemes[all->count]);
		all->list[all->count] = &all->schemes[all->count];
		all->count++;
	}
	rows_end(&r);
	db_use_arena(db, before);
	return all;
}

static const struct all *schemes(struct db *db)
{
	struct all *all = db_kept_still(db, "schemes");
	if (all)
		return all;
	int64_t stamp = db_int(db, "SELECT sum(stamp) FROM scheme", "");
	all = db_kept(db, "schemes", stamp);
	if (!all) {
		all = read_all(db);
		db_keep(db, "schemes", stamp, all, drop);
	}
	return all;
}

int scheme_all(struct db *db, const struct scheme *const **list)
{
	const struct all *all = schemes(db);
	*list = all->list;
	return all->count;
}

const struct scheme *scheme_get(struct db *db, const char *name)
{
	const struct all *all = schemes(db);
	for (int i = 0; name && i < all->count; i++)
		if (strcmp(all->schemes[i].name, name) == 0)
			return &all->schemes[i];
	return NULL;
}

const struct concept *scheme_concept(const struct scheme *s, const char *notation)
{
	for (int i = 0; s && notation && i < s->count; i++)
		if (strcmp(s->concepts[i].notation, notation) == 0)
			return &s->concepts[i];
	return NULL;
}

const struct concept *scheme_match(const struct scheme *s, const char *typed)
{
	const struct concept *exact = scheme_concept(s, typed), *found = NULL;
	if (exact || !s || !typed)
		return exact;
	struct arena *a = arena_new();
	const char *want = text_fold(a, typed);
	for (int i = 0; !found && i < s->count; i++) {
		const struct concept *c = &s->concepts[i];
		if (text_eq(text_fold(a, c->notation), want) ||
		    text_eq(text_fold(a, c->label[FR]), want) ||
		    text_eq(text_fold(a, c->label[EN]), want))
			found = c;
	}
	arena_free(a);
	return found;
}

const char *scheme_path(struct arena *a, const struct scheme *s, enum lang lang,
	const struct concept *c)
{
	const char *path = c->label[lang];
	for (c = scheme_concept(s, c->broader); c; c = scheme_concept(s, c->broader))
		path = arena_printf(a, "%s › %s", c->label[lang], path);
	return path;
}

const char *scheme_stated(struct db *db, const char *name, const char **actor)
{
	struct rows r = db_query(db, "SELECT body, actor FROM scheme WHERE name = ?1", "s", name);
	const char *body = NULL;
	if (row_next(&r)) {
		body = row_text(&r, 0);
		if (actor)
			*actor = row_text(&r, 1);
	}
	rows_end(&r);
	return body;
}
