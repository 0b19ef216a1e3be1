/* account_page.c - the rows of the slice. */
#include "domain/account/account_own.h"
#include "store/kind.h"

const struct command account_commands[] = {{0}};
const struct kind account_kinds[] = {{0}};
const struct route account_routes[] = {{0}};
const struct form account_forms[] = {{0}};
const struct panel account_panels[] = {{0}};
