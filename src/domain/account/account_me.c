/* account_me.c - /compte: one's name, password, sessions, tokens, data. */
#include <string.h>

#include "base/date.h"
#include "base/logfmt.h"
#include "base/text.h"
#include "domain/account/account_own.h"
#include "store/log.h"
#include "web/factor.h"
#include "web/session.h"

/* What was just done, by the address: ?fait=nom. */
static void done_notice(struct page *p)
{
	static const char *const notices[][2] = {{"nom", N_("Your name is changed.")},
		{"mot-de-passe", N_("Your password is changed.")},
		{"seance", N_("That session is closed.")},
		{"jeton", N_("That token no longer opens anything.")},
		{"lien", N_("You are signed in. Choose a password now: the link will not work again.")}};
	const char *done = request_query(p->request, "fait");
	for (size_t i = 0; done && i < sizeof notices / sizeof *notices; i++)
		if (text_eq(done, notices[i][0]))
			page_notice(p, "done", tr(p, notices[i][1]));
}

static const struct call *only(const struct call *c, const char *command)
{
	return c && text_eq(c->command->name, command) ? c : NULL;
}

static void section(struct page *p, const char *id, const char *title)
{
	html(p, "<section aria-labelledby='%s'><div class='ruled'><h2 id='%s'>%s</h2></div>", id, id,
		title);
}

static void draw_name(struct page *p, const struct call *c, const struct account *a)
{
	section(p, "h-nom", tr(p, "Your name here"));
	form_open(p, "account.rename");
	form_field(p, only(c, "account.rename"), &(struct form_field){.name = "name",
		.kind = "line", .required = true, .value = a->name, .autocomplete = "nickname",
		.label = tr(p, "Name shown"), .help =
		tr(p, "Others see it beside what you contribute. It need not be your real one.")});
	html(p, "<button class='btn'>%s</button></form></section>", tr(p, "Change the name"));
}

static void draw_password(struct page *p, const struct call *c, bool there, const char *email)
{
	const struct call *own = only(c, "account.password");
	section(p, "h-mot", tr(p, "Your password"));
	form_open(p, "account.password");
	/* password managers want to know whose it is */
	html(p, "<input class='hide' type='text' value='%s' autocomplete='username' readonly "
		"tabindex='-1' aria-hidden='true'>", email);
	if (there)
		form_field(p, own, &(struct form_field){.name = "current", .kind = "secret",
			.required = true, .label = tr(p, "Present password"),
			.autocomplete = "current-password"});
	form_field(p, own, &(struct form_field){.name = "password", .kind = "secret",
		.required = true, .label = tr(p, "New password"), .autocomplete = "new-password",
		.help = tr(p, "12 characters at least. A sentence works well.")});
	html(p, "<p class='small'>%s</p><button class='btn'>%s</button></form></section>",
		tr(p, "You are then signed out everywhere else."),
		there ? tr(p, "Change the password") : tr(p, "Choose this password"));
}

static void draw_sessions(struct page *p)
{
	struct session_info *list;
	int n = session_list(p->request, p->request->who.account, &list);
	section(p, "h-seances", tr(p, "Open sessions"));
	html(p, "<ul class='votes plain'>");
	for (int i = 0; i < n && i < 20; i++) {
		html(p, "<li><span>%s <small>%s ", list[i].agent && *list[i].agent ? list[i].agent
			: tr(p, "Unknown browser"), tr(p, "Opened on"));
		page_date(p, list[i].started);
		html(p, "%s</small></span>", list[i].current ? tr(p, ", this one") : "");
		if (!list[i].current) {
			html(p, "<form method='post' action='%s'>", to(p, "/compte/seances"));
			form_token(p);
			form_hidden(p, "id", list[i].id);
			html(p, "<button class='btn'>%s</button></form>", tr(p, "Close"));
		}
		html(p, "</li>");
	}
	html(p, "</ul></section>");
}

