/* field_place.c - places: a name, a commune, a point in degrees (WGS 84).
 *
 * Degrees as people copy them: "46,4512", "46.4512°", "-0.12"; both in one text, as maps
 * give them: "46,4512 ; 0,1234", "46.4512, 0.1234". */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "domain/field/field_own.h"

enum { DIGITS = 40, FAR = 300 };	/* FAR: km, no commune is so large */

static const char minus[] = "\u2212";

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A number at the beginning of *s, which moves behind it and its degree sign. */
static bool degrees_at(const char **s, double *x)
{
	char plain[DIGITS];
	size_t n = 0;
	const char *p = *s + strspn(*s, " ");
	if (text_starts(p, minus) || *p == '-' || *p == '+') {
		plain[n++] = *p == '+' ? '+' : '-';
		p += text_starts(p, minus) ? sizeof minus - 1 : 1;
	}
	const char *first = p;
	for (bool point = false; n < DIGITS - 1; p++) {
		bool sign = (*p == '.' || *p == ',') && !point && p > first && is_digit(p[1]);
		if (!is_digit(*p) && !sign)
			break;
		plain[n++] = sign ? '.' : *p;
		point = point || sign;
	}
	plain[n] = '\0';
	if (p == first || is_digit(*p))
		return false;
	*x = strtod(plain, NULL);
	p += text_starts(p, "°") ? strlen("°") : 0;
	*s = p + strspn(p, " ");
	return true;
}

/* A text that is two numbers and nothing else. */
static bool both_in(const char *s, double point[2])
{
	if (!s || !degrees_at(&s, &point[0]))
		return false;
	s += *s && strchr(",;/", *s) ? 1 : 0;
	return degrees_at(&s, &point[1]) && !*s;
}

/* One number of a point; false after a fault. */
static bool read_degrees(struct checking *c, const char *path, const json_t *value, double most,
	double *x)
{
	const char *typed = value_line(c, value), *s = typed;
	if (json_is_number(value))
		*x = json_number_value(value);
	else if (!typed || !degrees_at(&s, x) || *s) {
		check_fault(c, path, N_("Write degrees with a point or a comma, for example 46.4512."),
			NULL);
		return false;
	}
	if (fabs(*x) <= most)
		return true;
	check_fault(c, path, most > 90 ? N_("A longitude lies between -180 and 180: %s does not.") :
		N_("A latitude lies between -90 and 90: %s does not."),
		typed ? text_cut(c->l->arena, typed, 30) : json_text(c->l->arena, value));
	return false;
}

/* The point of an object, if it has one; false after a fault. */
static bool read_point(struct checking *c, const char *path, const json_t *value, double point[2],
	bool *there)
{
	const json_t *lat = json_object_get(value, "lat"), *lon = json_object_get(value, "lon");
	const char *at[] = {arena_printf(c->l->arena, "%s.lat", path),
		arena_printf(c->l->arena, "%s.lon", path)};
	*there = !value_blank(lat) || !value_blank(lon);
	if (!*there)
		return true;
	if (value_blank(lon) && json_is_string(lat) && both_in(value_line(c, lat), point)) {
		lat = json_keep(c->l->arena, json_real(point[0]));
		lon = json_keep(c->l->arena, json_real(point[1]));
	}
	if (value_blank(lat) || value_blank(lon)) {
		check_fault(c, at[value_blank(lon)], value_blank(lon) ?
			N_("Write the longitude too, or leave both empty.") :
			N_("Write the latitude too, or leave both empty."), NULL);
		return false;
	}
	return read_degrees(c, at[0], lat, 90, &point[0]) &&
		read_degrees(c, at[1], lon, 180, &point[1]);
}

/* To a metre; the same again when it comes back. */
static json_t *rounded(double x)
{
	x = round(x * 1e5) / 1e5;
	return x == floor(x) ? json_integer((json_int_t)x) : json_real(x);
}

