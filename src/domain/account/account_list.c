/* account_list.c - /comptes: who may sign in, and what administrators can do for them. */
#include <string.h>

#include "base/logfmt.h"
#include "base/text.h"
#include "domain/account/account_own.h"
#include "web/session.h"

enum { PAGE = 40 };

static const int64_t invitation = (int64_t)7 * 24 * 3600 * 1000, quick = 20 * 60 * 1000;

static void choose_role(struct page *p, const struct call *c, enum role role)
{
	static const char *const help[] = {[READER] = N_("Reads what is kept for members."),
		[MEMBER] = N_("Writes, corrects, facilitates."),
		[STEWARD] = N_("Looks after quality, moderates, reads contact details."),
		[ADMINISTRATOR] = N_("Also invites people and gives roles.")};
	struct form_choice choices[5] = {{0}};
	for (int i = READER; i <= ADMINISTRATOR; i++)
		choices[i - READER] = (struct form_choice){.value = role_name((enum role)i),
			.label = role_label(p->lang, (enum role)i), .help = tr(p, help[i]),
			.on = i == (int)role};
	form_choices(p, c, &(struct form_field){.name = "role", .kind = "line", .required = true,
		.label = tr(p, "Role")}, choices, false);
}

static void draw_rows(struct page *p, int page)
{
	struct account *all;
	int n = account_all(p->db, &all), pages = (n + PAGE - 1) / PAGE;
	html(p, "<table class='stack'><caption>%s</caption><thead><tr><th scope='col'>%s</th>"
		"<th scope='col'>%s</th><th scope='col'>%s</th></tr></thead><tbody>",
		tr_n(p, "%d account", "%d accounts", n), tr(p, "Name shown"), tr(p, "E-mail address"),
		tr(p, "Role"));
	for (int i = (page - 1) * PAGE; i < n && i < page * PAGE; i++)
		html(p, "<tr><th scope='row'><a href='%s'>%s</a></th><td class='long' data-t='%s'>%s</td>"
			"<td data-t='%s'>%s%s</td></tr>", to(p, arena_printf(p->arena, "/comptes/%s",
			all[i].id)), all[i].name, tr(p, "E-mail address"), all[i].email, tr(p, "Role"),
			role_label(p->lang, all[i].role),
			all[i].active ? "" : tr(p, ", closed"));
	html(p, "</tbody></table>");
	page_pages(p, "/comptes", NULL, page, pages);
}

static void list_with(struct request *r, const struct call *c)
{
	const char *title = tr_lang(r->lang, "Accounts");
	const struct crumb crumbs[] = {{"/compte", tr_lang(r->lang, "My account")}, {0}};
	struct page *p = page_open(r, &(struct page_head){.title = title, .section = "compte",
		.crumbs = crumbs, .status = c ? 422 : 200});
	form_errors(p, c);
	html(p, "<h1>%s</h1>", title);
	page_panels(p, "accounts.top", r->who.account);
	draw_rows(p, (int)request_number(r, "page", 1, 10000, 1));
	html(p, "<section class='read' aria-labelledby='h-inviter'><h2 id='h-inviter'>%s</h2><p>%s</p>"
		"<form method='post' action='%s' novalidate>", tr(p, "Invite someone"),
		tr(p, "You get a link to hand over: by message, on paper, by voice. It works once, for seven days."),
		to(p, "/comptes"));
	form_token(p);
	form_field(p, c, &(struct form_field){.name = "email", .kind = "email", .required = true,
		.label = tr(p, "E-mail address"), .autocomplete = "off",
		.help = tr(p, "Seen by administrators only. It serves to sign in.")});
	form_field(p, c, &(struct form_field){.name = "name", .kind = "line",
		.label = tr(p, "Name shown"), .autocomplete = "off", .help =
		tr(p, "Others see it beside what this person contributes. They can change it.")});
	choose_role(p, c, MEMBER);
	form_close(p, tr(p, "Invite"));
	html(p, "</section>");
	page_close(p);
}

void list_page(struct request *r)
{
	if (r->parts[0])
		list_draw(r, NULL);
	else
		list_with(r, NULL);
}

