/* contour_read.c - which territory a feature is about, and where its points are.
 *
 * Lists of communes name the same thing in many ways: Etalab and france-geojson (code,
 * nom), IGN's Admin Express (insee_com, code_siren), Insee (codgeo, libgeo), OpenStreetMap
 * extracts (insee), the portals that Opendatasoft runs (com_code, epci_code, dep_code). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/tr.h"
#include "domain/contour/contour_own.h"

static const struct {
	const char *property;
	char kind;
} codes[] = {
	{"insee_com", 'c'}, {"code_insee", 'c'}, {"insee", 'c'}, {"com_code", 'c'},
	{"code_com", 'c'}, {"codecommune", 'c'}, {"code_commune", 'c'}, {"inseecom", 'c'},
	{"insee_commune", 'c'}, {"com_current_code", 'c'}, {"depcom", 'c'}, {"citycode", 'c'},
	{"code", '?'}, {"codgeo", '?'}, {"ref:insee", '?'}, {"code_geo", '?'},
	{"code_siren", 'e'}, {"siren_epci", 'e'}, {"siren", 'e'}, {"epci_code", 'e'},
	{"code_epci", 'e'}, {"codeepci", 'e'}, {"epci", 'e'},
	{"insee_dep", 'd'}, {"dep_code", 'd'}, {"code_dep", 'd'}, {"code_dept", 'd'},
	{"code_departement", 'd'}, {"codedepartement", 'd'}, {"dep", 'd'},
	{"insee_reg", 'r'}, {"reg_code", 'r'}, {"code_reg", 'r'}, {"code_region", 'r'},
	{"coderegion", 'r'}, {"reg", 'r'},
};
static const char *const names[] = {"nom", "name", "libgeo", "nom_com", "com_name", "nom_officiel",
	"nom_epci", "epci_name", "nom_dep", "dep_name", "nom_reg", "reg_name", "libelle", "nomcom",
	NULL};

/* A property by its name in small letters. */
static const json_t *property(const json_t *properties, const char *name)
{
	const json_t *exact = json_object_get(properties, name);
	const char *key;
	json_t *value;
	if (exact)
		return exact;
	json_object_foreach((json_t *)(uintptr_t)properties, key, value)
		if (strcasecmp(key, name) == 0)
			return value;
	return NULL;
}

/* Text, the first text of a list, or a whole number; NULL for others. */
static const char *words(struct arena *a, const json_t *v)
{
	if (json_is_array(v))
		v = json_array_get(v, 0);
	if (json_is_integer(v))
		return arena_printf(a, "%lld", (long long)json_integer_value(v));
	const char *s = json_string_value(v);
	char *line = s ? text_line(a, s, strlen(s)) : NULL;
	return line && *line && strlen(line) < 200 ? line : NULL;
}

/* Numbers lose the zero that codes begin with: 1001 is 01001. */
static const char *whole(struct arena *a, const char *code, char kind)
{
	size_t n = strlen(code);
	bool digits = strspn(code, "0123456789") == n;
	if (digits && n == 4 && (kind == 'c' || kind == '?'))
		return arena_printf(a, "0%s", code);
	if (digits && n == 1)
		return arena_printf(a, "0%s", code);
	char *upper = arena_dup(a, code);
	for (char *p = upper; *p; p++)
		*p = (char)(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
	return upper;
}

static char kind_of(const char *code, char said)
{
	size_t n = strlen(code);
	if (said != '?')
		return said;
	return n == 5 ? 'c' : n == 9 ? 'e' : *code == 'D' ? 'd' : *code == 'R' ? 'r' : '?';
}

/* 1 yes, 0 no, -1 not said. */
static int yes_or_no(struct arena *a, const json_t *properties, const char *name)
{
	const json_t *v = property(properties, name);
	if (json_is_boolean(v))
		return json_is_true(v);
	const char *s = words(a, v);
	if (!s)
		return -1;
	if (strchr("1oOyYtT", *s))
		return 1;
	return strchr("0nNfF", *s) ? 0 : -1;
}

static int either(struct arena *a, const json_t *properties, const char *one, const char *other)
{
	int first = yes_or_no(a, properties, one);
	return first >= 0 ? first : yes_or_no(a, properties, other);
}

/* Areas are in hectares under these names: cadastre, OpenStreetMap extracts, GEOFLA; who
 * reads them looks whether they may be. */
static double hectares(struct arena *a, const json_t *properties)
{
	static const char *const said[] = {"superficie_cadastrale", "surf_ha", "superficie", "surface",
		NULL};
	for (int i = 0; said[i]; i++) {
		const json_t *v = property(properties, said[i]);
		double n = json_is_number(v) ? json_number_value(v) : words(a, v) ?
			strtod(words(a, v), NULL) : 0;
		if (isfinite(n) && n > 0)
			return n;
	}
	return 0;
}

/* A part of a commune bears the code of the one that it went into. */
static bool is_part(struct arena *a, const json_t *properties)
{
	const char *type = words(a, property(properties, "type"));
	return words(a, property(properties, "commune")) || (type &&
		(text_eq(type, "commune-deleguee") || text_eq(type, "commune-associee") ||
		text_eq(type, "COMD") || text_eq(type, "COMA")));
}

void feature_name(struct arena *a, const json_t *properties, struct feature_name *n)
{
	*n = (struct feature_name){.name = "", .kind = '?', .mountain = -1, .coast = -1};
	for (size_t i = 0; i < sizeof codes / sizeof *codes && !n->code; i++) {
		const char *code = words(a, property(properties, codes[i].property));
		if (!code || strspn(code, "0123456789ABCDRabcdr") != strlen(code))
			continue;
		n->code = whole(a, code, codes[i].kind);
		n->kind = kind_of(n->code, codes[i].kind);
	}
	for (int i = 0; names[i] && !*n->name; i++) {
		const char *name = words(a, property(properties, names[i]));
		n->name = name ? name : "";
	}
	/* a list of départements names the région of each */
	if (n->kind == '?' && (property(properties, "region") || property(properties, "reg")))
		n->kind = 'd';
	if (n->kind == 'c' && strlen(n->code) == 5 && is_part(a, properties))
		n->code = arena_printf(a, "C%s", n->code);
	n->mountain = either(a, properties, "montagne", "loi_montagne");
	n->coast = either(a, properties, "littoral", "loi_littoral");
	n->hectares = hectares(a, properties);
}

bool feature_point(struct arena *a, const json_t *position, double *lon, double *lat,
	const char **detail)
{
	const json_t *x = json_array_get(position, 0), *y = json_array_get(position, 1);
	*lon = json_number_value(x);
	*lat = json_number_value(y);
	if (json_is_number(x) && json_is_number(y) && fabs(*lon) <= 180 && fabs(*lat) <= 90)
		return true;
	*detail = position ? text_cut(a, json_text(a, position), 60) : "";
	return false;
}
