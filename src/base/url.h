/* url.h - addresses: escaping, query strings. */
#ifndef BASE_URL_H
#define BASE_URL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/out.h"

/* Percent-encodes all but unreserved characters (RFC 3986). */
char *url_escape(struct arena *a, const char *s);
/* Decodes %XX, and + as space when form is true.  NULL for a bad escape, a
 * NUL or text that is not valid UTF-8. */
char *url_unescape(struct arena *a, const char *s, size_t n, bool form);

/* A list of name=value pairs in their order: a query string or a form. */
struct pairs {
	const char **names, **values;
	int count;
};
/* False if malformed or more than max pairs. */
bool url_pairs(struct arena *a, const char *s, size_t n, int max, struct pairs *p);
void pairs_add(struct arena *a, struct pairs *p, const char *name, const char *value);
/* The first value of a name, or NULL. */
const char *pairs_get(const struct pairs *p, const char *name);
/* Is this an absolute http or https address that we dare to link to? */
bool url_is_web(const char *s);

#endif
