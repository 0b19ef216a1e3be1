/* log_api.c - the log for programs: /api/v1/log.  Who may not read an entry still
 * gets its hashes, so that the chain can be followed. */
#include <string.h>

#include "base/date.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

enum { LIMIT = 1000, USUAL = 100, STRIDE = 50, BYTES = 2 << 20 };

/* To the millisecond: the hash of the envelope can be computed again. */
static const char *exact_time(struct arena *a, int64_t ms)
{
	const char *iso = date_iso(a, ms);
	return arena_printf(a, "%.*s.%03dZ", (int)strlen(iso) - 1, iso, (int)(ms % 1000));
}

/* "name":"text", after a comma. */
static void add_text(struct out *o, const char *name, const char *text)
{
	json_t *j = json_string(text);
	out_printf(o, "\"%s\":", name);
	json_write(o, j);
	out_char(o, ',');
	json_decref(j);
}

static void add_hash(struct out *o, struct arena *a, const char *name, const unsigned char *hash)
{
	out_printf(o, "\"%s\":\"%s\",", name, hex(a, hash, HASH_SIZE));
}

/* Members in the order of their names; the body as it was committed to, unread. */
static void add_entry(struct out *o, struct arena *a, const struct entry *e)
{
	bool open = e->visibility == PUBLIC;
	out_char(o, '{');
	if (open) {
		add_text(o, "actor", e->actor);
		out_text(o, "\"body\":");
		if (e->text)
			out_bytes(o, e->text, e->size);
		out_text(o, e->text ? "," : "null,");
	}
	add_hash(o, a, "commitment", e->commitment);
	add_hash(o, a, "hash", e->hash);
	if (open)
		add_text(o, "kind", e->kind);
	out_printf(o, "\"position\":%lld,", (long long)e->position);
	add_hash(o, a, "previous", e->previous);
	if (open && e->text)
		add_hash(o, a, "salt", e->salt);
	if (open) {
		add_text(o, "subject", e->subject);
		add_text(o, "time", exact_time(a, e->time));
	}
	out_printf(o, "\"visibility\":\"%s\"}", visibility_name(e->visibility));
}

/* Entries after a position, fewer than asked when they are long: the position of the
 * last one; -1 when the log cannot be read. */
static int64_t add_entries(struct out *o, struct request *r, int64_t after, int limit)
{
	struct log *log = store_log(r->store);
	struct entry found[STRIDE];
	int n = STRIDE;
	while (limit > 0 && n == STRIDE && o->len < BYTES) {
		struct arena *a = arena_new();
		n = log->do_->read(log, a, after, limit < STRIDE ? limit : STRIDE, found);
		for (int i = 0; i < n; i++) {
			if (o->len > 1)
				out_char(o, ',');
			add_entry(o, a, &found[i]);
			after = found[i].position;
		}
		arena_free(a);
		limit -= STRIDE;
	}
	return n < 0 ? -1 : after;
}

static void log_serve(struct request *r)
{
	int64_t after = request_number(r, "after", 0, INT64_MAX - LIMIT, 0);
	int limit = (int)request_number(r, "limit", 1, LIMIT, USUAL);
	struct out items = out_new(128 << 20), all = out_new(130 << 20);
	out_char(&items, '[');
	int64_t last = add_entries(&items, r, after, limit);
	out_printf(&all, "{\"items\":%s]", out_str(&items));
	if (items.len > 1 && last < store_position(r->store))
		out_printf(&all, ",\"next\":%lld", (long long)last);
	out_char(&all, '}');
	if (last < 0 || all.full || items.full)
		answer_error(r, 503, N_("The log cannot be read now. Try again in a moment."));
	else
		answer(r, 200, "application/json; charset=utf-8", out_str(&all), all.len);
	out_free(&items);
	out_free(&all);
}

const struct route log_api_routes[] = {
	{"GET", "/api/v1/log", ANYONE, SLOW | OPEN_DATA | 3 * COST, 0, log_serve},
	{0}};
const struct command log_api_commands[] = {{0}};
const struct fold log_api_folds[] = {{0}};
const struct kind log_api_kinds[] = {{0}};
const struct form log_api_forms[] = {{0}};
const struct panel log_api_panels[] = {{0}};
