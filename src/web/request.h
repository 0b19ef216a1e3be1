/* request.h - one HTTP request under way, and how to answer it.
 *
 * Strings live in the request's arena.  A route's function reads the request,
 * answers once and returns; the connection is resumed by http.c. */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include "base/url.h"
#include "store/store.h"

struct site;		/* settings of the commons: site.h */

struct request {
	struct arena *arena;
	const struct site *site;
	struct store *store;
	const char *method;	/* "GET" also for HEAD */
	const char *path;	/* decoded, without base path: "/ressources/x" */
	const char *target;	/* path and query as sent, without base path */
	struct pairs query;
	const char *body;	/* whole; NULL when there is none */
	size_t size;
	bool api;		/* under /api/: errors are problem+json */
	enum lang lang;
	struct who who;		/* ANYONE when not signed in */
	const char *who_name;	/* display name, or NULL */
	const char *csrf;	/* token for this session's forms */
	const char *id;		/* request id, shown on error pages */
	struct db *db;		/* views, in a read transaction */
	int64_t position;	/* of that transaction */
	const struct route *route;
	const char *parts[4];	/* what {...} of the route's path matched */
	struct http *http;	/* http.c's own */
};

/* A query parameter, cleaned (one line), or NULL.  Empty is NULL. */
const char *request_query(struct request *r, const char *name);
/* Query number within bounds; otherwise is what is given when absent or bad. */
long request_number(struct request *r, const char *name, long min, long max, long otherwise);
const char *request_header(struct request *r, const char *name);
/* Says that the page being made reads a subject, "type:*" for one, besides those
 * that its queries tell (store/subject.h): it is kept until one of them changes.
 * A page that says nothing is dropped by any change. */
void request_reads(struct request *r, const char *subject);
/* Is this page, made from that many bytes, too long to be drawn in the HTTP loop?  Then
 * return without an answer: the route is called once more, by a worker. */
bool request_long(struct request *r, size_t bytes);
/* The answer is not kept: it was made from something that may lag behind. */
void request_lags(struct request *r);

/* An address of ours for a page: base path added. */
const char *link_to(struct request *r, const char *path);
/* Absolute, with the base URL. */
const char *link_absolute(struct request *r, const char *path);

/* Answers.  Each may be called once. Bytes are copied. */
void answer(struct request *r, int status, const char *type, const void *bytes, size_t n);
void answer_json(struct request *r, int status, json_t *j);
/* After a POST: 303 to one of our paths (base path is added). */
void answer_see(struct request *r, const char *path);
void answer_moved(struct request *r, int status, const char *path);
void answer_header(struct request *r, const char *name, const char *value);
/* Images of this page may also come from there: "https://host". */
void answer_images(struct request *r, const char *origin);
/* A page in the reader's language, or application/problem+json.  sentence is
 * an English key, NULL for the status' own. */
void answer_error(struct request *r, int status, const char *sentence);
/* problem+json with a sentence already in the reader's language; more: members
 * to add, or NULL. */
void answer_problem(struct request *r, int status, const char *detail, json_t *more);
/* The refusal of a call: status, sentences, per-field faults, both texts. */
void answer_refusal(struct request *r, const struct call *c);

/* Route rows.  A path has at most four {parts}; {part} matches one segment. */
struct route {
	const char *method;	/* "GET", "POST", "PUT" */
	const char *path;	/* "/ressources/{slug}" */
	enum role role;
	unsigned flags;
	size_t limit;		/* body bytes; 0: no body */
	void (*serve)(struct request *);
};
enum {
	SLOW = 1,	/* searches, uploads: on the workers, not in the HTTP loop */
	PERSONAL = 2,	/* no-store, never kept */
	OPEN_DATA = 4,	/* CORS for everyone */
	NO_VIEWS = 8,	/* needs neither views nor session: r->db is NULL */
	/* One page for all who are signed in with the same role, but for those that
	 * who_is met: it holds nothing of anyone's own otherwise.  It is made for an
	 * account that nobody has, and kept. */
	SHARED = 16,
	/* What it changes is nobody's, or known by a secret in its path: its forms set no
	 * cookie and need no token of someone not signed in.  The origin is looked at. */
	BY_PATH = 32,
	COST = 256	/* times n: what it takes from a network's bucket (rate.h); SLOW: 1 */
};
const struct route *route_at(int i);	/* NULL past the last */

/* A call made from this request: who, idempotency key, If-Match, digest. */
struct call *request_call(struct request *r, const char *command, json_t *values);
/* Prepares and submits; then(r, c) answers, later, on a worker.  Nothing of
 * the request may be touched after this returns. */
void request_do(struct request *r, struct call *c, void (*then)(struct request *, struct call *));
/* The form's fields as JSON: a.0.b nests, name[] is a list; cleaned text.
 * NULL after having answered 400. */
json_t *request_form(struct request *r);
/* The body as a JSON object; NULL after having answered 400 or 415. */
json_t *request_json(struct request *r);

#endif
