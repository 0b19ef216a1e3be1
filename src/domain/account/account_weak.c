/* account_weak.c - passwords that others would try first: those of stolen
 * lists, words with a few signs around, what one is called and where. */
#include <string.h>

#include "base/embedded.h"
#include "base/hash.h"
#include "base/text.h"
#include "domain/account/account_own.h"

enum { SHORTEST = 12, LONGEST = 128, PRINT = 4, WORDS_MAX = 24 };

/* Words that lists of stolen passwords are made of, with what people put
 * around them taken off: digits, signs, capitals, letters written as digits. */
static const char *const common[] = {"password", "motdepasse", "passe", "pass", "word", "mot",
	"admin", "administrateur", "administrator", "root", "user", "login", "welcome", "bienvenue",
	"bonjour", "salut", "coucou", "hello", "azerty", "azertyuiop", "qsdfghjklm", "wxcvbn",
	"qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm", "uiop", "abcdef", "abcdefgh", "abcd", "abc",
	"soleil", "lune", "etoile", "amour", "jetaime", "iloveyou", "love", "you", "doudou",
	"chouchou", "loulou", "nounours", "princesse", "princess", "prince", "chocolat", "caramel",
	"marseille", "paris", "lyon", "toulouse", "bordeaux", "nantes", "france", "football",
	"foot", "baseball", "dragon", "monkey", "master", "sunshine", "shadow", "superman", "batman",
	"pokemon", "starwars", "naruto", "internet", "computer", "ordinateur", "samsung", "google",
	"facebook", "secret", "test", "testtest", "changeme", "letmein", "liberte", "egalite",
	"fraternite", "famille", "maison", "vacances", "printemps", "automne", "hiver",
	"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
	"octobre", "novembre", "decembre", "lundi", "mardi", "mercredi", "jeudi", "vendredi",
	"samedi", "dimanche", "nicolas", "camille", "julien", "thomas", "marie", "pierre", "jean",
	"michel", "julie", "sophie", "laura", "alexandre", "maxime", "isabelle", "papa", "maman",
	"bebe", "chien", "chat", "minou", "tigrou", "archipel", "commun", "communs", "commune",
	"resilience", "mairie", "territoire", "transition", "collectif", "association", "enquete",
	"et", "le", "la", "les", "mon", "ma", "moi", "my", "the", "de", "du", "des", "en", "un", NULL};

/* "P4ssw0rd!" -> "password" */
static char *bare(struct arena *a, const char *s)
{
	static const char from[] = "013457@$!", to[] = "oieast" "asi";
	char *folded = text_fold(a, s), *out = folded;
	for (const char *p = folded; *p; p++) {
		const char *leet = strchr(from, *p);
		char c = leet ? to[leet - from] : *p;
		if ((unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z'))
			*out++ = c;
	}
	*out = '\0';
	return folded;
}

/* Only the letters, nothing translated. */
static char *letters(struct arena *a, const char *s)
{
	char *folded = text_fold(a, s), *out = folded;
	for (const char *p = folded; *p; p++)
		if ((unsigned char)*p >= 0x80 || (*p >= 'a' && *p <= 'z'))
			*out++ = *p;
	*out = '\0';
	return folded;
}

/* Length of the longest word of a list that stands at s. */
static size_t longest(const char *s, const char *const *words)
{
	size_t best = 0;
	for (; words && *words; words++) {
		size_t n = strlen(*words);
		if (n > best && strncmp(s, *words, n) == 0)
			best = n;
	}
	return best;
}

/* Nothing but known words, and at most three letters beside them? */
static bool made_of_words(const char *s, const char *const *context)
{
	size_t rest = 0;
	while (*s) {
		size_t n = longest(s, common), m = longest(s, context);
		if (m > n)
			n = m;
		rest += !n;
		s += n ? n : 1;
	}
	return rest <= 3;
}

/* "abcabcabcabc", "aaaaaaaaaaaa" */
static bool repeats(const char *s)
{
	size_t n = strlen(s);
	for (size_t unit = 1; unit <= n / 3; unit++)
		if (memcmp(s, s + unit, n - unit) == 0)
			return true;
	return false;
}

/* Each character one step after the one before, up or down, but for three. */
static bool runs(const char *s)
{
	int breaks = 0;
	for (; *s && s[1]; s++) {
		int step = s[1] - s[0];
		breaks += step != 1 && step != -1 && step != 0;
	}
	return breaks <= 3;
}

/* Is it among the fingerprints that tools/passwords.mjs made? */
static bool listed(const char *s)
{
	const struct embedded *e = embedded_find("data/passwords");
	unsigned char hash[HASH_SIZE];
	hash_bytes(hash, s, strlen(s));
	size_t low = 0, high = e ? e->size / PRINT : 0;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = memcmp(e->bytes + middle * PRINT, hash, PRINT);
		if (!order)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

/* The words of what one is called and where, each and together: of
 * "Résilience en commun", resilience, commun and resilienceencommun. */
static int add_words(struct arena *a, const char *from, const char **words, int count)
{
	char *copy = text_fold(a, from), *save = NULL;
	if (count < WORDS_MAX && text_length(from) > 2)
		words[count++] = letters(a, from);
	for (char *word = strtok_r(copy, " .-_@/:'0123456789", &save); word && count < WORDS_MAX;
		word = strtok_r(NULL, " .-_@/:'0123456789", &save))
		if (strlen(word) > 3)
			words[count++] = letters(a, word);
	return count;
}

const char *password_fault(struct arena *a, const char *password, const char *const *context)
{
	size_t n = password ? text_length(password) : 0;
	if (n < SHORTEST)
		return N_("Write at least 12 characters. A sentence works well.");
	if (n > LONGEST)
		return N_("Write at most 128 characters.");
	const char *words[WORDS_MAX + 1] = {0};
	int count = 0;
	for (int i = 0; context && i < CONTEXT_MAX && context[i]; i++)
		count = add_words(a, context[i], words, count);
	const char *own = bare(a, password), *plain = letters(a, password);
	if (repeats(password) || runs(password) || listed(text_fold(a, password))
		|| listed(own) || listed(plain)
		|| made_of_words(own, words) || made_of_words(plain, words))
		return N_("This one is among the first that others would try. "
			"Put together words that have nothing to do with each other.");
	return NULL;
}
