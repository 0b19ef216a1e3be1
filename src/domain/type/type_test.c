/* type_test.c - values of every kind, good, bad and hostile; definitions. */
#include <stdlib.h>
#include <unistd.h>

#include "base/test.h"
#include "base/text.h"
#include "domain/territory/territory.h"
#include "domain/type/type_own.h"
#include "store/store.h"

static struct store *store;
static struct arena *arena;
static enum lang lang = FR;

/* The fields that the probe checks against. */
static const struct field *fields;
static int field_count;
static bool draft;

static enum outcome probe_decide(struct ledger *l, const struct call *c)
{
	json_t *clean = field_check(l, fields, field_count, c->values, draft);
	if (!clean)
		return INVALID;
	ledger_answer(l, "clean", json_incref(clean));
	return DONE;
}

static const struct field_row no_fields[] = {{0}};
static const struct command probe = {"test.probe", no_fields, ANYONE, probe_decide, "", NULL};

static struct call *ask(const struct command *command, const char *values)
{
	const char *why = NULL;
	struct call *c = arena_alloc(arena, sizeof *c);
	*c = (struct call){.arena = arena, .store = store, .command = command,
		.who = {.account = "", .role = OPERATOR, .lang = lang},
		.values = json_read(arena, values, strlen(values), &why)};
	if (!c->values)
		die("%s in %s", why, values);
	store_do(store, c);
	return c;
}

/* The cleaned values, or "path: sentence" of the first fault. */
static const char *cleaned(const char *values)
{
	struct call *c = ask(&probe, values);
	if (c->outcome == DONE)
		return json_text(arena, json_object_get(c->answer, "clean"));
	if (!c->fault_count)
		return "refused without a sentence";
	return arena_printf(arena, "%s: %s", c->faults[0].field, c->faults[0].sentence);
}

/* One field "v" of a kind, one JSON value: what it becomes, as JSON, or where
 * the fault is ("v", "v.min"). */
static void of_kind(const char *kind, const char *value, const char *want)
{
	static const char *const one_type[] = {"tool", NULL};
	struct field f = {.name = "v", .kind = kind, .types = one_type,
		.scheme = strcmp(kind, "licence") == 0 ? "licences" : "axes"};
	fields = &f;
	field_count = 1;
	const char *got = cleaned(arena_printf(arena, "{\"v\":%s}", value));
	if (*want != 'v')
		check_text(got, *want ? arena_printf(arena, "{\"v\":%s}", want) : "{}");
	else
		check_text(arena_copy(arena, got, strcspn(got, ":")), want);
}

/* n times a text between quotes. */
static const char *long_text(const char *part, int n)
{
	struct out o = out_new(1u << 20);
	for (int i = 0; i < n; i++)
		out_text(&o, part);
	const char *s = arena_printf(arena, "\"%s\"", out_str(&o));
	out_free(&o);
	return s;
}

static const char *long_list(const char *part, int n)
{
	struct out o = out_new(1u << 20);
	for (int i = 0; i < n; i++)
		out_printf(&o, "%s\"%s%d\"", i ? "," : "", part, i);
	const char *s = arena_printf(arena, "[%s]", out_str(&o));
	out_free(&o);
	return s;
}

