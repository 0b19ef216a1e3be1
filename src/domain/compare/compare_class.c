/* compare_class.c - classes: their steps, and how they are said. */
#include <string.h>

#include "base/text.h"
#include "domain/compare/compare_own.h"

enum { MAX_STEPS = 12 };

/* From each step on; ends with -1. */
static const int64_t people[][MAX_STEPS + 1] = {
	[COMMUNE_LIKE] = {0, 1, 200, 500, 1000, 2000, 3500, 5000, 10000, 20000, 50000, 100000, -1},
	[EPCI_LIKE] = {0, 5000, 15000, 30000, 50000, 100000, 250000, -1},
	[DEPARTEMENT_LIKE] = {0, 200000, 400000, 600000, 1000000, -1},
	[REGION_LIKE] = {0, 500000, 2000000, 4000000, 6000000, -1}};
static const int64_t epci[] = {1, 16, 31, 61, -1};
static const int64_t density[] = {0, 10, 30, 60, 150, 300, 1500, -1};

static int class_of(const int64_t *steps, int64_t n)
{
	int class = 0;
	if (n < steps[0])
		return -1;
	while (steps[class + 1] >= 0 && n >= steps[class + 1])
		class++;
	return class;
}

/* Of a class, with those next to it when near. */
static struct steps steps_of(const int64_t *steps, int class, bool near)
{
	int first = class - (near && class > 0), last = class + (near && steps[class + 1] >= 0);
	int64_t next = steps[last + 1];
	return (struct steps){steps[first], next < 0 ? INT64_MAX : next - 1};
}

int people_class_of(enum family family, int64_t n)
{
	return class_of(people[family], n);
}

struct steps people_steps(enum family family, int class, bool near)
{
	return steps_of(people[family], class, near);
}

int epci_size_of(int communes)
{
	return class_of(epci, communes);
}

struct steps epci_steps(int class, bool near)
{
	return steps_of(epci, class, near);
}

int density_class_of(double per_km2)
{
	return per_km2 < 0 ? -1 : class_of(density, (int64_t)per_km2);
}

struct steps density_steps(int class, bool near)
{
	return steps_of(density, class, near);
}

/* Etalab's names begin with the kind, but for métropoles: so are all 1,255. */
enum epci_kind epci_kind_of(const char *name)
{
	if (!name)
		return NO_EPCI;
	return text_starts(name, "CC ") ? CC : text_starts(name, "CA ") ? CA :
		text_starts(name, "CU ") ? CU : METROPOLE;
}

enum family family_of(const char *kind)
{
	return text_eq(kind, "epci") ? EPCI_LIKE : text_eq(kind, "departement") ?
		DEPARTEMENT_LIKE : text_eq(kind, "region") ? REGION_LIKE : COMMUNE_LIKE;
}

const char *say(struct arena *a, enum lang lang, const char *key, const char *one, const char *two)
{
	const char *text = tr_lang(lang, key), *first = strstr(text, "%s");
	const char *second = first ? strstr(first + 2, "%s") : NULL;
	if (!first)
		return text;
	if (!second)
		return arena_printf(a, "%.*s%s%s", (int)(first - text), text, one, first + 2);
	return arena_printf(a, "%.*s%s%.*s%s%s", (int)(first - text), text, one,
		(int)(second - first) - 2, first + 2, two, second + 2);
}

static const char *range(struct arena *a, enum lang lang, struct steps s, const char *from,
	const char *to, const char *at_most)
{
	const char *least = number_text(a, lang, (double)s.least, 0);
	const char *most = number_text(a, lang, (double)s.most, 0);
	if (s.most == INT64_MAX)
		return say(a, lang, from, least, NULL);
	if (s.least <= 1)
		return say(a, lang, at_most, most, NULL);
	return say(a, lang, to, least, most);
}

const char *people_range(struct arena *a, enum lang lang, enum family family, int class, bool near)
{
	if (class < 0)
		return tr_lang(lang, N_("population unknown"));
	struct steps s = people_steps(family, class, near);
	if (s.most == 0)
		return tr_lang(lang, N_("no inhabitant"));
	return range(a, lang, s, N_("%s inhabitants or more"), N_("%s to %s inhabitants"),
		N_("at most %s inhabitants"));
}

const char *people_class(struct arena *a, enum lang lang, enum family family, int class)
{
	return people_range(a, lang, family, class, false);
}

const char *density_range(struct arena *a, enum lang lang, int class, bool near)
{
	if (class < 0)
		return tr_lang(lang, N_("density unknown"));
	return range(a, lang, density_steps(class, near), N_("%s inhabitants per km² or more"),
		N_("%s to %s inhabitants per km²"), N_("at most %s inhabitants per km²"));
}

const char *density_class(struct arena *a, enum lang lang, int class)
{
	return density_range(a, lang, class, false);
}

const char *epci_size_range(struct arena *a, enum lang lang, int class, bool near)
{
	if (class < 0)
		return tr_lang(lang, N_("no intercommunality"));
	return range(a, lang, epci_steps(class, near), N_("%s communes or more"),
		N_("%s to %s communes"), N_("at most %s communes"));
}

const char *epci_kind_name(enum lang lang, int kind)
{
	static const char *const names[] = {N_("no intercommunality"),
		N_("communauté de communes"), N_("communauté d’agglomération"),
		N_("communauté urbaine"), N_("métropole")};
	return tr_lang(lang, kind < 0 || kind > METROPOLE ? N_("unknown") : names[kind]);
}

const char *trait_name(enum lang lang, enum trait t)
{
	static const char *const names[] = {N_("Inhabitants"), N_("Density"),
		N_("Sort of intercommunality"), N_("Size of the intercommunality"),
		N_("Département"), N_("Région"), N_("Mountain"), N_("Coast")};
	return tr_lang(lang, names[t]);
}
