/* account_state.c - one-time links, API tokens, the set-up link: kept as hashes. */
#include <string.h>

#include "base/date.h"
#include "base/hash.h"
#include "domain/account/account_own.h"
#include "store/state.h"
#include "web/session.h"

enum { CODE = 18, TOKEN = 24 };

static const int64_t week = (int64_t)7 * 24 * 3600 * 1000;

const char *account_link(struct store *s, struct arena *a, const char *id, int64_t lifetime_ms,
	bool trusted)
{
	const char *code = random_token(a, CODE);
	bool kept = state_put(s, &(struct state_row){.kind = "link",
		.id = session_hash(a, code), .owner = id,
		.value = trusted ? "{\"trusted\":true}" : "{}",
		.expires = date_now() + lifetime_ms});
	return kept ? code : NULL;
}

const char *account_link_owner(struct store *s, struct arena *a, const char *code)
{
	struct state_row row;
	return state_get(s, a, "link", session_hash(a, code), &row) ? row.owner : NULL;
}

const char *account_link_take(struct store *s, struct arena *a, const char *code, bool *trusted)
{
	struct state_row row;
	if (!state_take(s, a, "link", session_hash(a, code), &row))
		return NULL;
	*trusted = strcmp(row.value, "{}") != 0;
	return row.owner;
}

const char *account_token(struct store *s, struct arena *a, const char *id, const char *label)
{
	const char *token = random_token(a, TOKEN);
	json_t *j = json_keep(a, json_pack("{s:s, s:I, s:I}", "label", label, "created",
		(json_int_t)date_now(), "at", (json_int_t)store_position(s)));
	bool kept = state_put(s, &(struct state_row){.kind = "token",
		.id = session_hash(a, token), .owner = id, .value = json_text(a, j)});
	return kept ? token : NULL;
}

int account_tokens(struct store *s, struct arena *a, const char *id, struct account_token **list)
{
	struct state_row *rows;
	const char *why;
	int n = state_list(s, a, "token", id, &rows);
	*list = arena_alloc(a, sizeof **list * (size_t)(n > 0 ? n : 1));
	for (int i = 0; i < n; i++) {
		json_t *j = json_read(a, rows[i].value, strlen(rows[i].value), &why);
		(*list)[i] = (struct account_token){.id = rows[i].id,
			.label = j ? json_str(j, "label") : "", .created = json_int(j, "created")};
	}
	return n > 0 ? n : 0;
}

bool account_token_drop(struct store *s, struct arena *a, const char *id, const char *token)
{
	struct state_row row;
	return state_get(s, a, "token", token, &row) && strcmp(row.owner, id) == 0
		&& state_drop(s, "token", token);
}

void account_revoke(struct store *s, const char *id)
{
	static const char *const kinds[] = {"session", "link", "half", "token",
		"password"};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		state_drop_owner(s, kinds[i], id);
}

/* A new link takes the place of the one before. */
const char *account_setup(struct store *s, struct arena *a)
{
	const char *code = random_token(a, CODE);
	state_drop_owner(s, "setup", "");
	bool kept = state_put(s, &(struct state_row){.kind = "setup",
		.id = session_hash(a, code), .owner = "", .value = "{}",
		.expires = date_now() + week});
	return kept ? code : NULL;
}

bool account_setup_there(struct store *s, struct arena *a, const char *code)
{
	struct state_row row;
	return state_get(s, a, "setup", session_hash(a, code), &row);
}

bool account_setup_take(struct store *s, struct arena *a, const char *code)
{
	struct state_row row;
	return state_take(s, a, "setup", session_hash(a, code), &row);
}

void account_setup_back(struct store *s, struct arena *a, const char *code)
{
	state_put(s, &(struct state_row){.kind = "setup", .id = session_hash(a, code),
		.owner = "", .value = "{}", .expires = date_now() + week});
}
