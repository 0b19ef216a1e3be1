/* resource_test.c - versions, who sees what, and what an erasure leaves. */
#include "base/hash.h"
#include "base/id.h"
#include "base/text.h"
#include "domain/resource/resource_parts.h"
#include "store/test_store.h"

static struct store *store;
static struct arena *arena;
static const struct who anne = {"ANNE", MEMBER, FR, NULL}, basile = {"BASILE", MEMBER, FR, NULL},
	celine = {"CELINE", STEWARD, FR, NULL}, nobody = {"", ANYONE, FR, NULL};

/* Runs a command; the call tells the rest. */
static struct call *run(const struct who *who, const char *command, json_t *values)
{
	struct call *c = arena_alloc(arena, sizeof *c);
	*c = (struct call){.arena = arena, .store = store, .command = command_find(command),
		.who = *who, .id = id_new(arena), .values = json_keep(arena, values)};
	random_bytes(c->digest, sizeof c->digest);
	store_do(store, c);
	return c;
}

static json_t *tool(const char *title, const char *state)
{
	return json_pack("{s:s, s:s, s:s, s:s}", "type", "tool", "title", title,
		"summary", "Pour voir.", "state", state);
}

static json_t *change(const char *id, int version, const char *title)
{
	return json_pack("{s:s, s:i, s:s, s:s}", "id", id, "version", version, "title", title,
		"summary", "Pour voir.");
}

/* A sheet as someone sees it now; false when it is not there for them. */
static bool see(const struct who *who, const char *id, int version, struct resource *r)
{
	struct reader *reader = reader_open(store);
	bool found = reader_begin(reader, arena, store_position(store), 5000)
		&& resource_get(reader_db(reader), who, id, version, r);
	reader_end(reader);
	reader_close(reader);
	return found;
}

static void versions(void)
{
	struct resource r;
	struct call *c = run(&anne, "resource.create", tool("Four", "published"));
	const char *id = json_str(c->answer, "id");
	check(c->outcome == DONE);
	check_text(json_str(c->answer, "slug"), "four");
	check(run(&basile, "resource.edit", change(id, 1, "Four à pain"))->outcome == DONE);
	check(run(&anne, "resource.edit", change(id, 1, "Fournil"))->outcome == STALE);
	c = run(&anne, "resource.edit", change(id, 2, "Four à pain"));
	check(c->outcome == DONE && json_int(c->answer, "version") == 2);	/* nothing changed */
	check(see(&nobody, "four", 0, &r));
	check_text(r.slug, "four-a-pain");
	check(r.version == 2 && text_eq(r.editor, "BASILE") && text_eq(r.creator, "ANNE"));
	check(see(&nobody, id, 1, &r) && text_eq(r.title, "Four"));
	check(!see(&nobody, id, 3, &r));
	json_t *none = json_pack("{s:s, s:s}", "id", id, "title", "Sans version");
	check(run(&anne, "resource.edit", none)->outcome == UNMATCHED);
}

static void drafts(void)
{
	struct resource r;
	struct call *c = run(&anne, "resource.create", tool("Ébauche", "draft"));
	const char *id = json_str(c->answer, "id");
	check(see(&anne, id, 0, &r) && see(&celine, id, 0, &r));
	check(!see(&basile, id, 0, &r) && !see(&nobody, id, 0, &r));
	check(run(&basile, "resource.edit", change(id, 1, "Pris"))->outcome == MISSING);
	json_t *published = change(id, 1, "Fini");
	json_object_set_new(published, "state", json_string("published"));
	check(run(&anne, "resource.edit", published)->outcome == DONE);
	check(see(&nobody, id, 0, &r) && !see(&nobody, id, 1, &r) && see(&anne, id, 1, &r));
	json_t *why = json_pack("{s:s, s:s}", "id", id, "reason", "À revoir");
	check(run(&basile, "resource.unpublish", why)->outcome == FORBIDDEN);
	check(run(&anne, "resource.unpublish", json_deep_copy(why))->outcome == DONE);
	check(!see(&nobody, id, 0, &r) && see(&anne, id, 0, &r) && r.version == 3);
}

static void titles_clash(void)
{
	struct call *c = run(&anne, "resource.create", tool("Même titre", "published"));
	check_text(json_str(c->answer, "slug"), "meme-titre");
	c = run(&basile, "resource.create", tool("Même titre", "published"));
	check_text(json_str(c->answer, "slug"), "meme-titre-2");
	for (int n = 3; n <= 12; n++) {
		c = run(&basile, "resource.create", tool("Même titre", "published"));
		check_text(json_str(c->answer, "slug"), arena_printf(arena, "meme-titre-%d", n));
	}
	c = run(&basile, "resource.create", tool("Nouvelle", "published"));
	check_text(json_str(c->answer, "slug"), "nouvelle-2");
}

/* The last version shows while it is there; then the one before, never a draft. */
static void erasure(void)
{
	struct resource r;
	struct call *c = run(&anne, "resource.create", tool("Secret", "draft"));
	const char *id = json_str(c->answer, "id");
	json_t *published = change(id, 1, "Public");
	json_object_set_new(published, "state", json_string("published"));
	int64_t first = run(&anne, "resource.edit", published)->position;
	int64_t second = run(&anne, "resource.edit", change(id, 2, "Trop dit"))->position;
	check(see(&nobody, id, 0, &r) && text_eq(r.title, "Trop dit"));
	check(store_erase(store, &second, 1));
	check(see(&nobody, id, 0, &r) && text_eq(r.title, "Public") && r.latest == 3);
	check(see(&nobody, id, 3, &r) && r.erased && json_object_size(r.values) == 0);
	check(!see(&nobody, "trop-dit", 0, &r));
	check(store_erase(store, &first, 1));
	check(!see(&nobody, id, 0, &r) && !see(&nobody, "secret", 0, &r));
	check(test_verify(store));
}

static void plain(void)
{
	struct out o = out_new(1000);
	plain_text(&o, "## Titre\n\n- un *mot* `dit`\n> [lien](https://x.org/a_b) fin");
	check_text(out_str(&o), "Titre\n\nun mot dit\nlien fin\n");
	out_free(&o);
}

int main(void)
{
	const char *why = NULL, *dir = test_folder();
	hash_start();
	arena = arena_new();
	store = test_open(dir, arena);
	if (!type_load(store, &why))
		die("%s", why);
	versions();
	drafts();
	titles_clash();
	erasure();
	plain();
	store_close(store);
	arena_free(arena);
	test_clean(dir);
	return test_end();
}
