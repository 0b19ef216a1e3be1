/* advise_test.c - first steps for twenty communes of different kinds, as checked by hand in
 * test/golden/start.tsv: with the season of each sample, whatever today is. */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "domain/advise/advise.h"
#include "store/test_store.h"

static struct db *db;
static struct arena *arena;

static void ask(struct asker *k, const struct start_sample *s)
{
	asker_fill(k, db, start_get(db), s->territory, -1, s->answers, s->year, s->month);
}

/* "village-300	week slug rule+rule	month ...	year ..." */
static const char *line_of(const struct start_sample *sample)
{
	struct out o = out_new(4000);
	struct asker k;
	struct advice a;
	ask(&k, sample);
	advise(&k, &a);
	out_text(&o, sample->name);
	for (int m = 0; m < MOMENTS; m++) {
		const struct step *s = a.first[m] < 0 ? NULL : &a.steps[a.first[m]];
		out_printf(&o, "\t%s%s %s", moment_name(m), a.lent[m] ? "*" : "", s ? s->sheet.slug : "-");
		for (int i = 0; s && i < s->rule_count; i++)
			out_printf(&o, "%c%s", i ? '+' : ' ', s->rules[i]->name);
	}
	const char *line = arena_dup(arena, out_str(&o));
	out_free(&o);
	return line;
}

static void golden(void)
{
	const struct start *s = start_get(db);
	FILE *f = fopen("test/golden/start.tsv", getenv("WRITE") ? "w" : "r");
	char expected[4000];
	check(s && s->sample_count == 20);
	for (int i = 0; f && i < s->sample_count; i++) {
		const char *line = line_of(&s->samples[i]);
		if (getenv("WRITE")) {
			fprintf(f, "%s\n", line);
			continue;
		}
		if (!fgets(expected, sizeof expected, f))
			expected[0] = '\0';
		expected[strcspn(expected, "\n")] = '\0';
		check_text(line, expected);
	}
	check(f != NULL);
	if (f)
		fclose(f);
}

/* Whom someone at a place would be told to call about a sheet. */
static struct contact contact(const char *code, const char *sheet)
{
	struct asker k;
	struct step s = {0};
	struct contact c = {0};
	asker_fill(&k, db, start_get(db), code, -1, json_keep(arena, json_object()), 2027, 6);
	check(resource_get(db, NULL, sheet, 0, &s.sheet) && advise_contact(&k, &s, &c));
	return c;
}

static void contacts(void)
{
	struct contact c = contact("01209", "enquete-collective");
	check_text(c.actor.slug, "solucracy");
	check(c.by == BY_SHEET && c.reach == AT_COMMUNE && !c.around && c.told);
	c = contact("86116", "enquete-collective");	/* not named, but here, on the same subject */
	check_text(c.actor.slug, "la-traverse");
	check(c.by == BY_SUBJECT && c.reach == AT_COMMUNE && c.told);
	c = contact("01004", "enquete-collective");	/* Ambérieu-en-Bugey: Léaz is in the Ain too */
	check_text(c.actor.slug, "solucracy");
	check(c.by == BY_SHEET && c.reach == AT_DEPARTEMENT && c.around);
	check_text(c.at.code, "01209");		/* the nearest of its own */
	c = contact(NULL, "enquete-collective");
	check(c.by == BY_SHEET && c.reach == AT_UNTOLD);
	c = contact("2A004", "reseau-ecoles");		/* ADEME names no territory */
	check_text(c.actor.slug, "ademe");
	check(c.reach == AT_UNTOLD);
}

/* Who says that they are more are compared as such. */
static void corrected(void)
{
	struct asker k;
	asker_fill(&k, db, start_get(db), "86116", 12000, json_keep(arena, json_object()), 2027, 6);
	check(k.population == 12000 && k.traits.people == people_class_of(COMMUNE_LIKE, 12000));
	check(k.traits.place.population < 1000);	/* what is official stays */
}

/* What the program brings would be accepted: it is as stated, and adds nothing. */
static void brought(struct store *store)
{
	const char *why, *body = start_stated(db, 0);
	struct call c = {.arena = arena, .store = store, .command = command_find("start.define"),
		.who = {.account = "SARA", .role = STEWARD, .lang = FR}};
	c.values = json_keep(arena, json_pack("{s:O}", "start",
		json_read(arena, body, strlen(body), &why)));
	int64_t before = store_position(store);
	check(store_do(store, &c) == DONE && store_position(store) == before);
	for (int i = 0; i < c.fault_count; i++)
		printf("%s: %s %s\n", c.faults[i].field, c.faults[i].sentence, c.faults[i].detail);
}

int main(void)
{
	const char *why = NULL, *dir = test_folder();
	hash_start();
	arena = arena_new();
	struct store *store = test_open(dir, arena);
	if (!territory_load(store, &why) || !type_load(store, &why)
		|| !resource_demo(store, NULL, &why))
		die("%s", why);
	struct reader *r = reader_open(store);
	check(reader_begin(r, arena, store_position(store), 5000));
	db = reader_db(r);
	golden();
	contacts();
	corrected();
	brought(store);
	reader_end(r);
	reader_close(r);
	store_close(store);
	arena_free(arena);
	test_clean(dir);
	return test_end();
}
