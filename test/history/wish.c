/* wish.c - values by chance for every command row: from the names and kinds of
 * its fields, and from the definitions of types. */
#include "wish.h"

#include <string.h>

#include "base/id.h"
#include "base/text.h"
#include "domain/start/start.h"
#include "domain/type/type.h"

enum { MOST = 2000 };

static int below(struct world *w, int n)
{
	return dice_below(&w->dice, n);
}

const char *one_of(struct world *w, struct rows r)
{
	const char *list[MOST];
	int n = 0;
	while (n < MOST && row_next(&r))
		list[n++] = row_text(&r, 0);
	rows_end(&r);
	return n ? list[below(w, n)] : NULL;
}

static const char *words(struct world *w, int most)
{
	static const char *const list[] = {"four", "à", "pain", "Broyeur", "enquête", "œuvre",
		"l’eau", "«", "»", "*fort*", "<b>", "&amp;", "\"", "🌱", "écoute", "2026", "_", "#",
		"commune", "Moulin", "- a", "x"};
	const char *s = "";
	for (int n = 1 + below(w, most); n > 0; n--)
		s = arena_printf(w->arena, "%s%s%s", s, *s ? " " : "",
			list[below(w, sizeof list / sizeof *list)]);
	return s;
}

/* "Moulin", "Moulin 2"... : titles that collide, and give the same address. */
static const char *title(struct world *w)
{
	static const char *const list[] = {"Moulin", "Four à pain", "Four a pain", "École", "?!", "Jardin"};
	return arena_printf(w->arena, "%s%s", list[below(w, 6)], below(w, 2) ? "" : " 2");
}

static const char *sheet(struct world *w)
{
	return one_of(w, db_query(w->db, "SELECT id FROM resource", ""));
}

static const char *code(struct world *w)
{
	return one_of(w, db_query(w->db, "SELECT code FROM territory", ""));
}

static void gather(const json_t *concepts, const char **list, int *n)
{
	size_t i;
	const json_t *c;
	json_array_foreach(concepts, i, c) {
		if (*n < MOST)
			list[(*n)++] = json_str(c, "notation");
		gather(json_object_get(c, "narrower"), list, n);
	}
}

static const char *notation(struct world *w, const char *scheme)
{
	const char *list[MOST], *why;
	int n = 0;
	const char *body = db_text(w->db, "SELECT body FROM scheme WHERE name = ?1", "s", scheme);
	json_t *j = body ? json_read(w->arena, body, strlen(body), &why) : NULL;
	gather(json_object_get(j, "concepts"), list, &n);
	return n ? list[below(w, n)] : "rien";
}

static json_t *range(struct world *w)
{
	int min = below(w, 500);
	return json_pack("{s:i, s:i}", "min", min, "max", min + below(w, 100));
}

static json_t *value(struct world *w, const struct field *f);

static json_t *row(struct world *w, const struct field *fields, int count)
{
	json_t *j = json_object();
	for (int i = 0; i < count; i++)
		if (fields[i].required || below(w, 3) == 0)
			json_object_set_new(j, fields[i].name, value(w, &fields[i]));
	return j;
}

/* What each kind of field may hold: text that the check reads, or JSON. */
static json_t *value(struct world *w, const struct field *f)
{
	static const char *const plain[][2] = {{"date", "2026-05-12"}, {"web", "https://example.org/a"},
		{"email", "accueil@example.org"}, {"duration", "3 à 4 mois"}, {"number", "600"},
		{"yes", "yes"}, {NULL, NULL}};
	for (int i = 0; plain[i][0]; i++)
		if (text_eq(f->kind, plain[i][0]))
			return json_string(plain[i][1]);
	if (text_eq(f->kind, "line") || text_eq(f->kind, "text"))
		return json_string(words(w, text_eq(f->kind, "line") ? 4 : 30));
	if (text_eq(f->kind, "choice") || text_eq(f->kind, "licence"))
		return json_string(notation(w, f->scheme));
	if (text_eq(f->kind, "choices"))
		return json_pack("[s, s]", notation(w, f->scheme), notation(w, f->scheme));
	if (text_eq(f->kind, "tags"))
		return json_pack("[s, s]", "écoute", words(w, 1));
	if (text_eq(f->kind, "money") || text_eq(f->kind, "days"))
		return range(w);
	if (text_eq(f->kind, "period"))
		return json_pack("{s:s}", "from", "2026-05");
	if (text_eq(f->kind, "place"))
		return below(w, 2) ? json_pack("{s:s}", "name", words(w, 2)) :
			json_pack("{s:s, s:f, s:f}", "name", words(w, 1), "lat", 46 + below(w, 9) / 8.0, "lon", 0.25);
	if (text_eq(f->kind, "territories"))
		return json_pack("[s*]", code(w));
	if (text_eq(f->kind, "sheets") || text_eq(f->kind, "actors"))
		return json_pack("[s*]", sheet(w));
	const char *id = text_eq(f->kind, "sheet") ? sheet(w) : NULL;
	if (text_eq(f->kind, "sheet"))
		return json_string(id ? id : "rien");
	if (text_eq(f->kind, "figures"))
		return json_pack("[{s:s}]", "code", "86116");
	json_t *rows = json_array();
	for (int n = 1 + below(w, 2); n > 0; n--)
		json_array_append_new(rows, row(w, f->fields, f->field_count));
	return rows;
}

