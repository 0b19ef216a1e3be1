/* framing.c - requests on a connection, against a second reader that has them
 * whole before it.  First byte: how many bytes are fed at once. */
#include "fuzz.h"

#include <ctype.h>
#include <stdlib.h>

#include "web/framing.h"

enum { MORE = -1 };	/* what is there is fine, and not all */

static bool token(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] <= ' ' || (unsigned char)s[i] >= 127
			|| strchr("()<>@,;:\\\"/[]?={}", s[i]))
			return false;
	return n > 0;
}

static bool clean(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (((unsigned char)s[i] < ' ' && s[i] != '\t') || s[i] == 127)
			return false;
	return true;
}

/* METHOD SP target SP HTTP/1.x; returns x, or -1. */
static int request_line(const char *s, size_t n)
{
	const char *space = memchr(s, ' ', n);
	size_t method = space ? (size_t)(space - s) : n;
	if (!space || !token(s, method) || method > 32 || n < method + 11)
		return -1;
	const char *target = space + 1, *last = s + n - 9;
	for (const char *p = target; p < last; p++)
		if ((unsigned char)*p <= ' ' || *p == 127 || *p == '#' || *p == '\\')
			return -1;
	if (last <= target || strncmp(last, " HTTP/1.", 8) != 0)
		return -1;
	return last[8] == '0' || last[8] == '1' ? last[8] - '0' : -1;
}

struct head {
	int version, headers;
	bool host, has_length, chunked, bad;
	unsigned long long length;
};

static bool is(const char *name, size_t n, const char *wanted)
{
	return n == strlen(wanted) && strncasecmp(name, wanted, n) == 0;
}

static void header(struct head *h, const char *line, size_t n, bool trailer)
{
	const char *colon = memchr(line, ':', n);
	size_t name = colon ? (size_t)(colon - line) : 0;
	h->bad = h->bad || ++h->headers > HEADERS_MAX || !token(line, name)
		|| !clean(colon, n - name);
	if (h->bad)
		return;
	const char *v = colon + 1, *end = line + n;
	while (v < end && (*v == ' ' || *v == '\t'))
		v++;
	while (end > v && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	size_t size = (size_t)(end - v), digits = 0;
	if (is(line, name, "Host") && !trailer) {
		h->bad = h->host;
		h->host = true;
	} else if (is(line, name, "Content-Length")) {
		while (digits < size && isdigit((unsigned char)v[digits]))
			digits++;
		h->bad = trailer || h->has_length || h->chunked || !size || size > 15
			|| digits != size;
		h->has_length = true;
		h->length = strtoull(v, NULL, 10);
	} else if (is(line, name, "Transfer-Encoding")) {
		h->bad = trailer || h->has_length || h->chunked || h->version == 0
			|| !is(v, size, "chunked");
		h->chunked = true;
	}
}

/* The line at *s: its length, and *s after it; MORE when it has no end yet. */
static long cut_line(const char **s, const char *end)
{
	const char *feed = memchr(*s, '\n', (size_t)(end - *s)), *start = *s;
	if (!feed)
		return MORE;
	*s = feed + 1;
	return feed > start && feed[-1] == '\r' ? feed - 1 - start : -2;
}

/* Header lines up to an empty one. 0, MORE or 400. */
static int headers(struct head *h, const char **s, const char *end, bool trailer)
{
	for (;;) {
		const char *line = *s;
		long n = cut_line(s, end);
		if (n < 0)
			return n == MORE ? MORE : 400;
		if (n == 0)
			return h->bad || (!h->host && h->version == 1) ? 400 : 0;
		header(h, line, (size_t)n, trailer);
		if (h->bad)
			return 400;
	}
}

static int chunks(struct head *h, const char **s, const char *end)
{
	for (;;) {
		const char *line = *s;
		long n = cut_line(s, end);
		if (n == MORE)
			return MORE;
		if (n < 1 || n > 8)
			return 400;
		for (long i = 0; i < n; i++)
			if (!isxdigit((unsigned char)line[i]))
				return 400;
		unsigned long long size = strtoull(line, NULL, 16);
		if (!size)
			return headers(h, s, end, true);
		if ((unsigned long long)(end - *s) < size + 2)
			return MORE;
		*s += size;
		if ((*s)[0] != '\r' || (*s)[1] != '\n')
			return 400;
		*s += 2;
	}
}

/* One request at *s, which is moved after it. */
static int request(const char **s, const char *end)
{
	struct head h = {0};
	for (int i = 0; i < 4 && *s < end && (**s == '\r' || **s == '\n'); i++)
		++*s;
	const char *line = *s;
	long n = cut_line(s, end);
	if (n < 0)
		return n == MORE ? MORE : 400;
	h.version = request_line(line, (size_t)n);
	if (h.version < 0)
		return 400;
	int said = headers(&h, s, end, false);
	if (said || (!h.chunked && !h.length))
		return said;
	if (h.chunked)
		return chunks(&h, s, end);
	if ((unsigned long long)(end - *s) < h.length)
		return MORE;
	*s += h.length;
	return 0;
}

static int feed(const char *bytes, size_t n, size_t step)
{
	struct framing f = {0};
	int refused = 0;
	for (size_t i = 0; i < n && !refused; i += step) {
		refused = framing_feed(&f, bytes + i, step < n - i ? step : n - i);
		must(f.head <= HEAD_BYTES + 1 && f.headers <= HEADERS_MAX + 1);
		must(f.name_length <= FRAMING_WORD && f.value_length <= HEAD_BYTES + 1);
	}
	must(refused == 0 || refused == 400 || refused == 431 || refused == 501 || refused == 505);
	return refused;
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct input in = {a, bytes, n};
	size_t step = fuzz_byte(&in) + 1;
	const char *s = in.at, *end = in.at + in.left;
	int refused = feed(in.at, in.left, in.left + 1), said = 0;
	must(refused == feed(in.at, in.left, step));
	must(refused == feed(in.at, in.left, 1));
	if (in.left >= HEAD_BYTES)
		return;		/* the second reader knows no limit of size */
	while (said == 0 && s < end)
		said = request(&s, end);
	/* what is whole is read alike; refused before its end is refused */
	must(refused ? said != 0 : said != 400);
}

const struct target fuzz_framing = {"framing", run, NULL};
