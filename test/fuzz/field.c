/* field.c - the values of a sheet, as a form or the API sends them.  First byte:
 * whether it is a draft, and which type unless "type" names one.  What was checked
 * passes again, and can be said in words. */
#include "fuzz.h"

#include "base/text.h"
#include "domain/type/type.h"
#include "store/store.h"

static const struct type *type_of(struct ledger *l, const struct call *c, unsigned which)
{
	const struct type *const *all;
	const char *name = json_str(c->values, "type");
	int count = type_all(l->views, &all);
	for (int i = 0; name && i < count; i++)
		if (text_eq(all[i]->name, name))
			return all[i];
	return all[which % (unsigned)count];
}

static void check(struct ledger *l, struct call *c, void *context)
{
	unsigned which = *(unsigned *)context;
	const struct type *t = type_of(l, c, which >> 1);
	bool draft = which & 1;
	json_t *clean = type_check(l, t, c->values, draft);
	must((clean != NULL) == (l->fault_count == 0));
	for (int i = 0; i < l->fault_count; i++)
		must(l->faults[i].sentence && text_valid(l->faults[i].field, strlen(l->faults[i].field)));
	if (!clean)
		return;
	const char *text = json_text(l->arena, clean);
	json_t *again = type_check(l, t, clean, draft);
	must(again && text_eq(json_text(l->arena, again), text));
	for (int i = 0; i < t->field_count; i++)
		for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
			const char *said = field_words(l->views, lang, &t->fields[i],
				json_object_get(clean, t->fields[i].name));
			must(!said || text_valid(said, strlen(said)));
		}
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct input in = {a, bytes, n};
	const char *why;
	unsigned which = fuzz_byte(&in);
	json_t *j = json_read(a, in.at, in.left, &why);
	if (json_is_object(j))
		fuzz_decide(a, j, check, &which);
}

/* Sheets to name: two that begin alike, and one of another type. */
static void start(void)
{
	static const char *const sheets[][2] = {{"tool", "Four à pain mobile"},
		{"tool", "Four, solaire"}, {"organisation", "Le pain, mode d’emploi"}};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
		struct call c = {.arena = a, .store = fuzz_store(),
			.command = command_find("resource.create"),
			.who = {.account = "", .role = OPERATOR, .lang = EN}, .values = json_keep(a,
			json_pack("{s:s, s:s, s:s}", "type", sheets[i][0], "title", sheets[i][1],
			"summary", "Il se prête."))};
		if (store_do(c.store, &c) != DONE)
			die("no sheet: %s", c.fault_count ? c.faults[0].sentence : "?");
	}
	arena_free(a);
}

const struct target fuzz_field = {"field", run, start};
