/* gauges.c - figures that are read when Prometheus asks. */
#include "cli/gauges.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "across/search.h"
#include "base/date.h"
#include "base/text.h"
#include "web/http.h"

static double log_position(void *watched)
{
	struct log *log = store_log(((struct watched *)watched)->store);
	struct log_head head;
	return log->do_->head(log, &head) ? (double)head.position : NAN;
}

static double views_lag(void *watched)
{
	double lag = log_position(watched) -
		(double)store_position(((struct watched *)watched)->store);
	return lag < 0 ? 0 : lag;
}

static double search_lag(void *watched)
{
	double lag = (double)store_position(((struct watched *)watched)->store) -
		(double)search_position();
	return lag < 0 ? 0 : lag;
}

static double sessions(void *watched)
{
	struct arena *a = arena_new();
	struct state_row *rows;
	int n = state_list(((struct watched *)watched)->store, a, "session", NULL, &rows);
	arena_free(a);
	return n < 0 ? NAN : (double)n;
}

static double waiting(void *watched)
{
	return server_waiting(((struct watched *)watched)->server);
}

static double writer_busy(void *watched)
{
	return (double)store_busy_ms(((struct watched *)watched)->store) / 1000;
}

static double backup_age(void *watched)
{
	struct arena *a = arena_new();
	int64_t at = store_backed_up(((struct watched *)watched)->store, a);
	arena_free(a);
	return at ? (double)(date_now() - at) / 1000 : NAN;
}

static double disk_free(void *watched)
{
	struct statvfs fs;
	return statvfs(((struct watched *)watched)->data, &fs) == 0 ?
		(double)fs.f_bavail * (double)fs.f_frsize : NAN;
}

/* A line of /proc/self/status, in kB. */
static double status_kb(const char *name)
{
	char line[200];
	double kb = NAN;
	FILE *f = fopen("/proc/self/status", "r");
	while (f && fgets(line, sizeof line, f))
		if (text_starts(line, name) && sscanf(line + strlen(name), ": %lf", &kb) == 1)
			break;
	if (f)
		fclose(f);
	return kb;
}

static double resident(void *watched)
{
	(void)watched;
	return status_kb("VmRSS") * 1024;
}

static double threads(void *watched)
{
	(void)watched;
	return status_kb("Threads");
}

static double open_files(void *watched)
{
	(void)watched;
	DIR *d = opendir("/proc/self/fd");
	double n = -3;		/* . and .. and this one */
	if (!d)
		return NAN;
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static double most_files(void *watched)
{
	struct rlimit l;
	(void)watched;
	return getrlimit(RLIMIT_NOFILE, &l) == 0 ? (double)l.rlim_cur : NAN;
}

static double cpu(void *watched)
{
	struct rusage u;
	(void)watched;
	getrusage(RUSAGE_SELF, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
		(double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static double started(void *watched)
{
	return (double)((struct watched *)watched)->started / 1000;
}

static double strangers(void *watched)
{
	return (double)server_strangers(((struct watched *)watched)->server);
}

const struct gauge gauges[] = {
	{"archipel_log_position", "gauge", N_("Contributions in the log."), log_position},
	{"archipel_views_lag_entries", "gauge", N_("Contributions that pages do not show yet."), views_lag},
	{"archipel_search_lag_entries", "gauge", N_("Contributions not yet searched."), search_lag},
	{"archipel_sessions", "gauge", N_("People's browsers that are signed in."), sessions},
	{"archipel_requests_waiting", "gauge", N_("Requests that wait for a worker."), waiting},
	{"archipel_writer_busy_seconds", "gauge",
		N_("Since when the writer is at its batch."), writer_busy},
	{"archipel_unknown_proxies_total", "counter",
		N_("Requests with an X-Forwarded-For that is not believed."), strangers},
	{"archipel_backup_age_seconds", "gauge", N_("Since the last backup."), backup_age},
	{"archipel_disk_free_bytes", "gauge", N_("Room on the disk of the data folder."), disk_free},
	{"process_resident_memory_bytes", "gauge", N_("Memory in use."), resident},
	{"process_threads", "gauge", N_("Threads."), threads},
	{"process_open_fds", "gauge", N_("Open files and connections."), open_files},
	{"process_max_fds", "gauge", N_("Files and connections at most."), most_files},
	{"process_cpu_seconds_total", "counter", N_("Time of processors."), cpu},
	{"process_start_time_seconds", "gauge", N_("Start, in seconds since 1970."), started},
	{0}};
