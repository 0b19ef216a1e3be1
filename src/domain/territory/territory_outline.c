/* territory_outline.c - maps of what has an outline, and France in the corner. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "domain/territory/territory_map.h"
#include "web/outline.h"

enum { TOWNS = 60, NAMES = 8, REGIONS = 40 };

bool territory_has_outline(const char *code)
{
	return outline_find(code) != NULL;
}

/* The corner */

/* Overseas: the communes of the département, as dots; there is no outline. */
static void locate_overseas(struct page *p, const struct territory *t)
{
	struct territory d, all[TOWNS];
	if (!t->departement || !territory_get(p->db, t->departement, &d))
		return;
	int n = territory_members(p->db, &d, "commune", 0, TOWNS, all);
	struct plate_box b = {180, 90, -180, -90};
	for (int i = 0; i < n; i++)
		if (all[i].point)
			b = (struct plate_box){fmin(b.x0, all[i].lon), fmin(b.y0, all[i].lat),
				fmax(b.x1, all[i].lon), fmax(b.y1, all[i].lat)};
	double scale = 54 / fmax(fmax(b.x1 - b.x0, b.y1 - b.y0), 0.1);
	double x = 346 - (b.x0 + b.x1) / 2 * scale, y = 53 + (b.y0 + b.y1) / 2 * scale;
	html(p, "<path class='f-none k-edge' stroke-linecap='round' stroke-width='3.5' d='");
	for (int i = 0; i < n; i++)
		if (all[i].point)
			out_printf(&p->out, "M%.1f %.1fh.1", x + all[i].lon * scale,
				y - all[i].lat * scale);
	html(p, "'/>");
	if (t->point)
		html(p, "<circle cx='%.1f' cy='%.1f' r='4.5' class='f-accent k-paper'/>",
			x + t->lon * scale, y - t->lat * scale);
}

void territory_corner(struct page *p, const struct territory *t)
{
	bool region = strcmp(t->kind, "region") == 0;
	const struct outline *france = outline_find("FR");
	const struct outline *area = outline_find(region || strcmp(t->kind, "departement") == 0 ?
		t->code : t->departement);
	if (!area && t->communes)
		return;
	html(p, "<rect x='304' y='10' width='86' height='84' class='f-paper k-ink'/>");
	if (!area || !france) {
		locate_overseas(p, t);
		return;
	}
	html(p, "<g transform='translate(306.5 13) scale(.1325)'><path class='f-sea2 k-edge' "
		"stroke-width='5' d='%s'/><path class='f-accent' d='%s'/>", france->small,
		area->small);
	if (t->point && !t->communes)
		html(p, "<circle cx='%.0f' cy='%.0f' r='24' class='f-land k-ink' "
			"stroke-width='10'/>", outline_x(t->lon), outline_y(t->lat));
	html(p, "</g>");
}

void territory_open(struct plate *m, const char *title)
{
	plate_open(m, title);
	plate_take(m, PLATE_WIDTH - 100, 0, PLATE_WIDTH, 98);
}

void territory_close(struct plate *m, const struct territory *t, double pixels_per_km,
	const char *caption)
{
	plate_scale(m, pixels_per_km);
	territory_corner(m->page, t);
	plate_close(m, caption);
}

/* The map */

static bool meets(const struct plate_box *a, const struct plate_box *b)
{
	return a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 && b->y0 < a->y1;
}

/* From outlines to pixels: x * scale + dx. */
struct fit {
	double scale, dx, dy;
	struct plate_box seen;	/* in outlines */
};

/* middle: 160 beside France in its corner, 200 without it */
static struct fit fit(const struct plate_box *b, double middle)
{
	struct fit f = {fmin(250 / (b->x1 - b->x0), 270 / (b->y1 - b->y0)), 0, 0, {0, 0, 0, 0}};
	f.dx = middle - (b->x0 + b->x1) / 2 * f.scale;
	f.dy = PLATE_HEIGHT / 2.0 - (b->y0 + b->y1) / 2 * f.scale;
	f.seen = (struct plate_box){-f.dx / f.scale, -f.dy / f.scale, (PLATE_WIDTH - f.dx) / f.scale,
		(PLATE_HEIGHT - f.dy) / f.scale};
	return f;
}

