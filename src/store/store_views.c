/* store_views.c - which views file is live: finding, making, swapping. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/fold.h"
#include "base/memory.h"
#include "store/report.h"
#include "store/store_own.h"

enum { SHOWN = 16 };	/* digits of the fingerprint in a name */

char *store_path(struct store *s, struct arena *a, const char *name)
{
	return arena_printf(a, "%s/%s", s->dir, name);
}

static char *views_path(struct store *s, struct arena *a, long long number)
{
	return arena_printf(a, "%s/views-%.*s-%lld.db", s->dir, SHOWN, fold_fingerprint(), number);
}

/* The number of a views file of this program; 0 for any other name. */
static long long number_of(const char *name)
{
	char fingerprint[SHOWN + 1], end;
	long long number;
	if (sscanf(name, "views-%16[0-9a-f]-%lld.d%c", fingerprint, &number, &end) == 3 &&
		end == 'b' && strncmp(fingerprint, fold_fingerprint(), SHOWN) == 0)
		return number;
	return 0;
}

/* At least the number of the live views, even if the folder cannot be read. */
static long long newest(struct store *s)
{
	pthread_mutex_lock(&s->mutex);
	long long best = s->views_path ? number_of(strrchr(s->views_path, '/') + 1) : 0;
	pthread_mutex_unlock(&s->mutex);
	DIR *d = opendir(s->dir);
	for (struct dirent *e; d && (e = readdir(d));)
		if (number_of(e->d_name) > best)
			best = number_of(e->d_name);
	if (d)
		closedir(d);
	return best;
}

void store_clean_views(struct store *s)
{
	struct arena *a = arena_new();
	pthread_mutex_lock(&s->mutex);
	const char *live = arena_dup(a, strrchr(s->views_path, '/') + 1);
	pthread_mutex_unlock(&s->mutex);
	DIR *d = opendir(s->dir);
	for (struct dirent *e; d && (e = readdir(d));)
		if (strncmp(e->d_name, "views-", 6) == 0 &&
			strncmp(e->d_name, live, strlen(live)) != 0)
			views_remove(store_path(s, a, e->d_name));
	if (d)
		closedir(d);
	arena_free(a);
}

static const char *follow_words(enum followed said, const char *path, struct arena *a,
	enum db_fault fault)
{
	switch (said) {
	case FOREIGN:
		return tr_here(N_("The log does not hold together: an entry does not follow the one "
			"before. Restore a backup."));
	case UNREAD:
		return tr_here(N_("The log cannot be read."));
	case UNWRITTEN:
		return arena_printf(a, fault == DB_FULL ?
			tr_here(N_("No space left on the disk for %s.")) :
			tr_here(N_("%s cannot be written.")), path);
	case FOLLOWED:
		break;
	}
	return "";
}

struct db *store_replay(struct store *s, const char *path, int64_t until,
	struct views_mark *mark, struct out *report)
{
	struct arena *a = arena_new();
	const char *why = tr_here(N_("The log cannot be read."));
	struct follow f = {.log = s->log, .until = until, .quit = &s->leaving};
	struct log_head head = {.position = 0};
	s->log->do_->head(s->log, &head);
	f.shown = head.position;
	views_remove(path);
	enum followed said = UNREAD;
	if (views_first_mark(s->log, &f.mark) && (f.views = views_open(path, s->log, a, &why))) {
		views_set_mark(f.views, &f.mark);
		/* With room in memory for all communes, most pages are written once. */
		db_script(f.views, "PRAGMA cache_size=-16000");
		said = views_follow(&f);
		if (!db_script(f.views, "PRAGMA cache_size=-2000; PRAGMA shrink_memory") && said == FOLLOWED)
			said = UNREAD;
		why = atomic_load(&s->leaving) ? tr_here(N_("The server stops: the next start goes on."))
			: follow_words(said, path, a, f.fault);
		db_checkpoint(f.views);
	}
	if (said != FOLLOWED) {
		report_say(report, "%s", why);
		db_close(f.views);
		f.views = NULL;
		views_remove(path);
	}
	*mark = f.mark;
	arena_free(a);
	return f.views;
}

