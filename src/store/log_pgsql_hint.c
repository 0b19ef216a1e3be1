/* log_pgsql_hint.c - who waits for the log hears of its growth.
 *
 * One thread listens.  A notification is a hint only: the head is read again
 * on each connection and every minute. */
#include "store/log_pgsql.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"

enum { REREAD = 60000, RETRY = 250 };

void hint_known(struct pgsql *p, int64_t position)
{
	pthread_mutex_lock(&p->lock);
	if (position > p->known) {
		p->known = position;
		pthread_cond_broadcast(&p->grown);
	}
	pthread_mutex_unlock(&p->lock);
}

/* Something else than growth: an erasure, an epoch, a new connection. */
static void hint_turn(struct pgsql *p, int64_t position)
{
	pthread_mutex_lock(&p->lock);
	p->turn++;
	if (position >= 0)
		p->known = position;
	pthread_cond_broadcast(&p->grown);
	pthread_mutex_unlock(&p->lock);
}

/* Where the log ends now; a restore may have made it shorter. */
static bool reread(struct pgsql *p)
{
	PGresult *r = link_ask(p, &p->hint, "SELECT position FROM head", "");
	if (!r)
		return false;
	hint_turn(p, result_int(r, 0, 0));
	PQclear(r);
	return true;
}

static void heard(struct pgsql *p, const char *what)
{
	if (text_starts(what, "blob "))
		cache_forget(p, what + strlen("blob "));
	else if (what[0] >= '0' && what[0] <= '9')
		hint_known(p, strtoll(what, NULL, 10));
	else if (reread(p))
		cache_forget(p, NULL);
}

/* Also those that came in with the answer to a question of our own: poll would
 * not tell of them. */
static void hear(struct pgsql *p)
{
	if (!PQconsumeInput(p->hint.conn))
		link_broke(p, &p->hint);
	for (PGnotify *n; p->hint.conn && (n = PQnotifies(p->hint.conn)); PQfreemem(n))
		heard(p, n->extra);
}

static bool tuned_in(struct pgsql *p)
{
	if (p->hint.conn)
		return true;
	if (!link_open(p, &p->hint))
		return false;
	/* What was said in the meantime is lost: blobs may have been dropped. */
	cache_forget(p, NULL);
	if (link_exec(p, &p->hint, "LISTEN archipel") && reread(p))
		return true;
	link_close(&p->hint);
	return false;
}

/* Until something comes in, ms are over, or the end. */
static void sleep_on(struct pgsql *p, int ms)
{
	struct pollfd f[2] = {{.fd = p->wake[0], .events = POLLIN},
		{.fd = p->hint.conn ? PQsocket(p->hint.conn) : -1, .events = POLLIN}};
	poll(f, 2, ms);
}

static void *listen_on(void *context)
{
	struct pgsql *p = context;
	int64_t read_at = 0;
	for (;;) {
		pthread_mutex_lock(&p->lock);
		bool stopping = p->stopping;
		pthread_mutex_unlock(&p->lock);
		if (stopping)
			break;
		if (!p->hint.conn)
			read_at = date_monotonic();
		if (!tuned_in(p)) {
			sleep_on(p, RETRY);
			continue;
		}
		int64_t left = read_at + REREAD - date_monotonic();
		if (left <= 0) {
			reread(p);
			read_at = date_monotonic();
		}
		if (p->hint.conn)
			hear(p);
		if (p->hint.conn)
			sleep_on(p, left > 0 ? (int)left : REREAD);
	}
	link_close(&p->hint);
	return NULL;
}

void hint_start(struct pgsql *p)
{
	if (pipe2(p->wake, O_CLOEXEC) || pthread_create(&p->listener, NULL, listen_on, p))
		die("the thread that listens to the log cannot be started");
	p->listening = true;
}

void hint_stop(struct pgsql *p)
{
	if (!p->listening)
		return;
	pthread_mutex_lock(&p->lock);
	p->stopping = true;
	pthread_cond_broadcast(&p->grown);
	pthread_mutex_unlock(&p->lock);
	if (write(p->wake[1], "", 1) != 1)
		die("the thread that listens to the log cannot be stopped");
	pthread_join(p->listener, NULL);
	close(p->wake[0]);
	close(p->wake[1]);
}

bool pgsql_wait(struct log *log, int64_t after, int ms)
{
	struct pgsql *p = (struct pgsql *)log;
	int64_t until = date_monotonic() + ms;
	struct timespec at = {.tv_sec = until / 1000, .tv_nsec = until % 1000 * 1000000};
	pthread_mutex_lock(&p->lock);
	while (p->known <= after && p->turn == p->turn_told && !p->stopping)
		if (pthread_cond_timedwait(&p->grown, &p->lock, &at) == ETIMEDOUT)
			break;
	bool news = p->known > after || p->turn != p->turn_told;
	p->turn_told = p->turn;
	pthread_mutex_unlock(&p->lock);
	return news;
}

void pgsql_wake(struct log *log)
{
	hint_turn((struct pgsql *)log, -1);
}
