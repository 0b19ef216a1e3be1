/* rule.h - rules in French: "si reponse(voirie, voirie_a) alors 0.5 sinon 1".
 *
 *   si A alors B sinon C     sinon may be left out; "sinon si" goes on
 *   A et B, A ou B, non A    and = != < <= > >=, + - * /, parentheses
 *   VRAI, FAUX, 12, 0.5, 50 %, a_name, "a text", min(...), max(...)
 *                            0,5 is 0.5 but between the parentheses of a function
 *   name(...)                a function that the caller has told of; one that may do
 *                            without values is asked by its name alone: population
 *
 * Capitals and accents of the words do not matter; # begins a comment.  What is not known
 * stays not known: a rule whose condition is unknown, a division by zero, a sum
 * with an unknown give UNKNOWN, never a zero.  false et UNKNOWN is false, true ou
 * UNKNOWN is true.  The language is that of the référentiels of Territoires en
 * Transitions; all lives in the arena. */
#ifndef BASE_RULE_H
#define BASE_RULE_H

#include "base/tr.h"

enum rule_kind { UNKNOWN, TRUTH, NUMBER, WORD };

struct rule_value {
	enum rule_kind kind;
	double number;		/* TRUTH: 0 or 1 */
	const char *word;
};

/* A function: how many values it takes, what it gives (UNKNOWN: it depends). */
struct rule_function {
	const char *name;
	int least, most;
	enum rule_kind gives;
};
enum { RULE_VALUES = 8, RULE_BYTES = 20000 };

/* What is wrong, where (from 1), and how to mend it. */
struct rule_fault {
	int line, column;
	const char *sentence;	/* English key with at most one %s */
	const char *detail;	/* for the %s */
};

struct rule;

/* NULL and *fault when the text is no rule.  functions ends with {0}. */
const struct rule *rule_read(struct arena *a, const char *text,
	const struct rule_function *functions, struct rule_fault *fault);

/* What it gives; UNKNOWN when that depends. */
enum rule_kind rule_kind_of(const struct rule *r);

/* Answers what functions ask; it sees each question once the rule needs it, so
 * that a caller can tell afterwards what the result rests on. */
struct rule_world {
	struct rule_value (*ask)(void *context, const char *function,
		const struct rule_value *values, int count);
	void *context;
};
struct rule_value rule_run(const struct rule *r, const struct rule_world *world);

static inline bool rule_true(struct rule_value v)
{
	return v.kind == TRUTH && v.number != 0;
}

#endif
