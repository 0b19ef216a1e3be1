/* territory_fold.c - from the blob of territories to the tables.
 *
 * A line of the blob: kind, code, name, preposition, population, departement, region, epci,
 * parent, postcodes, latitude, longitude, point, communes; tabs between them. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/text.h"
#include "domain/territory/territory_own.h"
#include "store/fold.h"

enum { COLUMNS = 14, MAX_UNPACKED = 64 * 1024 * 1024 };

char *territory_unpack(struct arena *a, const void *bytes, size_t n)
{
	z_stream z = {.next_in = (unsigned char *)(uintptr_t)bytes, .avail_in = (unsigned)n};
	if (n < 18 || n > MAX_UNPACKED || inflateInit2(&z, 15 + 16) != Z_OK)
		return NULL;
	const unsigned char *end = (const unsigned char *)bytes + n;
	size_t size = (size_t)end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 |
		(size_t)end[-1] << 24;
	char *text = size <= MAX_UNPACKED ? arena_alloc(a, size + 1) : NULL;
	z.next_out = (unsigned char *)text;
	z.avail_out = (unsigned)size;
	bool whole = text && inflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out == size;
	inflateEnd(&z);
	return whole ? text : NULL;
}

static bool in_list(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

static bool is_small(const char *word)
{
	static const char *const small[] = {"le", "la", "les", "l", "de", "du", "des", "d", "en",
		"et", "a", "au", "aux", "lez", NULL};
	return in_list(word, small);
}

/* What people shorten, and what the names of EPCI shorten. */
static const char *spelt_out(const char *word)
{
	static const struct {
		const char *brief, *whole;
	} words[] = {{"st", "saint"}, {"ste", "sainte"}, {"sts", "saints"}, {"stes", "saintes"},
		{"s", "sur"}, {"ss", "sous"}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(word, words[i].brief) == 0)
			return words[i].whole;
	return word;
}

static bool is_wordy(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static const char *join(struct arena *a, const struct name_key *k, int from, int to, char with,
	bool small)
{
	struct out o = out_new(400);
	for (int i = from; i < to; i++) {
		if (!small && is_small(k->words[i]))
			continue;
		if (o.len)
			out_char(&o, with);
		out_text(&o, k->words[i]);
	}
	const char *joined = arena_dup(a, out_str(&o));
	out_free(&o);
	return joined;
}

const char *name_key_from(struct arena *a, const struct name_key *k, int from, int to)
{
	const char *key = join(a, k, from, to, ' ', false);
	return *key ? key : join(a, k, from, to, ' ', true);
}

bool name_key(struct arena *a, const char *name, struct name_key *k)
{
	*k = (struct name_key){0};
	char *folded = text_fold(a, name);
	for (char *p = folded; *p && k->count < MAX_WORDS;) {
		while (*p && !is_wordy(*p))
			p++;
		char *start = p;
		while (is_wordy(*p))
			p++;
		if (p == start)
			break;
		k->words[k->count++] = spelt_out(arena_copy(a, start, (size_t)(p - start)));
	}
	k->slug = join(a, k, 0, k->count, '-', true);
	k->key = name_key_from(a, k, 0, k->count);
	return k->count > 0;
}

static void add_name(struct db *db, const char *key, int64_t part, const char *code)
{
	db_run(db, "INSERT OR IGNORE INTO territory_name (key, part, code) VALUES (?1, ?2, ?3)",
		"sis", key, part, code);
}

/* The whole name, and what starts at each later word: "Grand Poitiers" finds
 * "CU du Grand Poitiers", which is its own name without the sort of EPCI. */
static void add_names(struct db *db, struct arena *a, const char *kind, const char *code,
	const char *name)
{
	static const char *const sorts[] = {"cc", "ca", "cu", NULL};
	struct name_key k;
	if (!name_key(a, name, &k))
		return;
	bool sorted = strcmp(kind, "epci") == 0 && k.count > 1 && in_list(k.words[0], sorts);
	add_name(db, k.key, sorted, code);
	for (int i = 1; i < k.count; i++)
		if (!is_small(k.words[i]))
			add_name(db, name_key_from(a, &k, i, k.count), 1, code);
	if (sorted)
		add_name(db, name_key_from(a, &k, 1, k.count), 0, code);
}

static void add_postcodes(struct db *db, struct arena *a, const char *code, const char *list)
{
	char *rest = arena_dup(a, list), *one;
	while ((one = strsep(&rest, " ")))
		if (*one)
			db_run(db, "INSERT OR IGNORE INTO territory_postcode (postcode, code) "
				"VALUES (?1, ?2)", "ss", one, code);
}

static const char *or_null(const char *s)
{
	return *s ? s : NULL;
}

static void add(struct db *db, struct arena *a, char *const *f)
{
	struct name_key k;
	name_key(a, f[2], &k);
	db_run(db, "INSERT OR IGNORE INTO territory (code, kind, name, slug, preposition, population, "
		"departement, region, epci, parent, postcodes, lat, lon, point, communes) VALUES "
		"(?1, ?2, ?3, ?4, ?5, CAST(?6 AS INTEGER), ?7, ?8, ?9, ?10, ?11, "
		"CAST(?12 AS REAL), CAST(?13 AS REAL), CAST(?14 AS INTEGER), CAST(?15 AS INTEGER))",
		"sssssssssssssss", f[1], f[0], f[2], k.count ? k.slug : "x", f[3], or_null(f[4]),
		or_null(f[5]), or_null(f[6]), or_null(f[7]), or_null(f[8]), f[9],
		or_null(f[10]), or_null(f[11]), f[12], f[13]);
	add_names(db, a, f[0], f[1], f[2]);
	add_postcodes(db, a, f[1], f[9]);
}

static void add_all(struct db *db, char *text)
{
	struct arena *a = arena_new();
	char *line;
	for (int i = 1; (line = strsep(&text, "\n")); i++) {
		char *fields[COLUMNS], *field;
		int n = 0;
		while (n < COLUMNS && (field = strsep(&line, "\t")))
			fields[n++] = field;
		if (n == COLUMNS && fields[0][0] != '#')
			add(db, a, fields);
		if (i % 1000 == 0) {
			arena_free(a);
			a = arena_new();
		}
	}
	arena_free(a);
}

/* All at once; without the blob the tables stay as they are. */
static void loaded(struct db *db, const struct entry *e)
{
	const char *blob = e->body ? json_str(e->body, "blob") : NULL;
	size_t n = 0;
	const void *bytes = blob ? fold_blob(db, blob, &n) : NULL;
	char *text = bytes ? territory_unpack(db_arena(db), bytes, n) : NULL;
	if (!text)
		return;
	db_run(db, "DELETE FROM territory_name", "");
	db_run(db, "DELETE FROM territory_postcode", "");
	db_run(db, "DELETE FROM territory", "");
	add_all(db, text);
	const char *source = json_str(e->body, "source"), *date = json_str(e->body, "date");
	db_run(db, "INSERT OR REPLACE INTO territory_source (id, blob, source, date, position) "
		"VALUES (1, ?1, ?2, ?3, ?4)", "sssi", blob, source ? source : "", date ? date : "",
		e->position);
}

const struct fold territory_folds[] = {
	{"territory.loaded", loaded},
	{0}};
