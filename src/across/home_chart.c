/* home_chart.c - the chart of a commons: its communes as islands in their waterlines.
 *
 * Islands stand where their communes lie, pushed apart until each can be read.
 * No contour is known: an island is a dot, larger with more sheets. */
#include "across/home.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "base/text.h"

enum { EMPTY_HEIGHT = 360, ROUNDS = 120, ROUTES = 200 };

/* Two drawings: names must be readable on a phone too. */
static const struct shape {
	const char *name;
	int width, height;
} shapes[] = {{"gw", 480, 430}, {"gn", 340, 400}};

static const double margin = 56, apart = 74, letter = 14.5;

struct isle {
	const struct search_place *place;
	double x, y, radius;
};

struct box {
	double x0, y0, x1, y1;
};

struct chart {
	struct page *page;
	const struct shape *shape;
	struct isle isles[ISLES];
	int count;
	struct box taken[2 * ISLES];
	int taken_count;
};

static bool in_metropolis(const struct search_place *p)
{
	return p->lat > 41 && p->lat < 51.5 && p->lon > -5.5 && p->lon < 10;
}

/* Islands far beyond the sea would make all others one point: they are left
 * out when there are others. */
static void choose(struct chart *c, const struct search_summary *s)
{
	bool near = false;
	for (int i = 0; i < s->list_count; i++)
		near = near || in_metropolis(&s->list[i]);
	for (int i = 0; i < s->list_count && c->count < ISLES; i++) {
		const struct search_place *p = &s->list[i];
		if (near && !in_metropolis(p))
			continue;
		c->isles[c->count++] = (struct isle){.place = p, .x = p->lon * cos(p->lat * M_PI / 180),
			.y = -p->lat, .radius = p->small ? 6 + fmin(sqrt(p->sheets), 5) : 5};
	}
}

/* From degrees to the drawing, as large as it can be. */
static void fit(struct chart *c)
{
	struct box b = {1e9, 1e9, -1e9, -1e9};
	for (int i = 0; i < c->count; i++) {
		b.x0 = fmin(b.x0, c->isles[i].x);
		b.x1 = fmax(b.x1, c->isles[i].x);
		b.y0 = fmin(b.y0, c->isles[i].y);
		b.y1 = fmax(b.y1, c->isles[i].y);
	}
	double scale = fmin((c->shape->width - 2 * margin) / fmax(b.x1 - b.x0, 0.01),
		(c->shape->height - 2 * margin) / fmax(b.y1 - b.y0, 0.01));
	for (int i = 0; i < c->count; i++) {
		struct isle *o = &c->isles[i];
		o->x = c->shape->width / 2.0 + (o->x - (b.x0 + b.x1) / 2) * scale;
		o->y = c->shape->height / 2.0 + (o->y - (b.y0 + b.y1) / 2) * scale;
	}
}

static double within(double v, double most)
{
	return fmin(fmax(v, margin), most - margin);
}

/* Pushes two islands apart; the same two always go the same way. */
static bool push(const struct shape *in, struct isle *a, struct isle *b, double angle)
{
	double dx = b->x - a->x, dy = b->y - a->y, d = hypot(dx, dy);
	if (d >= apart)
		return false;
	if (d < 1) {
		dx = cos(angle);
		dy = sin(angle);
		d = 1;
	}
	double by = (apart - d) / 2 / d;
	a->x = within(a->x - dx * by, in->width);
	a->y = within(a->y - dy * by, in->height);
	b->x = within(b->x + dx * by, in->width);
	b->y = within(b->y + dy * by, in->height);
	return true;
}

static void spread(struct chart *c)
{
	bool moved = true;
	for (int round = 0; round < ROUNDS && moved; round++) {
		moved = false;
		for (int i = 0; i < c->count; i++)
			for (int k = i + 1; k < c->count; k++)
				moved = push(c->shape, &c->isles[i], &c->isles[k],
					i * 2.4 + k) || moved;
	}
}

