/* factor.c - keys, codes and paper lists as state; a cookie between the two steps. */
#include "web/factor.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/text.h"
#include "web/cookie.h"
#include "web/session.h"

enum {
	AROUND = 1,		/* steps before and after, for slow fingers */
	APART = 20,		/* steps that two clocks may be apart at first */
	PAPER_BYTES = 15,	/* 120 bits: SHA-256 alone keeps them */
	HALF_S = 600
};

struct kept {
	unsigned char key[TOTP_KEY];
	int64_t since, apart;	/* apart: of the clocks, in steps */
};

static bool kept_get(struct store *s, struct arena *a, const char *id, struct kept *k)
{
	struct state_row row;
	const char *why;
	json_t *j = state_get(s, a, "factor", id, &row)
		? json_read(a, row.value, strlen(row.value), &why) : NULL;
	const char *key = j ? json_str(j, "key") : NULL;
	*k = (struct kept){.since = json_int(j, "since"), .apart = json_int(j, "apart")};
	return key && base32_read(k->key, TOTP_KEY, key);
}

static bool kept_put(struct store *s, struct arena *a, const char *id, const struct kept *k)
{
	json_t *j = json_keep(a, json_pack("{s:s, s:I, s:I}", "key", base32(a, k->key, TOTP_KEY),
		"since", (json_int_t)k->since, "apart", (json_int_t)k->apart));
	return state_put(s, &(struct state_row){.kind = "factor", .id = id, .owner = id,
		.value = json_text(a, j)});
}

bool factor_there(struct store *s, struct arena *a, const char *id, struct factor *f)
{
	struct kept k;
	struct state_row *rows;
	bool there = kept_get(s, a, id, &k);
	if (there && f)
		*f = (struct factor){k.since, state_list(s, a, "paper", id, &rows)};
	return there;
}

/* Six digits, spaces allowed; -1 when it is something else. */
static int digits(const char *typed)
{
	int n = 0, code = 0;
	for (const char *p = typed; *p; p++) {
		if (*p == ' ')
			continue;
		if (*p < '0' || *p > '9' || n++ == TOTP_DIGITS)
			return -1;
		code = 10 * code + *p - '0';
	}
	return n == TOTP_DIGITS ? code : -1;
}

/* The step nearest to one whose code it is, within so many; -1 when there is none. */
static int64_t step_of(const unsigned char *key, int code, int64_t around, int most)
{
	int64_t found = -1;
	for (int d = most; d >= 0; d--) {	/* all of them, whatever is found */
		if (totp_code(key, around - d) == code)
			found = around - d;
		if (totp_code(key, around + d) == code)
			found = around + d;
	}
	return code < 0 ? -1 : found;
}

/* A step's code opens once, also on two servers at the same time. */
static bool spend(struct store *s, struct arena *a, const char *id, int64_t step)
{
	return state_add(s, &(struct state_row){.kind = "code", .owner = id, .value = "",
		.id = arena_printf(a, "%s:%lld", id, (long long)step),
		.expires = date_now() + (int64_t)4 * APART * TOTP_STEP_MS});
}

bool factor_set(struct store *s, struct arena *a, const char *id,
	const unsigned char key[TOTP_KEY], const char *code)
{
	int64_t now = date_now() / TOTP_STEP_MS, step = step_of(key, digits(code), now, APART);
	struct kept k = {.since = date_now(), .apart = step - now};
	memcpy(k.key, key, TOTP_KEY);
	return step >= 0 && spend(s, a, id, step) && kept_put(s, a, id, &k);
}

/* "abcd-efgh…" as it stands in the list, or as it is typed. */
static const char *paper_hash(struct arena *a, const char *typed)
{
	unsigned char bytes[PAPER_BYTES];
	return base32_read(bytes, sizeof bytes, typed)
		? session_hash(a, base32(a, bytes, sizeof bytes)) : NULL;
}

const char **factor_paper(struct store *s, struct arena *a, const char *id)
{
	const char **list = arena_alloc(a, (PAPER_CODES + 1) * sizeof *list);
	bool kept = state_drop_owner(s, "paper", id);
	for (int i = 0; kept && i < PAPER_CODES; i++) {
		unsigned char bytes[PAPER_BYTES];
		random_bytes(bytes, sizeof bytes);
		const char *code = base32(a, bytes, sizeof bytes);
		kept = state_put(s, &(struct state_row){.kind = "paper", .owner = id, .value = "",
			.id = paper_hash(a, code)});
		list[i] = arena_printf(a, "%.4s-%.4s-%.4s-%.4s-%.4s-%.4s", code, code + 4,
			code + 8, code + 12, code + 16, code + 20);
	}
	list[PAPER_CODES] = NULL;
	return kept ? list : NULL;
}

bool factor_right(struct store *s, struct arena *a, const char *id, const char *typed)
{
	struct kept k;
	struct state_row row;
	if (!typed || !kept_get(s, a, id, &k))
		return false;
	const char *hash = paper_hash(a, typed);
	if (hash)
		return state_get(s, a, "paper", hash, &row) && strcmp(row.owner, id) == 0
			&& state_take(s, a, "paper", hash, &row);
	int64_t now = date_now() / TOTP_STEP_MS;
	int64_t step = step_of(k.key, digits(typed), now + k.apart, AROUND);
	if (step < 0)	/* the server's clock was set right since */
		step = step_of(k.key, digits(typed), now, AROUND);
	if (step < 0 || !spend(s, a, id, step))
		return false;
	if (step != now + k.apart) {
		k.apart = step - now;
		kept_put(s, a, id, &k);
	}
	return true;
}

void factor_drop(struct store *s, const char *id)
{
	state_drop_owner(s, "factor", id);
	state_drop_owner(s, "paper", id);
}

bool half_start(struct request *r, const struct half *h)
{
	const char *secret = random_token(r->arena, 24);
	json_t *j = json_keep(r->arena, json_pack("{s:s, s:s}", "how", h->how, "next", h->next));
	if (!state_put(r->store, &(struct state_row){.kind = "half", .owner = h->account,
		.id = session_hash(r->arena, secret), .value = json_text(r->arena, j),
		.expires = date_now() + HALF_S * 1000}))
		return false;
	cookie_set(http_of(r), cookie_name(http_of(r), "archipel-half"), secret, HALF_S);
	return true;
}

static const char *half_id(struct request *r)
{
	const char *secret = cookie_get(http_of(r), cookie_name(http_of(r), "archipel-half"));
	return secret ? session_hash(r->arena, secret) : NULL;
}

bool half_get(struct request *r, struct half *h)
{
	struct state_row row;
	const char *id = half_id(r), *why;
	json_t *j = id && state_get(r->store, r->arena, "half", id, &row)
		? json_read(r->arena, row.value, strlen(row.value), &why) : NULL;
	if (!j)
		return false;
	*h = (struct half){row.owner, json_str(j, "how"), json_str(j, "next")};
	return h->how && h->next;
}

void half_end(struct request *r)
{
	const char *id = half_id(r);
	if (id)
		state_drop(r->store, "half", id);
	cookie_set(http_of(r), cookie_name(http_of(r), "archipel-half"), "", -1);
}
