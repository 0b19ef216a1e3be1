/* nest.h - flat names to nested JSON: forms and command lines.
 *
 *	title=a           {"title": "a"}
 *	cost.min=3        {"cost": {"min": "3"}}
 *	steps.0.title=b   {"steps": [{"title": "b"}]}
 *	tags[]=c          {"tags": ["c"]}
 *	tags=c&tags=d     {"tags": ["c", "d"]}
 *
 * Values are texts, cleaned; list places that were skipped are closed up. */
#ifndef BASE_NEST_H
#define BASE_NEST_H

#include "base/json.h"
#include "base/url.h"

/* NULL and *why (an English key, no argument) when a name is malformed, too deep
 * (8) or a place is over 999, or when a value and a member share a name. */
json_t *nest(struct arena *a, const struct pairs *p, const char **why);

#endif
