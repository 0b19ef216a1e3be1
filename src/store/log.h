/* log.h - the truth: an append-only chain of entries, and the state beside it.
 *
 * Two backends behind one waist: a SQLite file, or PostgreSQL shared by
 * several nodes.  Positions are gap-free and in commit order.  What append
 * acknowledged is on the disk.  State (state.h), command answers, blobs and
 * the erasure journal live in the same database. */
#ifndef STORE_LOG_H
#define STORE_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "store/entry.h"
#include "store/state.h"

struct log;

/* The end of a log, and which log it is. */
struct log_head {
	char epoch[27];		/* ULID; a restore opens a new one */
	int64_t position;	/* 0 when empty */
	unsigned char hash[HASH_SIZE];	/* zeros when empty */
	/* Rows of the erasure journal with a position: views made before are stale. */
	int64_t erasures;
};

/* What a client's command did, kept with its id so that it happens once. */
struct receipt {
	const char *id;			/* account, "/", id chosen by the client */
	unsigned char digest[HASH_SIZE];	/* of what was asked */
	int64_t first, last;		/* positions; 0 when nothing was added */
	int outcome;
	const char *answer;		/* JSON; NULL once a part of it is erased */
};

/* The owner that a receipt's id begins with, in the arena. */
const char *receipt_owner(struct arena *a, const char *id);
/* The id once what it did is erased: owner, "#", SHA-256 of the id.  The same request
 * is still known by it, and says nothing more.  An id that is one already stays. */
const char *receipt_hidden(struct arena *a, const char *id);

struct batch {
	const struct entry *entries;
	int count;
	const struct receipt *receipts;
	int receipt_count;
};

enum appended {
	APPENDED,	/* durable */
	MOVED,		/* the log no longer ends at expect: catch up, decide again */
	UNSURE,	/* the outcome of the commit is unknown: look the receipts up */
	FULL,		/* no space; nothing was written */
	AWAY,		/* the log cannot be reached now; nothing was written: answer BUSY */
	BROKEN		/* the disk failed under us: this process must end */
};

/* A line of the erasure journal: an entry, known by its hash wherever its
 * position is another entry's after a restore; or, with position 0, an owner
 * of state rows, as SHA-256 of "owner " and the account id. */
struct erasure {
	int64_t position;
	unsigned char hash[HASH_SIZE];
	int64_t time;		/* ms */
};

struct log_epoch {
	const char *id;		/* ULID */
	int64_t position;	/* of the last entry before it */
	int64_t time;		/* ms */
};

struct log_blob {
	const char *hash;	/* SHA-256, hexadecimal */
	const void *bytes;
	size_t size;
};

/* One row of a log, for backup, restore and verify: one pointer is set. */
struct log_part {
	const struct log_epoch *epoch;
	const struct erasure *erasure;
	const struct entry *entry;	/* text and salt; body is not parsed */
	const struct receipt *receipt;
	const struct log_blob *blob;
	const struct state_row *state;
};

struct log_backend {
	/* where: a file path or a postgresql:// address.  NULL, *why and *code on
	 * error: EX_DATAERR when it is damaged, foreign or of a newer format. */
	struct log *(*open)(const char *where, bool create, struct arena *a, const char **why,
		int *code);
	void (*close)(struct log *);
	bool (*head)(struct log *, struct log_head *);
	/* MOVED unless the log ends at expect with entries[0].previous as its hash;
	 * also MOVED when a receipt's id is already there, from another node.  Once
	 * it said MOVED, the log may be held for this writer (at most 5 s), so that
	 * deciding again cannot be overtaken: append or release lets go. */
	enum appended (*append)(struct log *, int64_t expect, const struct batch *);
	/* Lets go after MOVED when there is nothing left to append. NULL: no need. */
	void (*release)(struct log *);
	/* Up to limit entries after a position, bodies in the arena, not parsed.
	 * Returns how many, or -1 when the log cannot be read. Any thread. */
	int (*read)(struct log *, struct arena *, int64_t after, int limit, struct entry *);
	/* Sleeps until the log may have grown past a position, was erased from or
	 * restored, or could be out of reach meanwhile: true.  False when ms are over
	 * without such news.  One thread. */
	bool (*wait)(struct log *, int64_t after, int ms);
	/* Ends a wait at once, from another thread.  NULL: nobody waits. */
	void (*wake)(struct log *);
	/* 1 found, 0 there is none, -1 the log cannot be read now. */
	int (*receipt)(struct log *, struct arena *, const char *id, struct receipt *);
	bool (*blob_put)(struct log *, const char *hash, const void *bytes, size_t n);
	/* NULL if there is none. */
	void *(*blob_get)(struct log *, struct arena *, const char *hash, size_t *n);
	bool (*blob_drop)(struct log *, const char *hash);
	/* Drops bodies and salts, journals it (position, hash, now), blanks the
	 * answers of receipts that touch them; durable and gone from the files. */
	bool (*erase)(struct log *, const int64_t *positions, int count);
	/* Positions of this log's erased entries, ascending, in the arena; -1 on error. */
	int (*erased)(struct log *, struct arena *, int64_t **positions);
	bool (*epoch)(struct log *, const char *new_epoch);
	/* Is the log out of reach now?  Then what was not found may be there. NULL: never. */
	bool (*away)(struct log *);
	/* Did a sync fail?  The process must end, and read again what is there. NULL: never. */
	bool (*broken)(struct log *);
	/* Everything, in one consistent snapshot, in the order of struct log_part's
	 * members, entries ascending.  Stops when each() says false.  True when all
	 * was given. Any thread, while the log is in use. */
	bool (*dump)(struct log *, bool (*each)(void *, const struct log_part *), void *);
	/* Replaces everything by parts, in one transaction: begin empties the log,
	 * put adds a row as it is, end keeps (durable) or drops it all.  end is
	 * called once if begin said true, and not otherwise. */
	bool (*fill_begin)(struct log *);
	bool (*fill_put)(struct log *, const struct log_part *);
	bool (*fill_end)(struct log *, bool keep);
	const struct state_backend *state;
	bool shared;		/* other nodes append too */
};

struct log {
	const struct log_backend *do_;
	/* the backend's own fields follow */
};

extern const struct log_backend log_sqlite, log_pgsql;

#endif
