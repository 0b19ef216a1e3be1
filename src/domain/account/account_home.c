/* account_home.c - from which networks did the owner of an account sign in?
 *
 * Whoever keeps failing on someone's account makes everyone else wait, not its
 * owner at home.  A fixed table of keyed hashes, in memory only: no network is
 * written anywhere. */
#include <pthread.h>
#include <string.h>

#include "base/hash.h"
#include "domain/account/account_own.h"

enum { SETS = 1024, PLACES = 4 };

static uint64_t homes[SETS][PLACES];	/* newest first; 0: empty */
static unsigned char secret[HASH_SIZE];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_secret(void)
{
	random_bytes(secret, sizeof secret);
}

static uint64_t number(struct arena *a, const char *id, const char *network)
{
	unsigned char mac[HASH_SIZE];
	const char *text = arena_printf(a, "%s %s", id, network);
	uint64_t x;
	pthread_once(&once, make_secret);
	hash_mac(mac, secret, text, strlen(text));
	memcpy(&x, mac, sizeof x);
	return x ? x : 1;
}

void home_remember(struct arena *a, const char *id, const char *network)
{
	if (!network || home_known(a, id, network))
		return;
	uint64_t n = number(a, id, network), *set = homes[n % SETS];
	pthread_mutex_lock(&lock);
	memmove(set + 1, set, (PLACES - 1) * sizeof *set);
	set[0] = n;
	pthread_mutex_unlock(&lock);
}

bool home_known(struct arena *a, const char *id, const char *network)
{
	if (!network)
		return false;
	uint64_t n = number(a, id, network), *set = homes[n % SETS];
	bool known = false;
	pthread_mutex_lock(&lock);
	for (int i = 0; i < PLACES; i++)
		known |= set[i] == n;
	pthread_mutex_unlock(&lock);
	return known;
}
