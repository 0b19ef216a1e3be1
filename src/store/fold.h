/* fold.h - from entries to tables.
 *
 * A fold row says which function takes an entry kind into its domain's
 * tables.  A fold is pure: one entry, its own tables; no clock, no chance, no
 * setting, no neighbour.  It accepts an entry without body (erased): then it
 * removes or skips what the body had given.  Old kinds stay for ever.
 * Several domains may take one kind, each into its own tables. */
#ifndef STORE_FOLD_H
#define STORE_FOLD_H

#include "store/db.h"
#include "store/entry.h"

struct fold {
	const char *kind;	/* "resource.published" */
	void (*step)(struct db *, const struct entry *);
};

/* A blob that the entry names, or NULL if it is gone.  In the db's arena. */
const void *fold_blob(struct db *db, const char *hash, size_t *size);

/* Applies one entry.  Unknown kinds (of a newer program) are skipped. */
void fold_apply(struct db *db, const struct entry *e);
/* The schema of all domains, and a fingerprint of schema and folds (hex). */
const char *fold_schema(int i);		/* NULL past the last */
const char *fold_fingerprint(void);
const struct fold *fold_at(int i);	/* NULL past the last */

#endif
