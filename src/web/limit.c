/* limit.c - a fixed table of failures, 8 places a set; the mildest leaves first. */
#include "web/limit.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <string.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/text.h"
#include "web/http_own.h"

enum { SETS = 2048, PLACES = 8, FREE_TRIES = 10, FREE_OF_ALL = 40, ANOTHER = 4,
	WINDOW_MS = 15 * 60 * 1000, MAX_S = 15 * 60 };

struct place {
	uint64_t key;		/* 0: empty */
	int64_t last;		/* monotonic ms of the last failure */
	int failures, allowed;	/* of them, without a pause */
};

static struct place table[SETS][PLACES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned char secret[HASH_SIZE];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_secret(void)
{
	random_bytes(secret, sizeof secret);
}

uint64_t limit_key(const char *kind, const char *key)
{
	unsigned char mac[HASH_SIZE];
	char text[512];
	pthread_once(&once, make_secret);
	int n = snprintf(text, sizeof text, "%s %s", kind, key);
	hash_mac(mac, secret, text, n < (int)sizeof text ? (size_t)n : sizeof text - 1);
	uint64_t x;
	memcpy(&x, mac, sizeof x);
	return x ? x : 1;
}

/* How long the last failure makes wait, in ms. */
static int64_t pause_of(const struct place *p)
{
	int extra = p->failures - p->allowed;
	int64_t seconds = extra < 0 ? 0 : extra >= 10 ? MAX_S : (int64_t)1 << extra;
	return (seconds < MAX_S ? seconds : MAX_S) * 1000;
}

/* Forgotten a quarter of an hour after its pause: else the longest would be a pardon. */
static bool over(const struct place *p, int64_t now)
{
	return !p->key || now - p->last > WINDOW_MS + pause_of(p);
}

static struct place *find(uint64_t key, int64_t now)
{
	struct place *set = table[key % SETS];
	for (int i = 0; i < PLACES; i++)
		if (set[i].key == key && !over(&set[i], now))
			return &set[i];
	return NULL;
}

/* An empty place of the set, or that of the mildest offender. */
static struct place *take(uint64_t key, int64_t now)
{
	struct place *set = table[key % SETS], *best = set;
	for (int i = 0; i < PLACES; i++) {
		if (over(&set[i], now)) {
			best = &set[i];
			break;
		}
		if (set[i].failures < best->failures)
			best = &set[i];
	}
	*best = (struct place){.key = key};
	return best;
}

int limit_wait(const char *kind, const char *key)
{
	int64_t now = date_monotonic(), wait = 0;
	if (!key)
		return 0;
	uint64_t n = limit_key(kind, key);
	pthread_mutex_lock(&lock);
	const struct place *p = find(n, now);
	if (p)
		wait = p->last + pause_of(p) - now;
	pthread_mutex_unlock(&lock);
	return wait > 0 ? (int)((wait + 999) / 1000) : 0;
}

/* Is it the first one?  weight: how many failures it counts for. */
static bool add(const char *kind, const char *key, int weight)
{
	int64_t now = date_monotonic();
	uint64_t n = limit_key(kind, key);
	pthread_mutex_lock(&lock);
	struct place *p = find(n, now);
	bool first = !p;
	if (!p)
		p = take(n, now);
	p->failures += weight;
	p->allowed = text_eq(kind, "network") ? FREE_OF_ALL : FREE_TRIES;
	p->last = now;
	pthread_mutex_unlock(&lock);
	return first;
}

void limit_failed(const char *kind, const char *key)
{
	if (key)
		add(kind, key, 1);
}

void limit_failed_from(const char *network, const char *account)
{
	char both[300];
	if (!network)
		return;
	snprintf(both, sizeof both, "%s %s", network, account);
	add("network", network, add("try", both, 1) ? ANOTHER : 1);
}

void limit_passed(const char *kind, const char *key)
{
	uint64_t n = limit_key(kind, key);
	pthread_mutex_lock(&lock);
	struct place *p = find(n, date_monotonic());
	if (p)
		p->key = 0;
	pthread_mutex_unlock(&lock);
}

const char *limit_network(struct request *r)
{
	const char *peer = http_peer(http_of(r));
	unsigned char at[16];
	if (http_peer_local(http_of(r)))
		return NULL;
	if (inet_pton(AF_INET6, peer, at) != 1)
		return peer;
	return hex(r->arena, at, 8);
}

void limit_answer(struct request *r, int seconds)
{
	answer_header(r, "Retry-After", arena_printf(r->arena, "%d", seconds));
	answer_error(r, 429, NULL);
}
