/* contour_import.c - from files of GeoJSON to lines, one for each contour. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/tr.h"
#include "base/features.h"
#include "base/mesh.h"
#include "domain/contour/contour_own.h"

enum { RING_POINTS = 4000000, RINGS_MAX = 100000, FEATURES_MAX = 200000 };

/* One contour: its rings are in the mesh. */
struct drawn {
	char code[16], kind;
	signed char mountain, coast;
	double area;		/* km2; 0: not known */
	double around;		/* km, of outer rings */
	int corners;		/* of outer rings */
	int first_ring, ring_count, main;	/* main: the largest outer ring, or -1 */
	char *name;
};
struct placed_ring {
	int number;	/* in the mesh */
	bool outer;
};

struct contour_import {
	struct arena *arena;
	struct splitter split;
	struct mesh *mesh;
	struct out contours, rings, points, degrees;	/* lists, as bytes */
	const char *file;
	int feature, faults, before;	/* before: contours of earlier files */
	struct contour_fault list[CONTOUR_FAULTS];
	bool full;
};

struct contour_import *contour_import_new(struct arena *a)
{
	struct contour_import *im = arena_alloc(a, sizeof *im);
	*im = (struct contour_import){.arena = a, .mesh = mesh_new(),
		.contours = out_new((size_t)FEATURES_MAX * sizeof(struct drawn)),
		.rings = out_new(SIZE_MAX / 2),
		.points = out_new((size_t)RING_POINTS * sizeof(struct corner)),
		.degrees = out_new((size_t)RING_POINTS * sizeof(double[2]))};
	return im;
}

void contour_import_free(struct contour_import *im)
{
	mesh_free(im->mesh);
	out_free(&im->contours);
	out_free(&im->rings);
	out_free(&im->points);
	out_free(&im->degrees);
}

static void wrong(struct contour_import *im, int feature, const char *sentence,
	const char *detail)
{
	if (im->faults++ < CONTOUR_FAULTS)
		im->list[im->faults - 1] = (struct contour_fault){im->file, feature, sentence,
			detail ? arena_dup(im->arena, detail) : NULL};
}

/* The points of a ring, in units and in degrees; false after a fault. */
static bool read_ring(struct contour_import *im, struct arena *a, const json_t *ring)
{
	size_t i;
	const json_t *position;
	const char *detail = NULL;
	out_cut(&im->points, 0);
	out_cut(&im->degrees, 0);
	json_array_foreach(ring, i, position) {
		double d[2];
		if (!feature_point(a, position, &d[0], &d[1], &detail)) {
			wrong(im, im->feature, N_("There is no such place: %s. Write longitude then "
				"latitude in degrees, in WGS 84 (EPSG:4326)."), detail);
			return false;
		}
		struct corner p = {(int32_t)lround(d[0] * UNITS), (int32_t)lround(d[1] * UNITS)};
		out_bytes(&im->points, &p, sizeof p);
		out_bytes(&im->degrees, d, sizeof d);
	}
	if (i >= 4 && !im->points.full && !im->degrees.full)
		return true;
	wrong(im, im->feature, i < 4 ? N_("A ring has fewer than four points: export the contours again.") :
		N_("A ring has more than four million points: simplify it before."), NULL);
	return false;
}

/* How large a ring is; also how long, if it is an outer one. */
static double measure(const struct contour_import *im, struct drawn *c, bool outer)
{
	const double (*points)[2] = (const double (*)[2])(const void *)im->degrees.data;
	int n = (int)(im->degrees.len / sizeof *points);
	if (outer) {
		c->around += shape_length(points, n);
		c->corners += n - 1;
	}
	return fabs(shape_area(points, n));
}

/* Between two points a true border strays from the line by a quarter of their distance,
 * we say, to either side by chance: is the area then off by more than 3 %?  All contours
 * simplified to 1,000 m are, few of those to 50 m. */
static bool is_coarse(const struct drawn *c)
{
	double apart = c->around / fmax(c->corners, 1);
	return apart * apart * sqrt(c->corners) / 4 > c->area * .03;
}

