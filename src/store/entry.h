/* entry.h - one contribution of the log: an envelope and an erasable body.
 *
 * The envelope is hash-chained and kept for ever; the body is the JSON of
 * what was contributed, and is NULL once erased.  doc/log-format.md is the
 * contract of the bytes that are hashed. */
#ifndef STORE_ENTRY_H
#define STORE_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/json.h"

enum visibility { PUBLIC, MEMBERS, PRIVATE };

struct entry {
	int64_t position;	/* 1, 2, 3... without a gap */
	int64_t time;		/* ms since 1970, never before the previous entry */
	const char *kind;	/* "resource.published" */
	const char *subject;	/* ULID, territory code, type or scheme name */
	const char *actor;	/* account id, or "" (installation, secret) */
	enum visibility visibility;
	unsigned char previous[HASH_SIZE], commitment[HASH_SIZE], hash[HASH_SIZE];
	unsigned char salt[HASH_SIZE];
	const char *text;	/* body, canonical JSON; NULL when erased */
	size_t size;
	json_t *body;		/* the same, parsed; NULL when erased */
};

/* commitment = SHA-256(salt || body). */
void entry_commit(struct entry *e);
/* hash = SHA-256 of the envelope's text, as doc/log-format.md writes it. */
void entry_seal(struct entry *e);
/* 48 bits of the hash of the body, for stamps that are added up: what is kept
 * parsed changes when one of them does.  0 when erased. */
int64_t entry_stamp(const struct entry *e);
/* Are the commitment and the hash those of what it says? */
bool entry_true(const struct entry *e);
const char *visibility_name(enum visibility v);	/* "public", "members", "private" */

#endif
