/* pages.h - the functions that serve the pages every site has. */
#ifndef WEB_PAGES_H
#define WEB_PAGES_H

#include "web/request.h"

void do_command(struct request *r);	/* do.c: POST /do/COMMAND */
/* statements.c */
void page_legal(struct request *r);
void page_accessibility(struct request *r);
void page_privacy(struct request *r);
void page_ecodesign(struct request *r);
void page_source(struct request *r);
void page_map(struct request *r);
/* guide.c */
void page_help(struct request *r);
void guide_page(struct request *r);

#endif
