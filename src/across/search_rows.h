/* search_rows.h - what the route rows of search_page.c take from other files. */
#ifndef ACROSS_SEARCH_ROWS_H
#define ACROSS_SEARCH_ROWS_H

#include "web/request.h"

void search_api_list(struct request *r);	/* search_api.c */
void search_csv(struct request *r);		/* search_csv.c */
void search_feed(struct request *r);		/* search_feed.c */

#endif
