/* tokenizer_stem.c - stems: Snowball French on folded words, and what it lacks.
 *
 * Words are folded before they are stemmed, not after: what is typed without
 * accents must give the same stem as what is printed with them. */
#include "base/tokenizer_stem.h"

#include <libstemmer.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"

enum { FEW = 4096, MANY = 32768 };	/* stems kept */

/* Plurals that no rule tells, and the word they are stemmed as.  Sorted. */
static const char *const plurals[][2] = {
	{"appuis", "appui"}, {"aveux", "aveu"}, {"baux", "bail"}, {"bijoux", "bijou"},
	{"boyaux", "boyau"}, {"cailloux", "caillou"}, {"cheveux", "cheveu"}, {"choux", "chou"},
	{"convois", "convoi"}, {"coraux", "corail"}, {"delais", "delai"}, {"dieux", "dieu"},
	{"divers", "diverse"}, {"elus", "elu"}, {"emaux", "email"}, {"emplois", "emploi"},
	{"enjeux", "enjeu"}, {"ennuis", "ennui"}, {"envois", "envoi"}, {"essais", "essai"},
	{"essieux", "essieu"}, {"feux", "feu"}, {"fleaux", "fleau"},
	{"genoux", "genou"}, {"hiboux", "hibou"}, {"jeux", "jeu"}, {"joyaux", "joyau"},
	{"lieux", "lieu"}, {"lois", "loi"}, {"materiaux", "materiau"}, {"maux", "mal"},
	{"milieux", "milieu"}, {"neveux", "neveu"}, {"noyaux", "noyau"}, {"parois", "paroi"},
	{"permis", "permise"}, {"poux", "pou"}, {"precis", "precise"}, {"quais", "quai"},
	{"reemplois", "reemploi"}, {"soupiraux", "soupirail"}, {"tournois", "tournoi"},
	{"travaux", "travail"}, {"tuyaux", "tuyau"}, {"vitraux", "vitrail"},
	{"voeux", "voeu"}, {"yeux", "oeil"},
};

/* Words that would take another's stem, met in texts of this field: they are
 * kept whole, "=" after them.  A commune is no common and a common no
 * communication; data are no gifts, a terrace is no earth.  Sorted. */
static const char *const kept_whole[] = {
	"base", "collecte", "commun", "commune", "cooperative", "departement", "direction",
	"donnee", "duree", "eleve", "environnement", "ferme", "formation", "gouvernance", "loisir",
	"mairie", "organisme", "publication", "reglement", "serie", "stationnement",
	"terrasse", "tier", "transit", "traverse", "vie", "voirie",
};

static struct tokenizer *make(int stems)
{
	struct tokenizer *t = calloc(1, sizeof *t + (size_t)stems * sizeof *t->kept);
	if (!t || !(t->snowball = sb_stemmer_new("french", "UTF_8")))
		die("the French stemmer is missing from libstemmer");
	t->slots = (size_t)stems;
	return t;
}

struct tokenizer *tokenizer_new(void)
{
	return make(FEW);
}

struct tokenizer *tokenizer_large(void)
{
	return make(MANY);
}

void tokenizer_free(struct tokenizer *t)
{
	if (!t)
		return;
	sb_stemmer_delete(t->snowball);
	free(t);
}

static int by_plural(const void *key, const void *row)
{
	return strcmp(key, *(const char *const *)row);
}

static bool ends(const char *word, const char *end)
{
	size_t n = strlen(word), k = strlen(end);
	return n > k && strcmp(word + n - k, end) == 0;
}

/* Cuts n bytes off the end. */
static void cut(char *word, size_t n)
{
	word[strlen(word) - n] = '\0';
}

/* Cuts the s of most plurals before Snowball looks: it takes récit for a verb
 * and récits for a noun.  Those in -is may be singular (français, permis). */
static void singular(char *word)
{
	size_t n = strlen(word);
	if (n >= 5 && word[n - 1] == 's' && !strchr("si", word[n - 2]))
		cut(word, 1);
}

/* Is the word, or the word without s, one that is kept whole? */
static bool whole(char *word)
{
	char one[WORD_MAX + 1];
	strcpy(one, word);
	if (ends(one, "s"))
		cut(one, 1);
	if (strlen(one) + 1 >= WORD_MAX || !bsearch(one, kept_whole,
			sizeof kept_whole / sizeof *kept_whole, sizeof *kept_whole, by_plural))
		return false;
	strcpy(word, one);
	strcat(word, "=");
	return true;
}

static void snowball(struct tokenizer *t)
{
	const sb_symbol *stem = sb_stemmer_stem(t->snowball, (const sb_symbol *)t->stem,
		(int)strlen(t->stem));
	if (!stem)
		memory_out();
	size_t n = (size_t)sb_stemmer_length(t->snowball);
	if (n > 0 && n <= WORD_MAX) {
		memcpy(t->stem, stem, n);
		t->stem[n] = '\0';
	}
}

/* Stems t->stem in place. */
static void stem(struct tokenizer *t, bool acute)
{
	char *w = t->stem;
	if (strlen(w) < 3 || (!acute && whole(w)))
		return;
	const char *const *row = bsearch(w, plurals, sizeof plurals / sizeof *plurals,
		sizeof *plurals, by_plural);
	if (row)
		strcpy(w, row[1]);
	singular(w);
	bool feminine = !acute && (ends(w, "tive") || ends(w, "sive"));
	/* partagée is partagé, here partage; première is premier, étrangère étranger */
	bool long_e = (ends(w, "ee") && strlen(w) > 3) || ends(w, "iere") || ends(w, "gere");
	if (long_e)
		cut(w, 1);
	if (ends(w, "it") || ends(w, "ais"))	/* crédit, français are no verbs */
		return;
	snowball(t);
	if (feminine && ends(w, "iv"))	/* active is actif */
		w[strlen(w) - 1] = 'f';
	if (ends(w, "iqu")) {		/* publique is public */
		cut(w, 2);
		strcat(w, "c");
	}
}

static size_t slot(const struct tokenizer *t, const char *word, bool acute)
{
	uint32_t h = acute ? 2166136279u : 2166136261u;	/* FNV-1a */
	for (; *word; word++)
		h = (h ^ (unsigned char)*word) * 16777619u;
	return (h ^ h >> 15) % t->slots;
}

const char *tokenizer_stem(struct tokenizer *t, const char *folded, bool acute)
{
	struct kept_stem *k = &t->kept[slot(t, folded, acute)];
	if (k->acute == acute && *folded && strcmp(k->word, folded) == 0)
		return k->stem;
	size_t n = strlen(folded);
	if (n > WORD_MAX)
		n = WORD_MAX;
	memcpy(t->stem, folded, n);
	t->stem[n] = '\0';
	stem(t, acute);
	if (n >= sizeof k->word || strlen(t->stem) >= sizeof k->stem)
		return t->stem;
	strcpy(k->word, folded);
	strcpy(k->stem, t->stem);
	k->acute = acute;
	return k->stem;
}
