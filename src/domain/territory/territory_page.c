/* territory_page.c - not there yet. */
#include "store/command.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

const struct command territory_commands[] = {{0}};
const struct fold territory_folds[] = {{0}};
const struct kind territory_kinds[] = {{0}};
const struct route territory_routes[] = {{0}};
const struct form territory_forms[] = {{0}};
const struct panel territory_panels[] = {{0}};
