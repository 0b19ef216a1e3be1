/* html.h - markup: the literal is trusted, the arguments never are. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/out.h"

/* Writes markup.  %s escapes & < > " ' ; NULL prints nothing.  %d %u %ld
 * %lld %zu %c %.Nf are printf's.  %% is a percent sign.  Attributes stand
 * in single quotes.  Nothing else is understood: dies on other specs. */
void html_out(struct out *o, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Escapes n bytes of text. */
void html_escape(struct out *o, const char *text, size_t n);

/* Markup made by our own code (Markdown in safe mode, SVG): not escaped. */
void html_trusted(struct out *o, const char *markup);

/* How many elements some markup opens. */
int html_elements(const char *markup);

#endif
