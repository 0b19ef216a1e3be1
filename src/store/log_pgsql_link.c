/* log_pgsql_link.c - connections to PostgreSQL: opening, asking, giving up. */
#include "store/log_pgsql.h"

#include <endian.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/logfmt.h"
#include "store/log_pgsql_tls.h"

enum {
	PATIENCE = 15000,	/* ms for one answer; longer than any lock is held */
	BACKOFF_FIRST = 100, BACKOFF_LAST = 1000,
	PARAMS = 16
};

static void silent(void *context, const char *message)
{
	(void)context;
	(void)message;
}

/* The next attempt comes after a pause that doubles, up to one second. */
static void went_away(struct pgsql *p)
{
	atomic_store(&p->away, true);
	pthread_mutex_lock(&p->lock);
	p->backoff = p->backoff ? p->backoff * 2 : BACKOFF_FIRST;
	if (p->backoff > BACKOFF_LAST)
		p->backoff = BACKOFF_LAST;
	p->retry_at = date_monotonic() + p->backoff;
	pthread_mutex_unlock(&p->lock);
}

static void came_back(struct pgsql *p)
{
	atomic_store(&p->away, false);
	pthread_mutex_lock(&p->lock);
	p->backoff = 0;
	p->retry_at = 0;
	pthread_mutex_unlock(&p->lock);
}

static bool may_try(struct pgsql *p)
{
	pthread_mutex_lock(&p->lock);
	bool may = date_monotonic() >= p->retry_at;
	pthread_mutex_unlock(&p->lock);
	return may;
}

void link_close(struct link *l)
{
	PQfinish(l->conn);
	l->conn = NULL;
	l->prepared_count = 0;
}

/* The settings that our promises rest on.  synchronous_commit is raised to
 * "on", never lowered from "remote_apply". */
static bool settle(struct pgsql *p, struct link *l)
{
	return link_exec(p, l,
		"SET search_path TO archipel;"
		"SET client_encoding TO 'UTF8';"
		"SET default_transaction_isolation TO 'read committed';"
		"SET idle_in_transaction_session_timeout TO 5000;"
		"SET lock_timeout TO 10000;"
		"SET client_min_messages TO 'error';"
		"SELECT set_config('synchronous_commit', 'on', false)"
		" WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')");
}

bool link_open(struct pgsql *p, struct link *l)
{
	if (l->conn && PQstatus(l->conn) == CONNECTION_OK)
		return true;
	link_close(l);
	l->state[0] = '\0';
	if (!may_try(p))
		return false;
	/* What stands before dbname may be changed by the address.  A link that was cut
	 * is given up after five seconds: once the network is back, TCP would wait as
	 * long again as the cut lasted. */
	struct tls tls = tls_of(p->where);
	const char *const names[] = {"connect_timeout", "keepalives_idle", "keepalives_interval",
		"tcp_user_timeout", "target_session_attrs", "application_name", "sslmode",
		"sslrootcert", "dbname", NULL};
	const char *const values[] = {"3", "3", "1", "5000", "read-write", "archipel", tls.mode,
		tls.root, p->where, NULL};
	l->conn = PQconnectdbParams(names, values, 1);
	if (PQstatus(l->conn) != CONNECTION_OK) {
		went_away(p);
		return false;
	}
	PQsetNoticeProcessor(l->conn, silent, NULL);
	if (!settle(p, l)) {
		went_away(p);
		link_close(l);
		return false;
	}
	came_back(p);
	return true;
}

