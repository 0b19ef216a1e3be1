/* entry.c - the bytes that are hashed; doc/log-format.md says them too. */
#include "store/entry.h"

#include <string.h>

#include "base/out.h"

static const char *const visibility_names[] = {"public", "members", "private"};

const char *visibility_name(enum visibility v)
{
	return visibility_names[v];
}

void entry_commit(struct entry *e)
{
	struct arena *a = arena_new();
	unsigned char *bytes = arena_alloc(a, HASH_SIZE + e->size + 1);
	memcpy(bytes, e->salt, HASH_SIZE);
	memcpy(bytes + HASH_SIZE, e->text, e->size);
	hash_bytes(e->commitment, bytes, HASH_SIZE + e->size);
	arena_free(a);
}

void entry_seal(struct entry *e)
{
	struct arena *a = arena_new();
	char *text = arena_printf(a,
		"archipel 1\nposition %lld\ntime %lld\nkind %s\nsubject %s\nactor %s\n"
		"visibility %s\nprevious %s\ncommitment %s\n",
		(long long)e->position, (long long)e->time, e->kind, e->subject, e->actor,
		visibility_name(e->visibility), hex(a, e->previous, HASH_SIZE),
		hex(a, e->commitment, HASH_SIZE));
	hash_bytes(e->hash, text, strlen(text));
	arena_free(a);
}

bool entry_true(const struct entry *e)
{
	struct entry again = *e;
	if (e->text)
		entry_commit(&again);
	entry_seal(&again);
	return memcmp(again.commitment, e->commitment, HASH_SIZE) == 0 &&
		memcmp(again.hash, e->hash, HASH_SIZE) == 0;
}

int64_t entry_stamp(const struct entry *e)
{
	unsigned char h[HASH_SIZE];
	int64_t stamp = 0;
	if (!e->text)
		return 0;
	hash_bytes(h, e->text, e->size);
	for (int i = 0; i < 6; i++)
		stamp = stamp << 8 | h[i];
	return stamp;
}
