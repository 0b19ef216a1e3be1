/* log_pgsql_state.c - state, blobs, erasures and epochs of the shared log. */
#include "store/log_pgsql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/logfmt.h"
#include "base/out.h"

enum { CACHE_BYTES = 16 << 20, CACHED_BLOB = 4 << 20, SCRUB_MS = 10 * 60 * 1000 };

static struct pgsql *mine(struct log *log)
{
	return (struct pgsql *)log;
}

static bool state_put_(struct log *log, const struct state_row *s)
{
	return pool_run(mine(log), "INSERT INTO state (kind, id, owner, expires, value)"
		" VALUES ($1, $2, $3, $4, $5) ON CONFLICT (kind, id) DO UPDATE SET"
		" owner = excluded.owner, expires = excluded.expires, value = excluded.value",
		"sssis", s->kind, s->id, s->owner ? s->owner : "", s->expires,
		s->value ? s->value : "");
}

static bool state_add_(struct log *log, const struct state_row *s)
{
	PGresult *r = pool_ask(mine(log), "INSERT INTO state (kind, id, owner, expires, value)"
		" VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING kind",
		"sssis", s->kind, s->id, s->owner, s->expires, s->value);
	bool added = r && PQntuples(r) == 1;
	PQclear(r);
	return added;
}

void pgsql_state_row(struct arena *a, const PGresult *r, int i, struct state_row *s)
{
	*s = (struct state_row){.kind = result_text(a, r, i, 0), .id = result_text(a, r, i, 1),
		.owner = result_text(a, r, i, 2), .expires = result_int(r, i, 3),
		.value = result_text(a, r, i, 4)};
}

static bool first_state(struct arena *a, PGresult *r, struct state_row *s)
{
	bool found = r && PQntuples(r) == 1;
	if (found)
		pgsql_state_row(a, r, 0, s);
	PQclear(r);
	return found;
}

static bool state_get_(struct log *log, struct arena *a, const char *kind, const char *id,
	struct state_row *s)
{
	return first_state(a, pool_ask(mine(log), "SELECT kind, id, owner, expires, value"
		" FROM state WHERE kind = $1 AND id = $2 AND (expires = 0 OR expires > $3)",
		"ssi", kind, id, date_now()), s);
}

/* The row lock makes the second of two takers find nothing. */
static bool state_take_(struct log *log, struct arena *a, const char *kind, const char *id,
	struct state_row *s)
{
	return first_state(a, pool_ask(mine(log), "DELETE FROM state"
		" WHERE kind = $1 AND id = $2 AND (expires = 0 OR expires > $3)"
		" RETURNING kind, id, owner, expires, value",
		"ssi", kind, id, date_now()), s);
}

static bool state_drop_(struct log *log, const char *kind, const char *id)
{
	return pool_run(mine(log), "DELETE FROM state WHERE kind = $1 AND id = $2",
		"ss", kind, id);
}

/* Writes a table anew: what was erased from it is in its files no more.  A plain
 * VACUUM leaves the bytes in holes of the pages; it is what is done when the table
 * cannot be had alone for ten seconds, during a backup, say. */
static void scrub(struct pgsql *p, const char *full, const char *plain)
{
	struct link l = {.patience = SCRUB_MS};
	if (!link_open(p, &l) || (!link_exec_(p, &l, full) && !link_exec_(p, &l, plain)))
		logfmt(LEVEL_ERROR, NULL, "log.unscrubbed", "why", "the database's files may still hold "
			"what was erased", "run", full);
	else if (l.state[0])
		logfmt(LEVEL_WARNING, NULL, "log.unscrubbed", "why", "the database was busy: its files "
			"may still hold what was erased", "run", full);
	link_close(&l);
}

