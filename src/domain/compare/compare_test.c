/* compare_test.c - likeness of real territories, checked by hand. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/test.h"
#include "base/text.h"
#include "domain/compare/compare_own.h"
#include "store/store.h"

static struct db *db;

static struct traits get(const char *code)
{
	struct traits t = {.place.code = ""};
	check(traits_get(db, code, &t));
	return t;
}

static void classes(void)
{
	struct arena *a = db_arena(db);
	check_text(people_class(a, FR, COMMUNE_LIKE, people_class_of(COMMUNE_LIKE, 793)),
		"500 à 999 habitants");
	check_text(people_class(a, FR, COMMUNE_LIKE, people_class_of(COMMUNE_LIKE, 1)),
		"199 habitants au plus");
	check_text(people_class(a, FR, COMMUNE_LIKE, people_class_of(COMMUNE_LIKE, 0)),
		"aucun habitant");
	check_text(people_class(a, EN, COMMUNE_LIKE, people_class_of(COMMUNE_LIKE, 2100000)),
		"100,000 inhabitants or more");
	check(people_class_of(COMMUNE_LIKE, 199) == people_class_of(COMMUNE_LIKE, 1));
	check(people_class_of(COMMUNE_LIKE, 200) == people_class_of(COMMUNE_LIKE, 1) + 1);
	check(epci_size_of(15) == 0 && epci_size_of(16) == 1 && epci_size_of(0) == -1);
	check(density_class_of(-1) == -1 && density_class_of(29.9) == density_class_of(10));
	check(epci_kind_of("CC Faucigny - Glières") == CC && epci_kind_of(NULL) == NO_EPCI);
	check(epci_kind_of("Grenoble-Alpes-Métropole") == METROPOLE);
}

static void traits(void)
{
	struct traits t = get("86116");
	check(t.family == COMMUNE_LIKE && t.epci_kind == CU && t.communes == 40);
	check_text(t.epci_name, "CU du Grand Poitiers");
	check_text(t.departement_name, "Vienne");
	check_text(t.region_name, "Nouvelle-Aquitaine");
	check(t.mountain == -1 && t.coast == -1 && t.density == -1);
	t = get("200069854");
	check(t.family == EPCI_LIKE && t.epci_kind == CU && t.communes == 40);
	check_text(t.epci, "200069854");
	t = get("D86");
	check(t.family == DEPARTEMENT_LIKE && t.epci_kind == -1);
	check_text(t.departement, "D86");
	check_text(get("R75").region_name, "Nouvelle-Aquitaine");
	check(get("C01015").people == -1);
	check(!traits_get(db, "99999", &t) && !traits_get(db, "", &t));
}

/* Letters of the eight traits: same, near, apart, unknown (?) or not compared (-). */
static const char *letters(const char *a, const char *b, struct likeness *l)
{
	static const char marks[] = {[TRAIT_UNKNOWN] = '?', [TRAIT_SAME] = 's', [TRAIT_NEAR] = 'n',
		[TRAIT_APART] = 'a'};
	struct traits x = get(a), y = get(b);
	char *said = arena_alloc(db_arena(db), TRAITS + 1);
	likeness_of(&x, &y, l);
	for (int i = 0; i < TRAITS; i++)
		said[i] = l->applies[i] ? marks[l->of[i]] : '-';
	return said;
}

/* People, density, EPCI kind and size, département, région, mountain, coast; the score in
 * hundredths over what is known, of weights 4 2 1 1 1 1 2 1. */
static void golden(void)
{
	static const struct {
		const char *a, *b, *traits;
		int score, known;
	} pairs[] = {
		{"86116", "86116", "s?ssss??", 100, 62},	/* Jazeneuil and itself: 8 of 13 */
		{"86116", "86198", "s?ssss??", 100, 62},	/* Pouillé, same EPCI */
		{"86116", "16368", "s?nsns??", 88, 62},		/* Sers, CA of 38: 7 of 8 */
		{"86116", "16373", "a?asns??", 31, 62},		/* Souvigné, 182, CC: 2.5 of 8 */
		{"86116", "86194", "a?ssss??", 50, 62},		/* Poitiers: 4 of 8 */
		{"86116", "63113", "a?nnaa??", 13, 62},		/* Clermont-Ferrand, métropole of 21 */
		{"29083", "86116", "n?a-aa??", 29, 58},		/* Île-de-Sein, no EPCI: 2 of 7 */
		{"29083", "85113", "a?s-aa??", 14, 58},		/* nor L'Île-d'Yeu: 1 of 7 */
		{"29083", "22016", "s?s-ns??", 93, 58},		/* nor Bréhat: 6.5 of 7 */
		{"2A004", "97411", "n?ssaa??", 50, 62},		/* Ajaccio, Saint-Denis: 4 of 8 */
		{"55039", "86116", "a?nnaa??", 13, 62},		/* no inhabitant */
		{"75056", "69123", "s?snaa??", 69, 62},		/* Paris 130 communes, Lyon 58 */
		{"75101", "69123", "a?snaa??", 19, 62},		/* an arrondissement of 15,114 */
		{"C01015", "01015", "??ssss??", 100, 31},	/* Arbignieu's people are not known */
		{"200069854", "247200132", "s?snaa--", 69, 80},	/* Poitiers 40 communes, Le Mans 20 */
		{"86116", "D86", "----ss--", 100, 100},		/* by where they lie only */
		{"D86", "D16", "n?---s--", 60, 71},		/* 438,897 and 352,683 */
		{"R75", "R53", "a?------", 0, 67},		/* 6.2 and 3.4 millions */
		{"R75", "R84", "s?------", 100, 67},
	};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct likeness l, back;
		check_text(letters(pairs[i].a, pairs[i].b, &l), pairs[i].traits);
		check_text(letters(pairs[i].b, pairs[i].a, &back), pairs[i].traits);
		check((int)(l.score * 100 + 0.5) == pairs[i].score);
		check((int)(l.known * 100 + 0.5) == pairs[i].known);
		check(l.score == back.score && l.known == back.known);
	}
}

