/* crossing.c - does a change come from our own pages?  Three locks: what the
 * browser says of the origin, a token in each form, a type of body that no
 * foreign form can send. */
#include "web/crossing.h"

#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "web/cookie.h"

enum { MAC = 16, FIELDS_MAX = 4000 };

static const char form_cookie[] = "archipel-form";

static const char *key_of(struct http *h)
{
	if (*h->request.who.account && !h->bearer)
		return h->secret;
	const char *c = cookie_get(h, cookie_name(h, form_cookie));
	return c && strlen(c) >= 20 ? c : NULL;
}

static void mac(unsigned char out[MAC], const char *secret)
{
	unsigned char key[HASH_SIZE], whole[HASH_SIZE];
	hash_bytes(key, secret, strlen(secret));
	hash_mac(whole, key, "forms", 5);
	memcpy(out, whole, MAC);
}

/* Masked with fresh bytes, so that compression tells nothing of it. */
const char *crossing_token(struct http *h)
{
	struct arena *a = h->request.arena;
	const char *secret = h->form_secret ? h->form_secret : key_of(h);
	if (!secret) {
		secret = h->form_secret = random_token(a, 24);
		cookie_set(h, cookie_name(h, form_cookie), secret, 0);
	}
	h->own_form = true;
	unsigned char m[MAC], both[2 * MAC];
	mac(m, secret);
	random_bytes(both, MAC);
	for (int i = 0; i < MAC; i++)
		both[MAC + i] = both[i] ^ m[i];
	return hex(a, both, sizeof both);
}

static bool token_right(struct http *h)
{
	unsigned char m[MAC], both[2 * MAC];
	const char *secret = key_of(h);
	if (!secret || !h->form_token || !unhex(both, sizeof both, h->form_token))
		return false;
	mac(m, secret);
	for (int i = 0; i < MAC; i++)
		both[MAC + i] ^= both[i];
	return hash_same(m, both + MAC, MAC);
}

/* Is it our own page that sends this?  unsure when the browser does not say. */
static bool own_origin(struct http *h, bool unsure)
{
	const char *site = http_header(h, "Sec-Fetch-Site");
	if (site)
		return text_eq(site, "same-origin") || text_eq(site, "none");
	const char *ours = http_origin(h), *origin = http_header(h, "Origin");
	if (origin)
		return strcasecmp(origin, ours) == 0;
	const char *from = http_header(h, "Referer");
	if (!from)
		return unsure;
	size_t n = strlen(ours);
	return strncasecmp(from, ours, n) == 0 && (from[n] == '/' || !from[n]);
}

static bool read_form(struct http *h)
{
	struct request *r = &h->request;
	if (!url_pairs(r->arena, r->body ? r->body : "", r->size, FIELDS_MAX, &h->form))
		return false;
	h->form_read = true;
	h->form_token = pairs_get(&h->form, "_csrf");
	h->form_id = pairs_get(&h->form, "_id");
	h->form_match = pairs_get(&h->form, "_match");
	return true;
}

int crossing_check(struct http *h, const char **sentence)
{
	struct request *r = &h->request;
	if (text_eq(r->method, "GET") || text_eq(r->method, "OPTIONS"))
		return 0;
	const char *type = http_header(h, "Content-Type");
	bool json = type && strncasecmp(type, "application/json", 16) == 0;
	bool form = type && strncasecmp(type, "application/x-www-form-urlencoded", 33) == 0;
	if (h->bearer)
		return form && !read_form(h) ? 400 : 0;
	bool cookies = http_header(h, "Cookie");
	*sentence = N_("This request comes from another site. Open the page here and try again.");
	if (!own_origin(h, !cookies))
		return 403;
	*sentence = NULL;
	if (!json && !form)
		return 415;
	if (json)
		return 0;
	if (!read_form(h))
		return 400;
	if (r->route && r->route->flags & BY_PATH && !*r->who.account)
		return 0;
	*sentence = N_("This page was open for too long, or your browser keeps no cookies. "
		"Open the page again.");
	return token_right(h) ? 0 : 403;
}
