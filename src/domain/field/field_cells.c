/* field_cells.c - values in columns of a table, as spreadsheets take them. */
#include "base/text.h"
#include "domain/field/field_own.h"

/* Fields that take several columns. */
static const struct {
	const char *kind, *name, *label;
} parts[] = {
	{"money", "min", N_("at least")}, {"money", "max", N_("at most")},
	{"money", "unit", N_("unit")},
	{"days", "min", N_("at least")}, {"days", "max", N_("at most")},
	{"duration", "min", N_("at least")}, {"duration", "max", N_("at most")},
	{"duration", "unit", N_("unit")},
	{"period", "from", N_("from")}, {"period", "to", N_("until")},
	{"place", "name", N_("name")}, {"place", "territory", N_("territory")},
	{"place", "lat", N_("latitude")}, {"place", "lon", N_("longitude")},
};
enum { PARTS = sizeof parts / sizeof *parts };


int field_columns(struct db *db, enum lang lang, const struct field *f, struct column *to)
{
	struct arena *a = db_arena(db);
	int n = 0;
	for (int i = 0; i < PARTS; i++)
		if (text_eq(parts[i].kind, f->kind))
			to[n++] = (struct column){arena_printf(a, "%s.%s", f->name, parts[i].name),
				arena_printf(a, "%s (%s)", f->label[lang], tr_lang(lang, parts[i].label))};
	if (!n)
		to[n++] = (struct column){f->name, f->label[lang]};
	return n;
}

static struct cell plain(struct db *db, const json_t *value)
{
	if (json_is_number(value))
		return (struct cell){json_text(db_arena(db), value), true};
	return (struct cell){json_string_value(value), false};
}

/* "01209 Léaz (Ain)": alone, spreadsheets would take the zero away. */
static const char *territory_words(struct db *db, const char *code)
{
	struct territory t;
	return territory_get(db, code, &t) ?
		arena_printf(db_arena(db), "%s %s", code, territory_title(db, &t)) : code;
}

static struct cell listed(struct db *db, enum lang lang, const struct field *f, const json_t *value)
{
	struct out o = out_new(1 << 16);
	for (size_t i = 0; i < json_array_size(value); i++) {
		const char *item = json_string_value(json_array_get(value, i));
		if (item)
			out_printf(&o, "%s%s", o.len ? " | " : "", text_eq(f->kind, "territories") ?
				territory_words(db, item) : item_words(db, lang, f, item));
	}
	struct cell c = {o.len ? arena_dup(db_arena(db), out_str(&o)) : NULL, false};
	out_free(&o);
	return c;
}

static struct cell said(struct db *db, enum lang lang, const struct field *f, const json_t *value)
{
	static const char *const as_is[] = {"line", "text", "web", "date", "number"};
	for (size_t i = 0; i < sizeof as_is / sizeof *as_is; i++)
		if (text_eq(f->kind, as_is[i]))
			return plain(db, value);
	if (json_is_string(json_array_get(value, 0)))
		return listed(db, lang, f, value);
	return (struct cell){field_words(db, lang, f, value), false};
}

static struct cell part_of(struct db *db, enum lang lang, const json_t *value, const char *name)
{
	const json_t *part = json_object_get(value, name);
	const char *text = json_string_value(part);
	if (text && text_eq(name, "territory"))
		return (struct cell){territory_words(db, text), false};
	for (const struct unit *u = units; text && u->name; u++)
		if (text_eq(u->name, text))
			return (struct cell){tr_lang(lang, u->many), false};
	return plain(db, part);
}

int field_cells(struct db *db, enum lang lang, const struct field *f, const json_t *value,
	struct cell *to)
{
	int n = 0;
	for (int i = 0; i < PARTS; i++)
		if (text_eq(parts[i].kind, f->kind))
			to[n++] = part_of(db, lang, value, parts[i].name);
	if (!n)
		to[n++] = said(db, lang, f, value);
	return n;
}
