/* route.c - from an address to a route row.  A literal segment wins over a {part}. */
#include <string.h>

#include "base/text.h"
#include "web/http_own.h"

enum { SEGMENTS_MAX = 12, QUERY_MAX = 200 };

struct path {
	const char *segments[SEGMENTS_MAX];
	int count;
};

/* "/a/b" has two segments, "/" none; false if there are too many. */
static bool split(struct arena *a, const char *path, struct path *p)
{
	p->count = 0;
	while (*path == '/' && path[1]) {
		if (p->count == SEGMENTS_MAX)
			return false;
		size_t n = strcspn(++path, "/");
		p->segments[p->count++] = arena_copy(a, path, n);
		path += n;
	}
	return true;
}

/* How exactly a row's path fits: -1 not at all, else one bit a literal. */
static int fit(const char *row, const struct path *p)
{
	int score = 0, i = 0;
	while (*row == '/' && row[1]) {
		size_t n = strcspn(++row, "/");
		if (i == p->count)
			return -1;
		bool part = row[0] == '{';
		const char *s = p->segments[i++];
		if (part ? !*s : strlen(s) != n || memcmp(s, row, n) != 0)
			return -1;
		score = score << 1 | !part;
		row += n;
	}
	return i == p->count ? score : -1;
}

static void fill_parts(struct request *r, const struct path *p)
{
	int i = 0, n = 0;
	for (const char *row = r->route->path; *row == '/' && row[1]; i++) {
		row++;
		if (*row == '{' && n < 4)
			r->parts[n++] = p->segments[i];
		row += strcspn(row, "/");
	}
}

static bool same_method(const char *row, const char *asked)
{
	return text_eq(row, asked) || (text_eq(row, "GET") && text_eq(asked, "HEAD"));
}

static void allow(struct http *h, const char *method)
{
	struct arena *a = h->request.arena;
	const char *add = text_eq(method, "GET") ? "GET, HEAD" : method;
	if (!h->allow)
		h->allow = add;
	else if (!strstr(h->allow, add))
		h->allow = arena_printf(a, "%s, %s", h->allow, add);
}

static void match(struct http *h, const struct path *p)
{
	struct request *r = &h->request;
	int best = -1;
	for (int i = 0; route_at(i); i++) {
		const struct route *t = route_at(i);
		int score = fit(t->path, p);
		if (score < 0)
			continue;
		allow(h, t->method);
		if (score > best && same_method(t->method, r->method)) {
			best = score;
			r->route = t;
		}
	}
	h->route_status = h->allow ? 405 : 404;
	if (r->route)
		fill_parts(r, p);
}

/* Decodes the segments; false for bad escapes. */
static bool decode(struct request *r, struct path *p)
{
	struct out o = out_new(16384);
	for (int i = 0; i < p->count; i++) {
		const char *s = p->segments[i];
		p->segments[i] = url_unescape(r->arena, s, strlen(s), false);
		if (!p->segments[i])
			break;
		out_printf(&o, "/%s", p->segments[i]);
	}
	r->path = arena_dup(r->arena, p->count ? out_str(&o) : "/");
	out_free(&o);
	for (int i = 0; i < p->count; i++)
		if (!p->segments[i])
			return false;
	return true;
}

/* Cuts the base path off, unless the proxy in front has: many do. */
void route_target(struct http *h)
{
	struct request *r = &h->request;
	const char *base = r->site->base;
	size_t n = base ? strlen(base) : 0;
	bool below = n && strncmp(h->uri, base, n) == 0 && strchr("/?", h->uri[n]);
	r->target = h->uri + (below ? n : 0);
	if (!*r->target || *r->target == '?')
		r->target = arena_printf(r->arena, "/%s", r->target);
}

void route_find(struct http *h)
{
	struct request *r = &h->request;
	struct path p;
	h->route_status = 404;
	size_t n = strcspn(r->target, "?");
	const char *query = r->target[n] ? r->target + n + 1 : "";
	r->api = text_starts(r->target, "/api/");
	if (!split(r->arena, arena_copy(r->arena, r->target, n), &p) || !decode(r, &p)
		|| !url_pairs(r->arena, query, strlen(query), QUERY_MAX, &r->query)) {
		h->route_status = 400;
		return;
	}
	match(h, &p);
	if (n > 1 && r->target[n - 1] == '/') {
		h->moved = h->allow ? arena_printf(r->arena, "%.*s%s", (int)n - 1, r->target,
			r->target + n) : NULL;
		h->allow = NULL;
		r->route = NULL;
	}
	if (text_eq(r->method, "HEAD"))
		r->method = "GET";
}
