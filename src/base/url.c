/* url.c - percent-encoding and query strings. */
#include "base/url.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool plain(unsigned char c)
{
	return c < 128 && (isalnum(c) || strchr("-._~", c));
}

char *url_escape(struct arena *a, const char *s)
{
	char *out = arena_alloc(a, strlen(s) * 3 + 1), *p = out;
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (plain(c)) {
			*p++ = *s;
		} else {
			*p++ = '%';
			*p++ = "0123456789ABCDEF"[c >> 4];
			*p++ = "0123456789ABCDEF"[c & 15];
		}
	}
	return out;
}

char *url_unescape(struct arena *a, const char *s, size_t n, bool form)
{
	char *out = arena_alloc(a, n + 1), *p = out;
	for (size_t i = 0; i < n; i++) {
		char c = s[i];
		if (c == '%') {
			int high = i + 2 < n ? digit(s[i + 1]) : -1;
			int low = i + 2 < n ? digit(s[i + 2]) : -1;
			if (high < 0 || low < 0)
				return NULL;
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+' && form) {
			c = ' ';
		}
		if (!c)
			return NULL;
		*p++ = c;
	}
	return text_valid(out, (size_t)(p - out)) ? out : NULL;
}

void pairs_add(struct arena *a, struct pairs *p, const char *name, const char *value)
{
	/* grows at powers of two: 0, 1, 2, 4, 8... */
	if ((p->count & (p->count - 1)) == 0) {
		size_t room = p->count ? (size_t)p->count * 2 : 1;
		const char **names = arena_alloc(a, room * sizeof *names);
		const char **values = arena_alloc(a, room * sizeof *values);
		if (p->count) {
			memcpy(names, p->names, (size_t)p->count * sizeof *names);
			memcpy(values, p->values, (size_t)p->count * sizeof *values);
		}
		p->names = names;
		p->values = values;
	}
	p->names[p->count] = name;
	p->values[p->count++] = value;
}

bool url_pairs(struct arena *a, const char *s, size_t n, int max, struct pairs *p)
{
	const char *end = s + n;
	while (s < end) {
		const char *stop = memchr(s, '&', (size_t)(end - s));
		if (!stop)
			stop = end;
		const char *equal = memchr(s, '=', (size_t)(stop - s));
		const char *split = equal ? equal : stop;
		if (stop > s) {
			char *name = url_unescape(a, s, (size_t)(split - s), true);
			const char *value = equal ?
				url_unescape(a, equal + 1, (size_t)(stop - equal - 1), true) : "";
			if (!name || !value || p->count >= max)
				return false;
			pairs_add(a, p, name, value);
		}
		s = stop + 1;
	}
	return true;
}

const char *pairs_get(const struct pairs *p, const char *name)
{
	for (int i = 0; i < p->count; i++)
		if (strcmp(p->names[i], name) == 0)
			return p->values[i];
	return NULL;
}

bool url_is_web(const char *s)
{
	if (!s || (!text_starts(s, "https://") && !text_starts(s, "http://")))
		return false;
	s = strstr(s, "//") + 2;
	if (!isalnum((unsigned char)*s) && *s != '[' && (unsigned char)*s < 128)
		return false;
	for (; *s; s++)
		if ((unsigned char)*s <= ' ' || strchr("\"'<>\\^`{|}", *s) || *s == 127)
			return false;
	return true;
}
