/* http.c - libmicrohttpd: connections in, whole requests out, answers back.
 *
 * The loop never waits: an anonymous simple GET is answered in it, from
 * memory or from the views; all else is suspended, goes to the workers and
 * is resumed exactly once, also when the server stops. */
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "base/id.h"
#include "base/text.h"
#include "web/asset.h"
#include "web/guard.h"
#include "web/http_own.h"
#include "web/http_send.h"
#include "web/http_wire.h"
#include "web/known.h"
#include "web/live.h"
#include "web/metrics.h"
#include "web/rate.h"
#include "web/worker.h"

enum {
	STOP_MS = 10000,
	SILENCE_S = 30,		/* a connection where nothing moves */
	POOL = 48 * 1024,	/* libmicrohttpd's memory for a connection */
	KEPT_BYTES = 64 << 20,
	BODY_FREE = 16 * 1024,	/* of each body */
	BODIES_MAX = 64 << 20,	/* of all bodies, past that */
	SWALLOW = 1 << 20	/* read past the limit, so that a 413 can be read */
};

static struct http *http_new(struct server *s, struct MHD_Connection *c, const char *uri)
{
	struct arena *a = arena_new();
	struct http *h = arena_alloc(a, sizeof *h);
	*h = (struct http){.server = s, .connection = c, .began = clock_us()};
	h->request = (struct request){.arena = a, .site = s->site, .store = s->store,
		.http = h, .id = "", .who = {.account = ""}, .path = "/", .target = "/"};
	h->uri = arena_dup(a, uri);
	h->body = out_new(0);
	atomic_init(&h->holds, 1);
	atomic_fetch_add(&s->under_way, 1);
	return h;
}

void http_drop(struct http *h)
{
	if (atomic_fetch_sub(&h->holds, 1) != 1)
		return;
	struct server *s = h->server;
	if (h->kept)
		live_drop(h->kept);
	out_free(&h->body);
	atomic_fetch_sub(&s->bodies, h->shared);
	arena_free(h->request.arena);
	atomic_fetch_sub(&s->under_way, 1);
}

const char *http_header(const struct http *h, const char *name)
{
	for (int i = 0; i < h->headers.count; i++)
		if (strcasecmp(h->headers.names[i], name) == 0)
			return h->headers.values[i];
	return NULL;
}

static void *on_uri(void *cls, const char *uri, struct MHD_Connection *c)
{
	struct server *s = cls;
	struct http *h = http_new(s, c, uri);
	const union MHD_ConnectionInfo *i =
		MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	h->wire = i ? i->socket_context : NULL;
	if (!h->wire || !http_wire_seen(h->wire->fd))
		die("the HTTP library reads past our recv: this program must be linked with it");
	return h;
}

static void on_connection(void *cls, struct MHD_Connection *c, void **context,
	enum MHD_ConnectionNotificationCode code)
{
	struct server *s = cls;
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *i =
			MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
		*context = guard_add(s->guard, i->connect_fd);
		http_wire_watch(i->connect_fd, *context);
	} else if (*context) {
		http_wire_forget(((struct wire *)*context)->fd);
		guard_remove(s->guard, *context);
		*context = NULL;
	}
}

static void on_completed(void *cls, struct MHD_Connection *c, void **context,
	enum MHD_RequestTerminationCode code)
{
	(void)cls;
	(void)c;
	(void)code;
	struct http *h = *context;
	*context = NULL;
	if (!h)
		return;
	guard_idle(h->wire);
	if (!http_wire_between(h->wire->fd))	/* it has come already */
		guard_header(h->wire);
	metrics_done(h);
	h->connection = NULL;
	http_drop(h);
}

/* Suspends and hands over.  Afterwards h belongs to a worker. */
static void to_workers(struct http *h)
{
	struct server *s = h->server;
	atomic_fetch_add(&h->holds, 1);
	pthread_mutex_lock(&s->lock);
	h->suspended = true;
	h->after = s->suspended;
	h->before = &s->suspended;
	if (h->after)
		h->after->before = &h->after;
	s->suspended = h;
	MHD_suspend_connection(h->connection);
	pthread_mutex_unlock(&s->lock);
	if (workers_take(s->workers, h))
		return;
	answer_error(&h->request, 503, NULL);
	http_resume(h);
	http_drop(h);
}

