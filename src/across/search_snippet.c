/* search_snippet.c - why a sheet was found, in its own words. */
#include "across/search_query.h"

#include <stdlib.h>
#include <string.h>

#include "across/search_db.h"
#include "base/out.h"
#include "base/text.h"

enum {
	BRIEF = 45, LONG = 32,		/* words of a part of the summary, of the text */
	MORE = 400,			/* words read after the first found, for the others, */
	FAR = 4000,			/* or for words that must stand in order */
	CUT = 260,			/* letters of a summary where nothing is marked */
	WANTED = 64,			/* stems looked for */
};

/* A word of a text: which stems it is (bits), and which atom it ends up marking. */
struct token {
	uint32_t start, end;
	uint64_t stems;
	uint16_t atom;		/* bit by atom */
	bool opens, closes;	/* a mark */
};

struct reading {
	struct finding *finding;
	struct {
		const char *stem;
		bool begins;
	} wanted[WANTED];
	int wanted_count;
	struct token *tokens;
	int count, room;
	int first, last;	/* words read when the first stem was met, and the last new one; -1 */
	uint64_t met;
	bool stopped;		/* there is more text */
	bool in_order;		/* some words are wanted one after the other */
	int firsts[ATOMS];	/* where the stems of an atom begin in wanted */
	unsigned whole, atoms;	/* atoms met whole, all that are wanted: bits */
};

static void want(struct reading *r, const char *stem, bool begins)
{
	if (stem && r->wanted_count < WANTED) {
		r->wanted[r->wanted_count].stem = stem;
		r->wanted[r->wanted_count++].begins = begins;
	}
}

/* The stems of all atoms that are wanted, in the order in which mark() reads them. */
static void want_all(struct reading *r)
{
	const struct asked *asked = &r->finding->asked;
	for (int i = 0; i < asked->count; i++) {
		const struct atom *a = &asked->atoms[i];
		if (!asked_wanted(asked, a))
			continue;
		r->in_order = r->in_order || a->words > 1;
		r->firsts[i] = r->wanted_count;
		r->atoms |= 1u << i;
		for (int k = 0; k < a->stem_count - (a->begins && a->stem_count); k++)
			want(r, a->stems[k].text, false);
		want(r, a->begin, true);
		want(r, a->joined, false);
	}
}

static uint64_t bit(int i)
{
	return i < WANTED ? UINT64_C(1) << i : 0;
}

/* How many words from the i-th on are those of an atom, in its order; 0: they are not. */
static int standing(const struct reading *r, int i, const struct atom *a, int first)
{
	int n = 0, stem = first, last = a->stem_count - (a->begins && a->stem_count);
	while (stem < first + last) {
		uint64_t any = bit(stem++);
		while (stem < first + last && a->stems[stem - first].beside)
			any |= bit(stem++);
		if (i + n >= r->count || !(r->tokens[i + n++].stems & any))
			return 0;
	}
	if (a->begins && (i + n >= r->count || !(r->tokens[i + n++].stems & bit(stem))))
		return 0;
	return n;
}

/* Which atoms end with the last word read. */
static void meet_whole(struct reading *r)
{
	enum { LONGEST = 8 };
	const struct asked *asked = &r->finding->asked;
	for (int i = 0; i < asked->count; i++)
		for (int k = r->count > LONGEST ? r->count - LONGEST : 0; r->atoms & ~r->whole & 1u << i &&
				k < r->count; k++)
			if (k + standing(r, k, &asked->atoms[i], r->firsts[i]) == r->count) {
				r->whole |= 1u << i;
				r->last = r->count;
			}
}

static int note(void *context, const struct word *w)
{
	struct reading *r = context;
	uint64_t stems = 0;
	for (int i = 0; i < r->wanted_count; i++)
		if (r->wanted[i].begins ? text_starts(w->stem, r->wanted[i].stem) :
				strcmp(w->stem, r->wanted[i].stem) == 0)
			stems |= bit(i);
	if (w->beside && r->count) {
		r->tokens[r->count - 1].stems |= stems;
	} else {
		if (r->count == r->room) {
			struct token *more = arena_alloc(r->finding->arena,
				(size_t)(r->room * 2 + 256) * sizeof *more);
			if (r->count)
				memcpy(more, r->tokens, (size_t)r->count * sizeof *more);
			r->tokens = more;
			r->room = r->room * 2 + 256;
		}
		r->tokens[r->count++] = (struct token){.start = (uint32_t)w->start,
			.end = (uint32_t)w->end, .stems = stems};
	}
	if (stems & ~r->met) {
		r->first = r->first < 0 ? r->count : r->first;
		r->last = r->count;
		r->met |= stems;
	}
	if (stems && r->in_order)
		meet_whole(r);
	bool all = r->in_order ? r->whole == r->atoms :
		__builtin_popcountll(r->met) == r->wanted_count;
	int more = r->in_order ? FAR : MORE;
	return r->first >= 0 && r->count > (all ? r->last + BRIEF : r->first + more);
}

