/* contour_query.c - what is known of the contour of a territory, or of a box. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "domain/contour/contour_own.h"
#include "domain/territory/territory.h"

#define CONTOUR "c.code, c.kind, c.west, c.south, c.east, c.north, c.area, c.shape"

static void fill(struct rows *r, struct contour *c)
{
	*c = (struct contour){.code = row_text(r, 0), .kind = row_text(r, 1), .box = {row_real(r, 2),
		row_real(r, 3), row_real(r, 4), row_real(r, 5)}, .area = row_real(r, 6),
		.shape = row_text(r, 7)};
}

static int fill_all(struct rows r, int limit, struct contour *found)
{
	int n = 0;
	while (n < limit && row_next(&r))
		fill(&r, &found[n++]);
	rows_end(&r);
	return n;
}

bool contour_get(struct db *db, const char *code, struct contour *c)
{
	return fill_all(db_query(db, "SELECT " CONTOUR " FROM contour c WHERE c.code = ?1", "s", code),
		1, c) == 1;
}

int contour_members(struct db *db, const char *code, int limit, struct contour *found)
{
	return fill_all(db_query(db, "SELECT " CONTOUR " FROM territory t JOIN contour c "
		"ON c.code = t.code WHERE t.kind = 'commune' AND (t.epci = ?1 OR t.departement = ?1 "
		"OR t.region = ?1) ORDER BY t.population DESC, t.code LIMIT ?2", "si", code, (int64_t)limit), limit,
		found);
}

const char *contour_source(struct db *db, const char *code)
{
	const char *source = db_text(db, "SELECT s.source FROM contour c JOIN contour_source s "
		"ON s.position = c.position WHERE c.code = ?1", "s", code);
	return source ? source : "";
}

/* Of a group: its communes with a contour, if none lacks one; 0 km2 if an area is not
 * known. */
static bool of_members(struct db *db, const char *code, double *km2, struct shape_box *b)
{
	struct rows r = db_query(db, "SELECT count(c.code) = count(*), sum(c.area) * (min(c.area) > 0), "
		"min(c.west), min(c.south), max(c.east), max(c.north) FROM territory t LEFT JOIN contour c "
		"INDEXED BY contour_size ON c.code = t.code WHERE t.kind = 'commune' AND (t.epci = ?1 OR t.departement = ?1 "
		"OR t.region = ?1)", "s", code);
	bool known = row_next(&r) && row_int(&r, 0) && !row_null(&r, 1);
	if (known) {
		*km2 = row_real(&r, 1);
		*b = (struct shape_box){row_real(&r, 2), row_real(&r, 3), row_real(&r, 4),
			row_real(&r, 5)};
	}
	rows_end(&r);
	return known;
}

static bool is_group(const char *code)
{
	return strlen(code) == 9 || *code == 'D' || *code == 'R';
}

bool contour_area(struct db *db, const char *code, double *km2)
{
	struct shape_box b;
	struct rows r = db_query(db, "SELECT area FROM contour WHERE code = ?1", "s", code);
	bool found = row_next(&r);
	*km2 = found ? row_real(&r, 0) : 0;
	rows_end(&r);
	return (found || (is_group(code) && of_members(db, code, km2, &b))) && *km2 > 0;
}

bool contour_known(struct db *db, const char *code)
{
	return db_int(db, "SELECT EXISTS (SELECT 1 FROM contour WHERE code = ?1) OR EXISTS (SELECT 1 "
		"FROM territory t CROSS JOIN contour c ON c.code = t.code WHERE t.kind = 'commune' AND "
		"(t.epci = ?1 OR t.departement = ?1 OR t.region = ?1))", "s", code);
}

bool contour_facts(struct db *db, const char *code, struct contour_facts *f)
{
	struct rows r = db_query(db, "SELECT mountain, coast FROM contour WHERE code = ?1", "s", code);
	bool found = row_next(&r);
	*f = (struct contour_facts){-1, -1};
	if (found)
		*f = (struct contour_facts){row_null(&r, 0) ? -1 : (int)row_int(&r, 0),
			row_null(&r, 1) ? -1 : (int)row_int(&r, 1)};
	rows_end(&r);
	return found;
}

bool contour_box(struct db *db, const char *code, struct shape_box *box)
{
	double km2;
	struct rows r = db_query(db, "SELECT west, south, east, north FROM contour WHERE code = ?1",
		"s", code);
	bool found = row_next(&r);
	if (found)
		*box = (struct shape_box){row_real(&r, 0), row_real(&r, 1), row_real(&r, 2),
			row_real(&r, 3)};
	rows_end(&r);
	return found || (is_group(code) && of_members(db, code, &km2, box));
}

/* West of a box that goes over the 180th meridian is counted from the other side: a
 * contour meets it there, or where the box begins. */
#define MEETS "c.kind = ?1 AND c.south <= ?5 AND c.north >= ?3 AND " \
	"CASE WHEN ?2 <= ?4 AND c.west <= c.east THEN c.west <= ?4 AND c.east >= ?2 " \
	"WHEN ?2 <= ?4 OR c.west <= c.east THEN c.west <= ?4 OR c.east >= ?2 ELSE 1 END"

int contour_count(struct db *db, const char *kind, const struct shape_box *b)
{
	return (int)db_int(db, "SELECT count(*) FROM contour c WHERE " MEETS, "sdddd", kind, b->west,
		b->south, b->east, b->north);
}

int contour_find(struct db *db, const char *kind, const struct shape_box *b, int limit,
	struct contour *found)
{
	return fill_all(db_query(db, "SELECT " CONTOUR " FROM contour c WHERE " MEETS " ORDER BY "
		"c.code LIMIT ?6", "sddddi", kind, b->west, b->south, b->east, b->north,
		(int64_t)limit), limit, found);
}
