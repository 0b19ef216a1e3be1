/* worker.c - threads for what takes time, and how a route is run in any thread.
 *
 * Slow reads get at most half of the workers, so that they never keep
 * commands and signed-in readers waiting. */
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/memory.h"
#include "base/logfmt.h"
#include "base/text.h"
#include "store/log.h"
#include "store/subject.h"
#include "web/http_own.h"
#include "web/http_send.h"
#include "web/live.h"
#include "web/rate.h"
#include "web/worker.h"

enum { LONG_PAGE = 32 * 1024, QUEUE_MAX = 1000, BEHIND_MS = 2000 };

struct queue {
	struct http *first, **last;
};

struct workers {
	struct server *server;
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct queue quick, slow;
	int count, waiting, slow_running;
	bool stop;
	pthread_t threads[64];
};

/* Each thread that serves has one reader, kept open. */
static _Thread_local struct reader *mine;
static _Thread_local bool reading;
/* The views may be behind what the reader has seen: the log is out of reach. */
static _Thread_local bool unsure;
/* Set when the request now belongs to the writer: hands off. */
static _Thread_local bool handed;

static pthread_key_t at_exit;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void close_reader(void *r)
{
	reader_close(r);
}

static void make_key(void)
{
	if (pthread_key_create(&at_exit, close_reader))
		die("cannot make a thread key");
}

static struct reader *my_reader(struct store *s)
{
	pthread_once(&once, make_key);
	if (!mine) {
		mine = reader_open(s);
		pthread_setspecific(at_exit, mine);
	}
	return mine;
}

/* A position beyond the log's end is a mistake or another log's: it is not waited
 * for.  Where it ends is not known while the log is out of reach. */
static int64_t clamp(struct http *h, int64_t at_least)
{
	struct store *s = h->server->store;
	unsure = false;
	if (at_least <= store_position(s))
		return at_least;
	struct log_head head;
	struct log *log = store_log(s);
	unsure = !log->do_->head(log, &head);
	if (unsure)
		return 0;
	return at_least < head.position ? at_least : head.position;
}

static void hear(void *context, unsigned slot)
{
	http_reads(context, slot);
}

static bool views_open(struct http *h, int64_t at_least)
{
	struct request *r = &h->request;
	struct reader *reader = my_reader(h->server->store);
	h->era = store_era(h->server->store);
	if (!reader_begin(reader, r->arena, clamp(h, at_least), BEHIND_MS))
		return false;
	reading = true;
	r->db = reader_db(reader);
	db_hear_reads(r->db, hear, h);
	r->position = reader_position(reader);
	return true;
}

static void views_close(struct http *h)
{
	if (!reading)
		return;
	db_hear_reads(h->request.db, NULL, NULL);
	reader_end(mine);
	reading = false;
	h->request.db = NULL;
}

static void no_route(struct http *h)
{
	struct request *r = &h->request;
	if (h->allow)
		answer_header(r, "Allow", h->allow);
	if (h->moved)
		answer_moved(r, 308, h->moved);
	else if (h->allow && text_eq(r->method, "OPTIONS"))
		answer(r, 204, NULL, NULL, 0);
	else
		answer_error(r, h->route_status, NULL);
}

static bool may_enter(struct http *h)
{
	struct request *r = &h->request;
	if (!r->route) {
		no_route(h);
		return false;
	}
	const char *sentence = NULL;
	int refused = crossing_check(h, &sentence);
	if (refused) {
		logfmt(LEVEL_WARNING, r->id, "crossing.refused", "method", r->method, "route",
			r->route->path, "by", *r->who.account ? r->who.account : NULL);
		if (h->form_read && http_header(h, "Cookie") && !wants_json(h))
			do_again(r);
		else
			answer_error(r, refused, sentence);
		return false;
	}
	bool signed_in = *r->who.account, blind = r->route->flags & NO_VIEWS;
	if (r->who.role >= r->route->role && (signed_in || !h->bearer || blind))
		return true;
	logfmt(signed_in ? LEVEL_WARNING : LEVEL_INFO, r->id, "access.refused", "method",
		r->method, "route", r->route->path, "by", signed_in ? r->who.account : NULL,
		"role", role_name(r->who.role));
	if (h->capped && !wants_json(h) && text_eq(r->method, "GET"))
		answer_see(r, "/compte/deux-etapes");
	else if (signed_in || wants_json(h) || !text_eq(r->method, "GET"))
		answer_error(r, signed_in ? 403 : 401, NULL);
	else
		answer_see(r, arena_printf(r->arena, "/connexion?suite=%s",
			url_escape(r->arena, r->target)));
	return false;
}

