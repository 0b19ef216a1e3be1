/* start_fold.c - each definition is kept; the last one holds. */
#include "base/json.h"
#include "store/fold.h"

static void defined(struct db *db, const struct entry *e)
{
	if (!e->text) {
		db_run(db, "DELETE FROM start WHERE position = ?1", "i", e->position);
		return;
	}
	const char *note = json_str(e->body, "note");
	db_run(db, "INSERT OR REPLACE INTO start (position, actor, time, stamp, note, body) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6)", "isiiss", e->position, e->actor, e->time,
		entry_stamp(e), note ? note : "", e->text);
}

const struct fold start_folds[] = {
	{"start.defined", defined},
	{0}};
