/* search_db.c - the search file by SQLite: its tables, our words, bounded time. */
#include "across/search_db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "store/db_sqlite.h"

static const struct db_format format = {0x41525345, 1};

/* term: stems that texts have had, with their length and letters for the nearest
 * spelling.  posting: search_posting.h; fresh: sheets whose words are not in it yet.
 * known: what memory has of each sheet, read at the start; facets as name, \2,
 * value, \1, and again, the first of "" telling who sees it.
 * told: what public reports tell of, so that sheets that were tried can be chosen.
 * place: those that public sheets name, which are those located; with their number.
 * own: a point that sheets give; located.aside: of territories of sheets that have one.
 * sheet.kind and sheet.digest: which kind row describes it, and a hash of what
 * it said, so that what did not change is not written again. */
const char search_db_schema[] =
	"CREATE TABLE meta (id INTEGER PRIMARY KEY CHECK (id = 1), epoch TEXT NOT NULL,"
	" position INTEGER NOT NULL, kind INTEGER NOT NULL, walked TEXT) STRICT;"
	"CREATE TABLE sheet (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
	" kind INTEGER NOT NULL, digest BLOB NOT NULL, slug TEXT NOT NULL, address TEXT NOT NULL,"
	" type TEXT NOT NULL, mark TEXT NOT NULL, title TEXT NOT NULL, folded TEXT NOT NULL,"
	" summary TEXT NOT NULL, places TEXT NOT NULL, meta_fr TEXT, meta_en TEXT, language TEXT,"
	" created INTEGER NOT NULL, updated INTEGER NOT NULL, version INTEGER NOT NULL)"
	" STRICT;"
	"CREATE INDEX sheet_folded ON sheet (folded, id);"
	"CREATE TABLE known (sheet INTEGER PRIMARY KEY, id TEXT NOT NULL, updated INTEGER NOT NULL,"
	" length INTEGER NOT NULL, facets TEXT NOT NULL) STRICT;"
	"CREATE TABLE place (code TEXT PRIMARY KEY, name TEXT NOT NULL, address TEXT NOT NULL,"
	" lat REAL NOT NULL, lon REAL NOT NULL, small INTEGER NOT NULL, own INTEGER NOT NULL,"
	" sheets INTEGER NOT NULL)"
	" STRICT, WITHOUT ROWID;"
	"CREATE INDEX place_sheets ON place (small DESC, sheets DESC, code)"
	" WHERE (lat <> 0 OR lon <> 0) AND NOT own;"
	"CREATE TABLE located (sheet INTEGER NOT NULL, code TEXT NOT NULL, aside INTEGER NOT NULL,"
	" PRIMARY KEY (sheet, code)) STRICT, WITHOUT ROWID;"
	"CREATE INDEX located_code ON located (code, aside, sheet);"
	"CREATE TABLE link (sheet INTEGER NOT NULL, target TEXT NOT NULL,"
	" PRIMARY KEY (sheet, target)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE told (target TEXT NOT NULL, sheet INTEGER NOT NULL,"
	" PRIMARY KEY (target, sheet)) STRICT, WITHOUT ROWID;"
	"CREATE INDEX told_sheet ON told (sheet);"
	"CREATE TABLE text (sheet INTEGER PRIMARY KEY, labels TEXT NOT NULL, body TEXT NOT NULL)"
	" STRICT;"
	"CREATE TABLE fresh (sheet INTEGER PRIMARY KEY) STRICT;"
	"CREATE TABLE term (id INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE,"
	" size INTEGER NOT NULL, letters INTEGER NOT NULL) STRICT;"
	"CREATE INDEX term_size ON term (size, letters);"
	"CREATE TABLE posting (key INTEGER PRIMARY KEY, rows BLOB NOT NULL, places BLOB NOT NULL)"
	" STRICT;"
	"INSERT INTO meta VALUES (1, '', 0, 0, NULL);";

/* What belongs to one connection, kept with it. */
struct own {
	struct tokenizer *tokenizer;
	const roaring_bitmap_t *chosen;
	roaring_bitmap_t *met;
	int64_t end;	/* of the budget, ns of the thread's time; 0 none */
	bool late;
};

static struct own *own(struct db *db)
{
	return db_kept(db, "search", 0);
}

static void drop_own(void *own)
{
	tokenizer_free(((struct own *)own)->tokenizer);
	free(own);
}

static int64_t spent(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int progress(void *context)
{
	struct own *o = context;
	if (o->end && spent() > o->end)
		o->late = true;
	return o->late;
}

static void chosen(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	const struct own *o = sqlite3_user_data(context);
	uint32_t row = (uint32_t)sqlite3_value_int64(values[0]);
	bool in = o->chosen && roaring_bitmap_contains(o->chosen, row);
	if (in && o->met)
		roaring_bitmap_add(o->met, row);
	sqlite3_result_int(context, in);
}

/* Teaches a connection our words, chosen() and the clock. */
static void equip(struct db *db, bool write)
{
	struct own *o = calloc(1, sizeof *o);
	if (!o)
		memory_out();
	o->tokenizer = write ? tokenizer_large() : tokenizer_new();
	db_keep(db, "search", 0, o, drop_own);
	int code = sqlite3_create_function(db->handle, "chosen", 1,
		SQLITE_UTF8 | SQLITE_DIRECTONLY, o, chosen, NULL, NULL);
	if (code != SQLITE_OK)
		die("SQLite: %s", sqlite3_errmsg(db->handle));
	sqlite3_progress_handler(db->handle, 1000, progress, o);
}

void search_db_remove(const char *path)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		char name[4096];
		snprintf(name, sizeof name, "%s%s", path, ends[i]);
		unlink(name);
	}
}

static struct db *try_open(const char *path, bool write, struct arena *a, const char **why)
{
	int code;
	struct db *db = db_open(path, write ? DB_WRITE | DB_CREATE : 0, &format, a, why, &code);
	if (!db)
		return NULL;
	equip(db, write);
	bool ready = db_int(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'meta'", "") > 0;
	if (!ready && write && !db_fault(db))
		ready = db_begin(db, true) && db_script(db, search_db_schema) && db_commit(db);
	if (ready && !db_fault(db))
		return db;
	*why = arena_printf(a, "%s cannot be used: %s.", path, db_why(db));
	db_close(db);
	return NULL;
}

struct db *search_db_open(const char *path, bool write, struct arena *a, const char **why)
{
	struct db *db = try_open(path, write, a, why);
	if (db || !write)
		return db;
	search_db_remove(path);
	return try_open(path, write, a, why);
}

void search_db_choose(struct db *db, const roaring_bitmap_t *rows)
{
	own(db)->chosen = rows;
}

void search_db_meet(struct db *db, roaring_bitmap_t *met)
{
	own(db)->met = met;
}

struct tokenizer *search_db_tokenizer(struct db *db)
{
	return own(db)->tokenizer;
}

void search_db_budget(struct db *db, int ms)
{
	struct own *o = own(db);
	o->late = false;
	o->end = ms ? spent() + (int64_t)ms * 1000000 : 0;
}

bool search_db_late(struct db *db)
{
	return own(db)->late;
}
