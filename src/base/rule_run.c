/* rule_run.c - what a rule gives in a world, and what it leaves unknown. */
#include <math.h>

#include "base/rule_own.h"
#include "base/text.h"

static const struct rule_value unknown;

static struct rule_value truth(bool yes)
{
	return (struct rule_value){.kind = TRUTH, .number = yes};
}

static struct rule_value number(double n)
{
	return isfinite(n) ? (struct rule_value){.kind = NUMBER, .number = n} : unknown;
}

/* AND stops at false, OR at true; else an unknown makes it unknown. */
static struct rule_value both(const struct rule *r, const struct rule_world *w)
{
	bool stop = r->op == OR;
	struct rule_value left = rule_run(r->parts[0], w);
	if (left.kind == TRUTH && (left.number != 0) == stop)
		return left;
	struct rule_value right = rule_run(r->parts[1], w);
	if (right.kind == TRUTH && (right.number != 0) == stop)
		return right;
	return left.kind == TRUTH && right.kind == TRUTH ? truth(!stop) : unknown;
}

static struct rule_value compare(enum rule_op op, struct rule_value a, struct rule_value b)
{
	if (a.kind == UNKNOWN || b.kind == UNKNOWN)
		return unknown;
	if (op == SAME || op == OTHER) {
		bool same = a.kind == b.kind && (a.kind == WORD ? text_eq(a.word, b.word)
			: a.number == b.number);
		return truth(same == (op == SAME));
	}
	if (a.kind != NUMBER || b.kind != NUMBER)
		return unknown;
	return truth(op == LESS ? a.number < b.number : op == LESS_SAME ? a.number <= b.number
		: op == MORE ? a.number > b.number : a.number >= b.number);
}

static struct rule_value count(enum rule_op op, struct rule_value a, struct rule_value b)
{
	if (a.kind != NUMBER || b.kind != NUMBER)
		return unknown;
	switch (op) {
	case ADD:
		return number(a.number + b.number);
	case TAKE:
		return number(a.number - b.number);
	case TIMES:
		return number(a.number * b.number);
	default:
		return b.number == 0 ? unknown : number(a.number / b.number);
	}
}

static struct rule_value extreme(const struct rule *r, const struct rule_world *w)
{
	struct rule_value best = unknown;
	for (int i = 0; i < r->count; i++) {
		struct rule_value v = rule_run(r->parts[i], w);
		if (v.kind != NUMBER)
			return unknown;
		if (i == 0 || (v.number < best.number) == (r->op == LEAST))
			best = v;
	}
	return best;
}

static struct rule_value call(const struct rule *r, const struct rule_world *w)
{
	struct rule_value values[RULE_VALUES];
	for (int i = 0; i < r->count; i++)
		values[i] = rule_run(r->parts[i], w);
	return w->ask(w->context, r->value.word, values, r->count);
}

static struct rule_value choose(const struct rule *r, const struct rule_world *w)
{
	struct rule_value condition = rule_run(r->parts[0], w);
	if (condition.kind != TRUTH)
		return unknown;
	if (condition.number != 0)
		return rule_run(r->parts[1], w);
	return r->count > 2 ? rule_run(r->parts[2], w) : unknown;
}

struct rule_value rule_run(const struct rule *r, const struct rule_world *w)
{
	struct rule_value v;
	switch (r->op) {
	case IS_VALUE:
		return r->value;
	case CALL:
		return call(r, w);
	case LEAST: case MOST:
		return extreme(r, w);
	case IF:
		return choose(r, w);
	case OR: case AND:
		return both(r, w);
	case NOT:
		v = rule_run(r->parts[0], w);
		return v.kind == TRUTH ? truth(v.number == 0) : unknown;
	case MINUS:
		v = rule_run(r->parts[0], w);
		return v.kind == NUMBER ? number(-v.number) : unknown;
	case ADD: case TAKE: case TIMES: case OVER:
		v = rule_run(r->parts[0], w);
		return count(r->op, v, rule_run(r->parts[1], w));
	default:
		v = rule_run(r->parts[0], w);
		return compare(r->op, v, rule_run(r->parts[1], w));
	}
}
