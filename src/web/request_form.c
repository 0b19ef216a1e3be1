/* request_form.c - the fields of a form as JSON: steps.0.title nests, name[]
 * is a list.  Text is cleaned here, once. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "web/http_own.h"

enum { DEPTH_MAX = 6, ROWS_MAX = 500, NAME_MAX_BYTES = 100 };

static bool number(const char *s)
{
	return *s && strlen(s) <= 3 && strspn(s, "0123456789") == strlen(s)
		&& atoi(s) < ROWS_MAX;
}

static bool name_fine(const char *s)
{
	return *s && strlen(s) <= NAME_MAX_BYTES
		&& strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.[]")
			== strlen(s);
}

/* The member of a container, made when it is not there; NULL if it is of
 * another sort. */
static json_t *child(json_t *in, const char *name, bool list)
{
	json_t *c;
	if (json_is_array(in)) {
		size_t i = (size_t)atoi(name);
		while (json_array_size(in) <= i)
			json_array_append_new(in, json_object());
		c = json_array_get(in, i);
	} else {
		c = json_object_get(in, name);
		if (!c) {
			c = list ? json_array() : json_object();
			json_object_set_new(in, name, c);
		}
	}
	return list == json_is_array(c) && (list || json_is_object(c)) ? c : NULL;
}

static bool set(json_t *in, const char *name, json_t *value)
{
	if (json_is_object(in) && !json_object_get(in, name))
		return !json_object_set_new(in, name, value);
	json_decref(value);
	return json_is_object(in);	/* given twice: the first counts */
}

/* Puts one value at its place; false if the names contradict each other. */
static bool put(struct arena *a, json_t *root, const char *name, const char *value)
{
	char *path = arena_dup(a, name);
	size_t n = strlen(path);
	bool list = n > 2 && strcmp(path + n - 2, "[]") == 0;
	if (list)
		path[n - 2] = '\0';
	json_t *in = root;
	int depth = 0;
	char *save = NULL, *part = strtok_r(path, ".", &save);
	for (char *after; part && in; part = after) {
		after = strtok_r(NULL, ".", &save);
		if (++depth > DEPTH_MAX || (json_is_array(in) && !number(part)))
			return false;
		if (!after && !list)
			return set(in, part, json_string(value));
		in = child(in, part, after ? number(after) : true);
	}
	return in && json_is_array(in) && !json_array_append_new(in, json_string(value));
}

/* Rows that a form left out leave no hole. */
static void drop_empty(json_t *j)
{
	if (json_is_array(j))
		for (size_t i = json_array_size(j); i-- > 0;) {
			json_t *row = json_array_get(j, i);
			drop_empty(row);
			if (json_is_object(row) && !json_object_size(row))
				json_array_remove(j, i);
		}
	const char *key;
	json_t *value;
	json_object_foreach(j, key, value)
		drop_empty(value);
}

/* What crossing.c has read already. */
static bool is_ours(const char *name)
{
	return text_eq(name, "_csrf") || text_eq(name, "_id") || text_eq(name, "_match");
}

json_t *request_form(struct request *r)
{
	struct http *h = http_of(r);
	json_t *root = json_keep(r->arena, json_object());
	if (!h->form_read) {
		answer_error(r, 415, N_("Send the fields of a form."));
		return NULL;
	}
	for (int i = 0; i < h->form.count; i++) {
		const char *name = h->form.names[i], *v = h->form.values[i];
		char *text = text_clean(r->arena, v, strlen(v));
		if (is_ours(name))
			continue;
		if (text && name_fine(name) && put(r->arena, root, name, text))
			continue;
		answer_error(r, 400, N_("The fields of this form cannot be read."));
		return NULL;
	}
	drop_empty(root);
	return root;
}
