/* subject.c - names into slots; what is read, what is touched. */
#include "store/subject.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/db_sqlite.h"

/* FNV-1a, from github.com/lcn2/fnv: spreads short names over the slots. */
static uint64_t spread(uint64_t h, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001b3u;
	return h;
}

unsigned subject_slot(const char *sort, size_t sort_length, const char *name)
{
	uint64_t h = spread(0xcbf29ce484222325u, sort, sort_length);
	if (sort_length)
		h = spread(h, ":", 1);
	h = spread(h, name, strlen(name));
	return (unsigned)((h ^ h >> 32) % SUBJECT_SLOTS);
}

void db_reads(struct db *db, const char *sort, const char *name)
{
	if (db->hear && name)
		db->hear(db->hearer, subject_slot(sort, strlen(sort), name));
}

void db_hear_reads(struct db *db, void (*fn)(void *, unsigned), void *context)
{
	db->hear = fn;
	db->hearer = context;
}

void db_touches(struct db *db, const char *sort, const char *name)
{
	if (!db->touched && !(db->touched = malloc(TOUCHED_MAX * sizeof *db->touched)))
		memory_out();
	if (name && db->touched_count < TOUCHED_MAX)
		db->touched[db->touched_count] = subject_slot(sort, strlen(sort), name);
	if (name && db->touched_count <= TOUCHED_MAX)
		db->touched_count++;
}

bool db_take_touched(struct db *db, void (*fn)(void *, unsigned), void *context)
{
	int count = db->touched_count;
	db->touched_count = 0;
	for (int i = 0; i < count && i < TOUCHED_MAX; i++)
		fn(context, db->touched[i]);
	return count <= TOUCHED_MAX;
}
