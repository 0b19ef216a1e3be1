/* http_check.c - requests that are refused before anything is looked at.
 *
 * Debian's libmicrohttpd lets ambiguous requests pass: what two programs in a
 * row could read in two ways is answered 400 and the connection is closed. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "base/text.h"
#include "web/http_own.h"

enum { HEADERS_MAX = 100, HEADER_BYTES = 16 * 1024 };

static enum MHD_Result copy(void *cls, enum MHD_ValueKind kind, const char *name, size_t nn,
	const char *value, size_t vn)
{
	(void)kind;
	struct http *h = cls;
	struct arena *a = h->request.arena;
	if (strlen(name) != nn || (value && strlen(value) != vn))
		h->refusal = N_("A header holds a zero byte.");
	pairs_add(a, &h->headers, arena_copy(a, name, nn), arena_copy(a, value ? value : "",
		value ? vn : 0));
	return h->headers.count > HEADERS_MAX ? MHD_NO : MHD_YES;
}

static void peer(struct http *h)
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
	const char *address = text_starts(text, "::ffff:") ? text + 7 : text;
	h->peer = arena_dup(h->request.arena, address);
	h->peer_local = text_starts(address, "127.") || text_eq(address, "::1");
	const char *forwarded = http_header(h, "X-Forwarded-For");
	if (!forwarded || !http_proxy_known(h->request.site, address))
		return;
	h->peer_local = false;
	const char *last = strrchr(forwarded, ',');
	h->peer = text_line(h->request.arena, last ? last + 1 : forwarded,
		strlen(last ? last + 1 : forwarded));
	if (!h->peer)
		h->peer = "";
}

void http_headers(struct http *h)
{
	MHD_get_connection_values_n(h->connection, MHD_HEADER_KIND, copy, h);
	peer(h);
}

static bool token(const char *s)
{
	for (const char *p = s; *p; p++)
		if (*p <= ' ' || *p >= 127 || strchr("()<>@,;:\\\"/[]?={}", *p))
			return false;
	return *s;
}

static int count(const struct http *h, const char *name)
{
	int n = 0;
	for (int i = 0; i < h->headers.count; i++)
		n += strcasecmp(h->headers.names[i], name) == 0;
	return n;
}

/* Bytes that no header may hold, names that are no names, too much of all. */
static const char *headers_fault(const struct http *h, int *status)
{
	size_t bytes = strlen(h->uri) + strlen(h->request.method);
	for (int i = 0; i < h->headers.count; i++) {
		if (!token(h->headers.names[i]))
			return N_("The name of a header holds a character that it may not.");
		for (const char *p = h->headers.values[i]; *p; p++)
			if ((unsigned char)*p < ' ' && *p != '\t')
				return N_("A header holds a control character.");
		bytes += strlen(h->headers.names[i]) + strlen(h->headers.values[i]) + 4;
	}
	if (h->headers.count <= HEADERS_MAX && bytes <= HEADER_BYTES)
		return NULL;
	*status = 431;
	return N_("The headers of this request are too many or too long.");
}

/* How long is the body?  Only one reading may be possible. */
static const char *length_fault(const struct http *h, const char *version)
{
	int lengths = count(h, "Content-Length"), codings = count(h, "Transfer-Encoding");
	if (lengths + codings > 1)
		return N_("The length of this request is given twice.");
	const char *length = http_header(h, "Content-Length");
	if (length && (!*length || strlen(length) > 15
		|| length[strspn(length, "0123456789")]))
		return N_("The length of this request is no number.");
	const char *coding = http_header(h, "Transfer-Encoding");
	if (coding && (strcasecmp(coding, "chunked") != 0 || text_eq(version, "HTTP/1.0")))
		return N_("This transfer encoding is not known here.");
	return NULL;
}

static const char *target_fault(const struct http *h)
{
	for (const char *p = h->uri; *p; p++)
		if ((unsigned char)*p <= ' ' || *p == 127 || *p == '#' || *p == '\\')
			return N_("The address holds a character that it may not.");
	if (h->uri[0] == '/' || (text_eq(h->uri, "*") && text_eq(h->request.method, "OPTIONS")))
		return NULL;
	return N_("The address of a request begins with a slash.");
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

int http_check(struct http *h, const char *version)
{
	int status = 400;
	if (!h->refusal)
		h->refusal = headers_fault(h, &status);
	if (!h->refusal)
		h->refusal = length_fault(h, version);
	int hosts = count(h, "Host");
	if (!h->refusal && (hosts > 1 || (hosts == 0 && !text_eq(version, "HTTP/1.0"))))
		h->refusal = N_("A request names one host, once.");
	if (!h->refusal && !token(h->request.method))
		h->refusal = N_("This method is not known here.");
	absolute_form(h);
	if (!h->refusal)
		h->refusal = target_fault(h);
	if (h->refusal)
		return status;
	if (http_host_ours(h, http_header(h, "Host")))
		return 0;
	h->refusal = N_("This server does not answer under that name.");
	return 421;
}
