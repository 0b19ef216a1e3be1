/* search_index.c - describes what changed and writes it, at once or in turns. */
#include "across/search_index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "across/search_sheet.h"
#include "base/logfmt.h"
#include "base/text.h"

enum {
	TURN = 200,		/* sheets described between two commits */
	PACK = 1024,		/* bags written into the file once it is quiet, */
	BRIM = 4096,		/* or in any case */
	MOST_PENDING = 20000,	/* beyond it, all are described and looked at again */
	PATIENCE = 5,		/* seconds before trying again after a failure */
	WALKED = 1000000,	/* meta.kind when no kind is left to walk */
};

struct keeper {
	struct search *search;
	struct db *db;
	struct reader *reader;
	struct arena *arena;		/* of one turn */
	struct changes changes;
	int kind;			/* walk under way; WALKED: none */
	char walked[64];		/* last subject walked, or "" */
	char epoch[27];
};

static bool wide(const struct kind *k, const char *entry_kind)
{
	for (const char *p = k->wide; p && *p; p += strcspn(p, " "), p += *p == ' ') {
		size_t n = strcspn(p, " ");
		if (n && strncmp(entry_kind, p, n) == 0)
			return true;
	}
	return false;
}

/* Called with the mutex. */
static void add_pending(struct search *s, int kind, const char *id)
{
	if (s->pending_count >= MOST_PENDING) {
		s->anew = true;
		return;
	}
	s->pending = reallocarray(s->pending, (size_t)s->pending_count + 1, sizeof *s->pending);
	char *copy = strdup(id);
	if (!s->pending || !copy)
		memory_out();
	s->pending[s->pending_count++] = (struct subject){kind, copy};
}

/* Another epoch began: the position may have gone back. */
static void hear_epoch(struct search *s)
{
	pthread_mutex_lock(&s->mutex);
	s->anew = s->erased = true;
	s->heard = store_position(s->store);
	s->reached = 0;
	pthread_cond_signal(&s->wake);
	pthread_mutex_unlock(&s->mutex);
}

void search_hear(void *search, const struct entry *e)
{
	struct search *s = search;
	if (!e) {
		hear_epoch(s);
		return;
	}
	pthread_mutex_lock(&s->mutex);
	const struct kind *k;
	for (int i = 0; (k = kind_at(i)); i++) {
		if (text_starts(e->kind, k->prefix))
			add_pending(s, i, e->subject);
		s->again = s->again || wide(k, e->kind);
	}
	s->erased = s->erased || !e->text;
	if (e->position > s->heard)
		s->heard = e->position;
	pthread_cond_signal(&s->wake);
	pthread_mutex_unlock(&s->mutex);
}

/* Hears what the log got since the file was last written. */
static void hear_missed(struct keeper *k, int64_t after)
{
	enum { MANY = 500 };
	struct log *log = store_log(k->search->store);
	struct entry *entries = calloc(MANY, sizeof *entries);
	if (!entries)
		memory_out();
	for (int n = MANY; n == MANY;) {
		struct arena *a = arena_new();
		n = log->do_->read(log, a, after, MANY, entries);
		for (int i = 0; i < n; i++) {
			search_hear(k->search, &entries[i]);
			after = entries[i].position;
		}
		arena_free(a);
	}
	free(entries);
}

static void read_meta(struct keeper *k, char epoch[27], int64_t *position)
{
	struct rows r = db_query(k->db, "SELECT epoch, position, kind, walked FROM meta", "");
	if (row_next(&r)) {
		const char *e = row_text(&r, 0), *walked = row_text(&r, 3);
		snprintf(epoch, 27, "%s", e);
		*position = row_int(&r, 1);
		k->kind = (int)row_int(&r, 2);
		snprintf(k->walked, sizeof k->walked, "%s", walked ? walked : "");
	}
	rows_end(&r);
}

