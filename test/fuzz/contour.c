/* contour.c - contours from GeoJSON, whole and in pieces alike: what is taken is drawn
 * by rings that lie on Earth and go the right way, and a box is one of the Earth. */
#include "fuzz.h"

#include <math.h>

#include "base/out.h"
#include "base/text.h"
#include "domain/contour/contour_own.h"

enum { COLUMNS = 2 + BLOB_COLUMNS };

static void check_shape(struct arena *a, const char *shape)
{
	struct shape_box b;
	must(*shape == '+' && shape_box(shape, &b));
	must(b.south >= -90 && b.north <= 90 && b.west >= -180 && b.east <= 180.00001);
	for (int zoom = 0; zoom <= FINEST; zoom += FINEST) {
		struct shape_reader r = {.at = shape, .zoom = zoom};
		struct shape_ring ring;
		bool first = true;
		while (shape_next(&r, a, &ring)) {
			must(ring.count == 0 || ring.count >= 3);
			must(!first || ring.count >= 3 || zoom < FINEST);
			if (zoom == FINEST && ring.outer)
				must(ring.count >= 3);
			first = false;
		}
		must(*r.at == '\0');
	}
}

static void check_line(struct arena *a, char *line)
{
	char *column[COLUMNS];
	int n = 0;
	while (n < COLUMNS && line)
		column[n++] = strsep(&line, "\t");
	must(n == COLUMNS && !line && strchr("cedr?", *column[0]) && *column[2]);
	must(strlen(column[2]) < 16 && text_valid(column[1], strlen(column[1])));
	must(strlen(column[6]) == 16);
	check_shape(a, column[7]);
}

/* What comes of a text given in pieces of some bytes: lines, or "" after a fault. */
static struct out read_in(struct arena *a, const char *bytes, size_t n, size_t piece, int *faults)
{
	const struct contour_fault *list;
	struct contour_import *im = contour_import_new(a);
	struct out o = out_new(64 << 20);
	contour_import_begin(im, "x");
	for (size_t at = 0; at < n; at += piece)
		contour_import_bytes(im, bytes + at, n - at < piece ? n - at : piece);
	contour_import_end(im);
	*faults = contour_import_faults(im, &list);
	for (int i = 0; i < *faults && i < CONTOUR_FAULTS; i++)
		must(*list[i].sentence && list[i].feature >= 0 &&
			(!list[i].detail || text_valid(list[i].detail, strlen(list[i].detail))));
	if (!*faults)
		contour_import_write(im, &o);
	contour_import_free(im);
	return o;
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	int faults, again;
	struct shape_box b;
	char *text = arena_copy(a, bytes, n);
	if (shape_box_parse(text, &b))
		must(b.south <= b.north && b.south >= -90 && b.north <= 90 && fabs(b.west) <= 180 &&
			fabs(b.east) <= 180);
	struct out whole = read_in(a, bytes, n, n + 1, &faults);
	struct out parts = read_in(a, bytes, n, 7, &again);
	must(faults == again && text_eq(out_str(&whole), out_str(&parts)));
	char *rest = arena_dup(a, out_str(&whole)), *line;
	while ((line = strsep(&rest, "\n")))
		if (*line)
			check_line(a, line);
	out_free(&whole);
	out_free(&parts);
}

const struct target fuzz_contour = {"contour", run, NULL};
