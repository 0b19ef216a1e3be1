/* home.c - not there yet. */
#include "store/command.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

const struct command home_commands[] = {{0}};
const struct fold home_folds[] = {{0}};
const struct kind home_kinds[] = {{0}};
const struct route home_routes[] = {{0}};
const struct form home_forms[] = {{0}};
const struct panel home_panels[] = {{0}};