static bool open_file(struct keeper *k)
{
	const char *why = NULL;
	k->db = search_db_open(k->search->path, true, k->arena, &why);
	if (!k->db)
		logfmt(LEVEL_ERROR, NULL, "search.none", "why", why);
	else
		db_use_arena(k->db, k->arena);
	return k->db;
}

/* Reads what memory keeps of the file, beside those who search already. */
static void load(struct keeper *k)
{
	struct search *s = k->search;
	struct facets *facets = facets_new(), *no_facets = s->facets;
	struct known *known = known_new(), *none = s->known;
	sheets_load(k->db, facets, known);
	pthread_rwlock_wrlock(&s->lock);
	s->version++;
	s->facets = facets;
	s->known = known;
	pthread_rwlock_unlock(&s->lock);
	facets_free(no_facets);
	known_free(none);
}

/* Opens the file; one of another log, or ahead of this one, is made anew. */
static bool begin(struct keeper *k)
{
	struct log_head head = {0};
	struct log *log = store_log(k->search->store);
	char epoch[27] = "";
	int64_t position = 0;
	if (!log->do_->head(log, &head) || !open_file(k))
		return false;
	read_meta(k, epoch, &position);
	memcpy(k->epoch, head.epoch, sizeof k->epoch);
	if (*epoch && (strcmp(epoch, head.epoch) != 0 || position > head.position)) {
		db_close(k->db);
		search_db_remove(k->search->path);
		if (!open_file(k))
			return false;
		position = 0;
		k->kind = 0;
		*k->walked = '\0';
	}
	load(k);
	if (position > 0)
		hear_missed(k, position);
	return true;
}

/* One turn of the walk over all that kinds know. */
static void walk(struct keeper *k, struct db *views)
{
	for (int n = 0; n < TURN && k->kind != WALKED;) {
		const struct kind *kind = kind_at(k->kind);
		const char *id = kind ? kind->after(views, k->walked) : NULL;
		if (id) {
			sheet_index(k->db, views, k->kind, id, &k->changes);
			snprintf(k->walked, sizeof k->walked, "%s", id);
			n++;
		} else {
			k->kind = kind ? k->kind + 1 : WALKED;
			*k->walked = '\0';
		}
	}
}

/* What one turn takes from the others. */
struct turn {
	struct subject *pending;
	int count;
	int64_t heard;
	bool again, erased, anew;
};

/* Waits for something to do; false at the end. */
static bool take(struct keeper *k, struct turn *t)
{
	struct search *s = k->search;
	pthread_mutex_lock(&s->mutex);
	while (!s->ending && !s->pending_count && !s->again && !s->erased &&
			s->heard <= s->reached && k->kind == WALKED)
		pthread_cond_wait(&s->wake, &s->mutex);
	bool go = !s->ending;
	if (go) {	/* otherwise who stops the search frees what is left */
		*t = (struct turn){s->pending, s->pending_count, s->heard, s->again || s->anew,
			s->erased, s->anew};
		s->pending = NULL;
		s->pending_count = 0;
		s->again = s->erased = s->anew = false;
	}
	pthread_mutex_unlock(&s->mutex);
	return go;
}

/* Looks at all that is in the file again: what is no more is forgotten. */
static void look_again(struct keeper *k, struct db *views)
{
	struct subject *all = NULL;
	int n = 0;
	struct rows r = db_query(k->db, "SELECT kind, id FROM sheet", "");
	for (; row_next(&r); n++) {
		all = reallocarray(all, (size_t)n + 1, sizeof *all);
		if (!all)
			memory_out();
		all[n] = (struct subject){(int)row_int(&r, 0), row_text(&r, 1)};
	}
	rows_end(&r);
	for (int i = 0; i < n; i++)
		sheet_index(k->db, views, all[i].kind, all[i].id, &k->changes);
	free(all);
	struct log_head head;
	struct log *log = store_log(k->search->store);
	if (log->do_->head(log, &head))
		memcpy(k->epoch, head.epoch, sizeof k->epoch);
}

