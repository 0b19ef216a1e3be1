/* start_ask.c - what rules may ask of who answers, and what they answer. */
#include <string.h>

#include "base/text.h"
#include "domain/start/start_own.h"

const struct rule_function start_functions[] = {
	{"reponse", 2, 2, TRUTH},
	{"signal", 1, 1, TRUTH},
	{"identite", 2, 2, TRUTH},
	{"saison", 1, 1, TRUTH},
	{"population", 0, 0, NUMBER},
	{"mois", 0, 0, NUMBER},
	{"mois_avant_election", 0, 0, NUMBER},
	{"mois_depuis_election", 0, 0, NUMBER},
	{"reponses", 0, 0, NUMBER},
	{"euros", 0, 0, NUMBER},
	{"jours", 0, 0, NUMBER},
	{0}};

void asker_fill(struct asker *k, struct db *db, const struct start *s, const char *code,
	int64_t population, const json_t *answers, int year, int month)
{
	*k = (struct asker){.start = s, .db = db, .year = year, .month = month, .population = -1};
	k->placed = code && traits_get(db, code, &k->traits);
	if (k->placed)
		k->population = population >= 0 ? population : k->traits.place.population;
	if (k->placed && population >= 0)	/* corrected: compared so */
		k->traits.people = people_class_of(k->traits.family, population);
	json_t *kept = json_keep(db_arena(db), json_object());
	k->answers = kept;
	for (int i = 0; i < s->question_count; i++) {
		const char *name = s->questions[i].name;
		json_t *answer = json_object_get(answers, name);
		if (json_is_array(answer) && asker_asked(k, &s->questions[i]))
			json_object_set(kept, name, answer);
	}
}

bool asker_chose(const struct asker *k, const char *question, const char *choice)
{
	size_t i;
	const json_t *j;
	json_array_foreach(json_object_get(k->answers, question), i, j)
		if (text_eq(json_string_value(j), choice))
			return true;
	return false;
}

static bool answered(const struct asker *k, const char *question)
{
	return json_array_size(json_object_get(k->answers, question)) > 0;
}

int asker_answers(const struct asker *k)
{
	int n = 0;
	for (int i = 0; i < k->start->question_count; i++)
		n += answered(k, k->start->questions[i].name);
	return n;
}

/* Several answers of euros: the most; of days: their sum. */
static double at_hand(const struct asker *k, bool days)
{
	double all = -1;
	for (int i = 0; i < k->start->question_count; i++) {
		const struct start_question *q = &k->start->questions[i];
		for (int c = 0; c < q->count; c++) {
			double n = days ? q->choices[c].days : q->choices[c].euros;
			if (n < 0 || !asker_chose(k, q->name, q->choices[c].name))
				continue;
			all = all < 0 ? n : days ? all + n : n > all ? n : all;
		}
	}
	return all;
}

double asker_euros(const struct asker *k)
{
	return at_hand(k, false);
}

double asker_days(const struct asker *k)
{
	return at_hand(k, true);
}

int asker_season(const struct asker *k)
{
	return k->month % 12 / 3;
}

static const struct rule_value unknown = {UNKNOWN, 0, NULL};

static struct rule_value truth(bool yes)
{
	return (struct rule_value){TRUTH, yes, NULL};
}

/* -1: not known. */
static struct rule_value told(double n)
{
	return n < 0 ? unknown : (struct rule_value){NUMBER, n, NULL};
}

/* Does a choice that was made give it?  Not known when a question that could was passed;
 * one that is not asked gives nothing. */
static struct rule_value signal(const struct asker *k, int before, const char *name)
{
	bool passed = false;
	for (int i = 0; i < before; i++) {
		const struct start_question *q = &k->start->questions[i];
		for (int c = 0; c < q->count; c++) {
			const char *const *s = q->choices[c].signals;
			while (*s && !text_eq(*s, name))
				s++;
			if (*s && asker_chose(k, q->name, q->choices[c].name))
				return truth(true);
			passed |= *s && !answered(k, q->name) && asker_asked(k, q);
		}
	}
	return passed ? unknown : truth(false);
}

bool asker_signal(const struct asker *k, const char *name)
{
	return rule_true(signal(k, k->start->question_count, name));
}

static struct rule_value tri(int yes)
{
	return yes < 0 ? unknown : truth(yes);
}

