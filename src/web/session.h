/* session.h - who is signed in: sessions and API tokens, kept as state.
 *
 * A cookie holds a secret and the position that its reader last saw; the state
 * holds only the secret's hash, and the position at which it was made: what is
 * older than the account's role (a session) or than its last opening (a token
 * too) is over, whoever changed it and wherever.  What an account is,
 * domain/account says. */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "web/request.h"

struct session_account {
	const char *name;
	enum role role;
	bool active;
	int64_t ranked, opened;	/* log positions: got this role, was opened */
};

/* Defined by domain/account: false if there is no such account. */
bool session_account(struct db *db, const char *id, struct session_account *a);

/* Signs in: a new session, under a new id; an old one of this browser ends. role: as
 * which role at most, whatever the account has.  False when it could not be kept:
 * nothing has changed then. */
bool session_start(struct request *r, const char *account, enum role role);
/* Signs out this browser, which forgets what it kept of us. */
void session_end(struct request *r);

/* Where this browser wanted to go before signing in: kept in a cookie for a day, for who
 * comes back by a one-time link.  What is no path, or too long, is not kept. */
void session_next_keep(struct request *r, const char *path);
/* Forgets it; NULL when there is none.  As any Location, answer_see still looks at it. */
const char *session_next_take(struct request *r);

struct session_info {
	const char *id;
	const char *agent;	/* "Firefox, Linux" */
	int64_t started, seen;
	bool current;
};
/* Sessions of an account, newest first, in the request's arena. */
int session_list(struct request *r, const char *account, struct session_info **list);
/* Ends one of an account's sessions; false if it is not theirs. */
bool session_revoke(struct request *r, const char *account, const char *id);

/* The id under which a secret's row is kept: its SHA-256. */
const char *session_hash(struct arena *a, const char *secret);

#endif
