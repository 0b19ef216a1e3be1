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
	if (lang == FR && !whole && text_starts(t->name, "Métropole"))
		whole = t->name;
	return whole ? arena_printf(db_arena(db), "la %s", whole) : territory_full_name(db, t);
}

const char *territory_of(struct db *db, enum lang lang, const struct territory *t)
{
	struct arena *a = db_arena(db);
	const char *name = t->name;
	if (lang != FR)
		return arena_printf(a, "of %s", name);
	if (text_starts(name, "Le "))
		return arena_printf(a, "du %s", name + 3);
	if (text_starts(name, "Les "))
		return arena_printf(a, "des %s", name + 4);
	const char *slug = t->slug ? t->slug : "";
	return arena_printf(a, *slug && strchr("aeiou", *slug) ? "d’%s" : "de %s", name);
}

const char *territory_where(struct db *db, enum lang lang, const struct territory *t)
{
	struct arena *a = db_arena(db);
	if (lang != FR)
		return arena_printf(a, "in %s", territory_full_name(db, t));
	const char *name = t->name;
	/* "au Mans": the article went into the word before */
	if (text_starts(t->preposition, "au") && strchr(name, ' '))
		name = strchr(name, ' ') + 1;
	const char *whole = spelt(db, t, 'c');
	return arena_printf(a, "%s%s%s", t->preposition,
		strstr(t->preposition, "’") ? "" : " ", whole ? whole : name);
}
