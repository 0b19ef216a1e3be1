/* fold.c - which function takes an entry; what the tables are made of. */
#include "store/fold.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/out.h"
#include "base/tokenizer.h"
#include "store/db_file.h"
#include "store/log.h"

enum { MOST_FOLDS = 500 };

static const struct fold *sorted[MOST_FOLDS];
static size_t sorted_count;
static char fingerprint[2 * HASH_SIZE + 1];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int by_kind(const void *a, const void *b)
{
	return strcmp((*(const struct fold *const *)a)->kind,
		(*(const struct fold *const *)b)->kind);
}

/* Sorts; folds of one kind stay in the order of their domains. */
static void sort_folds(void)
{
	for (size_t i = 1; i < sorted_count; i++) {
		const struct fold *f = sorted[i];
		size_t k = i;
		for (; k > 0 && by_kind(&sorted[k - 1], &f) > 0; k--)
			sorted[k] = sorted[k - 1];
		sorted[k] = f;
	}
}

static bool ends(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);
	return n >= m && strcmp(s + n - m, end) == 0;
}

static bool is_schema(const struct embedded *f)
{
	return strncmp(f->name, "src/domain/", 11) == 0 && ends(f->name, ".sql");
}

/* All that decides what a replay gives: tables, folds, the words of a text, the format. */
static void make_fingerprint(void)
{
	struct out all = out_new(1024 * 1024);
	out_printf(&all, "views %d words %d\n", db_views_format.version, WORDS_VERSION);
	for (const struct embedded *f = embedded_files; f->name; f++)
		if (is_schema(f) || (strncmp(f->name, "src/", 4) == 0 &&
			ends(f->name, "_fold.c")))
			out_printf(&all, "%s %s\n", f->name, f->hash);
	unsigned char hash[HASH_SIZE];
	hash_bytes(hash, out_str(&all), all.len);
	out_free(&all);
	struct arena *a = arena_new();
	strcpy(fingerprint, hex(a, hash, HASH_SIZE));
	arena_free(a);
}

static void prepare(void)
{
	for (const struct fold *f; (f = fold_at((int)sorted_count)); sorted_count++) {
		if (sorted_count == MOST_FOLDS)
			die("more than %d folds", MOST_FOLDS);
		sorted[sorted_count] = f;
	}
	sort_folds();
	make_fingerprint();
}

void fold_apply(struct db *db, const struct entry *e)
{
	pthread_once(&once, prepare);
	const struct fold key = {.kind = e->kind};
	const struct fold *wanted = &key;
	const struct fold **found = bsearch(&wanted, sorted, sorted_count, sizeof *sorted,
		by_kind);
	if (!found)
		return;
	while (found > sorted && strcmp(found[-1]->kind, e->kind) == 0)
		found--;
	for (; found < sorted + sorted_count && strcmp((*found)->kind, e->kind) == 0; found++)
		(*found)->step(db, e);
}

const char *fold_schema(int i)
{
	for (const struct embedded *f = embedded_files; f->name; f++)
		if (is_schema(f) && i-- == 0)
			return (const char *)f->bytes;
	return NULL;
}

const char *fold_fingerprint(void)
{
	pthread_once(&once, prepare);
	return fingerprint;
}

const void *fold_blob(struct db *db, const char *hash, size_t *size)
{
	struct log *log = db_log(db);
	*size = 0;
	return log ? log->do_->blob_get(log, db_arena(db), hash, size) : NULL;
}
