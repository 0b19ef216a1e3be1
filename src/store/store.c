/* store.c - a data folder: opening, closing, calls, what changed when. */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "base/logfmt.h"
#include "base/memory.h"
#include "base/text.h"
#include "store/store_own.h"

enum { FOLLOW_MS = 60 * 1000, ID_LIMIT = 200 };

/* Locks and syncs of network disks are promises that many do not keep. */
static void warn_network(const char *dir)
{
	static const long networks[] = {0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997};
	struct statfs fs;
	if (statfs(dir, &fs) != 0)
		return;
	for (size_t i = 0; i < sizeof networks / sizeof *networks; i++)
		if ((fs.f_type & 0xffffffff) == networks[i]) {
			fprintf(stderr, tr_here(N_("The folder %s is on a network disk, where a log may be "
				"damaged. Keep it on a disk of this machine.")), dir);
			fputc('\n', stderr);
		}
}

static bool in_use(const char *dir, struct arena *a, const char **why, int *code)
{
	char pid[32] = "";
	int file = open(arena_printf(a, "%s/lock", dir), O_RDONLY | O_CLOEXEC);
	long holder = file >= 0 && read(file, pid, sizeof pid - 1) > 0 ? strtol(pid, NULL, 10) : 0;
	if (file >= 0)
		close(file);
	*why = holder ? arena_printf(a, tr_here(N_("The folder %s is in use by another archipel "
		"(process %ld). Stop it first, or use another folder.")), dir, holder) :
		arena_printf(a, tr_here(N_("The folder %s is in use by another archipel. "
		"Stop it first, or use another folder.")), dir);
	*code = EX_TEMPFAIL;
	return false;
}

