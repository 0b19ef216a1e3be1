/* compare_query.c - the traits of a territory, and the communes that share them. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "domain/compare/compare_own.h"
#include "domain/contour/contour.h"

#define TRAITED PLACE ", e.name, e.communes, d.name, r.name, k.area, k.mountain, k.coast"
#define NAMED " LEFT JOIN territory e ON e.code = CASE t.kind WHEN 'epci' THEN t.code ELSE t.epci END " \
	"LEFT JOIN territory d ON d.code = t.departement LEFT JOIN territory r ON r.code = t.region " \
	"LEFT JOIN contour k ON k.code = t.code "

/* Columns of TRAITED, from those of PLACE on. */
enum { EPCI_NAME = 15, EPCI_COMMUNES, DEPARTEMENT_NAME, REGION_NAME, AREA, MOUNTAIN, COAST };

static void set_area(struct traits *t, double km2)
{
	t->km2 = km2;
	t->per_km2 = t->place.population < 0 || km2 <= 0 ? -1 : (double)t->place.population / km2;
	t->density = density_class_of(t->per_km2);
}

static int fact(struct rows *r, int column)
{
	return row_null(r, column) ? -1 : row_int(r, column) > 0;
}

static void fill(struct rows *r, struct traits *t)
{
	*t = (struct traits){.people = -1, .density = -1, .km2 = -1, .per_km2 = -1,
		.epci_kind = -1, .epci_size = -1, .mountain = fact(r, MOUNTAIN),
		.coast = fact(r, COAST)};
	struct territory *p = &t->place;
	territory_fill(r, p);
	t->family = family_of(p->kind);
	if (p->population >= 0)
		t->people = people_class_of(t->family, p->population);
	if (t->family == COMMUNE_LIKE || t->family == EPCI_LIKE) {
		t->epci_name = row_text(r, EPCI_NAME);
		t->epci = t->family == EPCI_LIKE ? p->code : p->epci;
		t->epci_kind = (int)epci_kind_of(t->epci_name);
		t->communes = (int)row_int(r, EPCI_COMMUNES);
		t->epci_size = epci_size_of(t->communes);
	}
	bool departement = t->family == DEPARTEMENT_LIKE, region = t->family == REGION_LIKE;
	t->departement = departement ? p->code : p->departement;
	t->departement_name = departement ? p->name : row_text(r, DEPARTEMENT_NAME);
	t->region = region ? p->code : p->region;
	t->region_name = region ? p->name : row_text(r, REGION_NAME);
	if (!row_null(r, AREA) && row_real(r, AREA) > 0)
		set_area(t, row_real(r, AREA));
}

bool traits_get(struct db *db, const char *code, struct traits *t)
{
	struct rows r = db_query(db, "SELECT " TRAITED " FROM territory t" NAMED
		"WHERE t.code = ?1", "s", code);
	bool found = row_next(&r);
	if (found)
		fill(&r, t);
	rows_end(&r);
	double km2;
	if (found && t->km2 < 0 && t->place.communes && t->family != REGION_LIKE &&
		contour_area(db, code, &km2))
		set_area(t, km2);	/* the sum of its communes */
	return found;
}

/* What to ask of a commune, as bounds; "asked" is 0 for none. */
struct bounds {
	struct steps people;
	int64_t epci, sizes[2], kinds[2];	/* epci: 1 within these, 2 none at all */
	const char *region, *departement;
	int64_t outline;		/* 1: ask for what follows */
	struct steps density;
	int64_t mountain, coast;	/* -1: not asked */
};

static void bound_people(const struct traits *t, enum closeness asked, struct bounds *b)
{
	b->people = (struct steps){0, INT64_MAX};
	if (!asked || t->people < 0)
		return;
	b->people = people_steps(COMMUNE_LIKE, t->people, asked == TRAIT_NEAR);
}

static void bound_epci(const struct traits *t, const struct criteria *c, struct bounds *b)
{
	enum closeness size = c->asked[BY_EPCI_SIZE], kind = c->asked[BY_EPCI_KIND];
	b->sizes[1] = INT32_MAX;
	b->kinds[1] = METROPOLE;
	b->epci = !size && !kind ? 0 : t->epci_kind > NO_EPCI ? 1 : 2;
	if (b->epci != 1)
		return;
	if (size) {
		struct steps s = epci_steps(t->epci_size, size == TRAIT_NEAR);
		b->sizes[0] = s.least;
		b->sizes[1] = s.most;
	}
	if (kind) {
		b->kinds[0] = t->epci_kind - (kind == TRAIT_NEAR);
		b->kinds[1] = t->epci_kind + (kind == TRAIT_NEAR);
	}
}

static void bound_outline(const struct traits *t, const struct criteria *c, struct bounds *b)
{
	enum closeness asked = t->density < 0 ? TRAIT_UNKNOWN : c->asked[BY_DENSITY];
	b->density = asked ? density_steps(t->density, asked == TRAIT_NEAR) :
		(struct steps){-1, INT64_MAX};
	b->mountain = c->asked[BY_MOUNTAIN] ? t->mountain : -1;
	b->coast = c->asked[BY_COAST] ? t->coast : -1;
	b->outline = asked || b->mountain >= 0 || b->coast >= 0;
}

