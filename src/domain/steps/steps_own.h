/* steps_own.h - what the pages of someone on their way share. */
#ifndef DOMAIN_STEPS_OWN_H
#define DOMAIN_STEPS_OWN_H

#include "domain/advise/advise.h"
#include "domain/steps/steps.h"
#include "web/form.h"

enum { STEPS_FORM = 20000, MORE_STEPS = 10 };

/* Finds the walk of the address, {token}, or the shared copy; false once 404 is answered. */
bool way_open(struct request *r, struct walk *w, struct asker *k);
bool way_shared(struct request *r, struct walk *w, struct asker *k);
/* "/commencer/TOKEN/resultat", or the same of a shared copy; page "" for the walk itself. */
const char *way_path(struct arena *a, const struct walk *w, const char *page);
/* <form method=post> to one of our own addresses, without cookie for who has none. */
void way_form(struct page *p, const char *path);
/* The page's frame; crumbs to the beginning; not for search engines. */
struct page *way_page(struct request *r, const char *title, int status);
/* "pour Jazeneuil", or nothing when no commune is known. */
const char *way_place(const struct asker *k);

/* Pages */
void question_serve(struct request *r);
void question_answer(struct request *r);
void commune_serve(struct request *r);
void commune_answer(struct request *r);
void result_serve(struct request *r);
void result_shared(struct request *r);
void share_answer(struct request *r);
void forget_answer(struct request *r);
void council_serve(struct request *r);
void council_shared(struct request *r);
void letter_serve(struct request *r);
void process_serve(struct request *r);
void process_answer(struct request *r);
void need_serve(struct request *r);
void need_answer(struct request *r);

/* The question to go to after one (NULL: from the beginning); NULL when all is said. */
const struct start_question *question_next(const struct asker *k, const struct walk *w,
	const char *after);
/* Who has answered, or asks or shares before: subjects that no sheet answers are counted,
 * each alone.  The walk is to be put. */
void count_unmet(struct request *r, struct walk *w, const struct asker *k);
/* Communes to choose from, each a button that posts its code to a path. */
void communes_draw(struct page *p, const char *typed, const char *path);
void commune_search(struct page *p, const char *path, const char *typed);

/* A step in words, for screen and paper. */
const char *step_cost(struct page *p, const struct step *s);
const char *step_effort(struct page *p, const struct step *s);
/* Why that organisation: "named by the sheet, acts in your département". */
const char *contact_why(struct page *p, const struct asker *k, const struct contact *c);
/* One of the first three, with at most so many reasons on each side. */
void first_draw(struct page *p, const struct asker *k, const struct step *s, int moment,
	bool lent, int most);
bool step_is_first(const struct advice *a, int i);
int first_count(const struct advice *a);
bool first_told(const struct advice *a);	/* does a report tell of one of them? */
const char *result_title(struct page *p, const struct asker *k, int steps);
enum { WHY_MAX = 12 };
struct why {
	const char *known[WHY_MAX], *unknown[WHY_MAX];	/* sentences, in the page's language */
	int known_count, unknown_count;
};
/* call: whom to call about it, or NULL for nobody. */
void step_why(struct page *p, const struct asker *k, const struct step *s, bool lent,
	const struct contact *call, struct why *why);

#endif
