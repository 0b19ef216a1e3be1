/* resource_page.c - not there yet. */
#include "store/command.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

const struct command resource_commands[] = {{0}};
const struct fold resource_folds[] = {{0}};
const struct kind resource_kinds[] = {{0}};
const struct route resource_routes[] = {{0}};
const struct form resource_forms[] = {{0}};
const struct panel resource_panels[] = {{0}};
