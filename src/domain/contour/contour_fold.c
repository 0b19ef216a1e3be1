/* contour_fold.c - from blobs of contours to the table; contour_own.h says how they look. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "domain/contour/contour_own.h"
#include "store/fold.h"

/* The text of a blob, or NULL when it is no gzip or too large. */
static char *unpack(struct arena *a, const void *bytes, size_t n)
{
	z_stream z = {.next_in = (unsigned char *)(uintptr_t)bytes, .avail_in = (unsigned)n};
	if (n < 18 || n > BLOB_MAX || inflateInit2(&z, 15 + 16) != Z_OK)
		return NULL;
	const unsigned char *end = (const unsigned char *)bytes + n;
	size_t size = (size_t)end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 |
		(size_t)end[-1] << 24;
	char *text = size <= BLOB_MAX ? arena_alloc(a, size + 1) : NULL;
	z.next_out = (unsigned char *)text;
	z.avail_out = (unsigned)size;
	bool whole = text && inflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out == size;
	inflateEnd(&z);
	return whole ? text : NULL;
}

static const char *kind_of(const char *code)
{
	static const char *const cities[][2] = {{"13201", "13216"}, {"69381", "69389"},
		{"75101", "75120"}};
	if (*code == 'D' || *code == 'R')
		return *code == 'D' ? "departement" : "region";
	if (*code == 'C')
		return "deleguee";
	if (strlen(code) == 9)
		return "epci";
	for (size_t i = 0; i < sizeof cities / sizeof *cities; i++)
		if (strcmp(code, cities[i][0]) >= 0 && strcmp(code, cities[i][1]) <= 0)
			return "arrondissement";
	return "commune";
}

static void add(struct db *db, char *const *f, int64_t position)
{
	struct shape_box b;
	if (!shape_box(f[5], &b))
		return;
	db_run(db, "INSERT OR REPLACE INTO contour (code, kind, west, south, east, north, area, "
		"mountain, coast, digest, position, shape) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
		"CAST(?7 AS REAL), CAST(?8 AS INTEGER), CAST(?9 AS INTEGER), ?10, ?11, ?12)",
		"ssddddssssis", f[0], kind_of(f[0]), b.west, b.south, b.east, b.north, f[1],
		*f[2] ? f[2] : NULL, *f[3] ? f[3] : NULL, f[4], position, f[5]);
}

/* Those of the blob; without it the table stays as it is. */
static void loaded(struct db *db, const struct entry *e)
{
	const char *blob = e->body ? json_str(e->body, "blob") : NULL;
	size_t n = 0;
	const void *bytes = blob ? fold_blob(db, blob, &n) : NULL;
	char *text = bytes ? unpack(db_arena(db), bytes, n) : NULL, *line;
	const char *source = e->body ? json_str(e->body, "source") : NULL;
	if (!text || strncmp(text, CONTOUR_BLOB "\n", sizeof CONTOUR_BLOB) != 0)
		return;
	while ((line = strsep(&text, "\n"))) {
		char *fields[BLOB_COLUMNS], *field;
		int count = 0;
		while (count < BLOB_COLUMNS && (field = strsep(&line, "\t")))
			fields[count++] = field;
		if (count == BLOB_COLUMNS)
			add(db, fields, e->position);
	}
	db_run(db, "INSERT OR REPLACE INTO contour_source (position, source) VALUES (?1, ?2)", "is",
		e->position, source ? source : "");
}

const struct fold contour_folds[] = {
	{"contour.loaded", loaded},
	{0}};