static void texts(void)
{
	of_kind("line", "\"  Un\\n  pas \\u202e\\u200b \"", "\"Un pas\"");
	of_kind("line", "\"e\\u0301t\\u00e9\"", "\"été\"");
	of_kind("line", "\"   \"", "");
	of_kind("line", "null", "");
	of_kind("line", "3", "v");
	of_kind("line", "[\"a\"]", "v");
	of_kind("line", "{\"a\":\"b\"}", "v");
	of_kind("line", "\"<script>alert(1)</script>\"", "\"<script>alert(1)</script>\"");
	of_kind("line", long_text("é", 200), long_text("é", 200));
	of_kind("line", long_text("é", 201), "v");
	of_kind("text", "\"\\n\\n a\\r\\nb \\n\"", "\" a\\nb\"");
	of_kind("text", long_text("é", 40000), long_text("é", 40000));
	of_kind("text", long_text("é", 40001), "v");
	of_kind("text", "false", "v");
	of_kind("web", "\"https://example.org/a?b=c#d\"", "\"https://example.org/a?b=c#d\"");
	of_kind("web", "\"www.example.org/x\"", "\"https://www.example.org/x\"");
	of_kind("web", "\"javascript:alert(1)\"", "v");
	of_kind("web", "\"JaVaScRiPt:alert(1).x\"", "v");
	of_kind("web", "\"data:text/html;base64,AAAA.b\"", "v");
	of_kind("web", "\"ftp://example.org/\"", "v");
	of_kind("web", "\"https://\"", "v");
	of_kind("web", "\"https://exa mple.org\"", "v");
	of_kind("web", "\"https://a.org/'onmouseover='x\"", "v");
	of_kind("web", "\"example\"", "v");
	of_kind("email", "\" hello@example.org \"", "\"hello@example.org\"");
	of_kind("email", "\"hello@example\"", "v");
	of_kind("email", "\"a@b@c.fr\"", "v");
	of_kind("email", "\"a b@c.fr\"", "v");
	of_kind("email", "\"a@c.fr>, <x@y.fr\"", "v");
	of_kind("yes", "true", "true");
	of_kind("yes", "\"Oui\"", "true");
	of_kind("yes", "\"non\"", "false");
	of_kind("yes", "\"peut-être\"", "v");
	of_kind("yes", "\"\"", "");
	of_kind("tags", "\"#porte-à-porte, Écoute; ecoute\"", "[\"porte-à-porte\",\"Écoute\"]");
	of_kind("tags", "[\"a\",\" \",\"b\"]", "[\"a\",\"b\"]");
	of_kind("tags", "[\"a\",3]", "v");
	of_kind("tags", "{\"a\":1}", "v");
	of_kind("tags", long_list("t", 51), "v");
	of_kind("tags", arena_printf(arena, "[%s]", long_text("é", 61)), "v");
}

static void numbers(void)
{
	of_kind("number", "600", "600");
	of_kind("number", "\"600\"", "600");
	of_kind("number", "\"1 500,5\"", "1500.5");
	of_kind("number", "\"1\\u202f500\\u00a0€\"", "1500");
	of_kind("number", "\"0.3\"", "0.3");
	of_kind("number", "\"1,500\"", "1.5");
	of_kind("number", "\"-4\"", "-4");
	of_kind("number", "\"six cents\"", "v");
	of_kind("number", "\"600 pommes\"", "v");
	of_kind("number", "\"1.2.3\"", "v");
	of_kind("number", "\"1e400\"", "v");
	of_kind("number", "1e300", "v");
	of_kind("number", "\"0x10\"", "v");
	of_kind("number", "\"nan\"", "v");
	of_kind("number", "[1,2]", "v");
	of_kind("number", long_text("9", 5000), "v");
	lang = EN;
	of_kind("number", "\"1,500\"", "1500");
	lang = FR;
	of_kind("money", "{\"min\":\"300\",\"max\":\"900\"}", "{\"max\":900,\"min\":300,\"unit\":\"€\"}");
	of_kind("money", "\"300 à 900 €\"", "{\"max\":900,\"min\":300,\"unit\":\"€\"}");
	of_kind("money", "600", "{\"max\":600,\"min\":600,\"unit\":\"€\"}");
	of_kind("money", "{\"max\":0}", "{\"max\":0,\"min\":0,\"unit\":\"€\"}");
	of_kind("money", "{\"min\":5,\"unit\":\"€ par an\"}",
		"{\"max\":5,\"min\":5,\"unit\":\"€ par an\"}");
	of_kind("money", "{\"min\":\"\",\"max\":\"\",\"unit\":\"€\"}", "");
	of_kind("money", "{\"min\":900,\"max\":300}", "v.min");
	of_kind("money", "{\"min\":-1}", "v.min");
	of_kind("money", "{\"max\":\"beaucoup\"}", "v.max");
	of_kind("money", "{\"min\":1,\"maxi\":2}", "v.maxi");
	of_kind("money", "{\"min\":1,\"unit\":\"dollars\"}", "v.unit");
	of_kind("money", "\"cher\"", "v");
	of_kind("money", "[]", "");
	of_kind("money", "[300,900]", "v");
	of_kind("days", "\"12-20\"", "{\"max\":20,\"min\":12}");
	of_kind("days", "{\"min\":38.5}", "{\"max\":38.5,\"min\":38.5}");
	of_kind("days", "\"12 pommes\"", "v");
	of_kind("duration", "\"3 à 4 mois\"", "{\"max\":4,\"min\":3,\"unit\":\"month\"}");
	of_kind("duration", "{\"min\":\"2\",\"max\":\"\",\"unit\":\"Années\"}",
		"{\"max\":2,\"min\":2,\"unit\":\"year\"}");
	of_kind("duration", "{\"min\":\"\",\"max\":\"\",\"unit\":\"month\"}", "");
	of_kind("duration", "{\"min\":2}", "v.unit");
	of_kind("duration", "{\"min\":2,\"unit\":\"siècle\"}", "v.unit");
	of_kind("duration", "3", "v.unit");
}

