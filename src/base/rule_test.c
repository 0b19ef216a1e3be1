/* rule_test.c - rules read, refused with their place, and run with unknowns. */
#include "base/rule.h"

#include <math.h>
#include <stdlib.h>

#include "base/test.h"
#include "base/text.h"

static const struct rule_function functions[] = {{"reponse", 1, 2, UNKNOWN},
	{"identite", 2, 2, TRUTH}, {"val", 1, 1, NUMBER}, {"cible", 1, 1, NUMBER},
	{"limite", 1, 1, NUMBER}, {"score", 1, 1, NUMBER}, {"population", 0, 0, NUMBER}, {0}};
static struct arena *a;
static int asked;

/* A commune of 312 inhabitants that answered voirie: a; half of dechets_1. */
static struct rule_value ask(void *context, const char *f, const struct rule_value *v, int n)
{
	(void)context;
	asked++;
	if (text_eq(f, "population"))
		return (struct rule_value){.kind = NUMBER, .number = 312};
	if (text_eq(f, "identite"))
		return (struct rule_value){.kind = TRUTH, .number = text_eq(v[1].word, "commune")};
	if (text_eq(f, "val") || text_eq(f, "cible"))
		return (struct rule_value){.kind = NUMBER, .number = text_eq(f, "val") ? 30 : 60};
	if (text_eq(f, "reponse") && text_eq(v[0].word, "voirie") && n == 2)
		return (struct rule_value){.kind = TRUTH, .number = text_eq(v[1].word, "a")};
	if (text_eq(f, "reponse") && text_eq(v[0].word, "dechets_1") && n == 1)
		return (struct rule_value){.kind = NUMBER, .number = 0.5};
	if (text_eq(f, "score") && v[0].kind == WORD && text_eq(v[0].word, "1.10"))
		return (struct rule_value){.kind = NUMBER, .number = 7};
	return (struct rule_value){.kind = UNKNOWN};
}

static struct rule_value run(const char *text)
{
	struct rule_fault fault;
	const struct rule *r = rule_read(a, text, functions, &fault);
	if (!r)
		printf("%s: line %d, column %d: %s (%s)\n", text, fault.line, fault.column,
			fault.sentence, fault.detail);
	asked = 0;
	return r ? rule_run(r, &(struct rule_world){.ask = ask}) : (struct rule_value){.kind = WORD};
}

static bool gives(const char *text, double n)
{
	struct rule_value v = run(text);
	return v.kind == NUMBER && fabs(v.number - n) < 1e-12;
}

static bool is(const char *text, bool yes)
{
	struct rule_value v = run(text);
	return v.kind == TRUTH && (v.number != 0) == yes;
}

static void values(void)
{
	check(gives("1 + 2 * 3 - 4 / 2", 5) && gives("-(1 + 2)", -3) && gives("8 / 2 / 2", 2));
	check(gives("5 - 2 - 1", 2) && gives("50 %", 0.5) && gives("min(3, 2, 5)", 2));
	check(gives("max(reponse(dechets_1), 0.02)", 0.5) && gives("2/12", 1.0 / 6));
	check(is("population() < 500 et non identite(type, EPCI)", true));
	check(is("Si IDENTITE(Type, commune) ALORS vrai SINON faux", true));
	check(is("si reponse(voirie, b) alors VRAI\n sinon si reponse(voirie, a) alors FAUX # fin\n"
		" sinon VRAI", false));
	check(gives("si val(te_6) ≥ cible(te_6) alors 1\n sinon (val(te_6) / cible(te_6))", 0.5));
	check(is("population < 500 et Population > 311", true) && gives("min(population, 400)", 312));
	check(run("reponse(population, OUI)").kind == UNKNOWN);	/* a question of that name */
	check(is("\"deux mots\" = « deux mots »", true) && is("non 1 = 2", true));
	check(gives("si VRAI alors 0,5 sinon 1", 0.5) && gives("12,5 % + 1,25", 1.375));
	check(gives("score(1.10)", 7) && gives("max(score( 1.10 ), 1.5)", 7));
	check(gives("max(1, 2) * 0,5", 1) && gives("(0,5)", 0.5));
	check(is("1 = 1 ou 1 = 2 et 1 = 3", true) && is("(1 = 1 ou 1 = 2) et 1 = 3", false));
}

