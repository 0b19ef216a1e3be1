/* http_host.c - the address we listen to, and the names we answer to.
 *
 * With a base URL, its host is the only name.  Without one, this machine is
 * used at home or in a hall: loopback, its own name and plain addresses are
 * fine, since no foreign page can point a name of its own at them. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "web/http_own.h"

/* "[::1]:8080" -> "::1", "8080".  False if there is no port. */
static bool split(struct arena *a, const char *listen, const char **host, const char **port)
{
	const char *colon = strrchr(listen, ':');
	if (!colon || !colon[1] || strspn(colon + 1, "0123456789") != strlen(colon + 1)
		|| strlen(colon + 1) > 5 || atoi(colon + 1) > 65535)
		return false;
	size_t n = (size_t)(colon - listen);
	if (n >= 2 && listen[0] == '[' && colon[-1] == ']')
		*host = arena_copy(a, listen + 1, n - 2);
	else
		*host = arena_copy(a, listen, n);
	*port = colon + 1;
	return **host;
}

/* A listening socket, or -1 with errno. */
static int listen_to(const struct addrinfo *at)
{
	int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	int on = 1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, 1024) == 0)
		return fd;
	int e = errno;
	close(fd);
	errno = e;
	return -1;
}

static int port_of(int fd)
{
	struct sockaddr_storage at;
	socklen_t n = sizeof at;
	if (getsockname(fd, (struct sockaddr *)&at, &n))
		return 0;
	if (at.ss_family == AF_INET6)
		return ntohs(((struct sockaddr_in6 *)(void *)&at)->sin6_port);
	return ntohs(((struct sockaddr_in *)(void *)&at)->sin_port);
}

bool http_listen(struct server *s, const char *listen, int tries, const char **why)
{
	const char *host, *port;
	if (!split(s->arena, listen, &host, &port)) {
		*why = arena_printf(s->arena, "%s is no address to listen to: write "
			"it as 127.0.0.1:8080.", listen);
		return false;
	}
	int first = atoi(port);
	for (int i = 0; i <= tries && first + i <= 65535 && s->socket < 0; i++) {
		struct addrinfo *at, hints = {.ai_socktype = SOCK_STREAM,
			.ai_flags = AI_PASSIVE | AI_NUMERICSERV};
		const char *p = arena_printf(s->arena, "%d", first + i);
		int e = getaddrinfo(host, p, &hints, &at);
		if (e) {
			*why = arena_printf(s->arena, "%s: %s.", host, gai_strerror(e));
			return false;
		}
		s->socket = listen_to(at);
		int error = errno;
		freeaddrinfo(at);
		*why = arena_printf(s->arena, "Cannot listen to %s: %s.", listen, strerror(error));
		if (s->socket < 0 && error != EADDRINUSE)
			return false;
	}
	if (s->socket < 0)
		return false;
	s->port = port_of(s->socket);
	s->listen = host;
	return true;
}

void http_hosts(struct server *s)
{
	const char *at = s->site->url ? strstr(s->site->url, "://") : NULL;
	if (!at)
		return;
	at += 3;
	s->host = arena_copy(s->arena, at, strcspn(at, "/"));
}

/* The name without its port; *port gets what follows the colon, or NULL. */
static char *name_of(struct arena *a, const char *host, const char **port)
{
	const char *end = host[0] == '[' ? strchr(host, ']') : NULL;
	size_t n = end ? (size_t)(end - host) + 1 : strcspn(host, ":");
	*port = host[n] == ':' ? host + n + 1 : NULL;
	return arena_copy(a, host, n);
}

static bool loopback(const char *name)
{
	unsigned char at[4];
	return strcasecmp(name, "localhost") == 0 || text_eq(name, "[::1]")
		|| (inet_pton(AF_INET, name, at) == 1 && at[0] == 127);
}

static bool plain_address(struct arena *a, const char *name)
{
	unsigned char at[16];
	size_t n = strlen(name);
	if (n > 2 && name[0] == '[' && name[n - 1] == ']')
		return inet_pton(AF_INET6, arena_copy(a, name + 1, n - 2), at) == 1;
	return inet_pton(AF_INET, name, at) == 1;
}

static bool machine(struct arena *a, const char *name)
{
	char own[256] = "";
	gethostname(own, sizeof own - 1);
	return *own && (strcasecmp(name, own) == 0
		|| strcasecmp(name, arena_printf(a, "%s.local", own)) == 0);
}

bool http_host_ours(struct http *h, const char *host)
{
	struct arena *a = h->request.arena;
	const struct server *s = h->server;
	if (!host)
		return !s->host || http_peer_local(h);
	if (strlen(host) > 255 || host[strcspn(host, " /\\@?#,")])
		return false;
	const char *port, *own_port;
	const char *name = name_of(a, host, &port);
	if (!s->host)
		return loopback(name) || plain_address(a, name) || machine(a, name)
			|| strcasecmp(name, s->listen) == 0;
	const char *own = name_of(a, s->host, &own_port);
	const char *usual = s->site->secure ? "443" : "80";
	if (strcasecmp(name, own) == 0
		&& text_eq(port ? port : usual, own_port ? own_port : usual))
		return true;
	/* those who look after the machine ask it directly */
	return loopback(name) && (strstr(h->uri, "/livez") || strstr(h->uri, "/readyz"))
		&& http_peer_local(h);
}

bool http_proxy_known(const struct site *site, const char *address)
{
	size_t n = strlen(address);
	for (const char *p = site->proxies; n && p && *p; p += strspn(p, ", ")) {
		size_t len = strcspn(p, ", ");
		if (len == n && memcmp(p, address, n) == 0)
			return true;
		p += len;
	}
	return false;
}

const char *http_origin(const struct http *h)
{
	const struct server *s = h->server;
	const char *host = s->host ? s->host : http_header(h, "Host");
	return arena_printf(h->request.arena, "%s://%s",
		s->site->secure ? "https" : "http", host ? host : "localhost");
}
