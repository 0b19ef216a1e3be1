/* state.c - state rows of an open store. */
#include "store/state.h"

#include "base/date.h"
#include "store/store_own.h"

static const struct state_backend *backend(struct store *s)
{
	return s->log->do_->state;
}

bool state_put(struct store *s, const struct state_row *row)
{
	return backend(s)->put(s->log, row);
}

bool state_get(struct store *s, struct arena *a, const char *kind, const char *id,
	struct state_row *row)
{
	return backend(s)->get(s->log, a, kind, id, row);
}

bool state_take(struct store *s, struct arena *a, const char *kind, const char *id,
	struct state_row *row)
{
	return backend(s)->take(s->log, a, kind, id, row);
}

bool state_drop(struct store *s, const char *kind, const char *id)
{
	return backend(s)->drop(s->log, kind, id);
}

bool state_drop_owner(struct store *s, const char *kind, const char *owner)
{
	return backend(s)->drop_owner(s->log, kind, owner);
}

int state_list(struct store *s, struct arena *a, const char *kind, const char *owner,
	struct state_row **rows)
{
	return backend(s)->list(s->log, a, kind, owner, rows);
}

bool state_purge(struct store *s)
{
	return backend(s)->purge(s->log, date_now());
}
