/* date.c - clocks, and days as people say them. */
#include "base/date.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t clock_ms(clockid_t id)
{
	struct timespec t;
	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t date_now(void)
{
	return clock_ms(CLOCK_REALTIME);
}

int64_t date_monotonic(void)
{
	return clock_ms(CLOCK_MONOTONIC);
}

static struct tm split(int64_t ms)
{
	time_t t = (time_t)(ms / 1000);
	struct tm tm = {.tm_mday = 1};
	gmtime_r(&t, &tm);
	return tm;
}

char *date_iso(struct arena *a, int64_t ms)
{
	struct tm tm = split(ms);
	char s[64] = "";
	strftime(s, sizeof s, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return arena_dup(a, s);
}

char *date_http(struct arena *a, int64_t ms)
{
	struct tm tm = split(ms);
	char s[64] = "";
	strftime(s, sizeof s, "%a, %d %b %Y %H:%M:%S GMT", &tm);
	return arena_dup(a, s);
}

static int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return month == 2 && leap ? 29 : days[month - 1];
}

/* Reads YYYY[-MM[-DD]]; missing parts are 0. */
static bool parse(const char *s, int *year, int *month, int *day)
{
	size_t n = s ? strlen(s) : 0;
	static const char shape[] = "0000-00-00";
	*month = *day = 0;
	if (n != 4 && n != 7 && n != 10)
		return false;
	for (size_t i = 0; i < n; i++)
		if (shape[i] == '-' ? s[i] != '-' : s[i] < '0' || s[i] > '9')
			return false;
	*year = (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + s[3] - '0';
	if (n >= 7)
		*month = (s[5] - '0') * 10 + s[6] - '0';
	if (n == 10)
		*day = (s[8] - '0') * 10 + s[9] - '0';
	if (*year < 1)
		return false;
	if (n >= 7 && (*month < 1 || *month > 12))
		return false;
	return n < 10 || (*day >= 1 && *day <= month_days(*year, *month));
}

bool date_valid(const char *s)
{
	int year, month, day;
	return parse(s, &year, &month, &day);
}

char *date_long(struct arena *a, enum lang lang, const char *s)
{
	static const char *const months[LANG_COUNT][12] = {
		{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
		 "septembre", "octobre", "novembre", "décembre"},
		{"January", "February", "March", "April", "May", "June", "July", "August",
		 "September", "October", "November", "December"}};
	int year, month, day;
	if (!parse(s, &year, &month, &day))
		return arena_dup(a, s);
	if (!month)
		return arena_printf(a, "%d", year);
	const char *name = months[lang][month - 1];
	if (!day)
		return arena_printf(a, "%s\u00a0%d", name, year);
	const char *first = lang == FR && day == 1 ? "er" : "";
	return arena_printf(a, "%d%s\u00a0%s\u00a0%d", day, first, name, year);
}

/* Last Sunday of a month, at 01:00 UTC, in ms. Source: Directive 2000/84/EC. */
static int64_t change(int year, int month)
{
	struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1,
		.tm_mday = month_days(year, month), .tm_hour = 1};
	time_t t = timegm(&tm);
	gmtime_r(&t, &tm);
	return ((int64_t)t - (int64_t)tm.tm_wday * 86400) * 1000;
}

char *date_day(struct arena *a, int64_t ms)
{
	int year = split(ms).tm_year + 1900;
	bool summer = ms >= change(year, 3) && ms < change(year, 10);
	struct tm tm = split(ms + (summer ? 2 : 1) * 3600000);
	char s[64] = "";
	strftime(s, sizeof s, "%Y-%m-%d", &tm);
	return arena_dup(a, s);
}