/* The owner is erased: journalled, so that no restore brings the rows back. */
static bool state_erase_owner(struct log *log, const char *owner)
{
	unsigned char hash[HASH_SIZE];
	struct out text = out_new(4096);
	out_printf(&text, "owner %s", owner);
	hash_bytes(hash, out_str(&text), text.len);
	out_free(&text);
	bool erased = pool_run(mine(log), "WITH gone AS (DELETE FROM state WHERE owner = $1),"
		" done AS (DELETE FROM receipt WHERE starts_with(id, $1 || '/')"
		" OR starts_with(id, $1 || '#'))"
		" INSERT INTO erasure (hash, position, time) VALUES ($2, 0, $3)"
		" ON CONFLICT DO NOTHING",
		"sbi", owner, hash, sizeof hash, date_now());
	if (erased)
		scrub(mine(log), "VACUUM FULL state, receipt", "VACUUM state, receipt");
	return erased;
}

static bool state_drop_owner_(struct log *log, const char *kind, const char *owner)
{
	if (!kind)
		return state_erase_owner(log, owner);
	return pool_run(mine(log), "DELETE FROM state WHERE owner = $1 AND kind = $2",
		"ss", owner, kind);
}

static int state_list_(struct log *log, struct arena *a, const char *kind, const char *owner,
	struct state_row **rows)
{
	PGresult *r = pool_ask(mine(log), "SELECT kind, id, owner, expires, value FROM state"
		" WHERE ($1::text IS NULL OR kind = $1) AND ($2::text IS NULL OR owner = $2)"
		" AND (expires = 0 OR expires > $3) ORDER BY stamp",
		"ssi", kind, owner, date_now());
	int count = r ? PQntuples(r) : 0;
	*rows = arena_alloc(a, sizeof **rows * (size_t)(count + 1));
	for (int i = 0; i < count; i++)
		pgsql_state_row(a, r, i, &(*rows)[i]);
	PQclear(r);
	return count;
}

static bool state_purge_(struct log *log, int64_t now)
{
	return pool_run(mine(log), "DELETE FROM state WHERE expires <> 0 AND expires <= $1",
		"i", now);
}

const struct state_backend pgsql_state = {
	.put = state_put_,
	.add = state_add_,
	.get = state_get_,
	.take = state_take_,
	.drop = state_drop_,
	.drop_owner = state_drop_owner_,
	.list = state_list_,
	.purge = state_purge_,
};

static void cache_empty(struct pgsql *p, struct cached *c)
{
	p->cache_size -= c->size;
	free(c->bytes);
	*c = (struct cached){0};
}

void cache_forget(struct pgsql *p, const char *hash)
{
	pthread_mutex_lock(&p->cache_lock);
	for (int i = 0; i < CACHE_BLOBS; i++)
		if (p->cache[i].hash[0] && (!hash || text_eq(p->cache[i].hash, hash)))
			cache_empty(p, &p->cache[i]);
	pthread_mutex_unlock(&p->cache_lock);
}

/* A free slot, after the blobs least used have left room for n bytes. */
static struct cached *cache_room(struct pgsql *p, size_t n)
{
	for (;;) {
		struct cached *vacant = NULL, *oldest = p->cache;
		for (struct cached *c = p->cache; c < p->cache + CACHE_BLOBS; c++)
			if (!c->hash[0])
				vacant = c;
			else if (!oldest->hash[0] || c->used < oldest->used)
				oldest = c;
		if (vacant && p->cache_size + n <= CACHE_BYTES)
			return vacant;
		cache_empty(p, oldest);
	}
}

static void cache_keep(struct pgsql *p, const char *hash, const void *bytes, size_t n)
{
	if (n > CACHED_BLOB || strlen(hash) >= sizeof p->cache[0].hash)
		return;
	void *copy = malloc(n + 1);
	if (!copy)
		return;
	memcpy(copy, bytes, n);
	cache_forget(p, hash);
	pthread_mutex_lock(&p->cache_lock);
	struct cached *c = cache_room(p, n);
	*c = (struct cached){.bytes = copy, .size = n, .used = ++p->cache_clock};
	memcpy(c->hash, hash, strlen(hash));
	p->cache_size += n;
	pthread_mutex_unlock(&p->cache_lock);
}

static void *cache_find(struct pgsql *p, struct arena *a, const char *hash, size_t *n)
{
	void *found = NULL;
	pthread_mutex_lock(&p->cache_lock);
	for (struct cached *c = p->cache; c < p->cache + CACHE_BLOBS && !found; c++)
		if (c->hash[0] && text_eq(c->hash, hash)) {
			found = arena_copy(a, c->bytes, c->size);
			*n = c->size;
			c->used = ++p->cache_clock;
		}
	pthread_mutex_unlock(&p->cache_lock);
	return found;
}

