/* experience_query.c - what reports tell of a sheet, a place. */
#include "domain/experience/experience.h"

#include <stdlib.h>

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
	s->cost = spread_of(db_query(db, "SELECT (e.cost_min + e.cost_max) / 2 AS x,"
		" count(*) OVER () FROM experience_use u CROSS JOIN experience e ON e.id = u.id"
		" WHERE u.sheet = ?1 AND e.state = 'published' AND e.cost_max IS NOT NULL ORDER BY x",
		"s", sheet));
	s->effort = spread_of(db_query(db, "SELECT (e.effort_min + e.effort_max) / 2 AS x,"
		" count(*) OVER () FROM experience_use u CROSS JOIN experience e ON e.id = u.id"
		" WHERE u.sheet = ?1 AND e.state = 'published' AND e.effort_max IS NOT NULL"
		" ORDER BY x", "s", sheet));
}
