/* json.h - JSON through jansson, bound to arenas.
 *
 * Values made here are released with their arena: never decref them. Borrowed
 * references (json_object_get...) follow jansson's rules.  Duplicate keys,
 * trailing bytes, bad UTF-8, NUL in strings and depth > 64 are refused. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <jansson.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/out.h"

/* Once, before any thread: jansson takes its memory as all requests do. */
void json_start(void);

/* The parsed value, or NULL and *why = a sentence with the line, valid UTF-8. */
json_t *json_read(struct arena *a, const char *text, size_t n, const char **why);
/* Gives the ownership of j to the arena; returns j. */
json_t *json_keep(struct arena *a, json_t *j);
/* Canonical text: sorted keys, no spaces, UTF-8, 15 digits: 0.3 stays 0.3.
 * In the arena. */
char *json_text(struct arena *a, const json_t *j);
void json_write(struct out *o, const json_t *j);
/* Text, which must be UTF-8, as a JSON string with its quotes; NULL as "". */
void json_quote(struct out *o, const char *text);

/* Members of an object; a missing one or one of another type gives NULL, 0.
 * Strings are borrowed from j. */
const char *json_str(const json_t *j, const char *key);
json_int_t json_int(const json_t *j, const char *key);

#endif
