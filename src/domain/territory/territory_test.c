/* territory_test.c - finding places in the real table. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/test.h"
#include "base/text.h"
#include "domain/territory/territory_own.h"
#include "store/store.h"
#include "web/outline.h"

static struct db *db;

static const char *first(const char *typed, const char *kind)
{
	struct territory t;
	return territory_find(db, typed, kind, 1, &t) ? t.code : NULL;
}

/* The place in the first n results, from 1; 0 when it is not there. */
static int rank(const char *typed, const char *code, int n)
{
	struct territory t[MAX_FOUND];
	int found = territory_find(db, typed, NULL, n, t);
	for (int i = 0; i < found; i++)
		if (strcmp(t[i].code, code) == 0)
			return i + 1;
	return 0;
}

static int64_t count(const char *kind)
{
	struct territory t;
	int64_t total;
	territory_search(db, NULL, kind, 0, 1, &t, &total);
	return total;
}

static struct territory get(const char *code)
{
	struct territory t = {.code = ""};
	check(territory_get(db, code, &t));
	return t;
}

static void counts(void)
{
	check(count("commune") == 34969);
	check(count("epci") == 1255);
	check(count("deleguee") == 2105);
	check(count("associee") == 471);
	check(count("arrondissement") == 45);
	check(count("departement") == 109);
	check(count("region") == 26);
	check(count(NULL) == 38980);
	struct territory france[MAX_FOUND];
	int64_t people = 0;
	int n = territory_regions(db, MAX_FOUND, france);
	for (int i = 0; i < n; i++)
		people += france[i].population > 0 ? france[i].population : 0;
	check(people > 68000000 && people < 70000000);
}

static void names(void)
{
	check_text(first("jazeneuil", NULL), "86116");
	check_text(first("Jazeneuil (Vienne)", NULL), "86116");
	check_text(first("JAZENEUIL 86600", NULL), "86116");
	check_text(first("Saint-Étienne", NULL), "42218");
	check_text(first("st etienne", NULL), "42218");
	check_text(first("St. Etienne", NULL), "42218");
	check(rank("l'abergement", "01001", 10) > 0);
	check(rank("L’Abergement", "01001", 10) > 0);
	check(rank("abergement clemenciat", "01001", 1) == 1);
	check_text(first("rochelle (la)", "commune"), "17300");
	check_text(first("Le Mans", NULL), "72181");
	check_text(first("mans", NULL), "72181");
	check_text(first("ste-mère-église", NULL), "50523");
	check_text(first("Chalon s/ Saône", NULL), "71076");
	check_text(first("grand poitiers", NULL), "200069854");
	check_text(first("communauté urbaine du grand poitiers", NULL), "200069854");
	check_text(first("vienne", NULL), "D86");
	check_text(first("vienne", "commune"), "38544");
	check_text(first("vienne isère", NULL), "38544");
	check_text(first("bretagne", NULL), "R53");
	check_text(first("nouvelle aquitaine", NULL), "R75");
	check_text(first("puy de dome", NULL), "D63");
	check_text(first("oeting", NULL), "57521");
	check_text(first("", NULL), NULL);
	check_text(first("'- /", NULL), NULL);
	check_text(first("%_*", NULL), NULL);
	check_text(territory_guess(db, "Jazneuil"), "Jazeneuil");
	check_text(territory_guess(db, "zzzzzzzz"), NULL);
}

static void homonyms(void)
{
	struct territory t[MAX_FOUND];
	int n = territory_find(db, "saint-denis", "commune", 20, t);
	check(n == 20);
	check_text(t[0].code, "97411");
	check_text(t[1].code, "93066");
	check_text(territory_title(db, &t[1]), "Saint-Denis (Seine-Saint-Denis)");
	check_text(first("saint denis réunion", "commune"), "97411");
	check_text(first("saint-denis 974", "commune"), "97411");
	check_text(first("saint denis (la réunion)", "commune"), "97411");
	check_text(first("sainte-colombe 33", "commune"), "33390");
}

static void numbers(void)
{
	check_text(first("86116", NULL), "86116");
	check(rank("86600", "86116", 10) > 0);
	check_text(first("86600", NULL), "86139");
	check_text(first("D63", NULL), "D63");
	check_text(first("d63", NULL), "D63");
	check_text(first("63", NULL), "D63");
	check_text(first("2a", NULL), "D2A");
	check_text(first("R84", NULL), "R84");
	check_text(first("C01015", NULL), "C01015");
	check_text(first("01015", NULL), "01015");
	check(rank("01015", "C01015", 5) > 0);
	check_text(first("200069854", NULL), "200069854");
	check_text(first("63113", NULL), "63113");
	check_text(first("99999", NULL), NULL);
}