static void unknowns(void)
{
	check(run("reponse(autre, OUI)").kind == UNKNOWN);
	check(run("non reponse(autre, NON)").kind == UNKNOWN);
	check(is("reponse(autre, OUI) et FAUX", false) && is("FAUX et reponse(autre, OUI)", false));
	check(asked == 0);
	check(is("reponse(autre, OUI) ou VRAI", true));
	check(run("reponse(autre, OUI) et VRAI").kind == UNKNOWN);
	check(run("si reponse(autre, OUI) alors 1 sinon 0").kind == UNKNOWN);
	check(run("1 / 0").kind == UNKNOWN && run("val(a) + score(b)").kind == UNKNOWN);
	check(run("min(1, score(b))").kind == UNKNOWN && run("si FAUX alors 1").kind == UNKNOWN);
	check(!rule_true(run("score(b) > 1")) && rule_true(run("VRAI")));
}

static void fault(const char *text, int line, int column, const char *sentence, const char *detail)
{
	struct rule_fault f;
	check(!rule_read(a, text, functions, &f));
	if (f.line != line || f.column != column)
		printf("%s: %d, %d\n", text, f.line, f.column);
	check(f.line == line && f.column == column);
	check_text(f.sentence, sentence);
	check_text(f.detail, detail);
}

static void faults(void)
{
	fault("", 1, 1, "The rule stops too early: something is missing at its end.", NULL);
	fault("si VRAI alors 1 sinon", 1, 22,
		"The rule stops too early: something is missing at its end.", NULL);
	fault("si VRAI\n 1", 2, 2, "“alors” is missing after the condition.", NULL);
	fault("si 1 > alors 1", 1, 8, "Something is missing before “%s”.", "alors");
	fault("si 3 alors 1", 1, 4,
		"A condition is needed here, for example reponse(question, OUI) or a > b.", NULL);
	fault("VRAI + 1", 1, 1, "A number is needed here.", NULL);
	fault("reponce(a, OUI)", 1, 1, "There is no such function. Did you mean %s?", "reponse");
	fault("zzzzzz(a)", 1, 1, "There is no function %s.", "zzzzzz");
	fault("identite(type)", 1, 14, "%s takes more values.", "identite");
	fault("val(a, b)", 1, 8, "%s takes fewer values: close the parenthesis here.", "val");
	fault("val(a b)", 1, 7, "A comma or a closing parenthesis is missing here.", NULL);
	fault("(1 + 2", 1, 1, "This parenthesis is not closed.", NULL);
	fault("max(reponse(a), 0,5)", 1, 17,
		"“%s” may be one number or two: write a point, or a space after the comma.", "0,5");
	fault("1,5,2", 1, 4, "“%s” cannot stand here.", ",");
	fault("0,5.2", 1, 4, "“%s” cannot stand here.", ".2");
	fault("1 2", 1, 3, "“%s” cannot stand here.", "2");
	fault("1 ? 2", 1, 3, "“%s” has no meaning in a rule.", "? 2");
	fault("\"a", 1, 1, "This text has no closing quote: “%s”.", "a");
	fault("\xff", 1, 1, "This is no text in UTF-8.", NULL);
}

/* Deep and long ones are refused or run: never a stack that ends. */
static void limits(void)
{
	char *deep = malloc(RULE_BYTES + 2);
	struct rule_fault f;
	memset(deep, '(', RULE_BYTES);
	deep[RULE_BYTES] = '\0';
	check(!rule_read(a, deep, functions, &f));
	memset(deep, '-', RULE_BYTES);
	check(!rule_read(a, deep, functions, &f));
	for (int i = 0; i < RULE_BYTES; i += 2)
		memcpy(deep + i, "1+", 2);
	memcpy(deep + 1600, "1", 2);
	check(gives(deep, 801));
	deep[1601] = '+';
	memcpy(deep + RULE_BYTES - 2, "1", 2);
	check(!rule_read(a, deep, functions, &f));
	check_text(f.sentence, "This rule is nested too deep: make two of it.");
	memset(deep, ' ', RULE_BYTES + 1);
	deep[RULE_BYTES + 1] = '\0';
	check(!rule_read(a, deep, functions, &f));
	check_text(f.sentence, "This rule is too long: make two of it.");
	free(deep);
}

int main(void)
{
	a = arena_new();
	values();
	unknowns();
	faults();
	limits();
	arena_free(a);
	return test_end();
}
