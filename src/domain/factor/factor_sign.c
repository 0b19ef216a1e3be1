/* factor_sign.c - /connexion/verification: the second step of signing in. */
#include <string.h>

#include "base/logfmt.h"
#include "base/text.h"
#include "domain/factor/factor_own.h"
#include "web/limit.h"
#include "web/session.h"

struct call *factor_call(struct request *r, json_t *values)
{
	struct call *c = arena_alloc(r->arena, sizeof *c);
	*c = (struct call){.arena = r->arena, .store = r->store, .who = r->who,
		.values = values};
	return c;
}

void factor_field(struct page *p, const struct call *c, bool paper)
{
	form_field(p, c, &(struct form_field){.name = "code", .kind = "line", .required = true,
		.label = tr(p, "Code"), .autocomplete = "one-time-code", .help = paper
		? tr(p, "The six digits that your application shows, or a code of your paper list.")
		: tr(p, "The six digits that your application shows.")});
}

bool factor_shown(struct call *c, const char *id)
{
	if (limit_wait("code", id)) {
		call_fault(c, "code", N_("Too many tries. Wait a little."), NULL);
		return false;
	}
	if (factor_right(c->store, c->arena, id, call_text(c, "code"))) {
		limit_passed("code", id);
		return true;
	}
	limit_failed("code", id);
	json_object_del(c->values, "code");	/* it is not shown again */
	call_fault(c, "code", N_("This code is not right, or it has served already. "
		"Wait for the next one, and type it at once."), NULL);
	return false;
}

static void draw(struct request *r, const struct call *c)
{
	const char *title = tr_lang(r->lang, "One more step");
	struct page *p = page_open(r, &(struct page_head){.title = title,
		.section = "connexion", .status = c ? 422 : 200});
	form_errors(p, c);
	html(p, "<div class='read'><h1>%s</h1><p class='lede'>%s</p><form method='post' action='%s' "
		"novalidate>", title,
		tr(p, "Open the application where you keep your codes, and type the one for this commons."),
		to(p, "/connexion/verification"));
	form_token(p);
	factor_field(p, c, true);
	form_close(p, tr(p, "Sign in"));
	html(p, "<details class='more'><summary>%s</summary><p>%s</p></details></div>",
		tr(p, "No telephone, and no list"),
		tr(p, "Ask someone who administers this commons, or who has its server, to remove the "
			"second step of your account. You then sign in with your password, and choose "
			"a new one."));
	page_close(p);
}

void verify_page(struct request *r)
{
	struct half half;
	if (half_get(r, &half))
		draw(r, NULL);
	else
		answer_see(r, "/connexion");
}

void verify(struct request *r)
{
	json_t *values = request_form(r);
	struct half half;
	struct account a;
	if (!values)
		return;
	if (!half_get(r, &half) || !account_get(r->db, half.account, &a) || !a.active) {
		answer_see(r, "/connexion");
		return;
	}
	struct call *c = factor_call(r, values);
	if (!factor_shown(c, a.id)) {
		logfmt(LEVEL_WARNING, r->id, "sign.failed", "how", "code", "account", a.id);
		draw(r, c);
		return;
	}
	half_end(r);
	bool kept = session_start(r, a.id, a.role);
	logfmt(LEVEL_INFO, r->id, kept ? "sign.in" : "sign.failed", "how",
		arena_printf(r->arena, "%s and code", half.how), "account", a.id, "role",
		role_name(a.role));
	if (kept)
		answer_see(r, half.next);
	else
		answer_error(r, 503, NULL);
}
