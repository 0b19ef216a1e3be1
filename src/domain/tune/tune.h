/* tune.h - where to start, for stewards: questions and rules as forms, a bench of sample
 * communes, what is asked, needs that wait.
 *
 * Owns no table: definitions are start's, counts and needs are state of steps. */
#ifndef DOMAIN_TUNE_H
#define DOMAIN_TUNE_H

#include "domain/steps/steps.h"

#endif
