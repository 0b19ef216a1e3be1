/* plate.c - the frame of a map, its scale, and names that do not overlap. */
#include "web/plate.h"

#include "base/text.h"

/* Of names: 13 is 11.6 px on a phone. */
static const struct {
	double size;
	const char *look;
} faces[] = {[PLATE_NAME] = {13, "halo t2"}, [PLATE_ON_LAND] = {13, "halo w t2"},
	[PLATE_STRONG] = {15, "halo b"}};

static bool overlaps(const struct plate *m, struct plate_box b)
{
	if (b.x0 < 12 || b.y0 < 12 || b.x1 > PLATE_WIDTH - 12 || b.y1 > PLATE_HEIGHT - 12)
		return true;
	for (int i = 0; i < m->taken_count; i++) {
		const struct plate_box *o = &m->taken[i];
		if (b.x0 < o->x1 && o->x0 < b.x1 && b.y0 < o->y1 && o->y0 < b.y1)
			return true;
	}
	return false;
}

void plate_take(struct plate *m, double x0, double y0, double x1, double y1)
{
	if (m->taken_count < PLATE_BOXES)
		m->taken[m->taken_count++] = (struct plate_box){x0, y0, x1, y1};
}

/* Writes a name where it begins, ends or has its middle, if there is room. */
static bool write_name(struct plate *m, double x, double y, double left, const char *anchor,
	enum plate_face face, const char *name)
{
	double wide = (double)text_length(name) * faces[face].size * 0.54 + 2;
	struct plate_box b = {x - left * wide, y - 12, x + (1 - left) * wide, y + 4};
	if (overlaps(m, b))
		return false;
	plate_take(m, b.x0, b.y0, b.x1, b.y1);
	html(m->page, "<text class='%s' paint-order='stroke' x='%.0f' y='%.0f' "
		"font-size='%.0f' text-anchor='%s'>%s</text>", faces[face].look, x, y,
		faces[face].size, anchor, name);
	return true;
}

bool plate_label(struct plate *m, double x, double y, enum plate_face face, const char *name)
{
	return write_name(m, x, y + 4.5, .5, "middle", face, name);
}

bool plate_name(struct plate *m, double x, double y, double off, enum plate_face face,
	const char *name)
{
	return write_name(m, x + off, y + 4.5, 0, "start", face, name) ||
		write_name(m, x - off, y + 4.5, 1, "end", face, name) ||
		write_name(m, x, y - off, .5, "middle", face, name) ||
		write_name(m, x, y + off + 9, .5, "middle", face, name);
}

void plate_open(struct plate *m, const char *title)
{
	html(m->page, "<figure class='plate'><svg viewBox='0 0 %d %d' role='img' "
		"aria-labelledby='carte'><title id='carte'>%s</title>"
		"<rect width='%d' height='%d' class='f-sea2'/>", PLATE_WIDTH, PLATE_HEIGHT, title,
		PLATE_WIDTH, PLATE_HEIGHT);
	plate_take(m, 0, PLATE_HEIGHT - 44, 150, PLATE_HEIGHT);
}

/* The longest round length that fits. */
void plate_scale(struct plate *m, double pixels_per_km)
{
	struct page *p = m->page;
	static const int lengths[] = {500, 200, 100, 50, 20, 10, 5, 2, 1};
	size_t i = 0;
	while (i < sizeof lengths / sizeof *lengths - 1 && lengths[i] * pixels_per_km > 105)
		i++;
	double w = lengths[i] * pixels_per_km;
	html(p, "<g class='k-ink' stroke-width='1'><rect x='22' y='294' width='%.1f' height='5' "
		"class='f-paper'/><rect x='22' y='294' width='%.1f' height='5' class='f-ink'/>"
		"<rect x='%.1f' y='294' width='%.1f' height='5' class='f-ink'/></g>", w, w / 4,
		22 + w / 2, w / 4);
	html(p, "<g font-size='12.5'><text x='22' y='313'>0</text><text x='%.0f' y='313' "
		"text-anchor='middle'>%s</text></g>", 22 + w, tr_s(p, "%s km",
			number_text(p->arena, p->lang, lengths[i], 0)));
}

void plate_close(struct plate *m, const char *caption)
{
	html(m->page, "<rect x='3' y='3' width='%d' height='%d' class='f-none k-ink' "
		"stroke-width='6'/><rect x='3' y='3' width='%d' height='%d' class='f-none k-paper' "
		"stroke-width='4' stroke-dasharray='20 20'/></svg><figcaption>%s</figcaption>"
		"</figure>", PLATE_WIDTH - 6, PLATE_HEIGHT - 6, PLATE_WIDTH - 6, PLATE_HEIGHT - 6,
		caption);
}
