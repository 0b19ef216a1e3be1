/* account_page.c - addresses and forms of accounts. */
#include "base/text.h"
#include "domain/account/account_own.h"
#include "store/kind.h"
#include "web/session.h"

enum { SMALL = 16 * 1024 };

static const char *after_rename(struct request *r, const struct call *c)
{
	(void)r;
	(void)c;
	return "/compte?fait=nom";
}

/* All sessions have ended: a new one for this browser. */
static const char *after_password(struct request *r, const struct call *c)
{
	(void)c;
	return session_start(r, r->who.account, r->who.role) ? "/compte?fait=mot-de-passe"
		: "/connexion";
}

static const char *after_change(struct request *r, const struct call *c)
{
	if (!text_eq(c->command->name, "account.open"))
		state_drop_owner(r->store, "session", call_text(c, "id"));
	return arena_printf(r->arena, "/comptes/%s?fait=oui", call_text(c, "id"));
}

static const char *after_erase(struct request *r, const struct call *c)
{
	const char *id = json_str(c->answer, "erased");
	bool own = text_eq(id, r->who.account);
	account_revoke(r->store, id);
	if (own)
		session_end(r);
	return own ? "/" : "/comptes";
}

static void draw_erase(struct request *r, const struct call *c)
{
	if (call_text(c, "id") && !text_eq(call_text(c, "id"), r->who.account))
		list_draw(r, c);
	else
		me_draw(r, c);
}

const struct kind account_kinds[] = {{0}};
const struct panel account_panels[] = {{0}};
const struct form account_forms[] = {
	{"account.rename", me_draw, after_rename, NULL},
	{"account.password", me_draw, after_password, NULL},
	{"account.erase", draw_erase, after_erase, NULL},
	{"account.role", list_draw, after_change, NULL},
	{"account.close", list_draw, after_change, NULL},
	{"account.open", list_draw, after_change, NULL},
	{0}};
const struct route account_routes[] = {
	{"GET", "/connexion", ANYONE, PERSONAL, 0, sign_page},
	{"POST", "/connexion", ANYONE, SLOW | PERSONAL | 5 * COST, SMALL, sign_in},
	{"GET", "/connexion/{code}", ANYONE, SLOW | PERSONAL, 0, sign_link_page},
	{"POST", "/connexion/{code}", ANYONE, SLOW | PERSONAL, SMALL, sign_link},
	{"POST", "/deconnexion", READER, PERSONAL, SMALL, sign_out},
	{"GET", "/bienvenue/{code}", ANYONE, SLOW | PERSONAL, 0, welcome_page},
	{"POST", "/bienvenue/{code}", ANYONE, SLOW | PERSONAL, SMALL, welcome},
	{"GET", "/compte", READER, PERSONAL, 0, me_page},
	{"POST", "/compte/seances", READER, PERSONAL, SMALL, me_session_end},
	{"POST", "/compte/jetons", READER, PERSONAL, SMALL, me_token_new},
	{"POST", "/compte/jetons/retirer", READER, PERSONAL, SMALL, me_token_end},
	{"GET", "/compte/donnees.json", READER, SLOW | PERSONAL | 5 * COST, 0, me_export},
	{"GET", "/comptes", ADMINISTRATOR, PERSONAL, 0, list_page},
	{"POST", "/comptes", ADMINISTRATOR, PERSONAL, SMALL, list_invite},
	{"GET", "/comptes/{id}", ADMINISTRATOR, PERSONAL, 0, list_page},
	{"POST", "/comptes/{id}/lien", ADMINISTRATOR, PERSONAL, SMALL, list_link},
	{0}};
