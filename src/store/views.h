/* views.h - views files: making, checking, folding the log into them.
 *
 * A views file is DIR/views-FINGERPRINT-N.db.  Its mark says up to which
 * entry of which log it is folded; it moves in the same transaction. */
#ifndef STORE_VIEWS_H
#define STORE_VIEWS_H

#include <stdatomic.h>
#include "store/db_file.h"
#include "store/log.h"

struct views_mark {
	char epoch[27];
	int64_t position;
	unsigned char hash[HASH_SIZE];
	int64_t erasures;	/* of the log when the replay began */
	int64_t time;		/* of the last entry */
};

/* Opens the writing connection to a views file, made when it is not there.
 * NULL and *why when it cannot be used. */
struct db *views_open(const char *path, struct log *log, struct arena *a, const char **why);
/* A read-only connection to it. */
struct db *views_read_only(const char *path, struct log *log, struct arena *a, const char **why);

void views_get_mark(struct db *views, struct views_mark *mark);
void views_set_mark(struct db *views, const struct views_mark *mark);

enum followed {
	FOLLOWED,	/* folded up to the end */
	FOREIGN,	/* of another log, epoch or before an erasure: make them anew */
	UNREAD,		/* the log cannot be read now */
	UNWRITTEN	/* the views cannot be written: db_fault was rolled back, see *fault */
};

/* Folds what the log has after the mark, up to a position or LOG_END, in
 * transactions of some hundred entries.  Calls fn, if any, after the commit
 * of each entry. */
#define LOG_END INT64_MAX
struct follow {
	struct db *views;
	struct log *log;
	struct views_mark mark;
	int64_t until;
	void (*each)(void *, const struct entry *);
	void *context;
	enum db_fault fault;
	const atomic_bool *quit;	/* once true, what is left is UNREAD; or NULL */
	int64_t shown;		/* on a terminal, how far of this many entries; 0: silent */
};
enum followed views_follow(struct follow *f);
/* Does the log have the entry of the mark, in the same epoch? */
enum followed views_check(const struct views_mark *mark, struct log *log);

/* Parses the body of an entry that was read; in the arena. */
void entry_parse(struct entry *e, struct arena *a);
/* A mark for an empty views file of this log. */
bool views_first_mark(struct log *log, struct views_mark *mark);
/* The file and what SQLite puts beside it. */
void views_remove(const char *path);

#endif