/* Opens the newest file of this program if it goes with this log. */
static struct db *open_newest(struct store *s, struct arena *a, struct follow *f)
{
	long long number = newest(s);
	const char *why;
	if (!number)
		return NULL;
	const char *path = views_path(s, a, number);
	f->views = views_open(path, s->log, a, &why);
	if (!f->views)
		return NULL;
	views_get_mark(f->views, &f->mark);
	if (!*f->mark.epoch || views_check(&f->mark, s->log) != FOLLOWED ||
		views_follow(f) != FOLLOWED) {
		db_close(f->views);
		return f->views = NULL;
	}
	s->views_path = strdup(path);
	return f->views;
}

struct db *store_open_views(struct store *s, struct arena *a, const char **why, int *code)
{
	struct follow f = {.log = s->log, .until = LOG_END};
	if (!open_newest(s, a, &f)) {
		struct out report = out_new(1000);
		const char *path = views_path(s, a, newest(s) + 1);
		f.views = store_replay(s, path, LOG_END, &f.mark, &report);
		if (!f.views) {
			*why = arena_dup(a, out_str(&report));
			*code = EX_IOERR;
		}
		s->views_path = strdup(path);
		out_free(&report);
	}
	if (!s->views_path)
		memory_out();
	s->mark = f.mark;
	atomic_store(&s->position, f.mark.position);
	return f.views;
}

/* A new views file on its way to be the live one. */
struct swap {
	struct store *store;
	struct db *views;
	struct views_mark mark;
	char *path;
};

/* Tells of entries that came from other nodes straight into the new file. */
static void tell_since(struct writer *w, int64_t told)
{
	while (told < w->mark.position) {
		struct arena *a = arena_new();
		struct entry e;
		int got = w->log->do_->read(w->log, a, told, 1, &e);
		if (got == 1) {
			entry_parse(&e, a);
			store_tell(w->store, &e);
		}
		told = got == 1 ? e.position : w->mark.position;
		arena_free(a);
	}
}

/* On the writer's thread: the last entries, then the new file is live. */
static bool swap(struct writer *w, void *context)
{
	struct swap *x = context;
	writer_follow(w);
	int64_t told = w->mark.position;
	struct follow f = {.views = x->views, .log = w->log, .mark = x->mark,
		.until = LOG_END};
	if (views_follow(&f) != FOLLOWED)
		return false;
	struct store *s = x->store;
	struct db *old = w->views;
	bool epoch = strcmp(w->mark.epoch, f.mark.epoch) != 0;
	w->views = f.views;
	w->mark = f.mark;
	w->behind = false;
	pthread_mutex_lock(&s->mutex);
	char *path = s->views_path;
	s->views_path = x->path;
	s->generation++;
	pthread_mutex_unlock(&s->mutex);
	store_publish(s, &w->mark);
	store_all_changed(s, epoch);
	tell_since(w, told);
	store_let_go(s);
	db_close(old);
	views_remove(path);
	free(path);
	return true;
}

static bool renew(struct store *s, struct out *report)
{
	struct arena *a = arena_new();
	struct swap x = {.store = s, .path = strdup(views_path(s, a, newest(s) + 1))};
	arena_free(a);
	if (!x.path)
		memory_out();
	x.views = store_replay(s, x.path, LOG_END, &x.mark, report);
	bool done = x.views && writer_run(s->writer, swap, &x);
	if (x.views && !done) {
		report_say(report, tr_here(N_("The new views could not take over.")));
		db_close(x.views);
		views_remove(x.path);
	}
	if (!done)
		free(x.path);
	return done;
}

bool store_renew(struct store *s, struct out *report)
{
	pthread_mutex_lock(&s->building);
	bool done = renew(s, report);
	pthread_mutex_unlock(&s->building);
	return done;
}
