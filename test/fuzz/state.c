/* state.c - rows of state, against a table of our own: what was put is got, once
 * dropped or expired it is not.  Two bytes each: what to do, on which row. */
#include "fuzz.h"

#include "base/date.h"
#include "base/text.h"
#include "store/log.h"

enum { KINDS = 2, IDS = 4, OWNERS = 3, STEPS = 40 };

static const char *const kinds[KINDS] = {"session", "token"};
static const char *const ids[IDS] = {"a", "A", "é", ""};
static const char *const owners[OWNERS] = {"", "01ANNE", "01ANNE "};

struct model {
	struct row {
		bool there, expired;
		const char *owner, *value;
	} rows[KINDS][IDS];
};

static struct log *log_here;

static void put(struct model *m, struct input *in, int k, int i, unsigned what)
{
	size_t size;
	const char *value = fuzz_line(in, &size);
	if (!text_valid(value, size))
		return;
	struct row *r = &m->rows[k][i];
	*r = (struct row){true, what & 1, owners[what % OWNERS], value};
	must(log_here->do_->state->put(log_here, &(struct state_row){.kind = kinds[k], .id = ids[i],
		.owner = r->owner, .expires = r->expired ? 1 : what & 2 ? INT64_MAX : 0,
		.value = value}));
}

static void same(const struct row *r, bool found, const struct state_row *got)
{
	must(found == (r->there && !r->expired));
	must(!found || (text_eq(got->owner, r->owner) && text_eq(got->value, r->value)));
}

static void drop_owner(struct model *m, const char *kind, const char *owner)
{
	log_here->do_->state->drop_owner(log_here, kind, owner);
	for (int k = 0; k < KINDS; k++)
		for (int i = 0; i < IDS; i++)
			if ((!kind || text_eq(kind, kinds[k])) && text_eq(m->rows[k][i].owner, owner))
				m->rows[k][i] = (struct row){0};
}

static void list(const struct model *m, struct arena *a, const char *kind, const char *owner)
{
	struct state_row *rows;
	int n = log_here->do_->state->list(log_here, a, kind, owner, &rows), want = 0;
	for (int k = 0; k < KINDS; k++)
		for (int i = 0; i < IDS; i++)
			want += text_eq(kind, kinds[k]) && m->rows[k][i].there && !m->rows[k][i].expired
				&& (!owner || text_eq(owner, m->rows[k][i].owner));
	must(n == want);
}

static void step(struct model *m, struct input *in)
{
	const struct state_backend *s = log_here->do_->state;
	unsigned what = fuzz_byte(in), which = fuzz_byte(in);
	int k = (int)(which % KINDS), i = (int)(which / KINDS % IDS);
	const char *owner = owners[which / 8 % OWNERS];
	struct row *r = &m->rows[k][i];
	struct state_row got;
	switch (what % 7) {
	case 0: put(m, in, k, i, what / 7); break;
	case 1: same(r, s->get(log_here, in->arena, kinds[k], ids[i], &got), &got); break;
	case 2:
		same(r, s->take(log_here, in->arena, kinds[k], ids[i], &got), &got);
		*r = (struct row){0};
		break;
	case 3:
		s->drop(log_here, kinds[k], ids[i]);
		*r = (struct row){0};
		break;
	case 4: drop_owner(m, kinds[k], owner); break;
	case 5: list(m, in->arena, kinds[k], what & 1 ? owner : NULL); break;
	default: must(s->purge(log_here, date_now()));
	}
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct input in = {a, bytes, n};
	struct model m = {0};
	for (int k = 0; k < KINDS; k++)
		for (int i = 0; i < IDS; i++)
			log_here->do_->state->drop(log_here, kinds[k], ids[i]);
	for (int i = 0; i < STEPS && in.left; i++)
		step(&m, &in);
}

static void start(void)
{
	int code;
	struct arena *a = arena_new();
	const char *why = NULL;
	log_here = log_sqlite.open(arena_printf(a, "%s/state.db", fuzz_folder()), true, a, &why, &code);
	if (!log_here)
		die("%s", why);
	arena_free(a);
}

const struct target fuzz_state = {"state", run, start};
