/* text.c - UTF-8 by utf8proc. */
#include "base/text.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/memory.h"

bool text_valid(const char *s, size_t n)
{
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s;
	for (utf8proc_ssize_t left = (utf8proc_ssize_t)n; left > 0;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t k = utf8proc_iterate(p, left, &c);
		if (k <= 0 || c == 0)
			return false;
		p += k;
		left -= k;
	}
	return true;
}

/* Controls, bidirectional overrides, zero-width and other invisible marks. */
static bool unwanted(utf8proc_int32_t c)
{
	if (c == '\n' || c == '\t')
		return false;
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0xfeff ||
		(c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
		(c >= 0x2060 && c <= 0x2069) || (c >= 0xfff9 && c <= 0xfffb) ||
		(c >= 0xe0000 && c <= 0xe007f);
}

/* Appends a code point to p; returns the place after it. */
static char *put(char *p, utf8proc_int32_t c)
{
	return p + utf8proc_encode_char(c, (utf8proc_uint8_t *)p);
}

char *text_clean(struct arena *a, const char *s, size_t n)
{
	if (!text_valid(s, n))
		return NULL;
	char *kept = arena_alloc(a, n + 1), *p = kept;
	const utf8proc_uint8_t *in = (const utf8proc_uint8_t *)s;
	for (size_t i = 0; i < n;) {
		utf8proc_int32_t c;
		i += (size_t)utf8proc_iterate(in + i, (utf8proc_ssize_t)(n - i), &c);
		if (c == '\r')
			c = '\n';
		if (c == '\n' && i >= 2 && s[i - 1] == '\n' && s[i - 2] == '\r')
			continue;
		if (!unwanted(c))
			p = put(p, c);
	}
	*p = '\0';
	utf8proc_uint8_t *nfc = utf8proc_NFC((const utf8proc_uint8_t *)kept);
	if (!nfc)
		memory_out();
	char *clean = arena_dup(a, (char *)nfc);
	free(nfc);
	return clean;
}

static bool space(utf8proc_int32_t c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

char *text_line(struct arena *a, const char *s, size_t n)
{
	char *clean = text_clean(a, s, n);
	if (!clean)
		return NULL;
	char *p = clean;
	for (const char *q = clean; *q; q++) {
		if (!space(*q))
			*p++ = *q;
		else if (p > clean && p[-1] != ' ')
			*p++ = ' ';
	}
	if (p > clean && p[-1] == ' ')
		p--;
	*p = '\0';
	return clean;
}

size_t text_length(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

char *text_fold(struct arena *a, const char *s)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s, 0, &mapped,
		UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
		UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
	if (n == UTF8PROC_ERROR_NOMEM)
		memory_out();	/* an empty word would be kept for ever */
	if (n < 0)
		return arena_dup(a, "");
	char *out = arena_alloc(a, (size_t)n * 2 + 1), *p = out;
	for (utf8proc_ssize_t i = 0; i < n;) {
		utf8proc_int32_t c;
		i += utf8proc_iterate(mapped + i, n - i, &c);
		if (c == 0x153 || c == 0xe6) {
			*p++ = c == 0x153 ? 'o' : 'a';
			c = 'e';
		} else if (c == 0x2019 || c == 0x2bc) {
			c = '\'';
		} else if (c == 0x2010 || c == 0x2011) {
			c = '-';
		}
		p = put(p, c);
	}
	*p = '\0';
	free(mapped);
	return out;
}

char *text_slug(struct arena *a, const char *s)
{
	char *out = text_fold(a, s), *p = out;
	for (const char *q = out; *q && p - out < 80; q++) {
		if (isascii((unsigned char)*q) && isalnum((unsigned char)*q))
			*p++ = *q;
		else if (p > out && p[-1] != '-')
			*p++ = '-';
	}
	while (p > out && p[-1] == '-')
		p--;
	*p = '\0';
	return *out ? out : arena_dup(a, "x");
}

char *text_cut(struct arena *a, const char *s, size_t n)
{
	if (text_length(s) <= n)
		return arena_dup(a, s);
	const char *end = s, *word = NULL;
	for (size_t i = 0; i < n; i++) {
		if (*end == ' ')
			word = end;
		do
			end++;
		while (((unsigned char)*end & 0xc0) == 0x80);
	}
	if (word && word > s)
		end = word;
	return arena_printf(a, "%.*s…", (int)(end - s), s);
}

/* Code points of s, at most max; returns how many. */
static int points(const char *s, utf8proc_int32_t *out, int max)
{
	int n = 0;
	while (*s && n < max) {
		utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)s, -1, &out[n]);
		if (k <= 0)
			break;
		s += k;
		n++;
	}
	return n;
}

static int smallest(int a, int b, int c)
{
	int m = a < b ? a : b;
	return m < c ? m : c;
}

enum { WORD = 64 };	/* longer words are compared by their beginning */

/* Source: optimal string alignment, Damerau 1964, three rows of the table. */
int text_distance(const char *a, const char *b, int limit)
{
	utf8proc_int32_t x[WORD], y[WORD];
	int n = points(a, x, WORD), m = points(b, y, WORD);
	int rows[3][WORD + 1];
	if (abs(n - m) > limit)
		return limit + 1;
	for (int j = 0; j <= m; j++)
		rows[0][j] = j;
	for (int i = 1; i <= n; i++) {
		int *row = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
		row[0] = i;
		for (int j = 1; j <= m; j++) {
			int change = x[i - 1] != y[j - 1];
			row[j] = smallest(last[j] + 1, row[j - 1] + 1, last[j - 1] + change);
			bool swap = i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1];
			if (swap && before[j - 2] + 1 < row[j])
				row[j] = before[j - 2] + 1;
		}
	}
	int d = rows[n % 3][m];
	return d > limit ? limit + 1 : d;
}

const char *text_nearest(const char *s, const char *const *words)
{
	const char *best = NULL;
	int near = (int)text_length(s) / 3 + 1;
	for (; *words; words++) {
		int d = text_distance(s, *words, near);
		if (d <= near) {
			best = *words;
			near = d - 1;
		}
	}
	return best;
}

bool text_blank(const char *s)
{
	return !s || !s[strspn(s, " \t\r\n")];
}

bool text_eq(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool text_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}
