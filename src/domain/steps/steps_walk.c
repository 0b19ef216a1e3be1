/* steps_walk.c - answers on their way, as rows of state. */
#include "domain/steps/steps.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "store/state.h"
#include "web/session.h"

enum { TOKEN = 18, TOKEN_MAX = 64 };

static const int64_t lifetime = (int64_t)30 * 24 * 3600 * 1000;

/* "2026-11-22" of now to year and month. */
static void today(struct arena *a, int *year, int *month)
{
	const char *day = date_day(a, date_now());
	*year = (int)strtol(day, NULL, 10);
	*month = (int)strtol(day + 5, NULL, 10);
}

const char *walk_share(struct arena *a, const struct walk *w)
{
	unsigned char key[HASH_SIZE], mac[HASH_SIZE];
	if (w->read_only)
		return w->token;
	hash_bytes(key, w->token, strlen(w->token));
	hash_mac(mac, key, "start-share", 11);
	return hex(a, mac, TOKEN);
}

static json_t *packed(struct arena *a, const struct walk *w)
{
	json_t *j = json_keep(a, json_pack("{s:O, s:O, s:I, s:b, s:i, s:i, s:i, s:i}", "answers", w->answers,
		"counted", w->counted, "population", (json_int_t)w->population, "shared",
		(int)w->shared, "year", w->year, "month", w->month, "mountain", w->mountain, "coast",
		w->coast));
	if (w->territory)
		json_object_set_new(j, "territory", json_string(w->territory));
	return j;
}

static bool keep(struct store *s, struct arena *a, const char *kind, const char *token,
	const struct walk *w)
{
	return state_put(s, &(struct state_row){.kind = kind, .id = session_hash(a, token),
		.owner = "", .expires = date_now() + lifetime, .value = json_text(a, packed(a, w))});
}

bool walk_put(struct store *s, struct arena *a, const struct walk *w)
{
	if (!keep(s, a, "start", w->token, w))
		return false;
	if (!w->shared)
		return true;
	struct walk copy = *w;
	copy.counted = json_keep(a, json_object());
	today(a, &copy.year, &copy.month);
	return keep(s, a, "start-share", walk_share(a, w), &copy);
}

bool walk_new(struct store *s, struct arena *a, const char *territory, struct walk *w)
{
	*w = (struct walk){.token = random_token(a, TOKEN), .territory = territory,
		.population = -1, .mountain = -1, .coast = -1, .answers = json_keep(a, json_object()),
		.counted = json_keep(a, json_object())};
	return walk_put(s, a, w);
}

static json_t *object(struct arena *a, const json_t *j, const char *name)
{
	json_t *o = json_object_get(j, name);
	return json_is_object(o) ? o : json_keep(a, json_object());
}

static bool get(struct store *s, struct arena *a, const char *kind, const char *token,
	struct walk *w)
{
	struct state_row row;
	const char *why;
	if (!token || strlen(token) > TOKEN_MAX
		|| !state_get(s, a, kind, session_hash(a, token), &row))
		return false;
	const json_t *j = json_read(a, row.value, strlen(row.value), &why);
	*w = (struct walk){.token = token, .territory = json_str(j, "territory"),
		.shared = json_is_true(json_object_get(j, "shared")),
		.population = json_int(j, "population"), .answers = object(a, j, "answers"),
		.counted = object(a, j, "counted"), .year = (int)json_int(j, "year"),
		.month = (int)json_int(j, "month"), .mountain = (int)json_int(j, "mountain"),
		.coast = (int)json_int(j, "coast")};
	return true;
}

bool walk_get(struct store *s, struct arena *a, const char *token, struct walk *w)
{
	return get(s, a, "start", token, w);
}

bool walk_shared(struct store *s, struct arena *a, const char *token, struct walk *w)
{
	bool found = get(s, a, "start-share", token, w);
	w->read_only = true;
	return found;
}

bool walk_drop(struct store *s, struct arena *a, const struct walk *w)
{
	return state_drop(s, "start-share", session_hash(a, walk_share(a, w)))
		&& state_drop(s, "start", session_hash(a, w->token));
}

void walk_asker(struct arena *a, struct db *db, const struct walk *w, struct asker *k)
{
	int year = w->year, month = w->month;
	if (!w->read_only || !year || !month)
		today(a, &year, &month);
	asker_fill(k, db, start_get(db), w->territory, w->population, w->answers, year, month);
	if (w->mountain >= 0)
		k->traits.mountain = w->mountain;
	if (w->coast >= 0)
		k->traits.coast = w->coast;
}
