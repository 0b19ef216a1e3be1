/* http_send.h - answers as libmicrohttpd sends them: for http.c and http_kept.c. */
#ifndef WEB_HTTP_SEND_H
#define WEB_HTTP_SEND_H

#include "web/http_own.h"

struct MHD_Connection;

/* Queues the answer of h; false if the connection is to be closed. */
bool http_send(struct http *h);
/* Compresses the answer of h ahead, on a worker, for a reader who takes it so. */
void http_zip(struct http *h);
/* The headers of safety as lines, for answers made without the library. */
void http_safety(struct out *o, bool secure);
/* The server stops and the work on h is not done: 503, without touching h. */
bool http_send_stopping(struct MHD_Connection *c);

#endif
