/* command.c - the values of any command, as a form or as JSON sends them. First
 * byte: which command; 255: one of our own.  What is checked once stays as it is. */
#include "fuzz.h"

#include "base/json.h"
#include "base/text.h"
#include "store/command.h"

/* A field of each kind. */
static const struct field_row fields[] = {{"line", "line", REQUIRED, 20, NULL, NULL},
	{"text", "text", 0, 0, NULL, NULL}, {"email", "email", 0, 0, NULL, NULL},
	{"secret", "secret", REQUIRED, 10, NULL, NULL}, {"number", "number", 0, 0, NULL, NULL},
	{"yes", "yes", 0, 0, NULL, NULL}, {"json", "json", 0, 0, NULL, NULL}, {0}};
static const struct command every = {.name = "every", .fields = fields};

static size_t limit_of(const struct field_row *f)
{
	return f->limit ? f->limit : strcmp(f->kind, "line") == 0 ? 300 : 100 * 1000;
}

static void holds(const struct call *c, const struct field_row *f)
{
	const json_t *j = json_object_get(c->values, f->name);
	const char *s = json_string_value(j);
	must(j || !(f->flags & REQUIRED));
	must(!s || text_length(s) <= limit_of(f));
	if (j && strcmp(f->kind, "number") == 0)
		must(json_is_number(j));
	if (j && strcmp(f->kind, "yes") == 0)
		must(json_is_boolean(j));
	if (s && strcmp(f->kind, "email") == 0)
		must(strchr(s, '@') && !strpbrk(s, " <>\n"));
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct input in = {a, bytes, n};
	const char *why;
	unsigned which = fuzz_byte(&in);
	int count = 0;
	while (command_at(count))
		count++;
	struct call c = {.arena = a,
		.command = which == 255 ? &every : command_at((int)which % count), .values = json_read(a, in.at, in.left, &why)};
	if (!c.values)
		return;
	command_check(&c);
	must((c.outcome == DONE) == (c.fault_count == 0));
	for (int i = 0; i < c.fault_count; i++)
		must(c.faults[i].sentence && c.faults[i].field);
	if (c.outcome != DONE)
		return;
	for (const struct field_row *f = c.command->fields; f && f->name; f++) {
		holds(&c, f);
		call_text(&c, f->name);
	}
	const char *once = json_text(a, c.values);
	must(command_check(&c) == DONE && text_eq(json_text(a, c.values), once));
}

const struct target fuzz_command = {"command", run, NULL};
