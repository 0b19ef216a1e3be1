/* tune_own.h - what the stewards' pages of Where to start share. */
#ifndef DOMAIN_TUNE_OWN_H
#define DOMAIN_TUNE_OWN_H

#include "domain/advise/advise.h"
#include "domain/steps/steps.h"
#include "web/form.h"

enum { TUNE_FORM = 60000, TUNE_VERSIONS = 30 };

/* Is it a steward?  False once 403 is answered: forms drawn again come here before the
 * command has looked at the role. */
bool tune_may(struct request *r);
/* The frame of a page below "/commencer/reglages". */
struct page *tune_page(struct request *r, const char *title, int status);
/* Someone of the test bench, with a definition. */
void sample_asker(struct asker *k, struct db *db, const struct start *s,
	const struct start_sample *sample);
/* Which first steps another definition would change, for each of its own samples. */
void bench_difference(struct page *p, const struct start *now, const struct start *then);

/* A row under change: what was typed, else what is there. */
struct tuning {
	struct page *p;
	const struct call *c;		/* NULL: nothing typed yet */
	const json_t *row;		/* as stated; NULL for a new one */
	const struct start *start;
};
/* Parts of the forms: the fields of a row (lang NULL: one text only), their frame, and
 * after "try", what would change on the bench. */
void tune_field(const struct tuning *t, const char *kind, const char *name, const char *lang,
	const char *label, const char *help);
void tune_words(const struct tuning *t, const char *kind, const char *name, const char *label,
	const char *help);
void tune_open(const struct tuning *t, const char *command, const char *was);
void tune_close(const struct tuning *t, const char *command, const char *was);
void tune_trial(const struct tuning *t);
/* Short names to copy from: each question and its choices; and what choices give. */
void tune_names(struct page *p, const struct start *s, bool signals);
/* The row of that name in a list of the definition, and its rank; false once 404 is answered. */
bool tune_find(struct request *r, const char *part, const char *name, const json_t **row,
	int *place);
/* The short name that the form or the address has. */
const char *tune_name(struct request *r, const struct call *c);
int tune_status(const struct call *c);

void question_page(struct request *r);
void sample_change_page(struct request *r);
void calendar_page(struct request *r);
void sample_form(struct request *r, const struct call *c);
void calendar_form(struct request *r, const struct call *c);
void rule_page(struct request *r);
void bench_page(struct request *r);
void sample_page(struct request *r);
void counts_page(struct request *r);
void needs_page(struct request *r);
void needs_answer(struct request *r);
void question_form(struct request *r, const struct call *c);
void rule_form(struct request *r, const struct call *c);
const char *tune_after(struct request *r, const struct call *c);

#endif
