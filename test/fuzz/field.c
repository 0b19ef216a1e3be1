/* field.c - the values of a sheet, as a form or the API sends them.  First byte:
 * which type, and whether it is a draft.  What was checked passes again, and can
 * be said in words. */
#include "fuzz.h"

#include "base/text.h"
#include "domain/type/type.h"

static void check(struct ledger *l, struct call *c, void *context)
{
	const struct type *const *all;
	unsigned which = *(unsigned *)context;
	int count = type_all(l->views, &all);
	const struct type *t = all[(which >> 1) % (unsigned)count];
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

static void start(void)
{
	fuzz_store();
}

const struct target fuzz_field = {"field", run, start};
