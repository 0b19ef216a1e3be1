/* command.c - roles, finding commands, their values. */
#include "store/command.h"

#include <string.h>

static const char *const role_names[] = {
	"anyone", "reader", "member", "steward", "administrator", "operator"};

const char *role_name(enum role r)
{
	return role_names[r];
}

const char *role_label(enum lang lang, enum role role)
{
	static const char *const labels[] = {[ANYONE] = N_("Anyone"), [READER] = N_("Reader"),
		[MEMBER] = N_("Member"), [STEWARD] = N_("Steward"),
		[ADMINISTRATOR] = N_("Administrator"), [OPERATOR] = N_("Operator")};
	return tr_lang(lang, labels[role]);
}

bool role_parse(const char *s, enum role *r)
{
	if (s && strcmp(s, "admin") == 0)
		s = "administrator";
	for (enum role i = ANYONE; i <= OPERATOR; i++)
		if (s && strcmp(s, role_names[i]) == 0) {
			*r = i;
			return true;
		}
	return false;
}

static void note_apart(struct apart *list, const char *account)
{
	for (int i = 0; i < list->count && i < APART_MAX; i++)
		if (strcmp(list->accounts[i], account) == 0)
			return;
	if (list->count < APART_MAX)
		list->accounts[list->count] = account;
	if (list->count <= APART_MAX)
		list->count++;
}

bool who_is(const struct who *w, const char *account)
{
	if (!account || !*account)
		return false;
	if (w->apart)
		note_apart(w->apart, account);
	return !w->apart && strcmp(w->account, account) == 0;
}

const struct command *command_find(const char *name)
{
	const struct command *c;
	for (int i = 0; (c = command_at(i)); i++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

const char *call_text(const struct call *c, const char *name)
{
	const json_t *j = json_object_get(c->values, name);
	switch (j ? json_typeof(j) : JSON_NULL) {
	case JSON_STRING:
		return json_string_value(j);
	case JSON_INTEGER:
		return arena_printf(c->arena, "%lld", (long long)json_integer_value(j));
	case JSON_REAL:
		return arena_printf(c->arena, "%.15g", json_real_value(j));
	case JSON_TRUE:
		return "yes";
	case JSON_FALSE:
		return "no";
	case JSON_NULL:
		return NULL;
	case JSON_OBJECT: case JSON_ARRAY:
		break;
	}
	return json_text(c->arena, j);
}

enum outcome call_fault(struct call *c, const char *field, const char *sentence,
	const char *detail)
{
	size_t count = (size_t)c->fault_count;
	struct fault *faults = arena_alloc(c->arena, (count + 1) * sizeof *faults);
	if (count)
		memcpy(faults, c->faults, count * sizeof *faults);
	faults[count] = (struct fault){arena_dup(c->arena, field), sentence,
		arena_dup(c->arena, detail)};
	c->faults = faults;
	c->fault_count++;
	return c->outcome = INVALID;
}
