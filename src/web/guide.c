/* guide.c - the user guide at /aide: texts of doc/aide, and pages made from rows. */
#include "web/guide.h"

#include <string.h>

#include "base/embedded.h"
#include "base/text.h"
#include "web/page.h"
#include "web/pages.h"

/* Four kinds of pages, each for another moment (diataxis.fr). */
static const char *const kinds[] = {N_("Begin"), N_("Do"), N_("Look up"), N_("Understand")};

/* In the order of the index; a page with a body is made from rows, the others are
 * texts: "# Title", a sentence, then parts that begin with "## ". */
static const struct chapter {
	int kind;
	const char *slug, *title, *lede;
	const char *(*body)(struct request *);
} chapters[] = {
#define TEXT(k, s) {.kind = (k), .slug = (s)}
	TEXT(0, "premier-commun"),
	TEXT(1, "commencer"), TEXT(1, "chercher"), TEXT(1, "cartes"), TEXT(1, "ecrire"),
	TEXT(1, "raconter"), TEXT(1, "inviter"), TEXT(1, "types"), TEXT(1, "regler-les-questions"),
	TEXT(1, "referentiels"), TEXT(1, "sauvegarder"), TEXT(1, "effacer"), TEXT(1, "en-ligne"),
	TEXT(1, "plusieurs-machines"), TEXT(1, "api"), TEXT(1, "ennuis"),
	TEXT(2, "mise-en-forme"),
	{2, "ligne-de-commande", N_("Command line"), N_("The verbs of the program, their options, "
		"the settings and the exit codes."), guide_verbs},
	{2, "commandes", N_("Commands"), N_("What can be changed, with its fields: the same by the "
		"forms, the API and the command line."), guide_commands},
	{2, "adresses", N_("Addresses"), N_("All addresses of this site, and who may use them."),
		guide_routes},
	{2, "reponses", N_("Answers"), N_("What the numbers of refusals mean, and what to do."),
		guide_answers},
	{2, "mesures", N_("Figures"), N_("What the server tells of itself to those who watch over "
		"it."), guide_figures},
	TEXT(3, "journal"), TEXT(3, "roles"), TEXT(3, "sobriete"),
	{0}};

struct text {
	const char *title, *lede, *body;
};

/* A line of a text, or a paragraph: up to the mark, which is skipped. */
static const char *take(struct arena *a, const char **s, const char *mark)
{
	const char *end = strstr(*s, mark);
	const char *part = arena_copy(a, *s, end ? (size_t)(end - *s) : strlen(*s));
	*s = end ? end + strlen(mark) : *s + strlen(*s);
	return part;
}

static struct text read_text(struct request *r, const struct chapter *c)
{
	if (c->body)
		return (struct text){tr_lang(r->lang, c->title), tr_lang(r->lang, c->lede), NULL};
	const struct embedded *e = embedded_find(arena_printf(r->arena, "aide/%s/%s.md",
		lang_code(r->lang), c->slug));
	if (!e)
		die("the guide lacks %s in %s", c->slug, lang_code(r->lang));
	const char *s = (const char *)e->bytes + strlen("# ");
	struct text t = {.title = take(r->arena, &s, "\n\n")};
	t.lede = take(r->arena, &s, "\n\n");
	t.body = s;
	return t;
}

/* Each "## Title" opens a part; what stands before the first has none. */
static void parts(struct page *p, const char *s)
{
	while (*s) {
		const char *next = text_starts(s, "## ") ? s + 3 : NULL;
		if (next)
			html(p, "<h2>%s</h2>", take(p->arena, &next, "\n"));
		s = next ? next : s;
		page_markdown(p, take(p->arena, &s, "\n## "));
		if (*s)
			s -= strlen("## ");
	}
}

static void chapter_serve(struct request *r, const struct chapter *c)
{
	const struct crumb crumbs[] = {{"/aide", tr_lang(r->lang, N_("Help"))}, {0}};
	struct text t = read_text(r, c);
	request_reads(r, "asset");
	struct page *p = page_open(r, &(struct page_head){.title = t.title, .summary = t.lede,
		.crumbs = crumbs});
	html(p, "<p class='kind'>%s</p><h1>%s</h1><p class='lede'>%s</p><div class='read'>",
		tr(p, kinds[c->kind]), t.title, t.lede);
	parts(p, c->body ? c->body(r) : t.body);
	html(p, "</div>");
	page_close(p);
}

void guide_page(struct request *r)
{
	for (const struct chapter *c = chapters; c->slug; c++)
		if (text_eq(c->slug, r->parts[0])) {
			chapter_serve(r, c);
			return;
		}
	answer_error(r, 404, NULL);
}

void page_help(struct request *r)
{
	request_reads(r, "asset");
	struct page *p = page_open(r, &(struct page_head){.title = tr_lang(r->lang, N_("Help"))});
	html(p, "<h1>%s</h1><p class='lede'>%s</p><div class='guides'>", tr(p, "Help"),
		tr(p, "Reading, searching and answering need no account."));
	int kind = -1;
	for (const struct chapter *c = chapters; c->slug; c++) {
		struct text t = read_text(r, c);
		if (c->kind != kind)
			html(p, kind < 0 ? "<section><h2>%s</h2><ul class='guide'>"
				: "</ul></section><section><h2>%s</h2><ul class='guide'>",
				tr(p, kinds[c->kind]));
		kind = c->kind;
		html(p, "<li><a href='%s/%s'>%s</a> <span>%s</span></li>", to(p, "/aide"),
			c->slug, t.title, t.lede);
	}
	html(p, "</ul></section></div>");
	page_close(p);
}
