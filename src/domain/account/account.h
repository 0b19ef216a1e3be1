/* account.h - people who sign in: an address, a name they choose, a role.
 *
 * Owns the table account.  The e-mail address is in private entries only and
 * goes with them when the account is erased; passwords, sessions, tokens and
 * one-time links are state.  Others see the chosen name. */
#ifndef DOMAIN_ACCOUNT_H
#define DOMAIN_ACCOUNT_H

#include "store/command.h"
#include "store/store.h"

struct account {
	const char *id;		/* random ULID: tells nothing */
	const char *email;	/* NULL once erased */
	const char *name;	/* shown to others; "Contributrice 3" */
	enum role role;
	bool active;
	int64_t created;
	int64_t ranked, opened;	/* positions of the entries that gave the role, that opened it */
};

/* True and *a filled, or false if there is no such account. */
bool account_get(struct db *db, const char *id, struct account *a);
bool account_by_email(struct db *db, const char *email, struct account *a);
/* The name to show for an author; "Compte effacé" in the language if gone; ""
 * (the installation) is "Archipel". */
const char *account_name(struct db *db, enum lang lang, const char *id);
int account_count(struct db *db, enum role at_least);

/* All accounts, by role then name; returns how many.  In the db's arena. */
int account_all(struct db *db, struct account **all);

/* Erases, beside the server, what is left of accounts that are gone.  place:
 * what this commons is called, which makes no password. */
void account_start(struct store *s, const char *place);
void account_stop(void);

/* State around accounts.  NULL when it could not be kept durably. */
/* The code of a one-time sign-in link, for /connexion/CODE. */
/* trusted: from the server's terminal, above which there is no second step to ask for
 * where there is none yet. */
const char *account_link(struct store *s, struct arena *a, const char *id, int64_t lifetime_ms,
	bool trusted);
/* An API token, shown once; label says what it is for. */
const char *account_token(struct store *s, struct arena *a, const char *id, const char *label);
/* Is the field "current" the present password?  A fault of the call otherwise; DONE also
 * when there is none.  Slow. */
enum outcome account_check_current(struct call *c);
/* Ends sessions, links and tokens, forgets the password. */
void account_revoke(struct store *s, const char *id);
/* The code of /bienvenue/CODE, where the first administrator is made. */
const char *account_setup(struct store *s, struct arena *a);

#endif
