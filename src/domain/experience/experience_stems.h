/* experience_stems.h - words as the table experience keeps them. */
#ifndef DOMAIN_EXPERIENCE_STEMS_H
#define DOMAIN_EXPERIENCE_STEMS_H

#include "base/tokenizer.h"
#include "store/db.h"

/* The connection's own. */
struct tokenizer *experience_tokenizer(struct db *db);
/* The stems of a text, as search has them, a space before and after each
 * (experience_fold.c).  NULL is no text. */
const char *experience_stems(struct db *db, const char *text);

#endif
