/* restore.c - a folder from a backup: erasures stay erased, a new epoch. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/date.h"
#include "base/id.h"
#include "store/backup.h"
#include "store/check.h"
#include "store/log_sqlite.h"
#include "store/report.h"
#include "store/store_own.h"
#include "store/sweep.h"

struct restoring {
	const char *dir, *where;	/* where: NULL or a postgresql:// address */
	struct out *report;
	struct arena *arena;
	struct log *from, *to;
	struct hashes journal;		/* of the backup and of what it replaces */
	struct sweep sweep;
	int64_t end;			/* last position put */
	struct positions dropped;	/* whose bodies are left out here */
};

static bool say(struct restoring *r, const char *sentence)
{
	report_say(r->report, "%s", tr_here(sentence));
	return false;
}

/* Files that a folder may have and still be empty. */
static bool harmless(const char *name)
{
	static const char *const names[] = {".", "..", "lock", "archipel.conf"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool is_empty(const char *dir)
{
	DIR *d = opendir(dir);
	bool empty = d;
	for (struct dirent *e; d && (e = readdir(d));)
		if (!harmless(e->d_name))
			empty = false;
	if (d)
		closedir(d);
	return empty;
}

static bool take_erasure(void *context, const struct log_part *p)
{
	struct restoring *r = context;
	if (p->erasure)
		hashes_add(&r->journal, p->erasure);
	return p->epoch || p->erasure;	/* they come first: the rest is not needed */
}

/* The seal that a backup carries; a copy of a log's own file has none. */
static bool same_seal(struct db *db, const unsigned char sum[HASH_SIZE])
{
	if (!db_int(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'seal'", ""))
		return true;
	struct rows r = db_query(db, "SELECT sum FROM seal", "");
	size_t n = 0;
	const void *seal = row_next(&r) ? row_bytes(&r, 0, &n) : NULL;
	rows_end(&r);
	return seal && n == HASH_SIZE && memcmp(seal, sum, HASH_SIZE) == 0;
}

/* SQLite finds no fault, nothing is cut off, the chain holds, the seal too. */
static bool is_sound(struct restoring *r, const char *file)
{
	const char *why = "";
	int code;
	unsigned char sum[HASH_SIZE];
	struct check c = {.report = r->report, .sum = sum_new()};
	struct db *db = db_open(file, 0, &db_log_format, r->arena, &why, &code);
	if (db)
		db_use_arena(db, r->arena);
	bool sound = db && db_sound(db, r->report) && check_log(r->from, &c);
	sum_end(c.sum, sum);
	if (sound && !(db_whole(db) && same_seal(db, sum)))
		sound = say(r, N_("The file is not what was written: it was cut or altered."));
	db_close(db);
	sum_free(c.sum);
	check_free(&c);
	return sound;
}

/* The backup, whole and holding together; its journal is noted. */
static bool open_backup(struct restoring *r, const char *file)
{
	const char *why;
	r->from = log_sqlite_read_only(file, r->arena, &why);
	if (!r->from)
		return say(r, why);
	if (!is_sound(r, file))
		return say(r, N_("This backup is damaged: nothing was restored."));
	r->from->do_->dump(r->from, take_erasure, r);
	return true;
}

/* Notes what was erased since, as a newer backup or log tells. */
static bool note_later(struct restoring *r, const char *file)
{
	const char *why;
	struct log *later = log_sqlite_read_only(file, r->arena, &why);
	if (!later)
		return say(r, why);
	later->do_->dump(later, take_erasure, r);
	later->do_->close(later);
	return true;
}

/* Notes what was erased in the log that goes, and leaves its file without WAL:
 * if the new one does not come, nothing of it is lost.  False when that is not
 * possible now; a damaged log does not hinder. */
static bool note_replaced(struct restoring *r, const char *path)
{
	const char *why;
	int code;
	if (access(path, F_OK) != 0)
		return true;
	struct log *old = log_sqlite.open(path, false, r->arena, &why, &code);
	if (!old && code != EX_DATAERR)
		return say(r, why);
	if (!old) {
		report_say(r->report, tr_here(N_("%s What was erased there is not known: "
			"look at it again.")), why);
		return true;
	}
	struct out faults = out_new(1000);
	bool sound = db_sound(((struct log_sqlite *)old)->writer, &faults);
	out_free(&faults);
	old->do_->dump(old, take_erasure, r);
	return log_sqlite_settle(old) || !sound || say(r, N_("The log that is there cannot be "
		"written now, so it cannot be replaced safely: nothing was restored. "
		"Is the disk full?"));
}

static bool put_entry(struct restoring *r, const struct entry *given)
{
	struct entry e = *given;
	r->end = e.position;
	if (hashes_have(&r->journal, e.hash)) {
		sweep_note(&r->sweep, e.text, e.size);
		positions_add(&r->dropped, e.position);
		e.text = NULL;
		e.size = 0;
	}
	return r->to->do_->fill_put(r->to, &(struct log_part){.entry = &e});
}

static bool owner_erased(struct restoring *r, const char *owner)
{
	unsigned char hash[HASH_SIZE];
	hash_owner(hash, owner);
	return *owner && hashes_have(&r->journal, hash);
}

static bool put_receipt(struct restoring *r, const struct receipt *given)
{
	struct receipt t = *given;
	struct arena *a = arena_new();
	if (positions_touch(&r->dropped, t.first, t.last)) {
		t.answer = NULL;
		t.id = receipt_hidden(a, t.id);
	}
	bool put = owner_erased(r, receipt_owner(a, t.id)) ||
		r->to->do_->fill_put(r->to, &(struct log_part){.receipt = &t});
	arena_free(a);
	return put;
}

/* A part as it may come back.  The merged journal is put once, after all. */
static bool put(void *context, const struct log_part *p)
{
	struct restoring *r = context;
	if (p->entry)
		return put_entry(r, p->entry);
	if (p->receipt)
		return put_receipt(r, p->receipt);
	if (p->erasure || (p->state && owner_erased(r, p->state->owner)))
		return true;
	return r->to->do_->fill_put(r->to, p);
}

static bool put_journal(struct restoring *r)
{
	for (size_t i = 0; i < r->journal.count; i++) {
		if (i && memcmp(r->journal.rows[i].hash, r->journal.rows[i - 1].hash,
			HASH_SIZE) == 0)
			continue;
		if (!r->to->do_->fill_put(r->to, &(struct log_part){
			.erasure = &r->journal.rows[i]}))
			return false;
	}
	return true;
}

static bool fill(struct restoring *r)
{
	const struct log_backend *to = r->to->do_;
	hashes_sort(&r->journal);
	if (!to->fill_begin(r->to))
		return say(r, N_("The new log cannot be written."));
	bool done = r->from->do_->dump(r->from, put, r) && put_journal(r);
	struct log_epoch epoch = {id_new(r->arena), r->end, date_now()};
	done = done && to->fill_put(r->to, &(struct log_part){.epoch = &epoch});
	done = to->fill_end(r->to, done) && done;
	if (!done)
		return say(r, N_("The new log could not be written: nothing was restored. "
			"Is the disk full?"));
	if (sweep_search(&r->sweep, r->to) && r->sweep.count)
		sweep_drop(&r->sweep, r->to);
	return true;
}

/* Views and the search index follow the log: they are made anew. */
static void remove_derived(struct restoring *r)
{
	DIR *d = opendir(r->dir);
	for (struct dirent *e; d && (e = readdir(d));)
		if (strncmp(e->d_name, "views-", 6) == 0 || strncmp(e->d_name, "search", 6) == 0)
			unlink(arena_printf(r->arena, "%s/%s", r->dir, e->d_name));
	if (d)
		closedir(d);
}

/* A WAL of the old log must not come back beside the new one. */
static bool remove_wal(struct restoring *r, const char *path)
{
	unlink(arena_printf(r->arena, "%s-shm", path));
	return (unlink(arena_printf(r->arena, "%s-wal", path)) == 0 || errno == ENOENT) &&
		file_sync(r->dir);
}

static bool into_file(struct restoring *r)
{
	const char *path = arena_printf(r->arena, "%s/archipel.db", r->dir);
	const char *fresh = arena_printf(r->arena, "%s.new", path);
	const char *why;
	int code;
	views_remove(fresh);
	if (!note_replaced(r, path))
		return false;
	r->to = log_sqlite.open(fresh, true, r->arena, &why, &code);
	if (!r->to)
		return say(r, why);
	bool done = fill(r);
	if (!log_sqlite_settle(r->to) && done)
		done = say(r, N_("The new log could not be written: nothing was restored. "
			"Is the disk full?"));
	if (done && !(remove_wal(r, path) && file_replace(fresh, path)))
		done = say(r, arena_printf(r->arena, tr_here(N_("%s cannot be written: %s.")),
			path, strerror(errno)));
	views_remove(fresh);	/* or what closing it left beside */
	return done;
}

static bool into_server(struct restoring *r, bool force)
{
	const char *why;
	int code;
	struct log_head head;
	r->to = log_pgsql.open(r->where, true, r->arena, &why, &code);
	if (!r->to)
		return say(r, why);
	bool done = r->to->do_->head(r->to, &head);
	if (!done)
		say(r, N_("The log cannot be reached."));
	else if (head.position > 0 && !force)
		done = say(r, N_("This log is not empty. Restore with --force to replace it."));
	if (done) {
		r->to->do_->dump(r->to, take_erasure, r);
		done = fill(r);
	}
	r->to->do_->close(r->to);
	return done;
}

static bool restore(struct restoring *r, const char *file, const char *erasures, bool force)
{
	if (!is_empty(r->dir) && !force)
		return say(r, arena_printf(r->arena, tr_here(N_("The folder %s is not empty. "
			"Restore into another one, or with --force to replace what it holds.")),
			r->dir));
	if (!open_backup(r, file) || (erasures && !note_later(r, erasures)))
		return false;
	if (!(r->where ? into_server(r, force) : into_file(r)))
		return false;
	remove_derived(r);
	report_say(r->report, tr_here(N_("Restored. Entries: %lld; left out because they were "
		"erased since: %zu.")), (long long)r->end, r->dropped.count);
	return true;
}

bool store_restore(const char *dir, const char *log, const char *file, const char *erasures,
	bool force, struct out *report)
{
	struct restoring r = {.dir = dir, .where = log, .report = report, .arena = arena_new()};
	const char *why = NULL;
	int code;
	struct store_lock lock = {-1, -1};
	r.sweep.arena = r.arena;
	bool done = false;
	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		report_say(report, "%s: %s", dir, strerror(errno));
	else if (!store_lock(&lock, dir, r.arena, &why, &code))
		report_say(report, "%s", why);
	else
		done = restore(&r, file, erasures, force);
	if (r.from)
		r.from->do_->close(r.from);
	store_unlock(&lock);
	hashes_free(&r.journal);
	free(r.dropped.rows);
	arena_free(r.arena);
	return done;
}
