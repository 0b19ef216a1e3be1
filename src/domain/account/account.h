/* account.h - people who sign in: an address, a name they choose, a role.
 *
 * Owns the table account.  The e-mail address is in private entries only and
 * goes with them when the account is erased; passwords, sessions, tokens and
 * one-time links are state.  Others see the chosen name. */
#ifndef DOMAIN_ACCOUNT_H
#define DOMAIN_ACCOUNT_H

#include "store/command.h"

struct account {
	const char *id;		/* random ULID: tells nothing */
	const char *email;	/* NULL once erased */
	const char *name;	/* shown to others; "Contributrice 3" */
	enum role role;
	bool active;
	int64_t created;
};

/* True and *a filled, or false if there is no such account. */
bool account_get(struct db *db, const char *id, struct account *a);
bool account_by_email(struct db *db, const char *email, struct account *a);
/* The name to show for an author; "Compte effacé" in the language if gone; ""
 * (the installation) is "Archipel". */
const char *account_name(struct db *db, enum lang lang, const char *id);
int account_count(struct db *db, enum role at_least);

#endif
