/* contour_json.c - contours as GeoJSON (RFC 7946). */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "domain/contour/contour_web.h"
#include "domain/territory/territory.h"

/* Digits after the point: a pixel of each zoom has some metres. */
static int digits_of(int zoom)
{
	return zoom <= 7 ? 2 : zoom <= 9 ? 3 : zoom <= 11 ? 4 : 5;
}

static void number(struct out *o, double v, int digits)
{
	char text[32];
	int n = snprintf(text, sizeof text, "%.*f", digits, v);
	while (n > 1 && text[n - 1] == '0')
		n--;
	n -= text[n - 1] == '.';
	out_bytes(o, strncmp(text, "-0", (size_t)n) == 0 ? "0" : text, n == 2 && text[0] == '-' &&
		text[1] == '0' ? 1 : (size_t)n);
}

static void position(struct out *o, double lon, double lat, int digits)
{
	out_char(o, '[');
	number(o, lon, digits);
	out_char(o, ',');
	number(o, lat, digits);
	out_char(o, ']');
}

void geo_box(struct out *o, const struct shape_box *b)
{
	out_text(o, "\"bbox\":[");
	const double all[] = {b->west, b->south, b->east, b->north};
	for (int i = 0; i < 4; i++) {
		out_text(o, i ? "," : "");
		number(o, all[i], 5);
	}
	out_char(o, ']');
}

/* A string of JSON. */
static void string(struct out *o, const char *s)
{
	out_char(o, '"');
	for (; *s; s++)
		if (*s == '"' || *s == '\\')
			out_printf(o, "\\%c", *s);
		else if ((unsigned char)*s >= ' ')
			out_char(o, *s);
	out_char(o, '"');
}

/* What a feature is; alone: all that is known. */
static void head(struct out *o, struct db *db, const char *code, const char *kind, double area,
	const char *source)
{
	struct territory t = {.name = ""};
	out_text(o, "{\"type\":\"Feature\",\"id\":");
	string(o, code);
	out_text(o, ",\"properties\":{\"code\":");
	string(o, code);
	out_text(o, ",\"name\":");
	string(o, territory_get(db, code, &t) ? t.name : "");
	if (source) {
		out_printf(o, ",\"kind\":\"%s\",\"source\":", kind);
		string(o, source);
	}
	if (source && area > 0)
		out_printf(o, ",\"km2\":%.2f", area);
	out_text(o, "},");
}

/* The rings of a shape as the coordinates of a MultiPolygon; of a Polygon if it is one. */
void geo_contour(struct out *o, struct db *db, const struct contour *c, int zoom, bool alone)
{
	head(o, db, c->code, c->kind, c->area, alone ? contour_source(db, c->code) : NULL);
	if (alone) {
		geo_box(o, &c->box);
		out_char(o, ',');
	}
	struct shape_reader r = {.at = c->shape, .zoom = zoom};
	struct shape_ring ring;
	int polygons = 0;
	bool open = false;
	out_text(o, "\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[");
	while (shape_next(&r, db_arena(db), &ring)) {
		if (ring.outer && polygons && open)
			out_char(o, ']');
		open = ring.outer ? ring.count > 0 : open;
		if (!ring.count || !open)
			continue;
		if (ring.outer)
			out_printf(o, "%s[", polygons++ ? "," : "");
		out_text(o, ring.outer ? "[" : ",[");
		for (int i = 0; i <= ring.count; i++) {
			struct corner p = ring.points[i % ring.count];
			out_text(o, i ? "," : "");
			position(o, p.x / (double)UNITS, p.y / (double)UNITS, digits_of(zoom));
		}
		out_char(o, ']');
	}
	out_text(o, open ? "]]}}" : "]}}");
}

/* Outlines of the program: paths of "M" and "L" and "Z" in a Mercator projection. */

struct spot {
	double lon, lat;
};

/* The points of the next part of a path; *at moves behind it. */
static int part(const char **at, struct spot *list, int room)
{
	int n = 0;
	while (**at && **at != 'M')
		++*at;
	while (**at == 'M' || **at == 'L') {
		char *end;
		double x = strtod(*at + 1, &end), y = strtod(end, &end);
		if (n < room)
			list[n++] = (struct spot){outline_lon(x), outline_lat(y)};
		*at = end;
		if (**at == 'M')
			break;
	}
	return n;
}

static double twice_area(const struct spot *p, int n)
{
	double sum = 0;
	for (int i = 0; i < n; i++)
		sum += p[i].lon * p[(i + 1) % n].lat - p[(i + 1) % n].lon * p[i].lat;
	return sum;
}

void geo_outline(struct out *o, struct db *db, const struct outline *line, int zoom)
{
	enum { MOST = 2000 };
	struct spot *list = arena_alloc(db_arena(db), MOST * sizeof *list);
	const char *at = zoom > 7 ? line->fine : line->small;
	int n, parts = 0;
	head(o, db, line->code, *line->code == 'R' ? "region" : "departement", 0,
		"svg-maps, CC BY 4.0");
	out_text(o, "\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[");
	while (*at && (n = part(&at, list, MOST)) > 2) {
		bool backwards = twice_area(list, n) < 0;
		out_text(o, parts++ ? ",[[" : "[[");
		for (int i = 0; i <= n; i++) {
			const struct spot *s = &list[backwards ? (2 * n - i) % n : i % n];
			out_text(o, i ? "," : "");
			position(o, s->lon, s->lat, zoom > 7 ? 3 : 2);
		}
		out_text(o, "]]");
	}
	out_text(o, "]}}");
}
