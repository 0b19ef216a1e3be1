/* control.c - the server's socket: a line of JSON in, a line of JSON out.
 *
 * Asked: {"argv":[...],"cwd":"/...","input":"..."}.  Answered: {"code":0,"out":"",
 * "err":""}.  The server sees only its folder: what a verb reads comes as input, the
 * file that it makes goes back as a descriptor of one without a name.  Only the
 * folder's owner and root can open the socket (mode 0600). */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/json.h"
#include "cli/cli.h"
#include "store/backup.h"

enum { LINE = 16 << 20 };

struct control {
	int fd, stop[2];
	char path[PATH_MAX];
	struct store *store;
	const char *data, *url;
	const struct settings *settings;
	pthread_t thread;
};

/* The address of the folder's socket.  A path too long for one goes through a
 * descriptor of the folder, *dir, to be closed after use; -1 otherwise. */
static bool address(struct sockaddr_un *a, const char *data, int *dir)
{
	*a = (struct sockaddr_un){.sun_family = AF_UNIX};
	size_t room = sizeof a->sun_path;
	*dir = -1;
	if ((size_t)snprintf(a->sun_path, room, "%s/socket", data) < room)
		return true;
	*dir = open(data, O_PATH | O_DIRECTORY | O_CLOEXEC);
	snprintf(a->sun_path, room, "/proc/self/fd/%d/socket", *dir);
	return *dir >= 0;
}

static void done_with(int fd)
{
	if (fd >= 0)
		close(fd);
}

/* Room for one descriptor beside a message. */
union beside {
	char bytes[CMSG_SPACE(sizeof(int))];
	struct cmsghdr align;
};

/* Reads until a newline, the end, or the limit.  *file gets a descriptor that
 * came along, if any. */
static void read_line(int fd, struct out *o, int *file)
{
	char buffer[4096];
	for (;;) {
		union beside u = {0};
		struct iovec to = {buffer, sizeof buffer};
		struct msghdr m = {.msg_iov = &to, .msg_iovlen = 1, .msg_control = u.bytes,
			.msg_controllen = sizeof u.bytes};
		ssize_t n = recvmsg(fd, &m, MSG_CMSG_CLOEXEC);
		const struct cmsghdr *c = n > 0 ? CMSG_FIRSTHDR(&m) : NULL;
		if (c && c->cmsg_type == SCM_RIGHTS) {
			int came;
			memcpy(&came, CMSG_DATA(c), sizeof came);
			if (file && *file < 0)
				*file = came;
			else
				close(came);
		}
		if (n <= 0)
			return;
		out_bytes(o, buffer, (size_t)n);
		if (o->full || buffer[n - 1] == '\n')
			return;
	}
}

static void write_all(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t k = send(fd, bytes, n, MSG_NOSIGNAL);
		if (k <= 0)
			return;
		bytes += k;
		n -= (size_t)k;
	}
}

/* A space, which JSON may begin with, that carries a descriptor. */
static void write_file(int fd, int file)
{
	union beside u = {0};
	struct iovec one = {(char[]){' '}, 1};
	struct msghdr m = {.msg_iov = &one, .msg_iovlen = 1, .msg_control = u.bytes,
		.msg_controllen = sizeof u.bytes};
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof file);
	memcpy(CMSG_DATA(c), &file, sizeof file);
	sendmsg(fd, &m, MSG_NOSIGNAL);
}

static void write_json(int fd, const json_t *j)
{
	struct out o = out_new(64u << 20);
	json_write(&o, j);
	out_char(&o, '\n');
	write_all(fd, out_str(&o), o.len);
	out_free(&o);
}

/* Runs the verb that was asked; its answer as JSON, and the file that it made, or -1. */
static json_t *serve(struct control *s, struct arena *a, const json_t *asked, int brought,
	int *file)
{
	struct cli c = {.arena = a, .settings = *s->settings, .store = s->store, .url = s->url,
		.out = out_new(16u << 20), .err = out_new(1u << 20), .here = json_str(asked, "cwd"),
		.input = json_str(asked, "input"), .inside = true, .file = -1,
		.brought = brought};
	json_t *words = json_object_get(asked, "argv");
	int argc = 0, code = EX_USAGE;
	char *argv[256];
	for (size_t i = 0; i < json_array_size(words) && argc < 255; i++)
		if (json_string_value(json_array_get(words, i)))
			argv[argc++] = arena_dup(a, json_string_value(json_array_get(words, i)));
	if (!lang_parse(json_str(asked, "lang"), &c.lang))
		c.lang = FR;
	code = cli_parse(&c, argc, argv);
	c.data = s->data;
	if (code == EX_OK && c.verb->flags & NEEDS_STORE)
		code = c.verb->run(&c);
	*file = c.file;
	json_t *answer = json_pack("{s:i,s:s,s:s}", "code", code, "out", out_str(&c.out),
		"err", out_str(&c.err));
	out_free(&c.out);
	out_free(&c.err);
	return json_keep(a, answer);
}