static void dates(void)
{
	of_kind("date", "\"0000\"", "v");
	of_kind("date", "\"0000-01-01\"", "v");
	of_kind("period", "3", "v");
	of_kind("place", "3", "v");
	/* what is said gives an example of the same kind */
	of_kind("days", "\"douze\"", "v");
	struct field days = {.name = "v", .kind = "days"};
	fields = &days;
	check_text(cleaned("{\"v\":\"douze\"}"), "v: Write a number of days, for example 12 to 20.");
	of_kind("date", "\"2026-05-12\"", "\"2026-05-12\"");
	of_kind("date", "\"2024-02-29\"", "\"2024-02-29\"");
	of_kind("date", "\"2026-02-29\"", "v");
	of_kind("date", "\"2026-13\"", "v");
	of_kind("date", "2026", "\"2026\"");
	of_kind("date", "\"12/05/2026\"", "\"2026-05-12\"");
	of_kind("date", "\"12 mai 2026\"", "\"2026-05-12\"");
	of_kind("date", "\"1er août 2024\"", "\"2024-08-01\"");
	of_kind("date", "\"janv. 2024\"", "\"2024-01\"");
	of_kind("date", "\"March 2024\"", "\"2024-03\"");
	of_kind("date", "\"30 février 2024\"", "v");
	of_kind("date", "\"mai\"", "v");
	of_kind("date", "\"12 2026\"", "v");
	of_kind("date", "\"05/2026\"", "\"2026-05\"");
	of_kind("date", "\"31/02/2026\"", "v");
	of_kind("date", "\"2026-05-12T00:00\"", "v");
	of_kind("date", "\"demain\"", "v");
	of_kind("date", "99999999999", "v");
	of_kind("period", "{\"from\":\"2021-10\",\"to\":\"2022-03\"}",
		"{\"from\":\"2021-10\",\"to\":\"2022-03\"}");
	of_kind("period", "\"2021-10/2022-03\"", "{\"from\":\"2021-10\",\"to\":\"2022-03\"}");
	of_kind("period", "\"2021\"", "{\"from\":\"2021\"}");
	of_kind("period", "\"12/05/2026\"", "{\"from\":\"2026-05-12\"}");
	of_kind("period", "{\"from\":\"\",\"to\":\"2022\"}", "{\"to\":\"2022\"}");
	of_kind("period", "{\"from\":\"2022-03\",\"to\":\"2022\"}",
		"{\"from\":\"2022-03\",\"to\":\"2022\"}");
	of_kind("period", "{\"from\":\"2022\",\"to\":\"2021\"}", "v.from");
	of_kind("period", "{\"from\":\"2022\",\"to\":\"hier\"}", "v.to");
	of_kind("period", "{\"from\":\"\",\"to\":\"\"}", "");
	of_kind("period", "7", "v");
}

static bool a_sheet(struct db *db, const char *id, struct sheet_name *s)
{
	(void)db;
	bool tool = text_eq(id, "ID-1") || text_eq(id, "four-pain-et-vin");
	*s = (struct sheet_name){.id = tool ? "ID-1" : "ID-2", .title = "Four, pain et vin",
		.path = "/ressources/four-pain-et-vin", .type = tool ? "tool" : "story"};
	return tool || text_eq(id, "le-recit");
}

