/* territory_name.c - what places are called, in sentences and addresses. */
#include <string.h>

#include "base/text.h"
#include "domain/territory/territory_own.h"

const char *territory_path(struct db *db, const struct territory *t)
{
	return arena_printf(db_arena(db), "/territoires/%s-%s", t->code, t->slug);
}

const char *territory_title(struct db *db, const struct territory *t)
{
	struct territory d;
	if (strcmp(t->kind, "departement") == 0)
		return arena_printf(db_arena(db), "%s (%s)", t->name, t->code + 1);
	if (strcmp(t->kind, "epci") == 0 || strcmp(t->kind, "region") == 0)
		return t->name;
	if (!t->departement || !territory_get(db, t->departement, &d))
		return t->name;
	return arena_printf(db_arena(db), "%s (%s)", t->name, d.name);
}

const char *territory_kind_label(enum lang lang, const char *kind)
{
	static const struct {
		const char *kind, *label;
	} labels[] = {{"commune", N_("Commune")}, {"deleguee", N_("Delegated commune")},
		{"associee", N_("Associated commune")}, {"arrondissement", N_("City district")},
		{"epci", N_("Intercommunality")}, {"departement", N_("Département")},
		{"region", N_("Région")}};
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (strcmp(kind, labels[i].kind) == 0)
			return tr_lang(lang, labels[i].label);
	return kind;
}

static const struct {
	const char *brief, *whole;
} sorts[] = {{"CC ", "ommunauté de communes"}, {"CA ", "ommunauté d’agglomération"},
	{"CU ", "ommunauté urbaine"}};

static const char *spelt(struct db *db, const struct territory *t, char first)
{
	for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
		if (strcmp(t->kind, "epci") == 0 && text_starts(t->name, sorts[i].brief))
			return arena_printf(db_arena(db), "%c%s %s", first, sorts[i].whole,
				t->name + 3);
	return NULL;
}

const char *territory_full_name(struct db *db, const struct territory *t)
{
	const char *whole = spelt(db, t, 'C');
	return whole ? whole : t->name;
}

const char *territory_with_article(struct db *db, enum lang lang, const struct territory *t)
{
	const char *whole = lang == FR ? spelt(db, t, 'c') : NULL;
	return whole ? arena_printf(db_arena(db), "la %s", whole) : territory_full_name(db, t);
}

/* Islands and Paris are towns to the ear: "à Mayotte". */
static bool is_town_like(const char *code)
{
	static const char *const codes[] = {"75", "974", "04", "976", "06", "975", "977", "978",
		"986"};
	/* région 75 is Nouvelle-Aquitaine */
	if (strcmp(code, "R75") == 0)
		return false;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (strcmp(code + 1, codes[i]) == 0)
			return true;
	return false;
}

static bool is_overseas(const char *code)
{
	return text_starts(code, "D97") || text_starts(code, "D98") || text_starts(code, "R0");
}

/* Before the name of a département or région, by Insee's liaison code. */
static const char *within(const struct territory *t)
{
	bool region = strcmp(t->kind, "region") == 0;
	if (is_town_like(t->code))
		return "à ";
	if (strcmp(t->code + 1, "984") == 0)
		return "dans les ";
	if (strcmp(t->code + 1, "989") == 0)
		return "sur l’";
	switch (t->liaison) {
	case 2: return "dans le ";
	case 3: return region || is_overseas(t->code) ? "en " : "dans la ";
	case 4: return "dans les ";
	case 5: return region ? "en " : "dans l’";
	default: return "en ";
	}
}

static const char *where_in_french(struct db *db, const struct territory *t)
{
	struct arena *a = db_arena(db);
	if (strcmp(t->kind, "departement") == 0 || strcmp(t->kind, "region") == 0)
		return arena_printf(a, "%s%s", within(t), t->name);
	if (strcmp(t->kind, "epci") == 0) {
		const char *whole = spelt(db, t, 'c');
		return arena_printf(a, whole ? "dans la %s" : "dans %s", whole ? whole : t->name);
	}
	if (text_starts(t->name, "Le "))
		return arena_printf(a, "au %s", t->name + 3);
	if (text_starts(t->name, "Les "))
		return arena_printf(a, "aux %s", t->name + 4);
	return arena_printf(a, "à %s", t->name);
}

const char *territory_where(struct db *db, enum lang lang, const struct territory *t)
{
	return lang == FR ? where_in_french(db, t) :
		arena_printf(db_arena(db), "in %s", territory_full_name(db, t));
}
