/* drawing.c - relief and lineage. */
#include "web/drawing.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "base/text.h"

enum { RINGS = 11, POINTS = 24, WAVES = 4 };

struct relief {
	double x, y;			/* the summit */
	double wave[POINTS], cos[POINTS], sin[POINTS];	/* each way from it */
};

/* Between -1 and 1, smooth, the same after a whole turn. */
static double wave(const unsigned char *chance, double angle)
{
	double sum = 0;
	for (int i = 0; i < WAVES; i++) {
		double size = 0.5 + chance[2 + i] / 255.0, turn = chance[8 + i] * 2 * M_PI / 256;
		sum += size * cos((i + 1) * angle + turn);
	}
	return sum / WAVES;
}

static void ring_point(const struct relief *r, int ring, int point, double *x, double *y)
{
	double far = ring + 0.7;
	double reach = far * 19 * (1 + (0.25 + 0.03 * ring) * r->wave[point]);
	*x = r->x + 1.5 * reach * r->cos[point] - 4 * ring;
	*y = r->y + reach * r->sin[point];
}

/* Whole numbers: a printf of fractions was a third of a page's time. */
static void ring_step(struct page *p, double x, double y, double middle_x, double middle_y)
{
	html(p, "Q%ld %ld %ld %ld", lrint(x), lrint(y), lrint(middle_x), lrint(middle_y));
}

/* A closed curve through the middles between points, each point bending it. */
static void ring_path(struct page *p, const struct relief *r, int ring)
{
	double x, y, next_x, next_y;
	ring_point(r, ring, POINTS - 1, &x, &y);
	for (int i = 0; i <= POINTS; i++) {
		ring_point(r, ring, i % POINTS, &next_x, &next_y);
		double middle_x = (x + next_x) / 2, middle_y = (y + next_y) / 2;
		if (i == 0)
			html(p, "M%ld %ld", lrint(middle_x), lrint(middle_y));
		else
			ring_step(p, x, y, middle_x, middle_y);
		x = next_x;
		y = next_y;
	}
	html(p, "Z");
}

void drawing_relief(struct page *p, const char *seed)
{
	unsigned char chance[HASH_SIZE];
	hash_bytes(chance, seed, strlen(seed));
	struct relief r = {.x = 250 + chance[0] * 0.6, .y = 90 + chance[1] * 0.25};
	for (int i = 0; i < POINTS; i++) {
		double angle = 2 * M_PI * i / POINTS;
		r.wave[i] = wave(chance, angle);
		r.cos[i] = cos(angle);
		r.sin[i] = sin(angle);
	}
	html(p, "<svg class='rel' viewBox='0 0 520 240' preserveAspectRatio='xMaxYMid slice'"
		" aria-hidden='true' focusable='false'><path class='f-none k-sea3'"
		" stroke-width='1.1' d='");
	for (int ring = 0; ring < RINGS; ring++)
		ring_path(p, &r, ring);
	html(p, "'/></svg>");
}

/* Lineage: columns of boxes, and curves between them. */
enum { WIDTH = 740, STEP = 82, TALL = 72 };

static int top_of(int i, int n, int height)
{
	return (height - n * STEP + STEP - TALL) / 2 + i * STEP;
}

/* Where the first line of a title of at most room letters ends. */
static size_t first_line(const char *title, size_t room)
{
	size_t end = 0, letters = 0;
	if (text_length(title) <= room)
		return strlen(title);
	for (size_t i = 0; title[i] && letters <= room; i++) {
		letters += (title[i] & 0xC0) != 0x80;
		if (title[i] == ' ' && letters <= room + 1)
			end = i;
	}
	return end;
}

