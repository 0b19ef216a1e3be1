/* field_date.c - days, months and years that exist. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "domain/field/field_own.h"

/* "12/05/2026", "05/2026" the French way, as "2026-05-12", "2026-05". */
static const char *from_slashes(struct arena *a, const char *s)
{
	int x, y, z, n = 0;
	if (sscanf(s, "%2d/%2d/%4d%n", &x, &y, &z, &n) == 3 && n == (int)strlen(s))
		return arena_printf(a, "%04d-%02d-%02d", z, y, x);
	if (sscanf(s, "%2d/%4d%n", &x, &y, &n) == 2 && n == (int)strlen(s))
		return arena_printf(a, "%04d-%02d", y, x);
	return s;
}

/* "12 mai 2026", "janvier 2024", "Jan. 2024": the month by its first letters. */
static const char *from_words(struct arena *a, const char *s)
{
	static const char *const months[] = {"janv jan", "fev feb", "mars mar", "avr apr", "mai may",
		"juin jun", "juil jul", "aou aug", "sept sep", "oct", "nov", "dec"};
	const char *folded = text_fold(a, s);
	size_t digits = strspn(folded, "0123456789"), from = digits;
	from += text_starts(folded + from, "er ") ? 2 : 0;
	from += strspn(folded + from, " ");
	const char *word = folded + from, *year = strrchr(folded, ' ');
	if (digits > 2 || !year || year < word || strlen(year + 1) != 4
		|| strspn(year + 1, "0123456789") != 4)
		return s;
	for (int i = 0; i < 12; i++)
		for (const char *m = months[i]; *m; m += strcspn(m, " ") + (strchr(m, ' ') != NULL))
			if (strncmp(word, m, strcspn(m, " ")) == 0)
				return digits ? arena_printf(a, "%s-%02d-%02d", year + 1, i + 1,
					atoi(folded)) : arena_printf(a, "%s-%02d", year + 1, i + 1);
	return s;
}

static const char *day(struct checking *c, const char *path, const json_t *value)
{
	const char *s = value_line(c, value);
	if (json_is_integer(value))
		s = arena_printf(c->l->arena, "%04lld", (long long)json_integer_value(value));
	if (s)
		s = from_words(c->l->arena, from_slashes(c->l->arena, s));
	if (s && date_valid(s))
		return s;
	check_fault(c, path,
		N_("Write a date that exists, for example 2026-05-12, 2026-05 or 2026."), NULL);
	return NULL;
}

json_t *check_date(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	(void)f;
	const char *s = day(c, path, value);
	return s ? json_string(s) : NULL;
}

/* Is a after b, as far as both say? */
static bool later(const char *a, const char *b)
{
	size_t n = strlen(a) < strlen(b) ? strlen(a) : strlen(b);
	return strncmp(a, b, n) > 0;
}

/* "2021-10/2022-03" (ISO 8601) or one date, as an object. */
static json_t *period_of_text(struct arena *a, const char *s)
{
	const char *slash = strchr(s, '/');
	bool french = slash && slash - s <= 2;
	if (!slash || french)
		return json_pack("{s:s}", "from", s);
	return json_pack("{s:s,s:s}", "from", arena_copy(a, s, (size_t)(slash - s)), "to",
		slash + 1);
}

json_t *check_period(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	static const char *const names[] = {"from", "to", NULL};
	int before = c->faults;
	if (!json_is_string(value) && !json_is_object(value))
		return check_fault(c, path, field_example(f), NULL);
	json_t *given = json_is_string(value) ?
		period_of_text(c->l->arena, value_line(c, value)) : json_incref((json_t *)value);
	json_decref(check_members(c, NULL, 0, path, given, names));
	const char *from = NULL, *to = NULL;
	const char *at = arena_printf(c->l->arena, "%s.from", path);
	if (!value_blank(json_object_get(given, "from")))
		from = day(c, at, json_object_get(given, "from"));
	if (!value_blank(json_object_get(given, "to")))
		to = day(c, arena_printf(c->l->arena, "%s.to", path), json_object_get(given, "to"));
	json_decref(given);
	if (from && to && later(from, to))
		check_fault(c, at, N_("The beginning is after the end: swap them."), NULL);
	if (c->faults > before || (!from && !to))
		return NULL;
	json_t *period = json_object();
	if (from)
		json_object_set_new(period, "from", json_string(from));
	if (to)
		json_object_set_new(period, "to", json_string(to));
	return period;
}
