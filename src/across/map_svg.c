/* map_svg.c - the map as a drawing: for who has no JavaScript, and for paper. */
#include <math.h>
#include <string.h>

#include "across/map.h"
#include "base/text.h"
#include "web/outline.h"

enum { WIDTH = 400, SEA = 396, INSET = 76, INSETS = 5, INSET_TOP = 402, DOTS = 80 };

/* Below the first scale all of France is seen, above the other fine lines are. */
static const double WIDE = 1.1, FINE = 3, NEAR = 3;	/* NEAR: degrees across */

/* From outlines to pixels. */
struct frame {
	double scale, dx, dy;
};

/* Sheets that have one of several places: values of one facet. */
static const char *facet_of(const struct map_point *m, bool departements)
{
	for (int i = 0; i < m->places && i < MAP_CODES; i++)
		departements = departements && *m->codes[i] == 'D';
	return departements ? "departement" : "territory";
}

const char *map_link(const struct listing *l, const struct map_point *m, const char *path,
	bool departements)
{
	struct arena *a = l->request->arena;
	struct out o = out_new(16384);
	const char *query = listing_query(l);
	out_printf(&o, "%s?%s", path, query);
	for (int i = 0; i < m->places && i < MAP_CODES; i++) {
		const char *one = arena_printf(a, "%s=%s", facet_of(m, departements), m->codes[i]);
		if (!strstr(query, one))
			out_printf(&o, "%s%s", out_str(&o)[o.len - 1] == '?' ? "" : "&", one);
	}
	const char *link = link_to(l->request, arena_dup(a, out_str(&o)));
	out_free(&o);
	return link;
}

static const char *sheets(const struct page *p, int n)
{
	return tr_n(p, "%d sheet", "%d sheets", n);
}

/* A disc with its number, leading nearer or to the list. */
static void disc(struct page *p, const struct listing *l, const struct map_point *m, double x,
	double y, bool departements)
{
	double r = fmin(10 + 1.4 * log2(m->sheets), 22);
	const char *name = m->places > 1 ? tr_s(p, "%s and around", m->name) : m->name;
	html(p, "<a href='%s' aria-label='%s'><circle cx='%.1f' cy='%.1f' r='%.1f' class='f-accent "
		"k-paper' stroke-width='1.5'/><text class='on b' x='%.1f' y='%.1f' font-size='14.5' "
		"text-anchor='middle'>%s</text></a>", map_link(l, m, departements ? "/carte" :
		"/ressources", departements), arena_printf(p->arena, "%s, %s", name,
		sheets(p, m->sheets)), x, y, r, x, y + 5,
		number_text(p->arena, p->lang, m->sheets, 0));
}

static bool has_outline(const struct map_point *m)
{
	return m->lat > 41 && m->lat < 51.5 && m->lon > -5.5 && m->lon < 10;
}

/* The land */

static struct frame fit(double x0, double y0, double x1, double y1)
{
	struct frame f = {fmin((WIDTH - 40) / (x1 - x0), (SEA - 30) / (y1 - y0)), 0, 0};
	f.dx = WIDTH / 2.0 - (x0 + x1) / 2 * f.scale;
	f.dy = SEA / 2.0 - (y0 + y1) / 2 * f.scale;
	return f;
}

static void draw_land(struct page *p, const struct frame *f, bool fine)
{
	const struct outline *o;
	double x0 = -f->dx / f->scale, y0 = -f->dy / f->scale;
	double x1 = (WIDTH - f->dx) / f->scale, y1 = (SEA - f->dy) / f->scale;
	html(p, "<g transform='translate(%.1f %.1f) scale(%.3f)' stroke-linejoin='round'>", f->dx,
		f->dy, f->scale);
	if (!fine)
		html(p, "<path class='f-none k-sea3' stroke-width='%.2f' d='%s'/>", 12 / f->scale,
			outline_find("FR")->small);
	html(p, "<path class='f-land k-edge' stroke-width='%.2f' d='", .7 / f->scale);
	for (int i = 0; (o = outline_at(i)); i++)
		if (*o->code == 'D' && o->box.x0 < x1 && o->box.x1 > x0 && o->box.y0 < y1 &&
			o->box.y1 > y0)
			out_text(&p->out, fine ? o->fine : o->small);
	html(p, "'/></g>");
}

/* Contours are for a domain to draw. */
static void draw_communes(struct page *p, const struct frame *f)
{
	double west = outline_lon(-f->dx / f->scale), east = outline_lon((WIDTH - f->dx) / f->scale);
	double north = outline_lat(-f->dy / f->scale), south = outline_lat((SEA - f->dy) / f->scale);
	if (east - west < NEAR)
		page_panels(p, "map.land", arena_printf(p->arena, "%.5f,%.5f,%.5f,%.5f/%d", west, south,
			east, north, WIDTH));
}

/* Of what is shown, so that it fills the frame, with some land around. */
static struct frame frame_of(const struct map_points *m)
{
	const struct outline *france = outline_find("FR");
	double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
	for (int i = 0; i < m->count; i++) {
		const struct shape_box *b = &m->list[i].box;
		if (!has_outline(&m->list[i]))
			continue;
		x0 = fmin(x0, outline_x(b->west));
		x1 = fmax(x1, outline_x(b->east));
		y0 = fmin(y0, outline_y(b->north));
		y1 = fmax(y1, outline_y(b->south));
	}
	if (x0 > x1)
		return fit(france->box.x0, france->box.y0, france->box.x1, france->box.y1);
	double wide = fmax(60 - (x1 - x0), 24) / 2, high = fmax(60 - (y1 - y0), 24) / 2;
	x0 = fmax(x0 - wide, france->box.x0);
	x1 = fmin(x1 + wide, france->box.x1);
	y0 = fmax(y0 - high, france->box.y0);
	y1 = fmin(y1 + high, france->box.y1);
	return fit(x0, y0, x1, y1);
}

