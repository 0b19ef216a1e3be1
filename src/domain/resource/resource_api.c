/* resource_api.c - sheets for programs: /api/v1/resources, and /id/. */
#include "domain/resource/resource_parts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/id.h"
#include "base/text.h"
#include "domain/account/account.h"
#include "web/site.h"

/* Drops what an answer adds to the fields: a client may send it back unchanged. */
static void drop_given(json_t *values, const struct type *t)
{
	static const char *const given[] = {"id", "slug", "version", "created", "updated",
		"author", "editor", "url", "links", "backlinks", NULL};
	for (int i = 0; given[i]; i++)
		json_object_del(values, given[i]);
	if (t && !type_field(t, "licence"))
		json_object_del(values, "licence");
}

static json_t *link_json(struct request *r, const struct link *l)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "field", l->field, "id", l->id,
		"slug", l->slug, "type", l->type, "title", l->title,
		"url", link_absolute(r, sheet_path(r->db, l->slug)));
}

static json_t *links_json(struct request *r, const char *id, bool incoming)
{
	json_t *list = json_array();
	struct link links[LINKS];
	int n = link_list(r->db, id, incoming, links);
	for (int i = 0; i < n; i++)
		json_array_append_new(list, link_json(r, &links[i]));
	return list;
}

static json_t *whole(struct request *r, const struct resource *s)
{
	json_t *j = resource_flat(r->db, s);
	if (!json_object_get(j, "licence"))
		json_object_set_new(j, "licence", json_string(LICENCE));
	json_object_set_new(j, "created", json_string(date_iso(r->arena, s->created)));
	json_object_set_new(j, "updated", json_string(date_iso(r->arena, s->updated)));
	json_object_set_new(j, "author", json_string(account_name(r->db, r->lang, s->creator)));
	json_object_set_new(j, "editor", json_string(account_name(r->db, r->lang, s->editor)));
	json_object_set_new(j, "url", json_string(link_absolute(r, resource_path(r->db, s))));
	json_object_set_new(j, "links", links_json(r, s->id, false));
	json_object_set_new(j, "backlinks", links_json(r, s->id, true));
	return j;
}

static void tag_version(struct request *r, json_int_t version)
{
	answer_header(r, "ETag", arena_printf(r->arena, "\"%lld\"", (long long)version));
}

static void created(struct request *r, struct call *c)
{
	if (c->outcome != DONE) {
		answer_refusal(r, c);
		return;
	}
	answer_header(r, "Location", link_absolute(r, arena_printf(r->arena,
		"/api/v1/resources/%s", json_str(c->answer, "id"))));
	tag_version(r, json_int(c->answer, "version"));
	answer_json(r, 201, c->answer);
}

void api_create(struct request *r)
{
	const char *key = request_header(r, "Idempotency-Key");
	if (!key || (!uuid_valid(key) && !id_valid(key))) {
		answer_error(r, 400, N_("Send an Idempotency-Key header with a UUID of your own,"
			" so that trying again creates nothing twice."));
		return;
	}
	json_t *values = request_json(r);
	if (!values)
		return;
	drop_given(values, type_get(r->db, json_str(values, "type")));
	request_do(r, request_call(r, "resource.create", values), created);
}

static void changed(struct request *r, struct call *c)
{
	if (c->outcome != DONE) {
		answer_refusal(r, c);
		return;
	}
	tag_version(r, json_int(c->answer, "version"));
	answer_json(r, 200, c->answer);
}

void api_put(struct request *r)
{
	struct resource s;
	json_t *values = request_json(r);
	if (!values)
		return;
	bool found = resource_get(r->db, &r->who, r->parts[0], 0, &s);
	drop_given(values, found ? type_get(r->db, s.type) : NULL);
	/* the licence of those that say none was given with the rest */
	if (found && !json_object_get(s.values, "licence") &&
			text_eq(json_str(values, "licence"), LICENCE))
		json_object_del(values, "licence");
	json_object_set_new(values, "id", json_string(r->parts[0]));
	request_do(r, request_call(r, "resource.edit", values), changed);
}

