/* steps_need.c - nothing fits: asking the commons.  A member's need is published at once;
 * without an account it waits, as a row of state, for a steward to read it. */
#include <string.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/text.h"
#include "domain/steps/steps_own.h"
#include "store/state.h"
#include "web/limit.h"

enum { TITLE = 200, TEXT = 3000, SUMMARY = 300, WAITING_MAX = 300 };

static const int64_t lifetime = (int64_t)90 * 24 * 3600 * 1000;

static void draw_done(struct page *p, const struct walk *w, bool at_once)
{
	html(p, "<div class='askone'><h1>%s</h1><p class='lede'>%s</p><p class='acts'>"
		"<a class='btn main' href='%s'>%s</a><a href='%s'>%s</a></p></div>",
		at_once ? tr(p, "Your need is published") : tr(p, "Your need has been received"),
		at_once ? tr(p, "Everyone can read it, and answer.") : tr(p, "Someone who keeps this commons "
			"reads it, then publishes it without your name. Come back in a few days: it will be "
			"among the needs."), to(p, way_path(p->arena, w, "resultat")),
		tr(p, "Back to the steps"), to(p, "/ressources?type=need"), tr(p, "Read the needs"));
}

static void draw_form(struct page *p, const struct walk *w, const struct asker *k,
	const struct call *c)
{
	bool member = p->request->who.role >= MEMBER;
	html(p, "<div class='askone'><h1>%s</h1><p class='lede'>%s</p>", tr(p, "Ask the commons"),
		member ? tr(p, "Your need is published at once, as a sheet that you can change.") :
		tr(p, "No account needed: a steward reads your need, then publishes it without any name. "
			"Write no name, telephone or address of anyone."));
	form_errors(p, c);
	way_form(p, way_path(p->arena, w, "besoin"));
	form_field(p, c, &(struct form_field){.name = "title", .kind = "line", .required = true,
		.label = tr(p, "What do you look for?"), .help = tr(p, "In one line. For example: Who has "
			"reopened a village well?"), .value = c ? call_text(c, "title") : NULL});
	form_field(p, c, &(struct form_field){.name = "body", .kind = "textarea", .required = true,
		.label = tr(p, "What should one know?"), .help = tr(p, "What you have, what you tried, what "
			"is missing, by when."), .value = c ? call_text(c, "body") : NULL});
	if (k->placed)
		html(p, "<p class='small muted'>%s</p>", tr_s(p, "It will be shown with your commune: %s.",
			k->traits.place.name));
	html(p, "<div class='acts'><button class='btn main'>%s</button><a href='%s'>%s</a></div>"
		"</form>", member ? tr(p, "Publish") : tr(p, "Send"),
		to(p, way_path(p->arena, w, "resultat")), tr(p, "Back to the steps"));
	if (!*p->request->who.account)
		html(p, "<p class='small muted'>%s <a href='%s'>%s</a></p>", tr(p, "You have an account?"),
			to(p, arena_printf(p->arena, "/connexion?suite=%s", url_escape(p->arena,
			way_path(p->arena, w, "besoin")))), tr(p, "Sign in, then publish it yourself"));
	html(p, "</div>");
}

static void draw_need(struct request *r, const struct walk *w, const struct asker *k,
	const struct call *c)
{
	const char *done = request_query(r, "fait");
	struct page *p = way_page(r, tr_lang(r->lang, N_("Ask the commons")),
		c && c->fault_count ? 422 : 200);
	if (done)
		draw_done(p, w, text_eq(done, "publie"));
	else
		draw_form(p, w, k, c);
	page_close(p);
}

void need_serve(struct request *r)
{
	struct walk w;
	struct asker k;
	if (way_open(r, &w, &k))
		draw_need(r, &w, &k, NULL);
}

static void check(struct call *c, const char *title, const char *body)
{
	if (text_blank(title))
		call_fault(c, "title", N_("Write in one line what you look for."), NULL);
	else if (text_length(title) > TITLE)
		call_fault(c, "title", N_("This is too long: write at most %s characters."), "200");
	if (text_blank(body))
		call_fault(c, "body", N_("Say in a few words what one should know."), NULL);
	else if (text_length(body) > TEXT)
		call_fault(c, "body", N_("This is too long: write at most %s characters."), "3000");
}

static json_t *sheet(struct arena *a, const char *title, const char *body, const char *place)
{
	json_t *j = json_keep(a, json_pack("{s:s, s:s, s:s, s:s, s:s}", "type", "need", "title",
		title, "body", body, "summary", text_cut(a, text_line(a, body, strlen(body)), SUMMARY),
		"state", "published"));
	if (place)
		json_object_set_new(j, "territories", json_pack("[s]", place));
	return j;
}

static void published(struct request *r, struct call *c)
{
	if (c->outcome == DONE)
		answer_see(r, arena_printf(r->arena, "/commencer/%s/besoin?fait=publie", r->parts[0]));
	else
		answer_refusal(r, c);
}

/* Ten in a quarter of an hour from a network, then it waits; no more than fit the queue. */
static bool wait_in_line(struct request *r, json_t *need)
{
	struct state_row *rows;
	const char *network = limit_network(r);
	int wait = limit_wait("need", network);
	if (wait) {
		limit_answer(r, wait);
		return false;
	}
	limit_failed("need", network);
	if (state_list(r->store, r->arena, "need-waiting", NULL, &rows) >= WAITING_MAX) {
		answer_error(r, 503, N_("Many needs already wait to be read. Come back in a few days: go "
			"back, copy what you wrote and keep it."));
		return false;
	}
	if (state_put(r->store, &(struct state_row){.kind = "need-waiting", .owner = "",
		.id = random_token(r->arena, 12), .expires = date_now() + lifetime,
		.value = json_text(r->arena, need)}))
		return true;
	answer_error(r, 503, NULL);
	return false;
}

void need_answer(struct request *r)
{
	struct walk w;
	struct asker k;
	json_t *values = request_form(r);
	if (!values || !way_open(r, &w, &k))
		return;
	const char *title = json_str(values, "title"), *body = json_str(values, "body");
	struct call *c = request_call(r, "resource.create", values);
	check(c, title, body);
	if (c->fault_count) {
		draw_need(r, &w, &k, c);
		return;
	}
	count_one(r->store, r->arena, "besoin", "envoye");
	count_unmet(r, &w, &k);
	walk_put(r->store, r->arena, &w);
	json_t *need = sheet(r->arena, title, body, k.placed ? k.traits.place.code : NULL);
	if (r->who.role >= MEMBER)
		request_do(r, request_call(r, "resource.create", need), published);
	else if (wait_in_line(r, need))
		answer_see(r, way_path(r->arena, &w, "besoin?fait=recu"));
}
