/* resource.h - sheets: what is kept in common, its versions and its links.
 *
 * Owns the tables resource, revision, resource_slug, link, resource_territory,
 * resource_concept and resource_tag.  "resource.published" (public) and
 * "resource.drafted" (private) state the whole; fields seen by members only
 * or by stewards only travel in "resource.restricted" entries of their own
 * visibility, appended together with them.  "resource.archived",
 * "resource.restored" and "resource.unpublished" state a reason and take the
 * values of the version before.  Every one of them but restricted is a
 * version: 1, 2, 3... */
#ifndef DOMAIN_RESOURCE_H
#define DOMAIN_RESOURCE_H

#include "domain/type/type.h"

struct resource {
	const char *id, *slug, *type;
	const char *title, *summary;
	const char *state;		/* "draft", "published", "archived" */
	const char *was;		/* the state before it was archived */
	int version;			/* the one that was asked for */
	int latest;			/* the last one */
	int64_t created, updated;	/* ms; updated: of this version */
	const char *creator, *editor;	/* account ids, or ""; editor: of this version */
	const char *comment;		/* of this version, or NULL */
	const char *language;
	bool erased;			/* this version's text is gone: values is empty */
	bool open;			/* anyone may see it */
	json_t *values;			/* all fields that the reader may see */
	size_t size;			/* bytes of them */
};

/* By id or slug (old slugs too).  What `who` may not see is not found; fields
 * above their role are left out.  version 0: the latest that is not erased,
 * with the number of the last one. */
bool resource_get(struct db *db, const struct who *who, const char *id_or_slug, int version,
	struct resource *r);
/* "/ressources/slug" */
const char *resource_path(struct db *db, const struct resource *r);
int resource_count(struct db *db, const char *type);	/* published; NULL: all */

struct revision {
	int version;
	const char *act;	/* "published", "drafted", "archived", "restored", "unpublished" */
	const char *author;	/* account id, or "" */
	const char *comment;	/* or NULL */
	const char *title;	/* NULL when erased */
	int64_t time;
	bool erased;
};
/* Versions that `who` may see, newest first, from `before` (0: the last) down. */
int revision_list(struct db *db, const struct who *who, const struct resource *r, int before,
	int limit, struct revision *found);

int revision_count(struct db *db, const struct who *who, const struct resource *r);

/* A published sheet at the other end of a link. */
struct link {
	const char *field;	/* of the sheet where the link stands */
	const char *id, *slug, *title, *summary, *type, *language;
};
enum { LINKS = 100 };
int link_list(struct db *db, const char *id, bool incoming, struct link *found);

/* May `who` see drafts of this sheet, archive it, see its private fields? */
bool resource_own(const struct who *who, const char *creator);
/* "/ressources/" and the rest, in the db's arena. */
const char *sheet_path(struct db *db, const char *slug);
/* Published sheets, newest first; type NULL: of all types. */
int resource_newest(struct db *db, const char *type, int limit, struct resource *found);
/* Of the newest of a type, as many as told, those that name a place. */
int resource_newest_placed(struct db *db, const char *type, int among, int limit,
	struct resource *found);
int resource_by_concept(struct db *db, const char *scheme, const char *notation, int limit,
	struct resource *found);
/* Sheets that an account made, newest first, in one state. */
int resource_mine(struct db *db, const struct who *who, const char *state, int limit,
	struct resource *found);
/* Creates the embedded demonstration sheets.  False and *why, a sentence that
 * names file and field, on failure. */
bool resource_demo(struct store *s, void (*progress)(int done, int all), const char **why);

#endif