static void bound(const struct traits *t, const struct criteria *c, struct bounds *b)
{
	*b = (struct bounds){0};
	bound_outline(t, c, b);
	bound_people(t, c->asked[BY_PEOPLE], b);
	bound_epci(t, c, b);
	enum closeness departement = c->asked[BY_DEPARTEMENT];
	if (c->asked[BY_REGION] || departement == TRAIT_NEAR)
		b->region = t->region;
	if (departement == TRAIT_SAME)
		b->departement = t->departement;
}

#define ALIKE " FROM territory t WHERE t.kind = 'commune' " \
	"AND t.population BETWEEN ?1 AND ?2 " \
	"AND (?3 IS NULL OR t.region = ?3) AND (?4 IS NULL OR t.departement = ?4) " \
	"AND (?5 = 0 OR (?5 = 2 AND t.epci IS NULL) OR (?5 = 1 AND EXISTS (SELECT 1 " \
		"FROM territory e WHERE e.code = t.epci AND e.communes BETWEEN ?6 AND ?7 " \
		"AND CASE substr(e.name, 1, 3) WHEN 'CC ' THEN 1 WHEN 'CA ' THEN 2 " \
			"WHEN 'CU ' THEN 3 ELSE 4 END BETWEEN ?8 AND ?9))) " \
	"AND (?10 = 0 OR EXISTS (SELECT 1 FROM resource_tally n WHERE n.code = t.code " \
		"AND n.named > 0)) AND (?12 = 0 OR EXISTS (SELECT 1 FROM contour k WHERE k.code = t.code " \
		"AND (?13 < 0 OR CAST(t.population / k.area AS INTEGER) BETWEEN ?13 AND ?14) " \
		"AND (?15 < 0 OR k.mountain = ?15) AND (?16 < 0 OR k.coast = ?16))) " \
	"AND t.code <> ?11 "
#define ALIKE_TYPES "iissiiiiiisiiiii"
#define ALIKE_VALUES b.people.least, b.people.most, b.region, b.departement, b.epci, b.sizes[0], \
	b.sizes[1], b.kinds[0], b.kinds[1], (int64_t)c->told, t->place.code, b.outline, \
	b.density.least, b.density.most, b.mountain, b.coast

static const double degree = 0.017453292519943295;

int alike_find(struct db *db, const struct traits *t, const struct criteria *c, int64_t offset,
	int limit, struct alike *found, int64_t *total)
{
	struct bounds b;
	const struct territory *p = &t->place;
	bound(t, c, &b);
	/* flat near t: only the order depends on it; without a point, by inhabitants */
	struct rows r = db_query(db, "SELECT " TRAITED " FROM (SELECT t.code AS near, CASE WHEN ?17 "
		"AND t.lat IS NOT NULL THEN (t.lat - ?18) * (t.lat - ?18) + (t.lon - ?19) * "
		"(t.lon - ?19) * ?20 ELSE 1e6 + abs(t.population - ?21) END AS far" ALIKE
		"ORDER BY far, t.code LIMIT ?22 OFFSET ?23) n CROSS JOIN territory t ON t.code = n.near"
		NAMED "ORDER BY n.far, t.code", ALIKE_TYPES "idddiii", ALIKE_VALUES,
		(int64_t)(p->point != NO_POINT), p->lat, p->lon, cos(p->lat * degree) *
		cos(p->lat * degree), p->population < 0 ? 0 : p->population, (int64_t)limit, offset);
	int n = 0;
	while (n < limit && row_next(&r)) {
		fill(&r, &found[n].of);
		const struct territory *o = &found[n].of.place;
		found[n++].km = p->point && o->point ? territory_km(p, o) : -1;
	}
	rows_end(&r);
	if (total)
		*total = db_int(db, "SELECT count(*)" ALIKE, ALIKE_TYPES, ALIKE_VALUES);
	return n;
}

/* As many as are wanted, or fewer. */
static int64_t at_least(struct db *db, const struct traits *t, const struct criteria *c,
	int enough)
{
	struct bounds b;
	bound(t, c, &b);
	return db_int(db, "SELECT count(*) FROM (SELECT 1" ALIKE "LIMIT ?17)", ALIKE_TYPES "i",
		ALIKE_VALUES, (int64_t)enough);
}

void criteria_usual(struct db *db, const struct traits *t, int enough, struct criteria *c)
{
	*c = (struct criteria){0};
	c->asked[BY_PEOPLE] = c->asked[BY_EPCI_SIZE] = c->asked[BY_REGION] = TRAIT_SAME;
	c->asked[BY_DENSITY] = t->density < 0 ? TRAIT_UNKNOWN : TRAIT_NEAR;
	if (t->epci_size < 0)
		c->asked[BY_EPCI_SIZE] = TRAIT_UNKNOWN;
	if (c->asked[BY_DENSITY] && at_least(db, t, c, enough) < enough)
		c->asked[BY_DENSITY] = TRAIT_UNKNOWN;
	if (at_least(db, t, c, enough) < enough)
		c->asked[BY_EPCI_SIZE] = TRAIT_UNKNOWN;
	if (at_least(db, t, c, enough) < enough)
		c->asked[BY_REGION] = TRAIT_UNKNOWN;
}
