/* wish.h - a command with values by chance, mostly such that it is done. */
#ifndef HISTORY_WISH_H
#define HISTORY_WISH_H

#include "dice.h"
#include "store/command.h"

/* What a history may name.  db: views to look into, with an arena. */
struct world {
	struct dice dice;
	struct arena *arena;
	struct db *db;
	const char *blobs[2];	/* tables of territories */
};

struct call *wish(struct world *w, const struct command *command);
/* One of the texts in the first column, or NULL. */
const char *one_of(struct world *w, struct rows r);

#endif
