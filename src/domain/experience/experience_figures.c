/* experience_figures.c - what a territory is like today, to be kept with a report. */
#include <math.h>

#include "base/date.h"
#include "base/text.h"
#include "domain/compare/compare.h"
#include "domain/experience/experience.h"

static void set(json_t *to, const char *name, const char *text)
{
	if (!text_blank(text))
		json_object_set_new(to, name, json_string(text));
}

static void set_code(struct db *db, json_t *to, const char *name, const char *code)
{
	struct territory t;
	set(to, name, code);
	if (code && territory_get(db, code, &t))
		set(to, arena_printf(db_arena(db), "%s_name", name), t.name);
}

static json_t *figures(struct db *db, const char *code, int64_t now)
{
	struct traits t;
	struct territory_source source;
	if (!traits_get(db, code, &t))
		return NULL;
	json_t *to = json_pack("{s:s, s:s, s:s, s:s}", "code", t.place.code, "name", t.place.name,
		"kind", t.place.kind, "day", date_day(db_arena(db), now));
	if (t.place.population >= 0)
		json_object_set_new(to, "population", json_integer(t.place.population));
	set_code(db, to, "epci", t.place.epci);
	if (t.place.epci && t.communes > 0)
		json_object_set_new(to, "epci_communes", json_integer(t.communes));
	set_code(db, to, "departement", t.place.departement);
	set_code(db, to, "region", t.place.region);
	if (t.per_km2 >= 0)
		json_object_set_new(to, "density", json_real(round(t.per_km2 * 10) / 10));
	if (territory_source(db, &source)) {
		set(to, "source", source.source);
		set(to, "source_date", source.date);
	}
	return to;
}

__attribute__((constructor)) static void keep_figures(void)
{
	field_figures = figures;
}
