/* portrait_told.c - published sheets that name a territory: how many, the newest. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "domain/portrait/portrait.h"
#include "store/subject.h"

int told_newest(struct db *db, const char *territory, const char *type, int limit,
	struct resource *found)
{
	db_reads(db, "at", territory);
	struct rows q = db_query(db, "SELECT r.id, r.slug, r.type, r.title, r.summary, r.language,"
		" r.updated FROM resource_territory t CROSS JOIN resource r ON r.id = t.id"
		" WHERE t.code = ?1 AND t.type = ?2 ORDER BY t.updated DESC, t.id DESC LIMIT ?3",
		"ssi", territory, type, (int64_t)limit);
	int n = 0;
	while (n < limit && row_next(&q))
		found[n++] = (struct resource){.id = row_text(&q, 0), .slug = row_text(&q, 1),
			.type = row_text(&q, 2), .title = row_text(&q, 3),
			.summary = row_text(&q, 4), .language = row_text(&q, 5),
			.updated = row_int(&q, 6), .state = "published", .open = true};
	rows_end(&q);
	return n;
}

static int by_type_order(const void *a, const void *b, void *db)
{
	const struct tally *x = a, *y = b;
	const struct type *one = type_get(db, x->type), *other = type_get(db, y->type);
	int order = (one ? one->order : INT_MAX / 2) - (other ? other->order : INT_MAX / 2);
	return order ? order : strcmp(x->type, y->type);
}

int told_types(struct db *db, const char *territory, struct tally *found)
{
	db_reads(db, "at", territory);
	struct rows q = db_query(db, "SELECT type, count FROM resource_tally WHERE code = ?1"
		" ORDER BY type", "s", territory);
	int n = 0;
	while (n < TALLIES && row_next(&q))
		found[n++] = (struct tally){row_text(&q, 0), (int)row_int(&q, 1)};
	rows_end(&q);
	qsort_r(found, (size_t)n, sizeof *found, by_type_order, db);
	return n;
}

void told_counts(struct db *db, const char *const *codes, int n, int *counts)
{
	json_t *list = json_array();
	for (int i = 0; i < n; i++) {
		db_reads(db, "at", codes[i]);
		json_array_append_new(list, json_string(codes[i]));
		counts[i] = 0;
	}
	struct rows q = db_query(db, "SELECT j.key, sum(y.named) FROM json_each(?1) j"
		" CROSS JOIN resource_tally y ON y.code = j.value GROUP BY j.key", "s",
		json_text(db_arena(db), list));
	while (row_next(&q))
		counts[row_int(&q, 0)] = (int)row_int(&q, 1);
	rows_end(&q);
	json_decref(list);
}