/* The fields that a type of sheet has. */
static void fill_sheet(struct world *w, json_t *values, const char *type)
{
	const struct type *t = type ? type_get(w->db, type) : NULL;
	for (int i = 0; t && i < t->field_count; i++)
		if (t->fields[i].required || below(w, 4) == 0)
			json_object_set_new(values, t->fields[i].name, value(w, &t->fields[i]));
	json_object_set_new(values, "title", json_string(title(w)));
}

/* A definition that is there, a little different, or with another name. */
static json_t *definition(struct world *w, const char *body)
{
	const char *why;
	json_t *j = body ? json_read(w->arena, body, strlen(body), &why) : NULL;
	if (!j)
		return json_object();
	json_t *copy = json_deep_copy(j), *list = json_object_get(copy, "fields");
	if (!list)
		list = json_object_get(copy, "concepts");
	if (below(w, 4) == 0)
		json_object_set_new(copy, "name", json_string(arena_printf(w->arena, "essai-%c", 'a' + below(w, 3))));
	else if (below(w, 2) && json_array_size(list) > 4)
		json_array_remove(list, 3 + (size_t)below(w, (int)json_array_size(list) - 3));
	else
		json_object_set_new(json_object_get(copy, "label"), "fr", json_string(words(w, 2)));
	return copy;
}

/* A node of one of two référentiels, new or again, with a row of its own. */
static json_t *node(struct world *w)
{
	static const char *const codes[] = {"1", "1.1", "1.2", "1.1.1", "1.1.1.a", "2"};
	return json_pack("{s:s,s:s,s:{s:s,s:s},s:f,s:[{s:s,s:s,s:f}],s:s*}", "name",
		below(w, 2) ? "te" : "cae", "code", codes[below(w, 6)], "cells", "name", title(w),
		"description", words(w, 20), "points", (double)below(w, 40) / 4, "origins", "name", "cae",
		"code", codes[below(w, 6)], "weight", 0.5, "sheet", below(w, 2) ? sheet(w) : NULL);
}

/* What changes a question, a rule or a sample commune of Where to start. */
static const char *const asked[][2] = {{"remove", "yes"}, {"many", "yes"}, {"subject", "yes"},
	{"when", "non reponse(qui, mairie)"}, {"choices", "un | Un\ndeux | Deux"},
	{"rule", "si reponse(inquietude, chaleur) alors 2"}, {"moment", "week"}, {"territory", "86116"},
	{"month", "5"}, {"year", "2027"}, {"answers", "inquietude: chaleur"}, {NULL, NULL}};

