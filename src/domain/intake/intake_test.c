/* intake_test.c - the national référentiel: all its rules are read, some are run and
 * compared with what a hand counted; none of its texts is lost on the way to sheets. */
#include "domain/intake/intake_own.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/embedded.h"
#include "base/test.h"
#include "base/text.h"
#include "domain/referentiel/referentiel_page.h"

#define FILE_NAME "../shared/data/referentiels/te.csv"

static struct arena *a;
static struct importing im;
static struct asked asked = {.file = "te.csv", .name = "te", .lang = FR};
static struct done done;

static bool read_file(void)
{
	static char bytes[4 << 20];
	FILE *f = fopen(FILE_NAME, "rb");
	size_t n = f ? fread(bytes, 1, sizeof bytes, f) : 0;
	if (f)
		fclose(f);
	im = (struct importing){.arena = a, .asked = &asked, .done = &done,
		.r = {.name = "te", .label = "Référentiel te", .version = "", .level = 3}};
	return n > 0 && import_read(&im, bytes, n);
}

static const struct node *at(const char *code)
{
	int i = tree_find(&im.now, code);
	check(i >= 0);
	return &im.now.nodes[i < 0 ? 0 : i];
}

static void rules(void)
{
	int count[2] = {0}, words = 0;
	static const char *const keys[] = {"deactivation", "expression"};
	for (int i = 0; i < im.now.count; i++)
		for (int k = 0; k < 2; k++) {
			struct rule_fault f;
			const char *text = node_cell(&im.now.nodes[i], keys[k]);
			if (!*text)
				continue;
			bool read = rule_read(a, text, referentiel_functions, &f);
			if (!read)
				printf("%s: line %d, %d: %s\n", im.now.nodes[i].code, f.line, f.column,
					f.sentence);
			count[k] += read;
			words += rule_words(a, FR, text) != NULL;
		}
	check(im.now.count == 663 && done.blocking == 0);
	check(count[0] == 173 && count[1] == 31 && words == 204);
}

/* "reponse PCAET_1 OUI;val cae_15.a 20": what is known. */
static struct rule_value ask(void *known, const char *f, const struct rule_value *v, int n)
{
	struct rule_value none = {UNKNOWN, 0, NULL};
	bool pair = n == 2;
	const char *asked_for = arena_printf(a, ";%s %s ", f, v[0].word);
	const char *found = strstr(known, asked_for);
	if (!found)
		return none;
	found += strlen(asked_for);
	char *said = arena_copy(a, found, strcspn(found, ";")), *end;
	if (pair)
		return (struct rule_value){TRUTH, text_eq(said, v[1].word), NULL};
	return (struct rule_value){NUMBER, strtod(said, &end), NULL};
}

static struct rule_value run(const char *code, const char *key, const char *known)
{
	struct rule_fault f;
	const struct rule *r = rule_read(a, node_cell(at(code), key), referentiel_functions, &f);
	check(r);
	return r ? rule_run(r, &(struct rule_world){ask, (void *)(uintptr_t)known})
		: (struct rule_value){WORD, 0, ""};
}

static bool scores(const char *code, const char *known, double n)
{
	struct rule_value v = run(code, "expression", known);
	return v.kind == NUMBER && fabs(v.number - n) < 1e-12;
}

static bool off(const char *code, const char *known, enum rule_kind kind, bool yes)
{
	struct rule_value v = run(code, "deactivation", known);
	return v.kind == kind && (kind == UNKNOWN || (v.number != 0) == yes);
}