bool pgsql_blob_put(struct log *log, const char *hash, const void *bytes, size_t n)
{
	return pool_run(mine(log), "WITH put AS (INSERT INTO blob (hash, bytes) VALUES ($1, $2)"
		" ON CONFLICT DO NOTHING RETURNING bytes)"
		" SELECT 1 / (encode(sha256(bytes), 'hex') = $1)::int FROM put", "sb", hash,
		bytes ? bytes : "", n);
}

void *pgsql_blob_get(struct log *log, struct arena *a, const char *hash, size_t *n)
{
	void *found = cache_find(mine(log), a, hash, n);
	if (found)
		return found;
	PGresult *r = pool_ask(mine(log), "SELECT bytes FROM blob WHERE hash = $1", "s", hash);
	if (r && PQntuples(r) == 1) {
		*n = (size_t)PQgetlength(r, 0, 0);
		found = arena_copy(a, PQgetvalue(r, 0, 0), *n);
		cache_keep(mine(log), hash, found, *n);
	}
	PQclear(r);
	return found;
}

/* The other nodes forget it too. */
bool pgsql_blob_drop(struct log *log, const char *hash)
{
	bool dropped = pool_run(mine(log), "WITH gone AS (DELETE FROM blob WHERE hash = $1)"
		" SELECT pg_notify('archipel', 'blob ' || $1)", "s", hash);
	cache_forget(mine(log), hash);
	if (dropped)
		scrub(mine(log), "VACUUM FULL blob", "VACUUM blob");
	return dropped;
}

/* One statement: bodies, salts, journal and answers go together. */
bool pgsql_erase(struct log *log, const int64_t *positions, int count)
{
	struct out list = out_new((size_t)count * 24 + 3);
	for (int i = 0; i < count; i++)
		out_printf(&list, "%c%lld", i ? ',' : '{', (long long)positions[i]);
	out_text(&list, count ? "}" : "{}");
	bool erased = pool_run(mine(log), "WITH gone AS (UPDATE entry SET body = NULL, salt = NULL"
		" WHERE position = ANY ($1::bigint[]) RETURNING position, hash),"
		" journal AS (INSERT INTO erasure (hash, position, time)"
		" SELECT hash, position, $2 FROM gone ON CONFLICT DO NOTHING),"
		" answers AS (UPDATE receipt r SET answer = NULL, id = CASE WHEN"
		" id ~ '^[^/#]*/' THEN split_part(id, '/', 1) || '#' ||"
		" encode(sha256(convert_to(id, 'UTF8')), 'hex') ELSE id END FROM gone g"
		" WHERE g.position BETWEEN r.first AND r.last)"
		" SELECT pg_notify('archipel', 'erased')", "si", out_str(&list), date_now());
	out_free(&list);
	if (erased) {
		scrub(mine(log), "VACUUM FULL entry", "VACUUM entry");
		scrub(mine(log), "VACUUM FULL receipt", "VACUUM receipt");
	}
	return erased;
}

int pgsql_erased(struct log *log, struct arena *a, int64_t **positions)
{
	PGresult *r = pool_ask(mine(log), "SELECT e.position FROM erasure j"
		" JOIN entry e ON e.position = j.position AND e.hash = j.hash ORDER BY 1", "");
	int count = r ? PQntuples(r) : -1;
	*positions = arena_alloc(a, sizeof **positions * (size_t)(count > 0 ? count : 1));
	for (int i = 0; i < count; i++)
		(*positions)[i] = result_int(r, i, 0);
	PQclear(r);
	return count;
}

bool pgsql_epoch(struct log *log, const char *new_epoch)
{
	return pool_run(mine(log), "WITH moved AS (UPDATE head SET epoch = $1 RETURNING position),"
		" kept AS (INSERT INTO epoch (id, position, time) SELECT $1, position, $2 FROM moved)"
		" SELECT pg_notify('archipel', 'epoch')", "si", new_epoch, date_now());
}
