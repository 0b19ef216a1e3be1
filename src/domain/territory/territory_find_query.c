/* territory_find_query.c - from what a person types to places, best first. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "domain/territory/territory_own.h"

/* Same name, same people: the commune before the département of the same name. */
#define BEST "t.population DESC, instr('commune departement region epci arrondissement', " \
	"t.kind) = 0, instr('commune departement region epci arrondissement', t.kind), t.code"
#define LAST "\xf4\x8f\xbf\xbf"	/* after any other character */

/* What was typed, understood. */
struct wish {
	const char *key, *slug;		/* of the words */
	const char *departement;	/* code to stay in, or NULL */
	const char *postcode;		/* postcode to stay in, or NULL */
};

struct found {
	struct territory *list;
	int limit;
	int64_t offset, *total;
};

/* Rows whose column 15 is how many there are in all. */
static int take(struct rows r, const struct found *f)
{
	int n = 0;
	*f->total = 0;
	while (n < f->limit && row_next(&r)) {
		territory_fill(&r, &f->list[n++]);
		*f->total = row_int(&r, 15);
	}
	rows_end(&r);
	return n;
}

static int by_name(struct db *db, const struct wish *w, const char *kind, const struct found *f)
{
	const char *last = arena_printf(db_arena(db), "%s" LAST, w->key);
	return take(db_query(db, "SELECT " PLACE ", count(*) OVER () FROM (SELECT code, "
		"min(CASE WHEN key = ?1 THEN part * 2 ELSE 1 + part * 2 END) AS far "
		"FROM territory_name WHERE key BETWEEN ?1 AND ?2 GROUP BY code) n "
		"JOIN territory t ON t.code = n.code WHERE (?4 IS NULL OR t.kind = ?4) "
		"AND (?5 IS NULL OR t.departement = ?5 OR t.region = ?5) "
		"AND (?6 IS NULL OR instr(t.postcodes, ?6) > 0) "
		"ORDER BY t.slug <> ?3, n.far, " BEST " LIMIT ?7 OFFSET ?8", "ssssssii", w->key, last,
		w->slug, kind, w->departement, w->postcode, (int64_t)f->limit, f->offset), f);
}

