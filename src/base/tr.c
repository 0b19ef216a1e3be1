/* tr.c - translations, looked up by binary search in what tools/embed made. */
#include "base/tr.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/text.h"

static int by_key(const void *key, const void *row)
{
	return strcmp(key, ((const struct embedded_text *)row)->key);
}

static const struct embedded_text *find(enum lang lang, const char *key)
{
	return bsearch(key, embedded_texts[lang], (size_t)embedded_text_count[lang],
		sizeof **embedded_texts, by_key);
}

const char *tr_lang(enum lang lang, const char *key)
{
	const struct embedded_text *t = key ? find(lang, key) : NULL;
	return t ? t->one : key;
}

const char *tr_count(struct arena *a, enum lang lang, const char *one, const char *many,
	long long n)
{
	bool single = lang == FR ? n > -2 && n < 2 : n == 1;
	const struct embedded_text *t = find(lang, one);
	const char *text = single ? (t ? t->one : one) : (t && t->many ? t->many : many);
	const char *at = strstr(text, "%d");
	if (!at)
		return text;
	return arena_printf(a, "%.*s%s%s", (int)(at - text), text,
		number_text(a, lang, (double)n, 0), at + 2);
}

const char *number_text(struct arena *a, enum lang lang, double value, int decimals)
{
	char plain[400];
	int n = snprintf(plain, sizeof plain, "%.*f", decimals, fabs(value));
	if (!isfinite(value) || n < 0 || (size_t)n >= sizeof plain)
		return "?";
	const char *dot = strchr(plain, '.');
	size_t whole = dot ? (size_t)(dot - plain) : strlen(plain);
	char *out = arena_alloc(a, 4 * (size_t)n + 8), *p = out;
	if (value < 0)
		p = stpcpy(p, lang == FR ? "−" : "-");
	for (size_t i = 0; i < whole; i++) {
		/* 1 000 in French needs its space only from 10 000, but one rule is kinder */
		if (i && (whole - i) % 3 == 0)
			p = stpcpy(p, lang == FR ? "\u202f" : ",");
		*p++ = plain[i];
	}
	if (dot) {
		*p++ = lang == FR ? ',' : '.';
		stpcpy(p, dot + 1);
	}
	return out;
}

const char *lang_code(enum lang lang)
{
	return lang == EN ? "en" : "fr";
}

bool lang_parse(const char *s, enum lang *lang)
{
	if (!text_eq(s, "fr") && !text_eq(s, "en"))
		return false;
	*lang = s[0] == 'e' ? EN : FR;
	return true;
}

/* "fr ; Q = 0.3" is as good as "fr;q=0.3". */
static double weight_of(const char *range)
{
	const char *q = range + strcspn(range, ";,");
	q += strspn(q, "; \t");
	if (*q != 'q' && *q != 'Q')
		return 1;
	q += 1 + strspn(q + 1, " \t");
	return *q == '=' ? atof(q + 1) : 1;
}

enum lang lang_accept(const char *header)
{
	double best[LANG_COUNT] = {0};
	for (const char *p = header; p && *p; p = strchr(p, ',')) {
		p += strspn(p, ", \t");
		double weight = weight_of(p);
		char end = p[0] && p[1] ? p[2] : 'x';
		bool whole = !end || strchr("-,; \t", end);
		if (whole && strncasecmp(p, "fr", 2) == 0 && weight > best[FR])
			best[FR] = weight;
		if (whole && strncasecmp(p, "en", 2) == 0 && weight > best[EN])
			best[EN] = weight;
	}
	return best[EN] > best[FR] ? EN : FR;
}

enum lang lang_here(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return text_starts(value, "en") ? EN : FR;
	}
	return FR;
}

const char *tr_here(const char *key)
{
	return tr_lang(lang_here(), key);
}
