/* sheet_vignette.c - where a sheet happened, as an island beside its row: the outline of
 * the département in its waterlines, a dot for the commune.  The words beside say it. */
#include <math.h>

#include "base/text.h"
#include "domain/sheet/sheet.h"
#include "domain/territory/territory.h"
#include "web/outline.h"

enum { SIDE = 100, LAND = 54 };	/* of the drawing, of the land in it */

static const struct {
	const char *look;
	double width;
} waters[] = {{"k-sea3", 30}, {"k-sea2", 27}, {"k-sea3", 17}, {"k-sea2", 14}, {"k-sea3", 4.5}};

/* Without an outline an island is a dot. */
static void draw_dot(struct page *p, double x, double y, bool alone)
{
	for (int ring = 3; alone && ring > 0; ring--)
		html(p, "<circle cx='%.0f' cy='%.0f' r='%d' class='f-none k-sea3' "
			"stroke-width='1.5'/>", x, y, ring * 9 + 5);
	html(p, "<circle cx='%.1f' cy='%.1f' r='%d' class='%s'/>", x, y, alone ? 8 : 4,
		alone ? "f-land k-ink" : "f-ink");
}

static void draw_land(struct page *p, const char *id, const struct outline *o,
	const struct territory *t)
{
	double wide = o->box.x1 - o->box.x0, tall = o->box.y1 - o->box.y0;
	double scale = LAND / fmax(wide, tall);
	double dx = SIDE / 2.0 - (o->box.x0 + wide / 2) * scale;
	double dy = SIDE / 2.0 - (o->box.y0 + tall / 2) * scale;
	html(p, "<g transform='translate(%.1f %.1f) scale(%.3f)'><defs><path id='ile-%s' "
		"stroke-linejoin='round' d='%s'/></defs>", dx, dy, scale, id, o->small);
	for (size_t i = 0; i < sizeof waters / sizeof *waters; i++)
		html(p, "<use href='#ile-%s' class='f-none %s' stroke-width='%.1f'/>", id,
			waters[i].look, waters[i].width / scale);
	html(p, "<use href='#ile-%s' class='f-land k-ink' stroke-width='%.2f'/></g>", id,
		1.8 / scale);
	if (t->point != NO_POINT && (!t->code || !text_eq(t->code, o->code)))
		draw_dot(p, outline_x(t->lon) * scale + dx, outline_y(t->lat) * scale + dy, false);
}

static const struct outline *outline_around(const struct territory *t)
{
	return outline_find(t->departement ? t->departement : t->code);
}

/* A spot on an outline; without one, an island of its own. */
static void draw(struct page *p, const char *id, const struct outline *o,
	const struct territory *t)
{
	html(p, "<svg viewBox='0 0 %d %d' aria-hidden='true' focusable='false'>"
		"<rect width='%d' height='%d' class='f-sea2'/>", SIDE, SIDE, SIDE, SIDE);
	if (o)
		draw_land(p, id, o, t);
	else
		draw_dot(p, SIDE / 2.0, SIDE / 2.0, true);
	html(p, "</svg>");
}

void vignette_draw(struct page *p, const struct resource *r)
{
	struct territory t;
	const json_t *codes = json_object_get(r->values, "territories");
	bool known = territory_get(p->db, json_string_value(json_array_get(codes, 0)), &t);
	draw(p, r->id, known ? outline_around(&t) : NULL, &t);
}

static bool is_inside(const struct outline *o, double lat, double lon)
{
	double x = outline_x(lon), y = outline_y(lat);
	return o && x >= o->box.x0 && x <= o->box.x1 && y >= o->box.y0 && y <= o->box.y1;
}

void place_draw(struct sheet *s, const struct field *f, const json_t *value)
{
	struct page *p = s->p;
	struct territory t, at = {.point = LOCATED};
	const struct outline *o = NULL;
	const char *code = json_str(value, "territory");
	if (!place_point(value, &at.lat, &at.lon))
		return;
	if (!code)
		code = json_string_value(json_array_get(json_object_get(s->r->values, "territories"), 0));
	if (code && territory_get(p->db, code, &t))
		o = outline_around(&t);
	if (!is_inside(o, at.lat, at.lon))
		o = outline_find("FR");
	html(p, "<section><h2>%s</h2><figure>", f->label[p->lang]);
	draw(p, arena_printf(p->arena, "%s-%s", s->r->id, f->name),
		is_inside(o, at.lat, at.lon) ? o : NULL, &at);
	html(p, "</figure>");
	type_value(p, f, value);
	html(p, "<p><a href='%s'>%s</a></p></section>", to(p, arena_printf(p->arena,
		"/carte?territory=%s", place_code(p->arena, value))), tr(p, "See on the map"));
}
