/* fill_rows.c - forms have no command, page or table of their own. */
#include "store/command.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

const struct command fill_commands[] = {{0}};
const struct fold fill_folds[] = {{0}};
const struct kind fill_kinds[] = {{0}};
const struct route fill_routes[] = {{0}};
const struct form fill_forms[] = {{0}};
const struct panel fill_panels[] = {{0}};
