/* home.h - the parts of the home page. */
#ifndef ACROSS_HOME_H
#define ACROSS_HOME_H

#include "across/search.h"
#include "web/page.h"

enum { ISLES = 16 };	/* places on the chart */

/* home_chart.c: the communes that sheets name, as islands where they lie; an
 * only one without a name when there is none. */
void home_chart(struct page *p, const struct search_summary *s);

#endif
