/* factor_own.h - what the files of domain/factor share.
 *
 * The pages of the second step of signing in: showing a code, choosing an
 * application, the paper list, losing the telephone.  The domain owns no table: all is
 * state (web/factor.h). */
#ifndef DOMAIN_FACTOR_OWN_H
#define DOMAIN_FACTOR_OWN_H

#include "domain/account/account.h"
#include "web/factor.h"
#include "web/form.h"

/* A call of no command, for forms that refuse with sentences beside the fields. */
struct call *factor_call(struct request *r, json_t *values);
/* The field "code", as on all these pages. */
void factor_field(struct page *p, const struct call *c, bool paper);
/* Spends the code of the field "code"; else a fault of the call. */
bool factor_shown(struct call *c, const char *id);

/* factor_sign.c */
void verify_page(struct request *r);
void verify(struct request *r);
/* factor_page.c */
void steps_page(struct request *r);
void steps_begin(struct request *r);
void steps_paper(struct request *r);
void steps_end(struct request *r);
/* factor_panel.c */
void steps_of_another(struct request *r);

#endif
