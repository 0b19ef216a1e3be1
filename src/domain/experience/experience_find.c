/* experience_find.c - reports by what was hard, by sheet, and by how alike the commune is. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/experience/experience_own.h"
#include "store/subject.h"

/* "résidences" is found by "residence": a plural is its singular and more. */
static const char *stem(struct arena *a, const char *word)
{
	size_t n = strlen(word);
	if (n > 4 && strchr("sx", word[n - 1]))
		n--;
	return arena_printf(a, " %s", arena_copy(a, word, n));
}

void wish_words(struct arena *a, struct wish *w, const char *typed)
{
	const char *s = experience_plain(a, typed ? typed : "");
	for (w->word_count = 0; w->word_count < WISH_WORDS; s += strcspn(s, " ")) {
		s += strspn(s, " ");
		size_t n = strcspn(s, " ");
		if (!n)
			break;
		if (n > 1)
			w->words[w->word_count++] = stem(a, arena_copy(a, s, n));
	}
}

/* The closest first; of the same closeness, the newest. */
static int by_likeness(const void *a, const void *b)
{
	const struct told *x = a, *y = b;
	if (x->points != y->points)
		return x->points < y->points ? 1 : -1;
	return x->report.updated != y->report.updated ? (x->report.updated < y->report.updated
		? 1 : -1) : strcmp(y->report.id, x->report.id);
}

/* As the report kept its inhabitants; by place alone when it kept none. */
static void compare(struct db *db, const struct traits *asker, struct told *t)
{
	if (!t->report.territory || !traits_get(db, t->report.territory, &t->there))
		return;
	t->placed = true;
	if (t->report.population >= 0 && t->there.family == COMMUNE_LIKE) {
		t->there.place.population = t->report.population;
		t->there.people = people_class_of(COMMUNE_LIKE, t->report.population);
	}
	likeness_of(asker, &t->there, &t->like);
	t->points = (int)(t->like.score * t->like.known * 1000 + .5);
}

int experience_find(struct db *db, const struct wish *w, struct told *found)
{
	struct experience *all = arena_alloc(db_arena(db), FIND_MOST * sizeof *all);
	int n = experience_matching(db, w, FIND_MOST, all);
	for (int i = 0; i < n; i++) {
		found[i] = (struct told){.report = all[i]};
		if (w->alike)
			compare(db, w->alike, &found[i]);
	}
	if (w->alike)
		qsort(found, (size_t)n, sizeof *found, by_likeness);
	return n;
}

/* Does a sentence have the word that is looked for? */
static bool has_word(struct arena *a, const char *sentence, const char *word)
{
	return strstr(experience_plain(a, sentence), word) != NULL;
}

const char *telling_words(struct arena *a, const char *text, const struct wish *w, size_t n)
{
	const char *s = text;
	while (s && *s && w->word_count) {
		size_t length = strcspn(s, ".\n");
		const char *sentence = arena_copy(a, s, length + (s[length] == '.'));
		if (has_word(a, sentence, w->words[0]))
			return first_words(a, sentence, n);
		s += length + (s[length] != '\0');
	}
	return text ? first_words(a, text, n) : NULL;
}