static void elsewhere(void)
{
	of_kind("choice", "\"alimentaire\"", "\"alimentaire\"");
	of_kind("choice", "\"ÉNERGÉTIQUE\"", "\"energetique\"");
	of_kind("choice", "\"Food\"", "\"alimentaire\"");
	of_kind("choice", "[\"food\"]", "\"alimentaire\"");
	of_kind("choice", "\"Social › Décider ensemble › Ouvrir les décisions\"",
		"\"social-decider-participer\"");
	of_kind("choice", "\"Alimantaire\"", "v");
	of_kind("choice", "[\"food\",\"economique\"]", "v");
	of_kind("choice", "{\"a\":\"food\"}", "v");
	of_kind("licence", "\"CC BY-SA 4.0\"", "\"CC-BY-SA-4.0\"");
	of_kind("licence", "\"Licence Ouverte 2.0\"", "\"etalab-2.0\"");
	of_kind("licence", "\"à moi\"", "v");
	of_kind("choices", "[\"food\",\"alimentaire\",\"\"]", "[\"alimentaire\"]");
	of_kind("choices", "\"alimentaire,economique\"", "[\"alimentaire\",\"economique\"]");
	of_kind("choices", "\"Bien manger, tous\"", "[\"alimentaire-partager\"]");
	of_kind("choices", "\"Bien manger, tous ; Sanitaire\"",
		"[\"alimentaire-partager\",\"sanitaire\"]");
	of_kind("choices", "[\"food\",\"zzz\"]", "v");
	of_kind("choices", "[[\"food\"]]", "v");
	of_kind("territories", "\"86116, Léaz\"", "[\"86116\",\"01209\"]");
	of_kind("territories", "[\"Jazeneuil (Vienne)\",\"jazeneuil (86116)\",\"D86\",\"R84\"]",
		"[\"86116\",\"D86\",\"R84\"]");
	of_kind("territories", "\"Saint-Denis\"", "v");
	of_kind("territories", "\"Nulleparville\"", "v");
	of_kind("territories", "\"'; DROP TABLE territory; --\"", "v");
	of_kind("territories", long_list("t", 101), "v");
	of_kind("place", "{\"name\":\"salle des fêtes\",\"territory\":\"Jazeneuil\"}",
		"{\"name\":\"salle des fêtes\",\"territory\":\"86116\"}");
	of_kind("place", "\"salle des fêtes\"", "{\"name\":\"salle des fêtes\"}");
	of_kind("place", "{\"territory\":\"Nulleparville\"}", "v.territory");
	of_kind("place", "{\"name\":\"x\",\"lat\":\"1\"}", "v.lon");
	of_kind("place", "{\"lon\":1}", "v.lat");
	of_kind("place", "{\"lat\":\"46,4512\",\"lon\":\"-0.12345678\"}", "{\"lat\":46.4512,\"lon\":-0.12346}");
	of_kind("place", "{\"lat\":\"46,4512 ; 0,1234\"}", "{\"lat\":46.4512,\"lon\":0.1234}");
	of_kind("place", "\"46.4512, −0.1234\"", "{\"lat\":46.4512,\"lon\":-0.1234}");
	of_kind("place", "{\"lat\":46,\"lon\":0.0}", "{\"lat\":46,\"lon\":0}");
	of_kind("place", "\"12 rue du Four\"", "{\"name\":\"12 rue du Four\"}");
	of_kind("place", "{\"lat\":90.1,\"lon\":0}", "v.lat");
	of_kind("place", "{\"lat\":0,\"lon\":\"-180,5\"}", "v.lon");
	of_kind("place", "{\"lat\":\"46°27'\",\"lon\":\"0\"}", "v.lat");
	of_kind("place", "{\"lat\":\"1e3\",\"lon\":\"nan\"}", "v.lat");
	of_kind("place", "{\"lat\":0,\"lon\":0}", "v.lat");
	of_kind("place", "{\"territory\":\"86116\",\"lat\":0.0684,\"lon\":46.4653}", "v.lat");
	of_kind("place", "{\"territory\":\"86116\",\"lat\":46.4653,\"lon\":0.0684}",
		"{\"lat\":46.4653,\"lon\":0.0684,\"territory\":\"86116\"}");
	of_kind("sheets", "\"Four, pain et vin\"", "[\"ID-1\"]");
	of_kind("sheets", "[\"ID-1\",\"/ressources/four-pain-et-vin\"]", "[\"ID-1\"]");
	of_kind("sheets", "\"https://ailleurs.fr/ressources/four-pain-et-vin?x=1\"", "[\"ID-1\"]");
	of_kind("sheets", "\"Le récit\"", "v");
	of_kind("sheets", "\"rien de tel\"", "v");
	of_kind("sheets", "[{\"id\":\"ID-1\"}]", "v");
	of_kind("actors", "\"ID-1\"", "[\"ID-1\"]");
	of_kind("nonsense", "\"x\"", "v");
}

