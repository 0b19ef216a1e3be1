/* type_fold.c - what was stated last is what holds. */
#include "store/fold.h"

/* 48 bits, so that many stamps can be added up. */
static int64_t stamp_of(const struct entry *e)
{
	unsigned char h[HASH_SIZE];
	hash_bytes(h, e->text, e->size);
	int64_t stamp = 0;
	for (int i = 0; i < 6; i++)
		stamp = stamp << 8 | h[i];
	return stamp;
}

static void stated(struct db *db, const struct entry *e)
{
	if (!e->text) {
		db_run(db, "DELETE FROM type WHERE name = ?1", "s", e->subject);
		return;
	}
	db_run(db, "INSERT OR REPLACE INTO type (name, actor, position, stamp, body) "
		"VALUES (?1, ?2, ?3, ?4, ?5)", "ssiis", e->subject, e->actor, e->position,
		stamp_of(e), e->text);
}

const struct fold type_folds[] = {
	{"type.stated", stated},
	{0}};
