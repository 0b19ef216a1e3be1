/* tokenizer_test.c - which words find each other, and which do not. */
#include "base/tokenizer.h"
#include "base/arena.h"
#include "base/out.h"
#include "base/test.h"

static struct tokenizer *tokenizer;

static int collect(void *context, const struct word *w)
{
	struct out *o = context;
	out_printf(o, "%s%.*s", w->beside ? "|" : o->len ? " " : "", (int)w->size, w->stem);
	return 0;
}

/* The words of a text, spaced; "|" before those beside another. */
static const char *words(struct arena *a, const char *text)
{
	struct out o = out_new(100000);
	tokenizer_words(tokenizer, text, strlen(text), false, collect, &o);
	const char *made = arena_dup(a, out_str(&o));
	out_free(&o);
	return made;
}

/* Texts that must give the same words: each row is a class. */
static const char *const same[][8] = {
	{"chevrerie", "chèvrerie", "chèvreries", "CHÈVRERIE"},
	{"élève", "élèves", "eleve", "Eleves", "e\u0301le\u0300ve"},
	{"agroécologie", "l'agroécologie", "l’agroécologie", "L’AGROÉCOLOGIE", "agroecologies"},
	{"oeuvre", "œuvre", "Œuvres", "d’œuvre"},
	{"coeur", "cœur", "cœurs"}, {"curriculum vitae", "curriculum vitæ"}, {"ex æquo", "ex aequo"},
	{"animal", "animaux"}, {"corail", "coraux"}, {"canal", "canaux"}, {"bocal", "bocaux"},
	{"cheval", "chevaux"}, {"journal", "journaux"}, {"régional", "régionaux", "regionale"},
	{"travail", "travaux"}, {"lieu", "lieux"}, {"enjeu", "enjeux"}, {"eau", "eaux"},
	{"matériau", "matériaux"}, {"tuyau", "tuyaux"}, {"bureau", "bureaux"}, {"chou", "choux"},
	{"local", "locaux", "locale", "locales"}, {"rural", "ruraux", "rurales"},
	{"cooperative energetique", "coopératives énergétiques", "coopérative énergétique"},
	{"saint etienne", "Saint-Étienne", "st-etienne", "St Etienne", "St. Étienne",
		"saint‑étienne", "SAINT-ETIENNE"},
	{"sainte foy", "Ste-Foy"},
	{"partagé", "partagée", "partagées", "partages", "partage"},
	{"mobilité", "mobilite", "Mobilités"}, {"solidarite", "solidarité"},
	{"actif", "active", "actives"}, {"public", "publique", "publics", "publiques"},
	{"collectivité", "collectivites", "Collectivités"}, {"habitante", "habitants"},
	{"commune", "communes"}, {"commun", "communs"}, {"donnée", "données", "donnees"},
	{"énergie", "d'énergies", "l’énergie"}, {"année", "années", "annees"},
	{"jusqu'école", "jusqu’école", "lorsqu'école", "puisqu’école", "quoiqu'école",
		"qu'école", "école"},
	{"j’école", "m’école", "t’école", "s’école", "n’école", "c’école", "école"},
	{"animateur", "animatrice", "animatrices"}, {"département", "Départements"},
	{"élu", "élus", "elus"}, {"élue", "élues"}, {"vélo", "vélos"}, {"récit", "récits"},
	{"petit", "petits", "petite", "petites"}, {"foyer", "foyers"}, {"crédit", "crédits"},
	{"commission", "commissions"}, {"revenu", "revenus"}, {"loi", "lois"},
	{"emploi", "emplois"}, {"essai", "essais"}, {"défi", "défis", "defi"},
	{"tiers-lieu", "tiers-lieux", "tiers lieux"}, {"gratuit", "gratuite", "gratuites"},
	{"français", "française", "francaises"}, {"école", "écoles"}, {"ferme", "fermes"},
	{"financier", "financière", "financières"}, {"précis", "précise"}, {"léger", "légère"},
	{"privé", "privée", "prive"}, {"sportif", "sportive"}, {"première", "premier"},
	{"délai", "délais"}, {"divers", "diverses"}, {"rivière", "rivières"},
	{"agenda", "agendas"}, {"réseau", "réseaux"}, {"outil", "outils"}, {"prix", "prix"},
	{"forêt", "forêts", "foret"}, {"naïf", "naif"}, {"ça", "ca"},
};

