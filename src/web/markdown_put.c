/* markdown_put.c - rewrites the markup that cmark made, in one pass.
 *
 * Text and attributes are escaped in it: a tag is one that the library wrote. */
#include <string.h>

#include "base/text.h"
#include "web/markdown.h"

struct pass {
	struct page *p;
	const struct raw *raw;
	bool in_link;		/* a link of ours is open: no other begins inside */
	unsigned links;		/* a bit for each one not ended, the last lowest: written? */
};

/* "javascript:alert(1)" has a scheme; "a/b:c" and "#x" have none. */
static bool relative(const char *url)
{
	size_t n = strcspn(url, ":/?#");
	return *url && url[n] != ':' && !text_starts(url, "//");
}

static const char *attribute(struct page *p, const char *from)
{
	return arena_copy(p->arena, from, strcspn(from, "\""));
}

/* Opens a link; the address is escaped already. */
static void open_link(struct pass *t, const char *url)
{
	struct out *o = &t->p->out;
	out_printf(o, "<a href=\"%s\"", url[0] == '/' ? to(t->p, url) : url);
	if (url_is_web(url))
		out_text(o, " rel=\"external nofollow ugc\"");
}

/* Each of these gets what follows the tag's name and returns where to go on. */

static const char *link_start(struct pass *t, const char *s)
{
	const char *url = attribute(t->p, s);
	s += strlen(url) + 1;
	bool written = !t->in_link && (url_is_web(url) || relative(url)
		|| strncasecmp(url, "mailto:", 7) == 0);
	t->links = t->links << 1 | written;
	if (!written)
		return s + strcspn(s, ">") + 1;
	open_link(t, url);
	t->in_link = true;
	return s;		/* a title and the end of the tag follow */
}

static const char *link_end(struct pass *t, const char *s)
{
	if (t->links & 1) {
		out_text(&t->p->out, "</a>");
		t->in_link = false;
	}
	t->links >>= 1;
	return s;
}

static const char *image(struct pass *t, const char *s)
{
	struct out *o = &t->p->out;
	const char *url = attribute(t->p, s);
	s += strlen(url) + 1;
	if (relative(url)) {
		out_printf(o, "<img src=\"%s\"", url[0] == '/' ? to(t->p, url) : url);
		return s;
	}
	bool named = text_starts(s, " alt=\"") && s[6] != '"';
	const char *words = named ? attribute(t->p, s + 6) : url;
	bool linked = !t->in_link && url_is_web(url);
	if (linked) {
		open_link(t, url);
		out_char(o, '>');
	}
	out_text(o, words);
	if (linked)
		out_text(o, "</a>");
	return s + strcspn(s, ">") + 1;
}

static const char *raw_text(struct pass *t, const char *s)
{
	struct out *o = &t->p->out;
	const struct raw *raw = t->raw;
	if (!raw)
		return s;
	if (raw->block)
		out_text(o, "<p>");
	html_escape(o, raw->text, strlen(raw->text));
	if (raw->block)
		out_text(o, "</p>");
	t->raw = raw->next;
	return s;
}

/* Cells are aligned by class: attributes for it are gone from HTML. */
static const char *right_head(struct pass *t, const char *s)
{
	out_text(&t->p->out, "<th class=\"num\"");
	return s;
}

static const char *right_cell(struct pass *t, const char *s)
{
	out_text(&t->p->out, "<td class=\"num\"");
	return s;
}

static const char *other_head(struct pass *t, const char *s)
{
	out_text(&t->p->out, "<th");
	return s + strcspn(s, ">");
}

static const char *other_cell(struct pass *t, const char *s)
{
	out_text(&t->p->out, "<td");
	return s + strcspn(s, ">");
}

static const struct {
	const char *tag;
	const char *(*write)(struct pass *, const char *);
} tags[] = {
	{"<a href=\"", link_start},
	{"</a>", link_end},
	{"<img src=\"", image},
	{"<!-- raw HTML omitted -->", raw_text},
	{"<th align=\"right\"", right_head},
	{"<td align=\"right\"", right_cell},
	{"<th align=\"", other_head},
	{"<td align=\"", other_cell},
};

void markdown_put(struct page *p, const char *markup, const struct raw *raw)
{
	struct pass t = {.p = p, .raw = raw};
	for (const char *s = markup; *s;) {
		size_t plain = strcspn(s, "<"), i = 0, n = sizeof tags / sizeof *tags;
		out_bytes(&p->out, s, plain);
		s += plain;
		while (*s && i < n && !text_starts(s, tags[i].tag))
			i++;
		if (*s && i < n)
			s = tags[i].write(&t, s + strlen(tags[i].tag));
		else if (*s)
			out_char(&p->out, *s++);
	}
}
