/* live.c - a bounded table of pages; the least used one leaves first. */
#include "web/live.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/memory.h"
#include "base/text.h"

enum {
	BUCKETS = 4096,
	ONE_MAX = 1 << 20,
	HEADERS_WEIGHT = 6000,		/* of the ready answers, about */
	AGE_MS = 10 * 60 * 1000		/* pages also tell of days gone by */
};

struct live {
	pthread_mutex_t lock;
	size_t limit, weight;
	struct kept *buckets[BUCKETS];
	struct kept *newest, *oldest;
};

/* The language is a part of what the page is, the host of where it points. */
struct key {
	const char *target, *host;
	enum lang lang;
	enum role role;
	uint64_t hash;
};

struct live *live_new(size_t limit)
{
	struct live *l = calloc(1, sizeof *l);
	if (!l)
		memory_out();
	l->limit = limit;
	pthread_mutex_init(&l->lock, NULL);
	return l;
}

void live_drop(struct kept *k)
{
	if (atomic_fetch_sub(&k->holds, 1) != 1)
		return;
	http_unpack(k);
	arena_free(k->arena);
}

/* FNV-1a, as in store/subject.c. */
static uint64_t spread(uint64_t h, const char *s)
{
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3u;
	return h;
}

static struct key key_of(const struct http *h, enum role role)
{
	const char *host = h->server->host ? NULL : http_header(h, "Host");
	struct key k = {h->request.target, host ? host : "", h->request.lang, role, 0};
	k.hash = spread(spread(0xcbf29ce484222325u, k.target), k.host)
		+ (uint64_t)k.lang * 31 + (uint64_t)role;
	k.hash ^= k.hash >> 32;
	return k;
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
	struct kept **at = &l->buckets[k->hash % BUCKETS];
	while (*at != k)
		at = &(*at)->bucket;
	*at = k->bucket;
	unlink_age(l, k);
	l->weight -= k->weight;
	live_drop(k);
}

void live_empty(struct live *l)
{
	pthread_mutex_lock(&l->lock);
	while (l->newest)
		forget(l, l->newest);
	pthread_mutex_unlock(&l->lock);
}

void live_free(struct live *l)
{
	if (!l)
		return;
	live_empty(l);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

/* The position first: what changes while we look shows in the next look. */
static bool still_true(struct store *s, struct kept *k)
{
	int64_t position = store_position(s);
	if (k->era != store_era(s) || date_monotonic() > k->made + AGE_MS)
		return false;
	if (position <= atomic_load(&k->held))
		return true;
	if (!k->read_count)
		return false;
	for (int i = 0; i < k->read_count; i++)
		if (store_slot_changed(s, k->reads[i]) > k->position)
			return false;
	atomic_store(&k->held, position);
	return true;
}

static struct kept *find(struct live *l, const struct key *key)
{
	for (struct kept *k = l->buckets[key->hash % BUCKETS]; k; k = k->bucket)
		if (k->hash == key->hash && k->role == key->role && k->lang == key->lang
			&& strcmp(k->target, key->target) == 0 && strcmp(k->host, key->host) == 0)
			return k;
	return NULL;
}

static bool is_apart(const struct kept *k, const char *account)
{
	for (int i = 0; i < k->apart_count; i++)
		if (text_eq(k->apart[i], account))
			return true;
	return false;
}

/* A page that is still true, held for h; else NULL. */
static struct kept *take(struct http *h, enum role role)
{
	struct live *l = h->server->live;
	struct key key = key_of(h, role);
	pthread_mutex_lock(&l->lock);
	struct kept *k = find(l, &key);
	if (k && !still_true(h->server->store, k)) {
		forget(l, k);
		k = NULL;
	}
	h->is_apart = k && is_apart(k, h->request.who.account);
	if (h->is_apart)
		k = NULL;
	if (k) {
		atomic_fetch_add(&k->holds, 1);
		if (k != l->newest) {
			unlink_age(l, k);
			push_newest(l, k);
		}
	}
	pthread_mutex_unlock(&l->lock);
	return k;
}

bool live_get(struct http *h)
{
	bool signed_in = *h->request.who.account;
	h->is_apart = false;
	if (h->close || !text_eq(h->request.method, "GET"))
		return false;
	if (signed_in ? h->seen > store_position(h->server->store) : h->secret || h->bearer)
		return false;
	h->kept = take(h, signed_in ? h->request.who.role : ANYONE);
	if (h->kept)
		h->answered = true;
	return h->kept;
}

static bool may_keep(const struct http *h)
{
	const struct route *t = h->request.route;
	if (!t || t->flags & PERSONAL || !text_eq(h->request.method, "GET") || h->status != 200
		|| h->kept || h->close || h->size > ONE_MAX || h->cookie_set || h->own_form
		|| h->lags || h->request.site != h->server->site)
		return false;
	if (h->apart)
		return t->flags & SHARED && h->apart->count <= APART_MAX;
	return t->role == ANYONE && !h->secret && !h->bearer;
}

static void keep_reads(struct kept *k, const struct http *h)
{
	if (!h->told || h->read_count > READS_MAX)
		return;
	k->read_count = h->read_count;
	k->reads = arena_alloc(k->arena, (size_t)h->read_count * sizeof *k->reads);
	memcpy(k->reads, h->reads, (size_t)h->read_count * sizeof *k->reads);
}

static void keep_apart(struct kept *k, const struct apart *apart)
{
	k->apart_count = apart->count;
	k->apart = arena_alloc(k->arena, (size_t)apart->count * sizeof *k->apart + 1);
	for (int i = 0; i < apart->count; i++)
		k->apart[i] = arena_dup(k->arena, apart->accounts[i]);
}

static struct kept *make(struct http *h, const struct key *key)
{
	struct arena *a = arena_new();
	struct kept *k = arena_alloc(a, sizeof *k);
	*k = (struct kept){.arena = a, .target = arena_dup(a, key->target),
		.host = arena_dup(a, key->host), .lang = key->lang, .role = key->role,
		.hash = key->hash, .route = h->request.route, .position = h->request.position,
		.era = h->era, .made = date_monotonic()};
	atomic_init(&k->held, k->position);
	atomic_init(&k->holds, 1);
	atomic_init(&k->zipped, NULL);
	keep_reads(k, h);
	if (h->apart)
		keep_apart(k, h->apart);
	http_pack(h, k);
	k->weight = arena_size(a) + k->size / 3 + HEADERS_WEIGHT;
	return k;
}

void live_keep(struct http *h)
{
	if (!may_keep(h))
		return;
	struct live *l = h->server->live;
	struct key key = key_of(h, h->apart ? h->request.who.role : ANYONE);
	struct kept *k = make(h, &key);
	pthread_mutex_lock(&l->lock);
	struct kept *old = find(l, &key);
	if (old)
		forget(l, old);
	struct kept **bucket = &l->buckets[k->hash % BUCKETS];
	k->bucket = *bucket;
	*bucket = k;
	push_newest(l, k);
	l->weight += k->weight;
	atomic_fetch_add(&k->holds, 1);
	while (l->weight > l->limit && l->oldest != k)
		forget(l, l->oldest);
	pthread_mutex_unlock(&l->lock);
	h->kept = k;
}
