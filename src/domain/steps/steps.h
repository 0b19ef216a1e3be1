/* steps.h - where to start, page after page: someone on their way, whose answers are kept for 30
 * days, without account or cookie.
 *
 * State, never in the log: kind "start", under the hash of a random token that only the
 * address of their pages holds; and, once shared, kind "start-share", the same answers under
 * another token made from the first by a one-way function.  Nothing in them says who it is. */
#ifndef DOMAIN_STEPS_H
#define DOMAIN_STEPS_H

#include "domain/start/start.h"
#include "store/store.h"

struct walk {
	const char *token;		/* the private one, or, read only, the shared one */
	bool shared;			/* there is a shared copy */
	bool read_only;
	const char *territory;		/* code, or NULL */
	int64_t population;		/* corrected, or -1 */
	int mountain, coast;		/* 1 yes, 0 no; -1: not corrected */
	json_t *answers;		/* {"qui": ["mairie"]}; passed: an empty list */
	json_t *counted;		/* questions already counted: {"qui": true} */
	int year, month;		/* the month of a shared copy; 0: now */
};

/* A new one, kept; false when it could not be. */
bool walk_new(struct store *s, struct arena *a, const char *territory, struct walk *w);
/* False when there is none, or no more. */
bool walk_get(struct store *s, struct arena *a, const char *token, struct walk *w);
bool walk_shared(struct store *s, struct arena *a, const char *token, struct walk *w);
/* Keeps what changed for 30 days more, the shared copy too; false when it could not. */
bool walk_put(struct store *s, struct arena *a, const struct walk *w);
bool walk_drop(struct store *s, struct arena *a, const struct walk *w);
/* The token of its shared copy. */
const char *walk_share(struct arena *a, const struct walk *w);
/* Who walks: with today's date in Paris, or the one of a shared copy. */
void walk_asker(struct arena *a, struct db *db, const struct walk *w, struct asker *k);

/* How often each choice was made, by month: no one's answers together, nothing finer than
 * the month.  {"2026-11": {"qui": {"mairie": 3, "-": 1}, "aucune-fiche": {"eau": 2}}}: "-" is
 * passed; what is added up is kept for three years. */
void count_one(struct store *s, struct arena *a, const char *question, const char *choice);
json_t *count_all(struct store *s, struct arena *a);

#endif
