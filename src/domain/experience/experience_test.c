/* experience_test.c - which reports count, and what they amount to. */
#include "domain/experience/experience.h"

#include "domain/territory/territory.h"

#include "base/text.h"
#include "store/fold.h"
#include "store/test_store.h"

static struct arena *arena;
static struct reader *reader;

/* Adds an entry as it is said: kind, subject, body as JSON. */
static enum outcome add(struct ledger *l, const struct call *c)
{
	const char *body = call_text(c, "body"), *why;
	return ledger_add(l, call_text(c, "kind"), call_text(c, "subject"), PUBLIC,
		json_incref(json_read(l->arena, body, strlen(body), &why)));
}

static const struct field_row add_fields[] = {
	{"kind", "line", REQUIRED, 100, "", NULL}, {"subject", "line", REQUIRED, 0, "", NULL},
	{"body", "text", REQUIRED, 0, "", NULL}, {0}};
static const struct command add_command = {"test.add", add_fields, MEMBER, add, "", NULL};

static int64_t say(struct store *s, const char *kind, const char *subject, const char *body)
{
	struct call *c = arena_alloc(arena, sizeof *c);
	*c = (struct call){.arena = arena, .command = &add_command,
		.who = {.account = "01ACCOUNT", .role = MEMBER},
		.values = json_keep(arena, json_pack("{s:s,s:s,s:s}", "kind", kind, "subject", subject,
			"body", body))};
	check(store_do(s, c) == DONE);
	return c->position;
}

/* A report on sheet S with more values. */
static const char *report(const char *slug, const char *more)
{
	return arena_printf(arena, "{\"type\":\"experience\",\"slug\":\"%s\",\"language\":\"fr\","
		"\"values\":{\"title\":\"T\",\"uses\":[\"S\"]%s},\"refs\":{}}", slug, more);
}

static struct experience_summary summary(const char *sheet)
{
	struct experience_summary s;
	if (!reader_begin(reader, arena, 0, 0))
		die("no views");
	experience_summary(reader_db(reader), sheet, &s);
	reader_end(reader);
	return s;
}

static struct experience newest(const char *sheet)
{
	struct experience e = {.answer = REUSE_UNKNOWN};
	if (!reader_begin(reader, arena, 0, 0))
		die("no views");
	experience_of_sheet(reader_db(reader), sheet, 1, &e);
	struct experience last[50], all[50];	/* the quick way finds the same reports */
	int n = experience_lately(reader_db(reader), sheet, 50, last), found = 0;
	check(n == experience_of_sheet(reader_db(reader), sheet, 50, all));
	for (int i = 0; i < n; i++)
		for (int k = 0; k < n; k++)
			found += text_eq(last[i].id, all[k].id) && last[i].cost == all[k].cost
				&& last[i].answer == all[k].answer
				&& last[i].population == all[k].population;
	check(found == n);
	reader_end(reader);
	return e;
}

static void test_numbers(struct store *s)
{
	check(summary("S").reports == 0 && summary("S").cost.known == 0);
	say(s, "resource.published", "A", report("a", ",\"cost\":{\"min\":100,\"max\":300,"
		"\"unit\":\"€\"},\"territories\":[\"86116\",\"86158\"],\"inhabitants\":700"));
	say(s, "resource.published", "B", report("b", ",\"cost\":{\"min\":0,\"max\":0,"
		"\"unit\":\"€\"},\"effort\":{\"min\":4,\"max\":4},\"territories\":[\"86116\"]"));
	say(s, "resource.published", "C", report("c", ",\"cost\":{\"min\":900,\"max\":900,"
		"\"unit\":\"€\"},\"effort\":{\"min\":5,\"max\":6}"));
	say(s, "resource.published", "D", report("d", ""));
	struct experience_summary found = summary("S");
	check(found.reports == 4 && found.territories == 2);
	check(found.cost.known == 3 && found.cost.min == 0 && found.cost.median == 200
		&& found.cost.max == 900);
	check(found.effort.known == 2 && found.effort.median == 4.75);
	check(found.answers[REUSE_UNKNOWN] == 4);
	check(summary("X").reports == 0);
	check(newest("S").cost == NOT_TOLD && newest("S").population == -1);
}

