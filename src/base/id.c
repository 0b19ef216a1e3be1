/* id.c - ULIDs and UUIDs. */
#include "base/id.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/date.h"
#include "base/hash.h"

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

char *id_random(struct arena *a)
{
	unsigned char bytes[ID_LENGTH];
	random_bytes(bytes, sizeof bytes);
	char *id = arena_alloc(a, ID_LENGTH + 1);
	for (int i = 0; i < ID_LENGTH; i++)
		id[i] = alphabet[bytes[i] & 31];
	id[0] = alphabet[bytes[0] & 7];	/* 128 bits only */
	return id;
}

char *id_new(struct arena *a)
{
	char *id = id_random(a);
	uint64_t ms = (uint64_t)date_now();
	for (int i = 9; i >= 0; i--, ms >>= 5)
		id[i] = alphabet[ms & 31];
	return id;
}

bool id_valid(const char *s)
{
	if (!s || strlen(s) != ID_LENGTH || s[0] > '7')
		return false;
	return strspn(s, alphabet) == ID_LENGTH;
}

bool uuid_valid(const char *s)
{
	if (!s || strlen(s) != 36)
		return false;
	for (int i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (dash ? s[i] != '-' : !isxdigit((unsigned char)s[i]))
			return false;
	}
	return true;
}
