/* account_query.c - reading accounts. */
#include "domain/account/account_own.h"

#include <string.h>

#include "base/text.h"
#include "store/subject.h"
#include "web/session.h"

static struct account row_account(struct rows *r)
{
	return (struct account){.id = row_text(r, 0), .email = row_text(r, 1),
		.name = row_text(r, 2), .role = (enum role)row_int(r, 3),
		.active = row_int(r, 4), .created = row_int(r, 5), .ranked = row_int(r, 6),
		.opened = row_int(r, 7)};
}

static bool first(struct rows r, struct account *a)
{
	bool found = row_next(&r);
	if (found)
		*a = row_account(&r);
	rows_end(&r);
	return found;
}

bool account_get(struct db *db, const char *id, struct account *a)
{
	return first(db_query(db, "SELECT id, email, name, role, active, created, ranked, opened "
		"FROM account WHERE id = ?1", "s", id), a);
}

const char *account_email(struct arena *a, const char *email)
{
	char *copy = arena_dup(a, email);
	for (char *p = copy; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 'a' - 'A');
	return copy;
}

bool account_by_email(struct db *db, const char *email, struct account *a)
{
	return first(db_query(db, "SELECT id, email, name, role, active, created, ranked, opened "
		"FROM account WHERE email = ?1", "s", account_email(db_arena(db), email)), a);
}

bool account_named(struct db *db, const char *name, struct account *a)
{
	return first(db_query(db, "SELECT id, email, name, role, active, created, ranked, opened "
		"FROM account WHERE looks = ?1", "s", text_looks(db_arena(db), name)), a);
}

const char *account_name(struct db *db, enum lang lang, const char *id)
{
	if (!id || !*id)
		return "Archipel";
	db_reads(db, "account", id);
	char *name = db_text(db, "SELECT name FROM account WHERE id = ?1", "s", id);
	return name ? name : tr_lang(lang, "Erased account");
}

int account_count(struct db *db, enum role at_least)
{
	return (int)db_int(db, "SELECT count(*) FROM account WHERE role >= ?1 AND active", "i",
		(int64_t)at_least);
}

int account_all(struct db *db, struct account **all)
{
	int64_t n = db_int(db, "SELECT count(*) FROM account", "");
	*all = arena_alloc(db_arena(db), sizeof **all * (size_t)(n + 1));
	int count = 0;
	struct rows r = db_query(db, "SELECT id, email, name, role, active, created, ranked, opened "
		"FROM account ORDER BY role DESC, folded, id", "");
	while (count < n && row_next(&r))
		(*all)[count++] = row_account(&r);
	rows_end(&r);
	return count;
}

bool session_account(struct db *db, const char *id, struct session_account *s)
{
	struct account a;
	if (!account_get(db, id, &a))
		return false;
	*s = (struct session_account){.name = a.name, .role = a.role, .active = a.active,
		.ranked = a.ranked, .opened = a.opened};
	return true;
}

int account_erased_entries(struct db *db, int64_t **positions)
{
	int64_t n = db_int(db, "SELECT count(*) FROM account_entry "
		"JOIN account_erased ON account_erased.id = account", "");
	*positions = arena_alloc(db_arena(db), sizeof **positions * (size_t)(n + 1));
	int count = 0;
	struct rows r = db_query(db, "SELECT position FROM account_entry "
		"JOIN account_erased ON account_erased.id = account ORDER BY position", "");
	while (count < n && row_next(&r))
		(*positions)[count++] = row_int(&r, 0);
	rows_end(&r);
	return count;
}

const char *const *account_erased_ids(struct db *db)
{
	int64_t n = db_int(db, "SELECT count(*) FROM account_erased", "");
	const char **ids = arena_alloc(db_arena(db), sizeof *ids * (size_t)(n + 1));
	int count = 0;
	struct rows r = db_query(db, "SELECT DISTINCT account_erased.id FROM account_entry "
		"JOIN account_erased ON account_erased.id = account", "");
	while (count < n && row_next(&r))
		ids[count++] = row_text(&r, 0);
	rows_end(&r);
	return ids;
}
