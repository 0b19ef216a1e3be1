/* advise_own.h - what the files of advise share. */
#ifndef DOMAIN_ADVISE_OWN_H
#define DOMAIN_ADVISE_OWN_H

#include "domain/advise/advise.h"

/* Sheets that may be steps, with what rules give them; returns how many.  In the db's arena. */
int advise_gather(const struct asker *k, struct step **steps);

#endif
