/* experience_query.c - what reports tell of a sheet, a place. */
#include "domain/experience/experience_own.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/subject.h"

static const char *const notations[REUSE_COUNT] = {NULL, "tel-quel", "adaptation", "difficile",
	"non"};

const char *reuse_notation(enum reuse answer)
{
	return notations[answer];
}

/* What no notation of ours says is unknown. */
static enum reuse answer_of(const char *notation)
{
	for (enum reuse r = REUSE_AS_IS; r < REUSE_COUNT; r++)
		if (text_eq(notations[r], notation))
			return r;
	return REUSE_UNKNOWN;
}

static double amount(struct rows *r, int column)
{
	return row_null(r, column) ? NOT_TOLD : row_real(r, column);
}

#define REPORT "e.id, e.slug, e.title, e.language, e.updated, (e.cost_min + e.cost_max) / 2," \
	" (e.effort_min + e.effort_max) / 2, e.paid, e.volunteer, e.territory, e.population," \
	" e.failed, e.differently"

static int take(struct rows *r, int limit, struct experience *found)
{
	int n = 0;
	while (n < limit && row_next(r))
		found[n++] = (struct experience){.id = row_text(r, 0), .slug = row_text(r, 1),
			.title = row_text(r, 2), .language = row_text(r, 3), .updated = row_int(r, 4),
			.cost = amount(r, 5), .effort = amount(r, 6), .paid = amount(r, 7),
			.volunteer = amount(r, 8), .territory = row_text(r, 9),
			.population = row_null(r, 10) ? -1 : row_int(r, 10), .failed = row_text(r, 11),
			.differently = row_text(r, 12), .answer = answer_of(row_text(r, 13)),
			.condition = row_text(r, 14)};
	rows_end(r);
	return n;
}

int experience_of_sheet(struct db *db, const char *sheet, int limit, struct experience *found)
{
	db_reads(db, "experience", sheet);
	struct rows r = db_query(db, "SELECT " REPORT ", u.answer, u.condition"
		" FROM experience_use u CROSS JOIN experience e ON e.id = u.id"
		" WHERE u.sheet = ?1 AND e.state = 'published' ORDER BY e.updated DESC, e.id DESC"
		" LIMIT ?2", "si", sheet, (int64_t)limit);
	return take(&r, limit, found);
}

int experience_lately(struct db *db, const char *sheet, int limit, struct experience *found)
{
	int n = 0;
	db_reads(db, "experience", sheet);
	struct rows r = db_query(db, "SELECT e.id, e.slug, e.title, e.language, e.updated,"
		" (e.cost_min + e.cost_max) / 2, (e.effort_min + e.effort_max) / 2, e.territory,"
		" e.population, u.answer FROM (SELECT id, answer FROM experience_use WHERE sheet = ?1"
		" ORDER BY id DESC LIMIT ?2) u CROSS JOIN experience e ON e.id = u.id"
		" WHERE e.state = 'published' ORDER BY e.id DESC", "si", sheet, (int64_t)limit);
	while (n < limit && row_next(&r))
		found[n++] = (struct experience){.id = row_text(&r, 0), .slug = row_text(&r, 1),
			.title = row_text(&r, 2), .language = row_text(&r, 3), .updated = row_int(&r, 4),
			.cost = amount(&r, 5), .effort = amount(&r, 6), .paid = NOT_TOLD,
			.volunteer = NOT_TOLD, .territory = row_text(&r, 7),
			.population = row_null(&r, 8) ? -1 : row_int(&r, 8),
			.answer = answer_of(row_text(&r, 9))};
	rows_end(&r);
	return n;
}

int experience_at(struct db *db, const char *territory, int limit, struct experience *found)
{
	db_reads(db, "experience", territory);
	struct rows r = db_query(db, "SELECT " REPORT ", NULL, NULL"
		" FROM experience_place p CROSS JOIN experience e ON e.id = p.id"
		" WHERE p.code = ?1 AND e.state = 'published' ORDER BY e.updated DESC, e.id DESC"
		" LIMIT ?2", "si", territory, (int64_t)limit);
	return take(&r, limit, found);
}

/* The middle one, or halfway between the two in the middle; rows come in order. */
static struct spread spread_of(struct rows r)
{
	struct spread s = {.known = 0};
	double *all = NULL;
	int n = 0;
	while (row_next(&r)) {
		if (!all)
			all = arena_alloc(db_arena(r.db), (size_t)row_int(&r, 1) * sizeof *all);
		all[n++] = row_real(&r, 0);
	}
	rows_end(&r);
	if (n)
		s = (struct spread){n, all[0], (all[(n - 1) / 2] + all[n / 2]) / 2, all[n - 1]};
	return s;
}

