/* compare_api.c - comparable communes and comparisons for programs.
 *
 *	GET /api/v1/territories/86116/comparables?people=same&where=region
 *	→ {"criteria", "total", "items": [{"code", "name", "title", "population", "km", "score",
 *		"known", "traits": {"people": "same", ...}, "sheets", "address"}], "next"}
 *	GET /api/v1/territories/compare?with=86116,63113
 *	→ {"items": [{"code", ..., "told": {"sheets", "experience", ...}}],
 *		"likeness": [{"of", "and", "score", "known", "traits"}]} */
#include "domain/compare/compare_own.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv_out.h"
#include "base/text.h"
#include "domain/portrait/portrait.h"

enum { MOST = 100, OFFSET_MOST = 40000 };

static json_t *text_or_null(const char *s)
{
	return s ? json_string(s) : json_null();
}

static json_t *number_or_null(double value, double step)
{
	return value < 0 ? json_null() : json_real(round(value * step) / step);
}

static json_t *yes_or_null(int fact)
{
	return fact < 0 ? json_null() : json_boolean(fact);
}

static json_t *likeness_json(const struct traits *a, const struct traits *b)
{
	struct likeness l;
	likeness_of(a, b, &l);
	json_t *traits = json_object();
	for (enum trait i = 0; i < TRAITS; i++)
		if (l.applies[i])
			json_object_set_new(traits, trait_field(i),
				json_string(closeness_name(l.of[i])));
	return json_pack("{s:o, s:o, s:o}", "score", l.known > 0 ? number_or_null(l.score, 1000) :
		json_null(), "known", number_or_null(l.known, 1000), "traits", traits);
}

static json_t *place_json(struct request *r, const struct traits *t)
{
	const struct territory *p = &t->place;
	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:s}", "code", p->code, "kind", p->kind,
		"name", p->name, "title", territory_title(r->db, p),
		"population", p->population < 0 ? json_null() : json_integer(p->population),
		"address", link_absolute(r, territory_path(r->db, p)));
}

/* Comparable communes */

static json_t *criteria_json(const struct criteria *c)
{
	json_t *asked = json_object();
	for (enum trait i = 0; i < TRAITS; i++)
		if (c->asked[i])
			json_object_set_new(asked, trait_field(i),
				json_string(closeness_name(c->asked[i])));
	json_object_set_new(asked, "told", json_boolean(c->told));
	return asked;
}

static json_t *alike_items(struct request *r, const struct traits *t, const struct alike *found,
	int n)
{
	json_t *items = json_array();
	const char **codes = arena_alloc(r->arena, (size_t)n * sizeof *codes + 1);
	int *told = arena_alloc(r->arena, (size_t)n * sizeof *told + 1);
	for (int i = 0; i < n; i++)
		codes[i] = found[i].of.place.code;
	told_counts(r->db, codes, n, told);
	for (int i = 0; i < n; i++) {
		json_t *item = place_json(r, &found[i].of);
		json_object_set_new(item, "km", number_or_null(found[i].km, 10));
		json_object_set_new(item, "sheets", json_integer(told[i]));
		json_t *like = likeness_json(t, &found[i].of);
		json_object_update(item, like);
		json_decref(like);
		json_array_append_new(items, item);
	}
	return items;
}

void alike_json(struct request *r)
{
	struct traits t;
	struct criteria c;
	int64_t total;
	int limit = (int)request_number(r, "limit", 1, MOST, 20);
	int offset = (int)request_number(r, "cursor", 0, OFFSET_MOST, 0);
	if (!traits_get(r->db, territory_code(r->arena, r->parts[0]), &t)) {
		answer_error(r, 404, N_("There is no territory with this code. Communes have their "
			"INSEE code, such as 63113; départements D63, régions R84, delegated "
			"communes C01015, EPCI their SIREN number."));
		return;
	}
	if (!text_eq(t.place.kind, "commune")) {
		answer_error(r, 404, N_("Comparable places are looked for among communes only: ask with "
			"the code of a commune, or compare territories at /api/v1/territories/compare."));
		return;
	}
	request_reads(r, "territories");
	request_reads(r, "contours");
	criteria_read(r, &t, 6, &c);
	struct alike *found = arena_alloc(r->arena, (size_t)limit * sizeof *found);
	int n = alike_find(r->db, &t, &c, offset, limit, found, &total);
	json_t *next = n && offset + n < total ?
		json_string(arena_printf(r->arena, "%d", offset + n)) : json_null();
	answer_json(r, 200, json_keep(r->arena, json_pack("{s:o, s:I, s:o, s:o}", "criteria",
		criteria_json(&c), "total", (json_int_t)total, "items",
		alike_items(r, &t, found, n), "next", next)));
}

/* Side by side */

