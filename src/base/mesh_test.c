/* mesh_test.c - shapes, how large they are, and lines that neighbours share. */
#include <math.h>
#include <string.h>

#include "base/features.h"
#include "base/mesh.h"
#include "base/test.h"

static struct arena *arena;

static bool near(double got, double want)
{
	return fabs(got - want) < 1e-9 * fabs(want) + 1e-9;
}

/* From the formulas of zones of a sphere, not from sums over points. */
static void areas(void)
{
	const double r2 = 6371.0072 * 6371.0072;
	const double octant[][2] = {{0, 0}, {90, 0}, {90, 90}, {0, 90}};
	check(near(shape_area(octant, 4), M_PI * r2 / 2));
	const double square[][2] = {{2, 46}, {3, 46}, {3, 47}, {2, 47}};
	double zone = r2 * M_PI / 180 * (sin(47 * M_PI / 180) - sin(46 * M_PI / 180));
	check(near(shape_area(square, 4), zone));
	check(zone > 8400 && zone < 8600);
	const double clockwise[][2] = {{2, 47}, {3, 47}, {3, 46}, {2, 46}};
	check(near(shape_area(clockwise, 4), -zone));
	const double over[][2] = {{179.5, 46}, {-179.5, 46}, {-179.5, 47}, {179.5, 47}};
	check(near(shape_area(over, 4), zone));
	const double south[][2] = {{55, -21}, {56, -21}, {56, -20}, {55, -20}};
	check(shape_area(south, 4) > 11000);
	const double line[][2] = {{2, 46}, {3, 47}};
	check(near(shape_area(line, 2), 0));
}