static int take_obstacles(struct rows r, struct obstacle found[OBSTACLES])
{
	int n = 0;
	while (n < OBSTACLES && row_next(&r))
		found[n++] = (struct obstacle){row_text(&r, 0), (int)row_int(&r, 1)};
	rows_end(&r);
	return n;
}

int experience_obstacles(struct db *db, const char *id, struct obstacle found[OBSTACLES])
{
	if (id)
		return take_obstacles(db_query(db, "SELECT obstacle, 1 FROM experience_obstacle"
			" WHERE id = ?1 ORDER BY obstacle", "s", id), found);
	db_reads(db, "experience", "*");
	return take_obstacles(db_query(db, "SELECT o.obstacle, count(*) AS n FROM"
		" experience_obstacle o CROSS JOIN experience e ON e.id = o.id WHERE e.state ="
		" 'published' GROUP BY o.obstacle ORDER BY n DESC, o.obstacle", ""), found);
}

void experience_summary(struct db *db, const char *sheet, struct experience_summary *s)
{
	db_reads(db, "experience", sheet);
	*s = (struct experience_summary){.reports = 0};
	struct rows r = db_query(db, "SELECT u.answer, count(*) FROM experience_use u CROSS JOIN"
		" experience e ON e.id = u.id WHERE u.sheet = ?1 AND e.state = 'published'"
		" GROUP BY u.answer", "s", sheet);
	while (row_next(&r)) {
		s->answers[answer_of(row_text(&r, 0))] += (int)row_int(&r, 1);
		s->reports += (int)row_int(&r, 1);
	}
	rows_end(&r);
	s->territories = (int)db_int(db, "SELECT count(DISTINCT p.code) FROM experience_use u"
		" CROSS JOIN experience e ON e.id = u.id CROSS JOIN experience_place p ON p.id = e.id"
		" WHERE u.sheet = ?1 AND e.state = 'published'", "s", sheet);
	s->ticked = (int)db_int(db, "SELECT count(DISTINCT o.id) FROM experience_use u CROSS JOIN"
		" experience e ON e.id = u.id CROSS JOIN experience_obstacle o ON o.id = e.id"
		" WHERE u.sheet = ?1 AND e.state = 'published'", "s", sheet);
	s->obstacle_count = take_obstacles(db_query(db, "SELECT o.obstacle, count(*) AS n FROM"
		" experience_use u CROSS JOIN experience e ON e.id = u.id CROSS JOIN"
		" experience_obstacle o ON o.id = e.id WHERE u.sheet = ?1 AND e.state = 'published'"
		" GROUP BY o.obstacle ORDER BY n DESC, o.obstacle", "s", sheet), s->obstacles);
	s->shared = (int)db_int(db, "SELECT count(*) FROM experience_use u CROSS JOIN experience e"
		" ON e.id = u.id WHERE u.sheet = ?1 AND e.state = 'published' AND (e.cost_max IS NOT"
		" NULL OR e.effort_max IS NOT NULL) AND EXISTS (SELECT 1 FROM experience_use o WHERE"
		" o.id = e.id AND o.sheet <> ?1)", "s", sheet);
	s->cost = spread_of(db_query(db, "SELECT (e.cost_min + e.cost_max) / 2 AS x,"
		" count(*) OVER () FROM experience_use u CROSS JOIN experience e ON e.id = u.id"
		" WHERE u.sheet = ?1 AND e.state = 'published' AND e.cost_max IS NOT NULL ORDER BY x",
		"s", sheet));
	s->effort = spread_of(db_query(db, "SELECT (e.effort_min + e.effort_max) / 2 AS x,"
		" count(*) OVER () FROM experience_use u CROSS JOIN experience e ON e.id = u.id"
		" WHERE u.sheet = ?1 AND e.state = 'published' AND e.effort_max IS NOT NULL"
		" ORDER BY x", "s", sheet));
}

int experience_places(struct db *db, const char *sheet, int limit, const char **codes)
{
	int n = 0;
	struct rows r = db_query(db, "SELECT DISTINCT p.code FROM experience_use u CROSS JOIN"
		" experience e ON e.id = u.id CROSS JOIN experience_place p ON p.id = e.id"
		" WHERE u.sheet = ?1 AND e.state = 'published' ORDER BY p.code LIMIT ?2", "si", sheet,
		(int64_t)limit);
	while (n < limit && row_next(&r))
		codes[n++] = row_text(&r, 0);
	rows_end(&r);
	return n;
}

