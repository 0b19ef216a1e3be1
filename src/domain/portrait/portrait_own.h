/* portrait_own.h - between the panels of portrait. */
#ifndef DOMAIN_PORTRAIT_OWN_H
#define DOMAIN_PORTRAIT_OWN_H

#include "domain/portrait/portrait.h"
#include "web/page.h"

bool is_aside(const char *type);
/* The list of all sheets about a territory, or of those of a type. */
const char *list_address(struct page *p, const char *code, const char *type);

const char *new_address(struct page *p, const char *type, const char *code);

/* portrait_side.c: needs and offers; organisations; what is told around, and more widely. */
void draw_asked(struct page *p, const char *code);
void draw_actors(struct page *p, const char *code);
void draw_around(struct page *p, const char *code);
void draw_wider(struct page *p, const char *code);

#endif
