/* advise.h - from what is known of someone to steps, ranked and explained.
 *
 * Points of a sheet, in hundredths, so that all machines agree:
 *	rules	100 times what the rules give
 *	proof	-200 to 200: the report from the most alike territory whose answer on reuse
 *		is the best: 200 * likeness * share known * answer (as it is 1, adapted 0.8,
 *		not told 0.5, hardly -0.5, no -1), halved when that report tells neither cost nor
 *		effort; 0 without report: missing is said, never counted against.  Without
 *		a commune, the likeness is 1/4.
 *	means	cost and effort of the sheet, each: 50 within what is at hand, 0 when the
 *		range begins within, -150 beyond; not told on either side: 0, or 25 for a cost
 *		that begins under 50 euros and an effort that begins under 3 days when the
 *		question was passed.
 * The first step of each moment is the best sheet that rules give points to and whose points
 * are above 0: of that moment; else of that moment by its effort; else any (lent); else one
 * that no rule names.  Then come the others by points.  Ties: the last part of the address.
 * A sheet's moment: that of the rule that gives it most; else by its effort (up to 3 days:
 * week; up to 15: month; more: year; not told: month).
 *
 * Candidates are found by index, never among all sheets: what rules name one by one; of each
 * notion and tag, the 30 last made that can be steps (of the last 90 that bear it). The
 * CANDIDATES to which rules give most are weighed; of those that have the same, the ones
 * that someone tried first.  When there are fewer, the newest of each type too. */
#ifndef DOMAIN_ADVISE_H
#define DOMAIN_ADVISE_H

#include "domain/experience/experience.h"
#include "domain/start/start.h"

struct means {
	bool known;
	double min, max;
};
enum { STEP_RULES = 8, CANDIDATES = 100, STEP_MET = 8, REPORTS = 30 };
struct step {
	struct resource sheet;
	int moment;
	int points, rules_points, proof, means;
	const struct start_rule *rules[STEP_RULES];	/* that name it, most points first */
	int gives[STEP_RULES], rule_count;
	struct met met[STEP_MET];
	int met_count;
	struct means cost, effort;
	int cost_fits, effort_fits;	/* 1 within, 0 partly, -1 beyond, -2 not known */
	int reports;			/* among the last REPORTS that used it */
	struct experience proof_of;	/* the report that counts, if reports */
	struct spread told_cost, told_effort;	/* by these reports, of the whole attempt */
	struct likeness like;		/* with its territory, if placed */
	struct traits there;
	bool here;			/* that report is from the asker's own territory */
};
struct advice {
	struct step *steps;		/* most points first */
	int count;
	int first[MOMENTS];		/* index in steps; -1: none */
	bool lent[MOMENTS];		/* the first step is of another moment */
};
/* Deterministic: the same views and asker give the same.  In the db's arena. */
void advise(const struct asker *k, struct advice *advice);
/* Does the filter keep it?  "", "100" (euros), "seul" (without technician), "vecu" (reported) */
bool step_kept(const struct step *s, const char *filter);

/* How near someone acts.  AT_UNTOLD: names no territory. */
enum reach { AT_COMMUNE, AT_EPCI, AT_DEPARTEMENT, AT_REGION, AT_UNTOLD, AT_ELSEWHERE };
enum naming { BY_SHEET, BY_REPORT, BY_SUBJECT, BY_PLACE };
/* Whom to call about a step: a structure, never a person. */
struct contact {
	struct resource actor;
	enum naming by;
	enum reach reach;
	bool around;		/* not all of it: at `at`, which lies in there */
	struct territory at;	/* the nearest of those that it names, if any */
	double km;		/* to it; -1: not known */
	bool told;		/* the sheet names one that is published */
};
/* The nearest to the asker of those that the sheet names, that its report names, and that act
 * on the same subject in the département; of two as near, in that order.  When there are
 * none: who acts in the région, on the same subject or not.  Without a commune, the first
 * one named.  False: nobody. */
bool advise_contact(const struct asker *k, const struct step *s, struct contact *c);

#endif
