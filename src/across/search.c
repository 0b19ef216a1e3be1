/* search.c - the index of this process: starting, waiting, reading moments. */
#include "across/search.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "across/search_index.h"
#include "across/search_kept.h"
#include "base/embedded.h"
#include "base/memory.h"
#include "base/text.h"
#include "store/fold.h"

static struct search *here;

struct search *search_here(void)
{
	return here;
}

/* Which tables, words and descriptions the file is made of; descriptions hold
 * sentences, so translations count.  WORDS_VERSION is of the tokenizer. */
static const char *file_name(struct arena *a)
{
	unsigned char hash[HASH_SIZE];
	struct out made_of = out_new(16 << 20);
	out_printf(&made_of, "words %d\n%s\n%s\n", WORDS_VERSION, search_db_schema,
		fold_fingerprint());
	for (int lang = 0; lang < LANG_COUNT; lang++)
		for (int i = 0; i < embedded_text_count[lang]; i++) {
			const struct embedded_text *t = &embedded_texts[lang][i];
			out_printf(&made_of, "%s\1%s\1%s\n", t->key, t->one, t->many ? t->many : "");
		}
	hash_bytes(hash, out_str(&made_of), made_of.len);
	out_free(&made_of);
	return arena_printf(a, "search-%.16s.db", hex(a, hash, HASH_SIZE));
}

/* Index files, but for mine: of other versions of the program, or what a crash
 * left beside one.  All can be made again.  False when one stays. */
static bool remove_others(const char *dir, const char *mine, struct arena *a)
{
	DIR *d = opendir(dir);
	bool gone = d;
	for (struct dirent *e; d && (e = readdir(d));)
		if (text_starts(e->d_name, "search-") && !(mine && text_starts(e->d_name, mine)))
			gone = unlink(arena_printf(a, "%s/%s", dir, e->d_name)) == 0 && gone;
	if (d)
		closedir(d);
	return gone;
}

bool search_forget(const char *dir)
{
	struct arena *a = arena_new();
	bool gone = here || remove_others(dir, NULL, a);
	arena_free(a);
	return gone;
}

static void start_locks(struct search *s)
{
	pthread_rwlockattr_t fair;
	pthread_condattr_t steady;
	pthread_rwlockattr_init(&fair);
	pthread_rwlockattr_setkind_np(&fair, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
	pthread_rwlock_init(&s->lock, &fair);
	pthread_rwlockattr_destroy(&fair);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_mutex_init(&s->mutex, NULL);
	pthread_cond_init(&s->wake, &steady);
	pthread_cond_init(&s->moved, &steady);
	pthread_condattr_destroy(&steady);
}

struct search *search_make(struct store *store, const char *path)
{
	struct search *s = calloc(1, sizeof *s);
	if (!s || !(s->path = strdup(path)))
		memory_out();
	s->store = store;
	s->facets = facets_new();
	s->known = known_new();
	s->kept = kept_lists_new();
	s->told = -1;
	start_locks(s);
	return here = s;
}

bool search_start(struct store *store, const char *dir, const char **why)
{
	struct arena *a = arena_new();
	const char *name = file_name(a);
	remove_others(dir, name, a);
	struct search *s = search_make(store, arena_printf(a, "%s/%s", dir, name));
	arena_free(a);
	s->heard = store_position(store);
	store_listen(store, search_hear, s);
	s->running = pthread_create(&s->thread, NULL, search_keep_up, s) == 0;
	if (!s->running)
		*why = "The thread that keeps the search index could not be started.";
	return s->running;
}

void search_stop(void)
{
	struct search *s = here;
	if (!s)
		return;
	here = NULL;
	pthread_mutex_lock(&s->mutex);
	s->ending = true;
	pthread_cond_signal(&s->wake);
	pthread_mutex_unlock(&s->mutex);
	if (s->running)
		pthread_join(s->thread, NULL);
	for (int i = 0; i < s->idle_count; i++)
		db_close(s->idle[i]);
	for (int i = 0; i < s->pending_count; i++)
		free(s->pending[i].id);
	free(s->pending);
	facets_free(s->facets);
	known_free(s->known);
	kept_lists_free(s->kept);
	pthread_rwlock_destroy(&s->lock);
	pthread_mutex_destroy(&s->mutex);
	pthread_cond_destroy(&s->wake);
	pthread_cond_destroy(&s->moved);
	free(s->path);
	free(s);
}

bool search_wait(int64_t position, int ms)
{
	struct search *s = here;
	if (!s)
		return false;
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	int64_t ns = until.tv_nsec + (int64_t)ms * 1000000;
	until.tv_sec += ns / 1000000000;
	until.tv_nsec = ns % 1000000000;
	pthread_mutex_lock(&s->mutex);
	for (int r = 0; s->reached < position && r == 0 && !s->ending;)
		r = pthread_cond_timedwait(&s->moved, &s->mutex, &until);
	bool there = s->reached >= position && s->reached < INT64_MAX;	/* there is none */
	pthread_mutex_unlock(&s->mutex);
	return there;
}

int64_t search_position(void)
{
	struct search *s = here;
	if (!s)
		return 0;
	pthread_mutex_lock(&s->mutex);
	int64_t position = s->reached;
	pthread_mutex_unlock(&s->mutex);
	return position;
}

static struct db *take_connection(struct search *s, struct arena *a)
{
	struct db *db = NULL;
	const char *why;
	pthread_mutex_lock(&s->mutex);
	if (s->idle_count)
		db = s->idle[--s->idle_count];
	pthread_mutex_unlock(&s->mutex);
	return db ? db : search_db_open(s->path, false, a, &why);
}

/* What filters of one search may take: libroaring falls without. */
enum { ROOM = 1 << 20 };

struct db *search_enter(struct search *s, struct arena *a)
{
	struct db *db = memory_room(ROOM) ? take_connection(s, a) : NULL;
	if (!db)
		return NULL;
	db_use_arena(db, a);
	pthread_rwlock_rdlock(&s->lock);
	/* the moment begins with the first read */
	if (db_begin(db, false) && db_int(db, "SELECT count(*) FROM meta", "") == 1)
		return db;
	pthread_rwlock_unlock(&s->lock);
	db_close(db);
	return NULL;
}

void search_leave(struct search *s, struct db *db)
{
	pthread_rwlock_unlock(&s->lock);
	search_db_choose(db, NULL);
	search_db_budget(db, 0);
	db_rollback(db);
	pthread_mutex_lock(&s->mutex);
	bool keep = s->idle_count < CONNECTIONS;
	if (keep)
		s->idle[s->idle_count++] = db;
	pthread_mutex_unlock(&s->mutex);
	if (!keep)
		db_close(db);
}
