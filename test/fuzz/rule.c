/* rule.c - a rule: what was read, written again and read, gives the same in several
 * worlds; a run is the same each time and asks no more than the rule has parts. */
#include "fuzz.h"

#include <math.h>

#include "base/out.h"
#include "base/rule_own.h"
#include "base/text.h"

static const struct rule_function functions[] = {{"reponse", 1, 2, UNKNOWN},
	{"identite", 2, 2, TRUTH}, {"val", 1, 1, NUMBER}, {"score", 1, 1, NUMBER},
	{"population", 0, 0, NUMBER}, {"signal", 1, RULE_VALUES, TRUTH}, {0}};

struct world {
	unsigned number;	/* another world for each */
	int asked;
};

/* Something of what is asked, the same each time; one in four is unknown. */
static struct rule_value ask(void *context, const char *f, const struct rule_value *v, int n)
{
	struct world *w = context;
	unsigned h = w->number * 2654435761u;
	w->asked++;
	must(n <= RULE_VALUES);
	for (const char *p = f; *p; p++)
		h = (h ^ (unsigned char)*p) * 16777619u;
	for (int i = 0; i < n; i++)
		for (const char *p = v[i].kind == WORD ? v[i].word : "n"; *p; p++)
			h = (h ^ (unsigned char)*p) * 16777619u;
	for (int i = 0; functions[i].name; i++)
		if (text_eq(functions[i].name, f) && functions[i].gives != UNKNOWN)
			return (struct rule_value){h % 4 ? functions[i].gives : UNKNOWN,
				functions[i].gives == TRUTH ? h >> 8 & 1 : (h >> 8) % 100, NULL};
	return (struct rule_value){h % 3, h % 3 == TRUTH ? h >> 8 & 1 : (h >> 8) % 100, NULL};
}

/* 40 digits at most, as the language reads them. */
static void write_number(struct out *o, double n)
{
	char exact[64];
	snprintf(exact, sizeof exact, "%.17g", n);
	if (strchr(exact, 'e'))
		snprintf(exact, sizeof exact, n < 1 ? "%.38f" : "%.0f", n);
	out_text(o, exact);
}

static void write_word(struct out *o, const char *w)
{
	bool plain = !strchr(w, '"');
	out_printf(o, plain ? "\"%s\"" : strstr(w, "»") ? "“%s”" : "«%s»", w);
}

static void write_rule(struct out *o, const struct rule *r)
{
	static const char *const signs[] = {[OR] = "ou", [AND] = "et", [SAME] = "=",
		[OTHER] = "!=", [LESS] = "<", [LESS_SAME] = "<=", [MORE] = ">", [MORE_SAME] = ">=",
		[ADD] = "+", [TAKE] = "-", [TIMES] = "*", [OVER] = "/"};
	static const char *const between[] = {"(si ", " alors ", " sinon "};
	bool list = r->op == CALL || r->op == LEAST || r->op == MOST;
	if (r->op == IS_VALUE && r->value.kind == NUMBER)
		write_number(o, r->value.number);
	else if (r->op == IS_VALUE && r->value.kind == TRUTH)
		out_text(o, r->value.number != 0 ? "VRAI" : "FAUX");
	else if (r->op == IS_VALUE)
		write_word(o, r->value.word);
	if (r->op == IS_VALUE)
		return;
	out_text(o, list ? r->value.word : "");
	out_text(o, r->op == IF ? "" : r->op == NOT ? "(non " : r->op == MINUS ? "(-" : "(");
	for (int i = 0; i < r->count; i++) {
		out_text(o, r->op == IF ? between[i] : list ? (i ? ", " : "") : "");
		if (i && !list && r->op != IF)
			out_printf(o, " %s ", signs[r->op]);
		write_rule(o, r->parts[i]);
	}
	out_char(o, ')');
}

static int parts(const struct rule *r)
{
	int n = 1;
	for (int i = 0; i < r->count; i++)
		n += parts(r->parts[i]);
	return n;
}

static bool same(struct rule_value x, struct rule_value y)
{
	return x.kind == y.kind && (x.kind == WORD ? text_eq(x.word, y.word)
		: x.kind == UNKNOWN || x.number == y.number);
}

static void worlds(const struct rule *r, const struct rule *again)
{
	int most = parts(r);
	for (unsigned i = 0; i < 4; i++) {
		struct world one = {i, 0}, two = {i, 0}, three = {i, 0};
		struct rule_value v = rule_run(r, &(struct rule_world){ask, &one});
		must(same(v, rule_run(r, &(struct rule_world){ask, &two})));
		must(one.asked == two.asked && one.asked <= most);
		must(v.kind != NUMBER || isfinite(v.number));
		must(r->gives == UNKNOWN || v.kind == UNKNOWN || v.kind == r->gives);
		if (again)
			must(same(v, rule_run(again, &(struct rule_world){ask, &three})));
	}
}

static void refused(const char *text, const struct rule_fault *f)
{
	int lines = 1;
	for (const char *p = text; *p; p++)
		lines += *p == '\n';
	must(f->sentence && *f->sentence && f->line >= 1 && f->line <= lines && f->column >= 1);
	must((size_t)f->column <= strlen(text) + 1);
	must(!f->detail || text_valid(f->detail, strlen(f->detail)));
	must(!strstr(f->sentence, "%s") || f->detail);
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct input in = {a, bytes, n};
	struct rule_fault f;
	const char *text = fuzz_rest(&in);
	const struct rule *r = rule_read(a, text, functions, &f), *again;
	if (!r) {
		refused(text, &f);
		return;
	}
	must(parts(r) <= (int)strlen(text) + 1);
	struct out o = out_new(64 * RULE_BYTES);
	write_rule(&o, r);
	must(!o.full);
	again = rule_read(a, out_str(&o), functions, &f);
	/* with all its parentheses it may be too deep or too long, and nothing else */
	must(again || strstr(f.sentence, "make two of it"));
	struct out twice = out_new(64 * RULE_BYTES);
	if (again)
		write_rule(&twice, again);
	must(!again || text_eq(out_str(&o), out_str(&twice)));
	worlds(r, again);
	out_free(&o);
	out_free(&twice);
}

const struct target fuzz_rule = {"rule", run, NULL};
