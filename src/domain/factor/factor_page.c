/* factor_page.c - /compte/deux-etapes: beginning, the paper list, ending. */
#include <string.h>

#include "base/hash.h"
#include "base/logfmt.h"
#include "base/memory.h"
#include "base/url.h"
#include "base/text.h"
#include "domain/factor/factor_own.h"
#include "web/limit.h"
#include "web/qr.h"
#include "web/session.h"
#include "web/site.h"

static const char title_key[] = N_("Signing in in two steps");

static struct page *open(struct request *r, const struct call *c)
{
	const char *title = tr_lang(r->lang, title_key);
	const struct crumb crumbs[] = {{"/compte", tr_lang(r->lang, "My account")}, {0}};
	struct page *p = page_open(r, &(struct page_head){.title = title, .section = "compte",
		.crumbs = crumbs, .status = c ? 422 : 200});
	form_errors(p, c);
	html(p, "<h1>%s</h1>", title);
	return p;
}

static void current_field(struct page *p, const struct call *c)
{
	struct state_row row;
	if (state_get(p->request->store, p->arena, "password", p->request->who.account, &row))
		form_field(p, c, &(struct form_field){.name = "current", .kind = "secret",
			.required = true, .label = tr(p, "Present password"),
			.autocomplete = "current-password"});
}

/* The key as a square and as letters: otpauth, which all applications read. */
static void draw_key(struct page *p, const char *key)
{
	const char *place = url_escape(p->arena, p->request->site->name);
	const char *address = arena_printf(p->arena, "otpauth://totp/%s:%s?secret=%s&issuer=%s",
		place, url_escape(p->arena, p->request->who_name), key, place);
	page_qr(p, address, tr(p, "The key of this account, as a square to be photographed"));
	html(p, "<p>%s<br><code>%s</code></p><p><a href='%s'>%s</a></p>",
		tr(p, "Or type this key into it:"), arena_printf(p->arena,
		"%.4s %.4s %.4s %.4s %.4s %.4s %.4s %.4s", key, key + 4, key + 8, key + 12,
		key + 16, key + 20, key + 24, key + 28), address,
		tr(p, "The application is on this device: open it"));
}

static void draw_begin(struct request *r, const struct call *c, const char *key)
{
	unsigned char fresh[TOTP_KEY];
	random_bytes(fresh, sizeof fresh);
	struct page *p = open(r, c);
	if (!key)
		key = base32(r->arena, fresh, sizeof fresh);
	if (text_eq(request_query(r, "fait"), "requis"))
		page_notice(p, "care", tr(p, "Your role asks for a second step. Until you have one, "
			"this account may not do all that your role allows."));
	html(p, "<div class='read'><p class='lede'>%s</p><ol><li>%s</li><li>%s",
		tr(p, "After your password you show a code that only your telephone or your computer "
			"knows. Whoever finds out your password then gets no further."),
		tr(p, "Have an application that keeps such codes, for example FreeOTP+ or Aegis on a "
			"telephone, KeePassXC on a computer. It needs no Internet."),
		tr(p, "Add an account to it, by photographing this square."));
	draw_key(p, key);
	html(p, "</li><li>%s</li></ol><form method='post' action='%s' novalidate>",
		tr(p, "Type the code that it shows."), to(p, "/compte/deux-etapes"));
	form_token(p);
	form_hidden(p, "key", key);
	factor_field(p, c, false);
	current_field(p, c);
	form_close(p, tr(p, "Begin"));
	html(p, "</div>");
	page_close(p);
}

