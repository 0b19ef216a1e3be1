/* search_sheet.h - one thing in the search file: written, forgotten, counted. */
#ifndef ACROSS_SEARCH_SHEET_H
#define ACROSS_SEARCH_SHEET_H

#include "across/search_facets.h"
#include "across/search_known.h"
#include "store/db_file.h"
#include "store/kind.h"

/* What a turn changes in memory, applied when it is committed. */
struct change {
	uint32_t row;
	char *name, *value;
	bool on;
};
struct revision {
	uint32_t row;
	struct known_row known;		/* zeros: it is gone */
	struct bag *bag;		/* or NULL */
};
struct changes {
	struct change *list;
	int count;
	struct revision *revisions;
	int revision_count;
	bool packed;			/* what was in bags is in the file */
	struct terms terms;		/* words that are new, */
	bool terms_anew;		/* or all there are now */
};
void changes_note(struct changes *c, uint32_t row, const char *name, const char *value, bool on);
/* Takes the bags from the changes. */
void changes_apply(struct changes *c, struct facets *f, struct known *k);
void changes_free(struct changes *c);

/* search_told.c: sheets that a public report tells of have a facet, whichever of
 * the two was there first. */
#define FACET_TOLD "reports"
bool told_of(struct db *db, const char *id);
/* What the report at a row tells of, NULL-ended; NULL: nothing. */
void told_add(struct db *db, int64_t row, const char *const *told, struct changes *c);
void told_forget(struct db *db, int64_t row, struct changes *c);

/* Describes a subject and writes what changed; one that is not to be found
 * (any more) is forgotten. */
void sheet_index(struct db *db, struct db *views, int kind, const char *id, struct changes *c);
/* The same with what is known of it: NULL forgets it. */
void sheet_put(struct db *db, int kind, const char *id, const struct description *d,
	struct changes *c);
/* Writes the words of all bags into the file, at the end of a turn; returns at
 * once while there are fewer than a number. */
void sheets_pack(struct db *db, const struct known *k, struct changes *c, int at_least);
/* Drops the words of what is gone from the file: after an erasure. */
void sheets_wipe(struct db *db, const struct known *k, struct changes *c);
/* Fills the sets from the file. */
void sheets_load(struct db *db, struct facets *f, struct known *k);

#endif
