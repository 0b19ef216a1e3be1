/* intake.h - files of référentiels, read into vocabularies, action sheets and nodes.
 *
 * Owns no table: it compares a file with what is there and writes what differs by
 * the commands of scheme, resource and referentiel. */
#ifndef DOMAIN_INTAKE_H
#define DOMAIN_INTAKE_H

#include "domain/referentiel/referentiel.h"

/* What an import was asked, and what it found or did. */
struct asked {
	const char *file;		/* its name, for sentences */
	const char *name, *label, *version, *licence, *authors;	/* or NULL */
	int level;			/* 0: as it was, or as the file shows */
	bool dry, force, overwrite;
	enum lang lang;			/* of the sentences */
	void (*progress)(int done, int all);	/* or NULL */
};

struct trouble {
	int line;			/* of the file, from 1; 0: of no line */
	const char *column;		/* as the file heads it, or "" */
	const char *message, *mend;	/* in the reader's language */
	bool blocks;			/* false: worth a look */
	const char *here, *there;	/* of a text that both changed: as it is in this commons,
					 * as the file has it, from where they differ; or NULL */
};

struct difference {
	const char *code, *column;	/* column "": the node is new (after), or gone (before) */
	const char *before, *after;	/* whole texts, "" for none */
};

struct done {
	int nodes, created, updated, unchanged, dropped;
	int level, actions;		/* of what is a sheet; how many the file has */
	bool written;
	int unwritten;			/* troubles of the writing itself: begin again */
	struct trouble *troubles;
	int trouble_count, blocking;
	struct difference *differences;
	int difference_count;
};

/* Reads a file's bytes and writes what differs, in the arena and on any thread but
 * the writer's.  Begun again after an interruption, it goes on to the same end. */
void intake_referentiel(struct store *s, struct arena *a, const struct asked *asked,
	const char *bytes, size_t n, struct done *done);

#endif
