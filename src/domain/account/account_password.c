/* account_password.c - passwords: argon2id, never in the log.
 *
 * Kept as state of the account: the hash with its own parameters (OWASP: at
 * least 19 MiB, two passes). At most one is computed per core at once. */
#include <errno.h>
#include <semaphore.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/memory.h"
#include "domain/account/account_own.h"
#include "store/state.h"

enum { PASSES = 3, MEMORY = 32 << 20 };

static sem_t cores;
static pthread_once_t once = PTHREAD_ONCE_INIT;
/* Checked against when there is no account, so that it takes as long. */
static char nobody[crypto_pwhash_STRBYTES];

static void prepare(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	sem_init(&cores, 0, n < 1 ? 1 : n > 4 ? 4 : (unsigned)n);
}

/* Without a hash to compare with, nobody is told apart by time: rather none is
 * answered. */
static bool nobody_there(void)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	pthread_mutex_lock(&lock);
	bool there = *nobody || crypto_pwhash_str(nobody, "nobody", 6, PASSES, MEMORY) == 0;
	pthread_mutex_unlock(&lock);
	return there;
}

/* One core's worth of memory and time; a signal is no reason to go without. */
static void begin(void)
{
	pthread_once(&once, prepare);
	while (sem_wait(&cores))
		;
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
	password = normal(a, password);
	begin();
	int failed = crypto_pwhash_str(hash, password, strlen(password), PASSES, MEMORY);
	sem_post(&cores);
	if (failed)
		memory_note();
	return !failed && state_put(s, &(struct state_row){.kind = "password", .id = id, .owner = id,
		.value = arena_dup(a, hash)});
}

bool password_right(struct store *s, struct arena *a, const char *id, const char *password)
{
	struct state_row row;
	password = normal(a, password);
	bool there = id && state_get(s, a, "password", id, &row);
	begin();
	errno = 0;
	bool ready = nobody_there();	/* made at the first try, whoever it is of */
	bool right = (there || ready) && crypto_pwhash_str_verify(there ? row.value :
		nobody, password, strlen(password)) == 0;
	if (!right && errno != EINVAL)
		memory_note();	/* it was not compared to the end */
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
