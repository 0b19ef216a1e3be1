/* intake_axes.c - where an action stands among our axes, by the words of its name.
 *
 * types/referentiels/axes.json is the table, reviewed by people: its first row one of
 * whose words begins a word of the name counts; then that for the theme, then for what is
 * above. */
#include "domain/intake/intake_own.h"

#include <string.h>

#include "base/embedded.h"
#include "base/text.h"

/* "Économiser l’eau" -> " economiser l eau " */
static const char *spaced(struct arena *a, const char *text)
{
	const char *fold = text_fold(a, text);
	char *all = arena_alloc(a, strlen(fold) + 3), *to = all;
	*to++ = ' ';
	for (; *fold; fold++)
		if ((*fold >= 'a' && *fold <= 'z') || (*fold >= '0' && *fold <= '9'))
			*to++ = *fold;
		else if (to[-1] != ' ')
			*to++ = ' ';
	if (to[-1] != ' ')
		*to++ = ' ';
	*to = '\0';
	return all;
}

static bool has_word(struct arena *a, const char *name, const json_t *words)
{
	size_t i;
	const json_t *word;
	json_array_foreach(words, i, word)
		if (strstr(name, arena_printf(a, " %s", json_string_value(word))))
			return true;
	return false;
}

/* The axes of the first row for this text that the vocabulary still has, or NULL. */
static json_t *axes_of(struct arena *a, const struct scheme *axes, const json_t *rows,
	const char *text)
{
	const char *name = spaced(a, text);
	size_t i, k;
	const json_t *row, *axis;
	json_array_foreach(rows, i, row) {
		json_t *found = json_keep(a, json_array());
		if (!has_word(a, name, json_object_get(row, "words")))
			continue;
		json_array_foreach(json_object_get(row, "axes"), k, axis)
			if (scheme_concept(axes, json_string_value(axis)))
				json_array_append_new(found, json_string(json_string_value(axis)));
		if (json_array_size(found))
			return found;
	}
	return NULL;
}

json_t *tree_axes(struct arena *a, const struct scheme *axes, const struct tree *t, int at)
{
	const struct embedded *file = embedded_find("types/referentiels/axes.json");
	const char *why;
	const json_t *rows = file && axes ? json_object_get(json_read(a, (const char *)file->bytes,
		file->size, &why), "rows") : NULL;
	if (!rows)
		return NULL;
	json_t *found = axes_of(a, axes, rows, node_title(&t->nodes[at]));
	if (!found)
		found = axes_of(a, axes, rows, node_cell(&t->nodes[at], "theme"));
	for (int above = t->above[at]; above >= 0 && !found; above = t->above[above])
		found = axes_of(a, axes, rows, node_title(&t->nodes[above]));
	return found;
}
