/* rate_test.c - one bucket a network, a million networks, no more memory. */
#include "web/rate.h"

#include <stdio.h>
#include <sys/resource.h>

#include "base/date.h"
#include "base/test.h"

enum { EACH = 10, HOLDS = 30 * EACH, MANY = 1000000, GROWN_KB = 4096 };

/* How many times in a row a network may ask, up to most. */
static int asks(const char *network, int cost, int most)
{
	int n = 0;
	while (n < most && !rate_take(network, cost))
		n++;
	return n;
}

static long memory_kb(void)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss;
}

static void one_network(void)
{
	int plain = asks("192.0.2.1", 1, 1000), dear = asks("192.0.2.2", 5, 1000);
	check(plain >= HOLDS && plain < HOLDS + EACH);
	check(dear >= HOLDS / 5 && dear < HOLDS / 5 + EACH);
	int wait = rate_take("192.0.2.2", 5);
	check(wait == 1);
	check(rate_take("192.0.2.2", 100) > 5);
	check(rate_take("192.0.2.3", 100) == 0);
	check(rate_take(NULL, 1000000) == 0);
}

/* Each with a bucket that is nearly full: who emptied theirs stays noted. */
static void a_million(void)
{
	char network[40];
	long before = memory_kb();
	int64_t start = date_monotonic();
	check(asks("2001:db8::", 1, 1000) >= HOLDS);
	int refused = 0;
	for (int i = 0; i < MANY; i++) {
		snprintf(network, sizeof network, "2001:db8:%x:%x", i >> 16, i & 0xffff);
		refused += rate_take(network, 1) != 0;
	}
	int64_t filled = (date_monotonic() - start) * EACH / 1000 + 1;
	check(refused == 0);
	check(asks("2001:db8::", 1, 1000) <= filled);
	check(memory_kb() - before < GROWN_KB);
}

int main(void)
{
	rate_start(EACH);
	one_network();
	a_million();
	rate_start(0);
	check(asks("192.0.2.1", 1000, 1000) == 1000);
	return test_end();
}
