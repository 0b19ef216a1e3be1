/* asset.h - files embedded in the binary by tools/embed: style, fonts,
 * scripts, icons; and data: types/, demo/, territories. */
#ifndef WEB_ASSET_H
#define WEB_ASSET_H
#include "base/embedded.h"
#include "web/request.h"

/* "/a/style.3f2a9c.css" for "style.css": immutable, hash in the name. */
const char *asset_path(const char *name);
#endif
