/* http_check.c - the headers of a request, who sends it, and to whom.  What is
 * malformed or ambiguous has been refused before, by http_wire.c. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "base/logfmt.h"
#include "base/text.h"
#include "web/http_own.h"

static enum MHD_Result list(void *cls, enum MHD_ValueKind kind, const char *name, size_t nn,
	const char *value, size_t vn)
{
	(void)kind;
	struct http *h = cls;
	(void)nn;
	(void)vn;	/* both end with a NUL, and hold none: http_wire.c saw to it */
	pairs_add(h->request.arena, &h->headers, name, value ? value : "");
	return MHD_YES;
}

/* Each proxy writes on the right whom it heard: the nearest one that is no proxy
 * of ours.  What stands further left, anyone may have written. */
static const char *reader(struct http *h, const char *forwarded)
{
	size_t end = strlen(forwarded);
	for (;;) {
		size_t from = end;
		while (from && forwarded[from - 1] != ',')
			from--;
		const char *at = text_line(h->request.arena, forwarded + from, end - from);
		if (!at || !from || !http_proxy_known(h->request.site, at))
			return at ? at : "";
		end = from - 1;
	}
}

/* The address without what says that it is an IPv4 one. */
static const char *short_address(const char *address)
{
	return strncasecmp(address, "::ffff:", 7) == 0 && strchr(address, '.') ? address + 7 : address;
}

static void find_peer(struct http *h)
{
	const union MHD_ConnectionInfo *i =
		MHD_get_connection_info(h->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	char text[INET6_ADDRSTRLEN] = "";
	if (i && i->client_addr && i->client_addr->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)i->client_addr)
			->sin_addr, text, sizeof text);
	else if (i && i->client_addr && i->client_addr->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)i->client_addr)
			->sin6_addr, text, sizeof text);
	const char *address = short_address(text);
	h->peer = arena_dup(h->request.arena, address);
	h->peer_local = text_starts(address, "127.") || text_eq(address, "::1");
	const char *forwarded = NULL;
	for (int k = 0; k < h->headers.count; k++)	/* the nearest proxy writes last */
		if (strcasecmp(h->headers.names[k], "X-Forwarded-For") == 0)
			forwarded = h->headers.values[k];
	if (!forwarded)
		return;
	if (!http_proxy_known(h->request.site, address)) {
		if (atomic_fetch_add(&h->server->strangers, 1) == 0)
			logfmt(LEVEL_WARNING, h->request.id, "proxy.unknown", "why",
				"X-Forwarded-For from an address that the setting proxies does "
				"not name: it is not believed");
		return;
	}
	h->peer_local = false;
	h->peer = short_address(reader(h, forwarded));
}

const char *http_peer(struct http *h)
{
	if (!h->peer)
		find_peer(h);
	return h->peer;
}

bool http_peer_local(struct http *h)
{
	http_peer(h);
	return h->peer_local;
}

void http_headers(struct http *h)
{
	MHD_get_connection_values_n(h->connection, MHD_HEADER_KIND, list, h);
}

void http_own_headers(struct http *h)
{
	http_peer(h);
	for (int i = 0; i < h->headers.count; i++) {
		h->headers.names[i] = arena_dup(h->request.arena, h->headers.names[i]);
		h->headers.values[i] = arena_dup(h->request.arena, h->headers.values[i]);
	}
}

/* "http://host/path" is "/path" when the host is the one of the Host header. */
static void absolute_form(struct http *h)
{
	const char *host = http_header(h, "Host");
	for (int i = 0; i < 2; i++) {
		const char *scheme = i ? "https://" : "http://";
		if (!host || strncasecmp(h->uri, scheme, strlen(scheme)) != 0)
			continue;
		const char *rest = h->uri + strlen(scheme);
		size_t n = strlen(host);
		if (n && strncasecmp(rest, host, n) == 0 && rest[n] == '/')
			h->uri = rest + n;
	}
}

int http_check(struct http *h)
{
	if (!text_valid(h->uri, strlen(h->uri)))
		return 400;	/* pages say it again */
	absolute_form(h);
	if (h->uri[0] != '/' && !text_eq(h->uri, "*"))
		h->refusal = N_("The address of a request begins with a slash.");
	if (h->refusal)
		return 400;
	const char *packed = http_header(h, "Content-Encoding");
	if (packed && strcasecmp(packed, "identity") != 0)
		return 415;
	if (http_host_ours(h, http_header(h, "Host")))
		return 0;
	h->refusal = N_("This server does not answer under that name.");
	return 421;
}