/* Numbers the wrong way round lie far away. */
static void check_near(struct checking *c, const char *path, const double point[2],
	const char *code)
{
	struct territory t, at = {.lat = point[0], .lon = point[1]};
	if (!code || !territory_get(c->l->views, code, &t) || !text_eq(t.kind, "commune") ||
		t.point == NO_POINT || territory_km(&t, &at) < FAR)
		return;
	check_fault(c, arena_printf(c->l->arena, "%s.lat", path),
		N_("This point lies far from %s: are latitude and longitude the wrong way round?"),
		t.name);
}

static void add_point(struct checking *c, const char *path, const json_t *value, json_t *place)
{
	double point[2];
	bool there;
	if (!read_point(c, path, value, point, &there) || !there)
		return;
	if (point[0] == 0 && point[1] == 0)
		check_fault(c, arena_printf(c->l->arena, "%s.lat", path),
			N_("0 and 0 lie in the ocean: write where the place is, or leave both empty."), NULL);
	check_near(c, path, point, json_str(place, "territory"));
	json_object_set_new(place, "lat", rounded(point[0]));
	json_object_set_new(place, "lon", rounded(point[1]));
}

/* An object, or one text: two numbers, or a name. */
static json_t *parts_of(struct checking *c, const char *path, const json_t *value)
{
	static const struct field parts[] = {
		{.name = "name", .kind = "line"},
		{.name = "territory", .kind = "line"}};
	static const char *const point[] = {"lat", "lon", NULL};
	double both[2];
	if (!json_is_string(value))
		return check_members(c, parts, 2, path, value, point);
	const char *line = value_line(c, value);
	json_t *given = json_pack("{s:s}", both_in(line, both) ? "lat" : "name", line);
	json_t *place = check_members(c, parts, 2, path, given, point);
	if (json_object_get(given, "lat"))
		json_object_update(place, given);
	json_decref(given);
	return place;
}

json_t *check_place(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	int before = c->faults;
	if (!json_is_string(value) && !json_is_object(value))
		return check_fault(c, path, field_example(f), NULL);
	json_t *place = parts_of(c, path, value);
	const char *typed = json_str(place, "territory");
	const char *code = typed ? find_territory(c, arena_printf(c->l->arena, "%s.territory", path),
		typed) : NULL;
	if (code)
		json_object_set_new(place, "territory", json_string(code));
	add_point(c, path, json_is_string(value) ? place : value, place);
	if (c->faults == before)
		return place;
	json_decref(place);
	return NULL;
}

bool place_point(const json_t *place, double *lat, double *lon)
{
	const json_t *y = json_object_get(place, "lat"), *x = json_object_get(place, "lon");
	*lat = json_number_value(y);
	*lon = json_number_value(x);
	return json_is_number(y) && json_is_number(x) && fabs(*lat) <= 90 && fabs(*lon) <= 180;
}

const char *degrees_words(struct arena *a, enum lang lang, double x)
{
	char text[DIGITS];
	int n = snprintf(text, sizeof text, "%.5f", fabs(x));
	while (n > 0 && text[n - 1] == '0')
		n--;
	n -= n > 0 && text[n - 1] == '.';
	text[n] = '\0';
	char *point = strchr(text, '.');
	if (point && lang == FR)
		*point = ',';
	return arena_printf(a, "%s%s", x < 0 ? "-" : "", text);
}

const char *point_words(struct arena *a, enum lang lang, double lat, double lon)
{
	return arena_printf(a, "%s\u00a0; %s", degrees_words(a, lang, lat), degrees_words(a, lang, lon));
}

const char *place_code(struct arena *a, const json_t *place)
{
	unsigned char hash[HASH_QUICK];
	double lat, lon;
	if (!place_point(place, &lat, &lon))
		return NULL;
	const char *named = arena_printf(a, "%s\1%s", json_str(place, "name") ?
		json_str(place, "name") : "", json_str(place, "territory") ?
		json_str(place, "territory") : "");
	hash_quick(hash, named, strlen(named));
	return arena_printf(a, "%s,%s-%02X%02X%02X", degrees_words(a, EN, lat),
		degrees_words(a, EN, lon), hash[0], hash[1], hash[2]);
}