static const char *told_field(int kind)
{
	return kind ? kind_told[kind] : "sheets";
}

static json_t *side_json(struct request *r, const struct side *s)
{
	static const char *const kinds[] = {NULL, "CC", "CA", "CU", "metropole"};
	const struct traits *t = &s->of;
	json_t *told = json_object(), *j = place_json(r, t);
	for (int i = 0; i < KINDS_TOLD; i++)
		json_object_set_new(told, told_field(i), json_integer(s->told[i]));
	json_object_set_new(j, "area", number_or_null(t->km2, 100));
	json_object_set_new(j, "density", number_or_null(t->per_km2, 10));
	json_object_set_new(j, "epci", text_or_null(t->epci));
	json_object_set_new(j, "epci_name", text_or_null(t->epci_name));
	json_object_set_new(j, "epci_kind", text_or_null(t->epci_kind > 0 ? kinds[t->epci_kind] : NULL));
	json_object_set_new(j, "epci_communes", t->communes ? json_integer(t->communes) : json_null());
	json_object_set_new(j, "departement", text_or_null(t->departement));
	json_object_set_new(j, "region", text_or_null(t->region));
	json_object_set_new(j, "mountain", yes_or_null(t->mountain));
	json_object_set_new(j, "coast", yes_or_null(t->coast));
	json_object_set_new(j, "told", told);
	return j;
}

/* False, after an answer, when there is nothing to put side by side. */
static bool sides_asked(struct request *r, struct sides *s)
{
	sides_read(r, s);
	if (s->missing)
		answer_error(r, 404, N_("One of these codes is of no territory. Communes have their "
			"INSEE code, such as 63113; départements D63, régions R84, EPCI their SIREN "
			"number."));
	else if (s->spare || s->count < 2)
		answer_error(r, 400, N_("Name two to four territories, such as ?with=86116,63113."));
	return !s->missing && !s->spare && s->count > 1;
}

void sides_json(struct request *r)
{
	struct sides s;
	if (!sides_asked(r, &s))
		return;
	json_t *items = json_array(), *likeness = json_array();
	for (int i = 0; i < s.count; i++) {
		json_array_append_new(items, side_json(r, &s.list[i]));
		for (int k = 0; k < i; k++) {
			json_t *like = likeness_json(&s.list[k].of, &s.list[i].of);
			json_object_set_new(like, "of", json_string(s.list[k].of.place.code));
			json_object_set_new(like, "and", json_string(s.list[i].of.place.code));
			json_array_append_new(likeness, like);
		}
	}
	answer_json(r, 200, json_keep(r->arena, json_pack("{s:o, s:o}", "items", items, "likeness",
		likeness)));
}

/* The same fields as JSON, a line each. */
static void put_line(struct request *r, struct csv_out *c, const struct side *s)
{
	static const char *const columns[] = {"code", "kind", "name", "population", "area", "density",
		"epci", "epci_name", "epci_kind", "epci_communes", "departement", "region",
		"mountain", "coast"};
	json_t *j = json_keep(r->arena, side_json(r, s));
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		const json_t *v = json_object_get(j, columns[i]);
		if (json_is_number(v))
			csv_number(c, json_text(r->arena, v));
		else
			csv_text(c, json_is_boolean(v) ? tr_lang(r->lang, json_is_true(v) ? N_("Yes") :
				N_("No")) : json_string_value(v));
	}
	for (int i = 0; i < KINDS_TOLD; i++)
		csv_number(c, arena_printf(r->arena, "%d", s->told[i]));
	csv_end_row(c);
}

void sides_csv(struct request *r)
{
	static const char *const labels[] = {N_("Code"), N_("Sort"), N_("Name"), N_("Inhabitants"),
		N_("Area, km²"), N_("Inhabitants per km²"), N_("SIREN number"),
		N_("Intercommunality"), N_("Sort of intercommunality"),
		N_("Communes of the intercommunality"), N_("Département"), N_("Région"),
		N_("Mountain"), N_("Coast"), N_("All sheets"), N_("Experience reports"),
		N_("Processes"), N_("Organisations"), N_("Needs"), N_("Offers")};
	struct sides s;
	if (!sides_asked(r, &s))
		return;
	struct out o = out_new(64 * 1024);
	struct csv_out c = csv_begin(&o, r->lang);
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		csv_text(&c, tr_lang(r->lang, labels[i]));
	csv_end_row(&c);
	for (int i = 0; i < s.count; i++)
		put_line(r, &c, &s.list[i]);
	answer_header(r, "Content-Disposition", "attachment; filename=\"territoires.csv\"");
	answer_header(r, "X-Robots-Tag", "noindex");
	answer(r, 200, "text/csv; charset=utf-8", out_str(&o), o.len);
	out_free(&o);
}
