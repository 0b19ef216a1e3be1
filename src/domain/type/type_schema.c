/* type_schema.c - a type as JSON Schema (draft 2020-12), for programs. */
#include <string.h>

#include "domain/type/type_own.h"

/* Kinds whose schema is always the same. */
static const struct {
	const char *kind, *schema;
} fixed[] = {
	{"line", "{\"type\":\"string\",\"maxLength\":200}"},
	{"text", "{\"type\":\"string\",\"maxLength\":40000}"},
	{"web", "{\"type\":\"string\",\"format\":\"uri\",\"maxLength\":2000}"},
	{"email", "{\"type\":\"string\",\"format\":\"email\",\"maxLength\":254}"},
	{"choice", "{\"type\":\"string\"}"},
	{"licence", "{\"type\":\"string\"}"},
	{"choices", "{\"type\":\"array\",\"maxItems\":50,\"uniqueItems\":true}"},
	{"tags", "{\"type\":\"array\",\"maxItems\":50,"
		"\"items\":{\"type\":\"string\",\"maxLength\":60}}"},
	{"territories", "{\"type\":\"array\",\"maxItems\":100,\"items\":{\"type\":\"string\"}}"},
	{"sheets", "{\"type\":\"array\",\"maxItems\":100,\"items\":{\"type\":\"string\"}}"},
	{"actors", "{\"type\":\"array\",\"maxItems\":100,\"items\":{\"type\":\"string\"}}"},
	{"number", "{\"type\":\"number\"}"},
	{"money", "{\"type\":\"object\",\"properties\":{\"min\":{\"type\":\"number\",\"minimum\":0},"
		"\"max\":{\"type\":\"number\",\"minimum\":0},\"unit\":{\"type\":\"string\"}}}"},
	{"days", "{\"type\":\"object\",\"properties\":{\"min\":{\"type\":\"number\",\"minimum\":0},"
		"\"max\":{\"type\":\"number\",\"minimum\":0}}}"},
	{"duration", "{\"type\":\"object\",\"required\":[\"unit\"],\"properties\":{"
		"\"min\":{\"type\":\"number\",\"minimum\":0},"
		"\"max\":{\"type\":\"number\",\"minimum\":0},\"unit\":{\"enum\":"
		"[\"minute\",\"hour\",\"day\",\"week\",\"month\",\"year\"]}}}"},
	{"date", "{\"type\":\"string\",\"pattern\":\"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$\"}"},
	{"period", "{\"type\":\"object\",\"properties\":{\"from\":{\"type\":\"string\"},"
		"\"to\":{\"type\":\"string\"}}}"},
	{"place", "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
		"\"territory\":{\"type\":\"string\"},"
		"\"lat\":{\"type\":\"number\",\"minimum\":-90,\"maximum\":90},"
		"\"lon\":{\"type\":\"number\",\"minimum\":-180,\"maximum\":180}}}"},
	{"yes", "{\"type\":\"boolean\"}"},
	{"group", "{\"type\":\"array\",\"maxItems\":100}"},
	{"sheet", "{\"type\":\"string\"}"},
	{"figures", "{\"type\":\"array\",\"readOnly\":true,\"items\":{\"type\":\"object\"}}"},
};

static json_t *object_of(struct db *db, const struct field *fields, int count);

/* Which notations a choice takes. */
static json_t *notations(struct db *db, const struct field *f)
{
	const struct scheme *s = scheme_get(db, f->scheme);
	json_t *all = json_array();
	for (int i = 0; s && i < s->count; i++)
		json_array_append_new(all, json_string(s->concepts[i].notation));
	return all;
}

static json_t *schema_of(struct db *db, const struct field *f)
{
	json_t *j = NULL;
	for (size_t i = 0; !j && i < sizeof fixed / sizeof *fixed; i++)
		if (strcmp(fixed[i].kind, f->kind) == 0)
			j = json_loads(fixed[i].schema, 0, NULL);
	if (!j)
		j = json_object();
	if (strcmp(f->kind, "choice") == 0 || strcmp(f->kind, "licence") == 0)
		json_object_set_new(j, "enum", notations(db, f));
	if (strcmp(f->kind, "choices") == 0)
		json_object_set_new(j, "items", json_pack("{s:o}", "enum", notations(db, f)));
	if (strcmp(f->kind, "group") == 0)
		json_object_set_new(j, "items", object_of(db, f->fields, f->field_count));
	if (f->limit)
		json_object_set_new(j, "maxLength", json_integer((json_int_t)f->limit));
	json_object_set_new(j, "title", json_string(f->label[EN]));
	if (f->help[EN])
		json_object_set_new(j, "description", json_string(f->help[EN]));
	return j;
}

static json_t *object_of(struct db *db, const struct field *fields, int count)
{
	json_t *properties = json_object(), *required = json_array();
	for (int i = 0; i < count; i++) {
		json_object_set_new(properties, fields[i].name, schema_of(db, &fields[i]));
		if (fields[i].required)
			json_array_append_new(required, json_string(fields[i].name));
	}
	return json_pack("{s:s,s:o,s:o}", "type", "object", "properties", properties,
		"required", required);
}

json_t *type_schema(struct db *db, const struct type *t)
{
	json_t *j = object_of(db, t->fields, t->field_count);
	json_object_set_new(j, "$schema",
		json_string("https://json-schema.org/draft/2020-12/schema"));
	json_object_set_new(j, "title", json_string(t->label[EN]));
	if (t->help[EN])
		json_object_set_new(j, "description", json_string(t->help[EN]));
	return j;
}
