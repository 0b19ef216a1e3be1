/* referentiel_words.c - rules in words: "the answer to EAU_1 is NON, or else ...". */
#include <string.h>

#include "base/rule_own.h"
#include "base/text.h"
#include "domain/referentiel/referentiel_page.h"

struct words {
	struct arena *arena;
	enum lang lang;
};

/* {1}, {2} and {3} of a sentence filled in. */
static const char *fill(const struct words *w, const char *key, const char *const parts[3])
{
	struct out o = out_new(8 * RULE_BYTES);
	for (const char *s = tr_lang(w->lang, key); *s; s++)
		if (s[0] == '{' && s[1] >= '1' && s[1] <= '3' && s[2] == '}') {
			out_text(&o, parts[s[1] - '1']);
			s += 2;
		} else {
			out_char(&o, *s);
		}
	const char *all = arena_dup(w->arena, out_str(&o));
	out_free(&o);
	return all;
}

static const char *say(const struct words *w, const struct rule *r);

/* Questions of these rules, by how many values they take. */
static const struct {
	const char *name;
	int count;
	const char *sentence;
} questions[] = {
	{"reponse", 2, N_("the answer to {1} is {2}")},
	{"reponse", 1, N_("the share answered to {1}")},
	{"identite", 2, N_("{1}: {2}")},
	{"score", 1, N_("the score of {1}")},
	{"val", 1, N_("the value of {1}")},
	{"opt_val", 1, N_("the value of {1} (when known)")},
	{"cible", 1, N_("the target of {1}")},
	{"limite", 1, N_("the limit of {1}")},
	{"population", 0, N_("the population")},
	{"signal", 1, N_("the signal {1}")},
};

static const char *list(const struct words *w, const struct rule *r)
{
	const char *all = "";
	for (int i = 0; i < r->count; i++)
		all = arena_printf(w->arena, "%s%s%s", all, i ? "; " : "", say(w, r->parts[i]));
	return all;
}

static const char *call(const struct words *w, const struct rule *r)
{
	const char *parts[3] = {"", "", ""};
	for (int i = 0; i < r->count && i < 3; i++)
		parts[i] = say(w, r->parts[i]);
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
		if (text_eq(questions[i].name, r->value.word) && questions[i].count == r->count)
			return fill(w, questions[i].sentence, parts);
	return arena_printf(w->arena, "%s(%s)", r->value.word, list(w, r));
}

static bool is_truth(const struct rule *r, bool yes)
{
	return r->op == IS_VALUE && r->value.kind == TRUTH && (r->value.number != 0) == yes;
}

/* "if A then true, else B" is "A, or else B"; what ends with false has no more. */
static const char *choice(const struct words *w, const struct rule *r)
{
	const struct rule *otherwise = r->count > 2 ? r->parts[2] : NULL;
	const char *parts[3] = {say(w, r->parts[0]), say(w, r->parts[1]),
		otherwise ? say(w, otherwise) : ""};
	if (is_truth(r->parts[1], true) && (!otherwise || is_truth(otherwise, false)))
		return parts[0];
	parts[1] = is_truth(r->parts[1], true) ? parts[2] : parts[1];
	if (is_truth(r->parts[1], true))
		return fill(w, N_("{1}, or else {2}"), parts);
	return fill(w, otherwise ? N_("{2} if {1}; otherwise {3}") : N_("{2} if {1}"), parts);
}

static const char *value(const struct words *w, struct rule_value v)
{
	if (v.kind == TRUTH)
		return tr_lang(w->lang, v.number != 0 ? N_("yes") : N_("no"));
	if (v.kind == WORD)
		return v.word;
	double tenth = v.number * 10;
	return number_text(w->arena, w->lang, v.number, v.number == (double)(long)v.number ? 0
		: tenth == (double)(long)tenth ? 1 : 2);
}

static const char *say(const struct words *w, const struct rule *r)
{
	static const char *const sentences[] = {[LEAST] = N_("the least of ({1})"),
		[MOST] = N_("the greatest of ({1})"), [OR] = N_("{1} or {2}"), [AND] = N_("{1} and {2}"),
		[NOT] = N_("not ({1})"), [SAME] = "{1} = {2}", [OTHER] = "{1} ≠ {2}",
		[LESS] = "{1} < {2}", [LESS_SAME] = "{1} ≤ {2}", [MORE] = "{1} > {2}",
		[MORE_SAME] = "{1} ≥ {2}", [ADD] = "{1} + {2}", [TAKE] = "{1} − {2}",
		[TIMES] = "{1} × {2}", [OVER] = "{1} ÷ {2}", [MINUS] = "−{1}"};
	const char *parts[3] = {"", "", ""};
	if (r->op == IS_VALUE)
		return value(w, r->value);
	if (r->op == CALL || r->op == IF)
		return r->op == CALL ? call(w, r) : choice(w, r);
	if (r->op == LEAST || r->op == MOST) {
		parts[0] = list(w, r);
		return fill(w, sentences[r->op], parts);
	}
	for (int i = 0; i < r->count; i++) {
		const struct rule *part = r->parts[i];
		bool inside = part->op == IF || part->op == OR || (part->op >= ADD && r->op > ADD);
		parts[i] = say(w, part);
		if (inside && r->op != part->op)
			parts[i] = arena_printf(w->arena, "(%s)", parts[i]);
	}
	return fill(w, sentences[r->op], parts);
}

const char *rule_words(struct arena *a, enum lang lang, const char *text)
{
	struct rule_fault f;
	struct words w = {a, lang};
	const struct rule *r = rule_read(a, text, referentiel_functions, &f);
	return r && r->height < 40 ? say(&w, r) : NULL;
}