static void draw_tokens(struct page *p)
{
	struct account_token *list;
	int n = account_tokens(p->request->store, p->arena, p->request->who.account, &list);
	section(p, "h-jetons", tr(p, "API tokens"));
	html(p, "<p>%s</p>", tr(p, "For a program that reads and writes in your name. "
			"A token is shown once and does what you may do, until you withdraw it."));
	if (n)
		html(p, "<ul class='votes plain'>");
	for (int i = 0; i < n && i < 20; i++) {
		html(p, "<li><span>%s <small>%s ", list[i].label, tr(p, "Made on"));
		page_date(p, list[i].created);
		html(p, "</small></span><form method='post' action='%s'>", to(p, "/compte/jetons/retirer"));
		form_token(p);
		form_hidden(p, "id", list[i].id);
		html(p, "<button class='btn'>%s</button></form></li>", tr(p, "Withdraw"));
	}
	if (n)
		html(p, "</ul>");
	html(p, "<form method='post' action='%s'>", to(p, "/compte/jetons"));
	form_token(p);
	form_field(p, NULL, &(struct form_field){.name = "label", .kind = "line", .required = true,
		.label = tr(p, "What is it for?"), .help = tr(p, "For example: the association's website.")});
	html(p, "<button class='btn'>%s</button></form></section>", tr(p, "Make a token"));
}

static void draw_rights(struct page *p, const struct call *c)
{
	section(p, "h-droits", tr(p, "Your data"));
	html(p, "<p>%s</p><p class='acts'><a class='btn' href='%s' download>%s</a></p>"
		"<details class='more'%s><summary>%s</summary><p>%s</p>",
		tr(p, "All that this commons keeps about you, and all that you contributed, in one file."),
		to(p, "/compte/donnees.json"), tr(p, "Take my data with me"),
		only(c, "account.erase") ? " open" : "", tr(p, "Erase my account"),
		tr(p, "Your address, your name, your password and your sessions are removed, also from the "
			"history. What you contributed stays, signed “erased account”. There is no way back."));
	form_open(p, "account.erase");
	form_field(p, only(c, "account.erase"), &(struct form_field){.name = "sure", .kind = "yes",
		.label = tr(p, "Yes, erase this account for good")});
	html(p, "<button class='btn grave'>%s</button></form></details></section>",
		tr(p, "Erase my account"));
}

void me_draw(struct request *r, const struct call *c)
{
	struct account a;
	if (!account_get(r->db, r->who.account, &a)) {
		answer_error(r, 404, NULL);
		return;
	}
	const char *title = tr_lang(r->lang, "My account");
	struct page *p = page_open(r, &(struct page_head){.title = title, .section = "compte"});
	form_errors(p, c);
	if (!c)
		done_notice(p);
	html(p, "<h1>%s</h1><p class='lede'>%s</p><dl class='facts two'><div><dt>%s</dt><dd>%s</dd>"
		"</div><div><dt>%s</dt><dd>%s</dd></div></dl>", title,
		tr_s(p, "You are signed in as %s.", a.name), tr(p, "E-mail address"), a.email,
		tr(p, "Role"), role_label(p->lang, a.role));
	html(p, "<form method='post' action='%s'>", to(p, "/deconnexion"));
	form_token(p);
	html(p, "<p class='acts'><button class='btn'>%s</button>", tr(p, "Sign out"));
	if (a.role >= ADMINISTRATOR)
		html(p, " <a class='btn' href='%s'>%s</a>", to(p, "/comptes"), tr(p, "Accounts"));
	html(p, "</p></form><div class='bar2'><div>");
	page_panels(p, "account.main", a.id);
	draw_name(p, c, &a);
	draw_password(p, c, password_there(r->store, r->arena, a.id), a.email);
	draw_rights(p, c);
	html(p, "</div><div class='aside'>");
	page_panels(p, "account.aside", a.id);
	draw_sessions(p);
	draw_tokens(p);
	html(p, "</div></div>");
	page_close(p);
}

void me_page(struct request *r)
{
	me_draw(r, NULL);
}

void me_session_end(struct request *r)
{
	json_t *values = request_form(r);
	if (!values)
		return;
	const char *id = json_str(values, "id");
	bool done = id && session_revoke(r, r->who.account, id);
	logfmt(LEVEL_INFO, r->id, "session.closed", "account", r->who.account, "done",
		done ? "yes" : "no");
	if (done)
		answer_see(r, "/compte?fait=seance");
	else
		answer_error(r, 404, NULL);
}

