/* contour_map.c - the map of a territory whose contour is known: an island among the
 * contours of its neighbours.  The lists beside say the same. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "domain/contour/contour_web.h"
#include "domain/territory/territory.h"
#include "web/plate.h"

enum { NEIGHBOURS = 160, PARTS = 900, NAMES = 16, LAND = 700,
	LAND_BYTES = 20000 };

static const double degree_km = 111.195, degree = 0.017453292519943295;

/* So that a box fills so many pixels around the middle of the plate. */
static struct contour_view fit(const struct shape_box *b, double x, double wide, double high)
{
	double east = b->east < b->west ? b->east + 360 : b->east;
	struct contour_view v = {.lon = (b->west + east) / 2, .lat = (b->south + b->north) / 2,
		.x = x, .y = PLATE_HEIGHT / 2.0};
	double across = cos(v.lat * degree);
	v.down = fmin(high / fmax(b->north - b->south, 0.001), wide / fmax((east - b->west) * across,
		0.001));
	v.across = v.down * across;
	v.zoom = contour_zoom(v.lat, v.down / degree_km);
	return v;
}

static struct shape_box seen(const struct contour_view *v)
{
	return (struct shape_box){v->lon - v->x / v->across, v->lat - v->y / v->down,
		v->lon + (PLATE_WIDTH - v->x) / v->across, v->lat + v->y / v->down};
}

/* One path for all that are, or are not, in the list. */
static void draw_land(struct plate *m, const struct contour *list, int n, const bool *among,
	bool wanted, const struct contour_view *v, const char *look)
{
	html(m->page, "<path class='%s' stroke-width='1' d='", look);
	for (int i = 0; i < n; i++)
		if (among[i] == wanted)
			contour_path(&m->page->out, m->page->arena, &list[i], v, false);
	html(m->page, "'/>");
}

/* An island in its waterlines. */
static void draw_island(struct plate *m, const struct contour *list, int n,
	const struct contour_view *v)
{
	static const struct {
		const char *look;
		int width;
	} lines[] = {{"k-sea3", 31}, {"k-sea2", 29}, {"k-sea3", 17}, {"k-sea2", 15}, {"k-sea3", 5}};
	html(m->page, "<defs><path id='contour' stroke-linejoin='round' d='");
	for (int i = 0; i < n; i++)
		contour_path(&m->page->out, m->page->arena, &list[i], v, false);
	html(m->page, "'/></defs>");
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		html(m->page, "<use href='#contour' class='f-none %s' stroke-width='%d'/>",
			lines[i].look, lines[i].width);
	html(m->page, "<use href='#contour' class='f-land k-ink' stroke-width='1.4'/>");
}

static double at_x(const struct contour_view *v, double lon)
{
	return v->x + (lon - v->lon) * v->across;
}

static double at_y(const struct contour_view *v, double lat)
{
	return v->y - (lat - v->lat) * v->down;
}

static void draw_name(struct plate *m, const struct contour_view *v, const struct territory *t,
	enum plate_face face)
{
	double x = at_x(v, t->lon), y = at_y(v, t->lat);
	if (x > 0 && x < PLATE_WIDTH && y > 0 && y < PLATE_HEIGHT)
		plate_label(m, x, y, face, t->name);
}

/* How far the middle of a contour lies from that of the plate; far when it was named. */
static double distance(const struct contour_view *v, const struct contour *c)
{
	return hypot(at_x(v, (c->box.west + c->box.east) / 2) - v->x,
		at_y(v, (c->box.south + c->box.north) / 2) - v->y);
}

/* Names of the neighbours that have room, the nearest first. */
static void draw_names(struct plate *m, const struct contour_view *v, struct contour *list, int n)
{
	for (int named = 0; named < NAMES; named++) {
		int best = -1;
		for (int i = 0; i < n; i++)
			if (list[i].shape && (best < 0 || distance(v, &list[i]) < distance(v, &list[best])))
				best = i;
		struct territory t;
		if (best < 0 || !territory_get(m->page->db, list[best].code, &t))
			return;
		const struct shape_box *b = &list[best].box;
		plate_label(m, at_x(v, (b->west + b->east) / 2), at_y(v, (b->south + b->north) / 2),
			PLATE_NAME, t.name);
		list[best].shape = NULL;	/* it had its chance */
	}
}

static const char *caption(struct page *p, const char *code, const char *first)
{
	const char *source = contour_source(p->db, code);
	const char *said = text_blank(source) ? tr(p, "Contours: imported by this commons.") :
		tr_s(p, "Contours: %s.", source);
	return first ? arena_printf(p->arena, "%s %s", first, said) : said;
}

