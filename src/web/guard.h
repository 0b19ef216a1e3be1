/* guard.h - deadlines of connections, which libmicrohttpd does not keep.
 *
 * A client that sends its headers or reads its answer byte by byte never looks
 * idle: each connection has a moment past which it is cut, whatever it sent. */
#ifndef WEB_GUARD_H
#define WEB_GUARD_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct guard;

struct wire {
	int fd;
	_Atomic int64_t deadline;	/* monotonic ms; 0: none */
	int64_t body_since;
	size_t body_bytes;
	struct wire *next, **at;
};

/* most: connections that there is room for; near that, the one that has waited
 * longest for its client makes room for a new one. */
struct guard *guard_start(unsigned most);
void guard_stop(struct guard *g);
/* A new connection: its first headers have to be there soon. */
struct wire *guard_add(struct guard *g, int fd);
/* Before the socket is closed. */
void guard_remove(struct guard *g, struct wire *w);

void guard_header(struct wire *w);	/* the first byte of a request has come */
void guard_body(struct wire *w, size_t n);	/* n more bytes of a body */
void guard_work(struct wire *w);	/* it is our turn: no deadline */
void guard_answer(struct wire *w, size_t n);	/* n bytes of an answer are to be read */
void guard_last(struct wire *w);	/* refused: a moment to read why */
void guard_idle(struct wire *w);	/* answered: waiting for the next */

#endif
