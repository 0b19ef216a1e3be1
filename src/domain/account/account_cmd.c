/* account_cmd.c - commands about accounts.  Each entry restates the account. */
#include <string.h>

#include "base/id.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/account/account_own.h"
#include "store/ledger.h"
#include "store/state.h"
#include "web/limit.h"

static json_t *body(const char *email, const char *name, enum role role, bool active)
{
	return json_pack("{s:s, s:s, s:s, s:b}", "email", email, "name", name, "role",
		role_name(role), "active", active);
}

static enum outcome restate(struct ledger *l, const struct account *a)
{
	return ledger_add(l, "account.changed", a->id, PRIVATE,
		body(a->email, a->name, a->role, a->active));
}

static bool role_fits(struct ledger *l, const char *typed, enum role *role)
{
	return role_parse(typed, role) && *role > ANYONE && *role < OPERATOR
		&& (*role < ADMINISTRATOR || l->who.role >= ADMINISTRATOR);
}

static enum outcome check_name(struct ledger *l, const char *name, const char *own)
{
	struct account other;
	if (text_blank(name) || text_length(name) < 2)
		return refuse_field(l, "name", N_("Write a name of two letters at least."), NULL);
	if (account_named(l->views, name, &other) && !text_eq(other.id, own))
		return refuse_field(l, "name", N_("Someone here already has the name %s. "
			"Choose another."), name);
	return DONE;
}

/* "Membre 3": a name until they choose one. */
static const char *free_name(struct ledger *l)
{
	struct account other;
	for (int i = account_count(l->views, ANYONE) + 1;; i++) {
		const char *name = arena_printf(l->arena, "%s %d",
			tr_lang(l->who.lang, N_("Member")), i);
		if (!account_named(l->views, name, &other))
			return name;
	}
}

static enum outcome create(struct ledger *l, const struct call *c)
{
	const char *email = account_email(l->arena, call_text(c, "email"));
	const char *name = call_text(c, "name"), *typed = call_text(c, "role");
	struct account other;
	enum role role = MEMBER;
	if (account_by_email(l->views, email, &other))
		refuse_field(l, "email", N_("There is already an account for %s."), email);
	if (!text_blank(typed) && !role_fits(l, typed, &role))
		refuse_field(l, "role",
			N_("Choose a role: reader, member, steward or administrator."), NULL);
	if (text_blank(name))
		name = free_name(l);
	else
		check_name(l, name, NULL);
	if (l->fault_count)
		return INVALID;
	const char *id = id_random(l->arena);
	ledger_answer(l, "id", json_string(id));
	return ledger_add(l, "account.created", id, PRIVATE,
		body(email, name, role, true));
}

/* The account that a call names, or the caller's own. */
static bool target(struct ledger *l, const struct call *c, struct account *a)
{
	const char *id = call_text(c, "id");
	return account_get(l->views, text_blank(id) ? l->who.account : id, a);
}

static bool is_last(struct ledger *l, const struct account *a)
{
	return a->role >= ADMINISTRATOR && a->active
		&& account_count(l->views, ADMINISTRATOR) == 1;
}

static const char no_account[] = N_("This account does not exist.");
static const char last_one[] =
	N_("This is the last administrator: give the role to someone else first.");

static enum outcome change_role(struct ledger *l, const struct call *c)
{
	struct account a;
	enum role role;
	if (!target(l, c, &a))
		return refuse(l, MISSING, no_account);
	if (!role_fits(l, call_text(c, "role"), &role))
		return refuse_field(l, "role",
			N_("Choose a role: reader, member, steward or administrator."), NULL);
	if (role < ADMINISTRATOR && is_last(l, &a))
		return refuse(l, CONFLICT, last_one);
	a.role = role;
	return restate(l, &a);
}

static enum outcome rename_account(struct ledger *l, const struct call *c)
{
	struct account a;
	const char *name = call_text(c, "name");
	if (!account_get(l->views, l->who.account, &a))
		return refuse(l, MISSING, no_account);
	if (check_name(l, name, a.id) != DONE)
		return INVALID;
	a.name = name;
	return restate(l, &a);
}

static enum outcome set_active(struct ledger *l, const struct call *c, bool active)
{
	struct account a;
	if (!target(l, c, &a))
		return refuse(l, MISSING, no_account);
	if (!active && is_last(l, &a))
		return refuse(l, CONFLICT, last_one);
	a.active = active;
	return restate(l, &a);
}

static enum outcome close_account(struct ledger *l, const struct call *c)
{
	return set_active(l, c, false);
}

static enum outcome open_account(struct ledger *l, const struct call *c)
{
	return set_active(l, c, true);
}

