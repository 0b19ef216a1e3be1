/* problem.c - when it does not work: a page in the reader's language, or
 * application/problem+json (RFC 9457), with a sentence to act on. */
#include <string.h>

#include "base/text.h"
#include "web/form.h"
#include "web/http_own.h"
#include "web/problem.h"

static const struct problem_row statuses[] = {
	{400, N_("This request cannot be read"),
		N_("Something in it is malformed. Go back and try again.")},
	{401, N_("Sign in first"), N_("This is for members. Sign in, then come back.")},
	{403, N_("This is not open to you"),
		N_("Your account may not do this. A steward of this commons can tell you more.")},
	{404, N_("There is no such page"),
		N_("It may have been renamed. Look for it with the search, or start from the home page.")},
	{405, N_("Not in this way"), N_("This address exists but does not take this method.")},
	{409, N_("This contradicts what is there"), N_("Look at the page again, then decide.")},
	{412, N_("Someone changed it meanwhile"),
		N_("Someone changed this page while you were writing. Nothing is lost.")},
	{413, N_("This is too big"), N_("What you sent is larger than this form takes.")},
	{415, N_("This kind of content is not taken here"),
		N_("Send a form, or JSON with its content type.")},
	{421, N_("This is another server"), N_("This server does not answer under that name.")},
	{422, N_("Something is to be mended"), N_("Some answers are missing or cannot be read.")},
	{428, N_("Which version do you change?"),
		N_("Say which version you change: send its number as If-Match.")},
	{429, N_("Too many tries"), N_("Wait a little, then try again.")},
	{431, N_("This request is too long"),
		N_("The headers of this request are too many or too long.")},
	{503, N_("One moment, please"),
		N_("The server is busy or starting. Try again in a few seconds.")},
	{507, N_("The disk is full"),
		N_("Reading works, writing does not. The person who keeps this server must make room.")},
	{500, N_("Something broke here"),
		N_("It is our fault, not yours. Tell the person who keeps this server the number below.")},
};

static const struct problem_row *status_of(int status)
{
	size_t n = sizeof statuses / sizeof *statuses;
	for (size_t i = 0; i < n; i++)
		if (statuses[i].status == status)
			return &statuses[i];
	return &statuses[n - 1];
}

bool problem_at(int i, struct problem_row *row)
{
	if (i >= (int)(sizeof statuses / sizeof *statuses))
		return false;
	*row = statuses[i];
	return true;
}

int outcome_status(enum outcome o)
{
	static const int of[] = {[DONE] = 200, [INVALID] = 422, [MISSING] = 404,
		[FORBIDDEN] = 403, [CONFLICT] = 409, [STALE] = 412, [UNMATCHED] = 428,
		[BUSY] = 503, [NO_SPACE] = 507};
	return of[o];
}

bool wants_json(struct http *h)
{
	const char *type = http_header(h, "Content-Type"), *accept = http_header(h, "Accept");
	if (h->request.api || h->bearer || (type && strncasecmp(type, "application/json", 16) == 0))
		return true;
	return accept && strstr(accept, "json") && !strstr(accept, "text/html");
}

const char *fault_text(struct arena *a, enum lang lang, const struct fault *f)
{
	return tr_fill(a, lang, f->sentence, f->detail);
}

/* When to try again, if that may help. */
static void say_when(struct request *r, int status)
{
	if (status == 503)
		answer_header(r, "Retry-After", "2");
	if (status == 507)
		answer_header(r, "Retry-After", "60");
}

/* The members that every problem has; more may hold others to add. */
void answer_problem(struct request *r, int status, const char *detail, json_t *more)
{
	json_t *j = json_keep(r->arena, json_pack("{s:s, s:s, s:i, s:s, s:s}",
		"type", "about:blank", "title", tr_lang(r->lang, status_of(status)->title),
		"status", status, "detail", detail, "request", r->id));
	if (more)
		json_object_update_missing(j, more);
	if (status == 401)
		answer_header(r, "WWW-Authenticate", "Bearer");
	const char *text = json_text(r->arena, j);
	answer_header(r, "Content-Language", lang_code(r->lang));
	answer(r, status, "application/problem+json; charset=utf-8", text, strlen(text));
}

void answer_error(struct request *r, int status, const char *sentence)
{
	const struct problem_row *s = status_of(status);
	const char *detail = tr_lang(r->lang, sentence ? sentence : s->sentence);
	say_when(r, status);
	if (wants_json(http_of(r))) {
		answer_problem(r, status, detail, NULL);
		return;
	}
	const char *title = tr_lang(r->lang, s->title);
	struct page *p = page_open(r, &(struct page_head){.title = title, .status = status});
	html(p, "<h1>%s</h1><p class='lede'>%s</p>", title, detail);
	if (status == 401)
		html(p, "<p class='acts'><a class='btn main' href='%s'>%s</a></p>",
			to(p, "/connexion"), tr(p, "Sign in"));
	else if (status != 421)
		html(p, "<p class='acts'><a class='btn' href='%s'>%s</a></p>", to(p, "/"),
			tr(p, "Home page"));
	html(p, "<p class='small muted'>%s %d. %s <code>%s</code></p>", tr(p, "Error"), status,
		tr(p, "Number of this request:"), r->id);
	page_close(p);
}

/* What concerns the whole, else the first fault, else the status' own. */
static const char *main_sentence(struct request *r, const struct call *c)
{
	for (int i = 0; i < c->fault_count; i++)
		if (!*c->faults[i].field)
			return fault_text(r->arena, r->lang, &c->faults[i]);
	return tr_lang(r->lang, status_of(outcome_status(c->outcome))->sentence);
}

static void refusal_json(struct request *r, const struct call *c, int status)
{
	json_t *errors = json_object();
	for (int i = 0; i < c->fault_count; i++)
		if (*c->faults[i].field && !json_object_get(errors, c->faults[i].field))
			json_object_set_new(errors, c->faults[i].field, json_string(
				fault_text(r->arena, r->lang, &c->faults[i])));
	json_t *more = json_keep(r->arena, json_pack("{s:o}", "errors", errors));
	if (c->answer)
		json_object_update_missing(more, c->answer);
	answer_problem(r, status, main_sentence(r, c), more);
}

/* A command that has no page of its own: its fields, in order. */
static void plain_form(struct request *r, const struct call *c)
{
	const char *title = tr_lang(r->lang, c->command->help);
	struct page *p = page_open(r, &(struct page_head){.title = title});
	form_errors(p, c);
	html(p, "<h1>%s</h1>", title);
	form_open(p, c->command->name);
	form_rows(p, c);
	form_close(p, tr(p, "Send"));
	page_close(p);
}

void answer_refusal(struct request *r, const struct call *c)
{
	struct http *h = http_of(r);
	int status = outcome_status(c->outcome);
	if (c->outcome == FORBIDDEN && !*r->who.account)
		status = 401;
	if (wants_json(h)) {
		say_when(r, status);
		refusal_json(r, c, status);
		return;
	}
	if (status == 401 || c->outcome == FORBIDDEN || c->outcome == MISSING) {
		answer_error(r, status, c->fault_count ? c->faults[0].sentence : NULL);
		return;
	}
	say_when(r, status);
	h->form_status = status;
	const struct form *f = form_of(c->command->name);
	if (f && f->draw)
		f->draw(r, c);
	else
		plain_form(r, c);
}
