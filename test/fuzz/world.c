/* world.c - a store, a command decided on it, a log in memory: for the targets
 * that need one. */
#include "fuzz.h"

#include <stdlib.h>

#include "domain/territory/territory.h"
#include "domain/type/type.h"
#include "store/ledger.h"
#include "store/store.h"

/* Not static: the compiler would see that nobody reads it, and what is kept would
 * count as lost. */
extern struct arena *fuzz_lasting;
struct arena *fuzz_lasting;

struct store *fuzz_store(void)
{
	static struct store *store;
	const char *why = NULL;
	int code;
	if (store)
		return store;
	fuzz_lasting = arena_new();
	store = store_open(fuzz_folder(), NULL, fuzz_lasting, &why, &code);
	if (!store || !territory_load(store, &why) || !type_load(store, &why))
		die("%s", why);
	return store;
}

struct deciding {
	void (*run)(struct ledger *, struct call *, void *);
	void *context;
};

/* Refuses at the end whatever was decided: nothing is kept. */
static enum outcome decide(struct ledger *l, const struct call *c)
{
	struct deciding *d = c->prepared;
	d->run(l, (struct call *)(uintptr_t)c, d->context);
	return refuse(l, CONFLICT, "");
}

void fuzz_decide(struct arena *a, json_t *values,
	void (*run)(struct ledger *, struct call *, void *), void *context)
{
	static const struct field_row fields[] = {{0}};
	static const struct command command = {"fuzz.decide", fields, ANYONE, decide, "", NULL};
	struct deciding d = {run, context};
	struct call c = {.arena = a, .store = fuzz_store(), .command = &command,
		.who = {.account = "", .role = OPERATOR, .lang = EN}, .values = values,
		.prepared = &d};
	store_do(fuzz_store(), &c);
}
