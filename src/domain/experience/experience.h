/* experience.h - what others tried: reports, sheet by sheet.
 *
 * Owns the tables experience, experience_use, experience_obstacle and experience_place, folded from
 * the contributions about sheets of the type "experience".  Only reports that
 * are published now count; drafts, archived, unpublished and erased ones do not.
 * What a report does not tell is unknown, never zero: see NOT_TOLD. */
#ifndef DOMAIN_EXPERIENCE_H
#define DOMAIN_EXPERIENCE_H

#include "domain/resource/resource.h"

/* What a report says of a sheet: can it be used elsewhere? */
enum reuse { REUSE_UNKNOWN, REUSE_AS_IS, REUSE_ADAPTED, REUSE_HARDLY, REUSE_NO, REUSE_COUNT };
/* "tel-quel" and so on, in the scheme transferabilite; NULL for REUSE_UNKNOWN. */
const char *reuse_notation(enum reuse answer);

static const double NOT_TOLD = -1;	/* of amounts */

/* A published report, seen from a sheet that it used (or from none). */
struct experience {
	const char *id, *slug, *title, *language;
	int64_t updated;		/* ms */
	double cost;			/* euros: the middle of what was told; or NOT_TOLD */
	double effort, paid, volunteer;	/* person-days; effort is all together */
	const char *territory;		/* code of the first one, or NULL */
	int64_t population;		/* frozen at publication, or as told; -1: unknown */
	enum reuse answer;		/* for the sheet asked about */
	const char *condition;		/* on which it can be used, or NULL */
	const char *failed;		/* CommonMark; NULL: not told */
	const char *differently;	/* CommonMark; NULL: not told */
};

/* Reports that used a sheet (by id), newest first. */
int experience_of_sheet(struct db *db, const char *sheet, int limit, struct experience *found);
/* The same, of the last made only, without their texts, paid and volunteer: as quick for a
 * sheet that thousands used. */
int experience_lately(struct db *db, const char *sheet, int limit, struct experience *found);
/* Reports that name a territory (by code), newest first. */
int experience_at(struct db *db, const char *territory, int limit, struct experience *found);

/* Numbers that some of the reports told. */
struct spread {
	int known;			/* of how many: "3 of 5" */
	double min, median, max;	/* 0 when known is 0 */
};
/* What got in the way, as ticked in reports. */
enum { OBSTACLES = 16 };
struct obstacle {
	const char *name;	/* a notation of the scheme obstacles */
	int times;
};
struct experience_summary {
	int reports;			/* how often the sheet was used */
	int territories;		/* how many different ones were named */
	struct spread cost, effort;	/* of the whole attempt, whatever else it used */
	int shared;			/* reports that told either and used other sheets too */
	int answers[REUSE_COUNT];	/* by enum reuse; [REUSE_UNKNOWN]: no answer */
	struct obstacle obstacles[OBSTACLES];	/* the most frequent first */
	int obstacle_count, ticked;	/* ticked: how many reports tick one */
};
void experience_summary(struct db *db, const char *sheet, struct experience_summary *s);

#endif
