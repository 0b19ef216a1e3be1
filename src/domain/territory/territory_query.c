/* territory_query.c - a place, what contains it, its members, what lies around. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/territory/territory_own.h"

void territory_fill(struct rows *r, struct territory *t)
{
	*t = (struct territory){
		.code = row_text(r, 0), .kind = row_text(r, 1), .name = row_text(r, 2),
		.slug = row_text(r, 3), .population = row_null(r, 4) ? -1 : row_int(r, 4),
		.departement = row_text(r, 5), .region = row_text(r, 6), .epci = row_text(r, 7),
		.parent = row_text(r, 8), .postcodes = row_text(r, 9), .lat = row_real(r, 10),
		.lon = row_real(r, 11), .point = (enum point)row_int(r, 12),
		.communes = (int)row_int(r, 13), .preposition = row_text(r, 14)};
}

static int fill_all(struct rows r, int limit, struct territory *found)
{
	int n = 0;
	while (n < limit && row_next(&r))
		territory_fill(&r, &found[n++]);
	rows_end(&r);
	return n;
}

bool territory_get(struct db *db, const char *code, struct territory *t)
{
	return fill_all(db_query(db, "SELECT " PLACE " FROM territory t WHERE t.code = ?1", "s",
		code), 1, t) == 1;
}

bool territory_source(struct db *db, struct territory_source *s)
{
	struct rows r = db_query(db, "SELECT blob, source, date FROM territory_source", "");
	bool found = row_next(&r);
	if (found)
		*s = (struct territory_source){row_text(&r, 0), row_text(&r, 1), row_text(&r, 2)};
	rows_end(&r);
	return found;
}

int territory_regions(struct db *db, int limit, struct territory *found)
{
	return fill_all(db_query(db, "SELECT " PLACE " FROM territory t WHERE t.kind = 'region' "
		"ORDER BY length(t.code) > 3, t.slug LIMIT ?1", "i", (int64_t)limit), limit, found);
}

int territory_members(struct db *db, const struct territory *t, const char *kind, int64_t offset,
	int limit, struct territory *found)
{
	int64_t n = limit;
	if (!kind)
		return fill_all(db_query(db, "SELECT " PLACE " FROM territory t WHERE t.parent = ?1 "
			"ORDER BY t.kind, t.code LIMIT ?2 OFFSET ?3", "sii", t->code, n, offset),
			limit, found);
	if (strcmp(t->kind, "epci") == 0)
		return fill_all(db_query(db, "SELECT " PLACE " FROM territory t WHERE t.epci = ?1 "
			"AND t.kind = ?2 ORDER BY t.population DESC, t.code LIMIT ?3 OFFSET ?4",
			"ssii", t->code, kind, n, offset), limit, found);
	if (strcmp(t->kind, "departement") == 0)
		return fill_all(db_query(db, "SELECT " PLACE " FROM territory t WHERE "
			"t.departement = ?1 AND t.kind = ?2 ORDER BY t.population DESC, t.code "
			"LIMIT ?3 OFFSET ?4", "ssii", t->code, kind, n, offset), limit, found);
	return fill_all(db_query(db, "SELECT " PLACE " FROM territory t WHERE t.region = ?1 "
		"AND t.kind = ?2 ORDER BY t.population DESC, t.code LIMIT ?3 OFFSET ?4",
		"ssii", t->code, kind, n, offset), limit, found);
}

const char *const *territory_lineage(struct db *db, const char *code)
{
	const char **list = arena_alloc(db_arena(db), 6 * sizeof *list);
	struct territory t;
	int n = 0;
	if (!territory_get(db, code, &t))
		return list;
	const char *const all[] = {t.code, t.parent, t.epci, t.departement, t.region};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i])
			list[n++] = all[i];
	return list;
}

static const double radius = 6371.0, degree = 0.017453292519943295;

double territory_km(const struct territory *a, const struct territory *b)
{
	double north = sin((b->lat - a->lat) * degree / 2);
	double east = sin((b->lon - a->lon) * degree / 2);
	double h = north * north + cos(a->lat * degree) * cos(b->lat * degree) * east * east;
	return 2 * radius * asin(sqrt(h < 1 ? h : 1));
}

static int by_distance(const void *a, const void *b)
{
	const struct nearby *x = a, *y = b;
	if (x->km != y->km)
		return x->km < y->km ? -1 : 1;
	return strcmp(x->place.code, y->place.code);
}

int territory_around(struct db *db, const struct territory *t, double km, bool approximate,
	int limit, struct nearby *found)
{
	enum { SPARE = 8 };
	int n = 0, room = limit + limit / 4 + SPARE;
	if (!t->point)
		return 0;
	/* a box first, by an index, and as if the Earth were flat there; then the circle */
	double north = km / (radius * degree), across = cos(t->lat * degree);
	double east = north / (across > 0.02 ? across : 0.02);
	struct nearby *all = arena_alloc(db_arena(db), (size_t)room * sizeof *all);
	struct rows r = db_query(db, "SELECT " PLACE " FROM (SELECT o.code AS near, "
		"(o.lat - ?8) * (o.lat - ?8) + (o.lon - ?9) * (o.lon - ?9) * ?10 AS far "
		"FROM territory o WHERE o.kind = 'commune' AND o.point > 0 AND o.lat BETWEEN ?1 AND ?2 "
		"AND o.lon BETWEEN ?3 AND ?4 AND o.point >= ?5 AND o.code <> ?6 AND o.code <> ?7 "
		"ORDER BY far, o.code LIMIT ?11) n CROSS JOIN territory t ON t.code = n.near",
		"ddddissdddi", t->lat - north, t->lat + north, t->lon - east, t->lon + east,
		(int64_t)(approximate ? APPROXIMATE : LOCATED), t->code, t->parent ? t->parent : "",
		t->lat, t->lon, across * across, (int64_t)room);
	while (n < room && row_next(&r)) {
		territory_fill(&r, &all[n].place);
		all[n].km = territory_km(t, &all[n].place);
		n += all[n].km <= km;
	}
	rows_end(&r);
	if (n)
		qsort(all, (size_t)n, sizeof *all, by_distance);
	n = n < limit ? n : limit;
	if (n)
		memcpy(found, all, (size_t)n * sizeof *found);
	return n;
}
