/* command.h - a command row: the form, the POST, the API call, the command
 * line and the help of one thing that people can do.
 *
 * decide() reads views, refuses with a sentence, or adds entries to the
 * ledger.  It runs on the writer thread and must be quick: slow work goes
 * into prepare(), which runs before the queue on any thread, and not again when
 * the same request comes once more. */
#ifndef STORE_COMMAND_H
#define STORE_COMMAND_H

#include "base/json.h"
#include "base/tr.h"
#include "store/db.h"
#include "store/entry.h"

/* Each role may do what those before it may. */
enum role { ANYONE, READER, MEMBER, STEWARD, ADMINISTRATOR, OPERATOR };
/* OPERATOR: the machine's own keeper, by the command line only. */
const char *role_name(enum role r);		/* "member"... */
const char *role_label(enum lang lang, enum role role);	/* "Membre"... */
/* Also takes "admin".  False and *r untouched for an unknown name. */
bool role_parse(const char *s, enum role *r);

enum outcome {
	DONE,		/* 200, or 201 when the answer has an id that is new */
	INVALID,	/* 422: some fields must be mended */
	MISSING,	/* 404 */
	FORBIDDEN,	/* 403 */
	CONFLICT,	/* 409 */
	STALE,		/* 412: someone else changed it; the answer has both texts */
	UNMATCHED,	/* 428: say which version you change */
	BUSY,		/* 503: try again */
	NO_SPACE	/* 507 */
};

/* A field that a command takes whatever the type of the thing. */
struct field_row {
	const char *name;	/* "title": also --title, name='title' */
	const char *kind;	/* "line", "text", "number", "email", "secret", "yes", "json" */
	unsigned flags;
	size_t limit;		/* code points; 0 for the kind's own limit */
	const char *label, *help;	/* N_("...") */
};
enum { REQUIRED = 1 };

struct who {
	const char *account;	/* id, or "" */
	enum role role;
	enum lang lang;
	struct apart *apart;	/* set while a page is made for all who have the role */
};
/* Those who would see another page than the others of their role. */
enum { APART_MAX = 8 };
struct apart {
	const char *accounts[APART_MAX];
	int count;		/* APART_MAX + 1: too many to tell */
};
/* Is it this account?  Nobody's while a page is made for a role: then the account
 * is noted as apart.  The only way to compare on a page that is SHARED. */
bool who_is(const struct who *w, const char *account);

/* A sentence about one field ("" for the whole), English key, translated late. */
struct fault {
	const char *field;	/* "title", "steps.0.title" */
	const char *sentence;	/* key for tr, with at most one %s */
	const char *detail;	/* for the %s, or NULL */
};

struct command;
struct store;

/* One wish under way, from the request to the answer.  Everything in it lives
 * in its arena. */
struct call {
	struct arena *arena;
	struct store *store;
	const struct command *command;
	struct who who;
	const char *id;		/* idempotency key, or NULL */
	unsigned char digest[HASH_SIZE];	/* of the request's bytes */
	json_t *values;		/* object of what was asked */
	const char *match;	/* If-Match: version, or NULL */
	void *prepared;		/* what prepare() made, for decide() */
	/* the answer */
	enum outcome outcome;
	const struct fault *faults;
	int fault_count;
	json_t *answer;		/* object, e.g. {"id","slug","version"} */
	int64_t position;	/* last entry added, or 0 */
	bool again;		/* the same id was already done: this is its answer */
	/* called once, on the writer's thread, when it is durable or refused */
	void (*done)(struct call *, void *);
	void *context;
	struct call *next;
};

struct ledger;

struct command {
	const char *name;		/* "resource.create" */
	const struct field_row *fields;	/* ends with {0} */
	enum role role;			/* who may call it */
	enum outcome (*decide)(struct ledger *, const struct call *);
	const char *help;		/* one sentence, N_("...") */
	enum outcome (*prepare)(struct call *);	/* or NULL */
};

/* Values as text; numbers and yes/no are shown as text; NULL when absent. */
const char *call_text(const struct call *c, const char *name);

/* All commands of all domains, in their order; NULL past the last. */
const struct command *command_at(int i);
const struct command *command_find(const char *name);
/* Checks fields against the row: required, kind, limit.  Cleans text. Adds
 * faults to the call and returns INVALID, or returns DONE. */
enum outcome command_check(struct call *c);
/* For prepare(): adds a fault and returns INVALID. */
enum outcome call_fault(struct call *c, const char *field, const char *sentence,
	const char *detail);

#endif