static void by_hand(void)
{
	check(off("1.1.1", ";reponse PCAET_1 NON", TRUTH, true));
	check(off("1.1.1", ";reponse PCAET_1 OUI;reponse PCAET_2 OUI", TRUTH, true));
	check(off("1.1.1", ";reponse PCAET_1 OUI;reponse PCAET_2 NON", TRUTH, false));
	check(off("1.1.1", "", UNKNOWN, false) && off("1.1.1", ";reponse PCAET_1 OUI", UNKNOWN, false));
	check(off("6.3.8alteraepci",
		";identite type EPCI;reponse promo_tourisme NON;reponse Touristique OUI", TRUTH, false));
	check(off("6.3.8alteraepci", ";identite type commune", TRUTH, true));
	check(scores("2.2.3.4", ";val cae_16.b 30;cible cae_16.b 60", 0.5));
	check(scores("2.2.3.4", ";val cae_16.b 70;cible cae_16.b 60", 1));
#define HERE ";identite localisation METROPOLE;limite cae_15.a 30;val cae_15.a "
#define FAR ";identite localisation DOM;limite cae_15.a_dom 30;cible cae_15.a_dom 10;val cae_15.a_dom "
	check(scores("2.1.1.7.a", HERE "20", 1) && scores("2.1.1.7.a", HERE "40", 0));
	check(scores("2.1.1.7.a", FAR "20", 0.5) && scores("2.1.1.7.a", FAR "10", 1));
	check(scores("2.1.1.7.a", FAR "35", 0));
	check(scores("2.1.1.6.b", ";identite localisation DOM;val cae_15.b_dom 15"
		";limite cae_15.b_dom 10;cible cae_15.b_dom 30", 0.25));
	check(scores("2.1.1.6.b", ";identite localisation METROPOLE;val cae_15.b 12;cible cae_15.b 48",
		0.25));
	check(run("2.2.3.4", "expression", ";cible cae_16.b 60").kind == UNKNOWN);
}

/* Without strokes, and with one space where there are several or other ones. */
static char *plain(const char *s, size_t n)
{
	char *line = arena_copy(a, s, n), *to = line;
	for (const char *p = line; *p; p++)
		if (*p != '\\')
			*to++ = *p;
	*to = '\0';
	return text_line(a, line, strlen(line));
}

/* All lines of a value's texts. */
static void flatten(struct out *o, const json_t *j)
{
	const char *key, *s = json_string_value(j);
	json_t *member;
	size_t i;
	for (size_t n; s && *s; s += n + (s[n] == '\n')) {
		n = strcspn(s, "\n");
		out_printf(o, "%s\n", plain(s, n));
	}
	json_array_foreach(j, i, member)
		flatten(o, member);
	json_object_foreach((json_t *)(uintptr_t)j, key, member)
		flatten(o, member);
}

/* Each line of a text, without the sign before it, is somewhere in all. */
static bool holds(const char *all, const char *text)
{
	static const char *const signs[] = {"-", "–", "•", "○", "·", "* ", "o ", NULL};
	for (size_t n; *text; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		const char *s = plain(text, n);
		for (int i = 0; signs[i]; i++)
			if (text_starts(s, signs[i])) {
				s += strlen(signs[i]);
				break;
			}
		s += strspn(s, " ");
		if (!strstr(all, s)) {
			printf("lost: %s\n", s);
			return false;
		}
	}
	return true;
}

static void nothing_lost(void)
{
	int sheets = 0, texts = 0;
	for (int i = 0; i < im.now.count; i++) {
		const struct node *top = &im.now.nodes[i];
		if (node_depth(top->code) != im.r.level)
			continue;
		struct out o = out_new(4 << 20);
		flatten(&o, tree_sheet(a, &im.r, &im.now, i));
		sheets++;
		for (int k = i; k < im.now.count; k++) {
			const struct node *n = &im.now.nodes[k];
			bool below = n == top || text_starts(n->code, arena_printf(a, "%s.", top->code));
			for (const struct heading *h = heading_rows; below && h->key; h++)
				if (h->kind == CELL_TEXT && *node_cell(n, h->key)) {
					check(holds(out_str(&o), node_cell(n, h->key)));
					texts++;
				}
		}
		out_free(&o);
	}
	check(sheets == 127 && texts > 1100);
}

/* A text that no field can hold alone goes on in steps. */
static void long_texts(void)
{
	char *text = arena_alloc(a, 120001);
	for (int i = 0; i < 120000; i += 10)
		memcpy(text + i, i % 1000 ? "abc defgh " : "abc\ndefgh ", 10);
	struct node nodes[2] = {{.code = "1"}, {.code = "1.1"}};
	for (int i = 0; i < 2; i++)
		nodes[i].cells = json_keep(a, json_pack("{s:s,s:s}", "name", "Long", "description", text));
	struct tree t = {.nodes = nodes, .count = 2};
	struct referentiel r = {"x", "X", "", 1};
	tree_index(a, &t);
	json_t *sheet = tree_sheet(a, &r, &t, 0), *step;
	json_t *steps = json_object_get(sheet, "steps");
	size_t i, all = text_length(json_str(sheet, "body"));
	check(all <= 40000 && json_array_size(steps) > 4);
	json_array_foreach(steps, i, step) {
		check(text_length(json_str(step, "text")) <= 40000);
		all += text_length(json_str(step, "text"));
	}
	check(all > 235000);
}

