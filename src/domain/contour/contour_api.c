/* contour_api.c - contours by box and zoom, and of one territory, for maps and programs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/contour/contour_web.h"
#include "domain/territory/territory.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

enum { MOST = 1500, ROOM = 64000, ONE = 4 << 20 };

static const char *const kinds[] = {"commune", "epci", "departement", "region", NULL};

static void send(struct request *r, struct out *o)
{
	answer(r, 200, "application/geo+json; charset=utf-8", out_str(o), o->len);
	out_free(o);
}

/* A box */

static bool wrong_box(struct request *r)
{
	answer_error(r, 400, N_("Write bbox=west,south,east,north in degrees, longitude first, for "
		"example bbox=0.1,46.2,0.6,46.7."));
	return false;
}

struct asked {
	struct shape_box box;
	int zoom, kind;		/* of kinds */
	int wanted;		/* the zoom that was asked for */
	bool chosen;		/* the reader named the kind */
};

/* The zoom that shows a box on some 800 pixels. */
static int zoom_of(const struct shape_box *b)
{
	double wide = b->east < b->west ? b->east + 360 - b->west : b->east - b->west;
	double zoom = floor(log2(360 * 800 / 256.0 / fmax(wide, 1e-4)));
	return zoom > FINEST ? FINEST : zoom < 0 ? 0 : (int)zoom;
}

static bool read_asked(struct request *r, struct asked *q)
{
	const char *box = request_query(r, "bbox"), *kind = request_query(r, "kind");
	*q = (struct asked){.box = {-180, -90, 180, 90}, .chosen = kind};
	if (box && !shape_box_parse(box, &q->box))
		return wrong_box(r);
	q->zoom = (int)request_number(r, "zoom", 0, 30, zoom_of(&q->box));
	q->zoom = q->wanted = q->zoom > FINEST ? FINEST : q->zoom;
	q->kind = q->zoom >= 9 ? 0 : q->zoom >= 5 ? 2 : 3;
	if (!kind)
		return true;
	for (q->kind = 0; kinds[q->kind] && strcmp(kinds[q->kind], kind) != 0;)
		q->kind++;
	if (!kinds[q->kind])
		answer_error(r, 400, N_("Kinds of contours are commune, epci, departement and region."));
	return kinds[q->kind];
}

static bool meets(const struct shape_box *b, const struct outline *o)
{
	double west = outline_lon(o->box.x0), east = outline_lon(o->box.x1);
	bool across = b->west <= b->east ? west <= b->east && east >= b->west :
		west <= b->east || east >= b->west;
	return across && outline_lat(o->box.y1) <= b->north && outline_lat(o->box.y0) >= b->south;
}

/* Those of the program, where no contour was imported. */
static int write_outlines(struct out *o, struct db *db, const struct asked *q, int n)
{
	const struct outline *line;
	struct contour c;
	for (int i = 0; q->kind >= 2 && (line = outline_at(i)); i++) {
		if (*line->code != (q->kind == 2 ? 'D' : 'R') || !meets(&q->box, line) ||
			contour_get(db, line->code, &c))
			continue;
		out_text(o, n++ ? "," : "");
		geo_outline(o, db, line, q->zoom);
	}
	return n;
}

/* All contours that were asked for; false when there are too many bytes. */
static bool write_all(struct out *o, struct db *db, const struct asked *q, int *n)
{
	struct contour *list = arena_alloc(db_arena(db), MOST * sizeof *list);
	int found = contour_find(db, kinds[q->kind], &q->box, MOST, list);
	out_text(o, "{\"type\":\"FeatureCollection\",");
	geo_box(o, &q->box);
	out_printf(o, ",\"kind\":\"%s\",\"zoom\":%d,\"features\":[", kinds[q->kind], q->zoom);
	for (*n = 0; *n < found && o->len < ROOM; ++*n) {
		out_text(o, *n ? "," : "");
		geo_contour(o, db, &list[*n], q->zoom, false);
	}
	bool whole = *n == found;
	*n = write_outlines(o, db, q, *n);
	out_text(o, "]}");
	return whole && o->len < ROOM && !o->full;
}

/* EPCI are only there once imported; départements and régions always. */
static void larger(struct db *db, struct asked *q)
{
	do
		q->kind++;
	while (q->kind < 2 && !contour_count(db, kinds[q->kind], &q->box));
	q->zoom = q->wanted;
}

