/* markdown.h - between markdown.c, which reads a text, and markdown_put.c, which
 * writes it. */
#ifndef WEB_MARKDOWN_H
#define WEB_MARKDOWN_H

#include "web/page.h"

/* A piece of HTML that the author wrote, shown as text. */
struct raw {
	const char *text;
	bool block;
	struct raw *next;
};

/* Writes what cmark made, with our links, images, cells and raw pieces. */
void markdown_put(struct page *p, const char *markup, const struct raw *raw);

#endif
