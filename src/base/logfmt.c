/* logfmt.c - name=value, quoted where it must be. */
#include "base/logfmt.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"

enum {
	LINE = 4000,	/* with its end, what a pipe takes in one piece */
	VALUE = 400	/* bytes of a value; then it is cut */
};

struct line {
	size_t n;
	bool full;	/* something did not fit */
	char bytes[LINE + 1];
};

static _Atomic int most = LEVEL_INFO;

/* As in syslog, for the journal. */
static const struct {
	const char *name;
	int priority;
} levels[] = {
	[LEVEL_ERROR] = {"error", 3},
	[LEVEL_WARNING] = {"warning", 4},
	[LEVEL_INFO] = {"info", 6},
	[LEVEL_DEBUG] = {"debug", 7},
};

bool level_find(const char *name, enum level *level)
{
	for (int i = LEVEL_ERROR; i <= LEVEL_DEBUG; i++)
		if (text_eq(name, levels[i].name)) {
			*level = (enum level)i;
			return true;
		}
	return false;
}

const char *level_name(enum level level)
{
	return levels[level].name;
}

void logfmt_level(enum level level)
{
	atomic_store(&most, (int)level);
}

bool logfmt_wants(enum level level)
{
	return (int)level <= atomic_load_explicit(&most, memory_order_relaxed);
}

static void put(struct line *l, const char *s, size_t n)
{
	l->full |= l->n + n > LINE;
	if (l->full)
		return;
	memcpy(l->bytes + l->n, s, n);
	l->n += n;
}

static void put_text(struct line *l, const char *s)
{
	put(l, s, strlen(s));
}

/* Controls, also those of two bytes, and bytes that are no text. */
static bool is_odd(const unsigned char *s, bool text)
{
	return *s < 0x20 || *s == 0x7f || (*s >= 0x80 && !text) ||
		(*s == 0xc2 && s[1] >= 0x80 && s[1] < 0xa0);
}

static void put_escaped(struct line *l, const unsigned char *s, size_t n, bool text)
{
	char hex[8];
	for (const unsigned char *end = s + n; s < end; s++) {
		if (*s == '"' || *s == '\\')
			put(l, (char[]){'\\', (char)*s}, 2);
		else if (*s == '\n')
			put_text(l, "\\n");
		else if (*s == '\r')
			put_text(l, "\\r");
		else if (*s == '\t')
			put_text(l, "\\t");
		else if (is_odd(s, text))
			put(l, hex, (size_t)snprintf(hex, sizeof hex, "\\x%02x",
				text && *s == 0xc2 ? *++s : *s));
		else
			put(l, (const char *)s, 1);
	}
}

/* A pair that does not fit any more is left out. */
static void put_pair(struct line *l, const char *key, const char *value)
{
	const unsigned char *s = (const unsigned char *)value;
	size_t n = strlen(value), before = l->n;
	bool text = text_valid(value, n), plain = n > 0 && n <= VALUE;
	for (size_t i = 0; i < n && plain; i++)
		plain = s[i] > ' ' && !strchr("\"=\\", s[i]) && !is_odd(s + i, text);
	bool cut = n > VALUE;
	if (cut)
		for (n = VALUE; text && (s[n] & 0xc0) == 0x80; )
			n--;
	put_text(l, l->n ? " " : "");
	put_text(l, key);
	put_text(l, plain ? "=" : "=\"");
	put_escaped(l, s, n, text);
	put_text(l, cut ? "…\"" : plain ? "" : "\"");
	if (l->full)
		l->n = before;
	l->full = false;
}

static void put_time(struct line *l)
{
	struct timespec t;
	struct tm tm;
	char s[60];
	clock_gettime(CLOCK_REALTIME, &t);
	gmtime_r(&t.tv_sec, &tm);
	size_t n = strftime(s, sizeof s, "time=%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(s + n, sizeof s - n, ".%03dZ", (int)(t.tv_nsec / 1000000));
	put_text(l, s);
}

void logfmt_line(enum level level, const char *request, const char *key, ...)
{
	if (!logfmt_wants(level))
		return;
	struct line l = {0};
	if (getenv("JOURNAL_STREAM"))
		l.n = (size_t)snprintf(l.bytes, sizeof l.bytes, "<%d>", levels[level].priority);
	put_time(&l);
	put_pair(&l, "level", levels[level].name);
	if (request)
		put_pair(&l, "request", request);
	va_list ap;
	va_start(ap, key);
	for (; key; key = va_arg(ap, const char *)) {
		const char *value = va_arg(ap, const char *);
		if (value)
			put_pair(&l, key, value);
	}
	va_end(ap);
	l.bytes[l.n++] = '\n';
	if (write(STDERR_FILENO, l.bytes, l.n) < 0)
		return;		/* nobody reads: the server goes on */
}
