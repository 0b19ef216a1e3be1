/* territory_api.c - territories for other programs. */
#include <stdlib.h>
#include <string.h>

#include "domain/territory/territory_own.h"
#include "domain/territory/territory_web.h"

static json_t *text_or_null(const char *s)
{
	return s ? json_string(s) : json_null();
}

static json_t *postcodes(struct arena *a, const char *list)
{
	json_t *array = json_array();
	char *rest = arena_dup(a, list), *one;
	while ((one = strsep(&rest, " ")))
		if (*one)
			json_array_append_new(array, json_string(one));
	return array;
}

static json_t *describe(struct request *r, const struct territory *t)
{
	json_t *j = json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:s}",
		"code", t->code, "kind", t->kind, "name", t->name,
		"population", t->population < 0 ? json_null() : json_integer(t->population),
		"departement", text_or_null(t->departement), "region", text_or_null(t->region),
		"epci", text_or_null(t->epci), "parent", text_or_null(t->parent),
		"postcodes", postcodes(r->arena, t->postcodes),
		"title", territory_title(r->db, t),
		"address", link_absolute(r, territory_path(r->db, t)));
	static const char *const points[] = {NULL, "approximate", "located"};
	json_object_set_new(j, "latitude", t->point ? json_real(t->lat) : json_null());
	json_object_set_new(j, "longitude", t->point ? json_real(t->lon) : json_null());
	json_object_set_new(j, "point", text_or_null(points[t->point]));
	if (t->communes)
		json_object_set_new(j, "communes", json_integer(t->communes));
	return j;
}

/* A cursor is how many were given before. */
static bool read_cursor(struct request *r, int64_t *offset)
{
	const char *cursor = request_query(r, "cursor");
	*offset = 0;
	if (!cursor)
		return true;
	*offset = strtoll(cursor, NULL, 10);
	return strlen(cursor) < 7 && strspn(cursor, "0123456789") == strlen(cursor);
}

void territory_api_list(struct request *r)
{
	int64_t offset, total;
	int limit = (int)request_number(r, "limit", 1, MAX_FOUND, 20);
	const char *kind = request_query(r, "kind");
	if (!read_cursor(r, &offset)) {
		answer_error(r, 400, N_("This cursor is not one of ours: start again without it."));
		return;
	}
	if (kind && territory_kind_label(r->lang, kind) == kind) {
		answer_error(r, 400, N_("Kinds are commune, deleguee, associee, "
			"arrondissement, epci, departement and region."));
		return;
	}
	request_reads(r, "territories");
	struct territory *found = arena_alloc(r->arena, (size_t)limit * sizeof *found);
	int n = territory_search(r->db, request_query(r, "q"), kind, offset, limit, found, &total);
	json_t *items = json_array();
	for (int i = 0; i < n; i++)
		json_array_append_new(items, describe(r, &found[i]));
	json_t *next = offset + n < total && n ?
		json_string(arena_printf(r->arena, "%lld", (long long)offset + n)) : json_null();
	answer_json(r, 200, json_keep(r->arena, json_pack("{s:o, s:I, s:o}", "items", items,
		"total", (json_int_t)total, "next", next)));
}

void territory_api_get(struct request *r)
{
	struct territory t;
	const char *code = territory_code(r->arena, r->parts[0]);
	if (!territory_get(r->db, code, &t)) {
		answer_error(r, 404, N_("There is no territory with this code. Communes have their "
			"INSEE code, such as 63113; départements D63, régions R84, delegated "
			"communes C01015, EPCI their SIREN number."));
		return;
	}
	request_reads(r, "territories");
	request_reads(r, t.code);
	answer_json(r, 200, json_keep(r->arena, describe(r, &t)));
}
