/* hash.h - SHA-256, HMAC, random bytes, hexadecimal and base64url, by libsodium. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum { HASH_SIZE = 32 };

void hash_start(void);		/* once, before any thread */
void hash_bytes(unsigned char out[HASH_SIZE], const void *bytes, size_t n);
/* Eight bytes that tell two texts apart where nobody gains by a clash: ETags. */
enum { HASH_QUICK = 8 };
void hash_quick(unsigned char out[HASH_QUICK], const void *bytes, size_t n);
/* SHA-256 of a file; false if it cannot be read. */
bool hash_file(unsigned char out[HASH_SIZE], const char *path);
void hash_mac(unsigned char out[HASH_SIZE], const unsigned char key[HASH_SIZE],
	const void *bytes, size_t n);
bool hash_same(const void *a, const void *b, size_t n);	/* constant time */
void random_bytes(void *out, size_t n);
char *hex(struct arena *a, const void *bytes, size_t n);
/* False unless s is exactly 2n hexadecimal digits. */
bool unhex(void *out, size_t n, const char *s);
/* n random bytes as base64url without padding: a token. */
char *random_token(struct arena *a, size_t n);

#endif