static void parts(void)
{
	struct territory t = get("C01015");
	check_text(t.name, "Arbignieu");
	check_text(t.kind, "deleguee");
	check_text(t.parent, "01015");
	check(t.population == -1);
	check_text(get("01015").name, "Arboys en Bugey");
	struct territory paris[MAX_FOUND];
	struct territory city = get("75056");
	check(territory_members(db, &city, NULL, 0, MAX_FOUND, paris) == 20);
	check_text(paris[0].code, "75101");
	check_text(paris[0].parent, "75056");
	check_text(get("69123").name, "Lyon");
	check_text(get("13201").kind, "arrondissement");
	struct territory empty = get("55039");
	check_text(empty.name, "Beaumont-en-Verdunois");
	check(empty.population == 0);
	check(get("98901").population == -1);
	check_text(get("97105").departement, "D971");
	check_text(get("97611").departement, "D976");
	check_text(get("98818").departement, "D988");
	check(!territory_get(db, "86", &t) && !territory_get(db, "", &t));
	const char *const *line = territory_lineage(db, "86116");
	check_text(line[1], "200069854");
	check_text(line[2], "D86");
	check_text(line[3], "R75");
	check(line[4] == NULL);
}

static void around(void)
{
	struct territory t = get("86116");
	struct nearby near[MAX_FOUND];
	int n = territory_around(db, &t, 30, true, MAX_FOUND, near);
	check(n > 60 && near[0].km < 12 && near[n - 1].km <= 30);
	for (int i = 1; i < n; i++)
		check(near[i - 1].km <= near[i].km && strcmp(near[i].place.code, "86116") != 0);
	struct territory poitiers = get("86194"), niort = get("79191");
	double km = territory_km(&poitiers, &niort);
	check(km > 60 && km < 75);
	struct territory desert = get("98411");
	check(territory_around(db, &desert, 30, true, 5, near) == 0);
}

static const char *where(const char *code)
{
	struct territory t = get(code);
	return territory_where(db, FR, &t);
}

static void words(void)
{
	check_text(where("86116"), "à Jazeneuil");
	check_text(where("72181"), "au Mans");
	check_text(where("85109"), "aux Herbiers");
	check_text(where("D86"), "dans la Vienne");
	check_text(where("D01"), "dans l’Ain");
	check_text(where("D75"), "à Paris");
	check_text(where("D971"), "en Guadeloupe");
	check_text(where("D49"), "en Maine-et-Loire");
	check_text(where("R75"), "en Nouvelle-Aquitaine");
	check_text(where("R44"), "dans le Grand Est");
	check_text(where("R04"), "à La Réunion");
	check_text(where("200069854"), "dans la communauté urbaine du Grand Poitiers");
	struct territory t = get("86116");
	check_text(territory_path(db, &t), "/territoires/86116-jazeneuil");
	t = get("2A004");
	check_text(territory_path(db, &t), "/territoires/2A004-ajaccio");
	check_text(territory_kind_label(FR, "epci"), "Intercommunalité");
}

static void outlines(void)
{
	int n = 0;
	while (outline_at(n))
		n++;
	check(n == 96 + 13 + 1);
	check(outline_find("R75") && outline_find("FR") && !outline_find("D971"));
	static const char *const towns[] = {"86194", "29019", "2A004", "67482", "59350", "06088"};
	for (size_t i = 0; i < sizeof towns / sizeof *towns; i++) {
		struct territory t = get(towns[i]);
		const struct plate_box *b = &outline_find(t.departement)->box;
		double x = outline_x(t.lon), y = outline_y(t.lat);
		check(x > b->x0 && x < b->x1 && y > b->y0 && y < b->y1);
	}
}

/* A blob that is no table, or is gone, leaves what is there. */
static void bad_blobs(struct arena *a)
{
	unsigned char zip[18] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4, 0xff, 0xff, 0xff, 3};
	check(territory_unpack(a, "", 0) == NULL);
	check(territory_unpack(a, "this is not compressed at all", 29) == NULL);
	check(territory_unpack(a, zip, sizeof zip) == NULL);
}

int main(void)
{
	hash_start();
	char dir[] = "/tmp/territory-test-XXXXXX";
	struct arena *a = arena_new();
	const char *why = NULL;
	int code = 0;
	if (!mkdtemp(dir))
		return 1;
	struct store *s = store_open(dir, NULL, a, &why, &code);
	if (!s)
		die("%s", why);
	int64_t start = date_monotonic();
	check(territory_load(s, &why));
	int64_t took = date_monotonic() - start, position = store_position(s);
	check(took < 20000);
	check(territory_load(s, &why));
	check(store_position(s) == position);
	struct reader *r = reader_open(s);
	check(reader_begin(r, a, 0, 1000));
	db = reader_db(r);
	counts();
	names();
	homonyms();
	numbers();
	parts();
	around();
	words();
	outlines();
	bad_blobs(a);
	reader_end(r);
	reader_close(r);
	store_close(s);
	if (getenv("TIMES"))
		printf("loaded in %lld ms\n", (long long)took);
	if (fork() == 0)
		execlp("rm", "rm", "-r", dir, (char *)NULL);
	arena_free(a);
	return test_end();
}
