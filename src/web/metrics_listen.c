/* metrics_listen.c - who asks for the figures gets them, one at a time. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/text.h"
#include "base/memory.h"
#include "web/metrics.h"

enum { PATIENCE_S = 5, BIGGEST = 1 << 20 };

struct metrics {
	int fd, stop[2];
	pthread_t thread;
	const struct gauge *gauges;
	void *context;
};

/* The socket, or -1 with errno as it was. */
static int listening(int fd, bool done)
{
	int error = errno;
	if (!done && fd >= 0)
		close(fd);
	errno = error;
	return done ? fd : -1;
}

static int listen_unix(const char *path)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof at.sun_path)
		return errno = ENAMETOOLONG, -1;
	strcpy(at.sun_path, path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct stat st;
	if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode))
		unlink(path);
	mode_t old = umask(0117);
	bool done = fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 8) == 0;
	umask(old);
	return listening(fd, done);
}

static int listen_inet(struct arena *a, const char *where)
{
	const char *colon = strrchr(where, ':');
	const char *host = arena_copy(a, where, (size_t)(colon - where));
	struct sockaddr_in four = {.sin_family = AF_INET};
	struct sockaddr_in6 six = {.sin6_family = AF_INET6};
	bool is_six = text_eq(host, "[::1]");
	if (is_six)
		six.sin6_addr = in6addr_loopback;
	else if (inet_pton(AF_INET, host, &four.sin_addr) != 1)
		return errno = EINVAL, -1;
	four.sin_port = six.sin6_port = htons((uint16_t)atoi(colon + 1));
	int yes = 1, fd = socket(is_six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const struct sockaddr *at = is_six ? (struct sockaddr *)&six : (struct sockaddr *)&four;
	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	bool done = fd >= 0 && bind(fd, at, is_six ? sizeof six : sizeof four) == 0 &&
		listen(fd, 8) == 0;
	return listening(fd, done);
}

int metrics_listen(struct arena *a, const char *where, const char **why)
{
	int fd = text_starts(where, "unix:") ? listen_unix(where + 5) : listen_inet(a, where);
	if (fd < 0)
		*why = arena_printf(a, tr_here(N_("The figures cannot be given at %s: %s.")), where,
			strerror(errno));
	return fd;
}

static void give(int fd, const char *status, const char *text)
{
	struct out o = out_new(BIGGEST);
	out_printf(&o, "HTTP/1.1 %s\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
		"Content-Length: %zu\r\nConnection: close\r\n\r\n%s", status, strlen(text), text);
	for (size_t at = 0; at < o.len;) {
		ssize_t n = send(fd, o.data + at, o.len - at, MSG_NOSIGNAL);
		if (n <= 0)
			break;
		at += (size_t)n;
	}
	out_free(&o);
}

static void answer_one(struct metrics *m, int fd)
{
	struct timeval patience = {.tv_sec = PATIENCE_S};
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	char asked[8192] = "";
	size_t n = 0;
	ssize_t k;
	while (n + 1 < sizeof asked && !strstr(asked, "\r\n\r\n") &&
		(k = recv(fd, asked + n, sizeof asked - 1 - n, 0)) > 0) {
		n += (size_t)k;
		asked[n] = '\0';
	}
	if (!text_starts(asked, "GET /metrics ")) {
		give(fd, "404 Not Found", "/metrics\n");
		return;
	}
	struct out o = out_new(BIGGEST);
	metrics_write(&o, m->gauges, m->context);
	give(fd, "200 OK", out_str(&o));
	out_free(&o);
}

static void *run(void *metrics)
{
	struct metrics *m = metrics;
	struct pollfd fds[] = {{.fd = m->fd, .events = POLLIN}, {.fd = m->stop[0], .events = POLLIN}};
	while (poll(fds, 2, -1) >= 0 || errno == EINTR) {
		if (fds[1].revents)
			break;
		int fd = fds[0].revents ? accept4(m->fd, NULL, NULL, SOCK_CLOEXEC) : -1;
		if (fd < 0)
			continue;
		answer_one(m, fd);
		close(fd);
	}
	return NULL;
}

struct metrics *metrics_start(int fd, const struct gauge *gauges, void *context)
{
	struct metrics *m = calloc(1, sizeof *m);
	if (!m)
		memory_out();
	*m = (struct metrics){.fd = fd, .gauges = gauges, .context = context};
	if (pipe(m->stop) != 0 || pthread_create(&m->thread, NULL, run, m) != 0)
		die("no thread can be started");
	return m;
}

void metrics_stop(struct metrics *m)
{
	if (!m)
		return;
	close(m->stop[1]);
	pthread_join(m->thread, NULL);
	close(m->stop[0]);
	close(m->fd);
	free(m);
}
