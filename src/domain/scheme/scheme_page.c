/* scheme_page.c - not there yet. */
#include "store/command.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

const struct kind scheme_kinds[] = {{0}};
const struct route scheme_routes[] = {{0}};
const struct form scheme_forms[] = {{0}};
const struct panel scheme_panels[] = {{0}};
