/* address.c - the target of a request: path, query, base path, route.  A line:
 * method, a space, the target.  What follows is text to be escaped. */
#include "fuzz.h"

#include "base/text.h"
#include "base/url.h"
#include "web/http_own.h"

static struct site site = {.name = "Essai"};
static struct server server = {.site = &site};

static struct http *request(struct arena *a, const char *method, const char *uri)
{
	struct http *h = arena_alloc(a, sizeof *h);
	*h = (struct http){.server = &server, .uri = uri};
	h->request = (struct request){.arena = a, .site = &site, .http = h, .method = method,
		.path = "/", .target = "/", .who = {.account = ""}};
	route_target(h);
	return h;
}

static bool printable(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s <= ' ' || *s == 127)
			return false;
	return true;
}

static void found(const struct http *h, const char *method)
{
	const struct request *r = &h->request;
	must(r->target[0] == '/' || !r->route);
	must(text_valid(r->path, strlen(r->path)));
	must(!r->route || h->route_status == 405);
	must(!r->route || text_eq(r->route->method, text_eq(method, "HEAD") ? "GET" : method));
	for (int i = 0; i < 4 && r->route && r->parts[i]; i++)
		must(*r->parts[i] && text_valid(r->parts[i], strlen(r->parts[i])));
	for (int i = 0; i < r->query.count; i++)
		must(text_valid(r->query.names[i], strlen(r->query.names[i]))
			&& text_valid(r->query.values[i], strlen(r->query.values[i]))
			&& pairs_get(&r->query, r->query.names[i]));
	must(r->query.count <= 200);
	must(!h->moved || (h->moved[0] == '/' && !strpbrk(h->moved, "\r\n")));
}

/* A literal path is found by its own row; a query changes nothing of that. */
static void again(struct arena *a, const struct http *h)
{
	const struct request *r = &h->request;
	if (!r->route)
		return;
	struct out o = out_new(1 << 16);
	const char *row = r->route->path;
	for (int i = 0; *row; row++) {
		if (*row != '{') {
			out_char(&o, *row);
			continue;
		}
		out_text(&o, url_escape(a, r->parts[i++]));
		row += strcspn(row, "}");
	}
	out_text(&o, "?a=b");
	struct http *second = request(a, r->route->method, arena_dup(a, out_str(&o)));
	route_find(second);
	must(second->request.route == r->route);
	must(text_eq(second->request.path, r->path));
	out_free(&o);
}

static void escaping(struct arena *a, const char *bytes, size_t n)
{
	char *text = arena_copy(a, bytes, n), *escaped = url_escape(a, text);
	must(strspn(escaped, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%")
		== strlen(escaped));
	for (int form = 0; form < 2; form++) {
		char *back = url_unescape(a, escaped, strlen(escaped), form);
		must(text_valid(text, strlen(text)) ? text_eq(back, text) : !back);
	}
	char *raw = url_unescape(a, bytes, n, true);
	must(!raw || text_valid(raw, strlen(raw)));
	must(!url_is_web(text) || !strpbrk(text, " \"'<>\\\n\r\t"));
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct input in = {a, bytes, n};
	size_t size;
	char *line = fuzz_line(&in, &size), *space = strchr(line, ' ');
	if (space) {
		*space = '\0';
		for (int i = 0; i < 2; i++) {
			site.base = i ? "/sous/dossier" : "";
			const char *method = arena_dup(a, line);
			struct http *h = request(a, method, space + 1);
			if (space[1] != '/' || !printable(space + 1))
				continue;	/* refused by framing.c */
			route_find(h);
			found(h, method);
			again(a, h);
		}
	}
	escaping(a, in.at, in.left);
}

const struct target fuzz_address = {"address", run, NULL};
