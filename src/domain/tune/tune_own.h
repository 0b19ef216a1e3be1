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
/* Which first steps another definition would change, sample by sample. */
void bench_difference(struct page *p, const struct start *now, const struct start *then);

void question_page(struct request *r);
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
