/* rule_own.h - a rule as a tree, between the reader and the runner. */
#ifndef BASE_RULE_OWN_H
#define BASE_RULE_OWN_H

#include "base/rule.h"

enum rule_op {
	IS_VALUE, CALL, LEAST, MOST, IF, OR, AND, NOT, SAME, OTHER, LESS, LESS_SAME, MORE,
	MORE_SAME, ADD, TAKE, TIMES, OVER, MINUS
};

struct rule {
	enum rule_op op;
	struct rule_value value;		/* IS_VALUE; CALL: the word is the function */
	const struct rule *parts[RULE_VALUES];
	int count;
	enum rule_kind gives;			/* UNKNOWN: it depends */
	int at;					/* byte in the text */
	int height;				/* bounded: the runner goes down by calls */
};

#endif
