/* session.c - reading, starting and ending sessions. */
#include "web/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/text.h"
#include "web/cookie.h"
#include "web/known.h"

enum { SECRET = 24, SECRET_MAX = 200, NEXT_MAX = 600, NEXT_S = 24 * 3600 };

static const int64_t minute = 60000, hour = 60 * 60000;

/* How long a session may rest, and how long it may last. */
static int64_t idle_limit(enum role role)
{
	return role >= STEWARD ? 30 * minute : 12 * hour;
}

static int64_t age_limit(enum role role)
{
	return role >= STEWARD ? 12 * hour : 30 * 24 * hour;
}

const char *session_hash(struct arena *a, const char *secret)
{
	unsigned char hash[HASH_SIZE];
	hash_bytes(hash, secret, strlen(secret));
	return hex(a, hash, sizeof hash);
}

static int64_t position(const char *s)
{
	char *end;
	long long n = strtoll(s, &end, 10);
	return *s && !*end && n > 0 ? n : 0;
}

static void read_bearer(struct http *h, const char *secret)
{
	h->bearer = true;
	h->secret = strlen(secret) <= SECRET_MAX ? arena_dup(h->request.arena, secret) : "";
	const char *seen = http_header(h, "Archipel-Position");
	h->seen = seen ? position(seen) : 0;
}

bool session_present(struct http *h)
{
	if (h->secret)
		return true;
	const char *authorization = http_header(h, "Authorization");
	if (authorization && strncasecmp(authorization, "Bearer ", 7) == 0) {
		read_bearer(h, authorization + 7);
		return true;
	}
	const char *value = cookie_get(h, cookie_name(h, "archipel"));
	const char *dot = value ? strchr(value, '.') : NULL;
	if (!dot || dot == value || strlen(value) > SECRET_MAX)
		return false;
	h->secret = arena_copy(h->request.arena, value, (size_t)(dot - value));
	h->seen = position(dot + 1);
	return true;
}

static bool fill_who(struct http *h, const char *account, const json_t *kept)
{
	struct request *r = &h->request;
	struct session_account a;
	int64_t at = json_int(kept, "at");
	if (!session_account(r->db, account, &a) || !a.active || at < a.opened)
		return false;
	if (!h->bearer && at < a.ranked)
		return false;
	enum role most = a.role;
	if (!h->bearer)
		role_parse(json_str(kept, "as"), &most);
	h->capped = most < a.role;
	r->who = (struct who){.account = account, .role = h->capped ? most : a.role,
		.lang = r->lang};
	r->who_name = a.name;
	return true;
}

/* j: when it was started and last seen, at which position, by what browser. */
static bool save(struct http *h, const char *account, const json_t *j, enum role role)
{
	struct arena *a = h->request.arena;
	int64_t by_age = json_int(j, "started") + age_limit(role);
	int64_t by_rest = json_int(j, "seen") + idle_limit(role);
	return state_put(h->request.store, &(struct state_row){.kind = "session",
		.id = h->session, .owner = account, .value = json_text(a, j),
		.expires = by_age < by_rest ? by_age : by_rest});
}

/* The session goes on: note it now and then, not at each request. */
static bool go_on(struct http *h, const char *account, json_t *kept, int64_t *until)
{
	int64_t started = json_int(kept, "started"), seen = json_int(kept, "seen");
	int64_t now = date_now();
	enum role role = h->request.who.role;
	if (now > started + age_limit(role) || now > seen + idle_limit(role))
		return false;
	*until = started + age_limit(role);
	if (*until > seen + idle_limit(role))
		*until = seen + idle_limit(role);
	if (now > seen + idle_limit(role) / 10) {
		json_object_set_new(kept, "seen", json_integer((json_int_t)now));
		save(h, account, kept, role);
	}
	return true;
}

static void nobody(struct http *h)
{
	h->request.who = (struct who){.account = "", .lang = h->request.lang};
	h->request.who_name = NULL;
	h->session = NULL;
	if (!h->bearer)
		h->secret = NULL;
}

void session_read(struct http *h)
{
	struct request *r = &h->request;
	struct state_row row;
	if (!session_present(h))
		return;
	h->session = session_hash(r->arena, h->secret);
	int64_t changes = store_state_changes(r->store), until = 0;
	if (state_get(r->store, r->arena, h->bearer ? "token" : "session", h->session, &row)) {
		const char *why;
		json_t *kept = json_read(r->arena, row.value, strlen(row.value), &why);
		if (kept && fill_who(h, row.owner, kept)
			&& (h->bearer || go_on(h, row.owner, kept, &until))) {
			known_keep(h, h->bearer ? row.expires : until, changes);
			return;
		}
	}
	nobody(h);
}

