/* field_number.c - numbers as people write them, ranges, units.
 *
 * "1 500,5", "1500.5", "600 €", "300 à 900 €", "3 à 4 mois". */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/field/field_own.h"

const struct unit units[] = {
	{N_("minute"), N_("minutes"), " minute minutes min mn "},
	{N_("hour"), N_("hours"), " heure heures h hour hours "},
	{N_("day"), N_("days"), " jour jours j day days "},
	{N_("week"), N_("weeks"), " semaine semaines week weeks "},
	{N_("month"), N_("months"), " mois month months "},
	{N_("year"), N_("years"), " an ans annee annees year years "},
	{0}};

enum { NUMBER = 100 };	/* bytes of a number and its unit, as typed */

/* Digits with spaces taken out and one decimal point; returns where they end
 * in s.  English groups thousands with commas; elsewhere a comma is decimal. */
static const char *digits(const char *s, bool english, char out[NUMBER])
{
	size_t n = 0;
	s += strspn(s, " ");
	if (*s == '-' || *s == '+')
		out[n++] = *s++;
	for (const char *p = s; n < NUMBER - 2;) {
		bool space = text_starts(p, "\u00a0") || text_starts(p, "\u202f") || *p == ' ';
		size_t width = *p == ' ' ? 1 : text_starts(p, "\u00a0") ? 2 : 3;
		if (*p >= '0' && *p <= '9')
			out[n++] = *p++, s = p;
		else if (space && p[width] >= '0' && p[width] <= '9')
			p += width;
		else if (*p == ',' && english && strspn(p + 1, "0123456789") == 3)
			p++;
		else if ((*p == ',' || *p == '.') && !memchr(out, '.', n) && p[1] >= '0' && p[1] <= '9')
			out[n++] = '.', p++;
		else
			break;
	}
	out[n] = '\0';
	return s;
}

/* Reads a number at the beginning of s; *rest is what follows, trimmed. */
static bool number_at(struct checking *c, const char *s, double *x, const char **rest)
{
	char plain[NUMBER];
	const char *end = digits(s, c->l->who.lang == EN, plain);
	if (!plain[strspn(plain, "+-")])
		return false;
	*x = strtod(plain, NULL);
	end += strspn(end, " ");
	while (text_starts(end, "\u00a0") || text_starts(end, "\u202f"))
		end += *end == '\xc2' ? 2 : 3;
	*rest = end;
	return isfinite(*x) && fabs(*x) < 1e15;
}

static json_t *number(double x)
{
	x = round(x * 1e6) / 1e6;
	return x == floor(x) ? json_integer((json_int_t)x) : json_real(x);
}

/* Is what follows a number its unit, or nothing? */
static bool unit_ok(struct checking *c, const struct field *f, const char *rest)
{
	static const char known[] = " € eur euro euros % ";
	static const char persons[] = " jp jour jours jour-personne jours-personnes "
		"person-day person-days day days ";
	const char *word = arena_printf(c->l->arena, " %s ", text_fold(c->l->arena, rest));
	if (!*rest || strstr(known, word) || strstr(persons, word))
		return true;
	for (int lang = 0; lang < LANG_COUNT; lang++)
		if (f->unit[lang] && text_eq(text_fold(c->l->arena, rest),
		    text_fold(c->l->arena, f->unit[lang])))
			return true;
	return false;
}

/* A JSON number or a text; false after a fault. */
static bool read_number(struct checking *c, const struct field *f, const char *path,
	const json_t *value, double *x)
{
	const char *typed = value_line(c, value), *rest = "";
	if (json_is_number(value))
		*x = json_number_value(value);
	if (json_is_number(value) ? fabs(*x) < 1e15 :
	    typed && number_at(c, typed, x, &rest) && unit_ok(c, f, rest))
		return true;
	if (typed)
		check_fault(c, path, N_("Write a number, for example 600. You wrote “%s”."),
			text_cut(c->l->arena, typed, 60));
	else
		check_fault(c, path, N_("Write a number, for example 600."), NULL);
	return false;
}

json_t *check_number(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	double x;
	return read_number(c, f, path, value, &x) ? number(x) : NULL;
}

/* One end of a range; NULL when it is blank or refused. */
static json_t *end_of(struct checking *c, const struct field *f, const char *path,
	const char *name, const json_t *range)
{
	const json_t *value = json_object_get(range, name);
	const char *at = arena_printf(c->l->arena, "%s.%s", path, name);
	double x;
	if (value_blank(value) || !read_number(c, f, at, value, &x))
		return NULL;
	if (x < 0)
		return check_fault(c, at, N_("Write zero or more."), NULL);
	return number(x);
}

