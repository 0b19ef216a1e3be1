/* resource_cells.c - a sheet as a row of exports: its columns come from its type. */
#include "domain/resource/resource_parts.h"

#include "base/date.h"
#include "base/text.h"

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

static void add_field(struct row *w, const struct field *f)
{
	struct column columns[FIELD_COLUMNS];
	struct cell cells[FIELD_COLUMNS] = {0};
	int n = field_columns(w->db, w->lang, f, columns);
	if (w->sheet) {
		const json_t *value = json_object_get(w->sheet->values, f->name);
		if (!value && text_eq(f->name, "licence"))
			value = json_keep(db_arena(w->db), json_string(LICENCE));
		field_cells(w->db, w->lang, f, value, cells);
	}
	for (int i = 0; i < n; i++)
		add(w, columns[i].name, columns[i].label, cells[i]);
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
