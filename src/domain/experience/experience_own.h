/* experience_own.h - between the files of experience. */
#ifndef DOMAIN_EXPERIENCE_OWN_H
#define DOMAIN_EXPERIENCE_OWN_H

#include "domain/compare/compare.h"
#include "domain/experience/experience.h"
#include "domain/experience/experience_stems.h"
#include "domain/sheet/sheet.h"
#include "web/page.h"

/* "Léaz (Ain)", in the db's arena; NULL without territory. */
const char *report_place(struct db *db, const struct experience *e);
/* "Oui, en l’adaptant", or that it is not said. */
const char *reuse_words(struct page *p, enum reuse answer);
/* "600 €", "14 jours-personnes"; NULL when not told. */
const char *cost_words(struct page *p, double euros);
const char *effort_words(struct page *p, double days);
/* "known for 3 of 5"; "median 600 €, from 100 € to 900 €, known for 3 of 5" */
const char *spread_words(struct page *p, const struct spread *s, int reports,
	const char *(*amount)(struct page *, double));
/* The first words of a text, without its marks: one line, at most n letters. */
const char *first_words(struct arena *a, const char *markdown, size_t n);

/* In which kinds of territories a sheet was used, and how it was answered. */
struct transfer {
	int class;		/* of inhabitants, for communes; -1: not told */
	const char *kind;	/* of other territories: "epci"; or NULL */
	int answers[REUSE_COUNT];
};
enum { TRANSFERS = 20 };
int experience_transfers(struct db *db, const char *sheet, struct transfer found[TRANSFERS]);
/* Codes of all territories that reports about a sheet name; at most limit. */
int experience_places(struct db *db, const char *sheet, int limit, const char **codes);

/* "Lack of time", as the vocabulary says it now. */
const char *obstacle_words(struct page *p, const char *name);
/* How many of all reports tick each, the most frequent first; of one report when id is given. */
int experience_obstacles(struct db *db, const char *id, struct obstacle found[OBSTACLES]);

/* What is looked for: all that is not NULL or 0 must hold. */
enum { WISH_WORDS = 6, RANK_MOST = 20000, CLOSE = 400 };
struct wish {
	const char *sheet;			/* id */
	const char *obstacle;			/* ticked */
	const char *words[WISH_WORDS];		/* stems in what was hard or would be done otherwise */
	int word_count;
	const struct traits *alike;		/* the closest communes first */
	bool newest;				/* of comparable communes only, the newest first */
};
/* Takes what was typed; of more than WISH_WORDS words, the first. */
void wish_words(struct db *db, struct wish *w, const char *typed);
struct told {
	struct experience report;
	bool placed;			/* compared: there and like are filled */
	struct traits there;		/* with the inhabitants that the report kept */
	struct likeness like;
	int points;			/* thousandths: likeness by share known; CLOSE: comparable */
};
/* From the from-th on, at most limit; returns how many, *total (or NULL) in all.  By likeness,
 * the RANK_MOST newest that match are put in order. */
int experience_find(struct db *db, const struct wish *w, int from, int limit, struct told *found,
	int *total);
/* Their order only. */
struct ranked {
	const char *id;
	int64_t updated;		/* ms */
	int points;			/* as in struct told; 0 when nothing is compared */
};
int experience_rank(struct db *db, const struct wish *w, int from, int limit,
	struct ranked *found, int *total);
/* id and updated of those that match, the newest first. */
struct rows experience_matching(struct db *db, const struct wish *w, int from, int limit);
/* id, updated, territory and inhabitants (as kept) of the newest that match, by territory. */
struct rows experience_by_place(struct db *db, const struct wish *w, int limit);
int experience_count(struct db *db, const struct wish *w);
/* One of them, with its answer about the sheet that is looked for. */
bool experience_get(struct db *db, const struct wish *w, const char *id, struct experience *found);
/* The sentence that has the first word looked for, or else the first one; NULL: no text. */
const char *telling_words(struct db *db, const char *text, const struct wish *w, size_t n);

/* experience_map.c: France with a dot for each; nothing when none has a place on it. */
void reports_map(struct page *p, const char *const *codes, int n);
/* experience_asked.c: what an address asks. */
enum { HOMONYMS = 8, FAR = 1000000 };
struct asked {
	struct wish wish;
	const char *typed, *words, *slug, *obstacle;	/* as in the address, or NULL */
	struct sheet_name sheet;
	struct traits like;
	struct territory homonyms[HOMONYMS];	/* when the name is that of several */
	int homonym_count;
	bool unknown;				/* no place of that name */
};
void asked_read(struct request *r, struct asked *a);
/* For programs: answers and returns false when a sheet or a place is none. */
bool asked_good(struct request *r, const struct asked *a);
/* "comme=86116&mots=pluie", in one order; the same after a path. */
const char *asked_query(struct arena *m, const struct asked *a);
const char *asked_address(struct arena *m, const struct asked *a, const char *path);
/* "What others tried: Jazeneuil, pluie" */
const char *asked_title(struct request *r, const struct asked *a);

/* experience_page.c: GET /experiences */
void experience_list_serve(struct request *r);
/* experience_away.c: GET /experiences.csv, /experiences.atom, /api/v1/experiences */
void experience_csv_serve(struct request *r);
void experience_feed_serve(struct request *r);
void experience_api_serve(struct request *r);

#endif
