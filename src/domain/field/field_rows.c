/* field_rows.c - fields have no command, page or table of their own. */
#include "store/command.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

const struct command field_commands[] = {{0}};
const struct fold field_folds[] = {{0}};
const struct kind field_kinds[] = {{0}};
const struct route field_routes[] = {{0}};
const struct form field_forms[] = {{0}};
const struct panel field_panels[] = {{0}};
