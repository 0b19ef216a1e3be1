/* referentiel_page.c - what is known of a node, on the pages of vocabularies and sheets. */
#include "domain/referentiel/referentiel.h"

#include "store/kind.h"

const struct kind referentiel_kinds[] = {{0}};
const struct route referentiel_routes[] = {{0}};
const struct form referentiel_forms[] = {{0}};
const struct panel referentiel_panels[] = {{0}};