/* What the browser calls itself, in two words: enough to tell sessions apart. */
static const char *agent(struct http *h)
{
	static const char *const browsers[][2] = {{"Firefox/", "Firefox"}, {"Edg/", "Edge"},
		{"OPR/", "Opera"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"}};
	static const char *const systems[][2] = {{"Android", "Android"}, {"iPhone", "iPhone"},
		{"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}};
	const char *said = http_header(h, "User-Agent"), *browser = "", *system = "";
	for (size_t i = 0; said && !*browser && i < sizeof browsers / sizeof *browsers; i++)
		if (strstr(said, browsers[i][0]))
			browser = browsers[i][1];
	for (size_t i = 0; said && !*system && i < sizeof systems / sizeof *systems; i++)
		if (strstr(said, systems[i][0]))
			system = systems[i][1];
	return arena_printf(h->request.arena, "%s%s%s", browser,
		*browser && *system ? ", " : "", system);
}

static void write_cookie(struct http *h)
{
	struct request *r = &h->request;
	int64_t seen = r->position > h->seen ? r->position : h->seen;
	cookie_set(h, cookie_name(h, "archipel"),
		arena_printf(r->arena, "%s.%lld", h->secret, (long long)seen),
		age_limit(r->who.role) / 1000);
}

bool session_start(struct request *r, const char *account, enum role role)
{
	struct http *h = http_of(r);
	const char *old = h->bearer ? NULL : h->session, *secret = random_token(r->arena, SECRET);
	json_int_t now = (json_int_t)date_now();
	json_t *kept = json_keep(r->arena, json_pack("{s:I, s:I, s:I, s:s, s:s}", "started",
		now, "seen", now, "at", (json_int_t)r->position, "agent", agent(h), "as",
		role_name(role)));
	h->session = session_hash(r->arena, secret);
	if (!save(h, account, kept, role)) {
		h->session = old;
		return false;
	}
	if (old)
		state_drop(r->store, "session", old);
	h->secret = secret;
	h->bearer = false;
	r->who = (struct who){.account = account, .role = role, .lang = r->lang};
	h->cookie_set = true;
	write_cookie(h);
	cookie_set(h, cookie_name(h, "archipel-form"), "", -1);
	return true;
}

void session_end(struct request *r)
{
	struct http *h = http_of(r);
	if (h->session && !h->bearer)
		state_drop(r->store, "session", h->session);
	nobody(h);
	h->cookie_set = true;
	cookie_set(h, cookie_name(h, "archipel"), "", -1);
	answer_header(r, "Clear-Site-Data", "\"cache\", \"cookies\"");
}

static const char next_cookie[] = "archipel-next";

void session_next_keep(struct request *r, const char *path)
{
	struct http *h = http_of(r);
	const char *value = url_escape(r->arena, path);
	if (*path != '/' || strlen(value) > NEXT_MAX)
		return;
	h->cookie_set = true;
	cookie_set(h, cookie_name(h, next_cookie), value, NEXT_S);
}

const char *session_next_take(struct request *r)
{
	struct http *h = http_of(r);
	const char *value = cookie_get(h, cookie_name(h, next_cookie));
	if (!value)
		return NULL;
	cookie_set(h, cookie_name(h, next_cookie), "", -1);
	const char *path = url_unescape(r->arena, value, strlen(value), false);
	return path && *path == '/' ? path : NULL;
}

void session_seal(struct http *h)
{
	struct request *r = &h->request;
	if (!*r->who.account)
		return;
	if (!h->bearer && !h->cookie_set && r->position > h->seen)
		write_cookie(h);
	answer_header(r, "Archipel-Position", arena_printf(r->arena, "%lld",
		(long long)r->position));
}

int session_list(struct request *r, const char *account, struct session_info **list)
{
	struct state_row *rows;
	const char *why;
	int n = state_list(r->store, r->arena, "session", account, &rows), count = 0;
	*list = arena_alloc(r->arena, sizeof **list * (size_t)(n > 0 ? n : 1));
	for (int i = n - 1; i >= 0; i--) {
		json_t *j = json_read(r->arena, rows[i].value, strlen(rows[i].value), &why);
		(*list)[count++] = (struct session_info){.id = rows[i].id,
			.agent = j ? json_str(j, "agent") : NULL, .started = json_int(j, "started"),
			.seen = json_int(j, "seen"), .current = text_eq(rows[i].id, http_of(r)->session)};
	}
	return count;
}

bool session_revoke(struct request *r, const char *account, const char *id)
{
	struct state_row row;
	return state_get(r->store, r->arena, "session", id, &row)
		&& text_eq(row.owner, account) && state_drop(r->store, "session", id);
}
