/* text.c - UTF-8: cleaning twice is cleaning once, whatever comes; what is cut
 * or folded is text still. */
#include "fuzz.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/diff.h"
#include "base/html.h"
#include "base/text.h"
#include "web/asset.h"

/* RFC 3629, by its table: the second reader. */
static bool utf8(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s, *end = p + n;
	while (p < end) {
		int more = *p < 0x80 ? 0 : *p >= 0xc2 && *p <= 0xdf ? 1 : *p >= 0xe0 && *p <= 0xef ? 2
			: *p >= 0xf0 && *p <= 0xf4 ? 3 : -1;
		if (more < 0 || !*p || end - p <= more)
			return false;
		unsigned char low = 0x80, high = 0xbf;
		low = *p == 0xe0 ? 0xa0 : *p == 0xf0 ? 0x90 : low;
		high = *p == 0xed ? 0x9f : *p == 0xf4 ? 0x8f : high;
		for (int i = 1; i <= more; i++, low = 0x80, high = 0xbf)
			if (p[i] < low || p[i] > high)
				return false;
		p += more + 1;
	}
	return true;
}

static bool valid(const char *s)
{
	return utf8(s, strlen(s));
}

static void cleaning(struct arena *a, const char *clean, const char *line)
{
	must(valid(clean) && valid(line));
	must(text_eq(text_clean(a, clean, strlen(clean)), clean));
	must(text_eq(text_line(a, line, strlen(line)), line));
	must(!strpbrk(line, "\n\t\r") && !strstr(line, "  "));
	must(*line != ' ' && (!*line || line[strlen(line) - 1] != ' '));
	for (const char *s = clean; *s; s++)
		must(((unsigned char)*s >= ' ' || *s == '\n' || *s == '\t') && *s != 127);
}

static void shortening(struct arena *a, const char *line, unsigned most)
{
	const char *cut = text_cut(a, line, most), *slug = text_slug(a, line);
	must(valid(cut) && text_length(cut) <= (size_t)most + 1);
	must(text_length(line) > most || strcmp(cut, line) == 0);
	must(strlen(slug) <= 80 && *slug && text_eq(text_slug(a, slug), slug));
	must(strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(slug));
	must(slug[0] != '-' && slug[strlen(slug) - 1] != '-');
}

static void folding(struct arena *a, const char *line)
{
	const char *folded = text_fold(a, line);
	must(valid(folded) && text_eq(text_fold(a, folded), folded));
}

static void distance(const char *x, const char *y, int limit)
{
	int d = text_distance(x, y, limit);
	must(d >= 0 && d <= limit + 1 && d == text_distance(y, x, limit));
	must(text_distance(x, x, limit) == 0);
	int far = text_distance(x, y, 64);
	must(far > limit ? d == limit + 1 : d == far);
}

static void diff(struct arena *a, const char *before, const char *after)
{
	struct diff_part *parts;
	const char *x = before, *y = after;
	int n = diff_words(a, before, after, &parts);
	for (int i = 0; i < n; i++) {
		const struct diff_part *p = &parts[i];
		if (p->kind != CAME) {
			must(strncmp(x, p->text, p->size) == 0);
			x += p->size;
		}
		if (p->kind != GONE) {
			must(strncmp(y, p->text, p->size) == 0);
			y += p->size;
		}
	}
	must(!*x && !*y);
}

/* What is escaped has no markup, and comes back. */
static void escaping(const char *text)
{
	static const char *const words[][2] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"},
		{"&quot;", "\""}, {"&#39;", "'"}};
	struct out o = out_new(1 << 24);
	html_escape(&o, text, strlen(text));
	must(!strpbrk(out_str(&o), "<>\"'"));
	for (const char *s = out_str(&o), *t = text; *s || *t; t++) {
		size_t i = 0;
		while (*s == '&' && i < 5 && !text_starts(s, words[i][0]))
			i++;
		must(i < 5 && *t == (*s == '&' ? *words[i][1] : *s));
		s += *s == '&' ? strlen(words[i][0]) : 1;
	}
	out_free(&o);
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct input in = {a, bytes, n};
	unsigned most = fuzz_byte(&in);
	must(text_valid(in.at, in.left) == utf8(in.at, in.left));
	char *clean = text_clean(a, in.at, in.left), *line = text_line(a, in.at, in.left);
	must((clean != NULL) == utf8(in.at, in.left) && !clean == !line);
	if (!clean)
		return;
	cleaning(a, clean, line);
	shortening(a, line, most);
	folding(a, line);
	escaping(clean);
	char *half = strchr(clean, '\n');
	if (half)
		*half++ = '\0';
	distance(clean, half ? half : line, (int)(most % 40));
	diff(a, clean, half ? half : line);
	must(!*accent_css(a, line) || (line[0] == '#' && strlen(line) == 7));
}

const struct target fuzz_text = {"text", run, NULL};
