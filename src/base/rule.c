/* rule.c - from a text to a tree: each level of the grammar is a function. */
#include "base/rule.h"

#include <stdlib.h>
#include <string.h>

#include "base/rule_own.h"
#include "base/rule_token.h"
#include "base/text.h"

enum { DEEPEST = 100, HIGHEST = 1000 };

static const char too_deep[] = N_("This rule is nested too deep: make two of it.");

struct reader {
	struct arena *arena;
	const char *text;
	const struct rule_function *functions;
	struct token now;
	int next, depth;
	int calls;		/* parentheses of functions that are open */
	struct rule_fault *fault;
};

static const struct rule *whole(struct reader *r);

/* The first fault is the one told. */
static const struct rule *fail(struct reader *r, int at, const char *sentence, const char *detail)
{
	if (r->fault->sentence)
		return NULL;
	int line = 1, start = 0;
	for (int i = 0; i < at; i++)
		if (r->text[i] == '\n') {
			line++;
			start = i + 1;
		}
	const char *before = arena_copy(r->arena, r->text + start, (size_t)(at - start));
	*r->fault = (struct rule_fault){line, (int)text_length(before) + 1, sentence, detail};
	return NULL;
}

static void step(struct reader *r)
{
	r->now = rule_token(r->arena, r->text, &r->next);
	if (r->now.kind == T_BAD)
		fail(r, r->now.at, r->now.bad, r->now.text);
}

static bool is_sign(const struct reader *r, const char *sign)
{
	return r->now.kind == T_SIGN && strcmp(r->now.text, sign) == 0;
}

static bool is_word(const struct reader *r, const char *word)
{
	return r->now.kind == T_NAME && strcmp(r->now.fold, word) == 0;
}

static struct rule *node(struct reader *r, enum rule_op op, enum rule_kind gives, int at)
{
	struct rule *n = arena_alloc(r->arena, sizeof *n);
	*n = (struct rule){.op = op, .gives = gives, .at = at};
	return n;
}

/* False when the part is a fault, or one too many below. */
static bool take(struct reader *r, struct rule *n, const struct rule *part)
{
	if (!part)
		return false;
	n->parts[n->count++] = part;
	if (part->height >= n->height)
		n->height = part->height + 1;
	return n->height < HIGHEST || fail(r, n->at, too_deep, NULL);
}

/* Is this what must stand here?  What depends is seen when the rule runs. */
static bool must(struct reader *r, const struct rule *n, enum rule_kind kind)
{
	if (n && (n->gives == kind || n->gives == UNKNOWN))
		return true;
	if (n)
		fail(r, n->at, kind == TRUTH
			? N_("A condition is needed here, for example reponse(question, OUI) or a > b.")
			: N_("A number is needed here."), NULL);
	return false;
}

static const struct rule *value(struct reader *r, struct rule_value v)
{
	struct rule *n = node(r, IS_VALUE, v.kind, r->now.at);
	n->value = v;
	step(r);
	return n;
}

/* "0,5": the decimals after a comma, where it cannot be one between two values. */
static bool decimals(struct reader *r, double *v)
{
	const char *rest = r->text + r->next;
	size_t n = *rest == ',' ? strspn(rest + 1, "0123456789") : 0;
	if (!n || strchr(r->now.text, '.'))
		return true;
	const char *both = arena_printf(r->arena, "%s,%.*s", r->now.text, n < 20 ? (int)n : 20,
		rest + 1);
	if (r->calls || n > 20)
		return fail(r, r->now.at, N_("“%s” may be one number or two: write a point, or a space "
			"after the comma."), both);
	char *point = arena_dup(r->arena, both);
	point[strlen(r->now.text)] = '.';
	*v = strtod(point, NULL);
	r->next += (int)n + 1;
	return true;
}

static const struct rule *number(struct reader *r)
{
	struct rule_value v = {.kind = NUMBER, .number = r->now.number};
	if (!decimals(r, &v.number))
		return NULL;
	const char *rest = r->text + r->next;
	size_t space = strspn(rest, " ");
	space += text_starts(rest + space, "\u00a0") ? 2 : text_starts(rest + space, "\u202f") ? 3 : 0;
	if (rest[space] == '%') {
		v.number /= 100;
		r->next += (int)space + 1;
	}
	return value(r, v);
}

static const struct rule *no_function(struct reader *r, const char *name, int at)
{
	static const char *const own[] = {"min", "max"};
	const char *names[64] = {own[0], own[1]};
	int n = 2;
	for (const struct rule_function *f = r->functions; f && f->name && n < 63; f++)
		names[n++] = f->name;
	const char *near = text_nearest(name, names);
	if (near)
		return fail(r, at, N_("There is no such function. Did you mean %s?"), near);
	return fail(r, at, N_("There is no function %s."), name);
}

