/* account_sign.c - signing in and out: password, one-time link, first administrator. */
#include <string.h>

#include "base/embedded.h"
#include "base/logfmt.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/account/account_own.h"
#include "web/factor.h"
#include "web/limit.h"
#include "web/session.h"
#include "web/site.h"

/* A relief beside the form, on large screens. */
static void relief(struct page *p)
{
	const struct embedded *e = embedded_find("assets/relief.svg");
	if (!e)
		return;
	html(p, "<div class='plate noph'>");
	html_trusted(&p->out, (const char *)e->bytes);
	html(p, "</div>");
}

static void draw_sign(struct request *r, int status, const char *email, const char *next)
{
	const char *title = tr_lang(r->lang, "Sign in");
	struct page *p = page_open(r, &(struct page_head){.title = title,
		.section = "connexion", .status = status});
	html(p, "<div class='side wide mid'><div>");
	if (status != 200)
		html(p, "<div class='errors' role='alert' tabindex='-1' autofocus "
			"aria-labelledby='h-err'>"
			"<h2 id='h-err'>%s</h2><p>%s</p></div>", tr(p, "You are not signed in"),
			tr(p, "The address or the password is not right. Check both and try again."));
	html(p, "<h1>%s</h1><p class='lede'>%s</p><form method='post' action='%s'>", title,
		tr(p, "Reading, searching and answering need no account. Sign in to write or to facilitate."),
		to(p, "/connexion"));
	form_token(p);
	if (next)
		form_hidden(p, "suite", next);
	form_field(p, NULL, &(struct form_field){.name = "email", .kind = "email", .required = true,
		.label = tr(p, "E-mail address"), .value = email, .autocomplete = "username"});
	form_field(p, NULL, &(struct form_field){.name = "password", .kind = "secret",
		.required = true, .label = tr(p, "Password"), .autocomplete = "current-password"});
	form_close(p, tr(p, "Sign in"));
	html(p, "<details class='more'><summary>%s</summary><p>%s %s</p></details><p>%s</p></div>",
		tr(p, "No password, or a forgotten one"),
		tr(p, "Ask someone who administers this commons: they can give you a one-time link, on "
			"paper or by message. This server does not send e-mail yet, so it cannot send it to you."),
		next ? tr(p, "Open it in this browser: you come back to where you were.") : "",
		tr(p, "Not a member yet? Ask for an invitation from those who keep this commons."));
	relief(p);
	html(p, "</div>");
	page_close(p);
}

void sign_page(struct request *r)
{
	const char *next = request_query(r, "suite");
	if (*r->who.account) {
		answer_see(r, next ? next : "/compte");
		return;
	}
	if (next)
		session_next_keep(r, next);
	draw_sign(r, 200, NULL, next);
}

/* True when it is answered: too many failures on this account, or from there. */
static bool must_wait(struct request *r, const char *email, bool at_home)
{
	int by_account = at_home ? 0 : limit_wait("account", email);
	int by_network = limit_wait("network", limit_network(r));
	if (!by_account && !by_network)
		return false;
	logfmt(LEVEL_WARNING, r->id, "sign.refused", "how", "password", "why",
		by_account ? "account" : "network");
	limit_answer(r, by_account > by_network ? by_account : by_network);
	return true;
}

/* The session of someone who showed who they are. */
static bool signed_in(struct request *r, const char *id, enum role role, const char *how)
{
	bool kept = session_start(r, id, role);
	logfmt(LEVEL_INFO, r->id, kept ? "sign.in" : "sign.failed", "how", how, "account", id,
		"role", role_name(role));
	return kept;
}

/* The first step is done.  The second one, if there is one; if there should be one,
 * less than the account's role until there is.  trusted: not this time. */
static void let_in(struct request *r, const struct account *a, const struct half *half,
	bool trusted)
{
	bool two = factor_there(r->store, r->arena, a->id, NULL);
	bool lacks = !two && !trusted && a->role >= r->site->two_steps;
	enum role as = !lacks ? a->role : a->role > MEMBER ? MEMBER : READER;
	bool kept = (two || !store_away(r->store))	/* away: it may be there */
		&& (two ? half_start(r, half) : signed_in(r, a->id, as, half->how));
	if (!kept)
		answer_error(r, 503, NULL);
	else
		answer_see(r, two ? "/connexion/verification"
			: lacks ? "/compte/deux-etapes?fait=requis" : half->next);
}

void sign_in(struct request *r)
{
	json_t *values = request_form(r);
	if (!values)
		return;
	const char *email = json_str(values, "email"), *password = json_str(values, "password");
	const char *next = json_str(values, "suite"), *network = limit_network(r);
	email = account_email(r->arena, email ? text_line(r->arena, email, strlen(email)) : "");
	struct account a;
	bool known = account_by_email(r->db, email, &a) && a.active;
	if (must_wait(r, email, known && home_known(r->arena, a.id, network)))
		return;
	bool right = password_right(r->store, r->arena, known ? a.id : NULL, password ? password : "");
	if (memory_is_short()) {
		answer_error(r, 503, NULL);
		return;
	}
	if (!right) {
		limit_failed("account", email);
		limit_failed_from(network, email);
		logfmt(LEVEL_WARNING, r->id, "sign.failed", "how", "password", "account",
			known ? a.id : NULL);
		draw_sign(r, 422, email, next);
		return;
	}
	limit_passed("account", email);
	session_next_take(r);
	home_remember(r->arena, a.id, network);
	let_in(r, &a, &(struct half){a.id, "password", next ? next : "/"}, false);
}

static void link_gone(struct request *r)
{
	answer_error(r, 404, N_("This link has been used already, or it is too old. "
		"Ask for another one from someone who administers this commons."));
}