/* The neighbours pale, the area as an island in its waterlines. */
static void draw_land(struct page *p, const struct outline *area, const struct fit *f)
{
	static const struct {
		const char *look;
		int width;
	} lines[] = {{"k-sea3", 26}, {"k-sea1", 24}, {"k-sea3", 15}, {"k-sea1", 13}, {"k-sea3", 5}};
	bool region = area->code[0] == 'R';
	html(p, "<g transform='translate(%.1f %.1f) scale(%.3f)'><path class='f-sea1 k-sea3' "
		"stroke-width='%.2f' d='", f->dx, f->dy, f->scale, 1 / f->scale);
	const struct outline *o;
	for (int i = 0; (o = outline_at(i)); i++)
		if (o->code[0] == area->code[0] && o != area && meets(&o->box, &f->seen))
			out_text(&p->out, region ? o->small : o->fine);
	html(p, "'/><defs><path id='contour' stroke-linejoin='round' d='%s'/></defs>", area->fine);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		html(p, "<use href='#contour' class='f-none %s' stroke-width='%.2f'/>",
			lines[i].look, lines[i].width / f->scale);
	html(p, "<use href='#contour' class='f-land k-ink' stroke-width='%.2f'/></g>",
		1.4 / f->scale);
}

/* As many as get their name without overlap. */
static void draw_towns(struct plate *m, const struct fit *f, const struct territory *towns, int n,
	int most)
{
	for (int i = 0, named = 0; i < n && named < most; i++) {
		double x = outline_x(towns[i].lon) * f->scale + f->dx;
		double y = outline_y(towns[i].lat) * f->scale + f->dy;
		if (towns[i].point != LOCATED || !plate_name(m, x, y, 7, PLATE_ON_LAND, towns[i].name))
			continue;
		named++;
		plate_take(m, x - 5, y - 5, x + 5, y + 5);
		html(m->page, "<circle cx='%.1f' cy='%.1f' r='3' class='f-ink'/>", x, y);
	}
}

void territory_draw_outline(struct page *p, const struct territory *area,
	const struct territory *t, const char *caption)
{
	const struct outline *shape = outline_find(area->code);
	if (!shape)
		return;
	struct territory towns[TOWNS];
	int n = territory_members(p->db, area, "commune", 0, TOWNS, towns);
	struct fit f = fit(&shape->box, 160);
	struct plate m = {.page = p};
	territory_open(&m, tr_s(p, "%s and its communes", area->name));
	draw_land(p, shape, &f);
	draw_towns(&m, &f, towns, n, NAMES);
	territory_close(&m, t, outline_per_km(area->lat) * f.scale, caption);
}

/* The régions, and the biggest commune of each. */
void territory_draw_france(struct page *p)
{
	const struct outline *france = outline_find("FR"), *o;
	struct territory regions[REGIONS], towns[REGIONS];
	if (!france)
		return;
	int n = territory_regions(p->db, REGIONS, regions), known = 0;
	for (int i = 0; i < n; i++)
		if (outline_find(regions[i].code))
			known += territory_members(p->db, &regions[i], "commune", 0, 1,
				&towns[known]);
	struct fit f = fit(&france->box, PLATE_WIDTH / 2.0);
	struct plate m = {.page = p};
	plate_open(&m, tr(p, "The régions of France, and the largest commune of each"));
	html(p, "<g transform='translate(%.1f %.1f) scale(%.3f)'><path class='f-none k-sea3' "
		"stroke-width='%.1f' stroke-linejoin='round' d='%s'/><path class='f-none k-sea2' "
		"stroke-width='%.1f' stroke-linejoin='round' d='%s'/><path class='f-land k-edge' "
		"stroke-width='%.1f' d='", f.dx, f.dy, f.scale, 18 / f.scale, france->small,
		16 / f.scale, france->small, 1 / f.scale);
	for (int i = 0; (o = outline_at(i)); i++)
		if (o->code[0] == 'R')
			out_text(&p->out, o->small);
	html(p, "'/></g>");
	draw_towns(&m, &f, towns, known, REGIONS);
	plate_scale(&m, outline_per_km(46.5) * f.scale);
	plate_close(&m, tr(p, "Outlines: svg-maps, CC BY 4.0. Points: GeoNames, CC BY 4.0."));
}
