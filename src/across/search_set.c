/* search_set.c - what a list finds, by place. */
#include "across/search_set.h"

#include "across/search_index.h"
#include "across/search_query.h"

enum { BUDGET = 200 };	/* ms of a thread's time */

static const struct search_box everywhere = {-180, -90, 180, 90};

/* Places are gone through first, so that chosen() meets what lies in the box only;
 * returns how many pairs of a place and a sheet there are. */
static int read_places(struct db *db, struct arena *a, const struct search_box *b,
	struct search_set *set)
{
	int room = 0, pairs = 0;
	roaring_bitmap_t *met = roaring_bitmap_create();
	search_db_meet(db, met);
	struct rows r = db_query(db, "SELECT code, name, address, lat, lon, small, count(*)"
		" FROM place CROSS JOIN located USING (code)"
		" WHERE lat BETWEEN ?1 AND ?2 AND lon BETWEEN ?3 AND ?4 AND (lat <> 0 OR lon <> 0)"
		" AND aside = 0 AND chosen(sheet) GROUP BY code ORDER BY code", "dddd", b->south, b->north, b->west,
		b->east);
	while (row_next(&r)) {
		if (set->place_count == room) {
			struct search_place *old = set->places;
			room = room ? room * 2 : 64;
			set->places = arena_alloc(a, (size_t)room * sizeof *set->places);
			for (int i = 0; i < set->place_count; i++)
				set->places[i] = old[i];
		}
		set->places[set->place_count++] = (struct search_place){row_text(&r, 0),
			row_text(&r, 1), row_text(&r, 2), row_real(&r, 3), row_real(&r, 4),
			row_int(&r, 5), (int)row_int(&r, 6)};
		pairs += (int)row_int(&r, 6);
	}
	rows_end(&r);
	search_db_meet(db, NULL);
	set->placed = (int)roaring_bitmap_get_cardinality(met);
	roaring_bitmap_free(met);
	return pairs;
}

static bool holds_much(struct db *db, const struct search_box *b)
{
	return db_int(db, "SELECT sum(sheets) FROM place WHERE lat BETWEEN ?1 AND ?2"
		" AND lon BETWEEN ?3 AND ?4", "dddd", b->south, b->north, b->west, b->east) > SEARCH_LOOKED;
}

static void read_sheets(struct db *db, struct arena *a, int most, struct search_set *set)
{
	set->sheets = arena_alloc(a, ((size_t)most + 1) * sizeof *set->sheets);
	for (int i = 0; i < set->place_count; i++) {
		struct rows r = db_query(db, "SELECT id, address, type, mark, title, updated FROM located"
			" JOIN sheet ON number = sheet WHERE code = ?1 AND aside = 0 AND chosen(sheet)"
			" ORDER BY updated DESC, id DESC", "s", set->places[i].code);
		while (row_next(&r) && set->sheet_count < most)
			set->sheets[set->sheet_count++] = (struct search_at){i, row_text(&r, 0),
				row_text(&r, 1), row_text(&r, 2), row_text(&r, 3), row_text(&r, 4),
				row_int(&r, 5)};
		rows_end(&r);
	}
}

void search_set(const struct search_wish *w, const struct search_box *box, int most_sheets,
	struct arena *a, struct search_set *set)
{
	*set = (struct search_set){0};
	struct finding f = {0};
	if (!find_begin(&f, w, a))
		return;
	box = box ? box : &everywhere;
	set->version = search_here()->version;
	set->total = (int)roaring_bitmap_get_cardinality(f.result);
	search_db_budget(f.db, BUDGET);
	search_db_choose(f.db, f.result);
	set->many = set->total > SEARCH_LOOKED && holds_much(f.db, box);
	if (!set->many && read_places(f.db, a, box, set) <= most_sheets)
		read_sheets(f.db, a, most_sheets, set);
	set->late = f.cut || search_db_late(f.db);
	find_end(&f);
}