/* Too much to send: fewer points, then larger territories. */
static void widen(struct db *db, struct asked *q, int *tries)
{
	if (++*tries % 3 && q->zoom > 5)
		q->zoom--;
	else if (kinds[q->kind + 1])
		larger(db, q);
	else
		q->zoom = q->zoom > 1 ? q->zoom - 2 : 0;
}

void contour_api_box(struct request *r)
{
	struct asked q;
	if (!read_asked(r, &q))
		return;
	request_reads(r, "contours");
	request_reads(r, "territories");
	int count = q.kind < 2 ? contour_count(r->db, kinds[q.kind], &q.box) : 1;
	if (count > MOST || (!q.chosen && !count))
		larger(r->db, &q);
	struct out o = out_new(4 * ROOM);
	int n, tries = 0;
	while (!write_all(&o, r->db, &q, &n) && tries < 12) {
		out_clear(&o);
		widen(r->db, &q, &tries);
	}
	send(r, &o);
}

/* One territory */

static const char *code_of(struct request *r)
{
	char *code = arena_copy(r->arena, r->parts[0], strcspn(r->parts[0], "-"));
	for (char *p = code; *p; p++)
		*p = (char)(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
	return code;
}

/* A group without a contour of its own: those of its communes, else its outline. */
static bool write_group(struct request *r, const char *code, struct out *o)
{
	struct contour *list = arena_alloc(r->arena, MOST * sizeof *list);
	int n = contour_members(r->db, code, MOST, list), zoom = n > 300 ? 9 : 12;
	const struct outline *line = outline_find(code);
	if (!n && line)
		geo_outline(o, r->db, line, FINEST);
	if (!n)
		return line;
	out_text(o, "{\"type\":\"FeatureCollection\",\"features\":[");
	for (int i = 0; i < n; i++) {
		out_text(o, i ? "," : "");
		geo_contour(o, r->db, &list[i], zoom, false);
	}
	out_text(o, "]}");
	return true;
}

void contour_api_one(struct request *r)
{
	struct territory t;
	struct contour c;
	struct out o = out_new(ONE);
	const char *code = code_of(r);
	request_reads(r, "contours");
	request_reads(r, "territories");
	bool known = contour_get(r->db, code, &c);
	if (known)
		geo_contour(&o, r->db, &c, FINEST, true);
	if (known || (territory_get(r->db, code, &t) && write_group(r, code, &o))) {
		answer_header(r, "Content-Disposition", arena_printf(r->arena,
			"attachment; filename=\"%s.geojson\"", code));
		send(r, &o);
		return;
	}
	out_free(&o);
	answer_error(r, 404, N_("The contour of this territory is not known here. The one who keeps "
		"this commons can import it: archipel import territories FILE."));
}

static void sources(struct page *p, const char *subject)
{
	(void)subject;
	request_reads(p->request, "contours");
	struct rows r = db_query(p->db, "SELECT DISTINCT source FROM contour_source WHERE source <> '' "
		"AND position IN (SELECT position FROM contour) ORDER BY source LIMIT 5", "");
	while (row_next(&r))
		html(p, " %s", tr_s(p, "Contours: %s.", row_text(&r, 0)));
	rows_end(&r);
}

static void take(struct page *p, const char *code)
{
	request_reads(p->request, "contours");
	if (outline_find(code) || contour_known(p->db, code))
		html(p, "<li><a href='%s'>%s</a></li>", to(p, arena_printf(p->arena,
			"/territoires/%s/contour.geojson", code)), tr(p, "Contour, GeoJSON"));
}

const struct route contour_routes[] = {
	{"GET", "/api/v1/contours", ANYONE, SLOW | OPEN_DATA, 0, contour_api_box},
	{"GET", "/territoires/{place}/contour.geojson", ANYONE, SLOW | OPEN_DATA, 0, contour_api_one},
	{0}};
const struct kind contour_kinds[] = {{0}};
const struct form contour_forms[] = {{0}};
const struct panel contour_panels[] = {
	{"territory.map", ANYONE, contour_panel},
	{"territory.take", ANYONE, take},
	{"map.sources", ANYONE, sources},
	{"map.land", ANYONE, contour_land},
	{0}};