/* A list knows better than a simplified drawing, unless it means another unit. */
static void judge_area(struct drawn *c, double hectares)
{
	bool listed = hectares / 100 > c->area / 2 && hectares / 100 < c->area * 2;
	if (listed)
		c->area = hectares / 100;
	else if (is_coarse(c))
		c->area = 0;
}

static bool read_polygon(struct contour_import *im, struct arena *a, const json_t *polygon,
	struct drawn *c, double *largest)
{
	size_t i;
	const json_t *ring;
	if (!json_array_size(polygon)) {
		wrong(im, im->feature, N_("A polygon has no ring: export the contours again."), NULL);
		return false;
	}
	json_array_foreach(polygon, i, ring) {
		if (c->ring_count == RINGS_MAX || !read_ring(im, a, ring))
			return false;
		double area = measure(im, c, i == 0);
		c->area += i ? -area : area;
		struct placed_ring placed = {mesh_ring(im->mesh, c->kind,
			(const struct corner *)(const void *)im->points.data,
			(int)(im->points.len / sizeof(struct corner))), i == 0};
		if (placed.number < 0 && i == 0)
			return true;	/* an islet of less than a metre */
		if (placed.number < 0)
			continue;
		if (i == 0 && area > *largest) {
			*largest = area;
			c->main = placed.number;
		}
		out_bytes(&im->rings, &placed, sizeof placed);
		c->ring_count++;
	}
	return true;
}

static bool read_geometry(struct contour_import *im, struct arena *a, const json_t *geometry,
	struct drawn *c)
{
	const char *type = json_str(geometry, "type");
	const json_t *list = json_object_get(geometry, "coordinates"), *polygon;
	double largest = 0;
	size_t i;
	if (text_eq(type, "Polygon"))
		return read_polygon(im, a, list, c, &largest);
	if (!text_eq(type, "MultiPolygon")) {
		wrong(im, im->feature, N_("Its geometry is %s: a contour is a Polygon or a MultiPolygon."),
			type ? text_cut(a, type, 40) : "null");
		return false;
	}
	json_array_foreach(list, i, polygon)
		if (!read_polygon(im, a, polygon, c, &largest))
			return false;
	return true;
}

static bool read_contour(struct contour_import *im, struct arena *a, const json_t *feature)
{
	struct feature_name name;
	feature_name(a, json_object_get(feature, "properties"), &name);
	if (!name.code) {
		wrong(im, im->feature, N_("It has no code: add a property “code” with an INSEE or "
			"SIREN code (also read: insee_com, codgeo, code_siren, insee_dep, insee_reg)."), NULL);
		return false;
	}
	if (strlen(name.code) >= sizeof ((struct drawn *)0)->code) {
		wrong(im, im->feature, N_("“%s” is no code of a territory."), text_cut(a, name.code, 40));
		return false;
	}
	struct drawn c = {.kind = name.kind, .mountain = (signed char)name.mountain,
		.coast = (signed char)name.coast, .main = -1,
		.first_ring = (int)(im->rings.len / sizeof(struct placed_ring)),
		.name = arena_dup(im->arena, name.name)};
	memcpy(c.code, name.code, strlen(name.code) + 1);
	if (!read_geometry(im, a, json_object_get(feature, "geometry"), &c))
		return false;
	if (c.main < 0) {
		wrong(im, im->feature, N_("It has no surface: export the contours again."), NULL);
		return false;
	}
	judge_area(&c, name.hectares);
	out_bytes(&im->contours, &c, sizeof c);
	return true;
}

static void one_feature(void *context, const char *text, size_t n)
{
	struct contour_import *im = context;
	im->feature++;
	if (mesh_full(im->mesh) || im->contours.full) {
		if (!im->full)
			wrong(im, im->feature, N_("There are more points than can be read at once: simplify "
				"the contours before, or import them in parts."), NULL);
		im->full = true;
		return;
	}
	struct arena *a = arena_new();
	const char *why = NULL;
	const json_t *feature = json_read(a, text, n, &why);
	if (!feature)
		wrong(im, im->feature, "%s", why);
	else if (!text_eq(json_str(feature, "type"), "Feature"))
		wrong(im, im->feature, N_("It is no Feature of GeoJSON."), NULL);
	else
		read_contour(im, a, feature);
	arena_free(a);
}

