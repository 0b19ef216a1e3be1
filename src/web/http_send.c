/* http_send.c - from an answer to what goes over the wire: headers of safety
 * on each one, compression, ETags, 304. */
#include "web/http_send.h"

#include <microhttpd.h>
#include <string.h>
#include <zlib.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "web/live.h"

/* A long answer is compressed on a worker; one that comes to the loop all the same, or
 * is very long, less well: 1 MB takes 8 ms rather than 25. */
enum { ZIP_FROM = 1000, ZIP_LONG = 64 * 1024, ZIP_VERY_LONG = 512 * 1024, ZIP_LEVEL = 6 };

static const char policy[] =
	"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
	"font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
	"frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'";

static const struct {
	const char *name, *value;
} safety[] = {
	{"Content-Security-Policy", policy},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "same-origin"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Embedder-Policy", "require-corp"},
	{"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
};
static const char transport[] = "max-age=63072000; includeSubDomains";

void http_safety(struct out *o, bool secure)
{
	for (size_t i = 0; i < sizeof safety / sizeof *safety; i++)
		out_printf(o, "%s: %s\r\n", safety[i].name, safety[i].value);
	out_text(o, "Cross-Origin-Resource-Policy: same-origin\r\n");
	if (secure)
		out_printf(o, "Strict-Transport-Security: %s\r\n", transport);
}

void answer_images(struct request *r, const char *origin)
{
	static const char own[] = "img-src 'self'";
	const char *at = strstr(policy, own) + sizeof own - 1;
	answer_header(r, "Content-Security-Policy", arena_printf(r->arena, "%.*s %s%s",
		(int)(at - policy), policy, origin, at));
}

static bool said(const struct http *h, const char *name)
{
	for (int i = 0; i < h->reply.count; i++)
		if (strcasecmp(h->reply.names[i], name) == 0)
			return true;
	return false;
}

static const char *reply(const struct http *h, const char *name)
{
	for (int i = 0; i < h->reply.count; i++)
		if (strcasecmp(h->reply.names[i], name) == 0)
			return h->reply.values[i];
	return NULL;
}

static bool is_personal(const struct http *h)
{
	const struct route *t = h->request.route;
	return h->secret || h->bearer || h->own_form || (t && t->flags & PERSONAL);
}

static const char *cache_rule(const struct http *h)
{
	const struct route *t = h->request.route;
	if (h->status != 200 || h->own_form || (t && t->flags & PERSONAL))
		return "no-store";
	return is_personal(h) ? "private, no-cache" : "public, no-cache";
}

static bool is_text(const struct http *h)
{
	static const char *const types[] = {"text/", "application/json", "application/problem",
		"application/ld", "application/geo", "application/xml", "application/atom", "image/svg", "application/manifest"};
	for (size_t i = 0; h->type && i < sizeof types / sizeof *types; i++)
		if (text_starts(h->type, types[i]))
			return true;
	return false;
}

static bool takes_gzip(const struct http *h)
{
	const char *accept = http_header(h, "Accept-Encoding");
	const char *at = accept ? strcasestr(accept, "gzip") : NULL;
	if (!at)
		return false;
	at += 4;
	at += strspn(at, " ");
	return !text_starts(at, ";q=0") || (at[4] == '.' && strpbrk(at + 5, "123456789"));
}

static bool zips(const struct http *h)
{
	return h->size >= ZIP_FROM && is_text(h) && !said(h, "Content-Encoding")
		&& takes_gzip(h);
}

/* Compressed into an arena; NULL when it cannot be. */
static char *zip(struct arena *a, const struct http *h, size_t *n)
{
	size_t size = h->size;
	z_stream z = {0};
	int level = size < (h->suspended ? ZIP_VERY_LONG : ZIP_LONG) ? ZIP_LEVEL : 1;
	if (deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return NULL;
	size_t bound = deflateBound(&z, size);
	char *out = arena_alloc(a, bound);
	z.next_in = (unsigned char *)(uintptr_t)h->bytes;
	z.avail_in = (unsigned)size;
	z.next_out = (unsigned char *)out;
	z.avail_out = (unsigned)bound;
	int done = deflate(&z, Z_FINISH);
	*n = z.total_out;
	deflateEnd(&z);
	return done == Z_STREAM_END ? out : NULL;
}

static _Thread_local bool lacks;	/* a header that there was no memory for */

static void add(struct MHD_Response *m, const char *name, const char *value)
{
	if (MHD_add_response_header(m, name, value) != MHD_YES)
		lacks = true;
}

static void headers(const struct http *h, struct MHD_Response *m, bool zipped)
{
	const struct route *t = h->request.route;
	bool open = t && t->flags & OPEN_DATA;
	for (size_t i = 0; i < sizeof safety / sizeof *safety; i++)
		if (!said(h, safety[i].name))
			add(m, safety[i].name, safety[i].value);
	add(m, "Cross-Origin-Resource-Policy",
		open ? "cross-origin" : "same-origin");
	if (open)
		add(m, "Access-Control-Allow-Origin", "*");
	if (h->request.site->secure)
		add(m, "Strict-Transport-Security", transport);
	if (!said(h, "Cache-Control"))
		add(m, "Cache-Control", cache_rule(h));
	if (!said(h, "Vary"))
		add(m, "Vary", "Accept-Encoding, Accept-Language, Cookie");
	if (zipped)
		add(m, "Content-Encoding", "gzip");
	if (h->close)
		add(m, "Connection", "close");
	for (int i = 0; i < h->reply.count; i++)
		add(m, h->reply.names[i], h->reply.values[i]);
}

/* NULL when there is no memory: the connection is cut, which says that too. */
static struct MHD_Response *response(const struct http *h, const void *bytes, size_t n,
	bool zipped)
{
	struct MHD_Response *m = MHD_create_response_from_buffer(n, (void *)(uintptr_t)bytes,
		MHD_RESPMEM_PERSISTENT);
	if (!m)
		return NULL;
	lacks = false;
	headers(h, m, zipped);
	if (h->type)
		add(m, "Content-Type", h->type);
	if (!lacks)
		return m;
	MHD_destroy_response(m);
	return NULL;
}

static const char *etag_of(struct http *h)
{
	unsigned char hash[HASH_QUICK];
	hash_quick(hash, h->bytes, h->size);
	return arena_printf(h->request.arena, "W/\"%s\"",
		hex(h->request.arena, hash, sizeof hash));
}

/* Is the reader's copy the same?  Weak comparison, as RFC 9110 says. */
static bool same(const struct http *h, const char *etag)
{
	const char *seen = http_header(h, "If-None-Match");
	if (!seen || !etag)
		return false;
	const char *core = text_starts(etag, "W/") ? etag + 2 : etag;
	return text_eq(seen, "*") || strstr(seen, core);
}

/* The answer that all get alike; a role's tells the position it was made from. */
static struct MHD_Response *ready(const struct http *h, const void *bytes, size_t n, bool zipped)
{
	struct MHD_Response *m = response(h, bytes, n, zipped);
	if (!m)
		memory_out();	/* it would be kept */
	char position[24];
	snprintf(position, sizeof position, "%lld", (long long)h->request.position);
	if (*h->request.who.account)
		add(m, "Archipel-Position", position);
	return m;
}

static void copy_reply(struct arena *a, struct pairs *to, const struct pairs *from)
{
	*to = (struct pairs){0};
	for (int i = 0; i < from->count; i++)
		pairs_add(a, to, arena_dup(a, from->names[i]), arena_dup(a, from->values[i]));
}

void http_pack(struct http *h, struct kept *k)
{
	if (!said(h, "ETag"))
		answer_header(&h->request, "ETag", etag_of(h));
	copy_reply(k->arena, &k->reply, &h->reply);
	k->etag = pairs_get(&k->reply, "ETag");
	k->status = h->status;
	k->type = arena_dup(k->arena, h->type);
	k->bytes = arena_copy(k->arena, h->bytes, h->size);
	k->size = h->size;
	k->plain = ready(h, k->bytes, k->size, false);
	k->same = ready(h, "", 0, false);
}

static void zipped_free(struct zipped *z)
{
	if (!z)
		return;
	MHD_destroy_response(z->ready);
	arena_free(z->arena);
}

void http_unpack(struct kept *k)
{
	MHD_destroy_response(k->plain);
	MHD_destroy_response(k->same);
	zipped_free(k->zipped);
}

/* The answer is again as it was when it was kept. */
static void recall(struct http *h)
{
	const struct kept *k = h->kept;
	struct request *r = &h->request;
	r->route = k->route;
	r->position = k->position;
	h->status = k->status;
	h->type = k->type;
	h->bytes = k->bytes;
	h->size = k->size;
	copy_reply(r->arena, &h->reply, &k->reply);
}

/* Made for the first reader who takes it; of two at once, one throws theirs away. */
static struct zipped *zipped_of(struct http *h)
{
	struct kept *k = h->kept;
	struct zipped *z = atomic_load(&k->zipped), *none = NULL;
	if (z || k->unzipped || !takes_gzip(h))
		return takes_gzip(h) ? z : NULL;
	recall(h);
	struct arena *a = zips(h) ? arena_new() : NULL;
	size_t n;
	const char *bytes = a ? zip(a, h, &n) : NULL;
	if (!bytes) {
		arena_free(a);
		k->unzipped = true;
		return NULL;
	}
	z = arena_alloc(a, sizeof *z);
	*z = (struct zipped){a, bytes, n, ready(h, bytes, n, true)};
	if (atomic_compare_exchange_strong(&k->zipped, &none, z))
		return z;
	zipped_free(z);
	return none;
}

/* Does this reader need headers of their own?  A session's position goes forward
 * to that of the page; a token's is never answered with an earlier one. */
static bool own_headers(const struct http *h)
{
	const struct kept *k = h->kept;
	if (!*h->request.who.account)
		return false;
	return h->cookie_set || (h->bearer ? h->seen > k->position : k->position > h->seen);
}

static bool send_kept(struct http *h)
{
	struct kept *k = h->kept;
	struct zipped *z = zipped_of(h);
	bool unchanged = same(h, k->etag);
	unsigned status = unchanged ? 304 : (unsigned)k->status;
	h->status = (int)status;
	if (!own_headers(h))
		return MHD_queue_response(h->connection, status,
			unchanged ? k->same : z ? z->ready : k->plain);
	recall(h);
	h->status = (int)status;
	if (h->seen > h->request.position)
		h->request.position = h->seen;
	session_seal(h);
	struct MHD_Response *m = unchanged ? response(h, "", 0, false)
		: z ? response(h, z->bytes, z->size, true) : response(h, k->bytes, k->size, false);
	bool sent = m && MHD_queue_response(h->connection, status, m);
	if (m)
		MHD_destroy_response(m);
	return sent;
}

static void zip_own(struct http *h)
{
	if (!h->zipped && zips(h))
		h->zipped = zip(h->request.arena, h, &h->zipped_size);
}

void http_zip(struct http *h)
{
	if (h->kept)
		zipped_of(h);
	else
		zip_own(h);
}

bool http_send(struct http *h)
{
	if (h->kept)
		return send_kept(h);
	bool tagged = h->status == 200 && !(h->request.route
		&& h->request.route->flags & PERSONAL);
	if (tagged && !said(h, "ETag"))
		answer_header(&h->request, "ETag", etag_of(h));
	bool unchanged = tagged && same(h, reply(h, "ETag"));
	if (!unchanged)
		zip_own(h);
	struct MHD_Response *m = unchanged ? response(h, "", 0, false)
		: h->zipped ? response(h, h->zipped, h->zipped_size, true)
		: response(h, h->bytes, h->size, false);
	bool sent = m && MHD_queue_response(h->connection,
		unchanged ? 304 : (unsigned)h->status, m);
	if (m)
		MHD_destroy_response(m);
	h->status = unchanged ? 304 : h->status;
	return sent;
}

bool http_send_stopping(struct MHD_Connection *c)
{
	struct MHD_Response *m = MHD_create_response_from_buffer(0, "", MHD_RESPMEM_PERSISTENT);
	if (!m)
		memory_out();
	for (size_t i = 0; i < sizeof safety / sizeof *safety; i++)
		add(m, safety[i].name, safety[i].value);
	add(m, "Cache-Control", "no-store");
	add(m, "Retry-After", "5");
	add(m, "Connection", "close");
	bool sent = MHD_queue_response(c, 503, m);
	if (m)
		MHD_destroy_response(m);
	return sent;
}
