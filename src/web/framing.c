/* framing.c - a machine of one byte at a time; each state is a function. */
#include "web/framing.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum state {
	BEFORE, METHOD, TARGET, VERSION, LINE_CR, LINE_LF, LINE, NAME, VALUE, VALUE_LF, HEAD_LF,
	BODY, CHUNK_SIZE, CHUNK_SIZE_LF, CHUNK, CHUNK_CR, CHUNK_LF, REFUSED
};

static const char version_text[] = "HTTP/1.";

/* A character of a method or of a header's name (RFC 9110, token). */
static bool token(unsigned char c)
{
	return c > ' ' && c < 127 && !strchr("()<>@,;:\\\"/[]?={}", c);
}

static int before(struct framing *f, unsigned char c)
{
	if (c == '\r' || c == '\n')	/* an empty line before a request does no harm */
		return f->head++ < 4 ? 0 : 400;
	*f = (struct framing){.state = METHOD, .head = 1, .fed = true};
	return token(c) ? 0 : 400;
}

static int method(struct framing *f, unsigned char c)
{
	if (c == ' ')
		f->state = TARGET;
	return c == ' ' || (token(c) && f->head < 32) ? 0 : 400;
}

/* The first byte is one too: two spaces are not a shorter way to say one. */
static int target(struct framing *f, unsigned char c)
{
	f->value_length++;
	if (c == ' ' && f->value_length > 1) {
		f->state = VERSION;
		f->value_length = 0;
		return 0;
	}
	return c > ' ' && c != 127 && c != '#' && c != '\\' ? 0 : 400;
}

static int version(struct framing *f, unsigned char c)
{
	size_t i = f->value_length++;
	if (i < sizeof version_text - 1)
		return c == (unsigned char)version_text[i] ? 0 : i < 5 ? 400 : 505;
	f->version = c - '0';
	f->state = LINE_CR;
	return c == '0' || c == '1' ? 0 : 505;
}

static int expect(struct framing *f, unsigned char c, char wanted, enum state next)
{
	f->value_length = 0;
	f->state = (int)next;
	return c == (unsigned char)wanted ? 0 : 400;
}

static int line(struct framing *f, unsigned char c)
{
	f->name_length = f->value_length = 0;
	f->state = c == '\r' ? HEAD_LF : NAME;
	if (c == '\r')
		return 0;
	if (++f->headers > HEADERS_MAX)
		return 431;
	f->name[f->name_length++] = (char)c;
	return token(c) ? 0 : 400;
}

static int name(struct framing *f, unsigned char c)
{
	if (c == ':') {
		f->name[f->name_length < FRAMING_WORD ? f->name_length : FRAMING_WORD - 1] = '\0';
		f->state = VALUE;
		return 0;
	}
	if (f->name_length < FRAMING_WORD)
		f->name[f->name_length++] = (char)c;
	return token(c) ? 0 : 400;
}

static bool is(const struct framing *f, const char *header)
{
	return f->name_length == strlen(header) && strcasecmp(f->name, header) == 0;
}

/* One length, in digits; or one coding, chunked. */
static int length(struct framing *f)
{
	if (f->has_length || f->chunked || f->value_length == 0 || f->value_length > 15
		|| strspn(f->value, "0123456789") != f->value_length)
		return 400;
	f->has_length = true;
	f->left = strtoull(f->value, NULL, 10);
	return 0;
}

static int coding(struct framing *f)
{
	if (f->has_length || f->chunked || f->version == 0)
		return 400;
	f->chunked = strcasecmp(f->value, "chunked") == 0;
	return f->chunked ? 0 : 501;
}

