/* state.h - what must last but is no contribution: sessions, passwords,
 * one-time links, tokens, drafts, mail to send, jobs.
 *
 * One table of small values in the log's database; folds never read it.
 * Any thread.  A put or drop that returns true is durable. */
#ifndef STORE_STATE_H
#define STORE_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct log;
struct store;

struct state_row {
	const char *kind;	/* "session", "token", "password", "draft"... */
	const char *id;		/* unique in its kind: a hash, an account id */
	const char *owner;	/* account id or "": erased with the account */
	int64_t expires;	/* ms; 0 never */
	const char *value;	/* JSON or text */
};

struct state_backend {
	bool (*put)(struct log *, const struct state_row *);
	bool (*add)(struct log *, const struct state_row *);
	bool (*get)(struct log *, struct arena *, const char *kind, const char *id,
		struct state_row *);
	bool (*take)(struct log *, struct arena *, const char *kind, const char *id,
		struct state_row *);
	bool (*drop)(struct log *, const char *kind, const char *id);
	bool (*drop_owner)(struct log *, const char *kind, const char *owner);
	int (*list)(struct log *, struct arena *, const char *kind, const char *owner,
		struct state_row **);
	bool (*purge)(struct log *, int64_t now);
};

/* Inserts or replaces. */
bool state_put(struct store *s, const struct state_row *row);
/* Inserts, unless there is one: of two that add the same, one is told true. */
bool state_add(struct store *s, const struct state_row *row);
/* Expired rows are not found.  Strings in the arena. */
bool state_get(struct store *s, struct arena *a, const char *kind, const char *id,
	struct state_row *row);
/* Gets and removes at once: of two takers, one gets it. */
bool state_take(struct store *s, struct arena *a, const char *kind, const char *id,
	struct state_row *row);
bool state_drop(struct store *s, const char *kind, const char *id);
/* All rows of an owner.  kind NULL: the owner is erased, every kind goes, and
 * the journal makes sure that no restore brings them back. */
bool state_drop_owner(struct store *s, const char *kind, const char *owner);
/* Rows of an owner (NULL: of all), oldest first; returns how many. */
int state_list(struct store *s, struct arena *a, const char *kind, const char *owner,
	struct state_row **rows);
/* Removes what has expired. */
bool state_purge(struct store *s);

#endif
