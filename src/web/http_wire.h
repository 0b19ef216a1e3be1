/* http_wire.h - the bytes of connections, looked at before libmicrohttpd. */
#ifndef WEB_HTTP_WIRE_H
#define WEB_HTTP_WIRE_H

#include <stdbool.h>

struct wire;		/* guard.h */

/* Once, before any connection.  secure: answers say so to browsers. */
void http_wire_start(bool secure);
/* From now on what comes on this socket must be framed as framing.h wants. */
void http_wire_watch(int fd, struct wire *wire);
/* Answers 413 or 503 to a request whose body still comes, and ends the connection:
 * the library gets nothing more of it. */
void http_wire_refuse(int fd, int status);
/* Before the socket is closed. */
void http_wire_forget(int fd);
/* Did any byte of this socket come by here? */
bool http_wire_seen(int fd);
/* Has no byte of the next request come? */
bool http_wire_between(int fd);

#endif
