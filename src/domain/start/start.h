/* start.h - where to start: questions, rules in French, and the steps they lead to.
 *
 * Owns the table start: every version of the definition; "start.defined" restates the whole.
 * Until stewards state one, that of the program holds: types/start/start.json.  Walks (who
 * answers what) and counts are state, of the domain steps.
 *
 * A rule names sheets: by the last part of their address, by a notion ("defis:social-isolement")
 * or by a tag.  It gives them points when it holds: a number gives that many, VRAI gives 1;
 * what is false or not known gives none.  Its functions:
 *	reponse(question, choice)	not known when the question was passed
 *	signal(name)		a choice made gives it; not known when one that could give it was passed
 *	identite(type | population | localisation | departement | region, value)
 *	population, mois (1-12), saison(hiver | printemps | ete | automne),
 *	mois_avant_election, mois_depuis_election, reponses (how many), euros, jours (at hand) */
#ifndef DOMAIN_START_H
#define DOMAIN_START_H

#include "base/rule.h"
#include "domain/compare/compare.h"
#include "domain/resource/resource.h"

enum { QUESTIONS_MAX = 10, CHOICES_MAX = 12, RULES_MAX = 300, SAMPLES_MAX = 40, NAMES_MAX = 40 };
enum moment { WEEK, MONTH, YEAR, MOMENTS };

struct start_choice {
	const char *name, *label[LANG_COUNT], *help[LANG_COUNT];	/* help: or NULL */
	const char *const *signals;	/* NULL-ended */
	double euros, days;		/* what is at hand; -1: says nothing of it */
	bool alone;			/* takes the other choices away */
};

struct start_question {
	const char *name, *label[LANG_COUNT], *help[LANG_COUNT], *why[LANG_COUNT];
	bool many;
	bool subject;			/* its choices are what steps should answer */
	const char *when;		/* a rule as text, or NULL: always asked */
	const struct rule *rule;
	const struct start_choice *choices;
	int count;
};

struct start_rule {
	const char *name, *text, *because[LANG_COUNT];
	const struct rule *rule;
	const char *const *sheets, *const *about, *const *tags;		/* NULL-ended */
	int moment;			/* enum moment, or -1: the sheet's own */
};

/* A commune of the test bench, with answers and a date. */
struct start_sample {
	const char *name, *label[LANG_COUNT], *territory;
	int year, month;
	const json_t *answers;
};

struct start {
	const struct start_question *questions;
	const struct start_rule *rules;
	const struct start_sample *samples;
	int question_count, rule_count, sample_count;
	const char *const *types;	/* of the sheets that can be steps */
	const int *elections;		/* months since year 0, in order, ends with 0 */
	int64_t position;		/* of the entry; 0: that of the program */
};

/* The definition in force, kept per connection. */
const struct start *start_get(struct db *db);
/* The body stated at a position, NULL if there is none; 0: the one in force.  Canonical. */
const char *start_stated(struct db *db, int64_t position);
struct start_version {
	int64_t position, time;
	const char *actor, *note;
};
int start_versions(struct db *db, int limit, struct start_version *found);	/* newest first */
/* The definition with what a command that changes a part of it would change. */
json_t *start_with(struct arena *a, const json_t *definition, const struct call *c);
/* From JSON as stated; what is malformed is left out.  In the arena, and j stays with it. */
const struct start *start_read(struct arena *a, const json_t *j);
const struct start_question *start_question(const struct start *s, const char *name);
const struct start_choice *start_choice(const struct start_question *q, const char *name);
const struct start_rule *start_rule(const struct start *s, const char *name);
/* "week"... */
const char *moment_name(int moment);
/* "This week"... */
const char *moment_label(enum lang lang, int moment);

/* Who asks, from where, and when. */
struct asker {
	const struct start *start;
	struct db *db;
	bool placed;			/* a territory is known */
	struct traits traits;		/* of it */
	int64_t population;		/* corrected, or of the territory; -1: unknown */
	const json_t *answers;		/* {"qui": ["mairie"], "temps": []}: passed is empty */
	int year, month;
};
/* code may be NULL; population -1: the territory's. */
void asker_fill(struct asker *k, struct db *db, const struct start *s, const char *code,
	int64_t population, const json_t *answers, int year, int month);
bool asker_chose(const struct asker *k, const char *question, const char *choice);
/* Does a choice that was made give this signal? */
bool asker_signal(const struct asker *k, const char *name);
int asker_answers(const struct asker *k);	/* questions with a choice */
double asker_euros(const struct asker *k);	/* at hand; -1: not told */
double asker_days(const struct asker *k);
/* Is this question asked of them, now? */
bool asker_asked(const struct asker *k, const struct start_question *q);
int asker_season(const struct asker *k);	/* 0 winter ... 3 autumn */

/* What a rule gave, in hundredths; 0 when it does not hold.  *unknown: it is not known.
 * met: choices that it looked at and that were made, at most max; *count of them. */
struct met {
	const struct start_question *question;
	const struct start_choice *choice;
};
int rule_gives(const struct asker *k, const struct start_rule *r, bool *unknown,
	struct met *met, int max, int *count);
/* The fault in a rule's text, names that are not there included; true when there is none. */
bool rule_good(struct arena *a, const struct start *s, const char *text,
	struct rule_fault *fault);

#endif
