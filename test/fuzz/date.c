/* date.c - days as typed, and moments as shown, against the C library. */
#include "fuzz.h"

#include <stdlib.h>
#include <time.h>

#include "base/date.h"
#include "base/text.h"

static bool digits(const char *s, int from, int to)
{
	for (int i = from; i < to; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

/* A day exists when the calendar gives it back. */
static bool exists(const char *s)
{
	size_t n = strlen(s);
	if ((n != 4 && n != 7 && n != 10) || !digits(s, 0, 4) || atoi(s) < 1)
		return false;
	if (n >= 7 && (s[4] != '-' || !digits(s, 5, 7)))
		return false;
	if (n == 10 && (s[7] != '-' || !digits(s, 8, 10)))
		return false;
	struct tm tm = {.tm_year = atoi(s) - 1900, .tm_mon = n >= 7 ? atoi(s + 5) - 1 : 0,
		.tm_mday = n == 10 ? atoi(s + 8) : 1}, same = tm;
	timegm(&same);
	return same.tm_year == tm.tm_year && same.tm_mon == tm.tm_mon && same.tm_mday == tm.tm_mday;
}

static void typed(struct arena *a, const char *s)
{
	must(date_valid(s) == exists(s));
	for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
		const char *said = date_long(a, lang, s), *space = strrchr(said, '\xa0');
		if (!exists(s))
			must(text_eq(said, s));
		else	/* the year stands last, the day first */
			must(text_valid(said, strlen(said)) && atoi(space ? space + 1 : said) == atoi(s)
				&& (strlen(s) < 10 || atoi(said) == atoi(s + 8)));
	}
}

/* In Paris, while the directive of 2000 has been in force. */
static void moment(struct arena *a, int64_t ms)
{
	char day[40];
	time_t t = (time_t)(ms / 1000);
	struct tm tm;
	const char *iso = date_iso(a, ms), *http = date_http(a, ms), *said = date_day(a, ms);
	must(*iso && *http && *said);
	if (ms < INT64_C(946684800000) || ms > INT64_C(2100000000000))
		return;
	must(strlen(iso) == 20 && strlen(http) == 29 && date_valid(said));
	localtime_r(&t, &tm);
	strftime(day, sizeof day, "%Y-%m-%d", &tm);
	must(text_eq(day, said));
	memset(&tm, 0, sizeof tm);
	must(strptime(http, "%a, %d %b %Y %T GMT", &tm) && timegm(&tm) == t);
	memset(&tm, 0, sizeof tm);
	must(strptime(iso, "%Y-%m-%dT%TZ", &tm) && timegm(&tm) == t);
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct input in = {a, bytes, n};
	int64_t ms = 0;
	size_t size;
	typed(a, fuzz_line(&in, &size));
	if (in.left < sizeof ms)
		return;
	memcpy(&ms, in.at, sizeof ms);
	moment(a, ms);
	/* near enough to now for the clocks of two readers to agree */
	moment(a, INT64_C(946684800000) + (int64_t)((uint64_t)ms % UINT64_C(1100000000000)));
}

static void start(void)
{
	setenv("TZ", "Europe/Paris", 1);
	tzset();
}

const struct target fuzz_date = {"date", run, start};
