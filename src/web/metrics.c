/* metrics.c - requests by class: how many, how they ended, how long they took. */
#include "web/metrics.h"

#include <math.h>
#include <string.h>

#include "base/logfmt.h"
#include "base/text.h"
#include "store/store.h"
#include "web/live.h"

enum class { PAGE, API, FORM, ASSET, HEALTH, NOWHERE, CLASSES };
enum { CODES = 6 };	/* by the first digit; 0: cut before an answer */

static const char *const class_names[CLASSES] = {
	[PAGE] = "page", [API] = "api", [FORM] = "form", [ASSET] = "asset", [HEALTH] = "health",
	[NOWHERE] = "none"};
static const char *const code_names[CODES] = {"cut", "1xx", "2xx", "3xx", "4xx", "5xx"};

static _Atomic uint64_t ended[CLASSES][CODES], kept[2];
static struct histogram times[CLASSES];

static enum class class_of(const struct route *t)
{
	static const struct {
		const char *prefix;
		enum class class;
	} rows[] = {{"/api/", API}, {"/a/", ASSET}, {"/do/", FORM}, {"/favicon", ASSET},
		{"/livez", HEALTH}, {"/readyz", HEALTH}};
	for (size_t i = 0; t && i < sizeof rows / sizeof *rows; i++)
		if (text_starts(t->path, rows[i].prefix))
			return rows[i].class;
	return t ? PAGE : NOWHERE;
}

/* Errors of ours and changes at once, the rest to who wants to know everything. */
static enum level level_of(const struct http *h, enum class class)
{
	const char *method = h->request.method;
	if (h->status >= 500 && class != HEALTH)
		return LEVEL_ERROR;
	bool reads = !method || text_eq(method, "GET") || text_eq(method, "HEAD") ||
		text_eq(method, "OPTIONS");
	return reads || class == NOWHERE ? LEVEL_DEBUG : LEVEL_INFO;
}

/* The row of the route stands for the address: that may name people. */
static void tell(const struct http *h, const struct route *t, enum level level, int64_t us)
{
	const struct request *r = &h->request;
	char status[16], ms[32];
	snprintf(status, sizeof status, "%d", h->status);
	snprintf(ms, sizeof ms, "%.1f", (double)us / 1000);
	logfmt(level, r->id, "request", "method", t ? t->method : NULL, "route", t ? t->path : "none",
		"status", h->status ? status : "cut", "ms", ms, "role", role_name(r->who.role));
}

void metrics_done(const struct http *h)
{
	int64_t us = clock_us() - h->began;
	/* a page from memory was found before its route */
	const struct route *t = h->kept ? h->kept->route : h->request.route;
	enum class class = class_of(t);
	int digit = h->status / 100;
	atomic_fetch_add_explicit(&ended[class][digit > 0 && digit < CODES ? digit : 0], 1,
		memory_order_relaxed);
	bool made = h->kept && h->bytes && h->bytes != h->kept->bytes;
	if (h->kept)	/* made now and kept for the next one, or found in memory */
		atomic_fetch_add_explicit(&kept[made], 1, memory_order_relaxed);
	histogram_add(&times[class], us);
	enum level level = level_of(h, class);
	if (logfmt_wants(level))
		tell(h, t, level, us);
}

enum { REQUESTS, REQUEST_TIMES, HITS, FILLS, APPEND_TIMES };
static const struct gauge own[] = {
	[REQUESTS] = {"archipel_requests_total", "counter",
		N_("Requests by class of route and status."), NULL},
	[REQUEST_TIMES] = {"archipel_request_seconds", "histogram",
		N_("From the request line to the answer."), NULL},
	[HITS] = {"archipel_page_cache_hits_total", "counter",
		N_("Pages answered from memory."), NULL},
	[FILLS] = {"archipel_page_cache_fills_total", "counter",
		N_("Pages made and kept for the next reader."), NULL},
	[APPEND_TIMES] = {"archipel_log_append_seconds", "histogram",
		N_("Time to make a batch of contributions durable."), NULL}};

const struct gauge *metrics_own(int i)
{
	return i < (int)(sizeof own / sizeof *own) ? &own[i] : NULL;
}

static void head(struct out *o, const struct gauge *g)
{
	out_printf(o, "# HELP %s %s\n# TYPE %s %s\n", g->name, g->help, g->name, g->type);
}

static void write_requests(struct out *o)
{
	head(o, &own[REQUESTS]);
	for (int c = 0; c < CLASSES; c++)
		for (int d = 0; d < CODES; d++)
			if (d != 1)
				out_printf(o, "archipel_requests_total{class=\"%s\",code=\"%s\"} %llu\n",
					class_names[c], code_names[d],
					(unsigned long long)atomic_load(&ended[c][d]));
	head(o, &own[REQUEST_TIMES]);
	for (int c = 0; c < CLASSES; c++) {
		char label[40];
		snprintf(label, sizeof label, "class=\"%s\"", class_names[c]);
		histogram_write(o, &times[c], "archipel_request_seconds", label);
	}
	for (int i = HITS; i <= FILLS; i++) {
		head(o, &own[i]);
		out_printf(o, "%s %llu\n", own[i].name,
			(unsigned long long)atomic_load(&kept[i - HITS]));
	}
}

void metrics_write(struct out *o, const struct gauge *gauges, void *context)
{
	write_requests(o);
	head(o, &own[APPEND_TIMES]);
	histogram_write(o, &store_append_times, "archipel_log_append_seconds", "");
	for (const struct gauge *g = gauges; g->name; g++) {
		double value = g->read(context);
		if (isnan(value))
			continue;
		head(o, g);
		out_printf(o, "%s %.15g\n", g->name, value);
	}
}