/* Codes and postcodes, whole or begun. */
static int by_number(struct db *db, const char *typed, const char *kind, const struct found *f)
{
	struct arena *a = db_arena(db);
	char *number = arena_dup(a, typed);
	for (char *p = number; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	const char *last = arena_printf(a, "%s" LAST, number);
	return take(db_query(db, "SELECT " PLACE ", count(*) OVER () FROM (SELECT code, "
		"min(far) AS far FROM (SELECT code, postcode <> ?1 AS far FROM territory_postcode "
		"WHERE postcode BETWEEN ?1 AND ?2 UNION ALL SELECT code, -1 FROM territory "
		"WHERE code IN (?1, 'D' || ?1) UNION ALL SELECT code, 1 FROM territory "
		"WHERE code = 'C' || ?1) GROUP BY code) n JOIN territory t ON t.code = n.code "
		"WHERE ?3 IS NULL OR t.kind = ?3 ORDER BY max(n.far, 0), " BEST
		" LIMIT ?4 OFFSET ?5", "sssii", number, last, kind, (int64_t)f->limit,
		f->offset), f);
}

static int all(struct db *db, const char *kind, const struct found *f)
{
	int n = take(db_query(db, "SELECT " PLACE ", 0 FROM territory t WHERE "
		"(?1 IS NULL OR t.kind = ?1) ORDER BY t.code LIMIT ?2 OFFSET ?3", "sii", kind,
		(int64_t)f->limit, f->offset), f);
	*f->total = db_int(db, "SELECT count(*) FROM territory WHERE ?1 IS NULL OR kind = ?1", "s",
		kind);
	return n;
}

/* The code of the département or région of that name, or NULL. */
static const char *area_named(struct db *db, const char *key)
{
	return db_text(db, "SELECT t.code FROM territory_name n JOIN territory t ON t.code = n.code "
		"WHERE n.key = ?1 AND n.part = 0 AND t.kind IN ('departement', 'region') "
		"ORDER BY t.kind LIMIT 1", "s", key);
}

static bool has_digit(const char *s)
{
	return strpbrk(s, "0123456789") != NULL;
}

/* "jazeneuil 86600", "saint-denis (93)": numbers say where. */
static void take_numbers(struct db *db, struct name_key *k, struct wish *w)
{
	struct arena *a = db_arena(db);
	int kept = 0;
	for (int i = 0; i < k->count; i++) {
		const char *word = k->words[i];
		struct territory t;
		const char *code = arena_printf(a, "D%s", word);
		for (char *p = (char *)(uintptr_t)code; *p; p++)
			*p = (char)toupper((unsigned char)*p);
		if (strlen(word) == 5 && strspn(word, "0123456789") == 5)
			w->postcode = word;
		else if (has_digit(word) && territory_get(db, code, &t))
			w->departement = t.code;
		else
			k->words[kept++] = word;
	}
	k->count = kept;
}

/* Long words for sorts of EPCI become what their names begin with. */
static const char *shorten(struct arena *a, const char *typed)
{
	static const struct {
		const char *whole, *brief;
	} sorts[] = {{"communaute de communes", "cc"}, {"communaute d'agglomeration", "ca"},
		{"communaute urbaine", "cu"}};
	const char *folded = text_fold(a, typed);
	for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
		if (text_starts(folded, sorts[i].whole))
			return arena_printf(a, "%s%s", sorts[i].brief,
				folded + strlen(sorts[i].whole));
	return typed;
}

static void make_keys(struct arena *a, const struct name_key *k, int to, struct wish *w)
{
	struct name_key part = *k;
	part.count = to;
	w->key = name_key_from(a, &part, 0, to);
	struct out slug = out_new(400);
	for (int i = 0; i < to; i++)
		out_printf(&slug, i ? "-%s" : "%s", part.words[i]);
	w->slug = arena_dup(a, out_str(&slug));
	out_free(&slug);
}

/* Numbers say where; if nothing is there, they belong to the name, as in "Paris 13". */
static int by_words(struct db *db, const char *typed, const char *kind, const struct found *f)
{
	struct arena *a = db_arena(db);
	struct name_key k, whole;
	struct wish w = {0}, name = {0};
	if (!name_key(a, shorten(a, typed), &k))
		return 0;
	name_key(a, shorten(a, typed), &whole);
	take_numbers(db, &k, &w);
	make_keys(a, &k, k.count, &w);
	int n = by_name(db, &w, kind, f);
	if (!n && k.count < whole.count) {
		make_keys(a, &whole, whole.count, &name);
		return by_name(db, &name, kind, f);
	}
	if (n || w.departement)
		return n;
	/* "saint-denis réunion": the last words may name a département or a région */
	for (int i = k.count - 1; i > 0 && n == 0; i--) {
		w.departement = area_named(db, name_key_from(a, &k, i, k.count));
		make_keys(a, &k, i, &w);
		if (w.departement)
			n = by_name(db, &w, kind, f);
	}
	return n;
}

int territory_search(struct db *db, const char *typed, const char *kind, int64_t offset,
	int limit, struct territory *list, int64_t *total)
{
	struct found f = {list, limit, offset, total};
	*total = 0;
	if (text_blank(typed))
		return all(db, kind, &f);
	char *one = text_line(db_arena(db), typed, strlen(typed));
	if (!one || strlen(one) > 200)
		return 0;
	if (!strchr(one, ' ') && has_digit(one)) {
		int n = by_number(db, one, kind, &f);
		if (n)
			return n;
	}
	return by_words(db, one, kind, &f);
}

int territory_find(struct db *db, const char *typed, const char *kind, int limit,
	struct territory *found)
{
	int64_t total;
	return text_blank(typed) ? 0 : territory_search(db, typed, kind, 0, limit, found, &total);
}

const char *territory_guess(struct db *db, const char *typed)
{
	struct arena *a = db_arena(db);
	struct name_key k;
	if (!name_key(a, typed, &k) || strlen(k.key) < 4)
		return NULL;
	const char *first = arena_copy(a, k.key, 2);
	struct rows r = db_query(db, "SELECT n.key, t.name FROM territory_name n JOIN territory t "
		"ON t.code = n.code WHERE n.part = 0 AND n.key BETWEEN ?1 AND ?2 "
		"AND abs(length(n.key) - ?3) <= 2 ORDER BY t.population DESC", "ssi", first,
		arena_printf(a, "%s" LAST, first), (int64_t)strlen(k.key));
	const char *best = NULL;
	int least = 3;
	while (row_next(&r)) {
		int far = text_distance(row_text(&r, 0), k.key, 2);
		if (far < least) {
			least = far;
			best = row_text(&r, 1);
		}
	}
	rows_end(&r);
	return best;
}
