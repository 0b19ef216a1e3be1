/* supervise.c - those who watch over the server: systemd, and archipel healthcheck. */
#include <arpa/inet.h>
#include <netdb.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cli.h"

void supervise_say(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	if (!path || strlen(path) >= sizeof to.sun_path || !strchr("/@", *path))
		return;
	strcpy(to.sun_path, path);
	if (*path == '@')
		to.sun_path[0] = '\0';	/* a name outside of the file system */
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	sendto(fd, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *)&to,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path)));
	close(fd);
}

int supervise_ms(void)
{
	const char *usec = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");
	if (!usec || (pid && atol(pid) != (long)getpid()))
		return 0;
	long long ms = strtoll(usec, NULL, 10) / 1000 / 2;
	return ms > 0 && ms < 1 << 30 ? (int)ms : 0;
}

/* A connection to where we listen, from this machine; -1 when nobody answers. */
static int connect_to(const char *listen, int port)
{
	char host[256], number[8];
	const char *colon = strrchr(listen, ':');
	size_t n = (size_t)(colon - listen);
	bool six = n > 2 && listen[0] == '[';
	snprintf(host, sizeof host, "%.*s", (int)(six ? n - 2 : n), listen + six);
	snprintf(number, sizeof number, "%d", port);
	const char *at = text_eq(host, "0.0.0.0") ? "127.0.0.1" : text_eq(host, "::") ? "::1" : host;
	struct addrinfo *found = NULL, hints = {.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICSERV};
	if (getaddrinfo(at, number, &hints, &found) != 0)
		return -1;
	struct timeval patience = {.tv_sec = 5};
	int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0) {
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
		if (connect(fd, found->ai_addr, found->ai_addrlen) != 0) {
			close(fd);
			fd = -1;
		}
	}
	freeaddrinfo(found);
	return fd;
}

int supervise_ask(const char *listen, int port, const char *path, char *said, size_t room)
{
	char line[512];
	int fd = connect_to(listen, port), status = 0;
	if (fd < 0)
		return 0;
	int n = snprintf(line, sizeof line, "GET %s HTTP/1.1\r\nHost: localhost\r\n"
		"Connection: close\r\n\r\n", path);
	size_t got = 0;
	ssize_t k = send(fd, line, (size_t)n, MSG_NOSIGNAL);
	while (k > 0 && got + 1 < room && (k = recv(fd, said + got, room - 1 - got, 0)) > 0)
		got += (size_t)k;
	close(fd);
	said[got] = '\0';
	if (sscanf(said, "HTTP/1.%*d %d", &status) != 1)
		return 0;
	const char *body = strstr(said, "\r\n\r\n");
	memmove(said, body ? body + 4 : "", strlen(body ? body + 4 : "") + 1);
	return status;
}

int verb_healthcheck(struct cli *c)
{
	const char *listen = c->settings.value[LISTEN];
	char said[8192] = "";
	const char *path = arena_printf(c->arena, "%s/readyz",
		cli_base_path(c->arena, c->settings.value[BASE_URL]));
	int status = supervise_ask(listen, atoi(strrchr(listen, ':') + 1), path, said, sizeof said);
	if (!status)
		return cli_fail(c, EX_UNAVAILABLE, cli_tr(N_("Nobody answers at %s.")), listen);
	if (status != 200)
		return cli_fail(c, EX_TEMPFAIL, "%d: %.*s", status, (int)strcspn(said, "\n"), said);
	out_text(&c->out, said);
	return EX_OK;
}
