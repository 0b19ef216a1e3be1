/* start_test.c - what rules may ask: answers, signals, places, the calendar; what is not known
 * stays so; faults at their place. */
#include <stdio.h>

#include "base/text.h"
#include "domain/start/start_own.h"
#include "store/test_store.h"

static struct db *db;
static struct arena *arena;
static const struct start *start;

/* Signals that come from the very question that asks for them, and from a later one. */
static const char definition[] = "{\"elections\":[\"2026-03\",\"2032-03\"],\"questions\":["
	"{\"name\":\"qui\",\"choices\":[{\"name\":\"mairie\",\"signals\":[\"decision\"]},"
	"{\"name\":\"autre\"}]},"
	"{\"name\":\"accord\",\"when\":\"non reponse(qui, mairie)\",\"choices\":["
	"{\"name\":\"oui\",\"signals\":[\"decision\"]},{\"name\":\"non\"}]},"
	"{\"name\":\"soi\",\"when\":\"signal(soi) ou signal(decision)\",\"choices\":["
	"{\"name\":\"oui\",\"signals\":[\"soi\"]}]},"
	"{\"name\":\"argent\",\"choices\":[{\"name\":\"peu\",\"euros\":100},{\"name\":\"plus\","
	"\"euros\":1000}]},"
	"{\"name\":\"temps\",\"many\":true,\"choices\":[{\"name\":\"a\",\"days\":3},"
	"{\"name\":\"b\",\"days\":4}]}]}";

static json_t *json(const char *text)
{
	const char *why = NULL;
	json_t *j = json_read(arena, text, strlen(text), &why);
	if (!j)
		die("%s", why);
	return j;
}

static struct asker asker(const char *answers, int year, int month)
{
	struct asker k;
	asker_fill(&k, db, start, NULL, -1, json(answers), year, month);
	return k;
}

enum { NOT_KNOWN = -9999 };

static int gives(const struct asker *k, const char *text)
{
	struct rule_fault fault;
	struct met met[4];
	bool unknown;
	int count;
	struct start_rule r = {.rule = rule_read(arena, text, start_functions, &fault)};
	int points = rule_gives(k, &r, &unknown, met, 4, &count);
	return unknown ? NOT_KNOWN : points;
}

static void answers(void)
{
	struct asker k = asker("{\"qui\":[\"mairie\"],\"temps\":[\"a\",\"b\"],\"argent\":[]}", 2026, 11);
	check(gives(&k, "reponse(qui, mairie)") == 100);
	check(gives(&k, "si reponse(qui, autre) alors 2 sinon 1") == 100);
	check(gives(&k, "reponse(argent, peu)") == NOT_KNOWN);		/* passed */
	check(gives(&k, "si euros >= 100 alors 2") == NOT_KNOWN);
	check(gives(&k, "jours") == 700);
	check(gives(&k, "reponses") == 200);
	check(gives(&k, "population") == NOT_KNOWN);
	check(gives(&k, "identite(type, commune)") == NOT_KNOWN);
	check(gives(&k, "1000") == 2000 && gives(&k, "0 - 1000") == -2000);	/* bounded */
}

static void questions(void)
{
	struct asker k = asker("{\"qui\":[\"mairie\"],\"accord\":[\"oui\"]}", 2026, 11);
	check(!asker_asked(&k, start_question(start, "accord")));
	check(!json_object_get(k.answers, "accord"));	/* no longer asked: it does not count */
	check(asker_asked(&k, start_question(start, "soi")));	/* by an earlier signal */
	check(asker_signal(&k, "decision") && !asker_signal(&k, "soi"));
	k = asker("{\"qui\":[\"autre\"],\"accord\":[\"non\"]}", 2026, 11);
	check(asker_asked(&k, start_question(start, "accord")));
	check(!asker_asked(&k, start_question(start, "soi")));
	check(gives(&k, "signal(decision)") == 0);
	k = asker("{}", 2026, 11);
	check(!asker_asked(&k, start_question(start, "accord")));	/* not known: not asked */
	check(gives(&k, "signal(decision)") == NOT_KNOWN);
}

static void calendar(void)
{
	struct asker k = asker("{}", 2026, 3);
	check(gives(&k, "mois_avant_election") == 0 && gives(&k, "mois_depuis_election") == 0);
	k = asker("{}", 2031, 4);
	check(gives(&k, "mois_avant_election") == 1100 && gives(&k, "saison(printemps)") == 100);
	k = asker("{}", 2033, 1);
	check(gives(&k, "mois_avant_election") == NOT_KNOWN && gives(&k, "saison(hiver)") == 100);
	check(gives(&k, "mois_depuis_election") == 1000);
}

static void fault_at(const char *text, int line, int column)
{
	struct rule_fault f = {0};
	check(!rule_good(arena, start, text, &f));
	check(f.line == line && f.column == column);
}

static void faults(void)
{
	struct rule_fault f;
	check(rule_good(arena, start, "si reponse(qui, mairie) et mois > 3 alors 2", &f));
	fault_at("si reponse(qui, maire) alors 2", 1, 17);
	fault_at("si signal(decision)\net reponse(quoi, mairie) alors 2", 2, 12);
	fault_at("signal(absent)", 1, 8);
	fault_at("identite(localisation, lune)", 1, 24);
	fault_at("identite(lieu, lune)", 1, 10);
	check(!rule_good(arena, start, "si reponse(qui alors 2", &f));
	check(!rule_good(arena, start, "", &f));
}

/* Not everything that is stated was checked by this program. */
static void malformed(void)
{
	static const char *const bad[] = {"{}",
		("{\"questions\":[1,null,{}],\"rules\":[{}],"
		"\"samples\":[[],{\"month\":-5,\"year\":2147483647}]}"),
		"{\"rules\":[{\"rule\":\"si\",\"sheets\":[1]}],\"elections\":[\"x\",2]}"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const struct start *s = start_read(arena, json(bad[i]));
		struct asker k;
		asker_fill(&k, db, s, NULL, -1, json("{}"), 2026, 11);
		check(asker_answers(&k) == 0 && asker_euros(&k) < 0);
		for (int m = 0; m < s->sample_count; m++)
			check(s->samples[m].month >= 1 && s->samples[m].month <= 12
				&& s->samples[m].year == 2027);
	}
}

int main(void)
{
	const char *dir = test_folder();
	hash_start();
	arena = arena_new();
	struct store *store = test_open(dir, arena);
	struct reader *r = reader_open(store);
	check(reader_begin(r, arena, 0, 1000));
	db = reader_db(r);
	start = start_read(arena, json(definition));
	answers();
	questions();
	calendar();
	faults();
	malformed();
	reader_end(r);
	reader_close(r);
	store_close(store);
	arena_free(arena);
	test_clean(dir);
	return test_end();
}
