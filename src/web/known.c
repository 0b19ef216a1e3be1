/* known.c - a fixed table by hash of the secret; a newer one takes the place. */
#include "web/known.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/memory.h"
#include "store/subject.h"

enum { PLACES = 4096, LIFE_MS = 1000 };

struct known {
	unsigned char hash[HASH_SIZE];	/* of the secret */
	char account[ID_LENGTH + 1];
	bool bearer;
	enum role role;
	int64_t until, read;
	int64_t era, position, changes;	/* of the store, as it was read */
};

struct knowns {
	pthread_mutex_t lock;
	struct known places[PLACES];
};

struct knowns *knowns_new(void)
{
	struct knowns *k = calloc(1, sizeof *k);
	if (!k)
		memory_out();
	pthread_mutex_init(&k->lock, NULL);
	return k;
}

void knowns_free(struct knowns *k)
{
	if (!k)
		return;
	pthread_mutex_destroy(&k->lock);
	free(k);
}

static struct known *place(struct knowns *all, const unsigned char *hash)
{
	return &all->places[(hash[0] | hash[1] << 8) % PLACES];
}

static bool still_true(struct store *s, const struct known *k)
{
	return date_monotonic() - k->read < LIFE_MS && k->changes == store_state_changes(s)
		&& k->era == store_era(s) && (!k->until || date_now() < k->until)
		&& store_slot_changed(s, subject_slot("account", strlen("account"), k->account))
			<= k->position;
}

bool known_get(struct http *h)
{
	struct knowns *all = h->server->knowns;
	struct request *r = &h->request;
	unsigned char hash[HASH_SIZE];
	hash_bytes(hash, h->secret, strlen(h->secret));
	pthread_mutex_lock(&all->lock);
	struct known k = *place(all, hash);
	pthread_mutex_unlock(&all->lock);
	if (!*k.account || k.bearer != h->bearer || !hash_same(k.hash, hash, sizeof hash)
		|| !still_true(r->store, &k))
		return false;
	r->who = (struct who){.account = arena_dup(r->arena, k.account), .role = k.role,
		.lang = r->lang};
	return true;
}

void known_keep(struct http *h, int64_t until, int64_t changes)
{
	const struct request *r = &h->request;
	struct known k = {.bearer = h->bearer, .role = r->who.role, .until = until,
		.read = date_monotonic(), .era = h->era, .position = r->position,
		.changes = changes};
	if (strlen(r->who.account) > ID_LENGTH)
		return;
	strcpy(k.account, r->who.account);
	hash_bytes(k.hash, h->secret, strlen(h->secret));
	struct knowns *all = h->server->knowns;
	pthread_mutex_lock(&all->lock);
	*place(all, k.hash) = k;
	pthread_mutex_unlock(&all->lock);
}