void me_token_new(struct request *r)
{
	json_t *values = request_form(r);
	if (!values)
		return;
	struct account a;
	if (!account_get(r->db, r->who.account, &a) || a.role > r->who.role) {
		answer_see(r, "/compte/deux-etapes?fait=requis");
		return;		/* a token would do more than this session may */
	}
	const char *typed = json_str(values, "label");
	const char *label = text_blank(typed) ? tr_lang(r->lang, "Token")
		: text_cut(r->arena, text_line(r->arena, typed, strlen(typed)), 80);
	const char *token = account_token(r->store, r->arena, r->who.account, label);
	if (!token) {
		answer_error(r, 507, NULL);
		return;
	}
	logfmt(LEVEL_INFO, r->id, "token.made", "account", r->who.account);
	const char *title = tr_lang(r->lang, "Your new token");
	const struct crumb crumbs[] = {{"/compte", tr_lang(r->lang, "My account")}, {0}};
	struct page *p = page_open(r, &(struct page_head){.title = title, .section = "compte",
		.crumbs = crumbs});
	html(p, "<h1>%s</h1><p class='lede'>%s</p><div class='notice care'><p><code>%s</code></p>"
		"</div><p>%s</p><pre><code>curl -H 'Authorization: Bearer …' %s</code></pre>"
		"<p class='acts'><a class='btn main' href='%s'>%s</a></p>", title,
		tr(p, "Copy it now: it will not be shown again."), token,
		tr(p, "A program sends it with each request, in this header:"),
		link_absolute(r, "/api/v1/resources"), to(p, "/compte"), tr(p, "Back to my account"));
	page_close(p);
}

void me_token_end(struct request *r)
{
	json_t *values = request_form(r);
	if (!values)
		return;
	const char *id = json_str(values, "id");
	bool done = id && account_token_drop(r->store, r->arena, r->who.account, id);
	logfmt(LEVEL_INFO, r->id, "token.withdrawn", "account", r->who.account, "done",
		done ? "yes" : "no");
	if (done)
		answer_see(r, "/compte?fait=jeton");
	else
		answer_error(r, 404, NULL);
}

/* One's own entries, read from the log itself. */
static json_t *contributions(struct request *r)
{
	struct log *log = store_log(r->store);
	json_t *list = json_array();
	int64_t after = 0;
	for (int n = 1; n > 0;) {
		struct arena *a = arena_new();
		struct entry entries[256];
		const char *why;
		n = log->do_->read(log, a, after, 256, entries);
		for (int i = 0; i < n; i++) {
			const struct entry *e = &entries[i];
			after = e->position;
			if (!text_eq(e->actor, r->who.account) && !text_eq(e->subject, r->who.account))
				continue;
			json_t *body = e->text ? json_read(a, e->text, e->size, &why) : NULL;
			json_array_append_new(list, json_pack("{s:I, s:s, s:s, s:s, s:O?}", "position",
				(json_int_t)e->position, "time", date_iso(a, e->time), "kind", e->kind,
				"subject", e->subject, "body", body));
		}
		arena_free(a);
	}
	return list;
}

void me_export(struct request *r)
{
	struct account a;
	struct session_info *sessions;
	struct account_token *tokens;
	if (!account_get(r->db, r->who.account, &a)) {
		answer_error(r, 404, NULL);
		return;
	}
	json_t *j = json_keep(r->arena, json_pack("{s:s, s:s, s:s, s:s, s:s, s:[], s:[]}",
		"id", a.id, "email", a.email, "name", a.name, "role", role_name(a.role),
		"created", date_iso(r->arena, a.created), "sessions", "tokens"));
	int n = session_list(r, a.id, &sessions);
	for (int i = 0; i < n; i++)
		json_array_append_new(json_object_get(j, "sessions"), json_pack("{s:s, s:s*}", "opened",
			date_iso(r->arena, sessions[i].started), "browser", sessions[i].agent));
	n = account_tokens(r->store, r->arena, a.id, &tokens);
	for (int i = 0; i < n; i++)
		json_array_append_new(json_object_get(j, "tokens"), json_pack("{s:s, s:s*}", "made",
			date_iso(r->arena, tokens[i].created), "label", tokens[i].label));
	struct factor factor;
	if (factor_there(r->store, r->arena, a.id, &factor))
		json_object_set_new(j, "second_step", json_pack("{s:s, s:i}", "since",
			date_iso(r->arena, factor.since), "paper_codes", factor.paper));
	json_object_set_new(j, "contributions", contributions(r));
	logfmt(LEVEL_INFO, r->id, "data.taken", "account", a.id);
	answer_header(r, "Content-Disposition", "attachment; filename=\"archipel.json\"");
	answer_json(r, 200, j);
}
