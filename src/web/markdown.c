/* markdown.c - CommonMark as markup, in safe mode.
 *
 * Raw HTML is shown as text, headings start at h3, links go to web addresses,
 * mail and our own pages only, foreign images become links.  The tree is not
 * rebuilt: each change of it would walk all the way up (100 kB of nested quotes
 * took a minute); what the library wrote is rewritten instead. */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <pthread.h>
#include <string.h>

#include "web/markdown.h"

enum { DEEPEST = 50, MOST_ATS = 50 };

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The next heading after a node, in the order of the text; NULL at the end. */
static cmark_node *next_heading(cmark_iter *i)
{
	for (cmark_event_type e; (e = cmark_iter_next(i)) != CMARK_EVENT_DONE;)
		if (e == CMARK_EVENT_ENTER
			&& cmark_node_get_type(cmark_iter_get_node(i)) == CMARK_NODE_HEADING)
			return cmark_iter_get_node(i);
	return NULL;
}

/* The highest headings of the text become h3; none is more than one below the last. */
static void outline(cmark_node *root)
{
	cmark_iter *i = cmark_iter_new(root);
	int top = 6, last = 2;
	for (cmark_node *h; (h = next_heading(i));)
		if (cmark_node_get_heading_level(h) < top)
			top = cmark_node_get_heading_level(h);
	cmark_iter_reset(i, root, CMARK_EVENT_ENTER);
	for (cmark_node *h; (h = next_heading(i));) {
		int level = cmark_node_get_heading_level(h) - top + 3;
		level = level > last + 1 ? last + 1 : level > 6 ? 6 : level;
		cmark_node_set_heading_level(h, level);
		last = level;
	}
	cmark_iter_free(i);
}

/* Raw HTML, which the library leaves out, in the order of the text. */
static struct raw *raw_html(struct arena *a, cmark_node *root)
{
	struct raw *first = NULL, **last = &first;
	cmark_iter *i = cmark_iter_new(root);
	for (cmark_event_type e; (e = cmark_iter_next(i)) != CMARK_EVENT_DONE;) {
		cmark_node *node = cmark_iter_get_node(i);
		bool block = cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK;
		if (e != CMARK_EVENT_ENTER
			|| (!block && cmark_node_get_type(node) != CMARK_NODE_HTML_INLINE))
			continue;
		struct raw *raw = *last = arena_alloc(a, sizeof *raw);
		*raw = (struct raw){.text = arena_dup(a, cmark_node_get_literal(node)),
			.block = block};
		last = &raw->next;
	}
	cmark_iter_free(i);
	return first;
}

/* Length of the mark of a quote or a list item at s, spaces before it too; or 0. */
static size_t marker(const char *s)
{
	size_t space = strspn(s, " \t"), n = space;
	if (s[n] == '>')
		return n + 1;
	size_t digits = strspn(s + n, "0123456789");
	n += digits;
	if (!(digits ? s[n] == '.' || s[n] == ')' : s[n] == '-' || s[n] == '+' || s[n] == '*'))
		return 0;
	return s[n + 1] == ' ' || s[n + 1] == '\t' ? n + 1 : 0;
}

/* How many cells the row of dashes at s gives a table; 0 when it is none. */
static size_t columns(const char *s, size_t width)
{
	size_t cells = 1;
	if (strspn(s, "|:- \t\r") != width)
		return 0;
	for (size_t i = 0; i < width; i++)
		cells += s[i] == '|';
	return cells;
}

static bool blank(const char *s)
{
	s += strspn(s, " \t\r");
	return !*s || *s == '\n';
}

/* Would the lines from s up to an empty one be a table of cells that nobody wrote?
 * The library adds them: 100 columns and 9,000 rows of one letter are many
 * megabytes of markup. */
static bool hollow(const char *s)
{
	size_t widest = 0, rows = 0;
	const char *from = s;
	for (; !blank(s); rows++) {
		for (size_t n; (n = marker(s)); s += n)
			continue;
		size_t width = strcspn(s, "\n"), cells = columns(s, width);
		widest = cells > widest ? cells : widest;
		s += width + (s[width] == '\n');
	}
	return widest * rows > 2 * (size_t)(s - from);
}

/* Copies a line.  In a word with very many @ the library looks for an address at
 * each one, up to the end: the word is cut. */
static char *copy_line(char *out, const char *s, size_t n)
{
	int ats = 0;
	for (size_t i = 0; i < n; i++) {
		*out++ = s[i];
		ats = strchr(" \t\n", s[i]) ? 0 : ats + (s[i] == '@');
		if (ats == MOST_ATS) {
			*out++ = ' ';
			ats = 0;
		}
	}
	return out;
}

/* The text with at most DEEPEST quotes and lists in one another: the library
 * walks up through all of them for each link.  And without what else it is slow
 * or lavish with. */
static char *shallow(struct arena *a, const char *text)
{
	char *copy = arena_alloc(a, 2 * strlen(text) + 1), *out = copy;
	bool fresh = true, no_table = false;
	for (const char *s = text; *s;) {
		size_t n;
		bool ends = blank(s);
		if (fresh && !ends)
			no_table = hollow(s);
		fresh = ends;
		for (int depth = 0; (n = marker(s)); depth++, s += n)
			if (depth < DEEPEST)
				out = mempcpy(out, s, n);
		n = strcspn(s, "\n");
		if (no_table && columns(s, n) > 1)
			*out++ = '\\';
		n += s[n] == '\n';
		out = copy_line(out, s, n);
		s += n;
	}
	*out = '\0';
	return copy;
}

/* Bars of a line that may stand under the head of a table, else 0. */
static size_t bars(const char *s, size_t n)
{
	size_t count = 0, odd = strspn(s, "|:- \t");
	for (size_t i = 0; odd >= n && i < n; i++)
		count += s[i] == '|';
	return count;
}

/* The library fills short rows up to the width of the head: 40 kB of one wide
 * head and many short rows took gigabytes.  A table that is written out has
 * fewer cells than bytes; where there may be more, none is made. */
static bool tables_swell(const char *text)
{
	size_t cells = 0, widest = 0, lines = 0;
	for (const char *s = text; *s; s += *s == '\n') {
		for (size_t n; (n = marker(s));)
			s += n;
		size_t n = strcspn(s, "\n");
		if (strspn(s, " \t") >= n) {
			cells += widest * lines;
			widest = lines = 0;
		} else {
			size_t wide = bars(s, n) + 1;
			widest = wide > widest ? wide : widest;
			lines++;
		}
		s += n;
	}
	return cells + widest * lines > strlen(text);
}

void page_markdown(struct page *p, const char *text)
{
	static const char *const extensions[] = {"strikethrough", "autolink", "table"};
	if (!text || !*text)
		return;
	pthread_once(&once, cmark_gfm_core_extensions_ensure_registered);
	int options = CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE;
	cmark_parser *parser = cmark_parser_new(options);
	text = shallow(p->arena, text);
	size_t count = sizeof extensions / sizeof *extensions - (tables_swell(text) ? 1 : 0);
	for (size_t i = 0; i < count; i++)
		cmark_parser_attach_syntax_extension(parser,
			cmark_find_syntax_extension(extensions[i]));
	cmark_parser_feed(parser, text, strlen(text));
	cmark_node *root = cmark_parser_finish(parser);
	outline(root);
	struct raw *raw = raw_html(p->arena, root);
	char *markup = cmark_render_html(root, options, cmark_parser_get_syntax_extensions(parser));
	markdown_put(p, markup, raw);
	cmark_get_default_mem_allocator()->free(markup);
	cmark_node_free(root);
	cmark_parser_free(parser);
}
