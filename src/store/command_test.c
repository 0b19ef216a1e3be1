/* command_test.c - fields of commands; the hashes of an entry. */
#include "base/test.h"
#include "store/command.h"

static const struct field_row fields[] = {
	{"title", "line", REQUIRED, 10, "Title", NULL}, {"body", "text", 0, 0, "Body", NULL},
	{"mail", "email", 0, 0, "E-mail", NULL}, {"count", "number", 0, 0, "Count", NULL},
	{"sure", "yes", 0, 0, "Sure", NULL}, {"secret", "secret", 0, 0, "Secret", NULL},
	{"values", "json", 0, 0, "Values", NULL}, {0}};
static const struct command command = {.name = "test.check", .fields = fields};

static struct call *checked(struct arena *a, const char *values)
{
	const char *why;
	struct call *c = arena_alloc(a, sizeof *c);
	*c = (struct call){.arena = a, .command = &command,
		.values = json_read(a, values, strlen(values), &why)};
	command_check(c);
	return c;
}

static bool faulty(struct arena *a, const char *values, const char *field)
{
	struct call *c = checked(a, values);
	return c->outcome == INVALID && c->fault_count == 1 &&
		strcmp(c->faults[0].field, field) == 0;
}

static void test_texts(struct arena *a)
{
	struct call *c = checked(a, "{\"title\":\"  a \\n b \",\"body\":\" x\\r\\n\\ty \"}");
	check(c->outcome == DONE);
	check_text(call_text(c, "title"), "a b");
	check_text(call_text(c, "body"), " x\n\ty ");
	check(faulty(a, "{}", "title"));
	check(faulty(a, "{\"title\":\" \\u00a0 \"}", "title"));
	check(faulty(a, "{\"title\":\"\\u200b\\u007f\"}", "title"));
	check(faulty(a, "{\"title\":\"éééééééééé!\"}", "title"));
	check(checked(a, "{\"title\":\"éééééééééé\"}")->outcome == DONE);
	check(faulty(a, "{\"title\":[1]}", "title"));
	check(faulty(a, "[]", ""));
	check(checked(a, "{\"title\":\"a\",\"other\":1}")->outcome == DONE);
	c = checked(a, "{\"body\":5,\"mail\":\"x\",\"count\":\"y\"}");
	check(c->fault_count == 4);	/* all at once */
	c = checked(a, "{\"title\":\"a\",\"secret\":\" p \"}");
	check_text(call_text(c, "secret"), " p ");
	c = checked(a, "{\"title\":\"a\",\"body\":\"\"}");
	check(call_text(c, "body") == NULL && json_object_get(c->values, "body") == NULL);
}

static void test_email(struct arena *a)
{
	static const char *const good[] = {"a@b.fr", "a.b+c@d-e.example.org"};
	static const char *const bad[] = {"a", "@b.fr", "a@b", "a@b.", "a@.fr", "a b@c.fr",
		"a@b@c.fr", "<a@b.fr>", "a@b.fr,c@d.fr"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		check(checked(a, arena_printf(a, "{\"title\":\"a\",\"mail\":\"%s\"}", good[i]))
			->outcome == DONE);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		check(faulty(a, arena_printf(a, "{\"title\":\"a\",\"mail\":\"%s\"}", bad[i]), "mail"));
}

static const char *number(struct arena *a, const char *typed)
{
	struct call *c = checked(a, arena_printf(a, "{\"title\":\"a\",\"count\":%s}", typed));
	return c->outcome == DONE ? call_text(c, "count") : "refused";
}

static void test_numbers(struct arena *a)
{
	check_text(number(a, "12"), "12");
	check_text(number(a, "\"12\""), "12");
	check_text(number(a, "\"12 500,5\""), "12500.5");
	check_text(number(a, "\"12\\u202f500\""), "12500");
	check_text(number(a, "\"-3\""), "-3");
	check_text(number(a, "\"1e3\""), "1000");
	check_text(number(a, "\"douze\""), "refused");
	check_text(number(a, "\"0x10\""), "refused");
	check_text(number(a, "\"nan\""), "refused");
	check_text(number(a, "\"1e999\""), "refused");
	check_text(number(a, "true"), "refused");
}

static void test_others(struct arena *a)
{
	struct call *c = checked(a, "{\"title\":\"a\",\"sure\":\"on\",\"values\":\"{\\\"b\\\":1}\"}");
	check_text(call_text(c, "sure"), "yes");
	check_text(call_text(c, "values"), "{\"b\":1}");
	c = checked(a, "{\"title\":\"a\",\"sure\":false}");
	check_text(call_text(c, "sure"), "no");
	check(faulty(a, "{\"title\":\"a\",\"sure\":\"perhaps\"}", "sure"));
	check(faulty(a, "{\"title\":\"a\",\"values\":\"{\"}", "values"));
	enum role r = ANYONE;
	check(role_parse("admin", &r) && r == ADMINISTRATOR);
	check(!role_parse("king", &r) && r == ADMINISTRATOR);
	check_text(role_name(STEWARD), "steward");
}

/* Made with sha256sum from the text of doc/log-format.md: they never change. */
static void test_hashes(struct arena *a)
{
	struct entry e = {.position = 12, .time = 1778832000000, .kind = "resource.published",
		.subject = "01K0G3V5T7Z6M0E2W1R4N8Q9XD", .actor = "", .visibility = MEMBERS,
		.text = "{\"title\":\"Four à pain\"}", .size = strlen("{\"title\":\"Four à pain\"}")};
	memset(e.salt, 'a', sizeof e.salt);
	entry_commit(&e);
	check_text(hex(a, e.commitment, HASH_SIZE),
		"3742bf359288ec1894cbd47f3ed09128f37e60e5a5c01172c9de1d0d841aba3d");
	entry_seal(&e);
	check_text(hex(a, e.hash, HASH_SIZE),
		"11513ad378f75b7249de958873497c322eff9c4cb7cd48bc0dc190193210110c");
}

int main(void)
{
	hash_start();
	struct arena *a = arena_new();
	test_texts(a);
	test_email(a);
	test_numbers(a);
	test_others(a);
	test_hashes(a);
	arena_free(a);
	return test_end();
}