/* One answer for all is each sheet's, unless the sheet has one of its own. */
static void test_answers(struct store *s)
{
	say(s, "resource.published", "D", report("d", ",\"transferability\":\"adaptation\","
		"\"conditions\":\"Une salle.\",\"difficulties\":\"Non renseigné. Rien.\","
		"\"differently\":\"Plus tôt.\""));
	check(newest("S").answer == REUSE_ADAPTED);
	check_text(newest("S").condition, "Une salle.");
	check(newest("S").failed == NULL);
	check_text(newest("S").differently, "Plus tôt.");
	say(s, "resource.published", "D", report("d", ",\"transferability\":\"adaptation\","
		"\"reuse\":[{\"sheet\":\"S\",\"answer\":\"non\"},{\"sheet\":\"S2\",\"answer\":\"x\"}],"
		"\"figures\":[{\"code\":\"01209\",\"population\":812}],\"territories\":[\"01209\"],"
		"\"inhabitants\":700"));
	check(newest("S").answer == REUSE_NO && newest("S").population == 812);
	check(summary("S").answers[REUSE_NO] == 1 && summary("S").reports == 4);
	check(summary("S2").answers[REUSE_UNKNOWN] == 1);
}

/* What was ticked is counted once by report, the most frequent first; it goes with its report. */
static void test_obstacles(struct store *s)
{
	check(summary("S").obstacle_count == 0 && summary("S").ticked == 0);
	say(s, "resource.published", "A", report("a", ",\"obstacles\":[\"temps\",\"meteo\"]"));
	say(s, "resource.published", "B", report("b", ",\"obstacles\":[\"temps\",\"temps\",7]"));
	struct experience_summary found = summary("S");
	check(found.obstacle_count == 2 && found.ticked == 2);
	check_text(found.obstacles[0].name, "temps");
	check(found.obstacles[0].times == 2 && found.obstacles[1].times == 1);
	say(s, "resource.archived", "B", "{}");
	check(summary("S").obstacles[0].times == 1 && summary("S").ticked == 1);
	say(s, "resource.restored", "B", "{}");
	say(s, "resource.published", "A", report("a", ""));
	check(summary("S").obstacle_count == 1);
	say(s, "resource.published", "A", report("a", ",\"cost\":{\"min\":100,\"max\":300}"));
	say(s, "resource.published", "B", report("b", ",\"cost\":{\"min\":0,\"max\":0}"));
}

/* Drafts, archived, unpublished, erased ones fall out; other types never count. */
static void test_states(struct store *s)
{
	const char *tool = "{\"type\":\"tool\",\"slug\":\"t\",\"language\":\"fr\","
		"\"values\":{\"title\":\"T\",\"uses\":[\"S\"]},\"refs\":{}}";
	say(s, "resource.published", "T", tool);
	say(s, "resource.drafted", "E", report("e", ""));
	check(summary("S").reports == 4);
	say(s, "resource.archived", "A", "{}");
	check(summary("S").reports == 3);
	say(s, "resource.archived", "A", "{}");
	say(s, "resource.restored", "A", "{}");
	check(summary("S").reports == 4);
	say(s, "resource.unpublished", "A", "{}");
	check(summary("S").reports == 3 && summary("S").cost.known == 2);
	say(s, "resource.drafted", "A", report("a", ",\"cost\":{\"min\":1,\"max\":1}"));
	check(summary("S").reports == 3);
	int64_t last = say(s, "resource.published", "A", report("a", ""));
	check(summary("S").reports == 4 && summary("S").cost.known == 2);
	check(store_erase(s, &last, 1));
	reader_close(reader);
	reader = reader_open(s);
	check(summary("S").reports == 3);
	check(test_verify(s));
}

/* Territories change; what was frozen does not. */
static int population = 700;

static json_t *grown(struct db *db, const char *code, int64_t now)
{
	(void)db;
	(void)now;
	return json_pack("{s:s, s:i}", "code", code, "population", population);
}

