/* resource_refs.c - what the values of a sheet refer to, said in its entry. */
#include "domain/resource/resource_parts.h"

#include "base/text.h"
#include "domain/territory/territory.h"

static void add_text(json_t *refs, const char *list, const char *text)
{
	if (text)
		json_array_append_new(json_object_get(refs, list), json_string(text));
}

/* Calls one for the text itself, or for each text of a list. */
static void each_text(json_t *refs, const struct field *f, const json_t *value,
	void (*one)(json_t *, const struct field *, const char *))
{
	size_t i;
	json_t *item;
	if (json_is_string(value))
		one(refs, f, json_string_value(value));
	json_array_foreach(value, i, item)
		if (json_is_string(item))
			one(refs, f, json_string_value(item));
}

static void link_ref(json_t *refs, const struct field *f, const char *id)
{
	json_array_append_new(json_object_get(refs, "links"),
		json_pack("{s:s, s:s}", "field", f->name, "to", id));
}

static void concept_ref(json_t *refs, const struct field *f, const char *notation)
{
	if (f->scheme)
		json_array_append_new(json_object_get(refs, "concepts"),
			json_pack("{s:s, s:s, s:s}", "field", f->name, "scheme", f->scheme,
				"notation", notation));
}

static void tag_ref(json_t *refs, const struct field *f, const char *tag)
{
	(void)f;
	add_text(refs, "tags", tag);
}

static void territory_ref(json_t *refs, const struct field *f, const char *code)
{
	(void)f;
	add_text(refs, "territories", code);
}

static const struct {
	const char *kind;
	void (*one)(json_t *, const struct field *, const char *);
} readers[] = {
	{"sheets", link_ref},
	{"actors", link_ref},
	{"choice", concept_ref},
	{"choices", concept_ref},
	{"tags", tag_ref},
	{"territories", territory_ref},
	{"territory", territory_ref},
};

static void refer(struct field_walk *w, const struct field *f, const json_t *value)
{
	json_t *refs = w->context;
	if (f->visibility != PUBLIC)
		return;
	if (text_eq(f->kind, "place"))
		add_text(refs, "territories", json_str(value, "territory"));
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
		if (text_eq(f->kind, readers[i].kind))
			each_text(refs, f, value, readers[i].one);
}

/* What contains the territories named, on the day of the entry. */
static void add_within(struct db *db, json_t *refs)
{
	size_t i;
	json_t *code;
	json_array_foreach(json_object_get(refs, "territories"), i, code) {
		const char *const *line = territory_lineage(db, json_string_value(code));
		for (int k = 0; line[k]; k++)
			if (!text_eq(line[k], json_string_value(code)))
				add_text(refs, "within", line[k]);
	}
}

json_t *resource_refs(struct db *db, const struct type *t, const json_t *values)
{
	json_t *refs = json_pack("{s:[], s:[], s:[], s:[], s:[]}", "links", "concepts",
		"territories", "within", "tags");
	struct field_walk w = {.each = refer, .context = refs};
	field_walk(&w, t->fields, t->field_count, values);
	add_within(db, refs);
	return refs;
}
