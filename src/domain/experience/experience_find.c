/* experience_find.c - reports by what was hard, by sheet, and by how alike the commune is. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/experience/experience_own.h"
#include "store/subject.h"

/* Words that are looked for: those that say little only when nothing else was typed. */
struct looking {
	struct wish *wish;
	struct arena *arena;
	const char *typed;
	bool all;
};

static int look(void *to, const struct word *w)
{
	struct looking *l = to;
	struct wish *wish = l->wish;
	const char *word = arena_copy(l->arena, l->typed + w->start, w->end - w->start);
	if (!w->beside && (l->all || !tokenizer_small(text_fold(l->arena, word))))
		wish->words[wish->word_count++] = arena_printf(l->arena, " %s ", w->stem);
	return wish->word_count == WISH_WORDS;
}

void wish_words(struct db *db, struct wish *w, const char *typed)
{
	struct looking l = {w, db_arena(db), typed, false};
	w->word_count = 0;
	if (text_blank(typed))
		return;
	for (int i = 0; i < 2 && !w->word_count; i++, l.all = true)
		tokenizer_words(experience_tokenizer(db), typed, strlen(typed), false, look, &l);
	if (!w->word_count)	/* signs only: no text has them */
		w->words[w->word_count++] = "  ";
}

static int by_date(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	return x->updated != y->updated ? (x->updated < y->updated ? 1 : -1)
		: strcmp(y->id, x->id);
}

/* The closest first; of the same closeness, the newest. */
static int by_likeness(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	return x->points != y->points ? (x->points < y->points ? 1 : -1) : by_date(a, b);
}

/* A place with the inhabitants that a report kept; with its own when it kept none. */
static struct traits as_kept(const struct traits *place, int64_t population)
{
	struct traits t = *place;
	if (population >= 0 && t.family == COMMUNE_LIKE) {
		t.place.population = population;
		t.people = people_class_of(COMMUNE_LIKE, population);
	}
	return t;
}

/* A département may lie well, it is no comparable commune. */
static int points_of(const struct traits *asker, const struct traits *there, struct likeness *like)
{
	likeness_of(asker, there, like);
	int points = (int)(like->score * like->known * 1000 + .5);
	return asker->family == there->family || points < CLOSE ? points : CLOSE - 1;
}

/* Each territory is looked at once: rows come by territory. */
static int rank_all(struct db *db, const struct wish *w, struct ranked *all)
{
	struct arena *kept = db_arena(db), *own = arena_new();
	struct traits place = {0};
	const char *at = NULL;
	bool known = false;
	int n = 0;
	struct rows r = experience_by_place(db, w, RANK_MOST);
	while (n < RANK_MOST && row_next(&r)) {
		const char *code = row_text(&r, 2);
		struct likeness like;
		if (code && !text_eq(code, at)) {
			db_use_arena(db, own);
			known = traits_get(db, at = code, &place);
			db_use_arena(db, kept);
		}
		struct traits there = as_kept(&place, row_null(&r, 3) ? -1 : row_int(&r, 3));
		all[n] = (struct ranked){row_text(&r, 0), row_int(&r, 1),
			code && known ? points_of(w->alike, &there, &like) : 0};
		n += !w->newest || all[n].points >= CLOSE;
	}
	rows_end(&r);
	arena_free(own);
	if (n)
		qsort(all, (size_t)n, sizeof *all, w->newest ? by_date : by_likeness);
	return n;
}

int experience_rank(struct db *db, const struct wish *w, int from, int limit,
	struct ranked *found, int *total)
{
	int n = 0, count = experience_count(db, w);
	if (!w->alike) {
		struct rows r = experience_matching(db, w, from, limit);
		while (n < limit && row_next(&r))
			found[n++] = (struct ranked){row_text(&r, 0), row_int(&r, 1), 0};
		rows_end(&r);
	} else if (count) {
		size_t most = (size_t)(count < RANK_MOST ? count : RANK_MOST);
		struct ranked *all = arena_alloc(db_arena(db), most * sizeof *all);
		count = rank_all(db, w, all);
		for (int i = from; i < count && n < limit; i++)
			found[n++] = all[i];
	}
	if (total)
		*total = count;
	return n;
}

/* As the report kept its inhabitants; by place alone when it kept none. */
static void compare(struct db *db, const struct traits *asker, struct told *t)
{
	struct traits place;
	if (!t->report.territory || !traits_get(db, t->report.territory, &place))
		return;
	t->placed = true;
	t->there = as_kept(&place, t->report.population);
	t->points = points_of(asker, &t->there, &t->like);
}

int experience_find(struct db *db, const struct wish *w, int from, int limit, struct told *found,
	int *total)
{
	struct ranked *order = arena_alloc(db_arena(db), (size_t)limit * sizeof *order);
	int n = 0, count = experience_rank(db, w, from, limit, order, total);
	for (int i = 0; i < count; i++) {
		found[n] = (struct told){.points = 0};
		if (!experience_get(db, w, order[i].id, &found[n].report))
			continue;
		if (w->alike)
			compare(db, w->alike, &found[n]);
		n++;
	}
	return n;
}

/* Does a sentence have the word that is looked for? */
static bool has_word(struct db *db, const char *sentence, const char *word)
{
	return strstr(experience_stems(db, sentence), word) != NULL;
}

const char *telling_words(struct db *db, const char *text, const struct wish *w, size_t n)
{
	struct arena *a = db_arena(db);
	const char *s = text;
	while (s && *s && w->word_count) {
		size_t length = strcspn(s, ".\n");
		const char *sentence = arena_copy(a, s, length + (s[length] == '.'));
		if (has_word(db, sentence, w->words[0]))
			return first_words(a, sentence, n);
		s += length + (s[length] != '\0');
	}
	return text ? first_words(a, text, n) : NULL;
}
