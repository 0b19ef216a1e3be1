/* map_page.c - /carte: what a list finds, on a map with the list beside it. */
#include <math.h>
#include <string.h>

#include "across/map.h"
#include "base/text.h"
#include "store/command.h"
#include "store/fold.h"
#include "web/asset.h"
#include "web/form.h"
#include "web/site.h"

enum { LISTED_PLACES = 20, FEW_DEPARTEMENTS = 3 };

static const struct shape_box metropolis = {-5.5, 41.2, 9.8, 51.2}, world = {-180, -90, 180, 90};

static bool in_metropolis(const struct shape_box *b)
{
	return b->south > 41 && b->north < 52 && b->west > -6 && b->east < 10;
}

static struct shape_box both(const struct shape_box *a, const struct shape_box *b)
{
	return (struct shape_box){fmin(a->west, b->west), fmin(a->south, b->south),
		fmax(a->east, b->east), fmax(a->north, b->north)};
}

/* The box of all points; of those of mainland France alone, when there are any and
 * near is wanted. */
static struct shape_box box_of(const struct map_points *m, bool near)
{
	const struct shape_box none = {180, 90, -180, -90};
	struct shape_box all = none, inside = none;
	for (int i = 0; i < m->count; i++) {
		all = both(&all, &m->list[i].box);
		if (in_metropolis(&m->list[i].box))
			inside = both(&inside, &m->list[i].box);
	}
	return near && inside.west <= inside.east ? inside : all;
}

static struct shape_box wider(struct shape_box b, double by)
{
	return (struct shape_box){b.west - by, b.south - by * .7, b.east + by, b.north + by * .7};
}

/* What lies in a few départements is shown place by place; points are merged as the
 * drawing wants it, whose scale they make.  True for départements. */
static bool read_points(struct listing *l, struct map_points *m)
{
	struct request *r = l->request;
	map_departements(r, &l->wish, &world, 9, MAP_POINTS, m);
	int n = 0;
	for (int i = 0; i < m->count; i++)
		n += m->list[i].places;
	struct shape_box b = box_of(m, false);
	bool few = n && n <= FEW_DEPARTEMENTS && b.east - b.west < 4 && in_metropolis(&b);
	double zoom;
	if (few) {
		b = wider(b, 1.8);
		map_places(r, &l->wish, &b, 12, MAP_POINTS, m);
		zoom = map_zoom(m);
		map_places(r, &l->wish, &b, zoom, MAP_MARKS, m);
	} else {
		zoom = map_zoom(m);
		map_departements(r, &l->wish, &world, zoom, MAP_MARKS, m);
	}
	return !few;
}

static void draw_switch(struct page *p, const struct listing *l)
{
	const char *query = listing_query(l);
	html(p, "<p class='sort'>%s <a href='%s%s%s'>%s</a> <b>%s</b></p>", tr(p, "Show as:"),
		to(p, "/ressources"), *query ? "?" : "", query, tr(p, "list"), tr(p, "map"));
}

/* What the script says and asks; without it these are never read. */
static void draw_words(struct page *p, const struct listing *l)
{
	const char *query = listing_query(l);
	html(p, " data-points='%s?%s' data-contours='%s' data-tiles='%s' data-in='%s' data-out='%s' "
		"data-label='%s' data-one='%s' data-many='%s' data-around='%s' data-none='%s' "
		"data-more='%s' data-here='%s'", to(p, "/carte.geojson"), query,
		to(p, "/api/v1/contours"), p->request->site->tiles ? p->request->site->tiles : "",
		tr(p, "Closer"), tr(p, "Farther"), tr(p, "Map: arrow keys move it, plus and minus change "
		"its scale, Tab goes from place to place"), tr(p, "1 sheet"), tr(p, "# sheets"),
		tr(p, "# and around"), tr(p, "Nothing in this part of the map: move it, or go farther."),
		tr(p, "All sheets of this place"), tr(p, "In this view"));
}

static void draw_list(struct page *p, const struct listing *l, const struct map_points *m,
	bool departements)
{
	html(p, "<h2 class='tally' id='carte-vue'>%s</h2><ol class='index' id='carte-liste'>",
		departements ? tr(p, "By département") : tr(p, "By place"));
	for (int i = 0; i < m->count && i < LISTED_PLACES; i++) {
		const struct map_point *o = &m->list[i];
		html(p, "<li><a href='%s'>%s <span>%s</span></a></li>", map_link(l, o, "/ressources",
			departements), o->places > 1 ? tr_s(p, "%s and around", o->name) : o->name,
			tr_n(p, "%d sheet", "%d sheets", o->sheets));
	}
	html(p, "</ol>");
	if (m->count > LISTED_PLACES)
		html(p, "<p class='small muted'>%s</p>", tr(p, "And more: the list of sheets has all."));
}

/* Overseas lies far from the first view. */
static void draw_zones(struct page *p, const struct listing *l)
{
	struct rows r = db_query(p->db, "SELECT code, name, lat, lon FROM territory WHERE "
		"kind = 'departement' AND code IN ('D971', 'D972', 'D973', 'D974', 'D976') "
		"ORDER BY code", "");
	html(p, "<p class='small' id='carte-zones'>%s <a href='%s' data-box='%.1f,%.1f,%.1f,%.1f'>%s</a>",
		tr(p, "Go to:"), listing_link(l, &(struct listing_change){.bare = true}),
		metropolis.west, metropolis.south, metropolis.east, metropolis.north,
		tr(p, "mainland France"));
	while (row_next(&r)) {
		const char *code = row_text(&r, 0), *name = row_text(&r, 1);
		double lat = row_real(&r, 2), lon = row_real(&r, 3), by = text_eq(code, "D973") ? 2 : .5;
		html(p, ", <a href='%s' rel='nofollow' data-box='%.2f,%.2f,%.2f,%.2f'>%s</a>", listing_link(l,
			&(struct listing_change){.facet = "departement", .value = code}), lon - by,
			lat - by, lon + by, lat + by, name);
	}
	rows_end(&r);
	html(p, "</p>");
}

