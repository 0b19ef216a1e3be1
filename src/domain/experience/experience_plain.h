/* experience_plain.h - words as the table experience keeps them. */
#ifndef DOMAIN_EXPERIENCE_PLAIN_H
#define DOMAIN_EXPERIENCE_PLAIN_H

#include "base/arena.h"

/* Folded, one space before each word, none elsewhere (experience_fold.c). */
const char *experience_plain(struct arena *a, const char *text);

#endif
