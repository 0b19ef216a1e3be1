/* markdown.c - what people write, as markup: only tags and attributes that we
 * know, each closed, no address that runs, no more than some times the text. */
#include "fuzz.h"

#include <stdlib.h>

#include "base/text.h"
#include "web/http_own.h"
#include "web/page.h"

static struct site site = {.name = "Essai", .base = "/b"};
static struct server server = {.site = &site};

static const char *const tags[] = {"p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote",
	"pre", "code", "em", "strong", "del", "a", "img", "br", "hr", "table", "thead", "tbody",
	"tr", "th", "td", NULL};
static const char *const attributes[] = {"href", "src", "alt", "title", "rel", "class", "start",
	"lang", NULL};

static bool among(const char *const *list, const char *s, size_t n)
{
	for (; *list; list++)
		if (strlen(*list) == n && memcmp(*list, s, n) == 0)
			return true;
	return false;
}

/* An address in an attribute: no scheme but those that only lead somewhere. */
static void address(struct arena *a, const char *name, const char *value)
{
	bool link = strcmp(name, "href") == 0;
	if (!link && strcmp(name, "src") != 0)
		return;
	char *plain = arena_dup(a, value), *to = plain;
	for (const char *s = value; *s; s++)	/* browsers pass over these */
		if ((unsigned char)*s > ' ')
			*to++ = *s;
	*to = '\0';
	size_t n = strcspn(plain, ":/?#");
	bool scheme = plain[n] == ':' && n;
	for (const char *s = plain; (s = strchr(s, '&')); s++)
		must(text_starts(s, "&amp;") || text_starts(s, "&#x27;"));
	must(!text_starts(plain, "//") && !strchr(plain, '\\'));
	must(!scheme || (link && (strncasecmp(plain, "http:", 5) == 0
		|| strncasecmp(plain, "https:", 6) == 0 || strncasecmp(plain, "mailto:", 7) == 0)));
}

static void tag(void *context, const char *name, size_t n)
{
	(void)context;
	must(among(tags, name, n));
}

static void attribute(void *context, const char *name, const char *value)
{
	must(among(attributes, name, strlen(name)));
	address(context, name, value);
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	char *text = text_clean(a, bytes, n);	/* as every text comes in */
	struct http h = {.server = &server};
	h.request = (struct request){.arena = a, .site = &site, .http = &h};
	struct page p = {.out = out_new(1 << 26), .request = &h.request, .arena = a};
	if (text) {
		page_markdown(&p, text);
		must(text_valid(out_str(&p.out), p.out.len));
		must(p.out.len <= 100 * strlen(text) + 1000);
		fuzz_markup(out_str(&p.out), tag, attribute, a);
	}
	out_free(&p.out);
}

const struct target fuzz_markdown = {"markdown", run, NULL};
