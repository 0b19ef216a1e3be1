/* histogram.c - steps of 1, 2.5 and 5, from 0.1 ms to 5 s. */
#include "base/histogram.h"

#include <time.h>

static const struct {
	int64_t us;
	const char *seconds;
} steps[HISTOGRAM_STEPS] = {
	{100, "0.0001"}, {250, "0.00025"}, {500, "0.0005"}, {1000, "0.001"}, {2500, "0.0025"},
	{5000, "0.005"}, {10000, "0.01"}, {25000, "0.025"}, {50000, "0.05"}, {100000, "0.1"},
	{250000, "0.25"}, {500000, "0.5"}, {1000000, "1"}, {5000000, "5"}};

int64_t clock_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void histogram_add(struct histogram *h, int64_t us)
{
	int i = 0;
	while (i < HISTOGRAM_STEPS && us > steps[i].us)
		i++;
	atomic_fetch_add_explicit(&h->counts[i], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&h->us, us > 0 ? (uint64_t)us : 0, memory_order_relaxed);
}

void histogram_write(struct out *o, struct histogram *h, const char *name, const char *label)
{
	unsigned long long sum = 0;
	const char *comma = *label ? "," : "", *open = *label ? "{" : "", *shut = *label ? "}" : "";
	for (int i = 0; i <= HISTOGRAM_STEPS; i++) {
		sum += atomic_load_explicit(&h->counts[i], memory_order_relaxed);
		out_printf(o, "%s_bucket{%s%sle=\"%s\"} %llu\n", name, label, comma,
			i < HISTOGRAM_STEPS ? steps[i].seconds : "+Inf", sum);
	}
	out_printf(o, "%s_sum%s%s%s %.6f\n", name, open, label, shut,
		(double)atomic_load_explicit(&h->us, memory_order_relaxed) / 1e6);
	out_printf(o, "%s_count%s%s%s %llu\n", name, open, label, shut, sum);
}
