/* do.c - POST /do/COMMAND: any command, from a form or as JSON. */
#include <string.h>

#include "base/id.h"
#include "base/logfmt.h"
#include "base/text.h"
#include "web/form.h"
#include "web/http_own.h"

const struct form *form_of(const char *command)
{
	for (int i = 0; form_at(i); i++)
		if (text_eq(form_at(i)->command, command))
			return form_at(i);
	return NULL;
}

/* 201 when the answer names a thing that the request did not. */
static int done_status(const struct call *c)
{
	return json_str(c->answer, "id") && !json_str(c->values, "id") ? 201 : 200;
}

/* What stewards and administrators do, what anyone erases, what is refused. */
static void note(struct request *r, const struct call *c)
{
	static const char *const said[] = {[DONE] = "done", [INVALID] = "invalid",
		[MISSING] = "missing", [FORBIDDEN] = "forbidden", [CONFLICT] = "conflict",
		[STALE] = "stale", [UNMATCHED] = "unmatched", [BUSY] = "busy",
		[NO_SPACE] = "no space"};
	bool grave = c->command->role >= STEWARD || text_starts(c->command->name, "account.");
	if (!grave && c->outcome != FORBIDDEN)
		return;
	const char *id = json_str(c->values, "id");
	logfmt(c->outcome == FORBIDDEN ? LEVEL_WARNING : LEVEL_INFO, r->id, "command",
		"command", c->command->name, "by", *r->who.account ? r->who.account : NULL,
		"role", role_name(r->who.role), "subject", id && id_valid(id) ? id : NULL,
		"outcome", said[c->outcome]);
}

static void ran(struct request *r, struct call *c)
{
	struct http *h = http_of(r);
	note(r, c);
	const struct form *f = form_of(c->command->name);
	if (c->outcome != DONE)
		answer_refusal(r, c);
	else if (wants_json(h))
		answer_json(r, done_status(c), c->answer ? c->answer
			: json_keep(r->arena, json_object()));
	else
		answer_see(r, f && f->after ? f->after(r, c) : "/");
}

void do_command(struct request *r)
{
	struct http *h = http_of(r);
	const struct command *command = command_find(r->parts[0]);
	if (!command || command->role == OPERATOR) {
		answer_error(r, 404, NULL);
		return;
	}
	json_t *values = h->form_read ? request_form(r) : request_json(r);
	if (!values)
		return;
	const struct form *f = form_of(command->name);
	if (f && f->before)
		f->before(r, values);
	struct call *c = request_call(r, command->name, values);
	if (f && h->form_read && json_object_get(values, "_more"))
		f->draw(r, c);
	else
		request_do(r, c, ran);
}

/* The session ended while someone was writing, say: all that was typed comes
 * back in a page that sends it once more, now with a good token. */
void do_again(struct request *r)
{
	struct http *h = http_of(r);
	const char *title = tr_lang(r->lang, "Send it once more");
	struct page *p = page_open(r, &(struct page_head){.title = title, .status = 403});
	html(p, "<h1>%s</h1><p class='lede'>%s</p>", title, tr(p, "This page was open for a long "
		"time, or you signed in or out meanwhile. Nothing you wrote is lost."));
	if (!*r->who.account)
		html(p, "<p><a href='%s' target='_blank' rel='noopener'>%s</a></p>",
			to(p, "/connexion"), tr(p, "Sign in in another tab first, if this needs an account"));
	html(p, "<form method='post' action='%s'>", to(p, r->target));
	form_token(p);
	for (int i = 0; i < h->form.count; i++)
		if (!text_eq(h->form.names[i], "_csrf"))
			form_hidden(p, h->form.names[i], h->form.values[i]);
	html(p, "<div class='acts'><button class='btn main'>%s</button></div></form>",
		tr(p, "Send"));
	page_close(p);
}
