/* resource_cells.c - a sheet as a row of exports: its columns come from its type. */
#include "domain/resource/resource_parts.h"

#include "base/date.h"
#include "base/text.h"

static const struct column own[] = {{"url", N_("Address")}, {"type", N_("Type")},
	{"id", N_("Identifier")}, {"version", N_("Version")}, {"language", N_("Language")},
	{"created", N_("Created on")}, {"updated", N_("Updated on")}};
enum { OWN = sizeof own / sizeof *own };

static bool is_head(const struct field *f)
{
	return text_eq(f->name, "title") || text_eq(f->name, "summary");
}

/* Fields in their order: what names a sheet, then (NULL) its own, then the others. */
static int order(const struct type *t, int most, const struct field **fields)
{
	int n = 0;
	for (int i = 0; t && i < t->field_count && n < most; i++)
		if (is_head(&t->fields[i]))
			fields[n++] = &t->fields[i];
	fields[n++] = NULL;
	for (int i = 0; t && i < t->field_count && n < most; i++)
		if (!is_head(&t->fields[i]) && t->fields[i].visibility == PUBLIC)
			fields[n++] = &t->fields[i];
	return n;
}

int resource_columns(struct db *db, enum lang lang, const char *type, struct column *to, int most)
{
	const struct field *fields[MOST_FIELDS + 1];
	int n = order(type_get(db, type), MOST_FIELDS, fields), count = 0;
	for (int i = 0; i < n && count + OWN <= most; i++)
		if (fields[i])
			count += field_columns(db, lang, fields[i], to + count);
		else
			for (int k = 0; k < OWN; k++)
				to[count++] = (struct column){own[k].name, tr_lang(lang, own[k].label)};
	return count;
}

bool resource_cells(struct db *db, enum lang lang, const char *id, struct cell *to, int most)
{
	const struct who anyone = {.account = "", .role = ANYONE};
	struct arena *a = db_arena(db);
	struct resource r;
	if (!resource_get(db, &anyone, id, 0, &r) || !text_eq(r.state, "published"))
		return false;
	const struct type *t = type_get(db, r.type);
	const char *words[OWN] = {resource_path(db, &r), t ? t->label[lang] : NULL, r.id,
		arena_printf(a, "%d", r.version), r.language, date_day(a, r.created),
		date_day(a, r.updated)};
	if (t && type_field(t, "licence") && !json_object_get(r.values, "licence"))
		json_object_set_new(r.values, "licence", json_string(LICENCE));
	const struct field *fields[MOST_FIELDS + 1];
	int n = order(t, MOST_FIELDS, fields), count = 0;
	for (int i = 0; i < n && count + OWN <= most; i++)
		if (fields[i])
			count += field_cells(db, lang, fields[i], json_object_get(r.values,
				fields[i]->name), to + count);
		else
			for (int k = 0; k < OWN; k++)
				to[count++] = (struct cell){words[k], text_eq(own[k].name, "version")};
	return true;
}
