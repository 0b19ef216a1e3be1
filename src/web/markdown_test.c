/* markdown_test.c - texts made to be slow or to swell: at most a second of this
 * core each, and twice the text gives twice the markup.
 *
 * With a file as argument it writes the markup of each of its texts, parted by
 * NUL: test/security/commonmark.mjs compares them with the specification. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/test.h"
#include "web/http_own.h"
#include "web/page.h"

/* A field takes 40,000 characters. */
enum { LONGEST = 40000 };
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SECONDS = 6 };
#else
enum { SECONDS = 1 };
#endif

static struct site site = {.name = "Essai", .base = ""};
static struct server server = {.site = &site};

static struct out markup(struct arena *a, const char *text)
{
	struct http h = {.server = &server};
	h.request = (struct request){.arena = a, .site = &site, .http = &h, .method = "GET",
		.path = "/", .target = "/"};
	struct page p = {.out = out_new((size_t)64 << 20), .request = &h.request, .arena = a};
	page_markdown(&p, text);
	return p.out;
}

/* first, then as many times again as fit, then last; "%d" in again counts. */
static const struct pattern {
	const char *name, *first, *again, *last;
} patterns[] = {
	{"strong in emphasis", "", "*a **a ", ""},
	{"emphasis that nothing opens", "", "a_ ", ""},
	{"emphasis that nothing closes", "", "_a ", ""},
	{"links that nothing opens", "", "a]", ""},
	{"links that nothing closes", "", "[a", ""},
	{"links and emphasis crossed", "", "[ a_", ""},
	{"openers and closers by thirds", "", "a**b c* ", ""},
	{"brackets in one another", "[", "[", "a]]]]"},
	{"images in one another", "", "![[]()", ""},
	{"half a link, over and over", "", "[a](<b", ""},
	{"half an image, over and over", "", "![a](b", ""},
	{"link titles left open", "", "[a](b \"c", ""},
	{"quotes in one another", "", "> ", "a"},
	{"quotes and lists, line by line", "", "> - a\n", ""},
	{"lists in one another", "", "- ", "a"},
	{"numbers in one another", "", "1. ", "a"},
	{"a list, deeper each time", "", " - a\n", ""},
	{"many lists", "", "- a\n\n\n", ""},
	{"back ticks of every length", "e", "`a``", ""},
	{"back ticks that grow", "", "`%d`", ""},
	{"entities", "", "&a", ""},
	{"entities that swell", "", "&NotEqualTilde;", ""},
	{"ampersands", "", "&", ""},
	{"quotation marks", "", "\"", ""},
	{"angle brackets", "", "<", ""},
	{"comments left open", "", "<!--a", ""},
	{"instructions left open", "", "<?a", ""},
	{"declarations left open", "", "<!A a", ""},
	{"CDATA left open", "", "<![CDATA[a", ""},
	{"tags left open", "", "<a b='", ""},
	{"HTML blocks", "", "<p>\n\n", ""},
	{"definitions", "", "[a%d]: b\n", ""},
	{"one definition, used often", "[a]: /b 'cccccccccccccccccccccccccccccccccccccccccccccc'\n\n",
		"[a]", ""},
	{"definitions that nothing ends", "", "[a]:", ""},
	{"references to nothing", "", "[a][b]", ""},
	{"table heads", "", "|a", "\n|-|-|\n"},
	{"a wide table", "", "|a", "\n"},
	{"rows of a table", "|a|b|\n|-|-|\n", "|x\n", ""},
	{"cells of a table", "|a|\n|-|\n", "|a", ""},
	{"delimiters of tables", "", "|-", "\n"},
	{"escaped bars", "a\n-\n", "\\|", ""},
	{"tables that begin", "", "a\n-\n", ""},
	{"addresses", "", "www.a.b(", ""},
	{"addresses that end oddly", "http://a.b/", "&a;)", ""},
	{"mail addresses", "", "a@b.c_", ""},
	{"half a mail address", "", "a.", "@"},
	{"colons", "", "a:", ""},
	{"struck out", "", "~~a ", ""},
	{"tildes", "", "~", ""},
	{"escapes", "", "\\\\", ""},
	{"hard ends of lines", "", "a\\\n", ""},
	{"headings", "", "# a\n", ""},
	{"underlines", "a\n", "=", ""},
	{"rules", "", "***\n", ""},
	{"code fences", "", "```\n", ""},
	{"tabs", "", "\t", "a"},
	{"smart quotes", "", "'a\"", ""},
	{"accents that pile up", "e", "\xcc\x81", ""},
};

