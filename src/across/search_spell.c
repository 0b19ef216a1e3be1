/* search_spell.c - nothing was found: how these words are written here. */
#include "across/search_query.h"

#include <string.h>
#include <utf8proc.h>

#include "across/search_db.h"
#include "base/out.h"
#include "base/text.h"

enum { EXAMPLES = 6 };	/* places looked at for the way a word is written */

static int64_t uses(struct finding *f, const char *stem)
{
	return db_int(f->db, "SELECT doc FROM vocabulary WHERE term = ?1", "s", stem);
}

/* The stem nearest to one that nobody uses; of equals, the most frequent. */
static const char *nearest_stem(struct finding *f, const char *stem)
{
	int size = (int)text_length(stem), near = size < 4 ? 0 : size < 8 ? 1 : 2;
	const char *best = NULL;
	int64_t most = 0;
	struct rows r = db_query(f->db, "SELECT term FROM term WHERE size BETWEEN ?1 AND ?2", "ii",
		(int64_t)(size - near), (int64_t)(size + near));
	while (near && row_next(&r)) {
		const char *term = row_text(&r, 0);
		int d = text_distance(stem, term, near);
		int64_t used = d <= near ? uses(f, term) : 0;
		if (!used || (best && d == near && used <= most))
			continue;
		best = term;
		near = d;
		most = used;
	}
	rows_end(&r);
	return best;
}

/* The n-th word of a text, as it is written there. */
struct nth {
	const char *text, *found;
	struct arena *arena;
	int left;
	bool first;
};

static int to_nth(void *context, const struct word *w)
{
	struct nth *n = context;
	if (w->beside || n->left-- > 0)
		return 0;
	n->found = arena_copy(n->arena, n->text + w->start, w->end - w->start);
	return 1;
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

/* How a stem is written in the texts, nearest to what was typed. */
static const char *written(struct finding *f, const char *stem, const char *typed)
{
	const char *best = NULL;
	int near = 100;
	struct rows r = db_query(f->db, "SELECT CASE col WHEN 'title' THEN title WHEN 'labels' THEN"
		" labels WHEN 'summary' THEN summary ELSE body END, instance.offset FROM instance"
		" JOIN words ON words.rowid = doc WHERE term = ?1 LIMIT ?2", "si", stem,
		(int64_t)EXAMPLES);
	while (row_next(&r)) {
		const char *text = row_text(&r, 0);
		int at = (int)row_int(&r, 1);
		struct nth n = {.text = text, .arena = f->arena, .left = at};
		tokenizer_words(search_db_tokenizer(f->db), text, strlen(text), true, to_nth, &n);
		if (!n.found)
			continue;
		const char *word = at == 0 ? small_first(f->arena, n.found) : n.found;
		int d = text_distance(text_fold(f->arena, word), typed, 99);
		if (d < near) {
			near = d;
			best = word;
		}
	}
	rows_end(&r);
	return best;
}

static int count_of(struct finding *f, const char *words, bool filtered)
{
	struct asked asked;
	search_parse(f->arena, search_db_tokenizer(f->db), words, &asked);
	roaring_bitmap_t *rows = find_rows(f, &asked);
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
		if (!atom->without && atom->words == 1 && !uses(f, atom->stem)) {
			const char *stem = nearest_stem(f, atom->stem);
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
