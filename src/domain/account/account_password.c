/* account_password.c - passwords: what is too easy, argon2id, never in the log.
 *
 * Kept as state of the account: the hash with its own parameters (OWASP: at
 * least 19 MiB, two passes). At most one is computed per core at once. */
#include <semaphore.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "domain/account/account_own.h"
#include "store/state.h"

enum { SHORTEST = 12, LONGEST = 128, PASSES = 3, MEMORY = 32 << 20 };

static sem_t cores;
static pthread_once_t once = PTHREAD_ONCE_INIT;
/* Checked against when there is no account, so that it takes as long. */
static char nobody[crypto_pwhash_STRBYTES];

static void prepare(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	sem_init(&cores, 0, n < 1 ? 1 : n > 4 ? 4 : (unsigned)n);
	if (crypto_pwhash_str(nobody, "nobody", 6, PASSES, MEMORY))
		die("no memory left for passwords");
}

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

const char *password_fault(struct arena *a, const char *password, const char *const *context)
{
	size_t n = password ? text_length(password) : 0;
	if (n < SHORTEST)
		return N_("Write at least 12 characters. A sentence works well.");
	if (n > LONGEST)
		return N_("Write at most 128 characters.");
	const char *words[9] = {0};
	int count = 0;
	for (; context && *context && count < 8; context++)
		if (text_length(*context) > 2)
			words[count++] = letters(a, *context);
	if (repeats(password) || runs(password) || made_of_words(bare(a, password), words)
		|| made_of_words(letters(a, password), words))
		return N_("This one is among the first that others would try. "
			"Put together words that have nothing to do with each other.");
	return NULL;
}

/* The same letters typed on two machines are the same bytes. */
static const char *normal(struct arena *a, const char *password)
{
	const char *clean = text_clean(a, password, strlen(password));
	return clean ? clean : "";
}

bool password_set(struct store *s, struct arena *a, const char *id, const char *password)
{
	char hash[crypto_pwhash_STRBYTES];
	pthread_once(&once, prepare);
	password = normal(a, password);
	sem_wait(&cores);
	int failed = crypto_pwhash_str(hash, password, strlen(password), PASSES, MEMORY);
	sem_post(&cores);
	if (failed)
		die("no memory left for passwords");
	return state_put(s, &(struct state_row){.kind = "password", .id = id, .owner = id,
		.value = arena_dup(a, hash)});
}

bool password_right(struct store *s, struct arena *a, const char *id, const char *password)
{
	struct state_row row;
	pthread_once(&once, prepare);
	password = normal(a, password);
	bool there = id && state_get(s, a, "password", id, &row);
	sem_wait(&cores);
	bool right = crypto_pwhash_str_verify(there ? row.value : nobody, password,
		strlen(password)) == 0;
	sem_post(&cores);
	if (there && right && crypto_pwhash_str_needs_rehash(row.value, PASSES, MEMORY) == 1)
		password_set(s, a, id, password);
	return there && right;
}

bool password_there(struct store *s, struct arena *a, const char *id)
{
	struct state_row row;
	return state_get(s, a, "password", id, &row);
}
