/* field_check.c - values against a definition, field by field. */
#include <string.h>

#include "base/text.h"
#include "domain/field/field_own.h"

enum { ROWS = 100, NAMES = 400 };

static check_value check_group;

/* Kinds, how their values are checked, and what to say when one is missing. */
static const struct {
	const char *kind;
	check_value *check;
	const char *missing;
} checks[] = {
	{"line", check_line, N_("Fill this in: a few words are enough.")},
	{"text", check_text, N_("Say at least one thing, even a short one.")},
	{"choice", check_choice, N_("Choose one answer.")},
	{"choices", check_choices, N_("Choose at least one answer.")},
	{"tags", check_tags, N_("Write at least one word.")},
	{"number", check_number, N_("Write a number, for example 600.")},
	{"money", check_money, N_("Write an amount, for example 300 to 900. Zero is an answer.")},
	{"date", check_date, N_("Write a date, for example 2026-05-12, 2026-05 or 2026.")},
	{"period", check_period, N_("Write at least the first date, for example 2026-05.")},
	{"duration", check_duration, N_("Write how long it lasts, for example 3 to 4 months.")},
	{"days", check_days, N_("Write a number of days, for example 12 to 20.")},
	{"web", check_web, N_("Write a full web address, for example https://example.org/.")},
	{"email", check_email, N_("Write an e-mail address, for example hello@example.org.")},
	{"place", check_place, N_("Name the place, for example village hall.")},
	{"territories", check_territories, N_("Name at least one place, for example Jazeneuil.")},
	{"sheets", check_sheets, N_("Name at least one sheet, by its title or its address.")},
	{"actors", check_sheets, N_("Name at least one organisation, by its name or address.")},
	{"licence", check_choice, N_("Choose a licence, for example CC BY-SA 4.0.")},
	{"yes", check_yes, N_("Answer yes or no.")},
	{"group", check_group, N_("Fill in at least one row.")},
	{"sheet", check_sheet, N_("Name one sheet, by its title or its address.")},
	{"figures", check_figures, N_("The program writes this.")},
};

const char *const field_kind_names[] = {"line", "text", "choice", "choices", "tags", "number",
	"money", "date", "period", "duration", "days", "web", "email", "place", "territories",
	"sheets", "actors", "licence", "yes", "group", "sheet", "figures", NULL};

const char *const field_reserved[] = {"id", "slug", "type", "state", "version", "language",
	"comment", "created", "updated", "creator", "editor", "links", "position", NULL};

const struct field *field_named(const struct field *fields, int count, const char *name)
{
	for (int i = 0; name && i < count; i++)
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
	return NULL;
}

json_t *check_fault(struct checking *c, const char *path, const char *sentence,
	const char *detail)
{
	c->faults++;
	refuse_field(c->l, path, sentence, detail);
	return NULL;
}

bool value_blank(const json_t *value)
{
	size_t i;
	const json_t *j;
	const char *key;
	json_t *member;
	if (!value || json_is_null(value))
		return true;
	if (json_is_string(value))
		return text_blank(json_string_value(value));
	if (!json_is_array(value) && !json_is_object(value))
		return false;
	json_array_foreach(value, i, j)
		if (!value_blank(j))
			return false;
	json_object_foreach((json_t *)value, key, member)
		/* a unit chosen beside empty numbers says nothing */
		if (strcmp(key, "unit") != 0 && !value_blank(member))
			return false;
	return true;
}

const char *field_example(const struct field *f)
{
	size_t i = 0;
	while (strcmp(checks[i].kind, f->kind) != 0)
		if (++i == sizeof checks / sizeof *checks)
			return NULL;
	return checks[i].missing;
}

static json_t *check_field(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	size_t i = 0;
	while (strcmp(checks[i].kind, f->kind) != 0)
		if (++i == sizeof checks / sizeof *checks)
			return check_fault(c, path, N_("This program does not know fields of kind “%s”."),
				f->kind);
	int before = c->faults;
	json_t *clean = value_blank(value) ? NULL : checks[i].check(c, f, path, value);
	if (clean && !value_blank(clean) && c->faults == before)
		return clean;
	json_decref(clean);
	if (f->required && !c->draft && c->faults == before)
		check_fault(c, path, checks[i].missing, NULL);
	return NULL;
}

static bool is_among(const char *name, const char *const *names)
{
	for (; names && *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

/* Refuses a name that is no field, with the nearest that is one. */
static void unknown(struct checking *c, const struct field *fields, int count,
	const char *path, const char *name, const char *const *also)
{
	const char *names[NAMES + 1];
	int n = 0;
	for (int i = 0; i < count && n < NAMES; i++)
		names[n++] = fields[i].name;
	for (; also && *also && n < NAMES; also++)
		names[n++] = *also;
	names[n] = NULL;
	const char *near = text_nearest(name, names);
	check_fault(c, stated_path(c->l, path, name), near ?
		N_("There is no such field. Did you mean “%s”?") :
		N_("There is no such field. Remove it."), near);
}

json_t *check_members(struct checking *c, const struct field *fields, int count,
	const char *path, const json_t *values, const char *const *also)
{
	if (!json_is_object(values))
		return check_fault(c, path, N_("Write an object with names and values here."),
			NULL);
	const char *key;
	json_t *value, *clean = json_object();
	json_object_foreach((json_t *)values, key, value)
		if (key[0] != '_' && !field_named(fields, count, key) && !is_among(key, also))
			unknown(c, fields, count, path, key, also);
	for (int i = 0; i < count; i++) {
		value = check_field(c, &fields[i], stated_path(c->l, path, fields[i].name),
			json_object_get(values, fields[i].name));
		if (value)
			json_object_set_new(clean, fields[i].name, value);
	}
	return clean;
}

/* Rows keep the place they were typed at in their path; empty ones go. */
static json_t *check_group(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	json_t *rows = json_array();
	size_t i;
	const json_t *row;
	const char *text = json_string_value(value), *why;
	if (text)	/* rows that a form did not open come back as one text */
		value = json_read(c->l->arena, text, strlen(text), &why);
	if (!json_is_array(value)) {
		check_fault(c, path, N_("Write a list of rows here."), NULL);
		return rows;
	}
	json_array_foreach(value, i, row) {
		if (value_blank(row))
			continue;
		if (json_array_size(rows) == ROWS) {
			check_fault(c, path, N_("There are too many rows: 100 at most."), NULL);
			return rows;
		}
		json_t *clean = check_members(c, f->fields, f->field_count,
			arena_printf(c->l->arena, "%s.%zu", path, i), row, NULL);
		json_array_append_new(rows, clean ? clean : json_null());
	}
	return rows;
}

/* What the command takes beside the fields. */
static const char *const *names_of_command(const struct ledger *l)
{
	const struct field_row *f = l->call && l->call->command ? l->call->command->fields : NULL;
	const char **names = arena_alloc(l->arena, (NAMES + 1) * sizeof *names);
	size_t n = 0;
	for (size_t i = 0; field_reserved[i]; i++)
		names[n++] = field_reserved[i];
	for (; f && f->name && n < NAMES; f++)
		names[n++] = f->name;
	return names;
}

json_t *field_check(struct ledger *l, const struct field *fields, int count,
	const json_t *values, bool draft)
{
	struct checking c = {.l = l, .draft = draft};
	json_t *clean = check_members(&c, fields, count, "", values, names_of_command(l));
	if (clean)
		json_keep(l->arena, clean);
	if (clean && !c.faults)
		complete_values(fields, count, clean, json_object_get(values, "_step"));
	return c.faults ? NULL : clean;
}
