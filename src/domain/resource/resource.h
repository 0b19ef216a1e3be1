/* resource.h - sheets: what is kept in common, its versions and its links.
 *
 * Owns the tables resource, revision, link, resource_territory, resource_concept
 * and resource_tag.  Every change states the whole: "resource.published" (public),
 * "resource.drafted" (private), "resource.archived" (public); fields seen by
 * members only or by stewards only travel in "resource.restricted" entries of
 * their own visibility, appended together with them. */
#ifndef DOMAIN_RESOURCE_H
#define DOMAIN_RESOURCE_H

#include "domain/type/type.h"

struct resource {
	const char *id, *slug, *type;
	const char *title, *summary;
	const char *state;		/* "draft", "published", "archived" */
	int version;			/* 1, 2, 3... */
	int64_t created, updated;	/* ms */
	const char *creator, *editor;	/* account ids, or "" */
	const char *language;
	json_t *values;			/* all fields that the reader may see */
};

/* By id or slug (old slugs too).  What `who` may not see is not found; fields
 * above their role are left out.  version 0: the latest. */
bool resource_get(struct db *db, const struct who *who, const char *id_or_slug, int version,
	struct resource *r);
/* "/ressources/slug" */
const char *resource_path(struct db *db, const struct resource *r);
/* Published sheets that name a territory, newest first. */
int resource_at(struct db *db, const char *territory, int limit, struct resource *found);
int resource_count(struct db *db, const char *type);	/* published; NULL: all */

/* Creates the embedded demonstration sheets.  False and *why, a sentence that
 * names file and field, on failure. */
bool resource_demo(struct store *s, void (*progress)(int done, int all), const char **why);

#endif
