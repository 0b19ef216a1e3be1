/* search_page.c - not there yet. */
#include "store/command.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

const struct command search_commands[] = {{0}};
const struct fold search_folds[] = {{0}};
const struct kind search_kinds[] = {{0}};
const struct route search_routes[] = {{0}};
const struct form search_forms[] = {{0}};
const struct panel search_panels[] = {{0}};
