/* map_json.c - what the map shows, as GeoJSON (RFC 7946). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "across/map.h"
#include "across/search_set.h"
#include "base/date.h"
#include "base/text.h"

enum { MOST = 1000, SPREAD = 60, APART = 20 };	/* APART: a zoom at which none are merged */

static json_t *point(double lon, double lat)
{
	return json_pack("{s:s, s:[f,f]}", "type", "Point", "coordinates", round(lon * 1e5) / 1e5,
		round(lat * 1e5) / 1e5);
}

/* of: what a feature is, a "sheet" or a cluster, by "place" or by "departement". */
static void answer_features(struct request *r, json_t *features, const char *of, int total,
	bool late)
{
	json_t *all = json_keep(r->arena, json_pack("{s:s, s:s, s:i, s:b, s:o}", "type",
		"FeatureCollection", "of", of, "total", total, "late", late, "features", features));
	struct out o = out_new(4 << 20);
	json_write(&o, all);
	answer(r, 200, "application/geo+json; charset=utf-8", out_str(&o), o.len);
	out_free(&o);
}

/* Clusters of a view */

static json_t *cluster(const struct listing *l, const struct map_point *m, bool departements)
{
	struct request *r = l->request;
	json_t *codes = json_array();
	for (int i = 0; i < m->places && i < MAP_CODES; i++)
		json_array_append_new(codes, json_string(m->codes[i]));
	const struct shape_box *b = &m->box;
	return json_pack("{s:s, s:s, s:[f,f,f,f], s:o, s:{s:i, s:i, s:s, s:o, s:s, s:s, s:s*}}",
		"type", "Feature", "id", m->code, "bbox", b->west, b->south, b->east, b->north,
		"geometry", point(m->lon, m->lat), "properties", "sheets", m->sheets, "places",
		m->places, "name", m->name, "codes", codes, "address", link_to(r, m->address),
		"list", map_link(l, m, "/ressources", departements), "features",
		request_query(r, "zoom") ? NULL : map_link(l, m, "/carte.geojson", departements));
}

static void send_view(const struct listing *l, const struct shape_box *box, int zoom, bool wide,
	int most)
{
	struct map_points found;
	if (wide)
		map_departements(l->request, &l->wish, box, zoom, most, &found);
	else
		map_places(l->request, &l->wish, box, zoom, most, &found);
	json_t *features = json_array();
	for (int i = 0; i < found.count; i++)
		json_array_append_new(features, cluster(l, &found.list[i], wide));
	answer_features(l->request, features, wide ? "departement" : "place", found.total,
		found.late);
}

/* Sheets, each at its places */

static json_t *sheet(const struct listing *l, const struct search_place *at,
	const struct search_at *s)
{
	struct request *r = l->request;
	const char *label = listing_label(r, "type", s->type);
	return json_pack("{s:s, s:s, s:o, s:{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}}", "type",
		"Feature", "id", arena_printf(r->arena, "%s@%s", s->id, at->code), "geometry",
		point(at->lon, at->lat), "properties", "title", s->title, "type", s->type, "label",
		label ? label : s->type, "mark", s->mark, "place", at->name, "code", at->code,
		"updated", date_iso(r->arena, s->updated), "url", link_absolute(r, s->address));
}

static bool is_asked(struct request *r, const char *code)
{
	bool any = false;
	for (int i = 0; i < r->query.count; i++) {
		if (!text_eq(r->query.names[i], "lieu"))
			continue;
		if (text_eq(r->query.values[i], code))
			return true;
		any = true;
	}
	return !any;
}

/* All, or those of the places named lieu; when there are too many, places alone, or
 * départements: each then says where its own features are. */
static void send_sheets(const struct listing *l, const struct shape_box *box)
{
	struct request *r = l->request;
	struct search_set set;
	struct search_box b = {box->west, box->south, box->east, box->north};
	search_set(&l->wish, &b, MOST, r->arena, &set);
	if (set.many || set.place_count > MOST) {
		send_view(l, box, APART, true, MAP_POINTS);
		return;
	}
	int most = pairs_get(&r->query, "lieu") ? SPREAD : MOST, n = 0;
	json_t *features = json_array();
	for (int i = 0; i < set.sheet_count && n < most; i++) {
		const struct search_at *s = &set.sheets[i];
		if (is_asked(r, set.places[s->place].code)) {
			json_array_append_new(features, sheet(l, &set.places[s->place], s));
			n++;
		}
	}
	for (int i = 0; !set.sheet_count && i < set.place_count && n < most; i++, n++) {
		const struct search_place *p = &set.places[i];
		struct map_point m = {p->code, p->name, p->address, p->lat, p->lon, p->sheets, 1,
			{p->lon, p->lat, p->lon, p->lat}, {p->code}};
		json_array_append_new(features, cluster(l, &m, false));
	}
	answer_features(r, features, set.sheet_count ? "sheet" : "place", set.total, set.late);
}

void map_json(struct request *r)
{
	struct listing l;
	struct shape_box box = {-180, -90, 180, 90};
	const char *asked = request_query(r, "bbox");
	if (asked && !shape_box_parse(asked, &box)) {
		answer_error(r, 400, N_("Write bbox=west,south,east,north in degrees, longitude first, "
			"for example bbox=0.1,46.2,0.6,46.7."));
		return;
	}
	int zoom = (int)request_number(r, "zoom", 0, 30, -1);
	listing_read(&l, r, "/carte", NULL);
	answer_header(r, "X-Robots-Tag", "noindex");
	if (zoom < 0)
		send_sheets(&l, &box);
	else
		send_view(&l, &box, zoom, zoom < MAP_ZOOM_PLACES, MAP_MARKS);
}
