/* account_page.c - not there yet. */
#include "store/command.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

const struct command account_commands[] = {{0}};
const struct fold account_folds[] = {{0}};
const struct kind account_kinds[] = {{0}};
const struct route account_routes[] = {{0}};
const struct form account_forms[] = {{0}};
const struct panel account_panels[] = {{0}};