/* Finds the atoms in the words that were read. */
static void mark(struct reading *r)
{
	const struct asked *asked = &r->finding->asked;
	for (int i = 0; i < asked->count; i++) {
		const struct atom *a = &asked->atoms[i];
		int first = r->firsts[i];
		if (!(r->atoms & 1u << i))
			continue;
		int stems = a->stem_count - (a->begins && a->stem_count);
		uint64_t joined = a->joined ? bit(first + stems) : 0;
		for (int k = 0; k < r->count; k++) {
			if (!r->tokens[k].stems)
				continue;
			int n = r->tokens[k].stems & joined ? 1 : standing(r, k, a, first);
			for (int j = k; j < k + n; j++)
				r->tokens[j].atom |= (uint16_t)(1u << i);
			if (n) {
				r->tokens[k].opens = true;
				r->tokens[k + n - 1].closes = true;
			}
		}
	}
}

/* How much of what was asked stands in the words from one on. */
static int worth(const struct reading *r, int from, int size)
{
	unsigned atoms = 0;
	int marks = 0;
	for (int i = from; i < r->count && i < from + size; i++) {
		atoms |= r->tokens[i].atom;
		marks += r->tokens[i].opens;
	}
	return 100 * __builtin_popcount(atoms) + (marks < 5 ? marks : 5);
}

/* Does a sentence begin with a word? */
static bool begins(const struct reading *r, const char *text, int i)
{
	for (uint32_t at = i ? r->tokens[i - 1].end : 0; at < r->tokens[i].start; at++)
		if (strchr(".!?\n", text[at]))
			return true;
	return i == 0;
}

/* Where a part of so many words begins: those found stand well in it. */
static int best_part(const struct reading *r, const char *text, int size)
{
	int best = 0, most = 0;
	for (int i = 0; i < r->count; i++) {
		int n = r->tokens[i].opens ? worth(r, i, size) : 0;
		if (n > most) {
			most = n;
			best = i;
		}
	}
	if (r->count <= size)
		return 0;
	int last = best;
	for (int i = best; i < r->count && i < best + size; i++)
		last = r->tokens[i].closes ? i : last;
	int spare = size - 1 - (last - best);
	for (int i = best; i >= 0 && i >= best - spare; i--)
		if (begins(r, text, i))
			return i;
	int back = best - spare / 2;
	return back > 0 ? back : 0;
}

/* The words of a text from one on, found ones marked. */
static const char *draw(const struct reading *r, const char *text, int from, int size)
{
	struct out o = out_new(100000);
	int end = from + size < r->count ? from + size : r->count;
	uint32_t at = from ? r->tokens[from].start : 0;
	out_text(&o, from ? "…" : "");
	bool open = false;
	for (int i = from; i < end; i++) {
		const struct token *t = &r->tokens[i];
		if (t->opens && !open) {
			out_bytes(&o, text + at, t->start - at);
			out_char(&o, 2);
			at = t->start;
			open = true;
		}
		if (open && (t->closes || i + 1 == end)) {
			out_bytes(&o, text + at, t->end - at);
			out_char(&o, 3);
			at = t->end;
			open = false;
		}
	}
	bool all = end == r->count && !r->stopped;
	size_t stop = all ? strlen(text) : r->tokens[end - 1].end;
	out_bytes(&o, text + at, stop > at ? stop - at : 0);
	out_text(&o, all ? "" : "…");
	const char *made = arena_dup(r->finding->arena, out_str(&o));
	out_free(&o);
	return made;
}

/* Reads a text; true if something that was asked stands in it. */
static bool read_text(struct reading *r, const char *text)
{
	r->count = 0;
	r->first = r->last = -1;
	r->met = 0;
	r->whole = 0;
	r->stopped = tokenizer_words(search_db_tokenizer(r->finding->db), text, strlen(text), false,
		note, r);
	if (r->first < 0)
		return false;
	mark(r);
	for (int i = 0; i < r->count; i++)
		if (r->tokens[i].opens)
			return true;
	return false;
}

const char *find_snippet(struct finding *f, const char *title, const char *summary, int64_t row)
{
	struct reading r = {.finding = f};
	want_all(&r);
	if (r.wanted_count && read_text(&r, summary))
		return draw(&r, summary, best_part(&r, summary, BRIEF), BRIEF);
	if (r.wanted_count && !read_text(&r, title)) {
		const char *body = db_text(f->db, "SELECT body FROM text WHERE sheet = ?1", "i", row);
		if (body && read_text(&r, body))
			return draw(&r, body, best_part(&r, body, LONG), LONG);
	}
	return text_cut(f->arena, summary, CUT);
}
