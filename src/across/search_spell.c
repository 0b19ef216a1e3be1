/* search_spell.c - nothing was found: how these words are written here. */
#include "across/search_query.h"

#include <string.h>
#include <utf8proc.h>

#include "across/search_db.h"
#include "base/out.h"
#include "base/text.h"

enum {
	EXAMPLES = 6,		/* places looked at for the way a word is written */
	NEAREST = 2,		/* letters that may be wrong */
	CANDIDATES = 300
};

/* Words at the same distance of one. */
struct candidates {
	const struct term *list[CANDIDATES];
	int count;
};

static void find_candidates(const struct terms *all, const char *stem, int near,
	struct candidates at[NEAREST + 1])
{
	int size = (int)text_length(stem);
	int64_t letters = letters_of(stem);
	for (size_t i = 0; i < all->count; i++) {
		const struct term *t = &all->list[i];
		if (t->size < size - near || t->size > size + near ||
				__builtin_popcountll((uint64_t)(t->letters ^ letters)) > 2 * near)
			continue;
		int d = text_distance(stem, all->texts + t->at, near);
		if (d <= near && at[d].count < CANDIDATES)
			at[d].list[at[d].count++] = t;
	}
}

/* The stem nearest to one that nobody uses; of equals, the most frequent. */
static const char *nearest_stem(struct finding *f, const char *stem)
{
	int size = (int)text_length(stem), near = size < 4 ? 0 : size < 8 ? 1 : NEAREST;
	struct candidates *at = arena_alloc(f->arena, (NEAREST + 1) * sizeof *at);
	const struct term *best = NULL;
	int most = 0;
	if (near)
		find_candidates(&f->known->terms, stem, near, at);
	for (int d = 1; d <= near && !best; d++)
		for (int i = 0; i < at[d].count; i++) {
			int used = posting_count(f->db, &f->known->bags, at[d].list[i]->number);
			if (used > most) {
				best = at[d].list[i];
				most = used;
			}
		}
	return best ? f->known->terms.texts + best->at : NULL;
}

/* A word of a stem as it is written in a text. */
struct seen {
	const char *stem, *text, *found;
	struct arena *arena;
	bool begins;		/* the text */
};

static int see(void *context, const struct word *w)
{
	struct seen *s = context;
	if (strcmp(w->stem, s->stem) == 0) {
		s->found = arena_copy(s->arena, s->text + w->start, w->end - w->start);
		return 1;
	}
	s->begins = false;
	return 0;
}

/* A capital that only begins a sentence is made small. */
static char *small_first(struct arena *a, const char *word)
{
	utf8proc_int32_t c;
	utf8proc_uint8_t bytes[8];
	utf8proc_ssize_t old = utf8proc_iterate((const utf8proc_uint8_t *)word, -1, &c);
	utf8proc_ssize_t size = utf8proc_encode_char(utf8proc_tolower(c), bytes);
	return arena_printf(a, "%.*s%s", (int)size, (char *)bytes, word + (old > 0 ? old : 0));
}

/* How a stem is written in one sheet, or NULL. */
static const char *written_in(struct finding *f, const char *stem, uint32_t row)
{
	const char *found = NULL;
	struct rows r = db_query(f->db, "SELECT title, labels, summary, body FROM sheet"
		" JOIN text ON text.sheet = number WHERE number = ?1", "i", (int64_t)row);
	bool there = row_next(&r);
	for (int i = 0; there && !found && i < FIELDS; i++) {
		struct seen s = {.stem = stem, .text = row_text(&r, i), .arena = f->arena,
			.begins = true};
		tokenizer_words(search_db_tokenizer(f->db), s.text, strlen(s.text), false, see, &s);
		found = s.found && s.begins ? small_first(f->arena, s.found) : s.found;
	}
	rows_end(&r);
	return found;
}

/* How a stem is written in the texts, nearest to what was typed. */
static const char *written(struct finding *f, const char *stem, const char *typed)
{
	const char *best = NULL;
	int near = 100;
	struct hits h = find_hits(f, stem);
	for (int i = 0; i < h.count && i < EXAMPLES; i++) {
		const char *word = written_in(f, stem, hit_row(h.list[i]));
		int d = word ? text_distance(text_fold(f->arena, word), typed, 99) : near;
		if (d < near) {
			near = d;
			best = word;
		}
	}
	return best;
}

static int count_of(struct finding *f, const char *words, bool filtered)
{
	struct asked asked;
	struct matches matches;
	search_parse(f->arena, search_db_tokenizer(f->db), words, &asked);
	roaring_bitmap_t *rows = find_rows(f, &asked, &matches);
	int n = rows ? find_count(f, rows, filtered) : 0;
	if (rows)
		roaring_bitmap_free(rows);
	return n;
}

/* The words with those that nobody uses replaced, or NULL if none could be. */
static const char *respelled(struct finding *f)
{
	struct out o = out_new(2000);
	bool changed = false;
	for (int i = 0; i < f->asked.count; i++) {
		const struct atom *atom = &f->asked.atoms[i];
		const char *text = atom->text;
		const char *used = atom->stem_count ? atom->stems[0].text : NULL;
		if (!atom->without && atom->words == 1 && used && !find_hits(f, used).count) {
			const char *stem = nearest_stem(f, used);
			const char *better = stem ?
				written(f, stem, text_fold(f->arena, atom->text)) : NULL;
			changed = changed || better;
			text = better ? better : text;
		}
		const char *quote = atom->phrase ? "\"" : "";
		out_printf(&o, "%s%s%s%s%s", o.len ? " " : "", atom->without ? "-" : "", quote, text,
			quote);
	}
	const char *made = changed ? arena_dup(f->arena, out_str(&o)) : NULL;
	out_free(&o);
	return made;
}

void find_nearest(struct finding *f, struct search_answer *found)
{
	const char *nearest = respelled(f);
	if (nearest && count_of(f, nearest, false) > 0)
		found->nearest = nearest;
	struct search_word *words = arena_alloc(f->arena, ATOMS * sizeof *words);
	for (int i = 0; f->asked.count > 1 && i < f->asked.count; i++) {
		const struct atom *atom = &f->asked.atoms[i];
		int n = atom->without || atom->small ? 0 : count_of(f, atom->text, false);
		if (n)
			words[found->word_count++] = (struct search_word){atom->text, n};
	}
	found->words = words;
}
