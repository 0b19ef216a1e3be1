/* search_sheet.h - one thing in the search file: written, forgotten, counted. */
#ifndef ACROSS_SEARCH_SHEET_H
#define ACROSS_SEARCH_SHEET_H

#include "across/search_facets.h"
#include "store/db_file.h"
#include "store/kind.h"

/* What a turn changes in the sets, applied when it is committed. */
struct change {
	uint32_t row;
	char *name, *value;
	bool on;
};
struct changes {
	struct change *list;
	int count;
};
void changes_apply(const struct changes *c, struct facets *f);
void changes_free(struct changes *c);

/* Describes a subject and writes what changed; one that is not to be found
 * (any more) is forgotten. */
void sheet_index(struct db *db, struct db *views, int kind, const char *id, struct changes *c);
/* The same with what is known of it: NULL forgets it. */
void sheet_put(struct db *db, int kind, const char *id, const struct description *d,
	struct changes *c);
/* Drops the words of what is gone from the file: after an erasure. */
void sheets_wipe(struct db *db);
/* Fills the sets from the file. */
void sheets_load(struct db *db, struct facets *f);

#endif
