/* factor.h - the second step of signing in: a code from an application, or one of a
 * paper list; and who is between the two steps.
 *
 * Kept as state of the account: the key of the codes, as it is (the server has to
 * compute them; doc/security.md says why it is not encrypted), and the paper codes,
 * as SHA-256.  A code of either kind opens once. */
#ifndef WEB_FACTOR_H
#define WEB_FACTOR_H

#include "base/totp.h"
#include "web/request.h"

enum { PAPER_CODES = 8 };

struct factor {
	int64_t since;		/* ms */
	int paper;		/* codes that are left of the list */
};

/* Has the account a second step?  f may be NULL. */
bool factor_there(struct store *s, struct arena *a, const char *id, struct factor *f);
/* Keeps a key once a code of it is shown: clocks may be ten minutes apart, which is
 * remembered.  False when the code is not of this key, or it could not be kept. */
bool factor_set(struct store *s, struct arena *a, const char *id,
	const unsigned char key[TOTP_KEY], const char *code);
/* A new list of paper codes, in place of the one before; NULL when it could not be kept. */
const char **factor_paper(struct store *s, struct arena *a, const char *id);
/* Spends a code, of the application or of the list, as people type them. */
bool factor_right(struct store *s, struct arena *a, const char *id, const char *typed);
void factor_drop(struct store *s, const char *id);

/* Between the steps: this browser showed a password or a link ten minutes ago at most. */
struct half {
	const char *account;
	const char *how, *next;	/* "password", "link"; where to go then */
};
bool half_start(struct request *r, const struct half *h);
bool half_get(struct request *r, struct half *h);
void half_end(struct request *r);

#endif
