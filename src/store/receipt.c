/* receipt.c - what the ids of receipts tell, and no longer tell. */
#include <string.h>

#include "store/log.h"

const char *receipt_owner(struct arena *a, const char *id)
{
	return arena_copy(a, id, strcspn(id, "/#"));
}

const char *receipt_hidden(struct arena *a, const char *id)
{
	unsigned char hash[HASH_SIZE];
	size_t owner = strcspn(id, "/#");
	if (id[owner] == '#')
		return id;
	hash_bytes(hash, id, strlen(id));
	return arena_printf(a, "%.*s#%s", (int)owner, id, hex(a, hash, HASH_SIZE));
}
