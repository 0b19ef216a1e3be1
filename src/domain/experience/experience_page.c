/* experience_page.c - what reports tell, on the pages of sheets and on their own. */
#include "domain/experience/experience.h"

#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

const struct command experience_commands[] = {{0}};
const struct kind experience_kinds[] = {{0}};
const struct route experience_routes[] = {{0}};
const struct form experience_forms[] = {{0}};
const struct panel experience_panels[] = {{0}};
