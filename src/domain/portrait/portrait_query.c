/* portrait_query.c - what sheets tell around a place and within it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/portrait/portrait.h"
#include "store/subject.h"

enum { COUNTS = 15 };	/* the first column after PLACE */
enum { NEAR_KM = 10 };

static const double degree_km = 111.195, degree = 0.017453292519943295;

static int by_distance(const void *a, const void *b)
{
	const struct told *x = a, *y = b;
	if (x->km != y->km)
		return x->km < y->km ? -1 : 1;
	return strcmp(x->place.code, y->place.code);
}

/* One day one of them may be told of: départements hear of all sheets within. */
static void hear(struct db *db, double south, double north, double west, double east)
{
	struct rows r = db_query(db, "SELECT DISTINCT departement FROM territory "
		"WHERE kind = 'commune' AND point > 0 AND lat BETWEEN ?1 AND ?2 "
		"AND lon BETWEEN ?3 AND ?4", "dddd", south, north, west, east);
	while (row_next(&r))
		db_reads(db, "at", row_text(&r, 0));
	rows_end(&r);
}

/* Needs and offers are counted apart. */
static void count_type(struct told *o, const char *type, int n)
{
	*(text_eq(type, "need") ? &o->needs : text_eq(type, "offer") ? &o->offers : &o->sheets) += n;
}

/* The told communes in a box, all of them, with their code, place and counts; *found is theirs. */
static int in_box(struct db *db, const struct territory *t, double km, struct told **found)
{
	enum { MOST = 2000 };
	double north = km / degree_km, across = cos(t->lat * degree);
	double east = north / (across > 0.02 ? across : 0.02);
	hear(db, t->lat - north, t->lat + north, t->lon - east, t->lon + east);
	struct rows r = db_query(db, "SELECT o.code, o.lat, o.lon, y.type, y.named "
		"FROM territory o CROSS JOIN resource_tally y ON y.code = o.code "
		"WHERE o.kind = 'commune' AND o.point > 0 AND o.lat BETWEEN ?1 AND ?2 "
		"AND o.lon BETWEEN ?3 AND ?4 AND o.code <> ?5 AND o.code <> ?6 AND y.named > 0",
		"ddddss", t->lat - north, t->lat + north, t->lon - east, t->lon + east, t->code,
		t->parent ? t->parent : "");
	int n = 0;
	struct told *o = NULL;
	*found = arena_alloc(db_arena(db), MOST * sizeof **found);
	while (row_next(&r)) {	/* rows of one commune follow one another */
		struct territory place = {.code = row_text(&r, 0), .lat = row_real(&r, 1),
			.lon = row_real(&r, 2)};
		if (!o || !text_eq(o->place.code, place.code)) {
			double away = territory_km(t, &place);
			if (away > km || n == MOST)
				continue;
			o = &(*found)[n++];
			*o = (struct told){.place = place, .km = away};
		}
		count_type(o, row_text(&r, 3), (int)row_int(&r, 4));
	}
	rows_end(&r);
	return n;
}

int told_around(struct db *db, const struct territory *t, double km, int limit,
	struct told *found, int *near, int *all)
{
	struct told *list;
	*near = *all = 0;
	if (!t->point)
		return 0;
	int n = in_box(db, t, km, &list);
	for (int i = 0; i < n; i++) {
		*all += list[i].sheets;
		*near += list[i].km <= NEAR_KM ? list[i].sheets : 0;
	}
	if (n)
		qsort(list, (size_t)n, sizeof *list, by_distance);
	n = n < limit ? n : limit;
	for (int i = 0; i < n; i++) {
		found[i] = list[i];
		territory_get(db, list[i].place.code, &found[i].place);
	}
	return n;
}

int told_wider(struct db *db, const struct territory *t, struct wider *found)
{
	int n = 0;
	db_reads(db, "at", t->departement ? t->departement : t->code);
	struct rows r = db_query(db, "SELECT " PLACE ", sum(CASE WHEN y.type NOT IN ('need', 'offer', "
		"'organisation') THEN y.count ELSE 0 END), sum(CASE y.type WHEN 'experience' "
		"THEN y.count ELSE 0 END) FROM territory t LEFT JOIN resource_tally y "
		"ON y.code = t.code WHERE t.code IN (?1, ?2, ?3) AND t.code <> ?4 GROUP BY t.code "
		"ORDER BY t.communes, t.code", "ssss", t->epci, t->departement, t->region, t->code);
	while (n < WIDER && row_next(&r)) {
		territory_fill(&r, &found[n].place);
		db_reads(db, "at", found[n].place.code);
		found[n].sheets = (int)row_int(&r, COUNTS);
		found[n++].reports = (int)row_int(&r, COUNTS + 1);
	}
	rows_end(&r);
	return n;
}

int used_in(struct db *db, const char *code, int limit, struct used *found)
{
	db_reads(db, "at", code);
	struct rows r = db_query(db, "SELECT s.slug, s.title, count(*) AS times, s.id FROM (SELECT id "
		"FROM resource_territory WHERE code = ?1 AND type = 'experience' "
		"ORDER BY updated DESC, id DESC LIMIT 50) e CROSS JOIN link l ON l.source = e.id "
		"AND l.field = 'uses' CROSS JOIN resource s ON s.id = l.target "
		"WHERE s.state = 'published' AND s.shown > 0 GROUP BY s.id "
		"ORDER BY times DESC, s.title, s.id LIMIT ?2", "si", code, (int64_t)limit);
	int n = 0;
	while (n < limit && row_next(&r)) {
		db_reads(db, "resource", row_text(&r, 3));
		found[n++] = (struct used){row_text(&r, 0), row_text(&r, 1), (int)row_int(&r, 2)};
	}
	rows_end(&r);
	return n;
}

const char *named_by(struct db *db, const char *id)
{
	return db_text(db, "SELECT group_concat(name, ', ') FROM (SELECT t.name FROM "
		"resource_territory n CROSS JOIN territory t ON t.code = n.code "
		"WHERE n.id = ?1 AND n.named ORDER BY t.code LIMIT 3)", "s", id);
}

#define TELLER "SELECT " PLACE ", sum(y.count) AS told FROM territory t CROSS JOIN resource_tally y " \
	"ON y.code = t.code WHERE "
#define MOST_TOLD " GROUP BY +t.code ORDER BY told DESC, t.slug, t.code LIMIT ?2"

int told_within(struct db *db, const struct territory *t, int limit, struct teller *found)
{
	db_reads(db, "at", t->code);
	int64_t most = limit;
	struct rows r = text_eq(t->kind, "epci") ? db_query(db, TELLER "t.epci = ?1 "
			"AND t.kind = 'commune'" MOST_TOLD, "si", t->code, most)
		: text_eq(t->kind, "departement") ? db_query(db, TELLER "t.departement = ?1 "
			"AND t.kind = 'epci'" MOST_TOLD, "si", t->code, most)
		: db_query(db, TELLER "t.region = ?1 AND t.kind = 'departement'" MOST_TOLD, "si",
			t->code, most);
	int n = 0;
	while (n < limit && row_next(&r)) {
		territory_fill(&r, &found[n].place);
		found[n++].sheets = (int)row_int(&r, COUNTS);
	}
	rows_end(&r);
	return n;
}