static void draw_map(struct page *p, const struct listing *l, const struct map_points *m,
	bool departements)
{
	struct shape_box b = wider(box_of(m, true), departements ? .8 : .1);
	html(p, "<link rel='stylesheet' href='%s'><div class='beside'><figure class='plate' "
		"id='carte' data-box='%.3f,%.3f,%.3f,%.3f'", to(p, asset_path("carte.css")), b.west,
		b.south, b.east, b.north);
	draw_words(p, l);
	html(p, ">");
	map_draw(p, l, m, departements);
	html(p, "<figcaption>%s", tr(p, "Outlines: svg-maps, CC BY 4.0. Points: GeoNames, CC BY 4.0."));
	page_panels(p, "map.sources", NULL);
	html(p, "</figcaption></figure><div>");
	draw_list(p, l, m, departements);
	html(p, "</div></div>");
	draw_zones(p, l);
	html(p, "<p class='hide' role='status' id='carte-dit'></p><script type='module' src='%s'>"
		"</script>", to(p, asset_path("carte.js")));
}

static void draw_tally(struct page *p, const struct listing *l, int placed)
{
	int total = l->found.total;
	html(p, "<p class='tally'><b>%s</b>%s%s%s</p>", tr_n(p, "%d sheet", "%d sheets", total),
		l->wish.words ? " " : "", l->wish.words ? tr_s(p, "for “%s”", l->wish.words) : "",
		placed < total ? tr_n(p, ", %d of them with a place", ", %d of them with a place",
			placed) : "");
	if (l->found.late)
		page_notice(p, "care", tr(p, "The search took too long and was stopped: there may be "
			"more. Add a word or a filter."));
}

static void draw_nothing(struct page *p, const struct listing *l)
{
	html(p, "<div class='none'><p><b>%s</b></p><p>%s</p><p class='acts'><a class='btn' href='%s'>"
		"%s</a></p></div>", tr(p, "Nothing to show on the map."), tr(p, "Sheets are placed by the "
		"territories that they name, or at a point of their own."), listing_link(l, &(struct listing_change){.bare = true}),
		tr(p, "The map without filters"));
}

static void serve(struct request *r)
{
	struct listing l;
	struct map_points *m = arena_alloc(r->arena, sizeof *m);
	listing_read(&l, r, "/carte", NULL);
	l.listed = 0;	/* the lists are for search engines, not a map for each of them */
	l.wish.limit = 1;
	l.wish.offset = 0;
	search_find(&l.wish, r->arena, &l.found);
	bool departements = read_points(&l, m);
	request_reads(r, "territories");
	const char *tiles = r->site->tiles;
	if (tiles)	/* scheme and host */
		answer_images(r, arena_copy(r->arena, tiles, 8 + strcspn(tiles + 8, "/")));
	struct page *p = page_open(r, &(struct page_head){.title = tr_lang(r->lang, N_("Map")),
		.section = "ressources", .canonical = listing_canonical(&l),
		.unlisted = listing_unlisted(&l, NULL), .summary = tr_lang(r->lang,
		N_("Where the sheets of this commons lie, with the filters of the list."))});
	html(p, "<h1>%s</h1><div class='side left'>", tr(p, "Map"));
	listing_facets(p, &l);
	html(p, "<section aria-labelledby='h-res'><h2 class='hide' id='h-res'>%s</h2>",
		tr(p, "Results"));
	draw_tally(p, &l, m->placed);
	listing_chosen(p, &l);
	draw_switch(p, &l);
	if (m->count)
		draw_map(p, &l, m, departements);
	else
		draw_nothing(p, &l);
	html(p, "<p class='small muted out'>%s <a href='%s?%s' rel='nofollow' id='carte-emporte'>"
		"GeoJSON</a></p></section></div>", tr(p, "Take this map away:"), to(p, "/carte.geojson"), listing_query(&l));
	page_close(p);
}

/* On the page of a territory: what lies there and around. */
static void draw_link(struct page *p, const char *code)
{
	html(p, "<p class='small'><a href='%s' rel='nofollow'>%s</a></p>", to(p, arena_printf(p->arena,
		"/carte?territory=%s", code)), tr(p, "See on the map"));
}

static void draw_group_link(struct page *p, const char *code)
{
	if (strchr("DR", *code) || strlen(code) == 9)
		html(p, "<li><a href='%s%s'>%s</a></li>", to(p, "/carte?territory="), code,
			tr(p, "See on the map"));
}

const struct command map_commands[] = {{0}};
const struct fold map_folds[] = {{0}};
const struct kind map_kinds[] = {{0}};
const struct route map_routes[] = {
	{"GET", "/carte", ANYONE, SLOW | SHARED, 0, serve},
	{"GET", "/carte.geojson", ANYONE, SLOW | OPEN_DATA, 0, map_json},
	{0}};
const struct form map_forms[] = {{0}};
const struct panel map_panels[] = {
	{"territory.around", ANYONE, draw_link},
	{"territory.take", ANYONE, draw_group_link},
	{0}};
