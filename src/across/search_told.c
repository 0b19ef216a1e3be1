/* search_told.c - which sheets were tried: those that a public report tells of. */
#include "across/search_sheet.h"

#include <string.h>

#include "base/text.h"

/* As the table known has it, after another facet: the first says who sees the sheet. */
static const char mark[] = "\1" FACET_TOLD "\2yes\1";

bool told_of(struct db *db, const char *id)
{
	return db_int(db, "SELECT EXISTS (SELECT 1 FROM told WHERE target = ?1)", "s", id);
}

/* Gives a sheet the facet or takes it away, as its reports are now. */
static void look_at(struct db *db, const char *id, struct changes *c)
{
	int64_t row = 0;
	const char *facets = NULL;
	struct rows r = db_query(db, "SELECT number, facets FROM sheet JOIN known ON known.sheet = number"
		" WHERE sheet.id = ?1", "s", id);
	if (row_next(&r)) {
		row = row_int(&r, 0);
		facets = row_text(&r, 1);
	}
	rows_end(&r);
	bool told = told_of(db, id);
	const char *there = facets ? strstr(facets, mark) : NULL;
	if (!facets || told == (there != NULL))
		return;
	const char *now = told ? arena_printf(db_arena(db), "%s%s", facets, mark + 1) :
		arena_printf(db_arena(db), "%.*s%s", (int)(there - facets), facets,
			there + sizeof mark - 2);
	db_run(db, "UPDATE known SET facets = ?2 WHERE sheet = ?1", "is", row, now);
	changes_note(c, (uint32_t)row, FACET_TOLD, "yes", told);
}

void told_add(struct db *db, int64_t row, const char *const *told, struct changes *c)
{
	for (; told && *told; told++) {
		db_run(db, "INSERT OR IGNORE INTO told VALUES (?1, ?2)", "si", *told, row);
		look_at(db, *told, c);
	}
}

void told_forget(struct db *db, int64_t row, struct changes *c)
{
	for (;;) {
		char *target = db_text(db, "SELECT target FROM told WHERE sheet = ?1 LIMIT 1", "i", row);
		if (!target || db_fault(db))
			return;
		db_run(db, "DELETE FROM told WHERE target = ?1 AND sheet = ?2", "si", target, row);
		look_at(db, target, c);
	}
}
