/* test_store.h - for the tests of store/: a folder, a store, wishes. */
#ifndef STORE_TEST_STORE_H
#define STORE_TEST_STORE_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/test.h"
#include "store/ledger.h"
#include "store/store.h"

static char test_dir[] = "/tmp/store-test-XXXXXX";

/* A fresh folder, removed by test_clean. */
__attribute__((unused)) static const char *test_folder(void)
{
	strcpy(test_dir + strlen(test_dir) - 6, "XXXXXX");
	if (!mkdtemp(test_dir))
		die("no folder in /tmp");
	return test_dir;
}

__attribute__((unused)) static void test_clean(const char *dir)
{
	char line[200];
	snprintf(line, sizeof line, "rm -rf '%s'", dir);
	if (system(line) != 0)
		die("%s cannot be removed", dir);
}

static const char test_no[] = "This name is refused.", test_late[] = "Too late.";

/* States a scheme of that name with a label: a real fold takes it. */
static enum outcome test_state(struct ledger *l, const struct call *c)
{
	const char *name = call_text(c, "name");
	if (strcmp(name, "refused") == 0)
		return refuse_field(l, "name", test_no, NULL);
	if (strcmp(name, "late") == 0) {
		ledger_add(l, "scheme.stated", "late", PUBLIC, json_pack("{}"));
		return refuse(l, CONFLICT, test_late);
	}
	json_t *body = json_pack("{s:s,s:s}", "label", call_text(c, "label"), "name", name);
	ledger_answer(l, "name", json_string(name));
	return ledger_add(l, "scheme.stated", name, PUBLIC, body);
}

static const struct field_row test_fields[] = {
	{"name", "line", REQUIRED, 100, "Name", NULL}, {"label", "text", REQUIRED, 0, "Label", NULL},
	{0}};
static const struct command test_command = {"test.state", test_fields, MEMBER, test_state,
	"State a scheme", NULL};

/* A wish in an arena, not yet submitted; id may be NULL. */
__attribute__((unused)) static struct call *test_call(struct arena *a, const char *id,
	const char *name, const char *label)
{
	struct call *c = arena_alloc(a, sizeof *c);
	*c = (struct call){.arena = a, .command = &test_command, .id = id,
		.who = {.account = "01ACCOUNT", .role = MEMBER, .lang = FR},
		.values = json_keep(a, json_pack("{s:s,s:s}", "name", name, "label", label))};
	hash_bytes(c->digest, label, strlen(label));
	return c;
}

__attribute__((unused)) static enum outcome test_do(struct store *s, struct arena *a,
	const char *id, const char *name, const char *label)
{
	return store_do(s, test_call(a, id, name, label));
}

/* The words that the views have for a name, or NULL. */
__attribute__((unused)) static const char *test_label(struct store *s, struct arena *a,
	const char *name)
{
	struct reader *r = reader_open(s);
	const char *label = NULL, *why;
	if (reader_begin(r, a, 0, 0)) {
		char *body = db_text(reader_db(r), "SELECT body FROM scheme WHERE name = ?1", "s",
			name);
		if (body)
			label = json_str(json_read(a, body, strlen(body), &why), "label");
		reader_end(r);
	}
	reader_close(r);
	return label;
}

/* Opens or ends the test. */
__attribute__((unused)) static struct store *test_open(const char *dir, struct arena *a)
{
	const char *why = NULL;
	int code;
	struct store *s = store_open(dir, NULL, a, &why, &code);
	if (!s)
		die("%s", why);
	return s;
}

/* Does the store hold together?  Shows what does not. */
__attribute__((unused)) static bool test_verify(struct store *s)
{
	struct out report = out_new(10000);
	bool holds = store_verify(s, &report);
	if (!holds)
		fputs(out_str(&report), stdout);
	out_free(&report);
	return holds;
}

#endif
