/* log_api.c - the log for programs: /api/v1/log.  Who may not read an entry still
 * gets its hashes, so that the chain can be followed. */
#include <string.h>

#include "base/date.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

enum { LIMIT = 1000, USUAL = 100 };

static void add_text(json_t *j, const char *name, const char *text)
{
	json_object_set_new(j, name, json_string(text));
}

/* To the millisecond: the hash of the envelope can be computed again. */
static const char *exact_time(struct arena *a, int64_t ms)
{
	const char *iso = date_iso(a, ms);
	return arena_printf(a, "%.*s.%03dZ", (int)strlen(iso) - 1, iso, (int)(ms % 1000));
}

static void add_public(struct arena *a, json_t *j, const struct entry *e)
{
	const char *why;
	json_t *body = e->text ? json_read(a, e->text, e->size, &why) : NULL;
	add_text(j, "time", exact_time(a, e->time));
	add_text(j, "kind", e->kind);
	add_text(j, "subject", e->subject);
	add_text(j, "actor", e->actor);
	if (e->text)
		add_text(j, "salt", hex(a, e->salt, HASH_SIZE));
	json_object_set_new(j, "body", body ? json_incref(body) : json_null());
}

static json_t *entry_json(struct arena *a, const struct entry *e)
{
	json_t *j = json_object();
	json_object_set_new(j, "position", json_integer(e->position));
	add_text(j, "visibility", visibility_name(e->visibility));
	add_text(j, "hash", hex(a, e->hash, HASH_SIZE));
	add_text(j, "previous", hex(a, e->previous, HASH_SIZE));
	add_text(j, "commitment", hex(a, e->commitment, HASH_SIZE));
	if (e->visibility == PUBLIC)
		add_public(a, j, e);
	return j;
}

static void log_serve(struct request *r)
{
	struct log *log = store_log(r->store);
	int64_t after = request_number(r, "after", 0, INT64_MAX - LIMIT, 0);
	int limit = (int)request_number(r, "limit", 1, LIMIT, USUAL);
	struct entry *found = arena_alloc(r->arena, (size_t)limit * sizeof *found);
	int n = log->do_->read(log, r->arena, after, limit, found);
	if (n < 0) {
		answer_error(r, 503, N_("The log cannot be read now. Try again in a moment."));
		return;
	}
	json_t *items = json_array();
	json_t *all = json_keep(r->arena, json_pack("{s:o}", "items", items));
	for (int i = 0; i < n; i++)
		json_array_append_new(items, entry_json(r->arena, &found[i]));
	if (n && found[n - 1].position < store_position(r->store))
		json_object_set_new(all, "next", json_integer(found[n - 1].position));
	answer_json(r, 200, all);
}

const struct route log_api_routes[] = {
	{"GET", "/api/v1/log", ANYONE, SLOW | OPEN_DATA | 3 * COST, 0, log_serve},
	{0}};
const struct command log_api_commands[] = {{0}};
const struct fold log_api_folds[] = {{0}};
const struct kind log_api_kinds[] = {{0}};
const struct form log_api_forms[] = {{0}};
const struct panel log_api_panels[] = {{0}};