static void sentences(void)
{
	struct arena *a = db_arena(db);
	struct traits here = get("86116"), sers = get("16368"), vienne = get("D86");
	check_text(likeness_say(a, FR, BY_PEOPLE, &here, &sers), "Même taille : 500 à 999 habitants");
	check_text(likeness_say(a, FR, BY_EPCI_KIND, &here, &sers), "Autre sorte d’intercommunalité : "
		"communauté urbaine et communauté d’agglomération");
	check_text(likeness_say(a, FR, BY_DEPARTEMENT, &here, &sers),
		"Vienne et Charente, dans la même région");
	check_text(likeness_say(a, FR, BY_MOUNTAIN, &here, &sers), "Montagne : non renseigné");
	check_text(likeness_say(a, FR, BY_PEOPLE, &here, &vienne),
		"Ne se compare pas entre ces deux‑là");
}

static void comparable(void)
{
	struct traits t = get("86116");
	struct criteria c;
	struct alike found[40];
	int64_t total;
	criteria_usual(db, &t, 6, &c);
	check_text(criteria_say(db, FR, &t, &c), "500 à 999 habitants, intercommunalité de 31 à 60 "
		"communes, Nouvelle-Aquitaine");
	int n = alike_find(db, &t, &c, 0, 40, found, &total);
	check(n == 40 && total > 40);
	double last = 0;
	for (int i = 0; i < n; i++) {
		check(found[i].of.people == t.people && found[i].of.epci_size == t.epci_size);
		check_text(found[i].of.region, "R75");
		check(!text_eq(found[i].of.place.code, "86116"));
		check(found[i].km >= last - 0.3);
		last = found[i].km;
	}
	check(alike_find(db, &t, &c, total, 6, found, &total) == 0);
	c = (struct criteria){0};
	check(alike_find(db, &t, &c, 0, 1, found, &total) == 1 && total == 34962);
	c.asked[BY_PEOPLE] = TRAIT_NEAR;
	c.asked[BY_DEPARTEMENT] = TRAIT_SAME;
	n = alike_find(db, &t, &c, 0, 40, found, &total);
	check(n > 6 && total < 300);
	for (int i = 0; i < n; i++)
		check(abs(found[i].of.people - t.people) <= 1);
	c.told = true;
	check(alike_find(db, &t, &c, 0, 40, found, &total) == 0 && total == 0);
	t = get("75056");
	criteria_usual(db, &t, 6, &c);
	check(!c.asked[BY_REGION] && alike_find(db, &t, &c, 0, 6, found, NULL) == 6);
	t = get("29083");		/* no EPCI: not asked */
	criteria_usual(db, &t, 6, &c);
	check(!c.asked[BY_EPCI_SIZE] && alike_find(db, &t, &c, 0, 6, found, NULL) == 6);
	t = get("98411");		/* nobody ever counted there */
	criteria_usual(db, &t, 6, &c);
	check(alike_find(db, &t, &c, 0, 6, found, NULL) <= 6);
}

int main(void)
{
	hash_start();
	char dir[] = "/tmp/compare-test-XXXXXX";
	struct arena *a = arena_new();
	const char *why = NULL;
	int code = 0;
	if (!mkdtemp(dir))
		return 1;
	struct store *s = store_open(dir, NULL, a, &why, &code);
	if (!s || !territory_load(s, &why))
		die("%s", why);
	struct reader *r = reader_open(s);
	check(reader_begin(r, a, 0, 1000));
	db = reader_db(r);
	classes();
	traits();
	golden();
	sentences();
	comparable();
	reader_end(r);
	reader_close(r);
	store_close(s);
	if (fork() == 0)
		execlp("rm", "rm", "-r", dir, (char *)NULL);
	arena_free(a);
	return test_end();
}