/* Only a button: programs that preview links must not spend it. */
void sign_link_page(struct request *r)
{
	const char *id = account_link_owner(r->store, r->arena, r->parts[0]);
	struct account a;
	if (!id || !account_get(r->db, id, &a) || !a.active) {
		link_gone(r);
		return;
	}
	const char *title = tr_lang(r->lang, "Welcome");
	struct page *p = page_open(r, &(struct page_head){.title = title, .section = "connexion"});
	html(p, "<div class='side wide mid'><div><h1>%s</h1><p class='lede'>%s</p>"
		"<form method='post' action='%s'>", title,
		tr_s(p, "This link signs you in once, as %s.", a.name),
		to(p, arena_printf(p->arena, "/connexion/%s", url_escape(p->arena, r->parts[0]))));
	form_token(p);
	form_close(p, tr(p, "Sign in"));
	html(p, "</div>");
	relief(p);
	html(p, "</div>");
	page_close(p);
}

void sign_link(struct request *r)
{
	const char *network = limit_network(r);
	int wait = limit_wait("network", network);
	if (wait) {
		logfmt(LEVEL_WARNING, r->id, "sign.refused", "how", "link", "why", "network");
		limit_answer(r, wait);
		return;
	}
	bool trusted = false;
	const char *id = account_link_take(r->store, r->arena, r->parts[0], &trusted);
	struct account a;
	if (!id || !account_get(r->db, id, &a) || !a.active) {
		limit_failed("network", network);
		logfmt(LEVEL_WARNING, r->id, "sign.failed", "how", "link");
		link_gone(r);
		return;
	}
	home_remember(r->arena, a.id, network);
	const char *next = session_next_take(r);
	let_in(r, &a, &(struct half){a.id, "link", next ? next
		: password_there(r->store, r->arena, a.id) ? "/" : "/compte?fait=lien"}, trusted);
}

void sign_out(struct request *r)
{
	logfmt(LEVEL_INFO, r->id, "sign.out", "account", r->who.account);
	session_end(r);
	answer_see(r, "/");
}

static void draw_welcome(struct request *r, const struct call *c)
{
	const char *title = tr_lang(r->lang, "Become the first administrator");
	struct page *p = page_open(r, &(struct page_head){.title = title,
		.status = c && c->fault_count ? 422 : 200});
	form_errors(p, c);
	html(p, "<div class='side wide mid'><div><h1>%s</h1><p class='lede'>%s</p>"
		"<form method='post' action='%s' novalidate>", title,
		tr(p, "This commons waits for the person who will keep it. Choose how you sign in; "
			"you can invite the others afterwards."),
		to(p, arena_printf(p->arena, "/bienvenue/%s", url_escape(p->arena, r->parts[0]))));
	form_token(p);
	form_field(p, c, &(struct form_field){.name = "name", .kind = "line", .required = true,
		.label = tr(p, "Name shown"), .autocomplete = "nickname", .help =
		tr(p, "Others see it beside what you contribute. It need not be your real one.")});
	form_field(p, c, &(struct form_field){.name = "email", .kind = "email", .required = true,
		.label = tr(p, "E-mail address"), .autocomplete = "username",
		.help = tr(p, "Seen by administrators only. It serves to sign in.")});
	form_field(p, c, &(struct form_field){.name = "password", .kind = "secret",
		.required = true, .label = tr(p, "Password"), .autocomplete = "new-password",
		.help = tr(p, "12 characters at least. A sentence works well.")});
	form_close(p, tr(p, "Begin"));
	html(p, "</div>");
	relief(p);
	html(p, "</div>");
	page_close(p);
}

void welcome_page(struct request *r)
{
	if (account_setup_there(r->store, r->arena, r->parts[0]))
		draw_welcome(r, NULL);
	else
		link_gone(r);
}

static void welcomed(struct request *r, struct call *c)
{
	if (c->outcome != DONE) {
		account_setup_back(r->store, r->arena, r->parts[0]);
		draw_welcome(r, c);
		return;
	}
	const char *id = json_str(c->answer, "id");
	if (password_set(r->store, r->arena, id, c->prepared)
		&& signed_in(r, arena_dup(r->arena, id), ADMINISTRATOR, "set-up"))
		answer_see(r, "/");
	else
		answer_error(r, 503, N_("Your account is there, but your password could not be "
			"kept. Get a sign-in link: archipel user reset, with your address."));
}

/* Name, address and password are looked at together, then the code is spent. */
void welcome(struct request *r)
{
	json_t *values = request_form(r);
	if (!values)
		return;
	if (!account_setup_there(r->store, r->arena, r->parts[0])) {
		link_gone(r);
		return;
	}
	const char *password = arena_dup(r->arena, json_str(values, "password"));
	const char *name = json_str(values, "name"), *email = json_str(values, "email");
	const char *fault = password_fault(r->arena, password, (const char *[CONTEXT_MAX]){
		r->site->name, name ? name : "", email ? email : ""});
	json_object_del(values, "password");
	json_object_set_new(values, "role", json_string("administrator"));
	struct call *c = request_call(r, "account.create", values);
	c->who.role = OPERATOR;
	c->prepared = (void *)(uintptr_t)password;
	command_check(c);
	if (text_blank(json_str(c->values, "name")))
		call_fault(c, "name", N_("Write a name of two letters at least."), NULL);
	if (fault)
		call_fault(c, "password", fault, NULL);
	if (c->fault_count) {
		draw_welcome(r, c);
		return;
	}
	if (account_setup_take(r->store, r->arena, r->parts[0]))
		request_do(r, c, welcomed);
	else
		link_gone(r);
}