static void groups(void)
{
	static const struct field inside[] = {
		{.name = "title", .kind = "line", .required = true},
		{.name = "effort", .kind = "days"}};
	static const struct field all[] = {
		{.name = "steps", .kind = "group", .fields = inside, .field_count = 2},
		{.name = "must", .kind = "line", .required = true}};
	fields = all;
	field_count = 2;
	check_text(cleaned("{\"must\":\"x\",\"steps\":[{\"title\":\"a\",\"effort\":{\"min\":\"1\"}},"
		"{\"title\":\" \",\"effort\":{\"min\":\"\"}},{\"title\":\"b\"}]}"),
		"{\"must\":\"x\",\"steps\":[{\"effort\":{\"max\":1,\"min\":1},\"title\":\"a\"},"
		"{\"title\":\"b\"}]}");
	check_text(cleaned("{\"must\":\"x\",\"steps\":[{},{\"title\":\"a\",\"effort\":"
		"{\"min\":\"x\"}}]}"), "steps.1.effort.min: Write a number, for example 600. "
		"You wrote “%s”.");
	check_text(cleaned("{\"must\":\"x\",\"steps\":[{\"effort\":2}]}"),
		"steps.0.title: Fill this in: a few words are enough.");
	check_text(cleaned("{\"must\":\"x\",\"steps\":[{\"title\":\"a\",\"titel\":1}]}"),
		"steps.0.titel: There is no such field. Did you mean “%s”?");
	check(text_starts(cleaned("{\"must\":\"x\",\"steps\":[\"a\"]}"), "steps.0:"));
	check(text_starts(cleaned("{\"must\":\"x\",\"steps\":\"a\"}"), "steps:"));
	check(text_starts(cleaned("{}"), "must:"));
	check(text_starts(cleaned("{\"must\":\"x\",\"mst\":1}"), "mst: There is no such field."));
	check_text(cleaned("{\"must\":\"x\",\"_more\":\"steps\",\"id\":\"y\"}"), "{\"must\":\"x\"}");
	struct out o = out_new(1u << 16);
	out_text(&o, "{\"must\":\"x\",\"steps\":[");
	for (int i = 0; i < 101; i++)
		out_printf(&o, "%s{\"title\":\"t\"}", i ? "," : "");
	out_text(&o, "]}");
	check(text_starts(cleaned(out_str(&o)), "steps: There are too many rows"));
	out_free(&o);
	draft = true;
	check_text(cleaned("{}"), "{}");
	check_text(cleaned("{\"steps\":[{\"effort\":2}]}"),
		"{\"steps\":[{\"effort\":{\"max\":2,\"min\":2}}]}");
	draft = false;
}

/* Sums of parts, and rows made for each sheet that another field names. */
static void followed(void)
{
	static const char *const parts[] = {"paid", "given", NULL};
	static const struct field inside[] = {
		{.name = "sheet", .kind = "sheet", .required = true}, {.name = "said", .kind = "line"}};
	static const struct field all[] = {
		{.name = "uses", .kind = "sheets"},
		{.name = "paid", .kind = "days"}, {.name = "given", .kind = "days"},
		{.name = "both", .kind = "days", .sum = parts},
		{.name = "reuse", .kind = "group", .each = "uses", .fields = inside, .field_count = 2},
		{.name = "seen", .kind = "figures"}};
	fields = all;
	field_count = 6;
	check_text(cleaned("{\"paid\":2,\"given\":{\"min\":1,\"max\":1.5},\"both\":9}"),
		"{\"both\":{\"max\":3.5,\"min\":3},\"given\":{\"max\":1.5,\"min\":1},"
		"\"paid\":{\"max\":2,\"min\":2}}");
	check_text(cleaned("{\"paid\":2,\"both\":9}"),
		"{\"both\":{\"max\":9,\"min\":9},\"paid\":{\"max\":2,\"min\":2}}");
	check_text(cleaned("{\"seen\":[{\"code\":\"x\"}]}"), "{}");
	/* a row names its sheet, which then was used; one that says nothing goes */
	check_text(cleaned("{\"reuse\":[{\"sheet\":\"/ressources/four-pain-et-vin\",\"said\":\"a\"}]}"),
		"{\"reuse\":[{\"said\":\"a\",\"sheet\":\"ID-1\"}],\"uses\":[\"ID-1\"]}");
	check_text(cleaned("{\"uses\":[\"ID-1\"],\"reuse\":[{\"sheet\":\"ID-1\"}]}"),
		"{\"uses\":[\"ID-1\"]}");
	check(text_starts(cleaned("{\"reuse\":[{\"said\":\"a\"}]}"), "reuse.0.sheet:"));
	/* step by step, a sheet that is no longer named takes its row with it */
	check_text(cleaned("{\"_step\":\"x\",\"reuse\":[{\"sheet\":\"ID-1\",\"said\":\"a\"}]}"), "{}");
}

