/* resource_cells.c - a sheet as a row of exports: its columns come from its type. */
#include "domain/resource/resource_parts.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "domain/territory/territory.h"

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
};
enum { PARTS = sizeof parts / sizeof *parts };

/* A row being made, or its heads: the same walk makes both. */
struct row {
	struct db *db;
	enum lang lang;
	struct column *columns;		/* or NULL */
	struct cell *cells;		/* or NULL */
	const struct resource *sheet;	/* of the cells */
	int count, most;
};

static void add(struct row *w, const char *name, const char *label, struct cell cell)
{
	if (w->count == w->most)
		return;
	if (w->columns)
		w->columns[w->count] = (struct column){name, label};
	else
		w->cells[w->count] = cell;
	w->count++;
}

static struct cell plain(struct row *w, const json_t *value)
{
	if (json_is_number(value))
		return (struct cell){json_text(db_arena(w->db), value), true};
	return (struct cell){json_string_value(value), false};
}

/* "01209 Léaz (Ain)": alone, spreadsheets would take the zero away. */
static const char *territory_words(struct row *w, const char *code)
{
	struct territory t;
	return territory_get(w->db, code, &t) ?
		arena_printf(db_arena(w->db), "%s %s", code, territory_title(w->db, &t)) : code;
}

static struct cell listed(struct row *w, const struct field *f, const json_t *value)
{
	struct out o = out_new(1 << 16);
	for (size_t i = 0; i < json_array_size(value); i++) {
		const char *item = json_string_value(json_array_get(value, i));
		if (item)
			out_printf(&o, "%s%s", o.len ? " | " : "", text_eq(f->kind, "territories") ?
				territory_words(w, item) : item_words(w->db, w->lang, f, item));
	}
	struct cell c = {o.len ? arena_dup(db_arena(w->db), out_str(&o)) : NULL, false};
	out_free(&o);
	return c;
}

static struct cell said(struct row *w, const struct field *f, const json_t *value)
{
	static const char *const as_is[] = {"line", "text", "web", "date", "number"};
	for (size_t i = 0; i < sizeof as_is / sizeof *as_is; i++)
		if (text_eq(f->kind, as_is[i]))
			return plain(w, value);
	if (json_is_array(value) && !text_eq(f->kind, "group"))
		return listed(w, f, value);
	return (struct cell){field_words(w->db, w->lang, f, value), false};
}

static struct cell part_of(struct row *w, const json_t *value, const char *name)
{
	const json_t *part = json_object_get(value, name);
	const char *text = json_string_value(part);
	if (text && text_eq(name, "territory"))
		return (struct cell){territory_words(w, text), false};
	for (const struct unit *u = units; text && u->name; u++)
		if (text_eq(u->name, text))
			return (struct cell){tr_lang(w->lang, u->many), false};
	return plain(w, part);
}

static void add_field(struct row *w, const struct field *f)
{
	struct arena *a = db_arena(w->db);
	const json_t *value = w->sheet ? json_object_get(w->sheet->values, f->name) : NULL;
	const char *label = f->label[w->lang];
	bool whole = true;
	for (int i = 0; i < PARTS; i++) {
		if (!text_eq(parts[i].kind, f->kind))
			continue;
		whole = false;
		if (w->columns)
			add(w, arena_printf(a, "%s.%s", f->name, parts[i].name),
				arena_printf(a, "%s (%s)", label, tr_lang(w->lang, parts[i].label)),
				(struct cell){0});
		else
			add(w, NULL, NULL, part_of(w, value, parts[i].name));
	}
	json_t *licence = !value && w->cells && text_eq(f->name, "licence") ?
		json_keep(a, json_string(LICENCE)) : NULL;
	if (whole)
		add(w, f->name, label, w->cells ? said(w, f, licence ? licence : value) :
			(struct cell){0});
}

/* What each sheet has, whatever its type. */
static void add_own(struct row *w, const struct type *t)
{
	struct arena *a = db_arena(w->db);
	const struct resource *r = w->sheet;
	add(w, "url", tr_lang(w->lang, N_("Address")),
		(struct cell){r ? resource_path(w->db, r) : NULL, false});
	add(w, "type", tr_lang(w->lang, N_("Type")),
		(struct cell){r && t ? t->label[w->lang] : NULL, false});
	add(w, "id", tr_lang(w->lang, N_("Identifier")), (struct cell){r ? r->id : NULL, false});
	add(w, "version", tr_lang(w->lang, N_("Version")),
		(struct cell){r ? arena_printf(a, "%d", r->version) : NULL, true});
	add(w, "language", tr_lang(w->lang, N_("Language")),
		(struct cell){r ? r->language : NULL, false});
	add(w, "created", tr_lang(w->lang, N_("Created on")),
		(struct cell){r ? date_day(a, r->created) : NULL, false});
	add(w, "updated", tr_lang(w->lang, N_("Updated on")),
		(struct cell){r ? date_day(a, r->updated) : NULL, false});
}

static bool is_head(const struct field *f)
{
	return text_eq(f->name, "title") || text_eq(f->name, "summary");
}

static void walk(struct row *w, const struct type *t)
{
	for (int i = 0; t && i < t->field_count; i++)
		if (is_head(&t->fields[i]))
			add_field(w, &t->fields[i]);
	add_own(w, t);
	for (int i = 0; t && i < t->field_count; i++)
		if (!is_head(&t->fields[i]) && t->fields[i].visibility == PUBLIC)
			add_field(w, &t->fields[i]);
}

int resource_columns(struct db *db, enum lang lang, const char *type, struct column *to, int most)
{
	struct row w = {.db = db, .lang = lang, .columns = to, .most = most};
	walk(&w, type_get(db, type));
	return w.count;
}

bool resource_cells(struct db *db, enum lang lang, const char *id, struct cell *to, int most)
{
	const struct who anyone = {.account = "", .role = ANYONE};
	struct resource r;
	if (!resource_get(db, &anyone, id, 0, &r) || !text_eq(r.state, "published"))
		return false;
	struct row w = {.db = db, .lang = lang, .cells = to, .sheet = &r, .most = most};
	walk(&w, type_get(db, r.type));
	return true;
}