void http_resume(struct http *h)
{
	struct server *s = h->server;
	pthread_mutex_lock(&s->lock);
	if (h->suspended) {
		h->suspended = false;
		*h->before = h->after;
		if (h->after)
			h->after->before = h->before;
		MHD_resume_connection(h->connection);
	}
	pthread_mutex_unlock(&s->lock);
}

static enum MHD_Result answer_now(struct http *h)
{
	h->close |= atomic_load(&h->server->stopping);
	guard_answer(h->wire, h->kept ? h->kept->size : h->size);
	return http_send(h) ? MHD_YES : MHD_NO;
}

/* Without the library, which cannot answer while a body comes. */
static enum MHD_Result refuse(struct http *h, int status)
{
	h->refused = true;
	http_wire_refuse(h->wire->fd, status);
	return MHD_YES;
}

/* What memory has is answered before anything else is looked at. */
static bool from_memory(struct http *h)
{
	struct request *r = &h->request;
	if (!text_eq(r->method, "GET") || http_header(h, "Content-Length")
		|| http_header(h, "Transfer-Encoding"))
		return false;
	if (session_present(h) && !known_get(h))
		return false;
	if (live_get(h))
		return true;
	r->who = (struct who){.account = "", .lang = r->lang};
	return false;
}

/* Headers are there: may we go on? */
static enum MHD_Result begin(struct http *h, const char *method)
{
	h->checked = true;
	h->close = atomic_load(&h->server->stopping);
	struct request *r = &h->request;
	r->method = arena_dup(r->arena, method);
	http_headers(h);
	int status = http_check(h);
	lang_choose(h);
	route_target(h);
	if (!status && from_memory(h))
		return MHD_YES;
	http_own_headers(h);
	r->id = id_new(r->arena);
	if (status) {
		h->close = true;
		answer_error(r, status, h->refusal);
		return answer_now(h);
	}
	route_find(h);
	lang_asked(h);
	size_t limit = r->route ? r->route->limit : 0;
	const char *length = http_header(h, "Content-Length");
	h->body = out_new(limit);
	h->too_big = length && strtoull(length, NULL, 10) > limit;
	if (h->too_big && strtoull(length, NULL, 10) > limit + SWALLOW)
		return refuse(h, 413);
	return MHD_YES;
}

/* Keeps more of the body, if there is room: the first bytes of each have their
 * own, what is longer shares the rest. */
static bool keep(struct http *h, const char *bytes, size_t n)
{
	size_t before = h->body.len > BODY_FREE ? h->body.len : BODY_FREE;
	out_bytes(&h->body, bytes, n);
	size_t more = h->body.len > before ? h->body.len - before : 0;
	h->shared += more;
	return atomic_fetch_add(&h->server->bodies, more) + more <= BODIES_MAX;
}

static enum MHD_Result more(struct http *h, const char *bytes, size_t n)
{
	if (h->refused)
		return MHD_YES;
	guard_body(h->wire, n);
	h->received += n;
	if (h->received > h->body.limit + SWALLOW)
		return refuse(h, 413);
	return keep(h, bytes, n) ? MHD_YES : refuse(h, 503);
}

/* The whole request is there. */
static enum MHD_Result whole(struct http *h)
{
	struct request *r = &h->request;
	if (h->refused)
		return MHD_NO;
	guard_work(h->wire);
	if (h->kept)
		return answer_now(h);
	if (r->route && (h->too_big || h->body.full)) {
		answer_error(r, 413, NULL);
		return answer_now(h);
	}
	r->size = h->body.len;
	r->body = r->size ? out_str(&h->body) : NULL;
	bool blind = r->route && r->route->flags & NO_VIEWS;
	bool simple = text_eq(r->method, "GET") && (blind || !session_present(h));
	if (simple && live_get(h))
		return answer_now(h);
	if (!simple || (r->route && r->route->flags & SLOW)) {
		to_workers(h);
		return MHD_YES;
	}
	http_serve(h);
	if (!h->later)
		return answer_now(h);
	to_workers(h);
	return MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c, const char *url,
	const char *method, const char *version, const char *bytes, size_t *n, void **context)
{
	(void)cls;
	(void)version;
	(void)url;
	struct http *h = *context;
	if (h->forced)
		return http_send_stopping(c) ? MHD_YES : MHD_NO;
	if (!h->checked)
		return begin(h, method);
	if (*n) {
		enum MHD_Result go_on = more(h, bytes, *n);
		*n = 0;
		return go_on;
	}
	return h->answered ? answer_now(h) : whole(h);
}