/* A field by its name, where names say more than kinds. */
static json_t *by_name(struct world *w, const char *command, const char *name)
{
	static const char *const roles[] = {"reader", "member", "steward", "administrator"};
	bool account = text_starts(command, "account.");
	if (text_eq(name, "id"))
		return json_string(account ? one_of(w, db_query(w->db, "SELECT id FROM account", "")) : sheet(w));
	if (text_starts(command, "referentiel.") && (text_eq(name, "name") || text_eq(name, "code")))
		return json_string(text_eq(name, "code") ? below(w, 2) ? "1.1" : "1.2" : below(w, 2) ? "te" : "cae");
	if (text_eq(name, "node"))
		return node(w);
	if (text_eq(name, "role"))
		return json_string(roles[below(w, 4)]);
	for (int i = 0; text_starts(command, "start.") && asked[i][0]; i++)
		if (text_eq(name, asked[i][0]))
			return json_string(asked[i][1]);
	if ((text_eq(name, "was") || text_eq(name, "name")) && text_starts(command, "start."))
		return json_string(text_eq(command, "start.rule") ? "base-grille" : "echeance");
	if (text_eq(name, "name"))
		return json_string(arena_printf(w->arena, "Membre %c%d", 'A' + below(w, 26), below(w, 50)));
	if (text_eq(name, "email"))
		return json_string(arena_printf(w->arena, "m%d@example.org", below(w, 60)));
	if (text_eq(name, "state"))
		return json_string(below(w, 3) ? "published" : "draft");
	if (text_eq(name, "language"))
		return json_string(below(w, 2) ? "fr" : "en");
	if (text_eq(name, "blob"))
		return json_string(w->blobs[below(w, 2)]);
	if (text_eq(name, "date"))
		return json_string("2026");
	if (text_eq(name, "type") && text_eq(command, "type.state"))
		return definition(w, one_of(w, db_query(w->db, "SELECT body FROM type", "")));
	if (text_eq(name, "start")) {
		json_t *j = definition(w, start_stated(w->db, 0));
		json_object_del(j, "samples");	/* their communes are not loaded here */
		return j;
	}
	if (text_eq(name, "version") && text_starts(command, "start."))
		return json_string(arena_printf(w->arena, "%lld",
			(long long)db_int(w->db, "SELECT coalesce(max(position), 0) FROM start", "")));
	if (text_eq(name, "elections"))
		return json_string(below(w, 2) ? "2026-03, 2032-03" : "2020-03\n2026-03");
	if (text_eq(name, "scheme"))
		return definition(w, one_of(w, db_query(w->db, "SELECT body FROM scheme", "")));
	if (text_eq(name, "type"))
		return json_string(one_of(w, db_query(w->db, "SELECT name FROM type", "")));
	return NULL;
}

static json_t *by_kind(struct world *w, const char *kind)
{
	if (text_eq(kind, "yes"))
		return json_boolean(below(w, 8));
	if (text_eq(kind, "number"))
		return json_integer(below(w, 5));
	if (text_eq(kind, "email"))
		return json_string("quelquun@example.org");
	if (text_eq(kind, "json"))
		return json_object();
	return json_string(words(w, 5));
}

/* Which version a change names: mostly the last one. */
static void say_version(struct world *w, json_t *values)
{
	int64_t last = db_int(w->db, "SELECT version FROM resource WHERE id = ?1", "s", json_str(values, "id"));
	json_object_set_new(values, "version", json_integer(last - (below(w, 6) == 0)));
}

struct call *wish(struct world *w, const struct command *command)
{
	struct call *c = arena_alloc(w->arena, sizeof *c);
	*c = (struct call){.arena = w->arena, .command = command, .id = below(w, 3) ? id_random(w->arena) : NULL,
		.values = json_keep(w->arena, json_object())};
	for (const struct field_row *f = command->fields; f && f->name; f++) {
		if (!(f->flags & REQUIRED) && below(w, 2))
			continue;
		json_t *v = by_name(w, command->name, f->name);
		json_object_set_new(c->values, f->name, v ? v : by_kind(w, f->kind));
	}
	if (text_eq(command->name, "resource.create"))
		fill_sheet(w, c->values, json_str(c->values, "type"));
	if (text_eq(command->name, "resource.edit")) {
		fill_sheet(w, c->values, db_text(w->db, "SELECT type FROM resource WHERE id = ?1", "s",
			json_str(c->values, "id")));
		say_version(w, c->values);
	}
	c->who = (struct who){.account = "", .lang = below(w, 2) ? FR : EN, .role = command->role};
	while (c->who.role < OPERATOR && below(w, 3))
		c->who.role++;
	const char *account = one_of(w, db_query(w->db, "SELECT id FROM account", ""));
	if (c->who.role < OPERATOR && account)
		c->who.account = account;
	return c;
}
