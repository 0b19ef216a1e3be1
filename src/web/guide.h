/* guide.h - pages of the guide that are made from rows, as Markdown in the
 * request's arena and language. */
#ifndef WEB_GUIDE_H
#define WEB_GUIDE_H

#include "web/request.h"

const char *guide_verbs(struct request *r);	/* what the command line says of itself */
const char *guide_figures(struct request *r);	/* what metrics tell */
const char *guide_commands(struct request *r);	/* command rows with their fields */
const char *guide_routes(struct request *r);	/* addresses, by who may use them */
const char *guide_answers(struct request *r);	/* statuses with what to do */

#endif
