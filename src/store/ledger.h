/* ledger.h - what a command decides: entries to add, or a refusal.
 *
 * Entries added are folded at once, inside the command's savepoint, so that
 * what comes later in the same batch sees them.  They are appended to the
 * log together or not at all. */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "store/command.h"

struct ledger {
	struct db *views;
	struct arena *arena;
	const struct call *call;
	struct who who;
	int64_t now;		/* the time that the entries will carry */
	int64_t next;		/* the position that the next entry will have */
	/* the writer's own */
	struct writer *writer;
	struct fault *faults;
	int fault_count;
	json_t *answer;
};

/* Adds an entry.  body is an object; it is written canonically.  Takes the
 * reference to body, as json_object_set_new does: give it json_pack(...), or
 * json_incref what is kept elsewhere.  Returns DONE; or INVALID, with a
 * sentence, when the body is too big or a name has control characters. */
enum outcome ledger_add(struct ledger *l, const char *kind, const char *subject,
	enum visibility visibility, json_t *body);
/* The same with no actor: secret ballots, and what the installation adds. */
enum outcome ledger_add_anonymous(struct ledger *l, const char *kind, const char *subject,
	enum visibility visibility, json_t *body);
/* Puts a member into the answer.  Takes the reference to value. */
void ledger_answer(struct ledger *l, const char *name, json_t *value);
/* Refuses as a whole, with an English key; returns the outcome. */
enum outcome refuse(struct ledger *l, enum outcome o, const char *sentence);
/* Refuses for one field; may be called for several; returns INVALID. */
enum outcome refuse_field(struct ledger *l, const char *field, const char *sentence,
	const char *detail);

#endif
