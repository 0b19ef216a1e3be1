/* experience_words.c - what reports tell, in a few words. */
#include <math.h>
#include <string.h>

#include "base/out.h"
#include "base/text.h"
#include "domain/experience/experience_own.h"
#include "domain/scheme/scheme.h"

const char *report_place(struct db *db, const struct experience *e)
{
	struct territory t;
	return e->territory && territory_get(db, e->territory, &t) ? territory_title(db, &t) : NULL;
}

const char *reuse_words(struct page *p, enum reuse answer)
{
	const struct concept *c = answer == REUSE_UNKNOWN ? NULL :
		scheme_concept(scheme_get(p->db, "transferabilite"), reuse_notation(answer));
	return c ? arena_dup(p->arena, c->label[p->lang])
		: answer == REUSE_UNKNOWN ? tr(p, "Not said") : reuse_notation(answer);
}

const char *obstacle_words(struct page *p, const char *name)
{
	const struct concept *c = scheme_concept(scheme_get(p->db, "obstacles"), name);
	return c ? arena_dup(p->arena, c->label[p->lang]) : name;
}

static const char *figure(struct page *p, double x)
{
	return number_text(p->arena, p->lang, x, x == floor(x) ? 0 : 1);
}

const char *cost_words(struct page *p, double euros)
{
	return euros < 0 ? NULL : arena_printf(p->arena, "%s\u00a0€", figure(p, euros));
}

const char *effort_words(struct page *p, double days)
{
	return days < 0 ? NULL : arena_printf(p->arena, "%s\u00a0%s", figure(p, days),
		days < 2 ? tr(p, "person-day") : tr(p, "person-days"));
}

const char *spread_words(struct page *p, const struct spread *s, int reports,
	const char *(*amount)(struct page *, double))
{
	const char *known = tr_s(p, "told by %s", arena_printf(p->arena, "%d %s %d",
		s->known, tr(p, "out of"), reports));
	if (!s->known)
		return tr(p, "not told by any report");
	if (s->known == 1 || s->min == s->max)
		return arena_printf(p->arena, "%s, %s", amount(p, s->median), known);
	return arena_printf(p->arena, "%s, %s, %s", tr_s(p, "median %s", amount(p, s->median)),
		tr_s(p, "from %s", arena_printf(p->arena, "%s %s %s", figure(p, s->min), tr(p, "to"),
			amount(p, s->max))), known);
}

/* After "](" up to ")": an address, that nobody reads. */
static const char *past_address(const char *s)
{
	const char *end = s[1] == '(' ? strchr(s, ')') : NULL;
	return end ? end + 1 : s + 1;
}

const char *first_words(struct arena *a, const char *markdown, size_t n)
{
	struct out o = out_new(4000);
	const char *s = markdown + strspn(markdown, "\n #>-*+");
	while (*s && *s != '\n' && (o.len < 3900 || ((unsigned char)*s & 0xc0) == 0x80)) {
		if (*s == ']') {
			s = past_address(s);
			continue;
		}
		if (!strchr("*`[|\\", *s))
			out_char(&o, *s);
		s++;
	}
	const char *words = text_cut(a, out_str(&o), n);
	out_free(&o);
	return words;
}
