/* hash.c - libsodium. */
#include "base/hash.h"

#include <sodium.h>
#include <stdio.h>

void hash_start(void)
{
	if (sodium_init() < 0)
		die("libsodium does not start: no source of randomness");
}

void hash_bytes(unsigned char out[HASH_SIZE], const void *bytes, size_t n)
{
	crypto_hash_sha256(out, bytes, n);
}

void hash_quick(unsigned char out[HASH_QUICK], const void *bytes, size_t n)
{
	static const unsigned char key[crypto_shorthash_KEYBYTES];
	crypto_shorthash(out, bytes, n, key);
}

bool hash_file(unsigned char out[HASH_SIZE], const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return false;
	crypto_hash_sha256_state state;
	crypto_hash_sha256_init(&state);
	unsigned char buffer[65536];
	size_t n;
	while ((n = fread(buffer, 1, sizeof buffer, f)) > 0)
		crypto_hash_sha256_update(&state, buffer, n);
	bool ok = !ferror(f);
	fclose(f);
	crypto_hash_sha256_final(&state, out);
	return ok;
}

void hash_mac(unsigned char out[HASH_SIZE], const unsigned char key[HASH_SIZE],
	const void *bytes, size_t n)
{
	crypto_auth_hmacsha256(out, bytes, n, key);
}

bool hash_same(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

void random_bytes(void *out, size_t n)
{
	randombytes_buf(out, n);
}

char *hex(struct arena *a, const void *bytes, size_t n)
{
	char *s = arena_alloc(a, 2 * n + 1);
	return sodium_bin2hex(s, 2 * n + 1, bytes, n);
}

bool unhex(void *out, size_t n, const char *s)
{
	size_t got;
	const char *end;
	return sodium_hex2bin(out, n, s, n * 2, NULL, &got, &end) == 0 && got == n && !*end;
}

char *random_token(struct arena *a, size_t n)
{
	unsigned char *bytes = arena_alloc(a, n);
	random_bytes(bytes, n);
	size_t size = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return sodium_bin2base64(arena_alloc(a, size), size, bytes, n,
		sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