/* Where the first fault of a definition is; "" when it is accepted. */
static const char *stated(const char *command, const char *field, const char *definition)
{
	struct call *c = ask(command_find(command),
		arena_printf(arena, "{\"%s\":%s}", field, definition));
	return c->outcome == DONE ? "" : c->fault_count ? c->faults[0].field : "?";
}

static const char *type_with(const char *more)
{
	return arena_printf(arena, "{\"name\":\"probe\",\"label\":{\"fr\":\"Essai\"},\"fields\":["
		"{\"name\":\"title\",\"kind\":\"line\",\"label\":{\"fr\":\"T\"},\"required\":true},"
		"{\"name\":\"summary\",\"kind\":\"line\",\"label\":{\"fr\":\"S\"},\"required\":true}%s]}",
		more);
}

static void one_field(const char *rest, const char *want)
{
	check_text(stated("type.state", "type", type_with(arena_printf(arena,
		",{\"label\":{\"en\":\"X\"},%s}", rest))), want);
}

static void definitions(void)
{
	check_text(stated("type.state", "type", type_with("")), "");
	one_field("\"name\":\"x\",\"kind\":\"mony\"", "fields.2.kind");
	one_field("\"name\":\"X\",\"kind\":\"line\"", "fields.2.name");
	one_field("\"name\":\"version\",\"kind\":\"line\"", "fields.2.name");
	one_field("\"name\":\"title\",\"kind\":\"line\"", "fields.2.name");
	one_field("\"name\":\"x\",\"kind\":\"choice\"", "fields.2.scheme");
	one_field("\"name\":\"x\",\"kind\":\"choice\",\"scheme\":\"nope\"", "fields.2.scheme");
	one_field("\"name\":\"x\",\"kind\":\"email\"", "fields.2.visibility");
	one_field("\"name\":\"x\",\"kind\":\"email\",\"visibility\":\"members\"", "");
	one_field("\"name\":\"x\",\"kind\":\"group\"", "fields.2.fields");
	one_field("\"name\":\"x\",\"kind\":\"line\",\"fields\":[]", "fields.2.fields");
	one_field("\"name\":\"x\",\"kind\":\"group\",\"fields\":[{\"name\":\"y\",\"kind\":\"sheets\","
		"\"label\":{\"fr\":\"Y\"}}]", "fields.2.fields.0.kind");
	/* what is seen of a group is all of it: no field inside is hidden, no e-mail shown */
	one_field("\"name\":\"x\",\"kind\":\"group\",\"fields\":[{\"name\":\"y\",\"kind\":\"email\","
		"\"visibility\":\"members\",\"label\":{\"fr\":\"Y\"}}]", "fields.2.fields.0.visibility");
	one_field("\"name\":\"x\",\"kind\":\"group\",\"fields\":[{\"name\":\"y\",\"kind\":\"line\","
		"\"visibility\":\"private\",\"label\":{\"fr\":\"Y\"}}]", "fields.2.fields.0.visibility");
	one_field("\"name\":\"x\",\"kind\":\"group\",\"visibility\":\"members\",\"fields\":[{"
		"\"name\":\"y\",\"kind\":\"email\",\"label\":{\"fr\":\"Y\"}}]", "");
	one_field("\"name\":\"x\",\"kind\":\"line\",\"requird\":true", "fields.2.requird");
	one_field("\"name\":\"x\",\"kind\":\"line\",\"step\":\"nope\"", "fields.2.step");
	one_field("\"name\":\"x\",\"kind\":\"sheet\"", "fields.2.kind");
	one_field("\"name\":\"x\",\"kind\":\"days\",\"sum\":[\"title\"]", "fields.2.sum");
	one_field("\"name\":\"x\",\"kind\":\"days\",\"foreseen\":\"title.cost\"", "fields.2.foreseen");
	one_field("\"name\":\"x\",\"kind\":\"group\",\"each\":\"title\",\"fields\":[{\"name\":\"y\","
		"\"kind\":\"sheet\",\"label\":{\"fr\":\"Y\"}}]", "fields.2.each");
	one_field("\"name\":\"x\",\"kind\":\"line\",\"required\":\"yes\"", "fields.2.required");
	check_text(stated("type.state", "type", "{\"name\":\"p\",\"label\":{\"fr\":\"P\"},"
		"\"fields\":[]}"), "fields");
	check_text(stated("type.state", "type", "3"), "type");
	check_text(stated("scheme.state", "scheme", "{\"name\":\"s\",\"label\":{\"fr\":\"S\"},"
		"\"concepts\":[{\"notation\":\"a\",\"label\":{\"fr\":\"A\"},\"narrower\":"
		"[{\"notation\":\"a\",\"label\":{\"fr\":\"A\"}}]}]}"), "concepts.0.narrower.0.notation");
	check_text(stated("scheme.state", "scheme", "{\"name\":\"s\",\"label\":{\"fr\":\"S\"},"
		"\"concepts\":[{\"notation\":\"a\",\"label\":{\"fr\":\"A\"},\"related\":[\"b\"]}]}"),
		"concepts.0.related");
	check_text(stated("scheme.state", "scheme", "{\"name\":\"s\",\"label\":{},"
		"\"concepts\":[]}"), "label");
	check_text(stated("scheme.state", "scheme", "{\"name\":\"s\",\"label\":{\"fr\":\"S\"},"
		"\"concepts\":[{\"notation\":\"a b\",\"label\":{\"fr\":\"A\"}}]}"),
		"concepts.0.notation");
}

