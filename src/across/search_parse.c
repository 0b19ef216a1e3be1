/* search_parse.c - from what was typed to an FTS5 expression. */
#include "across/search_parse.h"

#include <string.h>

#include "base/out.h"
#include "base/text.h"

static const char *const quotes[] = {"\"", "«", "»", "“", "”", "„", NULL};

static size_t quote(const char *s)
{
	for (const char *const *q = quotes; *q; q++)
		if (text_starts(s, *q))
			return strlen(*q);
	return 0;
}

static bool blank(const char *s)
{
	return strchr(" \t\n", *s) || text_starts(s, "\u00a0") || text_starts(s, "\u202f");
}

static size_t blank_size(const char *s)
{
	if (text_starts(s, "\u202f"))
		return 3;
	return text_starts(s, "\u00a0") ? 2 : 1;
}

/* Cuts one atom off *s. */
static struct atom cut_atom(struct arena *a, const char **s)
{
	struct atom atom = {0};
	const char *p = *s;
	if (*p == '-' && p[1] && !blank(p + 1)) {
		atom.without = true;
		p++;
	}
	size_t open = quote(p);
	atom.phrase = open > 0;
	p += open;
	const char *end = p;
	while (*end && !quote(end) && (open || !blank(end)))
		end++;
	atom.text = arena_copy(a, p, (size_t)(end - p));
	atom.begins = !open && end > p && end[-1] == '*';
	*s = end + quote(end);
	return atom;
}

struct counting {
	struct atom *atom;
	struct arena *arena;
};

static int count_word(void *context, const struct word *w)
{
	struct counting *c = context;
	if (!w->beside && c->atom->words++ == 0)
		c->atom->stem = arena_dup(c->arena, w->stem);
	return 0;
}

/* "text" as FTS5 reads it: nothing in it has a meaning. */
static void put_text(struct out *o, const char *text)
{
	out_char(o, '"');
	for (; *text; text++) {
		if (*text == '"')
			out_char(o, '"');
		out_char(o, *text);
	}
	out_char(o, '"');
}

/* What is typed with one hyphen is also found written without. */
static const char *unhyphened(struct arena *a, const struct atom *atom)
{
	const char *hyphen = strchr(atom->text, '-');
	if (atom->phrase || atom->words != 2 || !hyphen || hyphen == atom->text || !hyphen[1])
		return NULL;
	return arena_printf(a, "%.*s%s", (int)(hyphen - atom->text), atom->text, hyphen + 1);
}

static void put_atom(struct arena *a, struct out *o, const struct atom *atom)
{
	const char *other = unhyphened(a, atom);
	if (other) {
		out_char(o, '(');
		put_text(o, atom->text);
		out_text(o, " OR ");
		put_text(o, other);
		out_char(o, ')');
		return;
	}
	put_text(o, atom->text);
	if (atom->begins)
		out_text(o, " *");
}

/* The atoms of one sort joined, or NULL when there is none. */
static const char *join(struct arena *a, const struct asked *asked, bool without, bool small,
	const char *between)
{
	struct out o = out_new(8000);
	for (int i = 0; i < asked->count; i++) {
		const struct atom *atom = &asked->atoms[i];
		if (atom->without != without || (atom->small && !small))
			continue;
		if (o.len)
			out_text(&o, between);
		put_atom(a, &o, atom);
	}
	const char *made = o.len && !o.full ? arena_dup(a, out_str(&o)) : NULL;
	out_free(&o);
	return made;
}

static const char *typed_at_most(struct arena *a, const char *typed)
{
	char *line = text_line(a, typed, strlen(typed));
	if (!line)
		return "";
	char *end = line;
	for (int n = 0; *end && n < TYPED_MAX; n++)
		do
			end++;
		while (((unsigned char)*end & 0xc0) == 0x80);
	*end = '\0';
	return line;
}

void search_parse(struct arena *a, struct tokenizer *t, const char *typed,
	struct asked *asked)
{
	*asked = (struct asked){0};
	const char *s = typed_at_most(a, typed), *all = s;
	asked->folded = text_fold(a, s);
	while (*s && asked->count < ATOMS) {
		if (blank(s)) {
			s += blank_size(s);
			continue;
		}
		struct atom atom = cut_atom(a, &s);
		struct counting c = {&atom, a};
		tokenizer_words(t, atom.text, strlen(atom.text), atom.begins, count_word, &c);
		atom.small = !atom.phrase && atom.words == 1 && tokenizer_small(text_fold(a, atom.text));
		if (atom.words)
			asked->atoms[asked->count++] = atom;
	}
	asked->senseless = !asked->count && !text_blank(all);
	asked->match = join(a, asked, false, false, " AND ");
	if (!asked->match)
		asked->match = join(a, asked, false, true, " AND ");
	if (asked->match)
		asked->title = arena_printf(a, "{title} : (%s)", asked->match);
	asked->without = join(a, asked, true, true, " OR ");
}
