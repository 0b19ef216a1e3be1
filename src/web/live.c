/* live.c - a bounded table of pages; the least used one leaves first. */
#include "web/live.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"

/* Pages also tell of days gone by: none is kept for long. */
enum { BUCKETS = 4096, ONE_MAX = 1 << 20, AGE_MS = 10 * 60 * 1000 };

struct live {
	pthread_mutex_t lock;
	size_t limit, bytes;
	struct kept *buckets[BUCKETS];
	struct kept *newest, *oldest;
};

struct live *live_new(size_t limit)
{
	struct live *l = calloc(1, sizeof *l);
	if (!l)
		die("no memory left");
	l->limit = limit;
	pthread_mutex_init(&l->lock, NULL);
	return l;
}

void live_drop(struct kept *k)
{
	if (atomic_fetch_sub(&k->holds, 1) != 1)
		return;
	http_unpack(k);
	for (int i = 0; i < k->read_count; i++)
		free(k->reads[i]);
	free(k->key);
	free(k);
}

static size_t bucket_of(const char *key)
{
	uint64_t h = 14695981039346656037u;
	for (const char *p = key; *p; p++)
		h = (h ^ (unsigned char)*p) * 1099511628211u;
	return (h ^ h >> 32) % BUCKETS;
}

static void unlink_age(struct live *l, struct kept *k)
{
	*(k->newer ? &k->newer->older : &l->newest) = k->older;
	*(k->older ? &k->older->newer : &l->oldest) = k->newer;
}

static void push_newest(struct live *l, struct kept *k)
{
	k->newer = NULL;
	k->older = l->newest;
	*(l->newest ? &l->newest->newer : &l->oldest) = k;
	l->newest = k;
}

static void forget(struct live *l, struct kept *k)
{
	struct kept **at = &l->buckets[bucket_of(k->key)];
	while (*at != k)
		at = &(*at)->bucket;
	*at = k->bucket;
	unlink_age(l, k);
	l->bytes -= k->bytes;
	live_drop(k);
}

void live_free(struct live *l)
{
	if (!l)
		return;
	while (l->newest)
		forget(l, l->newest);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

static bool still_true(struct store *s, const struct kept *k)
{
	if (k->era != store_era(s) || date_monotonic() > k->made + AGE_MS)
		return false;
	if (!k->read_count)
		return store_position(s) <= k->position;
	for (int i = 0; i < k->read_count; i++)
		if (store_changed(s, k->reads[i]) > k->position)
			return false;
	return true;
}

/* The language is a part of what the page is, the host of where it points. */
static const char *key_of(const struct http *h)
{
	return arena_printf(h->request.arena, "%s %s %s", lang_code(h->request.lang),
		h->server->host ? "" : http_header(h, "Host"), h->request.target);
}

static struct kept *find(struct live *l, const char *key)
{
	for (struct kept *k = l->buckets[bucket_of(key)]; k; k = k->bucket)
		if (text_eq(k->key, key))
			return k;
	return NULL;
}

static bool may_keep(const struct http *h)
{
	const struct route *t = h->request.route;
	return t && !(t->flags & PERSONAL) && t->role == ANYONE && !h->secret && !h->bearer;
}

bool live_get(struct http *h)
{
	if (!may_keep(h) || h->close)
		return false;
	struct live *l = h->server->live;
	const char *key = key_of(h);
	pthread_mutex_lock(&l->lock);
	struct kept *k = find(l, key);
	if (k && !still_true(h->server->store, k)) {
		forget(l, k);
		k = NULL;
	}
	if (k) {
		atomic_fetch_add(&k->holds, 1);
		unlink_age(l, k);
		push_newest(l, k);
	}
	pthread_mutex_unlock(&l->lock);
	h->kept = k;
	return k;
}

static struct kept *make(struct http *h, const char *key)
{
	struct kept *k = calloc(1, sizeof *k);
	if (!k || !(k->key = strdup(key)))
		die("no memory left");
	k->position = h->request.position;
	k->era = h->era;
	k->made = date_monotonic();
	for (int i = 0; i < h->read_count && h->read_count <= READS_MAX; i++)
		if (!(k->reads[k->read_count++] = strdup(h->reads[i])))
			die("no memory left");
	atomic_init(&k->holds, 1);
	http_pack(h, k);
	return k;
}

void live_keep(struct http *h)
{
	if (!may_keep(h) || !text_eq(h->request.method, "GET") || h->status != 200
		|| h->kept || h->close || h->size > ONE_MAX || h->cookie_set || h->own_form
		|| h->lags)
		return;
	struct live *l = h->server->live;
	struct kept *k = make(h, key_of(h));
	pthread_mutex_lock(&l->lock);
	struct kept *old = find(l, k->key);
	if (old)
		forget(l, old);
	size_t b = bucket_of(k->key);
	k->bucket = l->buckets[b];
	l->buckets[b] = k;
	push_newest(l, k);
	l->bytes += k->bytes;
	atomic_fetch_add(&k->holds, 1);
	while (l->bytes > l->limit && l->oldest != k)
		forget(l, l->oldest);
	pthread_mutex_unlock(&l->lock);
	h->kept = k;
}
