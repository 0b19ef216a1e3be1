/* http_wire.c - between the socket and libmicrohttpd.
 *
 * libmicrohttpd reads with recv(), and the dynamic linker takes the first one
 * that it finds: ours.  It reads as the system's does, and for sockets under
 * watch it follows the framing of requests.  A connection that breaks it gets
 * its answer here and is closed, so that the library never sees it. */
#include "web/http_wire.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/arena.h"
#include "base/out.h"
#include "web/framing.h"
#include "web/http_send.h"

enum { SOCKETS = 65536, DRAIN = 16 };

static struct framing *_Atomic watched[SOCKETS];

static const struct refusal {
	int status;
	const char *reason, *sentence;
} refusals[] = {
	{431, "Request Header Fields Too Large", "Les en-têtes de cette requête sont trop longs.\n"
		"The headers of this request are too long.\n"},
	{501, "Not Implemented", "Ce codage de transfert n’est pas connu ici.\n"
		"This transfer encoding is not known here.\n"},
	{505, "HTTP Version Not Supported", "Ici, c’est HTTP/1.1.\nThis is HTTP/1.1.\n"},
	{400, "Bad Request", "Cette requête est mal formée.\nThis request is malformed.\n"},
};
enum { REFUSALS = sizeof refusals / sizeof *refusals };
static struct out answers[REFUSALS];

void http_wire_start(bool secure)
{
	for (int i = 0; i < REFUSALS; i++) {
		const struct refusal *r = &refusals[i];
		out_free(&answers[i]);
		answers[i] = out_new(4096);
		out_printf(&answers[i], "HTTP/1.1 %d %s\r\n", r->status, r->reason);
		http_safety(&answers[i], secure);
		out_printf(&answers[i], "Cache-Control: no-store\r\nConnection: close\r\n"
			"Content-Type: text/plain; charset=utf-8\r\nContent-Length: %zu\r\n\r\n%s",
			strlen(r->sentence), r->sentence);
	}
}

static struct framing *framing_of(int fd)
{
	return fd >= 0 && fd < SOCKETS ? atomic_load(&watched[fd]) : NULL;
}

void http_wire_watch(int fd)
{
	if (fd >= SOCKETS)
		die("too many sockets");
	struct framing *f = calloc(1, sizeof *f);
	if (!f)
		die("no memory left");
	atomic_store(&watched[fd], f);
}

void http_wire_forget(int fd)
{
	if (fd < SOCKETS)
		free(atomic_exchange(&watched[fd], NULL));
}

bool http_wire_seen(int fd)
{
	const struct framing *f = framing_of(fd);
	return f && f->fed;
}

/* Answers and closes our side.  What else the client sent is read away, or the
 * system would cut the connection before the answer is there. */
static void refuse(int fd, int status)
{
	int i = 0;
	while (refusals[i].status != status && i < REFUSALS - 1)
		i++;
	ssize_t sent = send(fd, out_str(&answers[i]), answers[i].len, MSG_NOSIGNAL | MSG_DONTWAIT);
	char rest[4096];
	shutdown(fd, SHUT_WR);
	for (int n = 0; sent > 0 && n < DRAIN; n++)
		if (recvfrom(fd, rest, sizeof rest, MSG_DONTWAIT, NULL, NULL) <= 0)
			break;
}

ssize_t recv(int fd, void *buffer, size_t n, int flags)
{
	ssize_t got = recvfrom(fd, buffer, n, flags, NULL, NULL);
	struct framing *f = framing_of(fd);
	if (!f || got <= 0 || flags & MSG_PEEK)
		return got;
	int status = framing_feed(f, buffer, (size_t)got);
	if (!status)
		return got;
	refuse(fd, status);
	return 0;	/* as if the client had closed */
}
