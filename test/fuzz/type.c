/* type.c - the definition of a type: what is stated is what is kept, and stating
 * it again says nothing new; its form and its schema can be made. */
#include "fuzz.h"

#include "base/text.h"
#include "domain/fill/fill.h"
#include "domain/type/type_own.h"
#include "store/writer.h"
#include "web/http_own.h"

static struct site site = {.name = "Essai", .base = ""};
static struct server server = {.site = &site};

static void shown(struct ledger *l, const struct type *t)
{
	struct http h = {.server = &server, .form_secret = "secret"};
	h.request = (struct request){.arena = l->arena, .site = &site, .http = &h, .method = "GET",
		.path = "/", .target = "/", .who = {.account = ""}, .db = l->views, .store = fuzz_store()};
	struct page p = {.out = out_new(1 << 24), .request = &h.request, .arena = l->arena,
		.db = l->views, .lang = FR};
	fill_form(&p, NULL, t, NULL);
	fuzz_markup(out_str(&p.out), NULL, NULL, NULL);
	out_free(&p.out);
}

static void state(struct ledger *l, struct call *c, void *context)
{
	const struct command *command = command_find(context);
	int before = l->writer->count;
	enum outcome said = command->decide(l, c);
	must(said == DONE || said == INVALID || said == CONFLICT);
	must((said == DONE) == (l->fault_count == 0));
	if (said != DONE)
		return;
	must(l->writer->count <= before + 1);
	int after = l->writer->count;
	const char *name = json_str(json_object_get(c->values, "type"), "name");
	const char *stated = type_stated(l->views, name, NULL);
	json_t *again = json_pack("{s:s}", "type", stated);
	struct call same = *c;
	same.values = json_keep(l->arena, again);
	must(command->decide(l, &same) == DONE && l->writer->count == after);
	const struct type *t = type_get(l->views, name);
	must(t && text_eq(t->name, name) && t->field_count > 0 && t->field_count <= 100);
	json_t *schema = type_schema(l->views, t);
	must(json_is_object(schema));
	json_decref(schema);
	shown(l, t);
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	const char *why;
	json_t *j = json_read(a, bytes, n, &why);
	if (json_is_object(j))
		fuzz_decide(a, json_keep(a, json_pack("{s:O}", "type", j)), state,
			(void *)(uintptr_t)"type.state");
}

static void start(void)
{
	fuzz_store();
}

const struct target fuzz_type = {"type", run, start};
