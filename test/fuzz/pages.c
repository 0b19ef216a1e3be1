/* pages.c - a whole request, as far as its answer: GET, HEAD or OPTIONS on the
 * demonstration commons.  First byte: as nobody, a member or an administrator.
 * A line for method and target, then headers.  Pages are well-formed markup,
 * JSON is JSON, no answer is our own failure. */
#include "fuzz.h"

#include <stdlib.h>
#include <unistd.h>

#include "across/search.h"
#include "base/text.h"
#include "domain/resource/resource.h"
#include "store/state.h"
#include "web/asset.h"
#include "web/known.h"
#include "web/live.h"
#include "web/session.h"
#include "web/worker.h"

static struct site site = {.name = "Essai", .base = "", .url = "http://localhost"};
static struct server server = {.site = &site, .listen = "127.0.0.1"};
static const char *const tokens[] = {NULL, "Bearer jeton-member", "Bearer jeton-administrator"};

static void account(struct arena *a, const char *role)
{
	const char *secret = arena_printf(a, "jeton-%s", role);
	struct call c = {.arena = a, .store = server.store, .command = command_find("account.create"),
		.who = {.account = "", .role = OPERATOR, .lang = EN}, .values = json_keep(a, json_pack(
		"{s:s, s:s, s:s}", "email", arena_printf(a, "%s@example.org", role), "name", role,
		"role", role))};
	if (store_do(server.store, &c) != DONE)
		die("no account: %s", c.fault_count ? c.faults[0].sentence : "?");
	state_put(server.store, &(struct state_row){.kind = "token", .id = session_hash(a, secret),
		.owner = json_str(c.answer, "id"), .value = "{\"at\":1000000}"});
}

static void start(void)
{
	if (server.store)
		return;
	const char *why = NULL;
	struct arena *a = arena_new();
	server.store = fuzz_store();
	site.data = fuzz_folder();
	if (!search_start(server.store, fuzz_folder(), &why)
			|| !resource_demo(server.store, NULL, &why))
		die("%s", why);
	account(a, "member");
	account(a, "administrator");
	search_wait(store_position(server.store), 60000);
	asset_start(&site);
	server.live = live_new(1);	/* too small to keep a page */
	server.knowns = knowns_new();
	arena_free(a);
}

static void markup(const struct http *h)
{
	const char *type = h->type ? h->type : "", *why;
	char *text = arena_copy(h->request.arena, h->bytes, h->size);
	if (text_starts(type, "text/html")) {
		must(strlen(text) == h->size && text_valid(text, h->size));
		must(text_starts(text, "<!doctype html>"));
		fuzz_markup(text, NULL, NULL, NULL);
	} else if (strstr(type, "json")) {
		must(json_read(h->request.arena, text, h->size, &why));
	}
}

static void head(const struct http *h)
{
	for (int i = 0; i < h->reply.count; i++) {
		const char *v = h->reply.values[i];
		must(!strpbrk(v, "\r\n"));
		if (text_eq(h->reply.names[i], "Location"))
			must((v[0] == '/' && v[1] != '/' && v[1] != '\\')
				|| text_starts(v, "http://localhost/"));
	}
}

static void serve(struct http *h)
{
	struct request *r = &h->request;
	int status = http_check(h);
	lang_choose(h);
	route_target(h);
	must(text_eq(r->target, h->uri) || !h->uri[0] || h->uri[0] == '?');
	if (status)
		return;
	route_find(h);
	lang_asked(h);
	must(http_serve(h) && h->answered);
	if (h->kept) {	/* made before, and looked at then */
		must(h->kept->status >= 200 && h->kept->status < 500);
		live_drop(h->kept);
		return;
	}
	must(h->status >= 200 && h->status < 500);
	must(!r->route || h->status != 405);
	head(h);
	markup(h);
}

static bool plain(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 127)
			return false;
	return true;
}

static void headers(struct http *h, struct input *in)
{
	size_t size;
	while (in->left && h->headers.count < 20) {
		char *line = fuzz_line(in, &size), *colon = strchr(line, ':');
		if (!colon || !plain(line))
			continue;
		*colon++ = '\0';
		if (strcasecmp(line, "Host") != 0 && strcasecmp(line, "Authorization") != 0)
			pairs_add(in->arena, &h->headers, line, colon + strspn(colon, " "));
	}
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	static const char *const methods[] = {"GET", "HEAD", "OPTIONS", NULL};
	struct input in = {a, bytes, n};
	unsigned who = fuzz_byte(&in) % 3;
	size_t size;
	char *line = fuzz_line(&in, &size), *uri = strchr(line, ' ');
	struct http *h = arena_alloc(a, sizeof *h);
	*h = (struct http){.server = &server, .peer = "127.0.0.1", .peer_local = true};
	h->request = (struct request){.arena = a, .site = &site, .http = h, .store = server.store,
		.path = "/", .target = "/", .id = "01", .who = {.account = ""}};
	if (!uri || strlen(line) != size || !plain(line) || strpbrk(uri + 1, " #\\"))
		return;
	*uri++ = '\0';
	for (int i = 0; methods[i]; i++)
		if (text_eq(methods[i], line))
			h->request.method = methods[i];
	if (!h->request.method)
		return;
	h->uri = uri;
	pairs_add(a, &h->headers, "Host", "localhost");
	if (tokens[who])
		pairs_add(a, &h->headers, "Authorization", tokens[who]);
	headers(h, &in);
	serve(h);
}

void fuzz_site(void)
{
	start();
}

const char *fuzz_get(struct arena *a, const char *target, size_t *size)
{
	struct http *h = arena_alloc(a, sizeof *h);
	*h = (struct http){.server = &server, .peer = "127.0.0.1", .peer_local = true};
	h->request = (struct request){.arena = a, .site = &site, .http = h, .store = server.store,
		.path = "/", .target = "/", .id = "01", .who = {.account = ""}, .method = "GET"};
	h->uri = arena_dup(a, target);
	pairs_add(a, &h->headers, "Host", "localhost");
	serve(h);
	*size = h->size;
	return !h->kept && h->status == 200 ? arena_copy(a, h->bytes, h->size) : NULL;
}

const struct target fuzz_pages = {"pages", run, start};