/* Takes back what a route has said. */
static void retract(struct http *h, int headers)
{
	if (h->kept)
		live_drop(h->kept);
	h->kept = NULL;
	h->answered = h->own_form = h->lags = h->told = h->cookie_set = false;
	h->form_secret = NULL;
	h->reply.count = headers;
	h->read_count = 0;
	h->apart = NULL;
}

/* A query that fails finds nothing: what was said may not be true. */
static bool views_failed(void)
{
	return reading && reader_failed(mine);
}

static void say_unread(struct http *h)
{
	retract(h, 0);
	answer_error(&h->request, 503, NULL);
}

static void finish(struct http *h)
{
	if (!h->answered) {
		logfmt(LEVEL_ERROR, h->request.id, "request.unanswered", "route",
			h->request.route ? h->request.route->path : "none");
		answer_error(&h->request, 500, NULL);
	}
	if (views_failed() || memory_was_short())
		say_unread(h);
	views_close(h);
	live_keep(h);
	if (!h->kept)
		session_seal(h);
	if (h->suspended)
		http_zip(h);
}

/* On a worker, when the command is done or refused: the views now show it. */
static void carry_on(struct http *h)
{
	struct call *c = h->call;
	h->call = NULL;
	int64_t at_least = c->position > h->seen ? c->position : h->seen;
	if (views_open(h, at_least))
		h->then(&h->request, c);
	else
		answer_error(&h->request, 503, NULL);
}

bool request_long(struct request *r, size_t bytes)
{
	struct http *h = http_of(r);
	h->later = bytes > LONG_PAGE && !h->suspended;
	return h->later;
}

/* False when the writer has it now. */
static bool settle(struct http *h)
{
	while (!handed && h->call)
		carry_on(h);
	if (handed)
		return false;
	if (h->later)
		views_close(h);
	else
		finish(h);
	return true;
}

/* A shared log out of reach: public pages are read, as by anyone; what needs to
 * know who asks, or changes something, waits until it is back.  So does who is
 * known to be signed in, and has perhaps seen more than is here. */
static bool must_wait(struct http *h)
{
	const struct request *r = &h->request;
	if (*r->who.account)
		return unsure;
	if (!r->route || !(store_away(r->store) || views_failed()))
		return false;
	return h->bearer || r->route->role > ANYONE || r->route->flags & PERSONAL
		|| !text_eq(r->method, "GET");
}

static void wait_please(struct http *h)
{
	answer_error(&h->request, 503, NULL);
}

static bool is_apart(const struct http *h, const char *account)
{
	const struct apart *a = h->apart;
	bool apart = a->count > APART_MAX;
	for (int i = 0; !apart && i < a->count; i++)
		apart = text_eq(a->accounts[i], account);
	return apart;
}

/* Makes the page that all of a role share, for an account that nobody has, and
 * keeps it if it may.  False when it is not what this reader is to get. */
static bool serve_shared(struct http *h)
{
	struct request *r = &h->request;
	const struct who own = r->who;
	const char *name = r->who_name;
	int headers = h->reply.count;
	h->apart = arena_alloc(r->arena, sizeof *h->apart);
	r->who = (struct who){.account = "*", .role = own.role, .lang = own.lang,
		.apart = h->apart};
	r->who_name = NULL;
	r->route->serve(r);
	if (!views_failed() && !memory_is_short())
		live_keep(h);
	r->who = own;
	r->who_name = name;
	bool theirs = h->status == 200 && !h->own_form && !h->cookie_set
		&& !is_apart(h, own.account);
	if (!theirs)
		retract(h, headers);
	return theirs;
}

static void serve(struct http *h)
{
	struct request *r = &h->request;
	bool shared = r->route->flags & SHARED && *r->who.account
		&& text_eq(r->method, "GET");
	if (shared && live_get(h))
		return;
	if (!shared || h->is_apart || !serve_shared(h))
		r->route->serve(r);
}

