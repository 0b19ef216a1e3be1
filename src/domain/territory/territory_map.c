/* territory_map.c - not drawn yet. */
#include "domain/territory/territory_web.h"
void territory_draw_map(struct page *p, const struct territory *t) { (void)p; (void)t; }
