/* state.c - state rows of an open store. */
#include "store/state.h"

#include "base/date.h"
#include "store/store_own.h"

/* Counted once it is made: what was read with an earlier number is read again. */
static bool changed(struct store *s, bool done)
{
	atomic_fetch_add(&s->state_changes, 1);
	return store_wrote(s, done);
}

int64_t store_state_changes(struct store *s)
{
	return atomic_load(&s->state_changes);
}

static const struct state_backend *backend(struct store *s)
{
	return s->log->do_->state;
}

bool state_put(struct store *s, const struct state_row *row)
{
	return changed(s, backend(s)->put(s->log, row));
}

bool state_add(struct store *s, const struct state_row *row)
{
	return changed(s, backend(s)->add(s->log, row));
}

bool state_get(struct store *s, struct arena *a, const char *kind, const char *id,
	struct state_row *row)
{
	return backend(s)->get(s->log, a, kind, id, row);
}

bool state_take(struct store *s, struct arena *a, const char *kind, const char *id,
	struct state_row *row)
{
	return changed(s, backend(s)->take(s->log, a, kind, id, row));
}

bool state_drop(struct store *s, const char *kind, const char *id)
{
	return changed(s, backend(s)->drop(s->log, kind, id));
}

bool state_drop_owner(struct store *s, const char *kind, const char *owner)
{
	return changed(s, backend(s)->drop_owner(s->log, kind, owner));
}

int state_list(struct store *s, struct arena *a, const char *kind, const char *owner,
	struct state_row **rows)
{
	return backend(s)->list(s->log, a, kind, owner, rows);
}

bool state_purge(struct store *s)
{
	return changed(s, backend(s)->purge(s->log, date_now()));
}