/* What the program brings is stated once, and never over the community's own. */
static void loading(struct reader *r)
{
	const char *why = NULL, *actor = NULL;
	int64_t position = store_position(store);
	check(type_load(store, &why));
	check(store_position(store) == position);
	const char *mine = "{\"concepts\":[],\"label\":{\"fr\":\"À nous\"},\"name\":\"maturite\"}";
	struct call *c = arena_alloc(arena, sizeof *c);
	*c = (struct call){.arena = arena, .store = store, .command = command_find("scheme.state"),
		.who = {.account = "01J00000000000000000000000", .role = STEWARD},
		.values = json_keep(arena, json_pack("{s:s}", "scheme", mine))};
	check(store_do(store, c) == DONE);
	check(type_load(store, &why));
	check(reader_begin(r, arena, store_position(store), 1000));
	check_text(scheme_stated(reader_db(r), "maturite", &actor), mine);
	check_text(actor, "01J00000000000000000000000");
	check(scheme_get(reader_db(r), "maturite")->count == 0);
	const struct type *const *all;
	check(type_all(reader_db(r), &all) == 14);
	check_text(all[0]->name, "probe");
	check_text(all[2]->name, "tool");
	const struct type *tool = type_get(reader_db(r), "tool");
	for (int i = 0; i < tool->field_count; i++)
		check(tool->fields[i].required == (i < 2));
	json_t *range = json_keep(arena, json_pack("{s:i,s:f}", "min", 12, "max", 20.5));
	check_text(field_words(reader_db(r), FR, type_field(tool, "effort"), range),
		"12 à 20,5\u00a0jours\u2011personnes");
	check_text(field_words(reader_db(r), EN, type_field(tool, "effort"), range),
		"12 to 20.5\u00a0person-days");
	check_text(field_words(reader_db(r), FR, type_field(tool, "effort"), json_true()), NULL);
	reader_end(r);
}

int main(void)
{
	hash_start();
	char dir[] = "/tmp/type-test-XXXXXX";
	arena = arena_new();
	const char *why = NULL;
	int code = 0;
	if (!mkdtemp(dir))
		return 1;
	store = store_open(dir, NULL, arena, &why, &code);
	if (!store || !territory_load(store, &why) || !type_load(store, &why))
		die("%s", why);
	field_sheet = a_sheet;
	texts();
	numbers();
	dates();
	elsewhere();
	groups();
	followed();
	definitions();
	struct reader *r = reader_open(store);
	loading(r);
	reader_close(r);
	store_close(store);
	if (fork() == 0)
		execlp("rm", "rm", "-r", dir, (char *)NULL);
	arena_free(arena);
	return test_end();
}
