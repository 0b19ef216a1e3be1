/* nest.c - objects all the way while reading; lists are made at the end. */
#include "base/nest.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/tr.h"

enum { DEPTH = 8, PLACES = 1000 };

static const char *const bad_name = N_("A field name of the form is not understood.");

static bool name_ok(const char *s, size_t n)
{
	return n > 0 && n <= 64 && strspn(s, "abcdefghijklmnopqrstuvwxyz"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") >= n;
}

/* Adds a value under a name: the first as it is, the next make a list. */
static bool set(json_t *object, const char *name, json_t *value, bool list)
{
	json_t *old = json_object_get(object, name);
	if (json_is_object(old)) {
		json_decref(value);
		return false;
	}
	if (!old && !list)
		return json_object_set_new(object, name, value) == 0;
	if (!json_is_array(old)) {
		json_t *all = json_array();
		if (old)
			json_array_append(all, old);
		json_object_set_new(object, name, all);
		old = all;
	}
	return json_array_append_new(old, value) == 0;
}

static bool put(json_t *at, const char *name, const char *text)
{
	for (int depth = 0; depth < DEPTH; depth++) {
		size_t n = strcspn(name, ".[");
		if (!name_ok(name, n))
			return false;
		char part[65];
		memcpy(part, name, n);
		part[n] = '\0';
		bool list = strcmp(name + n, "[]") == 0;
		if (!name[n] || list)
			return set(at, part, json_string(text), list);
		if (name[n] != '.')
			return false;
		json_t *next = json_object_get(at, part);
		if (!next)
			json_object_set_new(at, part, next = json_object());
		if (!json_is_object(next))
			return false;
		at = next;
		name += n + 1;
	}
	return false;
}

static int by_place(const void *a, const void *b)
{
	return atoi(*(const char *const *)a) - atoi(*(const char *const *)b);
}

static bool all_places(const json_t *object)
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)object, key, value)
		if (strlen(key) > 3 || strspn(key, "0123456789") != strlen(key))
			return false;
	return json_object_size(object) > 0;
}

/* Objects whose names are all numbers become lists, in order. */
static json_t *lists(json_t *j)
{
	const char *key;
	json_t *value;
	if (!json_is_object(j))
		return json_incref(j);
	json_t *made = json_object();
	json_object_foreach(j, key, value)
		json_object_set_new(made, key, lists(value));
	if (!all_places(made))
		return made;
	const char *keys[PLACES];
	size_t n = 0;
	json_object_foreach(made, key, value)
		if (n < PLACES)
			keys[n++] = key;
	qsort(keys, n, sizeof *keys, by_place);
	json_t *list = json_array();
	for (size_t i = 0; i < n; i++)
		json_array_append(list, json_object_get(made, keys[i]));
	json_decref(made);
	return list;
}

json_t *nest(struct arena *a, const struct pairs *p, const char **why)
{
	json_t *flat = json_keep(a, json_object());
	for (int i = 0; i < p->count; i++) {
		char *text = text_clean(a, p->values[i], strlen(p->values[i]));
		if (!text || !put(flat, p->names[i], text)) {
			*why = bad_name;
			return NULL;
		}
	}
	json_t *made = json_object();
	const char *key;
	json_t *value;
	json_object_foreach(flat, key, value)
		json_object_set_new(made, key, lists(value));
	return json_keep(a, made);
}
