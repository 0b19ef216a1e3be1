/* user.c - people, from the terminal. */
#include <string.h>

#include "cli/cli.h"
#include "domain/account/account.h"
#include "web/factor.h"

/* An invitation waits for its reader; a reset is for someone who is there. */
enum { INVITATION_HOURS = 7 * 24, RESET_HOURS = 1 };

/* A call of the machine's keeper, with one-line values. */
static struct call *call_new(struct cli *c, const char *command, json_t *values)
{
	struct call *call = arena_alloc(c->arena, sizeof *call);
	*call = (struct call){.arena = c->arena, .store = c->store,
		.command = command_find(command),
		.who = {.account = "", .role = OPERATOR, .lang = c->lang},
		.values = json_keep(c->arena, values)};
	return call;
}

/* The account of the word EMAIL: its id, or NULL after a sentence. */
static const char *account_id(struct cli *c)
{
	const char *email = c->words.values[0], *id = NULL;
	struct reader *r = reader_open(c->store);
	struct account account;
	if (reader_begin(r, c->arena, 0, 0)) {
		if (account_by_email(reader_db(r), email, &account))
			id = account.id;
		reader_end(r);
	}
	reader_close(r);
	if (!id)
		cli_fail(c, EX_NOINPUT, cli_tr(N_("There is no account for %s. "
			"Add it: archipel user add --email %s")), email, email);
	return id;
}

static int print_link(struct cli *c, const char *email, const char *id, int hours)
{
	const char *code = account_link(c->store, c->arena, id,
		(int64_t)hours * 3600000, true);
	if (!code)
		return cli_fail(c, EX_IOERR, "%s", cli_tr(N_("The link could not be kept. Try again.")));
	const char *link = arena_printf(c->arena, "%s/connexion/%s", c->url, code);
	if (c->json) {
		json_write(&c->out, json_keep(c->arena, json_pack("{s:s,s:s,s:s}", "id", id,
			"email", email, "link", link)));
		out_char(&c->out, '\n');
	} else {
		out_printf(&c->out, "%s\n", link);
		out_printf(&c->err, cli_tr(N_("One-time sign-in link of %s, valid %d h.\n")), email,
			hours);
	}
	return EX_OK;
}

int verb_user_add(struct cli *c)
{
	const char *email = cli_option(c, "email"), *role = cli_option(c, "role");
	if (!email)
		return cli_fail(c, EX_USAGE, "%s",
			cli_tr(N_("Give an address: archipel user add --email E --role member")));
	const char *name = cli_option(c, "name");
	struct call *call = call_new(c, "account.create", json_pack("{s:s,s:s,s:s*}", "email", email,
		"role", role ? role : "member", "name", name));
	if (store_do(c->store, call) != DONE)
		return cli_refused(c, call);
	return print_link(c, email, json_str(call->answer, "id"), INVITATION_HOURS);
}

int verb_user_token(struct cli *c)
{
	const char *id = account_id(c);
	if (!id)
		return EX_NOINPUT;
	const char *token = account_token(c->store, c->arena, id, "archipel user token");
	if (!token)
		return cli_fail(c, EX_IOERR, "%s", cli_tr(N_("The token could not be kept. Try again.")));
	if (c->json)
		out_printf(&c->out, "{\"token\":\"%s\"}\n", token);
	else
		out_printf(&c->out, "%s\n", token);
	return EX_OK;
}

int verb_user_reset(struct cli *c)
{
	const char *id = account_id(c);
	if (!id)
		return EX_NOINPUT;
	account_revoke(c->store, id);
	return print_link(c, c->words.values[0], id, RESET_HOURS);
}

int verb_user_reset_factor(struct cli *c)
{
	const char *id = account_id(c);
	if (!id)
		return EX_NOINPUT;
	bool there = factor_there(c->store, c->arena, id, NULL);
	factor_drop(c->store, id);
	out_printf(&c->out, "%s\n", there
		? cli_tr(N_("The second step is removed: the password alone signs in."))
		: cli_tr(N_("There was no second step.")));
	return EX_OK;
}

int verb_user_list(struct cli *c)
{
	struct reader *r = reader_open(c->store);
	struct account *all;
	json_t *items = json_array();
	int n = 0;
	if (reader_begin(r, c->arena, 0, 0)) {
		n = account_all(reader_db(r), &all);
		reader_end(r);
	}
	reader_close(r);
	for (int i = 0; i < n; i++) {
		const char *email = all[i].email ? all[i].email : "-";
		if (c->json)
			json_array_append_new(items, json_pack("{s:s,s:s,s:s,s:b}", "id", all[i].id,
				"email", email, "role", role_name(all[i].role), "active", all[i].active));
		else
			out_printf(&c->out, "%-14s %-36s %s%s\n", role_name(all[i].role), email, all[i].name,
				all[i].active ? "" : cli_tr(N_(" (closed)")));
	}
	if (c->json) {
		json_write(&c->out, json_keep(c->arena, json_pack("{s:O}", "items", items)));
		out_char(&c->out, '\n');
	}
	json_decref(items);
	return EX_OK;
}
