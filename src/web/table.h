/* table.h - a list of sheets as a table for spreadsheets: columns from their types.
 *
 * One row of labels, then one for each sheet: the columns of the first type met, then
 * those that the next types add.  TABLE_ROWS sheets at most, and some 32 MB: what follows
 * has an address in the header Link. */
#ifndef WEB_TABLE_H
#define WEB_TABLE_H

#include "store/kind.h"
#include "web/request.h"

enum { TABLE_ROWS = 5000, TABLE_FAR = 1000000 };

struct table_row {
	const struct kind *kind;
	const char *type, *id;
};

/* From where on rows are asked for. */
int table_from(struct request *r);
/* Answers with n rows of the total, which begin at table_from.  list: path and query of this
 * table, without base path. */
void table_answer(struct request *r, const char *list, const struct table_row *rows, int n,
	int total);
/* The kind of which things change by entries with this prefix: "resource."; or NULL. */
const struct kind *table_kind(const char *prefix);

#endif
