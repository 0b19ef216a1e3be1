/* guide_reference.c - the pages of the guide that the program writes about itself. */
#include "base/text.h"
#include "store/fold.h"
#include "web/guide.h"
#include "web/problem.h"
#include "web/site.h"

enum { REFERENCE_MAX = 1 << 18 };

static const char *done(struct request *r, struct out *o)
{
	const char *text = arena_dup(r->arena, out_str(o));
	out_free(o);
	return text;
}

const char *guide_verbs(struct request *r)
{
	return r->site->manual[r->lang] ? r->site->manual[r->lang] : "";
}

const char *guide_figures(struct request *r)
{
	return r->site->figures[r->lang] ? r->site->figures[r->lang] : "";
}

static void put_command(struct request *r, struct out *o, const struct command *c)
{
	out_printf(o, "- `%s` %s.", c->name, tr_lang(r->lang, c->help));
	const struct field_row *f = c->fields;
	for (; f && f->name; f++)
		out_printf(o, "%s%s%s", f == c->fields ? " `" : " ", f->name,
			f->flags & REQUIRED ? "*" : "");
	out_text(o, f && f != c->fields ? "`\n" : "\n");
}

const char *guide_commands(struct request *r)
{
	struct out o = out_new(REFERENCE_MAX);
	out_printf(&o, "%s\n\n", tr_lang(r->lang, N_("A star marks what must be given. By the API: "
		"`POST /do/COMMAND`, with a token; by the command line: `archipel do COMMAND`.")));
	for (int role = ANYONE; role <= OPERATOR; role++) {
		bool open = false;
		for (int i = 0; command_at(i); i++) {
			if ((int)command_at(i)->role != role)
				continue;
			if (!open)
				out_printf(&o, "\n## %s\n\n", role_label(r->lang, (enum role)role));
			open = true;
			put_command(r, &o, command_at(i));
		}
	}
	return done(r, &o);
}

const char *guide_routes(struct request *r)
{
	struct out o = out_new(REFERENCE_MAX);
	out_printf(&o, "%s\n\n", tr_lang(r->lang, N_("What stands between braces is to be replaced. "
		"Each role may do what those before it may.")));
	for (int role = ANYONE; role <= OPERATOR; role++) {
		bool open = false;
		for (int i = 0; route_at(i); i++) {
			const struct route *t = route_at(i);
			if ((int)t->role != role)
				continue;
			if (!open)
				out_printf(&o, "\n## %s\n\n", role_label(r->lang, (enum role)role));
			open = true;
			out_printf(&o, "- `%s %s`\n", t->method, t->path);
		}
	}
	return done(r, &o);
}

const char *guide_answers(struct request *r)
{
	struct out o = out_new(REFERENCE_MAX);
	struct problem_row row;
	out_printf(&o, "%s\n\n", tr_lang(r->lang, N_("A page says it in words; the API says it as "
		"`application/problem+json`, with the number of the request.")));
	for (int i = 0; problem_at(i, &row); i++)
		out_printf(&o, "- **%d** %s. %s\n", row.status, tr_lang(r->lang, row.title),
			tr_lang(r->lang, row.sentence));
	return done(r, &o);
}
