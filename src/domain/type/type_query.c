/* type_query.c - definitions as structures, read once for each change. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/type/type_own.h"

/* All types, with the memory they live in. */
struct all {
	struct arena *arena;
	struct type *types;
	const struct type **list;
	int count;
	const struct field **facets;	/* of all types, by name */
	int facet_count;
};

static void drop(void *p)
{
	arena_free(((struct all *)p)->arena);
}

/* Texts in both languages; the one that lacks borrows the other, or otherwise. */
static void words(struct arena *a, const json_t *j, const char *otherwise,
	const char *out[LANG_COUNT])
{
	for (enum lang lang = FR; lang < LANG_COUNT; lang++)
		out[lang] = arena_dup(a, json_str(j, lang_code(lang)));
	for (int lang = 0; lang < LANG_COUNT; lang++)
		if (!out[lang])
			out[lang] = out[lang == FR ? EN : FR] ? out[lang == FR ? EN : FR] : otherwise;
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

static enum visibility visibility(const char *name)
{
	return text_eq(name, "members") ? MEMBERS : text_eq(name, "private") ? PRIVATE : PUBLIC;
}

static const struct field *fields(struct arena *a, const json_t *list, const struct field *group,
	int *count);

/* The fields of a group are seen by whoever sees the group, and by no one else. */
static void read_field(struct arena *a, const json_t *j, const struct field *group,
	struct field *f)
{
	const char *name = json_str(j, "name"), *kind = json_str(j, "kind");
	json_int_t limit = json_int(j, "limit");
	*f = (struct field){
		.name = arena_dup(a, name ? name : ""),
		.kind = arena_dup(a, kind ? kind : "line"),
		.required = json_is_true(json_object_get(j, "required")),
		.facet = json_is_true(json_object_get(j, "facet")),
		.detail = json_is_true(json_object_get(j, "detail")),
		.visibility = group ? group->visibility : visibility(json_str(j, "visibility")),
		.limit = limit > 0 ? (size_t)limit : 0,
		.scheme = arena_dup(a, json_str(j, "scheme")),
		.types = names(a, json_object_get(j, "types")),
		.rdf = arena_dup(a, json_str(j, "rdf")),
		.place = arena_dup(a, json_str(j, "place")),
		.step = arena_dup(a, json_str(j, "step")),
		.single = json_is_true(json_object_get(j, "single")),
		.foreseen = arena_dup(a, json_str(j, "foreseen")),
		.each = arena_dup(a, json_str(j, "each")),
		.sum = names(a, json_object_get(j, "sum"))};
	if (!f->scheme && strcmp(f->kind, "licence") == 0)
		f->scheme = "licences";
	words(a, json_object_get(j, "label"), f->name, f->label);
	words(a, json_object_get(j, "help"), NULL, f->help);
	words(a, json_object_get(j, "inverse"), NULL, f->inverse);
	words(a, json_object_get(j, "item"), NULL, f->item);
	words(a, json_object_get(j, "unit"), arena_dup(a, json_str(j, "unit")), f->unit);
	if (!group)
		f->fields = fields(a, json_object_get(j, "fields"), f, &f->field_count);
}

static const struct field *fields(struct arena *a, const json_t *list, const struct field *group,
	int *count)
{
	size_t n = json_array_size(list);
	struct field *all = arena_alloc(a, (n + 1) * sizeof *all);
	for (size_t i = 0; i < n; i++)
		read_field(a, json_array_get(list, i), group, &all[i]);
	*count = (int)n;
	return all;
}

static void read_steps(struct arena *a, const json_t *list, struct type *t)
{
	size_t n = json_array_size(list);
	struct type_step *all = arena_alloc(a, (n + 1) * sizeof *all);
	for (size_t i = 0; i < n; i++) {
		const json_t *j = json_array_get(list, i);
		const char *name = json_str(j, "name");
		all[i].name = arena_dup(a, name ? name : "");
		words(a, json_object_get(j, "label"), all[i].name, all[i].label);
		words(a, json_object_get(j, "help"), NULL, all[i].help);
	}
	t->steps = all;
	t->step_count = (int)n;
}

void type_read(struct arena *a, const json_t *j, const char *name, struct type *t)
{
	const char *mark = json_str(j, "mark");
	*t = (struct type){.name = arena_dup(a, name), .mark = arena_dup(a, mark ? mark : ""),
		.rdf = arena_dup(a, json_str(j, "rdf")), .order = (int)json_int(j, "order")};
	words(a, json_object_get(j, "label"), t->name, t->label);
	words(a, json_object_get(j, "plural"), NULL, t->plural);
	words(a, json_object_get(j, "help"), NULL, t->help);
	for (int lang = 0; lang < LANG_COUNT; lang++)
		if (!t->plural[lang])
			t->plural[lang] = t->label[lang];
	t->fields = fields(a, json_object_get(j, "fields"), NULL, &t->field_count);
	read_steps(a, json_object_get(j, "steps"), t);
}

static int by_order(const void *a, const void *b)
{
	const struct type *x = *(const struct type *const *)a, *y = *(const struct type *const *)b;
	return x->order != y->order ? x->order - y->order : strcmp(x->name, y->name);
}

/* Insertion keeps the order of types among fields of one name. */
static void sort_facets(struct arena *a, struct all *all)
{
	int room = 0;
	for (int i = 0; i < all->count; i++)
		room += all->list[i]->field_count;
	all->facets = arena_alloc(a, (size_t)(room + 1) * sizeof *all->facets);
	for (int i = 0; i < all->count; i++)
		for (int k = 0; k < all->list[i]->field_count; k++) {
			const struct field *f = &all->list[i]->fields[k];
			int at = f->facet ? all->facet_count++ : -1;
			for (; at > 0 && strcmp(all->facets[at - 1]->name, f->name) > 0; at--)
				all->facets[at] = all->facets[at - 1];
			if (at >= 0)
				all->facets[at] = f;
		}
}

static struct all *read_all(struct db *db)
{
	struct arena *a = arena_new(), *before = db_arena(db);
	db_use_arena(db, a);
	struct all *all = arena_alloc(a, sizeof *all);
	size_t room = (size_t)db_int(db, "SELECT count(*) FROM type", "");
	*all = (struct all){.arena = a, .types = arena_alloc(a, (room + 1) * sizeof *all->types),
		.list = arena_alloc(a, (room + 1) * sizeof *all->list)};
	struct rows r = db_query(db, "SELECT name, body, position FROM type ORDER BY name", "");
	while (row_next(&r)) {
		const char *why = NULL, *name = row_text(&r, 0), *body = row_text(&r, 1);
		struct type *t = &all->types[all->count];
		type_read(a, json_read(a, body, strlen(body), &why), name, t);
		t->position = row_int(&r, 2);
		all->list[all->count++] = t;
	}
	rows_end(&r);
	db_use_arena(db, before);
	qsort(all->list, (size_t)all->count, sizeof *all->list, by_order);
	sort_facets(a, all);
	return all;
}

static const struct all *types(struct db *db)
{
	struct all *all = db_kept_still(db, "types");
	if (all)
		return all;
	int64_t stamp = db_int(db, "SELECT sum(stamp + position) FROM type", "");
	all = db_kept(db, "types", stamp);
	if (!all) {
		all = read_all(db);
		db_keep(db, "types", stamp, all, drop);
	}
	return all;
}

int type_all(struct db *db, const struct type *const **list)
{
	const struct all *all = types(db);
	*list = all->list;
	return all->count;
}

const struct type *type_get(struct db *db, const char *name)
{
	const struct all *all = types(db);
	for (int i = 0; name && i < all->count; i++)
		if (strcmp(all->types[i].name, name) == 0)
			return &all->types[i];
	return NULL;
}

const struct field *type_field(const struct type *t, const char *name)
{
	return t ? field_named(t->fields, t->field_count, name) : NULL;
}

const struct field *const *type_facets(struct db *db, const char *name, int *count)
{
	const struct all *all = types(db);
	int low = 0, high = all->facet_count, n = 0;
	while (low < high) {
		int middle = (low + high) / 2;
		if (strcmp(all->facets[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	while (low + n < all->facet_count && strcmp(all->facets[low + n]->name, name) == 0)
		n++;
	*count = n;
	return &all->facets[low];
}

int type_step_named(const struct type *t, const char *name)
{
	for (int i = 0; name && i < t->step_count; i++)
		if (strcmp(t->steps[i].name, name) == 0)
			return i;
	return -1;
}

int type_step(const struct type *t, const struct field *f)
{
	int i = type_step_named(t, f->step);
	return i < 0 && t->step_count ? t->step_count - 1 : i < 0 ? 0 : i;
}

const char *type_stated(struct db *db, const char *name, const char **actor)
{
	struct rows r = db_query(db, "SELECT body, actor FROM type WHERE name = ?1", "s", name);
	const char *body = NULL;
	if (row_next(&r)) {
		body = row_text(&r, 0);
		if (actor)
			*actor = row_text(&r, 1);
	}
	rows_end(&r);
	return body;
}

json_t *type_check(struct ledger *l, const struct type *t, const json_t *values, bool draft)
{
	return field_check(l, t->fields, t->field_count, values, draft);
}
