/* territory_outline.c - outlines of départements and régions, from data/outlines.tsv.
 *
 * First line: "#", x and y of (0, 0), scale of the Mercator projection.  Others: code,
 * box (x0, y0, x1, y1), a path for small drawings, a path for maps. */
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/text.h"
#include "domain/territory/territory_map.h"

enum { TOWNS = 60, NAMES = 8, MAX_OUTLINES = 128 };

static const double degree = 0.017453292519943295;

struct outline {
	const char *code;
	struct plate_box box;
	const char *small, *fine;
};

struct outlines {
	double x0, y0, scale;
	int count;
	struct outline list[MAX_OUTLINES];
};

static struct outlines outlines;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void read_line(char *line)
{
	const char *cell[7] = {"", "", "", "", "", "", ""};
	for (int i = 0; i < 7 && line; i++)
		cell[i] = strsep(&line, "\t");
	double n[4];
	for (int i = 0; i < 4; i++)
		n[i] = strtod(cell[i + 1], NULL);
	if (*cell[0] == '#') {
		outlines.x0 = n[0];
		outlines.y0 = n[1];
		outlines.scale = n[2];
	} else if (outlines.count < MAX_OUTLINES) {
		outlines.list[outlines.count++] = (struct outline){cell[0],
			{n[0], n[1], n[2], n[3]}, cell[5], cell[6]};
	}
}

/* Once in the life of the program. */
static void read_all(void)
{
	const struct embedded *f = embedded_find("data/outlines.tsv");
	char *rest = f ? strdup((const char *)f->bytes) : NULL, *line;
	if (!rest)
		die("data/outlines.tsv cannot be read");
	while ((line = strsep(&rest, "\n")))
		if (*line)
			read_line(line);
}

static const struct outlines *all_outlines(void)
{
	pthread_once(&once, read_all);
	return &outlines;
}

static const struct outline *find(const struct outlines *o, const char *code)
{
	for (int i = 0; i < o->count; i++)
		if (text_eq(o->list[i].code, code))
			return &o->list[i];
	return NULL;
}

bool territory_has_outline(const char *code)
{
	return find(all_outlines(), code) != NULL;
}

static double project_x(const struct outlines *o, const struct territory *t)
{
	return o->x0 + o->scale * t->lon * degree;
}

static double project_y(const struct outlines *o, const struct territory *t)
{
	return o->y0 - o->scale * log(tan((45 + t->lat / 2) * degree));
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

static void locate(struct page *p, const struct territory *t)
{
	const struct outlines *o = all_outlines();
	bool region = strcmp(t->kind, "region") == 0;
	const struct outline *france = find(o, "FR");
	const struct outline *area = find(o, region || strcmp(t->kind, "departement") == 0 ?
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
			"stroke-width='10'/>", project_x(o, t), project_y(o, t));
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
	locate(m->page, t);
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

static struct fit fit(const struct plate_box *b)
{
	const double middle = 160;	/* beside France in its corner */
	struct fit f = {fmin(250 / (b->x1 - b->x0), 270 / (b->y1 - b->y0)), 0, 0, {0, 0, 0, 0}};
	f.dx = middle - (b->x0 + b->x1) / 2 * f.scale;
	f.dy = PLATE_HEIGHT / 2.0 - (b->y0 + b->y1) / 2 * f.scale;
	f.seen = (struct plate_box){-f.dx / f.scale, -f.dy / f.scale, (PLATE_WIDTH - f.dx) / f.scale,
		(PLATE_HEIGHT - f.dy) / f.scale};
	return f;
}

/* The neighbours pale, the area as an island in its waterlines. */
static void draw_land(struct page *p, const struct outlines *o, const struct outline *area,
	const struct fit *f)
{
	static const struct {
		const char *look;
		int width;
	} lines[] = {{"k-sea3", 26}, {"k-sea1", 24}, {"k-sea3", 15}, {"k-sea1", 13}, {"k-sea3", 5}};
	bool region = area->code[0] == 'R';
	html(p, "<g transform='translate(%.1f %.1f) scale(%.3f)'><path class='f-sea1 k-sea3' "
		"stroke-width='%.2f' d='", f->dx, f->dy, f->scale, 1 / f->scale);
	for (int i = 0; i < o->count; i++)
		if (o->list[i].code[0] == area->code[0] && &o->list[i] != area &&
			meets(&o->list[i].box, &f->seen))
			out_text(&p->out, region ? o->list[i].small : o->list[i].fine);
	html(p, "'/><defs><path id='contour' stroke-linejoin='round' d='%s'/></defs>", area->fine);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		html(p, "<use href='#contour' class='f-none %s' stroke-width='%.2f'/>",
			lines[i].look, lines[i].width / f->scale);
	html(p, "<use href='#contour' class='f-land k-ink' stroke-width='%.2f'/></g>",
		1.4 / f->scale);
}

static void draw_towns(struct plate *m, const struct outlines *o, const struct fit *f,
	const struct territory *area)
{
	struct territory towns[TOWNS];
	int n = territory_members(m->page->db, area, "commune", 0, TOWNS, towns);
	for (int i = 0, named = 0; i < n && named < NAMES; i++) {
		double x = project_x(o, &towns[i]) * f->scale + f->dx;
		double y = project_y(o, &towns[i]) * f->scale + f->dy;
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
	const struct outlines *o = all_outlines();
	const struct outline *shape = find(o, area->code);
	if (!shape)
		return;
	struct fit f = fit(&shape->box);
	struct plate m = {.page = p};
	territory_open(&m, tr_s(p, "%s and its communes", area->name));
	draw_land(p, o, shape, &f);
	draw_towns(&m, o, &f, area);
	double km = o->scale / (6371 * cos(area->lat * degree));
	territory_close(&m, t, km * f.scale, caption);
}
