/* words.c - the tokenizer: where words stand, and that a word is found by itself. */
#include "fuzz.h"

#include "base/tokenizer.h"
#include "base/text.h"

struct seen {
	struct arena *arena;
	size_t size, start;
	int count;
	const char *first;
};

static struct tokenizer *tokenizer;

static int see(void *context, const struct word *w)
{
	struct seen *s = context;
	must(w->size > 0 && w->size <= WORD_MAX + 1 && strlen(w->stem) == w->size);
	must(w->start < w->end && w->end <= s->size && w->start >= s->start);
	/* a sign like U+037A folds to a space and another: one word all the same */
	must(text_valid(w->stem, w->size) && !strpbrk(w->stem, "\"\n"));
	must(!w->beside || s->count);
	s->start = w->start;
	if (s->count++ == 0)
		s->first = arena_dup(s->arena, w->stem);
	return 0;
}

static struct seen look(struct arena *a, const char *text, size_t n, bool whole)
{
	struct seen s = {.arena = a, .size = n};
	must(tokenizer_words(tokenizer, text, n, whole, see, &s) == 0);
	return s;
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct input in = {a, bytes, n};
	bool whole = fuzz_byte(&in) & 1;
	struct seen once = look(a, in.at, in.left, whole);
	struct seen twice = look(a, in.at, in.left, whole);
	must(once.count == twice.count && text_eq(once.first, twice.first));
	must((size_t)once.count <= 2 * in.left);
}

static void start(void)
{
	tokenizer = tokenizer_new();
}

const struct target fuzz_words = {"words", run, start};
