/* type_show_figures.c - what territories were like on the day of a publication. */
#include "base/date.h"
#include "base/text.h"
#include "domain/type/type_own.h"

static void pair(struct page *p, const char *label, const char *words)
{
	if (words)
		html(p, "<dt>%s</dt><dd>%s</dd>", label, words);
}

static const char *count(struct page *p, const json_t *place, const char *name)
{
	const json_t *j = json_object_get(place, name);
	return json_is_integer(j) ? number_text(p->arena, p->lang, json_number_value(j), 0) : NULL;
}

/* "CC du Pays Bellegardien, 12 communes" */
static const char *group(struct page *p, const json_t *place)
{
	const char *name = json_str(place, "epci_name");
	const json_t *communes = json_object_get(place, "epci_communes");
	if (!name || !json_is_integer(communes))
		return name;
	return arena_printf(p->arena, "%s, %s", name, tr_n(p, "%d commune", "%d communes",
		json_integer_value(communes)));
}

static const char *density(struct page *p, const json_t *place)
{
	const json_t *j = json_object_get(place, "density");
	double x = json_number_value(j);
	return json_is_number(j) ? arena_printf(p->arena, "%s\u00a0%s", number_text(p->arena, p->lang,
		x, x < 10 ? 1 : 0), tr(p, "inhabitants per km²")) : NULL;
}

/* Since when they stand, and who published them. */
static void origin(struct page *p, const json_t *place)
{
	const char *source = json_str(place, "source"), *day = json_str(place, "day"),
		*date = json_str(place, "source_date");
	html(p, "<p class='muted small'>%s", tr_s(p, "As on %s, when this was published. Nothing"
		" here moves when the figures of today do.", day && date_valid(day)
		? date_long(p->arena, p->lang, day) : day));
	if (source)
		html(p, " %s", date && date_valid(date) ? arena_printf(p->arena, "%s (%s).", source,
			date_long(p->arena, p->lang, date)) : arena_printf(p->arena, "%s.", source));
	html(p, "</p>");
}

void show_figures(struct page *p, const struct field *f, const json_t *v)
{
	enum { SHOWN = 4 };
	size_t i;
	const json_t *place;
	(void)f;
	json_array_foreach(v, i, place) {
		if (i == SHOWN)
			break;
		if (json_array_size(v) > 1)
			html(p, "<h3>%s</h3>", json_str(place, "name"));
		html(p, "<dl class='pairs'>");
		pair(p, tr(p, "Inhabitants"), count(p, place, "population"));
		pair(p, tr(p, "Density"), density(p, place));
		pair(p, tr(p, "Intercommunality"), group(p, place));
		pair(p, tr(p, "Département"), json_str(place, "departement_name"));
		pair(p, tr(p, "Région"), json_str(place, "region_name"));
		html(p, "</dl>");
	}
	if (json_array_size(v) > SHOWN)
		html(p, "<p>%s</p>", tr_n(p, "%d more territory is kept with the sheet.",
			"%d more territories are kept with the sheet.",
			(long long)json_array_size(v) - SHOWN));
	origin(p, json_array_get(v, 0));
}