static struct rule_value identity(const struct asker *k, const char *what, const char *value)
{
	const struct territory *t = &k->traits.place;
	if (!k->placed)
		return unknown;
	if (strcmp(what, "type") == 0)
		return truth(strcasecmp(t->kind, value) == 0);
	if (strcmp(what, "departement") == 0)
		return truth(strcasecmp(k->traits.departement ? k->traits.departement : "", value) == 0);
	if (strcmp(what, "region") == 0)
		return truth(strcasecmp(k->traits.region ? k->traits.region : "", value) == 0);
	if (strcmp(what, "localisation") != 0)
		return unknown;
	if (strcasecmp(value, "montagne") == 0)
		return tri(k->traits.mountain);
	if (strcasecmp(value, "littoral") == 0)
		return tri(k->traits.coast);
	/* D971 to D988: beyond the seas */
	const char *d = k->traits.departement;
	return d ? truth(strlen(d) == 4 && text_starts(d, "D9")) : unknown;
}

static const char *const seasons[] = {"hiver", "printemps", "ete", "automne", NULL};

/* Months to the next election, or since the last one; -1 when the calendar says nothing. */
static int to_election(const struct asker *k, bool since)
{
	int now = k->year * 12 + k->month - 1, last = -1;
	for (const int *e = k->start->elections; *e; e++) {
		if (!since && *e >= now)
			return *e - now;
		if (*e <= now)
			last = now - *e;
	}
	return since ? last : -1;
}

static struct rule_value number(const struct asker *k, const char *f)
{
	const struct {
		const char *name;
		double value;
	} numbers[] = {
		{"population", (double)k->population}, {"mois", k->month},
		{"mois_avant_election", to_election(k, false)},
		{"mois_depuis_election", to_election(k, true)}, {"reponses", asker_answers(k)},
		{"euros", asker_euros(k)}, {"jours", asker_days(k)},
	};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (strcmp(f, numbers[i].name) == 0)
			return told(numbers[i].value);
	return unknown;
}

/* A rule being run, and what it has looked at. */
struct asking {
	const struct asker *asker;
	int before;		/* signals of the questions before this one count */
	struct met *met;
	int max, count;
};

static void meet(struct asking *a, const struct start_question *q, const struct start_choice *c)
{
	for (int i = 0; i < a->count; i++)
		if (a->met[i].choice == c)
			return;
	if (a->count < a->max)
		a->met[a->count++] = (struct met){q, c};
}

static void meet_signal(struct asking *a, const char *name)
{
	const struct start *s = a->asker->start;
	for (int i = 0; i < s->question_count; i++)
		for (int c = 0; c < s->questions[i].count; c++) {
			const struct start_choice *choice = &s->questions[i].choices[c];
			for (const char *const *n = choice->signals; *n; n++)
				if (text_eq(*n, name)
					&& asker_chose(a->asker, s->questions[i].name, choice->name))
					meet(a, &s->questions[i], choice);
		}
}

static struct rule_value ask(void *context, const char *f, const struct rule_value *v, int count)
{
	struct asking *a = context;
	const char *first = count > 0 && v[0].word ? v[0].word : "";
	const char *second = count > 1 && v[1].word ? v[1].word : "";
	if (strcmp(f, "reponse") == 0) {
		const struct start_question *q = start_question(a->asker->start, first);
		const struct start_choice *c = start_choice(q, second);
		if (!q || !answered(a->asker, first))
			return unknown;
		bool yes = asker_chose(a->asker, first, second);
		if (yes && c)
			meet(a, q, c);
		return truth(yes);
	}
	if (strcmp(f, "signal") == 0) {
		struct rule_value s = signal(a->asker, a->before, first);
		if (rule_true(s))
			meet_signal(a, first);
		return s;
	}
	if (strcmp(f, "identite") == 0)
		return identity(a->asker, first, second);
	if (strcmp(f, "saison") == 0)
		return truth(strcasecmp(first, seasons[asker_season(a->asker)]) == 0);
	return number(a->asker, f);
}

bool asker_asked(const struct asker *k, const struct start_question *q)
{
	struct asking a = {.asker = k, .before = (int)(q - k->start->questions)};
	return !q->rule || rule_true(rule_run(q->rule, &(struct rule_world){ask, &a}));
}

