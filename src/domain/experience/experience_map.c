/* experience_map.c - where reports come from: France, with a dot for each place.  The
 * list beside says the same. */
#include <math.h>

#include "base/text.h"
#include "domain/experience/experience_own.h"
#include "web/outline.h"

/* From the units of the outlines to the plate. */
struct frame {
	double scale, dx, dy;
};

static struct frame frame_of(const struct outline *france)
{
	enum { MARGIN = 26 };
	double wide = france->box.x1 - france->box.x0, tall = france->box.y1 - france->box.y0;
	struct frame f = {.scale = fmin((PLATE_WIDTH - 2 * MARGIN) / wide,
		(PLATE_HEIGHT - 2 * MARGIN) / tall)};
	f.dx = PLATE_WIDTH / 2.0 - (france->box.x0 + wide / 2) * f.scale;
	f.dy = PLATE_HEIGHT / 2.0 - (france->box.y0 + tall / 2) * f.scale;
	return f;
}

/* Where on the plate; false when it lies elsewhere or nowhere that we know. */
static bool point_of(const struct frame *f, const struct territory *t, double *x, double *y)
{
	const struct outline *o = t->point == NO_POINT ? outline_find(t->code) : NULL;
	if (t->point == NO_POINT && !o)
		return false;
	*x = o ? (o->box.x0 + o->box.x1) / 2 : outline_x(t->lon);
	*y = o ? (o->box.y0 + o->box.y1) / 2 : outline_y(t->lat);
	*x = *x * f->scale + f->dx;
	*y = *y * f->scale + f->dy;
	return *x > 12 && *x < PLATE_WIDTH - 12 && *y > 12 && *y < PLATE_HEIGHT - 12;
}

void reports_map(struct page *p, const char *const *codes, int n)
{
	enum { DOTS = 60 };
	const struct outline *france = outline_find("FR");
	struct plate m = {.page = p};
	struct territory t;
	double x[DOTS], y[DOTS];
	const char *names[DOTS];
	int dots = 0;
	if (!france)
		return;
	struct frame f = frame_of(france);
	for (int i = 0; i < n && dots < DOTS; i++)
		if (territory_get(p->db, codes[i], &t) && point_of(&f, &t, &x[dots], &y[dots]))
			names[dots++] = t.name;
	if (!dots)
		return;
	plate_open(&m, tr(p, "Where it was used"));
	html(p, "<path class='f-land k-ink' stroke-width='%.3f' transform='translate(%.1f %.1f)"
		" scale(%.3f)' d='%s'/>", 1.4 / f.scale, f.dx, f.dy, f.scale, france->small);
	for (int i = 0; i < dots; i++) {
		html(p, "<circle cx='%.1f' cy='%.1f' r='5.5' class='f-paper k-clay'"
			" stroke-width='2.6'/>", x[i], y[i]);
		plate_take(&m, x[i] - 6, y[i] - 6, x[i] + 6, y[i] + 6);
	}
	for (int i = 0; i < dots; i++)
		plate_name(&m, x[i], y[i], 9, PLATE_NAME, names[i]);
	plate_close(&m, tr(p, "A ring for each territory that told; those overseas stand in the list"
		" only. Outline: svg-maps, CC BY 4.0."));
}
