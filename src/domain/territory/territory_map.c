/* territory_map.c - maps of communes as dots.  The lists beside say the same. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "domain/territory/territory_map.h"

enum { DOTS = 48, NAMES = 12 };

static const double degree_km = 111.195;

/* Dots */

struct view {
	double lat, lon;	/* of the middle */
	double scale, across;	/* pixels a degree of latitude, of longitude */
};

static double view_x(const struct view *v, const struct territory *t)
{
	return PLATE_WIDTH / 2.0 + (t->lon - v->lon) * v->across;
}

static double view_y(const struct view *v, const struct territory *t)
{
	return PLATE_HEIGHT / 2.0 - (t->lat - v->lat) * v->scale;
}

static bool is_inside(double x, double y)
{
	bool framed = x > 14 && x < PLATE_WIDTH - 14 && y > 14 && y < PLATE_HEIGHT - 14;
	bool france = x > PLATE_WIDTH - 104 && y < 102;
	bool ruler = x < 140 && y > PLATE_HEIGHT - 48;
	return framed && !france && !ruler;
}

/* One path for all dots of a sort: short strokes with round ends. */
static void draw_dots(struct plate *m, const struct view *v, const struct territory *const *list,
	int n, const char *epci, bool same, const char *look, double wide)
{
	html(m->page, "<path class='f-none %s' stroke-linecap='round' stroke-width='%.1f' d='", look,
		wide);
	for (int i = 0; i < n; i++)
		if ((!epci || text_eq(list[i]->epci, epci)) == same)
			out_printf(&m->page->out, "M%.1f %.1fh.1", view_x(v, list[i]),
				view_y(v, list[i]));
	html(m->page, "'/>");
}

/* Those in the frame, the most inhabited first, since they get their names. */
static int visible(const struct view *v, const struct territory *const *from, int n,
	const struct territory **to)
{
	int kept = 0;
	for (int i = 0; i < n; i++) {
		if (from[i]->point != LOCATED || !is_inside(view_x(v, from[i]), view_y(v, from[i])))
			continue;
		int at = kept++;
		for (; at > 0 && to[at - 1]->population < from[i]->population; at--)
			to[at] = to[at - 1];
		to[at] = from[i];
	}
	return kept;
}

/* The place itself: an island without a known contour is a dot in its waterlines. */
static void draw_self(struct plate *m, const struct territory *t)
{
	double x = PLATE_WIDTH / 2.0, y = PLATE_HEIGHT / 2.0;
	html(m->page, "<g class='f-none k-sea3' stroke-width='1.5'><circle cx='%.0f' cy='%.0f' "
		"r='25'/><circle cx='%.0f' cy='%.0f' r='18.5'/><circle cx='%.0f' cy='%.0f' r='13'/>"
		"</g><circle cx='%.0f' cy='%.0f' r='8' class='f-land k-ink%s' stroke-width='1.8'/>",
		x, y, x, y, x, y, x, y, t->point == APPROXIMATE ? " dash" : "");
	plate_take(m, x - 27, y - 27, x + 27, y + 27);
	plate_name(m, x, y, 31, PLATE_STRONG, t->name);
}

static void draw_places(struct plate *m, const struct view *v, const struct territory *const *from,
	int n, const char *epci, const struct territory *self)
{
	const struct territory *list[DOTS] = {NULL};
	n = visible(v, from, n, list);
	draw_dots(m, v, list, n, epci, false, "k-ink", 7);
	draw_dots(m, v, list, n, epci, false, "k-paper", 4.5);
	draw_dots(m, v, list, n, epci, true, "k-ink", 7);
	for (int i = 0; i < n; i++) {
		double x = view_x(v, list[i]), y = view_y(v, list[i]);
		plate_take(m, x - 4, y - 4, x + 4, y + 4);
	}
	if (self)
		draw_self(m, self);
	for (int i = 0, named = 0; i < n && named < NAMES; i++)
		named += plate_name(m, view_x(v, list[i]), view_y(v, list[i]), 8, PLATE_NAME,
			list[i]->name);
}

static void draw_commune(struct page *p, const struct territory *t)
{
	struct nearby near[DOTS];
	const struct territory *list[DOTS];
	int n = territory_around(p->db, t, 60, false, DOTS, near);
	for (int i = 0; i < n; i++)
		list[i] = &near[i].place;
	double km = n == 0 ? 20 : near[n < 9 ? n - 1 : 8].km * 1.15;
	km = km < 5 ? 5 : km;
	struct view v = {t->lat, t->lon, 150 / (km / degree_km), 0};
	v.across = v.scale * cos(t->lat * 0.0174532925);
	struct plate m = {.page = p};
	territory_open(&m, tr_s(p, "%s and the communes around", t->name));
	draw_places(&m, &v, list, n, t->epci ? t->epci : "", t);
	const char *what = t->epci ? tr(p, "Dots: centres of communes. Filled: the same "
		"intercommunality. Points: GeoNames.") :
		tr(p, "Dots: centres of communes. Points: GeoNames.");
	if (t->point == APPROXIMATE)
		what = arena_printf(p->arena, "%s %s", t->parent ?
			tr(p, "Approximate place: that of the whole commune.") :
			tr(p, "Approximate place: the mean of the communes of the same postcode."),
			what);
	territory_close(&m, t, v.scale / degree_km, what);
}

/* A group without outline: an EPCI, overseas. */
static void draw_members(struct page *p, const struct territory *t)
{
	struct territory members[DOTS];
	const struct territory *list[DOTS];
	double south = 90, north = -90, west = 180, east = -180;
	int n = territory_members(p->db, t, "commune", 0, DOTS, members), kept = 0;
	for (int i = 0; i < n; i++) {
		if (members[i].point != LOCATED)
			continue;
		list[kept++] = &members[i];
		south = fmin(south, members[i].lat);
		north = fmax(north, members[i].lat);
		west = fmin(west, members[i].lon);
		east = fmax(east, members[i].lon);
	}
	if (kept == 0)
		return;
	struct view v = {(south + north) / 2, (west + east) / 2, 0, 0};
	double across = cos(v.lat * 0.0174532925);
	v.scale = fmin(210 / fmax(north - south, 0.08), 190 / fmax((east - west) * across, 0.08));
	v.across = v.scale * across;
	struct plate m = {.page = p};
	territory_open(&m, tr_s(p, "%s and its communes", territory_full_name(p->db, t)));
	draw_places(&m, &v, list, kept, strcmp(t->kind, "epci") == 0 ? t->code : NULL, NULL);
	territory_close(&m, t, v.scale / degree_km,
		tr(p, "Dots: centres of communes. Points: GeoNames."));
}

void territory_draw_map(struct page *p, const struct territory *t)
{
	struct territory d;
	size_t before = p->out.len;
	page_panels(p, "territory.map", t->code);
	if (p->out.len > before)
		return;
	if (!t->communes && t->point)
		draw_commune(p, t);
	else if (territory_has_outline(t->code))
		territory_draw_outline(p, t, t,
			tr(p, "Outlines: svg-maps, CC BY 4.0. Points: GeoNames, CC BY 4.0."));
	else if (t->communes)
		draw_members(p, t);
	else if (t->departement && territory_get(p->db, t->departement, &d) &&
		territory_has_outline(d.code))
		territory_draw_outline(p, &d, t, tr(p, "We do not know yet where it lies: this is its "
			"département."));
}