void contour_import_begin(struct contour_import *im, const char *file)
{
	im->file = arena_dup(im->arena, file);
	im->feature = 0;
	split_open(&im->split, one_feature, im);
}

void contour_import_bytes(struct contour_import *im, const char *bytes, size_t n)
{
	/* a mark of byte order says nothing */
	if (!im->split.depth && !im->feature && n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
		bytes += 3;
		n -= 3;
	}
	split_bytes(&im->split, bytes, n);
}

static int by_code(const void *x, const void *y)
{
	const struct drawn *const *a = x, *const *b = y;
	int order = (*a)->kind - (*b)->kind;
	return order ? order : strcmp((*a)->code, (*b)->code);
}

/* A code that comes twice in one file: which of the two is right? */
static void look_for_twins(struct contour_import *im)
{
	const struct drawn *all = (const struct drawn *)(const void *)im->contours.data;
	int n = contour_import_count(im) - im->before;
	const struct drawn **list = arena_alloc(im->arena, ((size_t)n + 1) * sizeof *list);
	for (int i = 0; i < n; i++)
		list[i] = &all[im->before + i];
	qsort(list, (size_t)n, sizeof *list, by_code);
	for (int i = 1; i < n; i++)
		if (by_code(&list[i - 1], &list[i]) == 0)
			wrong(im, 0, N_("The code %s comes twice: make one feature of both, a "
				"MultiPolygon."), list[i]->code);
}

void contour_import_end(struct contour_import *im)
{
	const char *why = split_close(&im->split);
	if (why)
		wrong(im, 0, why, NULL);
	look_for_twins(im);
	im->before = contour_import_count(im);
}

int contour_import_count(const struct contour_import *im)
{
	return (int)(im->contours.len / sizeof(struct drawn));
}

int contour_import_faults(const struct contour_import *im, const struct contour_fault **list)
{
	*list = im->list;
	return im->faults;
}

static void write_one(struct contour_import *im, const struct drawn *c, struct out *o)
{
	static const char *const said[] = {"", "0", "1"};
	const struct placed_ring *r = (const struct placed_ring *)(const void *)im->rings.data;
	struct corner last = {0, 0};
	unsigned char digest[HASH_QUICK];
	struct out facts = out_new(100), shape = out_new(BLOB_MAX);
	bool whole = false;
	out_printf(&facts, "%.4f\t%s\t%s\t", c->area, said[c->mountain + 1], said[c->coast + 1]);
	for (int i = c->first_ring; i < c->first_ring + c->ring_count; i++)
		/* a hole goes with the ring that it is in */
		if (r[i].outer || whole) {
			bool written = mesh_write(im->mesh, r[i].number, r[i].outer, &last, &shape);
			whole = r[i].outer ? written : whole;
		}
	out_text(&shape, out_str(&facts));	/* the digest is of both */
	hash_quick(digest, shape.data, shape.len);
	out_cut(&shape, shape.len - facts.len);
	out_printf(o, "%c\t%s\t%s\t%s", c->kind, c->name, c->code, out_str(&facts));
	for (int i = 0; i < HASH_QUICK; i++)
		out_printf(o, "%02x", digest[i]);
	out_char(o, '\t');
	out_bytes(o, out_str(&shape), shape.len);
	out_char(o, '\n');
	out_free(&facts);
	out_free(&shape);
}

void contour_import_write(struct contour_import *im, struct out *o)
{
	const struct drawn *list = (const struct drawn *)(const void *)im->contours.data;
	int n = contour_import_count(im);
	mesh_rank(im->mesh);
	for (int i = 0; i < n; i++)
		mesh_keep(im->mesh, list[i].main);
	for (int i = 0; i < n; i++)
		write_one(im, &list[i], o);
}
