/* totp.h - codes of six digits that change every thirty seconds: RFC 6238 with HMAC-SHA-1,
 * what every authenticator application knows; and base32, as they write keys. */
#ifndef BASE_TOTP_H
#define BASE_TOTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum { TOTP_KEY = 20, TOTP_STEP_MS = 30000, TOTP_DIGITS = 6 };

/* The code of a step, which is the time divided by TOTP_STEP_MS: below 1,000,000. */
int totp_code(const unsigned char key[TOTP_KEY], int64_t step);
/* RFC 4648, in capitals, without the final "="; n is a multiple of 5. */
char *base32(struct arena *a, const unsigned char *bytes, size_t n);
/* Reads n bytes, spaces, hyphens, small letters, 0 for O and 1 for I
 * allowed; false when it is not that. */
bool base32_read(unsigned char *bytes, size_t n, const char *text);

#endif