/* Kinds of which inhabitants are counted as communes are. */
static bool is_commune(const char *kind)
{
	return text_eq(kind, "commune") || text_eq(kind, "deleguee") || text_eq(kind, "associee")
		|| text_eq(kind, "arrondissement");
}

/* The row for a territory, made when it is new; NULL when there are too many. */
static struct transfer *transfer_of(struct transfer *all, int *n, int class, const char *kind)
{
	for (int i = 0; i < *n; i++)
		if (all[i].class == class && text_eq(all[i].kind, kind))
			return &all[i];
	if (*n == TRANSFERS)
		return NULL;
	all[*n] = (struct transfer){.class = class, .kind = kind};
	return &all[(*n)++];
}

/* Communes by size, then what is larger; what is not told comes last. */
static int by_class(const void *a, const void *b)
{
	const struct transfer *x = a, *y = b;
	if (!x->kind != !y->kind)
		return x->kind ? 1 : -1;
	if (x->kind)
		return strcmp(x->kind, y->kind);
	return x->class < 0 ? 1 : y->class < 0 ? -1 : x->class - y->class;
}

int experience_transfers(struct db *db, const char *sheet, struct transfer found[TRANSFERS])
{
	int n = 0;
	db_reads(db, "experience", sheet);
	struct rows r = db_query(db, "SELECT u.answer, p.code, p.kind, p.population"
		" FROM experience_use u CROSS JOIN experience e ON e.id = u.id CROSS JOIN"
		" experience_place p ON p.id = e.id WHERE u.sheet = ?1 AND e.state = 'published'",
		"s", sheet);
	while (row_next(&r)) {
		struct territory t = {.kind = row_text(&r, 2),
			.population = row_null(&r, 3) ? -1 : row_int(&r, 3)};
		if (!t.kind && !territory_get(db, row_text(&r, 1), &t))	/* nothing was frozen */
			continue;
		bool small = is_commune(t.kind);
		struct transfer *row = transfer_of(found, &n, small && t.population >= 0
			? people_class_of(COMMUNE_LIKE, t.population) : -1, small ? NULL : t.kind);
		if (row)
			row->answers[answer_of(row_text(&r, 0))]++;
	}
	rows_end(&r);
	qsort(found, (size_t)n, sizeof *found, by_class);
	return n;
}

#define WISHED " FROM experience e WHERE e.state = 'published' AND (?1 IS NULL OR EXISTS" \
	" (SELECT 1 FROM experience_use u WHERE u.sheet = ?1 AND u.id = e.id))" \
	" AND (?2 IS NULL OR EXISTS (SELECT 1 FROM experience_obstacle o WHERE o.id = e.id" \
	" AND o.obstacle = ?2))" \
	" AND (?3 IS NULL OR instr(e.words, ?3)) AND (?4 IS NULL OR instr(e.words, ?4))" \
	" AND (?5 IS NULL OR instr(e.words, ?5)) AND (?6 IS NULL OR instr(e.words, ?6))" \
	" AND (?7 IS NULL OR instr(e.words, ?7)) AND (?8 IS NULL OR instr(e.words, ?8))"
#define WISHED_TYPES "ssssssss"
#define WISHED_VALUES w->sheet, w->obstacle, w->words[0], w->words[1], w->words[2], w->words[3], \
	w->words[4], w->words[5]

struct rows experience_matching(struct db *db, const struct wish *w, int from, int limit)
{
	db_reads(db, "experience", "*");
	return db_query(db, "SELECT e.id, e.updated" WISHED
		" ORDER BY e.updated DESC, e.id DESC LIMIT ?9 OFFSET ?10", WISHED_TYPES "ii",
		WISHED_VALUES, (int64_t)limit, (int64_t)from);
}

struct rows experience_by_place(struct db *db, const struct wish *w, int limit)
{
	db_reads(db, "experience", "*");
	return db_query(db, "SELECT id, updated, territory, population FROM (SELECT e.id, e.updated,"
		" e.territory, e.population" WISHED " ORDER BY e.updated DESC, e.id DESC LIMIT ?9)"
		" ORDER BY territory, population", WISHED_TYPES "i", WISHED_VALUES, (int64_t)limit);
}

int experience_count(struct db *db, const struct wish *w)
{
	return (int)db_int(db, "SELECT count(*)" WISHED, WISHED_TYPES, WISHED_VALUES);
}

bool experience_get(struct db *db, const struct wish *w, const char *id, struct experience *found)
{
	struct rows r = db_query(db, "SELECT " REPORT ", u.answer, u.condition FROM experience e"
		" LEFT JOIN experience_use u ON u.sheet = ?2 AND u.id = e.id WHERE e.id = ?1", "ss", id,
		w->sheet);
	return take(&r, 1, found) == 1;
}
