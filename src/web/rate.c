/* rate.c - a fixed table of buckets, 8 places a set; the fullest leaves first. */
#include "web/rate.h"

#include <pthread.h>

#include "base/date.h"
#include "base/text.h"
#include "web/http_own.h"
#include "web/limit.h"

enum { SETS = 8192, PLACES = 8, BURST_S = 30, CHANGE_COST = 2 };

struct bucket {
	uint64_t key;		/* 0: nobody's */
	int64_t full;		/* monotonic us when it will be full again */
};

static struct bucket table[SETS][PLACES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Atomic int64_t each_us;		/* to fill by one; 0: no limit */

void rate_start(int each_second)
{
	each_us = each_second > 0 ? 1000000 / each_second : 0;
}

/* The network's own bucket; else it takes the place of the fullest of its set. */
static struct bucket *find(uint64_t key)
{
	struct bucket *set = table[key % SETS], *fullest = set;
	for (int i = 0; i < PLACES; i++) {
		if (set[i].key == key)
			return &set[i];
		if (set[i].full < fullest->full)
			fullest = &set[i];
	}
	*fullest = (struct bucket){.key = key};
	return fullest;
}

int rate_take(const char *network, int cost)
{
	int64_t each = each_us;
	if (!network || !each || !cost)
		return 0;
	uint64_t key = limit_key("rate", network);
	int64_t now = date_monotonic() * 1000;
	pthread_mutex_lock(&lock);
	struct bucket *b = find(key);
	int64_t full = (b->full > now ? b->full : now) + cost * each;
	int64_t lacks = full - now - BURST_S * 1000000LL;
	if (lacks <= 0)
		b->full = full;
	pthread_mutex_unlock(&lock);
	return lacks > 0 ? (int)((lacks + 999999) / 1000000) : 0;
}

static int cost_of(const struct request *r)
{
	bool change = !text_eq(r->method, "GET") && !*r->who.account;
	unsigned flags = r->route ? r->route->flags : 0;
	int cost = (int)(flags / COST);
	if (!cost && flags & SLOW)
		cost = 1;
	return change && cost < CHANGE_COST ? CHANGE_COST : cost;
}

bool rate_paid(struct request *r)
{
	int wait = rate_take(limit_network(r), cost_of(r));
	if (!wait)
		return true;
	answer_header(r, "Retry-After", arena_printf(r->arena, "%d", wait));
	answer_error(r, 429, N_("Your network asks for much at once. Wait a little, then go on: "
		"nothing of what you wrote is lost if you go back."));
	return false;
}
