/* account_own.h - what the files of domain/account share. */
#ifndef DOMAIN_ACCOUNT_OWN_H
#define DOMAIN_ACCOUNT_OWN_H

#include "domain/account/account.h"
#include "web/form.h"

/* The address as it is compared: lower case. */
const char *account_email(struct arena *a, const char *email);
/* An account whose name reads the same. */
bool account_named(struct db *db, const char *name, struct account *a);
/* Positions of entries that erased accounts still have. */
int account_erased_entries(struct db *db, int64_t **positions);

#endif