void api_get(struct request *r)
{
	struct resource s;
	const char *asked = request_query(r, "version");
	int version = (int)request_number(r, "version", 1, 1 << 30, 0);
	if (asked && !version) {
		answer_error(r, 404, N_("There is no such version: they are numbered from 1."));
		return;
	}
	if (!resource_get(r->db, &r->who, r->parts[0], version, &s)) {
		answer_error(r, 404, N_("There is no such sheet, or it is not yours to see."));
		return;
	}
	if (s.erased) {
		answer_error(r, 410, N_("The text of this version was erased."));
		return;
	}
	tag_version(r, s.version);
	answer_json(r, 200, whole(r, &s));
}

static json_t *revision_json(struct request *r, const struct revision *v)
{
	return json_pack("{s:i, s:s, s:s, s:s, s:s?, s:s?, s:b}", "version", v->version,
		"act", v->act, "time", date_iso(r->arena, v->time),
		"author", account_name(r->db, r->lang, v->author),
		"comment", v->comment, "title", v->title, "erased", v->erased);
}

void api_versions(struct request *r)
{
	enum { PAGE = 100 };
	struct resource s;
	struct revision found[PAGE];
	if (!resource_get(r->db, &r->who, r->parts[0], 0, &s)) {
		answer_error(r, 404, N_("There is no such sheet, or it is not yours to see."));
		return;
	}
	int before = (int)request_number(r, "before", 1, 1 << 30, 0);
	int n = revision_list(r->db, &r->who, &s, before, PAGE, found);
	json_t *items = json_array();
	json_t *all = json_keep(r->arena, json_pack("{s:o}", "items", items));
	for (int i = 0; i < n; i++)
		json_array_append_new(items, revision_json(r, &found[i]));
	if (n == PAGE && found[n - 1].version > 1)
		json_object_set_new(all, "next", json_integer(found[n - 1].version - 1));
	answer_json(r, 200, all);
}

/* How much an Accept header wants a media type: its own q, or that of all types. */
static double wanted(struct arena *a, const char *accept, const char *type)
{
	char *rest = arena_dup(a, accept), *range;
	double own = -1, any = 0;
	while ((range = strsep(&rest, ","))) {
		range += strspn(range, " ");
		size_t n = strcspn(range, " ;");
		const char *q = strstr(range, "q=");
		double weight = q ? strtod(q + 2, NULL) : 1;
		if (n == strlen(type) && strncasecmp(range, type, n) == 0)
			own = weight;
		else if (n == 3 && text_starts(range, "*/*"))
			any = weight;
	}
	return own < 0 ? any : own;
}

static bool wants_data(struct request *r)
{
	const char *accept = request_header(r, "Accept");
	if (!accept)
		return false;
	double page = wanted(r->arena, accept, "text/html");
	return wanted(r->arena, accept, "application/json") > page ||
		wanted(r->arena, accept, "application/ld+json") > page;
}

/* The persistent address: to the page for a person, to the data for a program. */
void id_serve(struct request *r)
{
	struct resource s;
	answer_header(r, "Vary", "Accept");
	if (!resource_get(r->db, &r->who, r->parts[0], 0, &s))
		answer_error(r, 404, NULL);
	else if (wants_data(r))
		answer_moved(r, 303, arena_printf(r->arena, "/api/v1/resources/%s", s.id));
	else
		answer_moved(r, 303, resource_path(r->db, &s));
}

const struct route resource_routes[] = {
	{"POST", "/api/v1/resources", MEMBER, PERSONAL, SHEET_BYTES, api_create},
	{"GET", "/api/v1/resources/{id}", ANYONE, OPEN_DATA, 0, api_get},
	{"PUT", "/api/v1/resources/{id}", MEMBER, PERSONAL, SHEET_BYTES, api_put},
	{"GET", "/api/v1/resources/{id}/versions", ANYONE, OPEN_DATA, 0, api_versions},
	{"GET", "/id/{id}", ANYONE, 0, 0, id_serve},
	{0}};

const struct form resource_forms[] = {{0}};
const struct panel resource_panels[] = {{0}};
