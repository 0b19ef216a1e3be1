/* markdown.c - CommonMark as markup, in safe mode.
 *
 * Raw HTML is shown as text, headings start at h3, links go to web addresses,
 * mail and our own pages only, foreign images become links. */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <pthread.h>
#include <string.h>

#include "base/text.h"
#include "web/page.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* "javascript:alert(1)" has a scheme; "a/b:c" and "#x" have none. */
static bool relative(const char *url)
{
	size_t n = strcspn(url, ":/?#");
	return url[n] != ':' && !text_starts(url, "//");
}

static bool allowed(const char *url)
{
	return url_is_web(url) || relative(url) || strncasecmp(url, "mailto:", 7) == 0;
}

/* Raw HTML: the same characters as text. */
static void as_text(cmark_node *node, bool block)
{
	cmark_node *text = cmark_node_new(CMARK_NODE_TEXT), *put = text;
	cmark_node_set_literal(text, cmark_node_get_literal(node));
	if (block) {
		put = cmark_node_new(CMARK_NODE_PARAGRAPH);
		cmark_node_append_child(put, text);
	}
	cmark_node_replace(node, put);
	cmark_node_free(node);
}

static bool inside_link(cmark_node *node)
{
	while ((node = cmark_node_parent(node)))
		if (cmark_node_get_type(node) == CMARK_NODE_LINK)
			return true;
	return false;
}

/* A link with our own attributes; one that is not allowed keeps its words. */
static void link(struct page *p, cmark_node *node)
{
	const char *url = cmark_node_get_url(node);
	struct out o = out_new(1 << 20);
	cmark_node *own = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
	if (url && *url && allowed(url) && !inside_link(node)) {
		html_out(&o, url_is_web(url) ? "<a href='%s' rel='external nofollow ugc'>"
			: "<a href='%s'>", url[0] == '/' ? to(p, url) : url);
		cmark_node_set_on_enter(own, out_str(&o));
		cmark_node_set_on_exit(own, "</a>");
	}
	out_free(&o);
	cmark_node_insert_before(node, own);
	for (cmark_node *child; (child = cmark_node_first_child(node));)
		cmark_node_append_child(own, child);
	cmark_node_unlink(node);
	cmark_node_free(node);
}

static bool foreign_image(cmark_node *node)
{
	const char *url = cmark_node_get_url(node);
	return !url || !relative(url);
}

/* One node, on the way out of it; what follows it is already known. */
static void tame(struct page *p, cmark_node *node)
{
	if (cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK)
		as_text(node, true);
	else if (cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE)
		as_text(node, false);
	else if (cmark_node_get_type(node) == CMARK_NODE_LINK
		|| (cmark_node_get_type(node) == CMARK_NODE_IMAGE && foreign_image(node)))
		link(p, node);
}

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

static void tame_all(struct page *p, cmark_node *root)
{
	cmark_iter *i = cmark_iter_new(root);
	for (cmark_event_type e; (e = cmark_iter_next(i)) != CMARK_EVENT_DONE;) {
		cmark_node *node = cmark_iter_get_node(i);
		bool leaf = !cmark_node_first_child(node);
		if (e == CMARK_EVENT_EXIT || (leaf && e == CMARK_EVENT_ENTER
			&& (cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK
				|| cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE)))
			tame(p, node);
	}
	cmark_iter_free(i);
}

/* Cells are aligned by class: attributes for it are gone from HTML. */
static void put(struct out *o, const char *markup)
{
	static const char *const cells[][2] = {{" align=\"right\"", " class='num'"},
		{" align=\"left\"", ""}, {" align=\"center\"", ""}};
	for (const char *s = markup; *s;) {
		const char *at = strstr(s, " align=\"");
		if (!at) {
			out_text(o, s);
			return;
		}
		out_bytes(o, s, (size_t)(at - s));
		s = at;
		size_t i = 0;
		while (i < 3 && !text_starts(s, cells[i][0]))
			i++;
		out_text(o, i < 3 ? cells[i][1] : " ");
		s += i < 3 ? strlen(cells[i][0]) : 1;
	}
}

void page_markdown(struct page *p, const char *text)
{
	static const char *const extensions[] = {"table", "strikethrough", "autolink"};
	if (!text || !*text)
		return;
	pthread_once(&once, cmark_gfm_core_extensions_ensure_registered);
	int options = CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE;
	cmark_parser *parser = cmark_parser_new(options);
	for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
		cmark_parser_attach_syntax_extension(parser,
			cmark_find_syntax_extension(extensions[i]));
	cmark_parser_feed(parser, text, strlen(text));
	cmark_node *root = cmark_parser_finish(parser);
	outline(root);
	tame_all(p, root);
	char *markup = cmark_render_html(root, options, cmark_parser_get_syntax_extensions(parser));
	put(&p->out, markup);
	cmark_get_default_mem_allocator()->free(markup);
	cmark_node_free(root);
	cmark_parser_free(parser);
}