static void boxes(void)
{
	struct shape_box b;
	check(shape_box_parse("0.1,46.2,0.6,46.7", &b) && b.west == 0.1 && b.north == 46.7);
	check(shape_box_parse("170,-20,-170,-10", &b) && b.west == 170 && b.east == -170);
	check(shape_box_parse("1,2,300,3,4,500", &b) && b.east == 3 && b.north == 4);
	check(shape_box_parse("-5e0,+41,1.5e1,51", &b) && b.west == -5 && b.east == 15);
	static const char *const bad[] = {"", "1", "1,2,3", "1,2,3,4,5", "1,2,3,4,5,6,7", "a,b,c,d",
		"1,2,3,4x", "1,,3,4", "nan,0,1,1", "inf,0,1,1", "0,0,200,1", "0,-91,1,1",
		"0,10,1,5", " 0,0,1,1", "0,0,1,1,", "0x1,0,1,1e999"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (shape_box_parse(bad[i], &b))
			check_text(bad[i], NULL);
}

/* What was written comes back, at each zoom those that show there. */
static void texts(void)
{
	struct out o = out_new(1000);
	struct corner last = {0, 0}, ring[] = {{-5000000, 4600000}, {0, 1}, {17999999, -8999999},
		{-17999999, 8999999}};
	shape_ring(&o, true);
	for (int i = 0; i < 4; i++)
		shape_point(&o, &last, ring[i], i == 3 ? 9 : 0);
	shape_ring(&o, false);
	for (int i = 0; i < 3; i++)
		shape_point(&o, &last, ring[i], 5);
	struct shape_reader r = {.at = out_str(&o), .zoom = FINEST};
	struct shape_ring got;
	check(shape_next(&r, arena, &got) && got.outer && got.count == 4);
	check(memcmp(got.points, ring, sizeof ring) == 0);
	check(shape_next(&r, arena, &got) && !got.outer && got.count == 3);
	check(!shape_next(&r, arena, &got) && !*r.at);
	r = (struct shape_reader){.at = out_str(&o), .zoom = 4};
	check(shape_next(&r, arena, &got) && got.count == 3);
	check(shape_next(&r, arena, &got) && got.count == 0);
	struct shape_box b;
	check(shape_box(out_str(&o), &b));
	check(!shape_box("", &b) && !shape_box("+", &b) && !shape_box("x", &b));
	for (size_t n = 0; n <= o.len; n++) {	/* cut anywhere, it is still read to an end */
		r = (struct shape_reader){.at = arena_copy(arena, o.data, n), .zoom = FINEST};
		for (int rings = 0; shape_next(&r, arena, &got); rings++)
			check(rings < 2 && got.count <= 4);
	}
	out_free(&o);
}

enum { SIDE = 400, POINTS = 4 * SIDE };

/* A square whose four sides are rough, the same wherever it is seen from. */
static int rough(struct corner *to, int left)
{
	int n = 0;
	for (int i = 0; i < SIDE; i++)	/* the side in common, from south to north */
		to[n++] = (struct corner){200000 + (i * 7919 % 211) * (i % SIDE != 0),
			4600000 + i * 500};
	to[n++] = (struct corner){200000, 4600000 + SIDE * 500};
	int away = left ? -1 : 1;
	for (int i = 0; i <= SIDE; i++)
		to[n++] = (struct corner){200000 + away * (1000 + i * 500), 4600000 + SIDE * 500 +
			i * 104729 % 307};
	for (int i = SIDE; i > 0; i--)
		to[n++] = (struct corner){200000 + away * (SIDE * 500 + 1000), 4600000 + i * 500};
	return n;
}

/* The points of the side in common that a ring shows at a zoom, from south to north. */
static int side(const char *shape, int zoom, struct corner *to)
{
	struct shape_reader r = {.at = shape, .zoom = zoom};
	struct shape_ring ring;
	int n = 0;
	check(shape_next(&r, arena, &ring) && ring.outer);
	for (int i = 0; i < ring.count; i++)
		if (ring.points[i].x >= 200000 && ring.points[i].x <= 200211 &&
			ring.points[i].y <= 4600000 + SIDE * 500) {
			int at = n++;
			for (; at && to[at - 1].y > ring.points[i].y; at--)
				to[at] = to[at - 1];
			to[at] = ring.points[i];
		}
	return n;
}

static const char *written(struct mesh *m, int ring)
{
	struct out o = out_new(1 << 20);
	struct corner last = {0, 0};
	check(mesh_write(m, ring, true, &last, &o));
	const char *text = arena_dup(arena, out_str(&o));
	out_free(&o);
	return text;
}

static void neighbours(void)
{
	struct corner a[POINTS], b[POINTS], from_a[POINTS], from_b[POINTS];
	int n = rough(a, 1), k = rough(b, 0), before = 0;
	struct mesh *m = mesh_new();
	int left = mesh_ring(m, 'c', a, n), right = mesh_ring(m, 'c', b, k);
	check(left == 0 && right == 1);
	check(mesh_ring(m, 'c', a, 2) < 0);
	mesh_rank(m);
	mesh_keep(m, left);
	mesh_keep(m, right);
	const char *one = written(m, left), *other = written(m, right);
	for (int zoom = 0; zoom <= FINEST; zoom++) {
		int from = side(one, zoom, from_a), to = side(other, zoom, from_b);
		check(from >= 2 && from == to && from >= before);
		check(memcmp(from_a, from_b, (size_t)from * sizeof *from_a) == 0);
		before = from;
	}
	check(side(one, 0, from_a) < 20 && before > 100);
	struct shape_reader r = {.at = one, .zoom = 0};
	struct shape_ring ring;
	check(shape_next(&r, arena, &ring) && ring.count >= 4);
	mesh_free(m);
}

/* An island is shown by three points or more as soon as it is as large as a pixel, and
 * what lies in a hole has the line of the hole. */
static void islands(void)
{
	struct corner ring[360], back[360];
	for (int i = 0; i < 360; i++) {
		ring[i] = (struct corner){(int)lround(300000 + 10000 * cos(i * M_PI / 180)),
			(int)lround(4700000 + 10000 * sin(i * M_PI / 180))};
		back[(400 - i) % 360] = ring[i];	/* the other way, from elsewhere */
	}
	struct mesh *m = mesh_new();
	int island = mesh_ring(m, 'c', ring, 360), hole = mesh_ring(m, 'c', back, 360);
	int alone = mesh_ring(m, 'd', ring, 360);	/* another kind has lines of its own */
	mesh_rank(m);
	struct out in = out_new(1 << 16), of = out_new(1 << 16);
	struct corner last = {0, 0};
	check(mesh_write(m, island, true, &last, &in) && *in.data == '+');
	last = (struct corner){0, 0};
	check(mesh_write(m, hole, false, &last, &of) && *of.data == '-');
	for (int zoom = 0; zoom <= FINEST; zoom++) {
		struct shape_reader a = {.at = in.data, .zoom = zoom}, b = {.at = of.data, .zoom = zoom};
		struct shape_ring p, q;
		check(shape_next(&a, arena, &p) && shape_next(&b, arena, &q) && p.count == q.count);
		check((zoom < 2 ? p.count == 0 : true) && (zoom > 9 ? p.count > 8 : true));
	}
	mesh_keep(m, alone);
	struct shape_reader kept = {.at = written(m, alone), .zoom = 0};
	struct shape_ring r;
	check(shape_next(&kept, arena, &r) && r.count == 4);
	out_free(&in);
	out_free(&of);
	mesh_free(m);
}

struct found {
	int count;
	struct out all;
};

static void each(void *context, const char *text, size_t n)
{
	struct found *f = context;
	f->count++;
	out_bytes(&f->all, text, n);
	out_char(&f->all, '\n');
}

/* The features of a text given in pieces of some bytes; -1 when something is wrong. */
static int features(const char *text, size_t piece, struct found *f)
{
	struct splitter s;
	f->count = 0;
	f->all = out_new(1 << 16);
	split_open(&s, each, f);
	for (size_t n = strlen(text), at = 0; at < n; at += piece)
		split_bytes(&s, text + at, n - at < piece ? n - at : piece);
	return split_close(&s) ? -1 : f->count;
}

static void files(void)
{
	static const char list[] = "{\"type\":\"FeatureCollection\",\"crs\":{\"x\":[1]},\"features\": "
		"[ {\"a\":\"]}{\\\"[\"},\n{\"b\":{\"features\":[1,2]}} ], \"z\": [{}]}";
	for (size_t piece = 1; piece < sizeof list; piece += 3) {
		struct found f;
		check(features(list, piece, &f) == 2);
		check_text(out_str(&f.all), "{\"a\":\"]}{\\\"[\"}\n{\"b\":{\"features\":[1,2]}}\n");
		out_free(&f.all);
	}
	static const struct {
		const char *text;
		int count;
	} all[] = {{"{\"type\":\"Feature\",\"geometry\":null}", 1}, {"{\"features\":[]}", -1},
		{"", -1}, {"{\"features\":[{}", -1}, {"{\"features\":[{\"a\":\"", -1},
		{"{\"features\":[{},3]}", -1}, {"{\"features\":[[]]}", -1}, {"]", -1},
		{"{\"features\":3}", 1}, {"nothing", 1}};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct found f;
		int got = features(all[i].text, 1, &f);
		if (got != all[i].count)
			check_text(all[i].text, NULL);
		check(got == all[i].count);
		out_free(&f.all);
	}
}

int main(void)
{
	arena = arena_new();
	areas();
	boxes();
	texts();
	neighbours();
	islands();
	files();
	arena_free(arena);
	return test_end();
}
