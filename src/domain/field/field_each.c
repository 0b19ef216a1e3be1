/* field_each.c - values that follow from others: sums, rows for each sheet. */
#include <string.h>

#include "base/text.h"
#include "domain/field/field_own.h"

/* Written at publication; nobody types it. */
json_t *check_figures(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	(void)c;
	(void)f;
	(void)path;
	(void)value;
	return NULL;
}

const struct field *field_row_sheet(const struct field *group)
{
	for (int i = 0; i < group->field_count; i++)
		if (text_eq(group->fields[i].kind, "sheet"))
			return &group->fields[i];
	return NULL;
}

/* One end of all the parts added up, or NULL when one part is not known. */
static json_t *total(const struct field *f, const json_t *values, const char *end)
{
	double sum = 0;
	for (int i = 0; f->sum[i]; i++) {
		const json_t *part = json_object_get(json_object_get(values, f->sum[i]), end);
		if (!json_is_number(part))
			return NULL;
		sum += json_number_value(part);
	}
	return sum == (double)(json_int_t)sum ? json_integer((json_int_t)sum) : json_real(sum);
}

static void add_up(const struct field *f, json_t *values)
{
	json_t *min = total(f, values, "min"), *max = total(f, values, "max");
	const char *unit = json_str(json_object_get(values, f->sum[0]), "unit");
	if (min && max) {
		json_t *range = json_pack("{s:O, s:O}", "min", min, "max", max);
		if (unit)
			json_object_set_new(range, "unit", json_string(unit));
		json_object_set_new(values, f->name, range);
	}
	json_decref(min);
	json_decref(max);
}

static bool names(const json_t *list, const char *id)
{
	size_t i;
	const json_t *j;
	json_array_foreach(list, i, j)
		if (text_eq(json_string_value(j), id))
			return true;
	return false;
}

static void one_each(const struct field *f, json_t *values, bool partial)
{
	const struct field *of = field_row_sheet(f);
	json_t *rows = json_object_get(values, f->name), *kept = json_array(), *row;
	json_t *named = json_object_get(values, f->each);
	size_t i;
	json_array_foreach(rows, i, row) {
		const char *id = of ? json_str(row, of->name) : NULL;
		if (!id || json_object_size(row) < 2)	/* it says nothing of the sheet */
			continue;
		if (!names(named, id) && partial)
			continue;
		if (!named) {
			json_object_set_new(values, f->each, json_array());
			named = json_object_get(values, f->each);
		}
		if (!names(named, id))
			json_array_append_new(named, json_string(id));
		json_array_append(kept, row);
	}
	if (json_array_size(kept))
		json_object_set(values, f->name, kept);
	else
		json_object_del(values, f->name);
	json_decref(kept);
}

void complete_values(const struct field *fields, int count, json_t *values, bool partial)
{
	for (int i = 0; i < count; i++) {
		if (fields[i].sum)
			add_up(&fields[i], values);
		if (fields[i].each && json_object_get(values, fields[i].name))
			one_each(&fields[i], values, partial);
	}
}
