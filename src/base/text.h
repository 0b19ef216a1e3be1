/* text.h - UTF-8 text: checking, folding, comparing.
 *
 * All text from outside passes text_clean once; inside, text is valid NFC. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* Valid UTF-8 (no overlong form, surrogate or NUL)? */
bool text_valid(const char *s, size_t n);
/* NFC, CR LF -> LF, C0 and C1 controls other than LF and TAB dropped; bidi
 * overrides and zero-width characters dropped.  NULL if not valid UTF-8. */
char *text_clean(struct arena *a, const char *s, size_t n);
/* text_clean on one line: white space runs become one space, ends trimmed. */
char *text_line(struct arena *a, const char *s, size_t n);
/* Number of code points. */
size_t text_length(const char *s);
/* Lower case, accents removed, œ -> oe, æ -> ae, ’ -> ', for matching. */
char *text_fold(struct arena *a, const char *s);
/* What readers take for the same has the same looks: folded, letters of other
 * scripts as the Latin ones they resemble, no spaces or points.  To compare only. */
char *text_looks(struct arena *a, const char *s);
/* Address part: folded, [a-z0-9-], at most 80 bytes; "" becomes "x". */
char *text_slug(struct arena *a, const char *s);
/* At most n code points, cut at a word, with an ellipsis. */
char *text_cut(struct arena *a, const char *s, size_t n);
/* Edit distance (Damerau, adjacent swaps) in code points, at most limit + 1. */
int text_distance(const char *a, const char *b, int limit);
/* The word of a NULL-ended list nearest to s, or NULL if none is near. */
const char *text_nearest(const char *s, const char *const *words);
bool text_blank(const char *s);		/* NULL, empty or white space only */
bool text_eq(const char *a, const char *b);	/* NULL equals only NULL */
bool text_starts(const char *s, const char *prefix);

#endif