static const struct rule_function *function(const struct reader *r, const char *name)
{
	static const struct rule_function own[] = {{"min", 1, RULE_VALUES, NUMBER},
		{"max", 1, RULE_VALUES, NUMBER}};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (strcmp(own[i].name, name) == 0)
			return &own[i];
	for (const struct rule_function *f = r->functions; f && f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

static struct rule *question(struct reader *r, const struct rule_function *f, int at)
{
	enum rule_op op = strcmp(f->name, "min") == 0 ? LEAST : strcmp(f->name, "max") == 0 ? MOST
		: CALL;
	struct rule *n = node(r, op, f->gives, at);
	n->value = (struct rule_value){.kind = WORD, .word = f->name};
	return n;
}

static const struct rule *word(struct reader *r, struct token name)
{
	struct rule *n = node(r, IS_VALUE, WORD, name.at);
	n->value = (struct rule_value){.kind = WORD, .word = name.text};
	return n;
}

static bool ends_value(struct token t)
{
	return t.kind == T_END || (t.kind == T_SIGN && strchr(",)", *t.text));
}

/* A name alone between commas is a word, even one that functions have:
 * reponse(population, OUI); and so is what looks like a number: score(1.10). */
static const struct rule *argument(struct reader *r, enum rule_op op)
{
	int at = r->next;
	struct token name = r->now;
	bool code = name.kind == T_NUMBER && strchr(name.text, '.');
	if (op != CALL || (name.kind != T_NAME && !code)
		|| !ends_value(rule_token(r->arena, r->text, &at)))
		return whole(r);
	if (!code && (strcmp(name.fold, "vrai") == 0 || strcmp(name.fold, "faux") == 0))
		return whole(r);
	step(r);
	return word(r, name);
}

/* name(a, b): the name is behind us, the parenthesis is now. */
static const struct rule *call(struct reader *r, struct token name)
{
	const struct rule_function *f = function(r, name.fold);
	if (!f)
		return no_function(r, name.fold, name.at);
	struct rule *n = question(r, f, name.at);
	r->calls++;
	step(r);
	while (!is_sign(r, ")")) {
		if (n->count == f->most)
			return fail(r, r->now.at, N_("%s takes fewer values: close the parenthesis here."),
				f->name);
		const struct rule *part = argument(r, n->op);
		if (!take(r, n, part) || (n->op != CALL && !must(r, part, NUMBER)))
			return NULL;
		if (!is_sign(r, ",") && !is_sign(r, ")"))
			return fail(r, r->now.at, N_("A comma or a closing parenthesis is missing here."),
				NULL);
		if (is_sign(r, ","))
			step(r);
	}
	if (n->count < f->least)
		return fail(r, r->now.at, N_("%s takes more values."), f->name);
	r->calls--;
	step(r);
	return n;
}

static const struct rule *named(struct reader *r)
{
	static const char *const kept[] = {"alors", "sinon", "et", "ou", NULL};
	struct token name = r->now;
	for (int i = 0; kept[i]; i++)
		if (strcmp(name.fold, kept[i]) == 0)
			return fail(r, name.at, N_("Something is missing before “%s”."), name.text);
	if (strcmp(name.fold, "vrai") == 0 || strcmp(name.fold, "faux") == 0)
		return value(r, (struct rule_value){.kind = TRUTH, .number = name.fold[0] == 'v'});
	step(r);
	if (is_sign(r, "("))
		return call(r, name);
	const struct rule_function *f = function(r, name.fold);
	return f && f->least == 0 ? question(r, f, name.at) : word(r, name);
}

static const struct rule *primary(struct reader *r)
{
	struct token t = r->now;
	const struct rule *n;
	if (t.kind == T_NUMBER)
		return number(r);
	if (t.kind == T_TEXT)
		return value(r, (struct rule_value){.kind = WORD, .word = t.text});
	if (t.kind == T_NAME)
		return named(r);
	if (!is_sign(r, "("))
		return fail(r, t.at, t.kind == T_END ? N_("The rule stops too early: something is missing "
			"at its end.") : N_("A value is needed before “%s”."), t.text);
	step(r);
	if (!(n = whole(r)))
		return NULL;
	if (!is_sign(r, ")"))
		return fail(r, t.at, N_("This parenthesis is not closed."), NULL);
	step(r);
	return n;
}

static const struct rule *minus(struct reader *r)
{
	if (!is_sign(r, "-"))
		return primary(r);
	struct rule *n = node(r, MINUS, NUMBER, r->now.at);
	step(r);
	if (++r->depth > DEEPEST)
		return fail(r, r->now.at, too_deep, NULL);
	bool good = take(r, n, minus(r)) && must(r, n->parts[0], NUMBER);
	r->depth--;
	return good ? n : NULL;
}

struct infix {
	const char *sign;
	enum rule_op op;
};

/* a op b op c..., from the left. */
static const struct rule *chain(struct reader *r, const struct infix *signs,
	const struct rule *(*deeper)(struct reader *))
{
	const struct rule *left = deeper(r);
	while (left) {
		const struct infix *s = signs;
		while (s->sign && !is_sign(r, s->sign))
			s++;
		if (!s->sign)
			return left;
		struct rule *n = node(r, s->op, NUMBER, left->at);
		step(r);
		if (!take(r, n, left) || !must(r, left, NUMBER) || !take(r, n, deeper(r))
			|| !must(r, n->parts[1], NUMBER))
			return NULL;
		left = n;
	}
	return NULL;
}

static const struct rule *product(struct reader *r)
{
	static const struct infix signs[] = {{"*", TIMES}, {"/", OVER}, {0}};
	return chain(r, signs, minus);
}

static const struct rule *sum(struct reader *r)
{
	static const struct infix signs[] = {{"+", ADD}, {"-", TAKE}, {0}};
	return chain(r, signs, product);
}

static const struct rule *comparison(struct reader *r)
{
	static const struct infix signs[] = {{"=", SAME}, {"!=", OTHER}, {"<=", LESS_SAME},
		{"<", LESS}, {">=", MORE_SAME}, {">", MORE}, {0}};
	const struct rule *left = sum(r);
	const struct infix *s = signs;
	while (left && s->sign && !is_sign(r, s->sign))
		s++;
	if (!left || !s->sign)
		return left;
	struct rule *n = node(r, s->op, TRUTH, left->at);
	bool any = s->op == SAME || s->op == OTHER;
	step(r);
	if (!take(r, n, left) || (!any && !must(r, left, NUMBER)) || !take(r, n, sum(r))
		|| (!any && !must(r, n->parts[1], NUMBER)))
		return NULL;
	return n;
}

/* NON is a word, too: reponse(question, NON). */
static bool is_not(struct reader *r)
{
	if (!is_word(r, "non"))
		return false;
	int at = r->next;
	struct token after = rule_token(r->arena, r->text, &at);
	return !(ends_value(after) || (after.kind == T_SIGN && strchr("=!<>", *after.text)));
}

static const struct rule *negation(struct reader *r)
{
	if (!is_not(r))
		return comparison(r);
	struct rule *n = node(r, NOT, TRUTH, r->now.at);
	step(r);
	if (++r->depth > DEEPEST)
		return fail(r, r->now.at, too_deep, NULL);
	bool good = take(r, n, negation(r)) && must(r, n->parts[0], TRUTH);
	r->depth--;
	return good ? n : NULL;
}

static const struct rule *joined(struct reader *r, const char *word, enum rule_op op,
	const struct rule *(*deeper)(struct reader *))
{
	const struct rule *left = deeper(r);
	while (left && is_word(r, word)) {
		struct rule *n = node(r, op, TRUTH, left->at);
		step(r);
		if (!take(r, n, left) || !must(r, left, TRUTH) || !take(r, n, deeper(r))
			|| !must(r, n->parts[1], TRUTH))
			return NULL;
		left = n;
	}
	return left;
}

static const struct rule *conjunction(struct reader *r)
{
	return joined(r, "et", AND, negation);
}

static const struct rule *choice(struct reader *r)
{
	struct rule *n = node(r, IF, UNKNOWN, r->now.at);
	step(r);
	if (!take(r, n, whole(r)) || !must(r, n->parts[0], TRUTH))
		return NULL;
	if (!is_word(r, "alors"))
		return fail(r, r->now.at, N_("“alors” is missing after the condition."), NULL);
	step(r);
	if (!take(r, n, whole(r)))
		return NULL;
	n->gives = n->parts[1]->gives;
	if (!is_word(r, "sinon"))
		return n;
	step(r);
	if (!take(r, n, whole(r)))
		return NULL;
	if (n->parts[2]->gives != n->gives)
		n->gives = UNKNOWN;
	return n;
}

static const struct rule *whole(struct reader *r)
{
	if (r->fault->sentence)
		return NULL;
	if (++r->depth > DEEPEST)
		return fail(r, r->now.at, too_deep, NULL);
	const struct rule *n = is_word(r, "si") ? choice(r) : joined(r, "ou", OR, conjunction);
	r->depth--;
	return r->fault->sentence ? NULL : n;
}

const struct rule *rule_read(struct arena *a, const char *text,
	const struct rule_function *functions, struct rule_fault *fault)
{
	struct reader r = {.arena = a, .text = text, .functions = functions, .fault = fault};
	*fault = (struct rule_fault){0};
	if (strlen(text) > RULE_BYTES)
		return fail(&r, 0, N_("This rule is too long: make two of it."), NULL);
	if (!text_valid(text, strlen(text)))
		return fail(&r, 0, N_("This is no text in UTF-8."), NULL);
	step(&r);
	const struct rule *n = whole(&r);
	if (n && r.now.kind != T_END)
		return fail(&r, r.now.at, N_("“%s” cannot stand here."), r.now.text);
	return n;
}

enum rule_kind rule_kind_of(const struct rule *r)
{
	return r->gives;
}
