/* out.c - the buffer doubles until its limit. */
#include "base/out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"

struct out out_new(size_t limit)
{
	return (struct out){.limit = limit};
}

void out_free(struct out *o)
{
	memory_drop(o->data);
	*o = out_new(o->limit);
}

void out_clear(struct out *o)
{
	o->len = 0;
	o->full = false;
	if (o->data)
		o->data[0] = '\0';
}

void out_cut(struct out *o, size_t len)
{
	if (len >= o->len)
		return;
	o->len = len;
	o->data[len] = '\0';
}

/* Makes room for n more bytes and the NUL; false past the limit. */
static bool room(struct out *o, size_t n)
{
	if (o->full || n > o->limit - o->len) {
		o->full = true;
		return false;
	}
	if (o->len + n + 1 <= o->cap)
		return true;
	size_t cap = o->cap ? o->cap : 1024;
	while (cap < o->len + n + 1)
		cap *= 2;
	o->data = memory_more(o->data, o->cap, cap);
	o->cap = cap;
	return true;
}

void out_bytes(struct out *o, const void *bytes, size_t n)
{
	if (n == 0 || !room(o, n))
		return;
	memcpy(o->data + o->len, bytes, n);
	o->len += n;
	o->data[o->len] = '\0';
}

void out_text(struct out *o, const char *s)
{
	if (s)
		out_bytes(o, s, strlen(s));
}

void out_char(struct out *o, char c)
{
	out_bytes(o, &c, 1);
}

void out_vprintf(struct out *o, const char *format, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (n <= 0 || !room(o, (size_t)n))
		return;
	vsnprintf(o->data + o->len, (size_t)n + 1, format, ap);
	o->len += (size_t)n;
}

void out_printf(struct out *o, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	out_vprintf(o, format, ap);
	va_end(ap);
}

const char *out_str(const struct out *o)
{
	return o->data ? o->data : "";
}