/* Many lines in many tasks: a page that stays small, and says all of them. */
static void crowded(void)
{
	enum { TASKS = 80 };
	struct node nodes[TASKS + 1] = {{.code = "1"}};
	struct referentiel r = {"x", "X", "", 1};
	struct tree t = {.nodes = nodes, .count = TASKS + 1};
	size_t i;
	int lines = 0;
	const json_t *step;
	for (int k = 0; k <= TASKS; k++) {
		if (k)
			nodes[k].code = arena_printf(a, k == 1 ? "1.1" : "1.1.%d", k);
		nodes[k].cells = json_keep(a, json_pack("{s:s,s:s}", "name", "Nom", "description",
			"Avant :\n- un\n- deux\nPuis trois.\n:-- quatre"));
	}
	tree_index(a, &t);
	const json_t *sheet = tree_sheet(a, &r, &t, 0);
	check_text(json_str(sheet, "summary"), "Avant : un deux Puis trois. :-- quatre");
	const json_t *top = json_array_get(json_object_get(tree_scheme(a, &r, &t), "concepts"), 0);
	check_text(json_str(json_object_get(top, "definition"), "fr"), json_str(sheet, "summary"));
	json_array_foreach(json_object_get(sheet, "steps"), i, step)
		for (const char *s = json_str(step, "text"); s; s = strchr(s + 1, '\n')) {
			check(!text_starts(s, "\n- ") && !text_starts(s, "\n:"));
			lines += text_starts(s, "\n– un") || text_starts(s, "\n– deux")
				|| text_starts(s, "\nPuis trois.") || text_starts(s, "\n\\:-- quatre");
		}
	check(lines == 4 * TASKS);
}

/* The table of axes: words as they are compared, axes that there are; and what it gives. */
static void axes(void)
{
	const char *why, *letters = "abcdefghijklmnopqrstuvwxyz0123456789 ";
	const struct embedded *f = embedded_find("types/schemes/axes.json"),
		*table = embedded_find("types/referentiels/axes.json");
	struct scheme s;
	size_t i, k;
	int found = 0;
	const json_t *row, *x;
	scheme_read(a, json_read(a, (const char *)f->bytes, f->size, &why), "axes", &s);
	json_array_foreach(json_object_get(json_read(a, (const char *)table->bytes, table->size,
		&why), "rows"), i, row) {
		check(json_array_size(json_object_get(row, "words")));
		json_array_foreach(json_object_get(row, "words"), k, x)
			check(strlen(json_string_value(x)) > 2
				&& strspn(json_string_value(x), letters) == strlen(json_string_value(x)));
		check(json_array_size(json_object_get(row, "axes")));
		json_array_foreach(json_object_get(row, "axes"), k, x)
			check(scheme_concept(&s, json_string_value(x)));
	}
	static const char *const known[][2] = {{"1.1.6", NULL}, {"3.3.1", "sanitaire-eau-potable"},
		{"4.2.3altercom", "energetique-deplacer"}, {"2.2.6alter", "energetique"},
		{"6.4.2", "alimentaire"}, {"4.4.3", "energetique-deplacer"}};
	for (int n = 0; n < im.now.count; n++)
		found += node_depth(im.now.nodes[n].code) == 3 && tree_axes(a, &s, &im.now, n);
	check(found == 121);
	for (i = 0; i < sizeof known / sizeof *known; i++) {
		const json_t *own = tree_axes(a, &s, &im.now, tree_find(&im.now, known[i][0]));
		check_text(json_string_value(json_array_get(own, 0)), known[i][1]);
	}
}

static void orders(void)
{
	check(code_order("1.2", "1.10") < 0 && code_order("1.10.1", "1.10alter") < 0);
	check(code_order("1.1", "1.1.1") < 0 && code_order("1.1.1alter.1", "1.1.2") < 0);
	check(code_order("a", "b") < 0 && code_order("1.1", "1.1") == 0);
}

int main(void)
{
	a = arena_new();
	bool there = read_file();
	check(there);
	if (!there)
		printf("%s is needed, and was not read\n", FILE_NAME);
	if (there) {
		rules();
		by_hand();
		nothing_lost();
		axes();
	}
	long_texts();
	crowded();
	orders();
	arena_free(a);
	return test_end();
}
