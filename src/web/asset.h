/* asset.h - the style, fonts, icons and scripts that pages ask for.
 *
 * They are embedded in the program; an address holds the hash of the content
 * and is kept by browsers for ever. */
#ifndef WEB_ASSET_H
#define WEB_ASSET_H

#include "base/embedded.h"
#include "web/request.h"
#include "web/site.h"

/* Once: finishes the style for this site (fonts' addresses, name, accent). */
void asset_start(const struct site *site);
/* "/a/style.3f2a9c41.css" for "style.css". */
const char *asset_path(const char *name);
/* The route /a/{asset}, and /favicon.ico. */
void asset_serve(struct request *r);
void asset_icon(struct request *r);

/* accent.c: CSS that sets a commons' own accent, from "#rrggbb", light and
 * dark, changed until it can be read on every paper; "" if it is no colour. */
const char *accent_css(struct arena *a, const char *colour);

#endif