static bool is_free(const struct chart *c, struct box b)
{
	if (b.x0 < 2 || b.x1 > c->shape->width - 2 || b.y0 < 2 || b.y1 > c->shape->height - 2)
		return false;
	for (int i = 0; i < c->taken_count; i++) {
		const struct box *o = &c->taken[i];
		if (b.x0 < o->x1 && o->x0 < b.x1 && b.y0 < o->y1 && o->y0 < b.y1)
			return false;
	}
	return true;
}

/* Below, above, right, left: where it is free.  A name without room is not
 * written on the chart; the description has it. */
static void draw_name(struct chart *c, const struct isle *o)
{
	static const char *const anchors[] = {"middle", "middle", "start", "end"};
	double size = o->place->small ? letter : 13, wide, r = o->radius + 6;
	wide = (double)text_length(o->place->name) * size * 0.57;
	double middle = fmin(fmax(o->x, wide / 2 + 3), c->shape->width - wide / 2 - 3);
	const struct {
		double x, y, left;
	} at[] = {{middle, o->y + r + size * .8, wide / 2}, {middle, o->y - r - 2, wide / 2},
		{o->x + r + 2, o->y + 5, 0}, {o->x - r - 2, o->y + 5, wide}};
	for (int i = 0; i < 4; i++) {
		struct box b = {at[i].x - at[i].left, at[i].y - size * .75,
			at[i].x - at[i].left + wide, at[i].y + 4};
		if (!is_free(c, b))
			continue;
		c->taken[c->taken_count++] = b;
		html(c->page, "<text paint-order='stroke' class='halo%s' font-size='%.1f' x='%.0f' "
			"y='%.0f' text-anchor='%s'>%s</text>", o->place->small ? " b" : " t2", size,
			at[i].x, at[i].y, anchors[i], o->place->name);
		return;
	}
}

static void draw_grid(struct page *p, int height)
{
	html(p, "<path class='f-none k-sea3' stroke-width='1' d='M0-90V%dM96-90V%dM192-90V%d"
		"M288-90V%dM384-90V%dM0 86H1080M0 172H1080M0 258H1080M0 344H1080'/>", height, height,
		height, height, height);
}

static void draw_waters(struct page *p, const char *shape)
{
	static const struct {
		int width;
		const char *look;
	} lines[] = {{74, "k-sea3"}, {72, "k-sea2"}, {52, "k-sea3"}, {50, "k-sea2"}, {33, "k-sea3"},
		{31, "k-sea2"}, {17, "k-sea3"}, {15, "k-sea1"}};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		html(p, "<use href='#isles-%s' class='f-none %s' stroke-width='%d'/>", shape,
			lines[i].look, lines[i].width);
}

static const struct isle *isle_of(const struct chart *c, const struct search_place *place)
{
	for (int i = 0; i < c->count; i++)
		if (c->isles[i].place == place)
			return &c->isles[i];
	return NULL;
}

/* Of places all linked with one another, the shortest routes that join them:
 * a chart of every pair could not be read. */
struct route_ends {
	const struct isle *a, *b;
	double length;
};

static int by_length(const void *x, const void *y)
{
	const struct route_ends *a = x, *b = y;
	return (a->length > b->length) - (a->length < b->length);
}

static int find_routes(const struct chart *c, const struct search_summary *s,
	struct route_ends *found)
{
	int n = 0, kept = 0, group[ISLES];
	for (int i = 0; i < ISLES; i++)
		group[i] = i;
	for (int i = 0; i < s->route_count && n < ROUTES; i++) {
		const struct isle *a = isle_of(c, &s->list[s->routes[i].from]);
		const struct isle *b = isle_of(c, &s->list[s->routes[i].to]);
		if (a && b)
			found[n++] = (struct route_ends){a, b, hypot(a->x - b->x, a->y - b->y)};
	}
	qsort(found, (size_t)n, sizeof *found, by_length);
	for (int i = 0; i < n; i++) {
		int from = group[found[i].a - c->isles], to = group[found[i].b - c->isles];
		if (from == to)
			continue;
		for (int k = 0; k < ISLES; k++)
			group[k] = group[k] == to ? from : group[k];
		found[kept++] = found[i];
	}
	return kept;
}

