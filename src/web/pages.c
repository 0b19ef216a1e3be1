/* pages.c - not there yet. */
#include "store/command.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

const struct command web_commands[] = {{0}};
const struct fold web_folds[] = {{0}};
const struct kind web_kinds[] = {{0}};
const struct route web_routes[] = {{0}};
const struct form web_forms[] = {{0}};
const struct panel web_panels[] = {{0}};