bool http_serve(struct http *h)
{
	struct request *r = &h->request;
	handed = false;
	memory_was_short();
	if (h->call)
		return settle(h);
	bool blind = r->route && r->route->flags & NO_VIEWS;
	if (!blind)
		session_present(h);	/* what the reader has seen, whatever the method */
	if (blind) {
		h->era = store_era(h->server->store);
		r->position = store_position(h->server->store);
	} else if (!views_open(h, h->seen)) {
		wait_please(h);
		return true;
	} else {
		session_read(h);
	}
	if (must_wait(h))
		wait_please(h);
	else if (rate_paid(r) && may_enter(h))
		serve(h);
	return settle(h);
}

/* On the writer's thread. */
static void command_done(struct call *c, void *context)
{
	(void)c;
	struct http *h = context;
	if (workers_take(h->server->workers, h))
		return;
	answer_error(&h->request, 503, NULL);
	http_resume(h);
	http_drop(h);
}

void request_do(struct request *r, struct call *c, void (*then)(struct request *, struct call *))
{
	struct http *h = http_of(r);
	if (!h->suspended)
		die("a command was called in the HTTP loop: %s", c->command->name);
	views_close(h);
	h->call = c;
	h->then = then;
	c->done = command_done;
	c->context = h;
	c->outcome = store_prepare(r->store, c);
	if (c->outcome != DONE)
		return;
	handed = true;
	store_submit(r->store, c);
}

static struct http *pop(struct queue *q)
{
	struct http *h = q->first;
	if (!h)
		return NULL;
	q->first = h->next;
	if (!q->first)
		q->last = &q->first;
	return h;
}

static void push(struct queue *q, struct http *h)
{
	h->next = NULL;
	*q->last = h;
	q->last = &h->next;
}

static bool is_slow(const struct http *h)
{
	const struct route *t = h->request.route;
	return t && (t->flags & SLOW || h->later) && !h->call;
}

/* What this worker may take; NULL: nothing now. */
static struct http *next(struct workers *w, bool *slow)
{
	struct http *h = pop(&w->quick);
	*slow = !h;
	if (!h && w->slow_running < (w->count + 1) / 2)
		h = pop(&w->slow);
	if (!h)
		return NULL;
	w->slow_running += *slow;
	w->waiting--;
	return h;
}

static void *work(void *context)
{
	struct workers *w = context;
	pthread_mutex_lock(&w->lock);
	for (;;) {
		bool slow;
		struct http *h = next(w, &slow);
		if (!h && w->stop)
			break;
		if (!h) {
			pthread_cond_wait(&w->more, &w->lock);
			continue;
		}
		pthread_mutex_unlock(&w->lock);
		if (http_serve(h)) {
			http_resume(h);
			http_drop(h);
		}
		pthread_mutex_lock(&w->lock);
		w->slow_running -= slow;
		if (slow && w->slow.first)
			pthread_cond_signal(&w->more);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

bool workers_take(struct workers *w, struct http *h)
{
	pthread_mutex_lock(&w->lock);
	bool room = !w->stop && (w->waiting < QUEUE_MAX || h->call);
	if (room) {
		push(is_slow(h) ? &w->slow : &w->quick, h);
		w->waiting++;
		pthread_cond_signal(&w->more);
	}
	pthread_mutex_unlock(&w->lock);
	return room;
}

int workers_waiting(struct workers *w)
{
	pthread_mutex_lock(&w->lock);
	int n = w->waiting;
	pthread_mutex_unlock(&w->lock);
	return n;
}

struct workers *workers_start(struct server *s, int count)
{
	struct workers *w = arena_alloc(s->arena, sizeof *w);
	int max = (int)(sizeof w->threads / sizeof *w->threads);
	*w = (struct workers){.server = s, .count = count < max ? count : max};
	w->quick.last = &w->quick.first;
	w->slow.last = &w->slow.first;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->more, NULL);
	for (int i = 0; i < w->count; i++)
		if (pthread_create(&w->threads[i], NULL, work, w))
			die("cannot start a thread");
	return w;
}

/* The struct stays: the writer may still bring what it was given. */
void workers_stop(struct workers *w)
{
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_broadcast(&w->more);
	pthread_mutex_unlock(&w->lock);
	for (int i = 0; i < w->count; i++)
		pthread_join(w->threads[i], NULL);
}
