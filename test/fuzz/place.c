/* place.c - a place as typed: what is found is there, by its own code too. */
#include "fuzz.h"

#include "base/text.h"
#include "domain/territory/territory_own.h"

enum { MOST = 12 };

static struct reader *reader;

static void check(struct db *db, const struct territory *found, int count, const char *kind)
{
	must(count >= 0 && count <= MOST);
	for (int i = 0; i < count; i++) {
		struct territory t;
		must(territory_get(db, found[i].code, &t) && text_eq(t.name, found[i].name));
		must(!kind || text_eq(kind, found[i].kind));
		for (int j = 0; j < i; j++)
			must(!text_eq(found[i].code, found[j].code));
	}
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct input in = {a, bytes, n};
	unsigned flags = fuzz_byte(&in);
	const char *kind = flags & 1 ? "commune" : flags & 2 ? "epci" : NULL;
	const char *typed = text_line(a, in.at, in.left);
	struct territory found[MOST], t;
	if (!typed || !reader_begin(reader, a, 0, 0))
		return;
	struct db *db = reader_db(reader);
	int64_t total = -1;
	check(db, found, territory_find(db, typed, kind, MOST, found), kind);
	int count = territory_search(db, typed, kind, flags >> 2, MOST, found, &total);
	check(db, found, count, kind);
	must(total >= 0 && (count == 0 || total >= count));
	const char *guess = territory_guess(db, typed);
	must(!guess || (*guess && text_valid(guess, strlen(guess))));
	if (territory_get(db, typed, &t))
		must(territory_find(db, typed, NULL, MOST, found) > 0);
	must(!reader_failed(reader));
	reader_end(reader);
}

static void start(void)
{
	reader = reader_open(fuzz_store());
}

const struct target fuzz_place = {"place", run, start};
