/* metrics.h - figures for Prometheus, on a listener of their own, and lines of the log.
 *
 * Labels are few and fixed: classes of routes, first digits of statuses; never an
 * address, a person, a subject.  Counting takes two atomic additions a request. */
#ifndef WEB_METRICS_H
#define WEB_METRICS_H

#include "base/histogram.h"
#include "web/http_own.h"

/* A figure that is read when it is asked for. */
struct gauge {
	const char *name, *type, *help;		/* "archipel_log_position", "gauge", … */
	double (*read)(void *context);		/* NAN: not known, left out */
};

/* Opens where Prometheus asks: "127.0.0.1:9464" or "unix:/path".  -1 and *why. */
int metrics_listen(struct arena *a, const char *where, const char **why);
struct metrics;
/* Answers there until stopped; gauges end with a row without name. */
struct metrics *metrics_start(int fd, const struct gauge *gauges, void *context);
void metrics_stop(struct metrics *m);

/* A request is over: counts it, and tells of it if that is wanted. */
void metrics_done(const struct http *h);
/* The rows that metrics_write adds of its own, without read; NULL past the last. */
const struct gauge *metrics_own(int i);
/* All figures, as text. */
void metrics_write(struct out *o, const struct gauge *gauges, void *context);

#endif
