/* account_own.h - what the files of domain/account share. */
#ifndef DOMAIN_ACCOUNT_OWN_H
#define DOMAIN_ACCOUNT_OWN_H

#include "domain/account/account.h"
#include "web/form.h"

/* account_query.c.  The address as it is compared: lower case. */
const char *account_email(struct arena *a, const char *email);
/* An account whose name reads the same. */
bool account_named(struct db *db, const char *name, struct account *a);
/* Positions of entries that erased accounts still have. */
int account_erased_entries(struct db *db, int64_t **positions);
/* Those accounts, NULL-ended. */
const char *const *account_erased_ids(struct db *db);

/* account_weak.c.  NULL when it will do; else what is wrong with it.  context:
 * what one is called and where, NULL-ended; its words are no password. */
enum { CONTEXT_MAX = 4 };
const char *password_fault(struct arena *a, const char *password, const char *const *context);

/* account_home.c.  Networks (NULL: unknown) from which an account's owner signed in. */
void home_remember(struct arena *a, const char *id, const char *network);
bool home_known(struct arena *a, const char *id, const char *network);

/* account_sweep.c.  What this commons is called. */
const char *account_place(void);

/* account_password.c */
/* Hashes (slowly) and keeps; false when it could not be kept. */
bool password_set(struct store *s, struct arena *a, const char *id, const char *password);
/* Slow, also when there is no account (id NULL) or no password.  False too when
 * memory was short (memory.h): that is no wrong password. */
bool password_right(struct store *s, struct arena *a, const char *id, const char *password);
bool password_there(struct store *s, struct arena *a, const char *id);

/* account_state.c */
struct account_token {
	const char *id, *label;
	int64_t created;
};
int account_tokens(struct store *s, struct arena *a, const char *id,
	struct account_token **list);
bool account_token_drop(struct store *s, struct arena *a, const char *id, const char *token);
/* Whose one-time link is it?  NULL when it is spent, too old or none. */
const char *account_link_owner(struct store *s, struct arena *a, const char *code);
const char *account_link_take(struct store *s, struct arena *a, const char *code, bool *trusted);
bool account_setup_there(struct store *s, struct arena *a, const char *code);
bool account_setup_take(struct store *s, struct arena *a, const char *code);
void account_setup_back(struct store *s, struct arena *a, const char *code);

/* account_label.c */

/* Pages: account_sign.c, account_me.c, account_list.c */
void sign_page(struct request *r);
void sign_in(struct request *r);
void sign_link_page(struct request *r);
void sign_link(struct request *r);
void sign_out(struct request *r);
void welcome_page(struct request *r);
void welcome(struct request *r);
void me_page(struct request *r);
void me_draw(struct request *r, const struct call *c);
void me_session_end(struct request *r);
void me_token_new(struct request *r);
void me_token_end(struct request *r);
void me_export(struct request *r);
void list_page(struct request *r);
void list_draw(struct request *r, const struct call *c);
void list_invite(struct request *r);
void list_link(struct request *r);

#endif
