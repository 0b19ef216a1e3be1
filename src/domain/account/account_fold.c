/* account_fold.c - accounts as they stand.  Each entry restates the whole; one
 * without body says nothing any more. */
#include <string.h>

#include "base/text.h"
#include "domain/account/account.h"
#include "store/fold.h"

static void stated(struct db *db, const struct entry *e)
{
	if (!e->body)
		return;
	db_run(db, "INSERT INTO account_entry (position, account) VALUES (?1, ?2)", "is",
		e->position, e->subject);
	const char *name = json_str(e->body, "name"), *email = json_str(e->body, "email");
	enum role role = READER;
	role_parse(json_str(e->body, "role"), &role);
	int64_t active = json_is_true(json_object_get(e->body, "active"));
	if (!name || !email)
		return;
	/* of two accounts with one address the first keeps it: no command makes that,
	 * but a log from elsewhere may hold anything */
	const char *folded = text_fold(db_arena(db), name), *looks = text_looks(db_arena(db), name);
	db_run(db, "INSERT OR IGNORE INTO account (id, email, name, folded, looks, role, active,"
		" created, ranked, opened) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)",
		"sssssiiii", e->subject, email, name, folded, looks, (int64_t)role, active, e->time,
		e->position);
	db_run(db, "UPDATE OR IGNORE account SET email = ?2, name = ?3, folded = ?4, looks = ?5,"
		" ranked = CASE role WHEN ?6 THEN ranked ELSE ?8 END,"
		" opened = CASE active WHEN ?7 THEN opened ELSE ?8 END, role = ?6, active = ?7"
		" WHERE id = ?1", "sssssiii", e->subject, email, name, folded, looks, (int64_t)role,
		active, e->position);
}

static void erased(struct db *db, const struct entry *e)
{
	db_run(db, "DELETE FROM account WHERE id = ?1", "s", e->subject);
	db_run(db, "INSERT OR IGNORE INTO account_erased (id) VALUES (?1)", "s", e->subject);
}

const struct fold account_folds[] = {
	{"account.created", stated},
	{"account.changed", stated},
	{"account.erased", erased},
	{0}};