static int header(struct framing *f)
{
	bool cut = f->value_length == FRAMING_WORD;
	while (f->value_length && strchr(" \t", f->value[f->value_length - 1]))
		f->value_length--;
	f->value[f->value_length < FRAMING_WORD ? f->value_length : FRAMING_WORD - 1] = '\0';
	if (f->trailer)
		return is(f, "Content-Length") || is(f, "Transfer-Encoding") ? 400 : 0;
	if (is(f, "Content-Length"))
		return cut ? 400 : length(f);
	if (is(f, "Transfer-Encoding"))
		return cut ? 501 : coding(f);
	if (!is(f, "Host"))
		return 0;
	bool twice = f->has_host;
	f->has_host = true;
	return twice ? 400 : 0;
}

static int value(struct framing *f, unsigned char c)
{
	if (c == '\r') {
		f->state = VALUE_LF;
		return header(f);
	}
	bool leading = !f->value_length && (c == ' ' || c == '\t');
	if (!leading && f->value_length < FRAMING_WORD)
		f->value[f->value_length++] = (char)c;
	return (c >= ' ' && c != 127) || c == '\t' ? 0 : 400;
}

static int head_end(struct framing *f, unsigned char c)
{
	if (c != '\n' || (!f->has_host && f->version == 1))
		return 400;
	bool more = !f->trailer && (f->chunked || f->left);
	f->value_length = 0;
	f->state = !more ? BEFORE : f->chunked ? CHUNK_SIZE : BODY;
	f->head = 0;
	return 0;
}

/* Hexadecimal digits and nothing else: extensions are read in too many ways. */
static int chunk_size(struct framing *f, unsigned char c)
{
	const char *at = c ? strchr("0123456789abcdef0123456789ABCDEF", c) : NULL;
	if (c == '\r' && f->value_length) {
		f->state = CHUNK_SIZE_LF;
		return 0;
	}
	if (!at || ++f->value_length > 8)
		return 400;
	size_t digit = (size_t)(strchr("0123456789abcdef", c >= 'A' && c <= 'F' ? c + 32 : c)
		- "0123456789abcdef");
	f->left = f->left * 16 + digit;
	return 0;
}

static int step(struct framing *f, unsigned char c)
{
	switch ((enum state)f->state) {
	case BEFORE: return before(f, c);
	case METHOD: return method(f, c);
	case TARGET: return target(f, c);
	case VERSION: return version(f, c);
	case LINE_CR: return expect(f, c, '\r', LINE_LF);
	case LINE_LF: return expect(f, c, '\n', LINE);
	case LINE: return line(f, c);
	case NAME: return name(f, c);
	case VALUE: return value(f, c);
	case VALUE_LF: return expect(f, c, '\n', LINE);
	case HEAD_LF: return head_end(f, c);
	case CHUNK_SIZE: return chunk_size(f, c);
	case CHUNK_SIZE_LF:
		f->trailer = !f->left;
		return expect(f, c, '\n', f->left ? CHUNK : LINE);
	case CHUNK_CR: return expect(f, c, '\r', CHUNK_LF);
	case CHUNK_LF: return expect(f, c, '\n', CHUNK_SIZE);
	case BODY: case CHUNK: case REFUSED: break;
	}
	return 400;
}

/* Skips what belongs to a body; returns how many bytes that is. */
static size_t skip(struct framing *f, size_t n)
{
	if (f->state != BODY && f->state != CHUNK)
		return 0;
	size_t some = f->left < n ? (size_t)f->left : n;
	f->left -= some;
	if (!f->left)
		f->state = f->state == BODY ? BEFORE : CHUNK_CR;
	return some;
}

bool framing_between(const struct framing *f)
{
	return f->state == BEFORE;
}

int framing_feed(struct framing *f, const char *bytes, size_t n)
{
	f->fed = true;
	for (size_t i = 0; i < n;) {
		size_t body = skip(f, n - i);
		i += body;
		if (body)
			continue;
		int refused = step(f, (unsigned char)bytes[i++]);
		bool in_head = f->state >= METHOD && f->state <= HEAD_LF;
		if (!refused && in_head && ++f->head > HEAD_BYTES)
			refused = 431;
		if (refused) {
			f->state = REFUSED;
			return refused;
		}
	}
	return 0;
}
