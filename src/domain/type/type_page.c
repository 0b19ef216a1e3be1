/* type_page.c - not there yet. */
#include "store/command.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

const struct kind type_kinds[] = {{0}};
const struct route type_routes[] = {{0}};
const struct form type_forms[] = {{0}};
const struct panel type_panels[] = {{0}};