static void write_turn(struct keeper *k, const struct turn *t)
{
	struct db *views = reader_db(k->reader);
	if (t->anew)
		look_again(k, views);
	for (int i = 0; i < t->count; i++)
		sheet_index(k->db, views, t->pending[i].kind, t->pending[i].id, &k->changes);
	if (t->again) {
		k->kind = 0;
		*k->walked = '\0';
	}
	walk(k, views);
	if (t->erased)
		sheets_wipe(k->db, k->search->known, &k->changes);
	else
		sheets_pack(k->db, k->search->known, &k->changes,
			k->kind == WALKED && t->count < TURN ? PACK : BRIM);
	db_run(k->db, "UPDATE meta SET epoch = ?1, position = ?2, kind = ?3, walked = ?4", "siis",
		k->epoch, t->heard, (int64_t)k->kind, k->walked);
}

/* Commits; the sets change at the same moment for those who read. */
static bool commit(struct keeper *k)
{
	struct search *s = k->search;
	pthread_rwlock_wrlock(&s->lock);
	bool done = db_commit(k->db);
	if (done) {
		s->version++;
		changes_apply(&k->changes, s->facets, s->known);
	}
	pthread_rwlock_unlock(&s->lock);
	return done;
}

static void reached(struct search *s, int64_t position)
{
	pthread_mutex_lock(&s->mutex);
	if (position > s->reached)
		s->reached = position;
	pthread_cond_broadcast(&s->moved);
	pthread_mutex_unlock(&s->mutex);
}

/* The turn failed: roll back, wait, then do it again and describe all anew; what is no
 * more is among what was pending. */
static void failed(struct keeper *k, const struct turn *t)
{
	struct search *s = k->search;
	logfmt(LEVEL_ERROR, NULL, "search.unwritten", "why", db_why(k->db));
	db_rollback(k->db);
	words_forget(k->db);
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += PATIENCE;
	pthread_mutex_lock(&s->mutex);
	s->again = true;
	s->anew = s->anew || t->anew;
	s->erased = s->erased || t->erased;
	for (int i = 0; i < t->count; i++)
		add_pending(s, t->pending[i].kind, t->pending[i].id);
	for (int r = 0; !s->ending && r == 0;)
		r = pthread_cond_timedwait(&s->wake, &s->mutex, &until);
	pthread_mutex_unlock(&s->mutex);
}

static void turn(struct keeper *k, const struct turn *t)
{
	k->arena = arena_new();
	db_use_arena(k->db, k->arena);
	k->changes = (struct changes){0};
	bool quiet = !t->count && !t->again && !t->erased && k->kind == WALKED;
	bool done = quiet;
	if (!quiet && reader_begin(k->reader, k->arena, t->heard, 2000)) {
		done = db_begin(k->db, true);
		write_turn(k, t);
		done = done && !reader_failed(k->reader) && commit(k);
		reader_end(k->reader);
	}
	if (done && t->erased)
		db_checkpoint(k->db);
	if (!done)
		failed(k, t);
	else if (k->kind == WALKED)
		reached(k->search, t->heard);
	changes_free(&k->changes);
	arena_free(k->arena);
}

static void give_back(struct turn *t)
{
	for (int i = 0; i < t->count; i++)
		free(t->pending[i].id);
	free(t->pending);
}

void *search_keep_up(void *search)
{
	struct keeper k = {.search = search, .arena = arena_new()};
	struct turn t;
	bool ready = begin(&k);
	arena_free(k.arena);
	if (!ready)
		reached(k.search, INT64_MAX);	/* nobody waits for what does not come */
	k.reader = ready ? reader_open(k.search->store) : NULL;
	while (k.reader && take(&k, &t)) {
		turn(&k, &t);
		give_back(&t);
	}
	reader_close(k.reader);
	db_close(k.db);
	return NULL;
}
