/* web_test.c - Markdown, form fields, accents, the limiter. */
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/hash.h"
#include "base/test.h"
#include "base/text.h"
#include "web/asset.h"
#include "web/http_own.h"
#include "web/limit.h"
#include "web/page.h"

static struct site site = {.name = "Essai", .base = "/b"};
static struct server server = {.site = &site};

static struct http *request(struct arena *a)
{
	struct http *h = arena_alloc(a, sizeof *h);
	*h = (struct http){.server = &server};
	h->request = (struct request){.arena = a, .site = &site, .http = h, .method = "POST",
		.path = "/", .target = "/"};
	return h;
}

static const char *markup(struct arena *a, const char *text)
{
	struct page p = {.out = out_new(1 << 20), .request = &request(a)->request, .arena = a};
	page_markdown(&p, text);
	const char *s = arena_dup(a, out_str(&p.out));
	out_free(&p.out);
	return s;
}

static void markdown(struct arena *a)
{
	check_text(markup(a, "# A\n## B"), "<h3>A</h3>\n<h4>B</h4>\n");
	check_text(markup(a, "[x](https://a.b)"),
		"<p><a href=\"https://a.b\" rel=\"external nofollow ugc\">x</a></p>\n");
	check_text(markup(a, "[x](/aide)"), "<p><a href=\"/b/aide\">x</a></p>\n");
	check_text(markup(a, "[x](mailto:a@b.c)"), "<p><a href=\"mailto:a@b.c\">x</a></p>\n");
	check_text(markup(a, "[x](#y)"), "<p><a href=\"#y\">x</a></p>\n");
	check_text(markup(a, "> - a\n>   - b\n\n***"), "<blockquote>\n<ul>\n<li>a\n<ul>\n"
		"<li>b</li>\n</ul>\n</li>\n</ul>\n</blockquote>\n<hr />\n");
	check_text(markup(a, "~~a~~"), "<p><del>a</del></p>\n");
	static const char *const hostile[] = {"[x](javascript:alert(1))",
		"[x](JaVaScRiPt:alert(1))", "[x](&#106;avascript:alert(1))", "[x](data:text/html,a)",
		"[x](vbscript:a)", "[x](//evil.example)", "[x](java\tscript:a)",
		"![x](javascript:a)", "<javascript:alert(1)>", "[x]( javascript:a)",
		"[x](<java\nscript:a>)", "[x][y]\n\n[y]: javascript:a"};
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		const char *s = markup(a, hostile[i]);
		check(!strstr(s, "href") && !strstr(s, "src="));
	}
	check(!strstr(markup(a, "<script>a</script>"), "<script"));
	check(!strstr(markup(a, "a <img src=x onerror=y> b"), "<img"));
	check(strstr(markup(a, "![vue](https://e.f/a.png)"), "<a href=\"https://e.f/a.png\" rel=\"external nofollow ugc\">vue</a>"));
	check(!strstr(markup(a, "[![v](https://e.f/a.png)](https://g.h)"), "</a></a>"));
	/* what is an address of itself, inside a link */
	check_text(markup(a, "[a@b.fr](/x)"), "<p><a href=\"/b/x\">a@b.fr</a></p>\n");
	check_text(markup(a, "[a@b.fr c](javascript:x) d"), "<p>a@b.fr c d</p>\n");
	const char *table = markup(a, "|a|b|\n|-|-:|\n|1|2|");
	check(strstr(table, "<th class=\"num\">b</th>") && !strstr(table, "align="));
	check(strstr(markup(a, "say \" align=\"x"), " align=") != NULL);
	check_text(markup(a, "a <b title='x'> c"), "<p>a &lt;b title=&#39;x&#39;&gt; c</p>\n");
	check_text(markup(a, "<!-- raw HTML omitted --> `<a href=\"x\">`"),
		"<p>&lt;!-- raw HTML omitted --&gt; `&lt;a href=&quot;x&quot;&gt;`\n</p>\n");
	check(strstr(markup(a, "![x](/y.png)"), "<img src=\"/b/y.png\" alt=\"x\" />"));
}

/* CPU time, not the time that others take. */
static int64_t cost(struct arena *a, const struct out *text, size_t *n)
{
	clock_t before = clock();
	*n = strlen(markup(a, out_str(text)));
	return (clock() - before) * 1000 / CLOCKS_PER_SEC;
}

/* What a text may cost: a second, or under valgrind as much more as a plain one costs. */
static int64_t allowed(struct arena *a)
{
	static int64_t ms;
	size_t n;
	struct out o = out_new(2 << 20);
	while (!ms && o.len < 1000000)
		out_text(&o, "Un *four* à [pain](/four), et\nl'eau.\n\n");
	if (!ms)
		ms = 1000 + 10 * cost(a, &o, &n);
	out_free(&o);
	return ms;
}

/* A text of 100 kB that repeats a piece, between a beginning and an end. */
static bool quick(struct arena *a, const char *begin, int begins, const char *piece,
	const char *end)
{
	struct out o = out_new(1 << 20);
	for (int i = 0; i < begins; i++)
		out_text(&o, begin);
	while (o.len < 100000)
		out_text(&o, piece);
	out_text(&o, end);
	size_t n;
	int64_t took = cost(a, &o, &n), most = allowed(a);
	out_free(&o);
	if (took > most || n > 4000000)
		printf("%s%s: %lld ms, %zu bytes\n", begin, piece, (long long)took, n);
	return took <= most && n <= 4000000;
}

