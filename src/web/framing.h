/* framing.h - where each request of a connection begins and ends: strictly.
 *
 * Reads the bytes before the HTTP library does, and takes only what every
 * program in a row reads in the same way: CR LF at each end of line, one
 * length, plain chunks, no folded header (RFC 9112; request smuggling). */
#ifndef WEB_FRAMING_H
#define WEB_FRAMING_H

#include <stdbool.h>
#include <stddef.h>

enum { HEADERS_MAX = 100, HEAD_BYTES = 16 * 1024, FRAMING_WORD = 32 };

struct framing {
	int state;		/* 0: before a request line */
	size_t head;		/* bytes of the head so far */
	int headers;
	unsigned long long left;	/* bytes of the body or of the chunk to come */
	char name[FRAMING_WORD], value[FRAMING_WORD];	/* of the header, cut */
	size_t name_length, value_length;
	int version;		/* digit after "HTTP/1." */
	bool chunked, has_length, has_host, trailer;
	bool fed;		/* some byte came by */
};

/* 0 when all bytes are fine so far, else the status to refuse with: 400, 431,
 * 501 (unknown coding), 505.  Nothing more may be fed then. */
int framing_feed(struct framing *f, const char *bytes, size_t n);
/* Is no byte of a next request there yet? */
bool framing_between(const struct framing *f);

#endif
