/* tr.h - the words of the interface, from lang/fr.po and lang/en.po.
 *
 * The key is the English sentence in the code.  A check makes sure that every
 * key has both translations.  French counts 0 and 1 as singular. */
#ifndef BASE_TR_H
#define BASE_TR_H

#include <stdbool.h>

#include "base/arena.h"

enum lang { FR, EN, LANG_COUNT };

/* The sentence in a language; the key itself when it is unknown. */
const char *tr_lang(enum lang lang, const char *key) __attribute__((format_arg(2)));
/* Singular or plural by n, with %d printed as n, spaced as the language does. */
const char *tr_count(struct arena *a, enum lang lang, const char *one,
	const char *many, long long n);
/* 12500 -> "12 500" with U+202F (fr) or "12,500" (en). */
const char *number_text(struct arena *a, enum lang lang, double value, int decimals);
const char *lang_code(enum lang lang);		/* "fr", "en" */
/* Best of an Accept-Language header; FR when nothing fits. */
enum lang lang_accept(const char *header);
/* "fr", "en" -> true and *lang */
bool lang_parse(const char *s, enum lang *lang);
/* For the people at the machine: what LC_ALL, LC_MESSAGES or LANG says, else FR. */
enum lang lang_here(void);
const char *tr_here(const char *key) __attribute__((format_arg(1)));
/* Marks a sentence for extraction where it is translated later. */
#define N_(s) s

#endif