static char *fill(struct arena *a, const struct pattern *p, size_t size)
{
	char *text = arena_alloc(a, size + 1000), *end = stpcpy(text, p->first);
	for (int n = 0; end + strlen(p->again) + strlen(p->last) + 8 < text + size; n++) {
		const char *mark = strstr(p->again, "%d");
		if (mark)
			end += sprintf(end, "%.*s%d%s", (int)(mark - p->again), p->again, n, mark + 2);
		else
			end = stpcpy(end, p->again);
	}
	strcpy(end, p->last);
	return text;
}

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static size_t size_of(const char *text)
{
	struct arena *a = arena_new();
	struct out o = markup(a, text);
	size_t n = o.full ? SIZE_MAX : o.len;
	out_free(&o);
	arena_free(a);
	return n;
}

/* A table: one wide head, then rows of one cell: the library fills them up. */
static char *wide_table(struct arena *a, size_t size)
{
	char *text = arena_alloc(a, size + 100), *end = text;
	for (size_t i = 0; i < size / 6; i++)
		end = stpcpy(end, "|a");
	*end++ = '\n';
	for (size_t i = 0; i < size / 6; i++)
		end = stpcpy(end, "|-");
	*end++ = '\n';
	while (end < text + size - 3)
		end = stpcpy(end, "b\n");
	*end = '\0';
	return text;
}

static void try(const char *name, const char *half, const char *whole)
{
	double start = seconds();
	size_t n = size_of(whole);
	double spent = seconds() - start;
	size_t h = size_of(half);
	if (spent > SECONDS || n > h * 9 / 4 + 1000)
		printf("%s: %.2f s, %zu bytes from %zu, %zu from %zu\n", name, spent, h,
			strlen(half), n, strlen(whole));
	check(spent <= SECONDS);
	check(n <= h * 9 / 4 + 1000);
}

static void pathological(struct arena *a)
{
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		try(patterns[i].name, fill(a, &patterns[i], LONGEST / 2),
			fill(a, &patterns[i], LONGEST));
	try("a wide table, short rows", wide_table(a, LONGEST / 2), wide_table(a, LONGEST));
}

/* What stands in full is a table, in a quote and a list too. */
static void tables(struct arena *a)
{
	static const char *const fine[] = {"|a|b|\n|-|-|\n|1|2|\n", "a | b\n--|--\n1 | 2\n3\n",
		"> |a|b|\n> |-|:-:|\n> |1|2|\n", "- |a|b|\n  |-|-|\n  |1|2|\n",
		"---\n---\n---\n\n|a|b|\n|-|-|\n|1|2|\n---\n---\n"};
	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
		struct out o = markup(a, fine[i]);
		check(strstr(out_str(&o), "<table>"));
		out_free(&o);
	}
}

/* Each text of a file as markup, parted by NUL. */
static int render(struct arena *a, const char *file)
{
	FILE *f = fopen(file, "rb");
	static char text[4 << 20];
	size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;
	if (f)
		fclose(f);
	for (const char *s = text; s < text + n; s += strlen(s) + 1) {
		struct out o = markup(a, s);
		fwrite(out_str(&o), 1, o.len, stdout);
		putchar('\0');
		out_free(&o);
	}
	return n ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	if (argc > 1) {
		int code = render(a, argv[1]);
		arena_free(a);
		return code;
	}
	tables(a);
	pathological(a);
	arena_free(a);
	return test_end();
}
