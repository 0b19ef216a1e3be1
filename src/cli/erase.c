/* erase.c - the words of one sheet, or of one contribution, for ever gone. */
#include <stdlib.h>
#include <string.h>

#include "across/search.h"
#include "cli/cli.h"

enum { PAGE = 500 };

/* Positions whose bodies go: those of a subject, or the one that is named. */
struct found {
	int64_t *positions;
	int count, room;
};

static void add(struct cli *c, struct found *f, int64_t position)
{
	if (f->count == f->room) {
		f->room = f->room ? 2 * f->room : 16;
		int64_t *more = arena_alloc(c->arena, (size_t)f->room * sizeof *more);
		if (f->count)
			memcpy(more, f->positions, (size_t)f->count * sizeof *more);
		f->positions = more;
	}
	f->positions[f->count++] = position;
}

/* Reads the whole log; false when it cannot be read. */
static bool find(struct cli *c, const char *what, struct found *f)
{
	struct log *log = store_log(c->store);
	int64_t after = 0;
	for (;;) {
		struct arena *a = arena_new();
		struct entry *entries = arena_alloc(a, PAGE * sizeof *entries);
		int n = log->do_->read(log, a, after, PAGE, entries);
		for (int i = 0; i < n; i++) {
			const char *number = arena_printf(a, "%lld", (long long)entries[i].position);
			bool named = strcmp(entries[i].subject, what) == 0 || strcmp(number, what) == 0;
			if (named && entries[i].text)
				add(c, f, entries[i].position);
		}
		if (n > 0)
			after = entries[n - 1].position;
		arena_free(a);
		if (n <= 0)
			return n == 0;
	}
}

int verb_erase(struct cli *c)
{
	const char *what = c->words.values[0];
	struct found f = {0};
	if (!find(c, what, &f))
		return cli_fail(c, EX_TEMPFAIL, "%s", cli_tr(N_("The log cannot be read now. Try again.")));
	if (!f.count)
		return cli_fail(c, EX_NOINPUT, cli_tr(N_("Nothing to erase for “%s”: give the id of a sheet, "
			"or a position of the log (see /api/v1/log).")), what);
	if (!cli_option(c, "yes"))
		return cli_fail(c, EX_USAGE, cli_tr(N_("Contributions whose words would go for ever: %d. "
			"If that is meant, add --yes.")), f.count);
	if (!search_forget(c->data) || !store_erase(c->store, f.positions, f.count))
		return cli_fail(c, EX_IOERR, "%s", cli_tr(N_("Not erased: the log cannot be written. Try again.")));
	if (c->json)
		out_printf(&c->out, "{\"erased\":%d}\n", f.count);
	else
		out_printf(&c->out, cli_tr(N_("Contributions erased: %d. Backups made before still hold their words.\n")),
			f.count);
	return EX_OK;
}