static void draw_commune(struct page *p, const struct territory *t, const struct contour *c)
{
	struct contour_view v = fit(&c->box, PLATE_WIDTH / 2.0 - 20, 130, 120);
	struct shape_box box = seen(&v);
	struct contour *list = arena_alloc(p->arena, NEIGHBOURS * sizeof *list);
	bool among[NEIGHBOURS] = {false};
	int n = contour_find(p->db, "commune", &box, NEIGHBOURS, list);
	for (int i = 0; i < n; i++) {
		struct territory o;
		among[i] = t->epci && territory_get(p->db, list[i].code, &o) &&
			text_eq(o.epci, t->epci);
	}
	struct plate m = {.page = p};
	plate_open(&m, tr_s(p, "%s and the communes around", t->name));
	plate_take(&m, PLATE_WIDTH - 100, 0, PLATE_WIDTH, 98);
	draw_land(&m, list, n, among, false, &v, "f-sea2 k-sea3");
	draw_land(&m, list, n, among, true, &v, "f-sea1 k-sea3");
	draw_island(&m, c, 1, &v);
	struct territory own = *t;
	own.lon = v.lon;
	own.lat = v.lat;
	draw_name(&m, &v, &own, PLATE_STRONG);
	plate_take(&m, at_x(&v, c->box.west) + 8, at_y(&v, c->box.north) + 8,
		at_x(&v, c->box.east) - 8, at_y(&v, c->box.south) - 8);
	for (int i = 0; i < n; i++)
		if (text_eq(list[i].code, t->code))
			list[i].shape = NULL;
	draw_names(&m, &v, list, n);
	plate_scale(&m, v.down / degree_km);
	territory_corner(p, t);
	plate_close(&m, caption(p, t->code, t->epci ? tr(p, "Pale: the same intercommunality.") : NULL));
}

/* A group: the contours of its communes, or its own. */
static bool draw_group(struct page *p, const struct territory *t)
{
	struct contour *list = arena_alloc(p->arena, PARTS * sizeof *list);
	struct shape_box box;
	int n = contour_members(p->db, t->code, PARTS, list);
	if (!n || !contour_box(p->db, t->code, &box)) {
		n = contour_get(p->db, t->code, &list[0]);
		box = list[0].box;
	}
	if (!n)
		return false;
	struct contour_view v = fit(&box, PLATE_WIDTH / 2.0 - 30, 250, 260);
	struct plate m = {.page = p};
	plate_open(&m, tr_s(p, "%s and its communes", t->name));
	plate_take(&m, PLATE_WIDTH - 100, 0, PLATE_WIDTH, 98);
	draw_island(&m, list, n, &v);
	for (int i = 0, named = 0; i < n && named < NAMES; i++) {
		struct territory o;
		if (territory_get(p->db, list[i].code, &o) && o.point && !o.communes) {
			draw_name(&m, &v, &o, PLATE_ON_LAND);
			named++;
		}
	}
	plate_scale(&m, v.down / degree_km);
	territory_corner(p, t);
	plate_close(&m, caption(p, list[0].code, NULL));
	return true;
}

void contour_land(struct page *p, const char *asked)
{
	struct shape_box b;
	int wide;
	const char *pixels = strchr(asked, '/');
	if (!pixels || sscanf(pixels, "/%d", &wide) != 1 ||
		!shape_box_parse(arena_copy(p->arena, asked, (size_t)(pixels - asked)), &b))
		return;
	request_reads(p->request, "contours");
	struct contour *list = arena_alloc(p->arena, LAND * sizeof *list);
	int n = contour_count(p->db, "commune", &b);
	if (!n || n > LAND)
		return;
	double across = 2 * wide / (b.east - b.west);
	struct contour_view v = {.lon = b.west, .lat = b.north, .across = across, .down = across,
		.mercator = true};
	v.zoom = contour_zoom(v.lat, across / 2 / degree_km / cos(v.lat * degree));
	contour_find(p->db, "commune", &b, n, list);
	struct out lines = out_new(LAND_BYTES);
	contour_lines(&lines, p->arena, list, n, &v);
	for (int tries = 0; lines.full && tries < 2; tries++) {	/* with fewer points */
		out_clear(&lines);
		v.zoom--;
		contour_lines(&lines, p->arena, list, n, &v);
	}
	if (!lines.full)
		html(p, "<path id='communes' class='f-none k-sea3' stroke-width='1.6' "
			"transform='scale(.5)' d='%s'/>", out_str(&lines));
	out_free(&lines);
}

void contour_panel(struct page *p, const char *code)
{
	struct territory t;
	struct contour c;
	if (!territory_get(p->db, code, &t))
		return;
	request_reads(p->request, "contours");
	bool outlined = !text_eq(t.kind, "epci") && t.communes && outline_find(code);
	if (t.communes && !outlined)
		draw_group(p, &t);
	else if (!t.communes && contour_get(p->db, code, &c))
		draw_commune(p, &t, &c);
}
