/* html.c - printf for markup, with %s escaped. */
#include "base/html.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"

static const char *entity(char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	default: return NULL;
	}
}

void html_escape(struct out *o, const char *text, size_t n)
{
	size_t start = 0;
	for (size_t i = 0; i < n; i++) {
		const char *e = entity(text[i]);
		if (!e)
			continue;
		out_bytes(o, text + start, i - start);
		out_text(o, e);
		start = i + 1;
	}
	out_bytes(o, text + start, n - start);
}

void html_trusted(struct out *o, const char *markup)
{
	out_text(o, markup);
}

static void whole(struct out *o, long long n)
{
	char digits[24], *p = digits + sizeof digits;
	unsigned long long rest = n < 0 ? 0 - (unsigned long long)n : (unsigned long long)n;
	do
		*--p = (char)('0' + rest % 10);
	while (rest /= 10);
	if (n < 0)
		*--p = '-';
	out_bytes(o, p, (size_t)(digits + sizeof digits - p));
}

/* Prints the argument of one spec; returns the character after the spec. */
static const char *argument(struct out *o, const char *spec, va_list *ap)
{
	if (spec[0] == 's') {
		const char *s = va_arg(*ap, const char *);
		if (s)
			html_escape(o, s, strlen(s));
		return spec + 1;
	}
	if (spec[0] == 'd')
		return whole(o, va_arg(*ap, int)), spec + 1;
	if (spec[0] == 'u')
		return whole(o, va_arg(*ap, unsigned)), spec + 1;
	if (spec[0] == 'c') {
		char c = (char)va_arg(*ap, int);
		return html_escape(o, &c, 1), spec + 1;
	}
	if (spec[0] == '%')
		return out_char(o, '%'), spec + 1;
	if (strncmp(spec, "ld", 2) == 0)
		return whole(o, va_arg(*ap, long)), spec + 2;
	if (strncmp(spec, "lld", 3) == 0)
		return whole(o, va_arg(*ap, long long)), spec + 3;
	if (strncmp(spec, "zu", 2) == 0)
		return out_printf(o, "%zu", va_arg(*ap, size_t)), spec + 2;
	if (spec[0] == '.' && spec[1] >= '0' && spec[1] <= '9' && spec[2] == 'f')
		return out_printf(o, "%.*f", spec[1] - '0', va_arg(*ap, double)), spec + 3;
	die("html: unknown spec %%%.4s", spec);
}

void html_out(struct out *o, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	for (const char *f = format; *f;) {
		size_t plain = strcspn(f, "%");
		out_bytes(o, f, plain);
		f += plain;
		if (*f == '%')
			f = argument(o, f + 1, &ap);
	}
	va_end(ap);
}

int html_elements(const char *markup)
{
	int n = 0;
	for (const char *s = strchr(markup, '<'); s; s = strchr(s + 1, '<'))
		n += s[1] >= 'a' && s[1] <= 'z';
	return n;
}