/* "300 à 900 €" as {"min","max"} and, if it has a word after, *unit. */
static json_t *range_of_text(struct checking *c, const char *s, const char **unit)
{
	static const char *const between[] = {"à", "to", "-", "–", "et", "and", NULL};
	double min, max;
	const char *rest;
	if (!number_at(c, s, &min, &rest) || min < 0)
		return NULL;
	max = min;
	for (int i = 0; between[i]; i++)
		if (text_starts(rest, between[i]) &&
		    number_at(c, rest + strlen(between[i]), &max, &rest))
			break;
	*unit = rest;
	return json_pack("{s:o,s:o}", "min", number(min), "max", number(max));
}

/* The object of a range, from an object, a number or a text; a new reference,
 * or NULL after a fault.  *unit is the word after a text. */
static json_t *range_of(struct checking *c, const struct field *f, const char *path,
	const json_t *value, const char **unit)
{
	static const char *const names[] = {"min", "max", "unit", NULL};
	json_t *range = NULL;
	if (json_is_object(value)) {
		int before = c->faults;
		json_decref(check_members(c, NULL, 0, path, value, names));
		return c->faults == before ? json_incref((json_t *)value) : NULL;
	}
	if (json_is_number(value))
		range = json_pack("{s:O,s:O}", "min", value, "max", value);
	else if (json_is_string(value))
		range = range_of_text(c, value_line(c, value), unit);
	if (!range)
		check_fault(c, path, field_example(f), NULL);
	return range;
}

/* {"min","max"} in order; *unit as given, or NULL. */
static json_t *check_range(struct checking *c, const struct field *f, const char *path,
	const json_t *value, const char **unit)
{
	int before = c->faults;
	json_t *given = range_of(c, f, path, value, unit);
	if (!given)
		return NULL;
	json_t *min = end_of(c, f, path, "min", given), *max = end_of(c, f, path, "max", given);
	const char *named = value_line(c, json_object_get(given, "unit"));
	if (named)
		*unit = named;
	json_decref(given);
	if (!min && !max)
		return NULL;
	json_t *range = json_object();
	json_object_set(range, "min", min ? min : max);
	json_object_set(range, "max", max ? max : min);
	json_decref(min);
	json_decref(max);
	if (json_number_value(json_object_get(range, "min")) >
	    json_number_value(json_object_get(range, "max")))
		check_fault(c, arena_printf(c->l->arena, "%s.min", path),
			N_("The first number is greater than the second: swap them."), NULL);
	if (c->faults == before)
		return range;
	json_decref(range);
	return NULL;
}

json_t *check_days(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	const char *unit = NULL;
	json_t *range = check_range(c, f, path, value, &unit);
	if (!range || !unit || unit_ok(c, f, unit))
		return range;
	json_decref(range);
	return check_fault(c, path, N_("Count in days of one person, for example 12 to 20."),
		NULL);
}

json_t *check_money(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	const char *unit = NULL, *own = f->unit[FR] ? f->unit[FR] : "€";
	json_t *range = check_range(c, f, path, value, &unit);
	if (!range)
		return NULL;
	if (!unit || !*unit || unit_ok(c, f, unit))
		unit = own;
	if (text_length(unit) > 40 || !strstr(unit, "€")) {
		json_decref(range);
		return check_fault(c, arena_printf(c->l->arena, "%s.unit", path),
			N_("Count in euros: the unit is for example € or € a year."), NULL);
	}
	json_object_set_new(range, "unit", json_string(unit));
	return range;
}

json_t *check_duration(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	const char *typed = NULL;
	json_t *range = check_range(c, f, path, value, &typed);
	if (!range)
		return NULL;
	const char *word = typed ? arena_printf(c->l->arena, " %s ",
		text_fold(c->l->arena, typed)) : NULL;
	for (int i = 0; word && units[i].name; i++)
		if (strstr(units[i].words, word)) {
			json_object_set_new(range, "unit", json_string(units[i].name));
			return range;
		}
	json_decref(range);
	return check_fault(c, arena_printf(c->l->arena, "%s.unit", path),
		N_("Choose a unit: minute, hour, day, week, month or year."), NULL);
}
