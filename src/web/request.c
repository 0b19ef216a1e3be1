/* request.c - what a route reads of its request. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "store/subject.h"
#include "web/http_own.h"

const char *request_query(struct request *r, const char *name)
{
	const char *v = pairs_get(&r->query, name);
	const char *line = v ? text_line(r->arena, v, strlen(v)) : NULL;
	return line && *line ? line : NULL;
}

long request_number(struct request *r, const char *name, long min, long max, long otherwise)
{
	const char *v = request_query(r, name);
	if (!v || !*v || v[strspn(v, "0123456789")])
		return otherwise;
	long n = strlen(v) > 18 ? max : strtol(v, NULL, 10);
	return n < min ? otherwise : n > max ? max : n;
}

const char *request_header(struct request *r, const char *name)
{
	return http_header(http_of(r), name);
}

void request_reads(struct request *r, const char *subject)
{
	http_of(r)->told = true;
	http_reads(http_of(r), subject_slot("", 0, subject));
}

/* Grows at powers of two, from 16 on. */
void http_reads(struct http *h, unsigned slot)
{
	int n = h->read_count;
	if (n > READS_MAX)
		return;
	for (int i = 0; i < n; i++)
		if (h->reads[i] == slot)
			return;
	if (n < READS_MAX && (n == 0 || (n >= 16 && (n & (n - 1)) == 0))) {
		unsigned *more = arena_alloc(h->request.arena,
			(n ? (size_t)n * 2 : 16) * sizeof *more);
		if (n)
			memcpy(more, h->reads, (size_t)n * sizeof *more);
		h->reads = more;
	}
	if (n < READS_MAX)
		h->reads[n] = slot;
	h->read_count++;
}

void request_lags(struct request *r)
{
	http_of(r)->lags = true;
}

const char *link_to(struct request *r, const char *path)
{
	const char *base = r->site->base;
	if (path[0] != '/' || !base || !*base)
		return path;
	return arena_printf(r->arena, "%s%s", base, path);
}

/* Without a base URL, by the name that the reader came by. */
const char *link_absolute(struct request *r, const char *path)
{
	const struct http *h = http_of(r);
	if (h->server->host)
		return arena_printf(r->arena, "%s%s", r->site->url, path);
	return arena_printf(r->arena, "%s%s", http_origin(h), link_to(r, path));
}

/* The digest is kept: of a secret it knows only what nobody can try out who has not the
 * secret of the session, or the token, that it came with. */
static json_t *without_secrets(struct http *h, const struct command *command,
	const json_t *values)
{
	unsigned char key[HASH_SIZE], mac[HASH_SIZE];
	json_t *j = json_copy((json_t *)(uintptr_t)values);
	const char *by = h->secret ? h->secret : "";
	hash_bytes(key, by, strlen(by));
	for (const struct field_row *f = command->fields; f && f->name; f++) {
		const char *secret = text_eq(f->kind, "secret") ? json_str(j, f->name) : NULL;
		if (!secret)
			continue;
		hash_mac(mac, key, secret, strlen(secret));
		json_object_set_new(j, f->name, *by
			? json_string(hex(h->request.arena, mac, HASH_SIZE)) : json_null());
	}
	return j;
}

static const char *unquoted(struct arena *a, const char *etag)
{
	if (!etag)
		return NULL;
	const char *from = text_starts(etag, "W/") ? etag + 2 : etag;
	size_t n = strlen(from);
	if (n >= 2 && from[0] == '"' && from[n - 1] == '"')
		return arena_copy(a, from + 1, n - 2);
	return from;
}

struct call *request_call(struct request *r, const char *command, json_t *values)
{
	struct http *h = http_of(r);
	struct call *c = arena_alloc(r->arena, sizeof *c);
	*c = (struct call){.arena = r->arena, .store = r->store, .who = r->who,
		.command = command_find(command), .values = values};
	if (!c->command)
		die("there is no command %s", command);
	const char *key = http_header(h, "Idempotency-Key");
	c->id = key && *key ? unquoted(r->arena, key) : h->form_id;
	const char *match = http_header(h, "If-Match");
	c->match = match ? unquoted(r->arena, match) : h->form_match;
	json_t *asked = json_keep(r->arena, without_secrets(h, c->command, values));
	struct out o = out_new(64 << 20);
	out_printf(&o, "%s\n%s\n%s\n%s\n", command, r->who.account, r->path,
		c->match ? c->match : "");
	json_write(&o, asked);
	hash_bytes(c->digest, out_str(&o), o.len);
	out_free(&o);
	return c;
}

json_t *request_json(struct request *r)
{
	const char *type = request_header(r, "Content-Type"), *why = NULL;
	if (!type || strncasecmp(type, "application/json", 16) != 0) {
		answer_error(r, 415, N_("Send the values as application/json."));
		return NULL;
	}
	json_t *j = json_read(r->arena, r->body ? r->body : "", r->size, &why);
	if (json_is_object(j))
		return j;
	answer_problem(r, 400, why ? arena_printf(r->arena, tr_lang(r->lang,
		N_("The body of this request is no valid JSON: %s.")), why) : tr_lang(r->lang,
		N_("The body of this request is no JSON object.")), NULL);
	return NULL;
}
