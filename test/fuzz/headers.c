/* headers.c - what the headers of a request say: cookies, language, host,
 * origin, version, key.  First byte: GET or POST, with a base URL or none, over
 * http or https, below a base path or not.  Lines "Name: value" follow. */
#include "fuzz.h"

#include "base/text.h"
#include "web/cookie.h"
#include "web/crossing.h"
#include "web/http_own.h"
#include "web/limit.h"

static struct site site = {.name = "Essai", .base = "", .url = "https://a.example", .secure = true};

static void lines(struct http *h, struct input *in)
{
	size_t size;
	while (in->left && h->headers.count < 100) {
		char *line = fuzz_line(in, &size), *colon = strchr(line, ':');
		if (!colon)
			continue;
		*colon++ = '\0';
		pairs_add(in->arena, &h->headers, line, colon + strspn(colon, " "));
	}
}

static bool said(const struct http *h, const char *name, const char *value)
{
	return text_eq(http_header(h, name), value);
}

/* What the browser says of another site is never let in. */
static void crossing(struct http *h)
{
	const char *sentence = NULL;
	int refused = crossing_check(h, &sentence);
	must(refused == 0 || refused == 400 || refused == 403 || refused == 415);
	if (h->bearer || text_eq(h->request.method, "GET"))
		return;
	if (said(h, "Sec-Fetch-Site", "cross-site") || said(h, "Sec-Fetch-Site", "same-site"))
		must(refused == 403);
	if (!http_header(h, "Sec-Fetch-Site") && said(h, "Origin", "https://evil.example"))
		must(refused == 403);
}

/* Sends a form with this token and these cookies. */
static int sent(const struct http *h, const char *cookies, const char *token)
{
	struct arena *a = h->request.arena;
	struct http *post = arena_alloc(a, sizeof *post);
	const char *sentence = NULL;
	*post = (struct http){.server = h->server, .uri = "/", .peer = h->peer,
		.request = h->request};
	post->request.http = post;
	post->request.method = "POST";
	post->request.body = arena_printf(a, "_csrf=%s", token);
	post->request.size = strlen(post->request.body);
	pairs_add(a, &post->headers, "Content-Type", "application/x-www-form-urlencoded");
	pairs_add(a, &post->headers, "Sec-Fetch-Site", "same-origin");
	pairs_add(a, &post->headers, "Cookie", cookies);
	return crossing_check(post, &sentence);
}

/* The token of a form is right with its own cookie, as it is, and not otherwise. */
static void forms(struct http *h)
{
	struct arena *a = h->request.arena;
	char *token = arena_dup(a, crossing_token(h)), *last = token + strlen(token) - 1;
	const char *name = cookie_name(h, "archipel-form");
	const char *own = arena_printf(a, "%s=%s", name, h->form_secret ? h->form_secret :
		cookie_get(h, name));
	must(sent(h, own, token) == 0);
	must(sent(h, arena_printf(a, "%sx", own), token) == 403);
	*last = *last == '0' ? '1' : '0';
	must(sent(h, own, token) == 403);
}

static void call(struct http *h)
{
	struct arena *a = h->request.arena;
	struct call *c = request_call(&h->request, "type.state", json_keep(a, json_object()));
	const char *match = http_header(h, "If-Match");
	must(!match || c->match);
	must(!c->id || strlen(c->id) <= strlen(http_header(h, "Idempotency-Key")));
}

/* A host is taken when it is ours, and only then. */
static void host(struct http *h)
{
	int status = http_check(h);
	const char *name = http_header(h, "Host");
	must(status == 0 || status == 400 || status == 415 || status == 421);
	if (status || !h->server->host || !name)
		return;
	size_t n = strcspn(name, ":");
	must((n == 9 && strncasecmp(name, "a.example", n) == 0)
		|| strstr(h->uri, "/livez") || strstr(h->uri, "/readyz"));
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct input in = {a, bytes, n};
	unsigned flags = fuzz_byte(&in);
	size_t size;
	struct site here = site;
	here.secure = !(flags & 8);
	here.base = flags & 16 ? "/sous/dossier" : "";
	struct server server = {.site = &here, .listen = "127.0.0.1",
		.host = flags & 2 ? "a.example" : NULL};
	struct http *h = arena_alloc(a, sizeof *h);
	*h = (struct http){.server = &server, .peer_local = flags & 4};
	h->request = (struct request){.arena = a, .site = &here, .http = h, .store = NULL,
		.method = flags & 1 ? "POST" : "GET", .path = "/", .target = "/",
		.who = {.account = ""}};
	h->uri = fuzz_line(&in, &size);
	h->peer = fuzz_line(&in, &size);
	lines(h, &in);
	host(h);
	lang_choose(h);
	must(h->request.lang == FR || h->request.lang == EN);
	must(!session_present(h) || strlen(h->secret) <= 200);
	must(h->seen >= 0);
	const char *form = cookie_get(h, "archipel-form");
	must(!form || !strchr(form, ';'));
	crossing(h);
	forms(h);
	call(h);
	must(limit_network(&h->request) || h->peer_local);
	http_origin(h);
}

const struct target fuzz_headers = {"headers", run, NULL};
