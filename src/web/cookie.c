/* cookie.c - parsing and writing cookies. */
#include "web/cookie.h"

#include <string.h>

#include "base/text.h"

const char *cookie_get(const struct http *h, const char *name)
{
	size_t n = strlen(name);
	for (int i = 0; i < h->headers.count; i++) {
		if (strcasecmp(h->headers.names[i], "Cookie") != 0)
			continue;
		for (const char *p = h->headers.values[i]; *p;) {
			p += strspn(p, "; ");
			size_t len = strcspn(p, ";");
			if (len > n && p[n] == '=' && memcmp(p, name, n) == 0)
				return arena_copy(h->request.arena, p + n + 1, len - n - 1);
			p += len;
		}
	}
	return NULL;
}

const char *cookie_name(const struct http *h, const char *name)
{
	const struct site *site = h->request.site;
	struct arena *a = h->request.arena;
	if (!site->secure)
		return name;
	if (!site->base || !*site->base)
		return arena_printf(a, "__Host-%s", name);
	/* this prefix wants Path=/: sites of one host are told apart by name */
	return arena_printf(a, "__Host-%s-%s", name, text_slug(a, site->base));
}

void cookie_set(struct http *h, const char *name, const char *value, long seconds)
{
	const struct site *site = h->request.site;
	struct arena *a = h->request.arena;
	bool host = text_starts(name, "__Host-");
	const char *age = seconds < 0 ? "; Max-Age=0"
		: seconds ? arena_printf(a, "; Max-Age=%ld", seconds) : "";
	answer_header(&h->request, "Set-Cookie", arena_printf(a,
		"%s=%s; Path=%s/%s; HttpOnly; SameSite=Lax%s", name, value,
		host || !site->base ? "" : site->base, age, site->secure ? "; Secure" : ""));
}