double map_zoom(const struct map_points *m)
{
	return log2(frame_of(m).scale * (outline_x(1) - outline_x(0)) * 360 / 256);
}

/* Overseas: each in its own frame, as the dots of its communes. */

struct island {
	const char *code, *name;
	struct shape_box box;
	double lat[DOTS], lon[DOTS];
	int dots;
};

static bool read_island(struct page *p, struct island *o)
{
	o->box = (struct shape_box){180, 90, -180, -90};
	struct rows r = db_query(p->db, "SELECT lat, lon FROM territory WHERE departement = ?1 "
		"AND kind = 'commune' AND point > 0 ORDER BY code", "s", o->code);
	while (row_next(&r) && o->dots < DOTS) {
		double lat = row_real(&r, 0), lon = row_real(&r, 1);
		o->box = (struct shape_box){fmin(o->box.west, lon), fmin(o->box.south, lat),
			fmax(o->box.east, lon), fmax(o->box.north, lat)};
		o->lat[o->dots] = lat;
		o->lon[o->dots++] = lon;
	}
	rows_end(&r);
	return o->dots > 0;
}

static void draw_island(struct page *p, const struct listing *l, const struct map_points *m,
	struct island *o, int at)
{
	double left = 4 + at % INSETS * (INSET + 3), top = INSET_TOP + at / INSETS * (INSET + 22);
	html(p, "<rect x='%.0f' y='%.0f' width='%d' height='%d' class='f-sea2 k-ink'/>", left, top,
		INSET, INSET);
	double scale = (INSET - 26) / fmax(fmax(o->box.east - o->box.west, o->box.north -
		o->box.south), .2);
	html(p, "<path class='f-none k-edge' stroke-linecap='round' stroke-width='4.5' d='");
	for (int i = 0; i < o->dots; i++)
		out_printf(&p->out, "M%.1f %.1fh.1", left + INSET / 2.0 + (o->lon[i] -
			(o->box.west + o->box.east) / 2) * scale, top + INSET / 2.0 - (o->lat[i] -
			(o->box.south + o->box.north) / 2) * scale);
	html(p, "'/><text x='%.0f' y='%.0f' font-size='14' text-anchor='middle'>%s</text>",
		left + INSET / 2.0, top + INSET + 14, text_cut(p->arena, o->name, 12));
	for (int i = 0; i < m->count; i++)
		for (int k = 0; k < m->list[i].places && k < MAP_CODES; k++)
			if (text_eq(m->list[i].codes[k], o->code))
				disc(p, l, &m->list[i], left + INSET / 2.0, top + INSET / 2.0, true);
}

/* The five départements overseas, then collectivities that have something to show. */
static int read_islands(struct page *p, const struct map_points *m, struct island *list, int most)
{
	int n = 0;
	struct rows r = db_query(p->db, "SELECT code, name FROM territory WHERE kind = 'departement' "
		"AND length(code) > 3 AND point > 0 ORDER BY code IN ('D971', 'D972', 'D973', 'D974', "
		"'D976') DESC, code", "");
	while (row_next(&r) && n < most) {
		struct island *o = &list[n];
		*o = (struct island){.code = row_text(&r, 0), .name = row_text(&r, 1)};
		bool wanted = n < INSETS;
		for (int i = 0; i < m->count && !wanted; i++)
			wanted = text_eq(m->list[i].code, o->code);
		if (wanted && read_island(p, o))
			n++;
	}
	rows_end(&r);
	return n;
}

void map_draw(struct page *p, const struct listing *l, const struct map_points *m,
	bool departements)
{
	enum { MOST = 2 * INSETS };
	struct island islands[MOST];
	struct frame f = frame_of(m);
	bool wide = departements && f.scale < WIDE;
	bool far = wide;
	for (int i = 0; i < m->count && departements; i++)
		far = far || !has_outline(&m->list[i]);
	int n = far ? read_islands(p, m, islands, MOST) : 0;
	int height = n ? INSET_TOP + (n + INSETS - 1) / INSETS * (INSET + 22) + 4 : SEA;
	html(p, "<svg viewBox='0 0 %d %d' role='group' aria-labelledby='carte-titre'>"
		"<title id='carte-titre'>%s</title><rect width='%d' height='%d' class='f-sea2'/>",
		WIDTH, height, tr(p, "Where these sheets lie: each disc is a link, the list beside "
		"says the same"), WIDTH, SEA);
	html(p, "<svg width='%d' height='%d'>", WIDTH, SEA);	/* which cuts what is outside */
	draw_land(p, &f, f.scale > FINE);
	draw_communes(p, &f);
	html(p, "</svg>");
	for (int i = m->count - 1; i >= 0; i--)
		if (has_outline(&m->list[i]))
			disc(p, l, &m->list[i], outline_x(m->list[i].lon) * f.scale + f.dx,
				outline_y(m->list[i].lat) * f.scale + f.dy, departements);
	html(p, "<rect x='3' y='3' width='%d' height='%d' class='f-none k-ink' stroke-width='6'/>"
		"<rect x='3' y='3' width='%d' height='%d' class='f-none k-paper' stroke-width='4' "
		"stroke-dasharray='20 20'/>", WIDTH - 6, SEA - 6, WIDTH - 6, SEA - 6);
	for (int i = 0; i < n; i++)
		draw_island(p, l, m, &islands[i], i);
	html(p, "</svg>");
}