/* Folders that cannot be locked (some network disks) have the file's lock only. */
static bool lock_both(struct store_lock *l, const char *dir, struct arena *a, const char **why,
	int *code)
{
	l->folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (l->folder >= 0 && flock(l->folder, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
		return in_use(dir, a, why, code);
	l->file = open(arena_printf(a, "%s/lock", dir), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (l->file < 0) {
		*why = arena_printf(a, tr_here(N_("The folder %s cannot be written: %s.")), dir,
			strerror(errno));
		*code = EX_CANTCREAT;
		return false;
	}
	return flock(l->file, LOCK_EX | LOCK_NB) == 0 || in_use(dir, a, why, code);
}

bool store_lock(struct store_lock *l, const char *dir, struct arena *a, const char **why,
	int *code)
{
	struct stat st;
	*l = (struct store_lock){-1, -1};
	if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode)) {
		*why = arena_printf(a, tr_here(N_("There is no folder %s. Make one: "
			"archipel init --data %s")), dir, dir);
		*code = EX_NOINPUT;
		return false;
	}
	if (!lock_both(l, dir, a, why, code)) {
		store_unlock(l);
		return false;
	}
	warn_network(dir);
	char pid[32];
	int n = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
	if (ftruncate(l->file, 0) != 0 || write(l->file, pid, (size_t)n) != n)
		logfmt(LEVEL_ERROR, NULL, "lock", "why", strerror(errno));
	return true;
}

void store_unlock(struct store_lock *l)
{
	if (l->file >= 0)
		close(l->file);
	if (l->folder >= 0)
		close(l->folder);
	*l = (struct store_lock){-1, -1};
}

static bool open_log(struct store *s, const char *where, struct arena *a, const char **why,
	int *code)
{
	const struct log_backend *backend = where ? &log_pgsql : &log_sqlite;
	if (!where)
		where = store_path(s, a, "archipel.db");
	s->log = backend->open(where, true, a, why, code);
	return s->log;
}

static bool stopping(struct store *s)
{
	pthread_mutex_lock(&s->mutex);
	bool stop = s->stopping;
	pthread_mutex_unlock(&s->mutex);
	return stop;
}

/* Was the log erased from or restored since these views were made? */
static bool made_before(struct store *s, const struct log_head *head)
{
	pthread_mutex_lock(&s->mutex);
	bool before = strcmp(head->epoch, s->mark.epoch) != 0 ||
		head->erasures != s->mark.erasures || head->position < s->mark.position;
	pthread_mutex_unlock(&s->mutex);
	return before;
}

/* Our own erasure may be making new views just now: looks again after it. */
static void renew_stale(struct store *s)
{
	struct log_head head;
	struct out report = out_new(1000);
	pthread_mutex_lock(&s->building);
	if (!stopping(s) && s->log->do_->head(s->log, &head) && made_before(s, &head) &&
		!store_renew(s, &report))
		logfmt(LEVEL_ERROR, NULL, "views.failed", "why", out_str(&report));
	pthread_mutex_unlock(&s->building);
	out_free(&report);
}

/* Other nodes append, erase and restore too: follow them. */
static void *follow(void *context)
{
	struct store *s = context;
	int64_t looked = 0;	/* the writer was told to look that far */
	while (!stopping(s)) {
		int64_t at = store_position(s);
		struct log_head head;
		s->log->do_->wait(s->log, at > looked ? at : looked, FOLLOW_MS);
		if (stopping(s) || !s->log->do_->head(s->log, &head))
			continue;
		looked = head.position;
		if (made_before(s, &head))
			renew_stale(s);
		else if (head.position > store_position(s))
			writer_look(s->writer);
	}
	return NULL;
}

static struct store *new_store(const char *dir)
{
	struct store *s = calloc(1, sizeof *s);
	if (!s)
		memory_out();
	s->arena = arena_new();
	s->dir = arena_dup(s->arena, dir);
	s->lock = (struct store_lock){-1, -1};
	pthread_mutex_init(&s->mutex, NULL);
	pthread_mutexattr_t again;
	pthread_mutexattr_init(&again);
	pthread_mutexattr_settype(&again, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&s->building, &again);
	pthread_mutexattr_destroy(&again);
	pthread_condattr_t clock;
	pthread_condattr_init(&clock);
	pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	pthread_cond_init(&s->moved, &clock);
	pthread_condattr_destroy(&clock);
	return s;
}

struct store *store_open(const char *dir, const char *log, struct arena *a, const char **why,
	int *code)
{
	struct store *s = new_store(dir);
	struct db *views = NULL;
	if (store_lock(&s->lock, dir, a, why, code) && open_log(s, log, a, why, code))
		views = store_open_views(s, a, why, code);
	if (!views) {
		store_close(s);
		return NULL;
	}
	store_clean_views(s);
	s->writer = writer_start(s, s->log, views, &s->mark);
	if (s->log->do_->shared) {
		s->following = pthread_create(&s->follower, NULL, follow, s) == 0;
		if (!s->following)
			die("no thread can be started");
	}
	store_erase_again(s);
	*code = EX_OK;
	return s;
}

void store_leave(struct store *s)
{
	atomic_store(&s->leaving, true);
}

void store_close(struct store *s)
{
	if (!s)
		return;
	pthread_mutex_lock(&s->mutex);
	s->stopping = true;
	pthread_mutex_unlock(&s->mutex);
	if (s->following) {
		s->log->do_->wake(s->log);
		pthread_join(s->follower, NULL);
	}
	writer_stop(s->writer);
	if (s->log)
		s->log->do_->close(s->log);
	store_unlock(&s->lock);
	free(s->views_path);
	pthread_mutex_destroy(&s->mutex);
	pthread_mutex_destroy(&s->building);
	pthread_cond_destroy(&s->moved);
	arena_free(s->arena);
	free(s);
}

struct log *store_log(struct store *s)
{
	return s->log;
}

bool store_away(struct store *s)
{
	return s->log->do_->away && s->log->do_->away(s->log);
}

static bool fit_id(const char *id)
{
	size_t n = 0;
	for (; id[n]; n++)
		if (id[n] <= 0x20 || id[n] >= 0x7f)
			return false;
	return n > 0 && n <= ID_LIMIT;
}

enum outcome store_prepare(struct store *s, struct call *c)
{
	c->store = s;
	if (c->who.role < c->command->role) {
		call_fault(c, "", c->who.role == ANYONE ? N_("Sign in to do this.") :
			N_("Your role does not allow this."), NULL);
		return c->outcome = FORBIDDEN;
	}
	if (c->id && !fit_id(c->id))
		return call_fault(c, "", N_("The number of this request must be 1 to 200 plain "
			"characters without space."), NULL);
	if (command_check(c) != DONE)
		return c->outcome;
	return c->outcome = c->command->prepare && !writer_did(s, c) ? c->command->prepare(c)
		: DONE;
}

void store_submit(struct store *s, struct call *c)
{
	c->store = s;
	writer_submit(s->writer, c);
}

struct waiting {
	pthread_mutex_t mutex;
	pthread_cond_t done;
	bool over;
};

static void wake(struct call *c, void *context)
{
	struct waiting *w = context;
	(void)c;
	pthread_mutex_lock(&w->mutex);
	w->over = true;
	pthread_cond_signal(&w->done);
	pthread_mutex_unlock(&w->mutex);
}

enum outcome store_do(struct store *s, struct call *c)
{
	if (store_prepare(s, c) != DONE)
		return c->outcome;
	struct waiting w = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false};
	c->done = wake;
	c->context = &w;
	store_submit(s, c);
	pthread_mutex_lock(&w.mutex);
	while (!w.over)
		pthread_cond_wait(&w.done, &w.mutex);
	pthread_mutex_unlock(&w.mutex);
	return c->outcome;
}

bool store_wrote(struct store *s, bool done)
{
	if (!done && s->writer && s->log->do_->broken && s->log->do_->broken(s->log))
		writer_look(s->writer);	/* it ends the process */
	return done;
}

int64_t store_position(struct store *s)
{
	return atomic_load(&s->position);
}

int64_t store_busy_ms(struct store *s)
{
	int64_t since = atomic_load(&s->busy_since);
	return since ? date_monotonic() - since : 0;
}

bool store_blob_put(struct store *s, const void *bytes, size_t n, char hash[65])
{
	struct arena *a = arena_new();
	unsigned char sum[HASH_SIZE];
	hash_bytes(sum, bytes, n);
	strcpy(hash, hex(a, sum, HASH_SIZE));
	arena_free(a);
	return store_wrote(s, s->log->do_->blob_put(s->log, hash, bytes, n));
}
