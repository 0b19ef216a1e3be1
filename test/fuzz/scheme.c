/* scheme.c - a vocabulary: what is stated is what is kept, stating it again says
 * nothing new, and each of its concepts is found by its notation. */
#include "fuzz.h"

#include "base/text.h"
#include "domain/scheme/scheme.h"
#include "store/writer.h"

static void state(struct ledger *l, struct call *c, void *context)
{
	const struct command *command = command_find("scheme.state");
	(void)context;
	enum outcome said = command->decide(l, c);
	must(said == DONE || said == INVALID);
	must((said == DONE) == (l->fault_count == 0));
	if (said != DONE)
		return;
	int after = l->writer->count;
	const char *name = json_str(json_object_get(c->values, "scheme"), "name");
	struct call same = *c;
	same.values = json_keep(l->arena, json_pack("{s:s}", "scheme",
		scheme_stated(l->views, name, NULL)));
	must(command->decide(l, &same) == DONE && l->writer->count == after);
	const struct scheme *s = scheme_get(l->views, name);
	must(s && s->count >= 0 && s->count <= 2000);
	for (int i = 0; i < s->count; i++)
		must(scheme_concept(s, s->concepts[i].notation) == &s->concepts[i]);
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	const char *why;
	json_t *j = json_read(a, bytes, n, &why);
	if (json_is_object(j))
		fuzz_decide(a, json_keep(a, json_pack("{s:O}", "scheme", j)), state, NULL);
}

static void start(void)
{
	fuzz_store();
}

const struct target fuzz_scheme = {"scheme", run, start};
