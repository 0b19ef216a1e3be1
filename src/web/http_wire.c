/* http_wire.c - between the socket and libmicrohttpd.
 *
 * libmicrohttpd reads with recv(), and the dynamic linker takes the first one
 * that it finds: ours.  It reads as the system's does, and for sockets under
 * watch it follows the framing of requests.  A connection that breaks it gets
 * its answer here, so that the library never sees it; so does one whose body
 * grows past all limits, when the library can no longer answer. */
#include "web/http_wire.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/out.h"
#include "web/framing.h"
#include "web/guard.h"
#include "web/http_send.h"

enum { SOCKETS = 65536, DRAIN = 16, DRAIN_BYTES = 16 * 1024 };

struct line {
	struct framing framing;
	struct wire *wire;
	bool over;		/* refused: what still comes is read away */
};
static struct line *_Atomic watched[SOCKETS];

static const struct refusal {
	int status;
	const char *reason, *sentence;
} refusals[] = {
	{413, "Content Too Large", "Ce que vous envoyez est trop gros pour cette adresse.\n"
		"What you send is too large for this address.\n"},
	{431, "Request Header Fields Too Large", "Les en-têtes de cette requête sont trop longs.\n"
		"The headers of this request are too long.\n"},
	{501, "Not Implemented", "Ce codage de transfert n’est pas connu ici.\n"
		"This transfer encoding is not known here.\n"},
	{503, "Service Unavailable", "Le serveur reçoit trop à la fois. Réessayez dans un instant.\n"
		"The server receives too much at once. Try again in a moment.\n"},
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
		out_printf(&answers[i], "Cache-Control: no-store\r\nConnection: close\r\n%s"
			"Content-Type: text/plain; charset=utf-8\r\nContent-Length: %zu\r\n\r\n%s",
			r->status == 503 ? "Retry-After: 5\r\n" : "", strlen(r->sentence), r->sentence);
	}
}

static struct line *line_of(int fd)
{
	return fd >= 0 && fd < SOCKETS ? atomic_load(&watched[fd]) : NULL;
}

void http_wire_watch(int fd, struct wire *wire)
{
	if (fd >= SOCKETS)
		die("too many sockets");
	struct line *l = memory_zeroed(sizeof *l);
	l->wire = wire;
	atomic_store(&watched[fd], l);
}

void http_wire_forget(int fd)
{
	if (fd < SOCKETS)
		memory_drop(atomic_exchange(&watched[fd], NULL));
}

bool http_wire_seen(int fd)
{
	const struct line *l = line_of(fd);
	return l && l->framing.fed;
}

bool http_wire_between(int fd)
{
	const struct line *l = line_of(fd);
	return !l || framing_between(&l->framing);
}

/* The client hangs up once it has read the answer; until then, or until it is
 * late, what it sends is read away: closing at once would cut the answer too. */
static ssize_t drain(int fd)
{
	char rest[DRAIN_BYTES];
	for (int n = 0; n < DRAIN; n++) {
		ssize_t got = recvfrom(fd, rest, sizeof rest, MSG_DONTWAIT, NULL, NULL);
		if (got <= 0)
			return got;
	}
	errno = EAGAIN;
	return -1;
}

void http_wire_refuse(int fd, int status)
{
	struct line *l = line_of(fd);
	int i = 0;
	if (!l || l->over)
		return;
	l->over = true;
	guard_last(l->wire);
	while (refusals[i].status != status && i < REFUSALS - 1)
		i++;
	send(fd, out_str(&answers[i]), answers[i].len, MSG_NOSIGNAL | MSG_DONTWAIT);
	shutdown(fd, SHUT_WR);
}

ssize_t recv(int fd, void *buffer, size_t n, int flags)
{
	struct line *l = line_of(fd);
	if (l && l->over)
		return drain(fd);
	ssize_t got = recvfrom(fd, buffer, n, flags, NULL, NULL);
	if (!l || got <= 0 || flags & MSG_PEEK)
		return got;
	if (framing_between(&l->framing))
		guard_header(l->wire);
	int status = framing_feed(&l->framing, buffer, (size_t)got);
	if (!status)
		return got;
	http_wire_refuse(fd, status);
	return drain(fd);
}