/* The link to hand over, shown once. */
static void draw_link(struct request *r, const char *id, int64_t lifetime, const char *lasts)
{
	struct account a;
	const char *code = account_get(r->db, id, &a)
		? account_link(r->store, r->arena, id, lifetime, false) : NULL;
	if (!code) {
		answer_error(r, 404, NULL);
		return;
	}
	logfmt(LEVEL_INFO, r->id, "link.made", "by", r->who.account, "account", id);
	const char *title = tr_lang(r->lang, "A link to hand over");
	const struct crumb crumbs[] = {{"/compte", tr_lang(r->lang, "My account")},
		{"/comptes", tr_lang(r->lang, "Accounts")}, {0}};
	struct page *p = page_open(r, &(struct page_head){.title = title, .section = "compte",
		.crumbs = crumbs});
	html(p, "<h1>%s</h1><p class='lede'>%s</p><div class='notice care'><p><code>%s</code></p>"
		"</div><p>%s %s</p><p class='acts'><a class='btn' href='%s'>%s</a></p>", title,
		tr_s(p, "It signs %s in, once.", a.name),
		link_absolute(r, arena_printf(r->arena, "/connexion/%s", code)), tr(p, lasts),
		tr(p, "Whoever has it can use it: give it to that person only."),
		to(p, "/comptes"), tr(p, "Back to the accounts"));
	page_close(p);
}

static void invited(struct request *r, struct call *c)
{
	if (c->outcome == DONE)
		draw_link(r, json_str(c->answer, "id"), invitation, N_("It is valid for seven days."));
	else if (c->outcome == INVALID)
		list_with(r, c);
	else
		answer_refusal(r, c);
}

void list_invite(struct request *r)
{
	json_t *values = request_form(r);
	if (values)
		request_do(r, request_call(r, "account.create", values), invited);
}

void list_link(struct request *r)
{
	draw_link(r, r->parts[0], quick, N_("It is valid for twenty minutes."));
}

static const struct call *only(const struct call *c, const char *command)
{
	return c && text_eq(c->command->name, command) ? c : NULL;
}

static void draw_state(struct page *p, const struct account *a)
{
	form_open(p, a->active ? "account.close" : "account.open");
	form_hidden(p, "id", a->id);
	html(p, "<p>%s</p><button class='btn'>%s</button></form>", a->active
		? tr(p, "Closed, it can no longer sign in; nothing is erased.")
		: tr(p, "This account is closed: it cannot sign in."),
		a->active ? tr(p, "Close this account") : tr(p, "Open this account again"));
}

static void draw_erase(struct page *p, const struct call *c, const struct account *a)
{
	html(p, "<details class='more'%s><summary>%s</summary><p>%s</p>",
		only(c, "account.erase") ? " open" : "", tr(p, "Erase this account"),
		tr(p, "Address, name, password and sessions are removed, also from the history. "
			"What this person contributed stays, signed “erased account”. There is no way back."));
	form_open(p, "account.erase");
	form_hidden(p, "id", a->id);
	form_field(p, only(c, "account.erase"), &(struct form_field){.name = "sure", .kind = "yes",
		.label = tr(p, "Yes, erase this account for good")});
	html(p, "<button class='btn grave'>%s</button></form></details>",
		tr(p, "Erase this account"));
}

/* One account, as administrators see it. */
void list_draw(struct request *r, const struct call *c)
{
	struct account a;
	const char *id = c ? call_text(c, "id") : r->parts[0];
	if (!id || !account_get(r->db, id, &a)) {
		answer_error(r, 404, NULL);
		return;
	}
	const struct crumb crumbs[] = {{"/compte", tr_lang(r->lang, "My account")},
		{"/comptes", tr_lang(r->lang, "Accounts")}, {0}};
	struct page *p = page_open(r, &(struct page_head){.title = a.name, .section = "compte",
		.crumbs = crumbs});
	form_errors(p, c);
	if (request_query(r, "fait"))
		page_notice(p, "done", tr(p, "Done."));
	html(p, "<h1>%s</h1><dl class='facts two'><div><dt>%s</dt><dd>%s</dd></div><div><dt>%s</dt>"
		"<dd>%s</dd></div></dl><div class='read'><form method='post' action='%s'>", a.name,
		tr(p, "E-mail address"), a.email, tr(p, "Role"), role_label(p->lang, a.role),
		to(p, arena_printf(p->arena, "/comptes/%s/lien", a.id)));
	form_token(p);
	html(p, "<p>%s</p><button class='btn'>%s</button></form>",
		tr(p, "Has this person lost the password? Make a link to hand over."),
		tr(p, "Make a one-time link"));
	page_panels(p, "account.keep", a.id);
	html(p, "<h2>%s</h2>", tr(p, "What this person may do"));
	form_open(p, "account.role");
	form_hidden(p, "id", a.id);
	choose_role(p, only(c, "account.role"), a.role);
	html(p, "<button class='btn'>%s</button></form><h2>%s</h2>", tr(p, "Change the role"),
		tr(p, "Close or erase"));
	draw_state(p, &a);
	draw_erase(p, c, &a);
	html(p, "</div>");
	page_close(p);
}
