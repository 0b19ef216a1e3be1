/* search_parse.c - from what was typed to stems. */
#include "across/search_parse.h"

#include <string.h>

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

struct noting {
	struct atom *atom;
	struct arena *arena;
};

static int note_stem(void *context, const struct word *w)
{
	struct noting *n = context;
	struct atom *atom = n->atom;
	atom->words += !w->beside;
	atom->stems[atom->stem_count++] = (struct stem){arena_dup(n->arena, w->stem), w->beside};
	return 0;
}

static int note_last(void *context, const struct word *w)
{
	struct noting *n = context;
	n->atom->begin = arena_dup(n->arena, w->stem);
	return 0;
}

static int note_joined(void *context, const struct word *w)
{
	struct noting *n = context;
	n->atom->joined = arena_dup(n->arena, w->stem);
	return 1;
}

/* What is typed with one hyphen is also found written without. */
static const char *unhyphened(struct arena *a, const struct atom *atom)
{
	const char *hyphen = strchr(atom->text, '-');
	if (atom->phrase || atom->words != 2 || !hyphen || hyphen == atom->text || !hyphen[1])
		return NULL;
	return arena_printf(a, "%.*s%s", (int)(hyphen - atom->text), atom->text, hyphen + 1);
}

static void note_words(struct arena *a, struct tokenizer *t, struct atom *atom)
{
	struct noting n = {atom, a};
	size_t size = strlen(atom->text);
	atom->stems = arena_alloc(a, 2 * (size + 1) * sizeof *atom->stems);
	tokenizer_words(t, atom->text, size, false, note_stem, &n);
	atom->small = !atom->phrase && atom->words == 1 && tokenizer_small(text_fold(a, atom->text));
	if (atom->begins) {
		tokenizer_words(t, atom->text, size, true, note_last, &n);
		return;
	}
	const char *one = unhyphened(a, atom);
	if (one)
		tokenizer_words(t, one, strlen(one), false, note_joined, &n);
}

bool asked_wanted(const struct asked *asked, const struct atom *atom)
{
	return !atom->without && (asked->all_small || !atom->small);
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
		note_words(a, t, &atom);
		if (atom.words)
			asked->atoms[asked->count++] = atom;
	}
	asked->senseless = !asked->count && !text_blank(all);
	asked->all_small = true;
	for (int i = 0; i < asked->count; i++)
		asked->all_small = asked->all_small && (asked->atoms[i].without || asked->atoms[i].small);
	for (int i = 0; i < asked->count; i++)
		asked->wanted += asked_wanted(asked, &asked->atoms[i]);
}