int rule_gives(const struct asker *k, const struct start_rule *r, bool *not_known,
	struct met *met, int max, int *count)
{
	struct asking a = {.asker = k, .before = k->start->question_count, .met = met, .max = max};
	struct rule_value v = {UNKNOWN, 0, NULL};
	if (r->rule)
		v = rule_run(r->rule, &(struct rule_world){ask, &a});
	*not_known = v.kind == UNKNOWN;
	*count = a.count;
	double points = v.kind == TRUTH || v.kind == NUMBER ? v.number : 0;
	points = points > 20 ? 20 : points < -20 ? -20 : points;
	return (int)(points * 100 + (points < 0 ? -0.5 : 0.5));
}

/* Names in a rule, looked at as it runs with everything unknown, true, false. */
struct naming {
	const struct start *start;
	enum rule_kind answer;
	bool yes;
	const char *sentence, *detail;
};

static bool has_signal(const struct start *s, const char *name)
{
	for (int i = 0; i < s->question_count; i++)
		for (int c = 0; c < s->questions[i].count; c++)
			for (const char *const *n = s->questions[i].choices[c].signals; *n; n++)
				if (text_eq(*n, name))
					return true;
	return false;
}

static void name_answer(struct naming *n, const char *question, const char *choice)
{
	const struct start_question *q = start_question(n->start, question);
	if (!q) {
		n->sentence = N_("No question is called “%s”. Its short name stands beside each question.");
		n->detail = question;
	} else if (!start_choice(q, choice)) {
		n->sentence = N_("This question has no choice “%s”. Short names stand beside its choices.");
		n->detail = choice;
	}
}

static const char *const identities[] = {"type", "localisation", "departement", "region", NULL};
static const char *const kinds[] = {"commune", "deleguee", "associee", "arrondissement", "epci",
	"departement", "region", NULL};
static const char *const localisations[] = {"montagne", "littoral", "dom", NULL};

static bool among(const char *s, const char *const *list)
{
	while (*list && strcasecmp(*list, s) != 0)
		list++;
	return *list;
}

static void name_identity(struct naming *n, const char *what, const char *value)
{
	n->detail = among(what, identities) ? value : what;
	if (!among(what, identities))
		n->sentence = N_("“%s” is not known here: write type, localisation, departement or region.");
	else if (strcmp(what, "type") == 0 && !among(value, kinds))
		n->sentence = N_("This kind of territory is not known: write commune, epci, departement…");
	else if (strcmp(what, "localisation") == 0 && !among(value, localisations))
		n->sentence = N_("Write montagne, littoral or dom here.");
}

static struct rule_value name(void *context, const char *f, const struct rule_value *v, int count)
{
	struct naming *n = context;
	const char *first = count > 0 && v[0].word ? v[0].word : "";
	const char *second = count > 1 && v[1].word ? v[1].word : "";
	if (n->sentence)
		return unknown;
	if (strcmp(f, "reponse") == 0)
		name_answer(n, first, second);
	else if (strcmp(f, "identite") == 0)
		name_identity(n, first, second);
	else if (strcmp(f, "signal") == 0 && !has_signal(n->start, first)) {
		n->sentence = N_("No choice gives the signal “%s”. Signals stand beside the choices.");
		n->detail = first;
	} else if (strcmp(f, "saison") == 0 && !among(first, seasons))
		n->sentence = N_("Write hiver, printemps, ete or automne here.");
	if (count == 0)
		return n->answer == UNKNOWN ? unknown : told(n->yes ? 1e6 : 0);
	return (struct rule_value){n->answer, n->yes, NULL};
}

bool rule_good(struct arena *a, const struct start *s, const char *text,
	struct rule_fault *fault)
{
	const struct rule *r = rule_read(a, text, start_functions, fault);
	if (!r)
		return false;
	struct naming n = {.start = s};
	for (int i = 0; i < 3 && !n.sentence; i++) {
		n.answer = i ? TRUTH : UNKNOWN;
		n.yes = i == 1;
		rule_run(r, &(struct rule_world){name, &n});
	}
	if (!n.sentence)
		return true;
	/* the place: where that name stands first */
	const char *at = n.detail && *n.detail ? strstr(text, n.detail) : NULL;
	*fault = (struct rule_fault){.line = 1, .column = 1, .sentence = n.sentence,
		.detail = arena_dup(a, n.detail)};
	for (const char *p = text; at && p < at; p++) {
		fault->column = *p == '\n' ? 1 : fault->column + ((*p & 0xc0) != 0x80);
		fault->line += *p == '\n';
	}
	return false;
}