static int draw_routes(struct chart *c, const struct search_summary *s)
{
	struct out path = out_new(8000);
	struct route_ends routes[ROUTES];
	int n = find_routes(c, s, routes);
	for (int i = 0; i < n; i++) {
		const struct isle *a = routes[i].a, *b = routes[i].b;
		double bend = (i % 2 ? -.14 : .14), dx = b->x - a->x, dy = b->y - a->y;
		out_printf(&path, "M%.0f %.0fQ%.0f %.0f %.0f %.0f", a->x, a->y,
			(a->x + b->x) / 2 - dy * bend, (a->y + b->y) / 2 + dx * bend, b->x, b->y);
	}
	if (n)
		html(c->page, "<path class='f-none k-accent' stroke-width='1.5' stroke-dasharray='1 5' "
			"stroke-linecap='round' d='%s'/>", out_str(&path));
	out_free(&path);
	return n;
}

static const char *names(const struct chart *c)
{
	struct out o = out_new(4000);
	for (int i = 0; i < c->count; i++)
		out_printf(&o, "%s%s", i ? ", " : "", c->isles[i].place->name);
	const char *all = arena_dup(c->page->arena, out_str(&o));
	out_free(&o);
	return all;
}

static void draw_empty(struct page *p)
{
	html(p, "<figure class='plate chart'><svg viewBox='0 0 480 360' aria-hidden='true' "
		"focusable='false'>");
	draw_grid(p, EMPTY_HEIGHT);
	html(p, "<g class='f-none k-sea3' stroke-width='1'><circle cx='240' cy='172' r='74'/>"
		"<circle cx='240' cy='172' r='56'/><circle cx='240' cy='172' r='40'/>"
		"<circle cx='240' cy='172' r='26'/><circle cx='240' cy='172' r='14'/></g>"
		"<circle cx='240' cy='172' r='7' class='f-land k-ink' stroke-width='1.5'/>"
		"<text paint-order='stroke' class='b halo' font-size='14.5' text-anchor='middle' x='240' "
		"y='215'>%s</text></svg></figure>", tr(p, "Your first island"));
}

static int draw(struct page *p, const struct search_summary *s, const struct shape *shape)
{
	struct chart c = {.page = p, .shape = shape};
	const char *name = shape->name;
	choose(&c, s);
	if (!c.count)
		return -1;
	fit(&c);
	spread(&c);
	html(p, "<svg class='%s' viewBox='0 0 %d %d' role='img' aria-labelledby='ct-%s cd-%s'>"
		"<title id='ct-%s'>%s</title><desc id='cd-%s'>%s</desc><defs><g id='isles-%s'>", name,
		shape->width, shape->height, name, name, name,
		tr(p, "The archipelago of this commons"), name,
		tr_s(p, "Places drawn as islands: %s.", names(&c)), name);
	for (int i = 0; i < c.count; i++) {
		const struct isle *o = &c.isles[i];
		html(p, "<circle cx='%.0f' cy='%.0f' r='%.1f'/>", o->x, o->y, o->radius);
		c.taken[c.taken_count++] = (struct box){o->x - o->radius - 3, o->y - o->radius - 3,
			o->x + o->radius + 3, o->y + o->radius + 3};
	}
	html(p, "</g></defs>");
	draw_grid(p, shape->height);
	draw_waters(p, name);
	int routes = draw_routes(&c, s);
	html(p, "<use href='#isles-%s' class='f-land k-ink' stroke-width='1.5'/>", name);
	for (int i = 0; i < c.count; i++)
		draw_name(&c, &c.isles[i]);
	html(p, "</svg>");
	return routes;
}

void home_chart(struct page *p, const struct search_summary *s)
{
	size_t from = p->out.len;
	int routes = 0;
	html(p, "<figure class='plate chart'>");
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes && routes >= 0; i++)
		routes = draw(p, s, &shapes[i]);
	if (routes < 0) {
		out_cut(&p->out, from);
		draw_empty(p);
		return;
	}
	html(p, "<figcaption>%s%s%s</figcaption></figure>",
		tr(p, "Each island is a place that sheets of this commons tell about."),
		routes ? " " : "", routes ? tr(p, "Dotted: sheets that lean on one another, or on the "
			"same method.") : "");
}