/* Percent signs stay: routes decode each segment themselves. */
static size_t keep_escapes(void *cls, struct MHD_Connection *c, char *s)
{
	(void)cls;
	(void)c;
	return strlen(s);
}

static void be_silent(void *cls, const char *format, va_list ap)
{
	(void)cls;
	(void)format;
	(void)ap;
}

/* As many connections as the system lets us have, up to 20,000. */
static unsigned connections(void)
{
	struct rlimit l;
	if (getrlimit(RLIMIT_NOFILE, &l))
		return 1000;
	l.rlim_cur = l.rlim_max < 20200 ? l.rlim_max : 20200;
	setrlimit(RLIMIT_NOFILE, &l);
	getrlimit(RLIMIT_NOFILE, &l);
	return l.rlim_cur > 400 ? (unsigned)l.rlim_cur - 200 : (unsigned)l.rlim_cur / 2;
}

static bool daemon_start(struct server *s)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned threads = cores > 1 ? (unsigned)cores : 1;
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME
		| MHD_USE_ERROR_LOG | MHD_USE_ITC;
	s->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, s,
		MHD_OPTION_EXTERNAL_LOGGER, be_silent, NULL,
		MHD_OPTION_LISTEN_SOCKET, s->socket,
		MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0,
		MHD_OPTION_CONNECTION_LIMIT, s->connections,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENCE_S,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
		MHD_OPTION_URI_LOG_CALLBACK, on_uri, s,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
		MHD_OPTION_END);
	return s->daemon;
}

struct server *server_start(struct store *store, const struct site *site, const char *listen,
	int tries, struct arena *a, const char **why)
{
	signal(SIGPIPE, SIG_IGN);
	struct server *s = arena_alloc(a, sizeof *s);
	*s = (struct server){.store = store, .site = site, .arena = a, .socket = -1};
	pthread_mutex_init(&s->lock, NULL);
	if (!http_listen(s, listen, tries, why))
		return NULL;
	http_hosts(s);
	asset_start(site);
	rate_start(site->rate);
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	http_wire_start(site->secure);
	s->live = live_new(KEPT_BYTES);
	s->knowns = knowns_new();
	s->connections = connections();
	s->guard = guard_start(s->connections);
	s->workers = workers_start(s, cores > 2 ? (int)cores * 2 : 4);
	if (daemon_start(s))
		return s;
	*why = arena_printf(a, "The HTTP server cannot start: %s.", strerror(errno));
	workers_stop(s->workers);
	guard_stop(s->guard);
	live_free(s->live);
	knowns_free(s->knowns);
	close(s->socket);
	return NULL;
}

const struct site *server_site(const struct server *s)
{
	return s->site;
}

void server_change(struct server *s, const struct site *site)
{
	s->site = site;
	rate_start(site->rate);
	live_empty(s->live);
}

int server_port(const struct server *s)
{
	return s->port;
}

unsigned long server_strangers(struct server *s)
{
	return atomic_load(&s->strangers);
}

int server_waiting(struct server *s)
{
	return workers_waiting(s->workers);
}

static void wait_under_way(struct server *s)
{
	int64_t end = date_monotonic() + STOP_MS;
	while (atomic_load(&s->under_way) > 0 && date_monotonic() < end)
		nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
}

/* libmicrohttpd ends the process if a connection is still suspended. */
static void resume_all(struct server *s)
{
	pthread_mutex_lock(&s->lock);
	for (struct http *h = s->suspended; h; h = h->after) {
		h->forced = true;
		h->suspended = false;
		MHD_resume_connection(h->connection);
	}
	s->suspended = NULL;
	pthread_mutex_unlock(&s->lock);
}

void server_stop(struct server *s)
{
	if (!s)
		return;
	atomic_store(&s->stopping, true);
	MHD_quiesce_daemon(s->daemon);
	shutdown(s->socket, SHUT_RDWR);	/* else the system would let more of them wait */
	wait_under_way(s);
	resume_all(s);
	MHD_stop_daemon(s->daemon);
	close(s->socket);
	workers_stop(s->workers);
	guard_stop(s->guard);
	live_free(s->live);
	knowns_free(s->knowns);
}
