/* territory_web.h - between the pages, maps and API of territory. */
#ifndef DOMAIN_TERRITORY_WEB_H
#define DOMAIN_TERRITORY_WEB_H

#include "domain/territory/territory_own.h"
#include "web/page.h"

void territory_api_list(struct request *r);	/* GET /api/v1/territories */
void territory_api_get(struct request *r);	/* GET /api/v1/territories/{code} */
void territory_list_page(struct request *r);	/* GET /territoires */
void territory_page(struct request *r);		/* GET /territoires/{place} */

/* territory_place.c: a commune or a part of one; a group of communes. */
void territory_draw_place(struct page *p, const struct territory *t);
void territory_draw_group(struct page *p, const struct territory *t, int page);
/* territory_page.c: <p class='kind'>, h1 and lede of both. */
void territory_draw_facts(struct page *p, const struct territory *t);
/* <li> of an index: name, linked, and a word at the right (or NULL). */
void territory_draw_row(struct page *p, const struct territory *t, const char *label,
	const char *right);
const char *territory_people(const struct page *p, const struct territory *t);

/* territory_map.c: a plate, or nothing when there is nothing to place. */
void territory_draw_map(struct page *p, const struct territory *t);
void territory_draw_france(struct page *p);

#endif