/* A title on one line or two, and a note. */
static void box_draw(struct page *p, const struct drawing_box *b, int x, int y, int width)
{
	size_t room = ((size_t)width - 16) * 10 / 78, end = first_line(b->title, room);
	const char *more = b->title + end + (b->title[end] == ' ');
	bool two = *more;
	bool same = text_eq(b->language, lang_code(p->lang));
	html(p, same ? "<g class='b'>" : "<g class='b' lang='%s'>", b->language);
	html(p, "<text x='%d' y='%d' font-size='15'>%s</text>", x + 12, y + (two ? 22 : 32),
		arena_copy(p->arena, b->title, end));
	if (two)
		html(p, "<text x='%d' y='%d' font-size='15'>%s</text>", x + 12, y + 40,
			text_cut(p->arena, more, room));
	html(p, "</g>");
	html(p, "<text class='t2' x='%d' y='%d' font-size='14'>%s</text>", x + 12,
		y + (two ? 60 : 52), text_cut(p->arena, b->note, room));
}

static void curve(struct page *p, int x1, int y1, int x2, int y2)
{
	int middle = (x1 + x2) / 2;
	html(p, "<path d='M%d %dC%d %d %d %d %d %d'/>", x1, y1, middle, y1, middle, y2, x2, y2);
}

enum { SIDE = 226, SELF_X = 270, SELF = 200, RIGHT_X = WIDTH - SIDE - 2 };

static void frames(struct page *p, int lefts, int rights, int height)
{
	int half = TALL / 2, middle = height / 2;
	html(p, "<g class='f-none k-edge' stroke-width='1.5'>");
	for (int i = 0; i < lefts; i++)
		curve(p, 2 + SIDE, top_of(i, lefts, height) + half, SELF_X, middle);
	for (int i = 0; i < rights; i++)
		curve(p, SELF_X + SELF, middle, RIGHT_X, top_of(i, rights, height) + half);
	html(p, "</g><g class='f-paper k-ink' stroke-width='1.5'>");
	for (int i = 0; i < lefts; i++)
		html(p, "<rect x='2' y='%d' width='%d' height='%d'/>",
			top_of(i, lefts, height), SIDE, TALL);
	for (int i = 0; i < rights; i++)
		html(p, "<rect x='%d' y='%d' width='%d' height='%d'/>", RIGHT_X,
			top_of(i, rights, height), SIDE, TALL);
	html(p, "</g><rect class='f-sea2 k-ink' stroke-width='2.5' x='%d' y='%d' width='%d'"
		" height='%d'/>", SELF_X, middle - half - 4, SELF, TALL + 8);
}

void drawing_lineage(struct page *p, const char *title, const struct drawing_box *self,
	const struct drawing_box *left, int lefts, const struct drawing_box *right, int rights)
{
	int most = lefts > rights ? lefts : rights, height = (most ? most : 1) * STEP + 8;
	/* a side without a box leaves no room behind */
	int from = lefts ? 0 : SELF_X - 2, to = rights ? WIDTH : SELF_X + SELF + 2;
	html(p, "<svg class='%s' viewBox='%d 0 %d %d' role='img' aria-labelledby='lineage'>"
		"<title id='lineage'>%s</title>", lefts && rights ? "whole" : "half", from,
		to - from, height, title);
	frames(p, lefts, rights, height);
	for (int i = 0; i < lefts; i++)
		box_draw(p, &left[i], 2, top_of(i, lefts, height), SIDE);
	box_draw(p, self, SELF_X, height / 2 - TALL / 2, SELF);
	for (int i = 0; i < rights; i++)
		box_draw(p, &right[i], RIGHT_X, top_of(i, rights, height), SIDE);
	html(p, "</svg>");
}

void drawing_ruler(struct page *p, const char *label, int done, int parts)
{
	html(p, "<div class='prog'><svg class='ruler' viewBox='0 0 302 14' aria-hidden='true'"
		" focusable='false'><g class='k-ink' stroke-width='1'>");
	for (int i = 0; i < parts; i++)
		html(p, "<rect x='%d' y='3' width='%d' height='8' class='%s'/>", 1 + i * 300 / parts,
			(i + 1) * 300 / parts - i * 300 / parts,
			i < done ? "f-accent" : (i - done) % 2 ? "f-paper" : "f-sea2");
	html(p, "</g></svg><p>%s</p></div>", label);
}