static struct call *run(struct store *s, const char *command, const char *values)
{
	const char *why = NULL;
	struct call *c = arena_alloc(arena, sizeof *c);
	*c = (struct call){.arena = arena, .store = s, .command = command_find(command),
		.who = {.account = "01ACCOUNT", .role = MEMBER, .lang = FR},
		.values = json_read(arena, values, strlen(values), &why)};
	if (!c->values)
		die("%s in %s", why, values);
	check(store_do(s, c) == DONE);
	for (int i = 0; i < c->fault_count; i++)
		printf("%s: %s\n", c->faults[i].field, c->faults[i].sentence);
	return c;
}

/* "86116:700 86158:900", as the sheet keeps them. */
static const char *frozen(struct store *s, const char *id)
{
	struct resource r;
	const char *all = "";
	size_t i;
	json_t *j;
	struct reader *now = reader_open(s);
	check(reader_begin(now, arena, store_position(s), 5000) && resource_get(reader_db(now),
		&(struct who){.account = "01ACCOUNT", .role = MEMBER}, id, 0, &r));
	json_array_foreach(json_object_get(r.values, "figures"), i, j)
		all = arena_printf(arena, "%s%s%s:%lld", all, i ? " " : "", json_str(j, "code"),
			(long long)json_int(j, "population"));
	reader_end(now);
	reader_close(now);
	return all;
}

static void test_freeze(struct store *s)
{
	const char *why = NULL, *told = "\"title\":\"T\",\"summary\":\"S\",\"difficulties\":\"D\","
		"\"differently\":\"E\"";
	if (!territory_load(s, &why) || !type_load(s, &why))
		die("%s", why);
	json_t *(*real)(struct db *, const char *, int64_t) = field_figures;
	check(real != NULL);
	field_figures = grown;
	struct call *c = run(s, "resource.create", arena_printf(arena, "{\"type\":\"experience\","
		"%s,\"territories\":[\"86116\"],\"state\":\"draft\",\"figures\":[{\"code\":\"86116\","
		"\"population\":9}]}", told));
	const char *id = json_str(c->answer, "id");
	check_text(frozen(s, id), "");		/* a draft keeps none, and nobody types them */
	run(s, "resource.edit", arena_printf(arena, "{\"id\":\"%s\",\"version\":1,%s,"
		"\"territories\":[\"86116\"],\"state\":\"published\"}", id, told));
	check_text(frozen(s, id), "86116:700");
	population = 900;
	c = run(s, "resource.edit", arena_printf(arena, "{\"id\":\"%s\",\"version\":2,%s,"
		"\"territories\":[\"86116\"]}", id, told));
	check(json_int(c->answer, "version") == 2);	/* nothing changed */
	run(s, "resource.edit", arena_printf(arena, "{\"id\":\"%s\",\"version\":2,%s,"
		"\"territories\":[\"86116\",\"86158\"],\"worked\":\"W\"}", id, told));
	check_text(frozen(s, id), "86116:700 86158:900");
	run(s, "resource.edit", arena_printf(arena, "{\"id\":\"%s\",\"version\":3,%s,"
		"\"territories\":[\"86158\"]}", id, told));
	check_text(frozen(s, id), "86158:900");
	/* one step sends its fields: the others stay, with what is frozen */
	run(s, "resource.edit", arena_printf(arena, "{\"id\":\"%s\",\"version\":4,"
		"\"_step\":\"lecons\",\"difficulties\":\"D2\",\"differently\":\"E\"}", id));
	check_text(frozen(s, id), "86158:900");
	field_figures = real;
}

int main(void)
{
	const char *dir = test_folder();
	arena = arena_new();
	struct store *s = test_open(dir, arena);
	reader = reader_open(s);
	test_numbers(s);
	test_answers(s);
	test_obstacles(s);
	test_states(s);
	test_freeze(s);
	check(test_verify(s));
	reader_close(reader);
	store_close(s);
	arena_free(arena);
	test_clean(dir);
	return test_end();
}
