/* factor_panel.c - the second step on the pages of accounts; rows. */
#include "base/logfmt.h"
#include "base/text.h"
#include "domain/factor/factor_own.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/site.h"

enum { SMALL = 16 * 1024 };

/* On one's own page. */
static void draw_own(struct page *p, const char *id)
{
	bool there = factor_there(p->request->store, p->arena, id, NULL);
	html(p, "<section aria-labelledby='h-etapes'><div class='ruled'><h2 id='h-etapes'>%s</h2></div>"
		"<p>%s</p><p class='acts'><a class='btn' href='%s'>%s</a></p></section>",
		tr(p, "Signing in in two steps"), there
		? tr(p, "After your password, you show a code that only your telephone knows.")
		: tr(p, "Your password alone opens your account."), to(p, "/compte/deux-etapes"),
		there ? tr(p, "Paper list, other telephone") : tr(p, "Add a second step"));
}

/* Administrators who have none are told so where they look after the others. */
static void draw_advice(struct page *p, const char *id)
{
	if (p->request->site->two_steps <= ADMINISTRATOR
		&& !factor_there(p->request->store, p->arena, id, NULL))
		html(p, "<div class='notice care'><p>%s <a href='%s'>%s</a></p></div>",
			tr(p, "Whoever finds out your password can read these addresses and give roles."),
			to(p, "/compte/deux-etapes"), tr(p, "Add a second step"));
}

/* For someone who lost the telephone and the list. */
static void draw_other(struct page *p, const char *id)
{
	if (!factor_there(p->request->store, p->arena, id, NULL))
		return;
	html(p, "<form method='post' action='%s'>",
		to(p, arena_printf(p->arena, "/comptes/%s/deux-etapes", id)));
	form_token(p);
	html(p, "<p>%s</p><button class='btn'>%s</button></form>",
		tr(p, "Has this person lost the telephone and the paper list? Be sure that it is them who ask."),
		tr(p, "Remove the second step"));
}

void steps_of_another(struct request *r)
{
	struct account a;
	if (!account_get(r->db, r->parts[0], &a)) {
		answer_error(r, 404, NULL);
		return;
	}
	factor_drop(r->store, a.id);
	logfmt(LEVEL_INFO, r->id, "factor.removed", "account", a.id, "by", r->who.account);
	answer_see(r, arena_printf(r->arena, "/comptes/%s?fait=oui", a.id));
}

const struct command factor_commands[] = {{0}};
const struct fold factor_folds[] = {{0}};
const struct kind factor_kinds[] = {{0}};
const struct form factor_forms[] = {{0}};
const struct panel factor_panels[] = {
	{"account.aside", READER, draw_own},
	{"accounts.top", ADMINISTRATOR, draw_advice},
	{"account.keep", ADMINISTRATOR, draw_other},
	{0}};
const struct route factor_routes[] = {
	{"GET", "/connexion/verification", ANYONE, SLOW | PERSONAL, 0, verify_page},
	{"POST", "/connexion/verification", ANYONE, SLOW | PERSONAL | 3 * COST, SMALL, verify},
	{"GET", "/compte/deux-etapes", READER, SLOW | PERSONAL, 0, steps_page},
	{"POST", "/compte/deux-etapes", READER, SLOW | PERSONAL, SMALL, steps_begin},
	{"POST", "/compte/deux-etapes/liste", READER, SLOW | PERSONAL, SMALL, steps_paper},
	{"POST", "/compte/deux-etapes/retirer", READER, SLOW | PERSONAL, SMALL, steps_end},
	{"POST", "/comptes/{id}/deux-etapes", ADMINISTRATOR, PERSONAL, SMALL, steps_of_another},
	{0}};
