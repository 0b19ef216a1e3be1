/* totp.c - RFC 4226 and RFC 6238 on nettle's HMAC; base32. */
#include "base/totp.h"

#include <ctype.h>
#include <nettle/hmac.h>
#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

int totp_code(const unsigned char key[TOTP_KEY], int64_t step)
{
	uint8_t counter[8], mac[SHA1_DIGEST_SIZE];
	struct hmac_sha1_ctx h;
	for (int i = 0; i < 8; i++)
		counter[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
	hmac_sha1_set_key(&h, TOTP_KEY, key);
	hmac_sha1_update(&h, sizeof counter, counter);
	hmac_sha1_digest(&h, sizeof mac, mac);
	const uint8_t *at = mac + (mac[SHA1_DIGEST_SIZE - 1] & 15);
	uint32_t n = (uint32_t)(at[0] & 127) << 24 | (uint32_t)at[1] << 16
		| (uint32_t)at[2] << 8 | at[3];
	return (int)(n % 1000000);
}

char *base32(struct arena *a, const unsigned char *bytes, size_t n)
{
	char *text = arena_alloc(a, n / 5 * 8 + 1), *to = text;
	for (size_t i = 0; i + 5 <= n; i += 5) {
		uint64_t five = 0;
		for (size_t k = 0; k < 5; k++)
			five = five << 8 | bytes[i + k];
		for (int shift = 35; shift >= 0; shift -= 5)
			*to++ = letters[five >> shift & 31];
	}
	*to = '\0';
	return text;
}

bool base32_read(unsigned char *bytes, size_t n, const char *text)
{
	uint32_t rest = 0;
	int bits = 0;
	size_t count = 0;
	for (const char *p = text; *p; p++) {
		if (*p == ' ' || *p == '-')
			continue;
		char letter = *p == '0' ? 'O' : *p == '1' ? 'I' : (char)toupper((unsigned char)*p);
		const char *at = strchr(letters, letter);
		if (!at || count == n)
			return false;
		rest = (rest << 5 | (uint32_t)(at - letters)) & 0xfff;
		bits += 5;
		if (bits >= 8)
			bytes[count++] = (unsigned char)(rest >> (bits -= 8));
	}
	return count == n && bits == 0;
}
