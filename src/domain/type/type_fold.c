/* type_fold.c - what was stated last is what holds. */
#include "store/fold.h"

static void stated(struct db *db, const struct entry *e)
{
	if (!e->text) {
		db_run(db, "DELETE FROM type WHERE name = ?1", "s", e->subject);
		return;
	}
	db_run(db, "INSERT OR REPLACE INTO type (name, actor, position, stamp, body) "
		"VALUES (?1, ?2, ?3, ?4, ?5)", "ssiis", e->subject, e->actor, e->position,
		entry_stamp(e), e->text);
}

const struct fold type_folds[] = {
	{"type.stated", stated},
	{0}};
