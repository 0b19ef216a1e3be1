/* framing_test.c - what is refused, alone, in pieces, after a good request. */
#include "web/framing.h"

#include <stdio.h>
#include <string.h>

#include "base/test.h"

#define H "Host: a\r\n"
#define GET "GET / HTTP/1.1\r\n" H
#define POST "POST / HTTP/1.1\r\n" H
#define CHUNKED POST "Transfer-Encoding: chunked\r\n\r\n"

static const struct {
	int status;
	const char *bytes;
	size_t n;	/* 0: up to the NUL */
} cases[] = {
	{0, GET "\r\n", 0},
	{0, "\r\n" GET "\r\n", 0},
	{0, "GET / HTTP/1.0\r\n\r\n", 0},
	{0, "GET http://a/b?c=d HTTP/1.1\r\n" H "\r\n", 0},
	{0, POST "Content-Length: 3\r\n\r\nabc" GET "\r\n", 0},
	{0, POST "content-length:3 \t\r\n\r\na\nb" GET "\r\n", 0},
	{0, POST "Content-Length: 0\r\n\r\n" GET "\r\n", 0},
	{0, CHUNKED "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n" GET "\r\n", 0},
	{0, CHUNKED "0\r\nX-After: 1\r\n\r\n" GET "\r\n", 0},
	{0, GET "X-Accent: \xc3\xa9\ttab\r\n\r\n", 0},
	{400, POST "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 0},
	{400, POST "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 0},
	{400, POST "Content-Length: 3, 3\r\n\r\nabc", 0},
	{400, POST "Content-Length: -3\r\n\r\nabc", 0},
	{400, POST "Content-Length: +3\r\n\r\nabc", 0},
	{400, POST "Content-Length: 0x3\r\n\r\nabc", 0},
	{400, POST "Content-Length: 3 3\r\n\r\nabc", 0},
	{400, POST "Content-Length:\r\n\r\nabc", 0},
	{400, POST "Content-Length: 99999999999999999999\r\n\r\n", 0},
	{400, POST "Content-Length: 3                                        4\r\n\r\n", 0},
	{400, POST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 0},
	{400, POST "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 0},
	{400, POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 0},
	{400, "POST / HTTP/1.0\r\n" H "Transfer-Encoding: chunked\r\n\r\n", 0},
	{501, POST "Transfer-Encoding: xchunked\r\n\r\n", 0},
	{501, POST "Transfer-Encoding: gzip, chunked\r\n\r\n", 0},
	{501, POST "Transfer-Encoding: identity\r\n\r\n", 0},
	{501, POST "Transfer-Encoding: chunked                              x\r\n\r\n", 0},
	{400, POST "Transfer-Encoding: \x0b" "chunked\r\n\r\n", 0},
	{400, POST "Transfer-Encoding : chunked\r\n\r\n", 0},
	{400, POST " Transfer-Encoding: chunked\r\n\r\n", 0},
	{400, GET H "\r\n", 0},
	{400, "GET / HTTP/1.1\r\n\r\n", 0},
	{400, GET "X-A: b\r\n c\r\n\r\n", 0},
	{400, GET "X-A: b\r\n\tc\r\n\r\n", 0},
	{400, "GET / HTTP/1.1\r\n X: y\r\n" H "\r\n", 0},
	{400, "GET / HTTP/1.1\nHost: a\n\n", 0},
	{400, GET "X-A: b\nX-C: d\r\n\r\n", 0},
	{400, GET "X: a\rb\r\n\r\n", 0},
	{400, GET "\n", 0},
	{400, GET "X: a\0b\r\n\r\n", sizeof(GET "X: a\0b\r\n\r\n") - 1},
	{400, GET "X\0Y: a\r\n\r\n", sizeof(GET "X\0Y: a\r\n\r\n") - 1},
	{400, "GET /\0x HTTP/1.1\r\n", 17},
	{400, GET "abc\r\n\r\n", 0},
	{400, GET ": abc\r\n\r\n", 0},
	{400, GET "X Y: abc\r\n\r\n", 0},
	{400, GET "X(Y): abc\r\n\r\n", 0},
	{400, "GET  / HTTP/1.1\r\n" H "\r\n", 0},
	{400, "GET / b HTTP/1.1\r\n" H "\r\n", 0},
	{400, "GET\t/ HTTP/1.1\r\n" H "\r\n", 0},
	{400, "GET /#x HTTP/1.1\r\n" H "\r\n", 0},
	{400, "GET /\r\n\r\n", 0},
	{400, "GET / HTTP/1.1x\r\n", 0},
	{400, "GET / http/1.1\r\n", 0},
	{505, "GET / HTTP/2.0\r\n", 0},
	{505, "GET / HTTP/1.2\r\n", 0},
	{400, "\x16\x03\x01", 0},
	{400, CHUNKED "zz\r\nabc\r\n0\r\n\r\n", 0},
	{400, CHUNKED "-3\r\nabc\r\n0\r\n\r\n", 0},
	{400, CHUNKED "0x3\r\nabc\r\n0\r\n\r\n", 0},
	{400, CHUNKED "\r\nabc\r\n0\r\n\r\n", 0},
	{400, CHUNKED "3 \r\nabc\r\n0\r\n\r\n", 0},
	{400, CHUNKED "3;a=b\r\nabc\r\n0\r\n\r\n", 0},
	{400, CHUNKED "3\nabc\r\n0\r\n\r\n", 0},
	{400, CHUNKED "3\r\nabcX0\r\n\r\n", 0},
	{400, CHUNKED "3\r\nabcd\r\n0\r\n\r\n", 0},
	{400, CHUNKED "fffffffff\r\n", 0},
	{400, CHUNKED "0\r\nContent-Length: 3\r\n\r\n", 0},
};

static int feed(const char *before, const char *bytes, size_t n, size_t piece)
{
	struct framing f = {0};
	int status = framing_feed(&f, before, strlen(before));
	for (size_t i = 0; i < n && !status; i += piece)
		status = framing_feed(&f, bytes + i, n - i < piece ? n - i : piece);
	return status;
}

static void refusals(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *b = cases[i].bytes;
		size_t n = cases[i].n ? cases[i].n : strlen(b);
		int whole = feed("", b, n, n), bytes = feed("", b, n, 1);
		int after = feed(POST "Content-Length: 2\r\n\r\nab", b, n, 3);
		check(whole == cases[i].status);
		check(bytes == cases[i].status);
		check(after == cases[i].status);
		if (whole != cases[i].status)
			printf("case %zu: %d, not %d: %s\n", i, whole, cases[i].status, b);
	}
}

static void limits(void)
{
	char line[40];
	struct framing f = {0};
	int status = framing_feed(&f, GET, strlen(GET));
	for (int i = 1; i < HEADERS_MAX && !status; i++) {
		snprintf(line, sizeof line, "X-%d: 1\r\n", i);
		status = framing_feed(&f, line, strlen(line));
	}
	check(status == 0);
	check(framing_feed(&f, "Y: 1\r\n", 6) == 431);
	f = (struct framing){0};
	status = framing_feed(&f, GET "X: ", strlen(GET) + 3);
	for (int i = 0; i < HEAD_BYTES / 32 && !status; i++)
		status = framing_feed(&f, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 32);
	check(status == 431);
}

int main(void)
{
	refusals();
	limits();
	return test_end();
}