static enum outcome erase(struct ledger *l, const struct call *c)
{
	struct account a;
	if (!json_is_true(json_object_get(c->values, "sure")))
		return refuse_field(l, "sure", N_("Tick this box if you are sure."), NULL);
	if (!target(l, c, &a))
		return refuse(l, MISSING, no_account);
	if (!text_eq(a.id, l->who.account) && l->who.role < ADMINISTRATOR)
		return refuse(l, FORBIDDEN, N_("You may erase your own account only."));
	if (is_last(l, &a))
		return refuse(l, CONFLICT, last_one);
	ledger_answer(l, "erased", json_string(a.id));
	return ledger_add(l, "account.erased", a.id, PRIVATE, json_object());
}

/* Whoever found a browser open may not guess for ever. */
enum outcome account_check_current(struct call *c)
{
	const char *id = c->who.account, *typed = call_text(c, "current");
	if (!password_there(c->store, c->arena, id))
		return DONE;
	if (limit_wait("password", id))
		return call_fault(c, "current", N_("Too many tries. Wait a little."), NULL);
	if (password_right(c->store, c->arena, id, typed ? typed : "")) {
		limit_passed("password", id);
		return DONE;
	}
	if (memory_is_short())
		return BUSY;
	limit_failed("password", id);
	return call_fault(c, "current", N_("This is not your present password."), NULL);
}

/* What is wrong with the new one, knowing whose and where it is. */
static const char *fault_of(struct call *c, const char *password)
{
	const char *context[CONTEXT_MAX] = {account_place()};
	struct reader *r = reader_open(c->store);
	struct account a;
	if (reader_begin(r, c->arena, 0, 0)) {
		if (account_get(reader_db(r), c->who.account, &a)) {
			context[1] = a.name;
			context[2] = a.email;
		}
		reader_end(r);
	}
	reader_close(r);
	return password_fault(c->arena, password, context);
}

/* All is done here, before the queue: a password is state, never an entry.
 * Whoever knew the old one, or has a link, is out. */
static enum outcome prepare_password(struct call *c)
{
	const char *id = c->who.account, *password = call_text(c, "password");
	if (!*id)
		return call_fault(c, "", N_("Sign in to do this."), NULL);
	enum outcome known = account_check_current(c);
	if (known != DONE)
		return known;
	const char *fault = fault_of(c, password);
	if (fault)
		return call_fault(c, "password", fault, NULL);
	if (!password_set(c->store, c->arena, id, password)
		|| !state_drop_owner(c->store, "session", id)
		|| !state_drop_owner(c->store, "link", id)
		|| !state_drop_owner(c->store, "half", id))
		return BUSY;
	return DONE;
}

static enum outcome nothing_more(struct ledger *l, const struct call *c)
{
	(void)l;
	(void)c;
	return DONE;
}

static const struct field_row create_fields[] = {
	{"email", "email", REQUIRED, 0, N_("E-mail address"),
		N_("Seen by administrators only. It serves to sign in.")},
	{"name", "line", 0, 60, N_("Name shown"),
		N_("Others see it beside what this person contributes. They can change it.")},
	{"role", "line", 0, 20, N_("Role"), NULL},
	{0}};
static const struct field_row role_fields[] = {
	{"id", "line", REQUIRED, 26, N_("Account"), NULL},
	{"role", "line", REQUIRED, 20, N_("Role"), NULL},
	{0}};
static const struct field_row rename_fields[] = {
	{"name", "line", REQUIRED, 60, N_("Name shown"),
		N_("Others see it beside what you contribute. It need not be your real one.")},
	{0}};
static const struct field_row id_fields[] = {
	{"id", "line", REQUIRED, 26, N_("Account"), NULL},
	{0}};
static const struct field_row erase_fields[] = {
	{"id", "line", 0, 26, N_("Account"), NULL},
	{"sure", "yes", REQUIRED, 0, N_("Yes, erase this account for good"), NULL},
	{0}};
static const struct field_row password_fields[] = {
	{"current", "secret", 0, 128, N_("Present password"), NULL},
	{"password", "secret", REQUIRED, 128, N_("New password"),
		N_("12 characters at least. A sentence works well.")},
	{0}};

const struct command account_commands[] = {
	{"account.create", create_fields, ADMINISTRATOR, create, N_("Add a person"), NULL},
	{"account.role", role_fields, ADMINISTRATOR, change_role, N_("Change someone's role"), NULL},
	{"account.close", id_fields, ADMINISTRATOR, close_account, N_("Close an account"), NULL},
	{"account.open", id_fields, ADMINISTRATOR, open_account, N_("Open a closed account"), NULL},
	{"account.rename", rename_fields, READER, rename_account, N_("Change your name"), NULL},
	{"account.password", password_fields, READER, nothing_more, N_("Change your password"),
		prepare_password},
	{"account.erase", erase_fields, READER, erase, N_("Erase an account"), NULL},
	{0}};
