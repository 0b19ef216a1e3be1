/* out.h - a growing buffer of bytes with a limit and a sticky error.
 *
 * Writing past the limit sets the error and drops what follows: write
 * freely, look once at the end.  The bytes are always NUL-terminated. */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct out {
	char *data;		/* NULL until the first byte */
	size_t len, cap, limit;
	bool full;		/* something did not fit */
};

/* An empty buffer that takes at most limit bytes. */
struct out out_new(size_t limit);
void out_free(struct out *o);
void out_clear(struct out *o);
/* Forgets what was written since it was len bytes long. */
void out_cut(struct out *o, size_t len);

void out_bytes(struct out *o, const void *bytes, size_t n);
void out_text(struct out *o, const char *s);
void out_char(struct out *o, char c);
void out_printf(struct out *o, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void out_vprintf(struct out *o, const char *format, va_list ap)
	__attribute__((format(printf, 2, 0)));
/* The text so far; "" when empty. Owned by o. */
const char *out_str(const struct out *o);

#endif