static void pathological(struct arena *a)
{
	check(quick(a, "", 0, "[", "a"));
	check(quick(a, "", 0, "[a](<b", ""));
	check(quick(a, "", 0, "*a **a ", "b** c*"));
	check(quick(a, "", 0, "a**b", "c* "));
	check(quick(a, "> ", 20000, "[a](b) ", ""));
	check(quick(a, "- ", 20000, "[a](b) ", ""));
	check(quick(a, "1) > ", 10000, "<b>", ""));
	check(quick(a, "*a ", 15000, "[a](b) ", ""));
	check(quick(a, "", 0, "![[](", ""));
	check(quick(a, "", 0, "`a``b```", ""));
	check(quick(a, "", 0, "<a", ">"));
	check(quick(a, "|a|\n|-|\n", 1, "|x|\n", ""));
	check(quick(a, "", 0, "- ", "a"));
	check(quick(a, "", 0, "&amp;&#x110000;", ""));
	check(quick(a, "[a]: b\n\n", 1, "[a] ", ""));
	check(quick(a, "", 0, "https://a.b/c ", ""));
	check(quick(a, "", 0, "a@b.c ", ""));
	check(quick(a, "a.b@", 250000, "a.b@", ""));
	check(quick(a, "", 0, "|-|-\n", ""));
	struct out wide = out_new(1000);
	for (int i = 0; i < 2; i++) {
		for (int k = 0; k < 100; k++)
			out_text(&wide, i ? "|-" : "|a");
		out_text(&wide, "|\n");
	}
	check(quick(a, out_str(&wide), 1, "a\n", ""));
	out_text(&wide, "|a|\n");
	check(strstr(markup(a, out_str(&wide)), "<table"));	/* two bytes a cell */
	for (int i = 0; i < 30; i++)
		out_text(&wide, "b\n");
	check(!strstr(markup(a, out_str(&wide)), "<table"));
	out_free(&wide);
}

static const char *form(struct arena *a, const char *body)
{
	struct http *h = request(a);
	h->form_read = url_pairs(a, body, strlen(body), 100, &h->form);
	json_t *j = h->form_read ? request_form(&h->request) : NULL;
	return j ? json_text(a, j) : "refused";
}

/* Rows far down a list cost nothing until they are there. */
static bool light(struct arena *a)
{
	struct rusage before, after;
	struct out o = out_new(1 << 20);
	for (int i = 0; i < 500; i++)
		out_printf(&o, "%sa.%d.b.499.c=1", i ? "&" : "", i);
	getrusage(RUSAGE_SELF, &before);
	struct http *h = request(a);
	h->form_read = url_pairs(a, out_str(&o), o.len, 4000, &h->form);
	check(h->form_read && request_form(&h->request));
	getrusage(RUSAGE_SELF, &after);
	out_free(&o);
	return after.ru_maxrss - before.ru_maxrss < 16 * 1024;
}

static void forms(struct arena *a)
{
	check_text(form(a, "a=1&b=+2&_csrf=x"), "{\"a\":\"1\",\"b\":\" 2\"}");
	check_text(form(a, "t[]=x&t[]=y"), "{\"t\":[\"x\",\"y\"]}");
	check_text(form(a, "s.0.t=x&s.1.t=y&s.0.u=z"),
		"{\"s\":[{\"t\":\"x\",\"u\":\"z\"},{\"t\":\"y\"}]}");
	check_text(form(a, "s.3.t=x"), "{\"s\":[{\"t\":\"x\"}]}");
	check_text(form(a, "a.b.c=1"), "{\"a\":{\"b\":{\"c\":\"1\"}}}");
	check_text(form(a, "a=%E2%80%AEx"), "{\"a\":\"x\"}");
	check(light(a));
}

static void accents(struct arena *a)
{
	check_text(accent_css(a, "red"), "");
	check_text(accent_css(a, "#12345"), "");
	check_text(accent_css(a, "#1;}a{b"), "");
	check(strstr(accent_css(a, "#0b5468"), "--accent:#0b5468") != NULL);
	check(strstr(accent_css(a, "#ffff00"), "--accent:#ffff00") != NULL);	/* dark only */
	check(strstr(accent_css(a, "#ffffff"), "prefers-color-scheme:dark") != NULL);
}

static void limits(void)
{
	for (int i = 0; i < 9; i++)
		limit_failed("essai", "a");
	check(limit_wait("essai", "a") == 0);
	limit_failed("essai", "a");
	check(limit_wait("essai", "a") == 1);
	for (int i = 0; i < 4; i++)
		limit_failed("essai", "a");
	check(limit_wait("essai", "a") == 16);
	for (int i = 0; i < 40; i++)
		limit_failed("essai", "a");
	check(limit_wait("essai", "a") == 900);
	check(limit_wait("essai", "b") == 0 && limit_wait("autre", "a") == 0);
	char key[20];
	for (int i = 0; i < 200000; i++) {
		snprintf(key, sizeof key, "k%d", i);
		limit_failed("flot", key);
	}
	check(limit_wait("essai", "a") > 800);	/* the worst stay longest */
	limit_passed("essai", "a");
	check(limit_wait("essai", "a") == 0);
}

int main(void)
{
	hash_start();
	struct arena *a = arena_new();
	forms(a);	/* first: it looks at the most memory there was */
	markdown(a);
	pathological(a);
	accents(a);
	limits();
	arena_free(a);
	return test_end();
}
