/* referentiel_page.h - what the pages of this domain share. */
#ifndef DOMAIN_REFERENTIEL_PAGE_H
#define DOMAIN_REFERENTIEL_PAGE_H

#include "domain/referentiel/referentiel.h"

/* A rule in words of a language, in the arena; NULL when it is none, or too long. */
const char *rule_words(struct arena *a, enum lang lang, const char *text);

#endif