/* Texts that must not find each other, either way. */
static const char *const apart[][2] = {
	{"eleve", "élevage"}, {"eleve", "élever"}, {"élève", "élevé"}, {"élève", "élevée"},
	{"élèves", "élevés"}, {"élève", "éleveur"},
	{"université", "univers"}, {"universite", "universel"}, {"organe", "organisation"},
	{"coopérative", "coopération"}, {"organe", "organisme"}, {"commune", "commun"}, {"communes", "communs"},
	{"commune", "communauté"}, {"commune", "communication"}, {"chèvre", "chèvrerie"},
	{"cheval", "chevalier"}, {"don", "données"}, {"départ", "département"},
	{"collecte", "collectif"}, {"environ", "environnement"}, {"maire", "mairie"},
	{"commun", "communication"}, {"durée", "durable"}, {"ferme", "fermer"},
	{"formation", "format"}, {"gouvernance", "gouvernement"}, {"loisir", "loi"},
	{"terre", "terrasse"}, {"voir", "voirie"}, {"traverse", "travers"}, {"série", "sera"},
	{"station", "stationnement"}, {"mois", "moi"}, {"vie", "via"}, {"base", "bas"},
	{"public", "publication"}, {"travail", "traverse"}, {"saint", "sain"}, {"école", "éco"},
	{"2032", "2022"}, {"86158", "8615"}, {"C01015", "01015"}, {"D86", "86"}, {"lieu", "lien"},
	{"transition", "transit"}, {"chevrerie", "chevreuil"}, {"cheval", "chevalet"},
	{"cheval", "cheveux"}, {"coeur", "cours"}, {"cœur", "corps"}, {"cœur", "chœur"},
	{"oeuvre", "ouvre"}, {"œuvre", "ouvrier"}, {"œuvre", "manœuvre"}, {"local", "localité"},
	{"animal", "animation"}, {"corail", "coral"}, {"canal", "canard"}, {"jour", "journal"}, {"ville", "village"}, {"habitat", "habitant"}, {"rue", "ruche"},
};

static void pairs(struct arena *a)
{
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		for (size_t j = 1; j < 8 && same[i][j]; j++)
			check_text(words(a, same[i][j]), words(a, same[i][0]));
	for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
		bool equal = strcmp(words(a, apart[i][0]), words(a, apart[i][1])) == 0;
		if (equal)
			printf("%s finds %s\n", apart[i][0], apart[i][1]);
		check(!equal);
	}
}

static void shapes(struct arena *a)
{
	check_text(words(a, ""), "");
	check_text(words(a, " '’- … !\n"), "");
	check_text(words(a, "C01015, 86158 et D86"), "c01015 86158 et d86");
	check_text(words(a, "aujourd’hui"), "aujourd hui");
	check_text(words(a, "L'"), "l");
	check_text(words(a, "porte-à-porte"), "port a port");
	check_text(words(a, "auto-évaluation"), "auto|autoevalu evalu");
	check_text(words(a, "autoévaluation"), "autoevalu");
	check_text(words(a, "67\u202f500 €"), "67|67500 500");
	check_text(words(a, "habitant·e·s"), "habit e s");
	check_text(words(a, "m² ﬁn"), "m2 fin");
	check_text(words(a, "日本 Κόσμος"), "日本 κοσμοσ");
	check(strlen(words(a, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"))
		<= WORD_MAX);
	check(tokenizer_small("de") && !tokenizer_small("eau"));
}

struct span {
	size_t start, end;
};

static int last(void *context, const struct word *w)
{
	*(struct span *)context = (struct span){w->start, w->end};
	return 0;
}

/* What is marked on the page is the word without its elision. */
static void places(void)
{
	struct span s = {0, 0};
	const char *text = "de l’énergie.";
	tokenizer_words(tokenizer, text, strlen(text), false, last, &s);
	check(s.start == 7 && s.end == 15);
	/* bytes that are not UTF-8 end a word and harm nothing */
	tokenizer_words(tokenizer, "a\xff\xc3", 3, false, last, &s);
	check(s.end == 1);
}

/* The bounded cache gives what the stemmer gives, however full it is. */
static void kept(struct arena *a)
{
	const char *before = words(a, "journaux coopératives");
	for (int i = 0; i < 20000; i++) {
		char word[5] = {(char)('a' + i % 26), (char)('a' + i / 26 % 26),
			(char)('a' + i / 676 % 26), 'e', '\0'};
		tokenizer_stem(tokenizer, word, i % 2);
	}
	check_text(words(a, "journaux coopératives"), before);
}

int main(void)
{
	struct arena *a = arena_new();
	tokenizer = tokenizer_new();
	pairs(a);
	shapes(a);
	places();
	kept(a);
	tokenizer_free(tokenizer);
	arena_free(a);
	return test_end();
}