static void talk(struct control *s, int fd)
{
	struct timeval patience = {.tv_sec = 10};
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	struct arena *a = arena_new();
	struct out line = out_new(LINE);
	const char *why;
	int brought = -1;
	read_line(fd, &line, &brought);
	json_t *asked = json_read(a, out_str(&line), line.len, &why);
	if (asked) {
		int file = -1;
		json_t *answer = serve(s, a, asked, brought, &file);
		if (file >= 0)
			write_file(fd, file);
		write_json(fd, answer);
		done_with(file);
	}
	out_free(&line);
	arena_free(a);
	done_with(brought);
	close(fd);
}

static void *run(void *control)
{
	struct control *s = control;
	struct pollfd fds[] = {{.fd = s->fd, .events = POLLIN}, {.fd = s->stop[0], .events = POLLIN}};
	for (;;) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			break;
		if (fds[1].revents)
			break;
		int fd = fds[0].revents ? accept4(s->fd, NULL, NULL, SOCK_CLOEXEC) : -1;
		if (fd >= 0)
			talk(s, fd);
	}
	return NULL;
}

struct control *control_start(struct store *store, const char *data, const char *url,
	const struct settings *settings)
{
	struct sockaddr_un a;
	int dir = -1;
	struct control *s = calloc(1, sizeof *s);
	if (!s || !address(&a, data, &dir) || pipe(s->stop) != 0) {
		done_with(dir);
		free(s);
		return NULL;
	}
	*s = (struct control){.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0),
		.stop = {s->stop[0], s->stop[1]}, .store = store, .data = data, .url = url,
		.settings = settings};
	snprintf(s->path, sizeof s->path, "%s/socket", data);
	unlink(s->path);
	mode_t old = umask(0177);
	bool ok = s->fd >= 0 && bind(s->fd, (struct sockaddr *)&a, sizeof a) == 0 &&
		listen(s->fd, 16) == 0;
	umask(old);
	done_with(dir);
	if (!ok || pthread_create(&s->thread, NULL, run, s) != 0) {
		free(s);
		return NULL;
	}
	return s;
}

void control_stop(struct control *s)
{
	if (!s)
		return;
	close(s->stop[1]);	/* the other end wakes up */
	pthread_join(s->thread, NULL);
	unlink(s->path);
	close(s->fd);
	close(s->stop[0]);
	free(s);
}

/* What the server answered, taken over. */
static int take(struct cli *c, const char *text, size_t n)
{
	const char *why;
	json_t *answer = json_read(c->arena, text, n, &why);
	if (!answer)
		return cli_fail(c, EX_TEMPFAIL, "%s",
			cli_tr(N_("The server on this folder stopped before it answered. Try again.")));
	out_text(&c->out, json_str(answer, "out"));
	out_text(&c->err, json_str(answer, "err"));
	return (int)json_int(answer, "code");
}

/* What the server made without a name, under the name that was asked for. */
static int keep(struct cli *c, int from)
{
	const char *path = c->words.values[0];
	const char *partial = arena_printf(c->arena, "%s.partial", path);
	int to = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	off_t at = 0;
	ssize_t n = to < 0 ? -1 : 1;
	while (n > 0)
		n = sendfile(to, from, &at, 1 << 30);
	if (n == 0 && file_replace(partial, path)) {
		close(to);
		return EX_OK;
	}
	int why = errno;
	unlink(partial);
	done_with(to);
	out_clear(&c->out);
	return cli_fail(c, EX_IOERR, cli_tr(N_("%s cannot be written: %s.")), path, strerror(why));
}

static int connect_to(const char *data)
{
	struct sockaddr_un a;
	int dir = -1, fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool there = fd >= 0 && address(&a, data, &dir) &&
		connect(fd, (struct sockaddr *)&a, sizeof a) == 0;
	done_with(dir);
	if (there)
		return fd;
	done_with(fd);
	return -1;
}

bool control_there(const char *data)
{
	int fd = connect_to(data);
	done_with(fd);
	return fd >= 0;
}

/* What is asked, as JSON; the file of --values goes along. NULL after a sentence. */
static json_t *question(struct cli *c, int argc, char **argv)
{
	char here[PATH_MAX];
	const char *path = cli_option(c, "values");
	if (path && !(c->input = cli_read(c, path, LINE / 2)))
		return NULL;
	json_t *words = json_array();
	for (int i = 0; i < argc; i++)
		json_array_append_new(words, json_string(argv[i]));
	json_t *asked = json_keep(c->arena, json_pack("{s:o,s:s,s:s*}", "argv", words, "lang",
		lang_code(c->lang), "input", c->input));
	if (getcwd(here, sizeof here))
		json_object_set_new(asked, "cwd", json_string(here));
	return asked;
}

int control_ask(struct cli *c, int argc, char **argv)
{
	int fd = connect_to(c->data), file = -1;
	if (fd < 0)
		return -1;
	json_t *asked = question(c, argc, argv);
	if (!asked) {
		close(fd);
		return EX_NOINPUT;
	}
	if (c->brought >= 0)
		write_file(fd, c->brought);
	write_json(fd, asked);
	struct out line = out_new(64u << 20);
	read_line(fd, &line, &file);
	int code = take(c, out_str(&line), line.len);
	if (code == EX_OK && file >= 0)
		code = keep(c, file);
	done_with(file);
	out_free(&line);
	close(fd);
	return code;
}