const char *link_reason(struct arena *a, const struct link *l)
{
	char *s = arena_dup(a, l->conn ? PQerrorMessage(l->conn) : "");
	size_t n = strlen(s);
	while (n > 0 && s[n - 1] == '\n')
		s[--n] = '\0';
	for (char *c = s; *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	return n ? s : "the server did not answer";
}

PGresult *link_result(struct link *l)
{
	int64_t until = date_monotonic() + (l->patience ? l->patience : PATIENCE);
	while (PQisBusy(l->conn)) {
		int64_t left = until - date_monotonic();
		struct pollfd f = {.fd = PQsocket(l->conn), .events = POLLIN};
		if (left <= 0)
			return NULL;
		if (poll(&f, 1, (int)left) < 0 && errno != EINTR)
			return NULL;
		if (!PQconsumeInput(l->conn))
			return NULL;
	}
	return PQgetResult(l->conn);
}

static bool is_fine(const PGresult *r)
{
	ExecStatusType status = PQresultStatus(r);
	return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

const char *link_state(const PGresult *r)
{
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	return state ? state : "";
}

void link_broke(struct pgsql *p, struct link *l)
{
	l->state[0] = '\0';
	atomic_store(&p->away, true);
	link_close(l);
}

/* All results of what was sent: the last one, or NULL if any failed. */
static PGresult *collect(struct pgsql *p, struct link *l)
{
	PGresult *last = NULL;
	bool failed = false;
	for (PGresult *r; (r = link_result(l)); last = r) {
		PQclear(last);
		if (!is_fine(r) && !failed) {
			failed = true;
			snprintf(l->state, sizeof l->state, "%s", link_state(r));
		}
	}
	PGTransactionStatusType status = PQtransactionStatus(l->conn);
	/* 25006: this server became a standby; another one is asked next time. */
	if (status == PQTRANS_ACTIVE || status == PQTRANS_UNKNOWN
		|| (failed && !strcmp(l->state, "25006"))) {
		link_broke(p, l);
		failed = true;
	} else {
		atomic_store(&p->away, false);
	}
	if (!failed && last)
		return last;
	PQclear(last);
	return NULL;
}

bool link_exec_(struct pgsql *p, struct link *l, const char *sql)
{
	if (!l->conn || !PQsendQuery(l->conn, sql)) {
		link_broke(p, l);
		return false;
	}
	PGresult *r = collect(p, l);
	PQclear(r);
	return r != NULL;
}

bool link_prepare_(struct pgsql *p, struct link *l, const char *sql)
{
	for (int i = 0; i < l->prepared_count; i++)
		if (!strcmp(l->prepared[i], sql))
			return true;
	if (l->prepared_count == LINK_STATEMENTS)
		die("more than %d statements on one link", (int)LINK_STATEMENTS);
	char name[16];
	snprintf(name, sizeof name, "q%d", l->prepared_count);
	if (!PQsendPrepare(l->conn, name, sql, 0, NULL)) {
		link_broke(p, l);
		return false;
	}
	PGresult *r = collect(p, l);
	if (!r)
		return false;
	PQclear(r);
	l->prepared[l->prepared_count++] = sql;
	return true;
}

static bool send_values(struct link *l, const char *sql, const char *types, va_list ap)
{
	const char *values[PARAMS];
	int lengths[PARAMS], formats[PARAMS], n = 0;
	uint64_t numbers[PARAMS];
	for (; types[n]; n++) {
		if (n == PARAMS)
			die("more than %d parameters", (int)PARAMS);
		formats[n] = types[n] != 's';
		lengths[n] = 0;
		if (types[n] == 'i') {
			numbers[n] = htobe64((uint64_t)va_arg(ap, int64_t));
			values[n] = (const char *)&numbers[n];
			lengths[n] = sizeof numbers[n];
		} else {
			values[n] = va_arg(ap, const char *);
		}
		if (types[n] == 'b')
			lengths[n] = (int)va_arg(ap, size_t);
	}
	int at = 0;
	while (at < l->prepared_count && strcmp(l->prepared[at], sql) != 0)
		at++;
	char name[16];
	snprintf(name, sizeof name, "q%d", at);
	return PQsendQueryPrepared(l->conn, name, n, values, lengths, formats, 1);
}

bool link_send_(struct pgsql *p, struct link *l, const char *sql, const char *types, ...)
{
	va_list ap;
	va_start(ap, types);
	bool sent = l->conn && send_values(l, sql, types, ap);
	va_end(ap);
	if (!sent)
		link_broke(p, l);
	return sent;
}

static PGresult *ask(struct pgsql *p, struct link *l, const char *sql, const char *types,
	va_list ap)
{
	if (!link_open(p, l) || !link_prepare_(p, l, sql))
		return NULL;
	if (!send_values(l, sql, types, ap)) {
		link_broke(p, l);
		return NULL;
	}
	return collect(p, l);
}

PGresult *link_ask_(struct pgsql *p, struct link *l, const char *sql, const char *types, ...)
{
	va_list ap;
	va_start(ap, types);
	PGresult *r = ask(p, l, sql, types, ap);
	va_end(ap);
	return r;
}

static struct link *lease(struct pgsql *p)
{
	pthread_mutex_lock(&p->lock);
	for (;;) {
		for (int i = 0; i < POOL_LINKS; i++)
			if (!p->pool[i].busy) {
				p->pool[i].busy = true;
				pthread_mutex_unlock(&p->lock);
				return &p->pool[i];
			}
		pthread_cond_wait(&p->freed, &p->lock);
	}
}

static void give_back(struct pgsql *p, struct link *l)
{
	pthread_mutex_lock(&p->lock);
	l->busy = false;
	pthread_cond_signal(&p->freed);
	pthread_mutex_unlock(&p->lock);
}

PGresult *pool_ask_(struct pgsql *p, const char *sql, const char *types, ...)
{
	struct link *l = lease(p);
	PGresult *r = NULL;
	for (int attempt = 0; attempt < 2 && !r; attempt++) {
		bool had = l->conn != NULL;
		va_list ap;
		va_start(ap, types);
		r = ask(p, l, sql, types, ap);
		va_end(ap);
		if (!r && l->state[0])
			logfmt(LEVEL_ERROR, NULL, "log", "why", PQerrorMessage(l->conn));
		if (!had || l->state[0])
			break;
	}
	give_back(p, l);
	return r;
}

bool pool_run_(PGresult *r)
{
	PQclear(r);
	return r != NULL;
}

int64_t result_int(const PGresult *r, int row, int column)
{
	uint64_t n;
	if (PQgetlength(r, row, column) != (int)sizeof n)
		return 0;
	memcpy(&n, PQgetvalue(r, row, column), sizeof n);
	return (int64_t)be64toh(n);
}

char *result_text(struct arena *a, const PGresult *r, int row, int column)
{
	if (PQgetisnull(r, row, column))
		return NULL;
	return arena_copy(a, PQgetvalue(r, row, column), (size_t)PQgetlength(r, row, column));
}

void result_hash(unsigned char out[HASH_SIZE], const PGresult *r, int row, int column)
{
	memset(out, 0, HASH_SIZE);
	if (PQgetlength(r, row, column) == HASH_SIZE)
		memcpy(out, PQgetvalue(r, row, column), HASH_SIZE);
}