/* One code, two things to do with it. */
static void draw_kept(struct request *r, const struct call *c, const struct factor *f)
{
	struct page *p = open(r, c);
	html(p, "<div class='read'><p class='lede'>%s ", tr(p, "You sign in in two steps since"));
	page_date(p, f->since);
	html(p, ".</p><p>%s</p><form method='post' action='%s' novalidate>", f->paper
		? tr_n(p, "%d code is left on your paper list.", "%d codes are left on your paper list.",
			f->paper)
		: tr(p, "No code is left on your paper list: make a new one."),
		to(p, "/compte/deux-etapes/liste"));
	form_token(p);
	factor_field(p, c, true);
	html(p, "<p class='acts'><button class='btn'>%s</button> <button class='btn grave' "
		"formaction='%s'>%s</button></p></form><p>%s</p></div>", tr(p, "Make a new paper list"),
		to(p, "/compte/deux-etapes/retirer"), tr(p, "Remove the second step"),
		tr(p, "For another telephone: remove the second step, then begin again with the new one."));
	page_close(p);
}

static void draw_steps(struct request *r, const struct call *c, const char *key)
{
	struct factor f;
	if (factor_there(r->store, r->arena, r->who.account, &f))
		draw_kept(r, c, &f);
	else
		draw_begin(r, c, key);
}

void steps_page(struct request *r)
{
	draw_steps(r, NULL, NULL);
}

/* The list is shown once. */
static void draw_paper(struct request *r)
{
	const char **codes = factor_paper(r->store, r->arena, r->who.account);
	if (!codes) {
		answer_error(r, 503, NULL);
		return;
	}
	struct page *p = open(r, NULL);
	html(p, "<div class='read'><p class='lede'>%s</p><ul class='codes'>",
		tr(p, "Print or write down this list, and keep it where you keep your papers: it will not "
			"be shown again. Without your telephone, each of these codes opens once."));
	for (; *codes; codes++)
		html(p, "<li><code>%s</code></li>", *codes);
	html(p, "</ul><p class='acts noprint'><a class='btn main' href='%s'>%s</a></p></div>",
		to(p, "/compte"), tr(p, "I have kept it"));
	page_close(p);
}

/* All sessions of before end: whoever had one showed no code. */
static bool anew(struct request *r, enum role role)
{
	const char *id = r->who.account;
	return state_drop_owner(r->store, "session", id) && state_drop_owner(r->store, "half", id)
		&& session_start(r, id, role);
}

void steps_begin(struct request *r)
{
	json_t *values = request_form(r);
	unsigned char key[TOTP_KEY];
	struct account a;
	if (!values)
		return;
	if (!account_get(r->db, r->who.account, &a)) {
		answer_error(r, 404, NULL);
		return;
	}
	const char *typed = json_str(values, "key"), *code = json_str(values, "code");
	struct call *c = factor_call(r, values);
	if (factor_there(r->store, r->arena, a.id, NULL)) {
		answer_see(r, "/compte/deux-etapes");
		return;
	}
	if (!typed || !base32_read(key, sizeof key, typed))
		typed = NULL;
	else if (account_check_current(c) == DONE
		&& !factor_set(r->store, r->arena, a.id, key, code ? code : ""))
		call_fault(c, "code", N_("This is not the code of this key: type the one that the "
			"application shows now. Is the clock of the device right?"), NULL);
	if (!typed || c->fault_count || memory_is_short()) {
		draw_steps(r, c, typed);
		return;
	}
	logfmt(LEVEL_INFO, r->id, "factor.begun", "account", a.id);
	if (anew(r, a.role))
		draw_paper(r);
	else
		answer_error(r, 503, NULL);
}

/* The call of a form that a code opens; NULL once it is answered. */
static struct call *opened(struct request *r)
{
	json_t *values = request_form(r);
	struct call *c = values ? factor_call(r, values) : NULL;
	if (c && !factor_shown(c, r->who.account)) {
		draw_steps(r, c, NULL);
		return NULL;
	}
	return c;
}

void steps_paper(struct request *r)
{
	if (!opened(r))
		return;
	logfmt(LEVEL_INFO, r->id, "factor.list", "account", r->who.account);
	draw_paper(r);
}

void steps_end(struct request *r)
{
	if (!opened(r))
		return;
	factor_drop(r->store, r->who.account);
	logfmt(LEVEL_INFO, r->id, "factor.removed", "account", r->who.account, "by",
		r->who.account);
	answer_see(r, "/compte/deux-etapes");
}
