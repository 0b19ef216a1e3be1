/* scheme_fold.c - what was stated last is what holds. */
#include "store/fold.h"

static void stated(struct db *db, const struct entry *e)
{
	if (!e->text) {
		db_run(db, "DELETE FROM scheme WHERE name = ?1", "s", e->subject);
		return;
	}
	db_run(db, "INSERT OR REPLACE INTO scheme (name, actor, stamp, body) "
		"VALUES (?1, ?2, ?3, ?4)", "ssis", e->subject, e->actor, entry_stamp(e), e->text);
}

const struct fold scheme_folds[] = {
	{"scheme.stated", stated},
	{0}};
