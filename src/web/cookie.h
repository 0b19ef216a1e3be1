/* cookie.h - cookies: the session's and those on the way to it, the forms', the language. */
#ifndef WEB_COOKIE_H
#define WEB_COOKIE_H

#include "web/http_own.h"

/* The value of a cookie of the request, or NULL. */
const char *cookie_get(const struct http *h, const char *name);
/* Sets one for this site only, for some seconds (0: until the browser closes,
 * negative: drops it). HttpOnly, SameSite=Lax. */
void cookie_set(struct http *h, const char *name, const char *value, long seconds);
/* A cookie's full name: "__Host-archipel" over https, "archipel" without. */
const char *cookie_name(const struct http *h, const char *name);
#endif
