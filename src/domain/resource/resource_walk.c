/* resource_walk.c - going through a sheet's values with its type in hand. */
#include "domain/resource/resource_parts.h"

#include "base/text.h"

static void walk_group(struct field_walk *w, const struct field *f, const json_t *rows)
{
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row)
		field_walk(w, f->fields, f->field_count, row);
}

void field_walk(struct field_walk *w, const struct field *fields, int count, const json_t *values)
{
	for (int i = 0; i < count; i++) {
		const json_t *value = json_object_get(values, fields[i].name);
		if (!value)
			continue;
		if (text_eq(fields[i].kind, "group"))
			walk_group(w, &fields[i], value);
		else
			w->each(w, &fields[i], value);
	}
}
