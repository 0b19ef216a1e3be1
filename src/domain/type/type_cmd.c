/* type_cmd.c - stating a type: the definition itself, checked. */
#include <string.h>

#include "base/text.h"
#include "domain/type/type_own.h"

enum { FIELDS = 100, LABEL = 200, HELP = 1000, ORDER = 1000, MOST = 100000 };

/* One statement being checked. */
struct stating {
	struct ledger *l;
	bool bad;
};

static void refused(struct stating *s, const char *path, const char *name,
	const char *sentence, const char *detail)
{
	s->bad = true;
	refuse_field(s->l, *name ? stated_path(s->l, path, name) : path, sentence, detail);
}

static void set(json_t *object, const char *name, json_t *value)
{
	if (value)
		json_object_set_new(object, name, value);
}

static void copy_words(struct stating *s, const char *path, const json_t *from, json_t *to,
	const char *name, size_t limit, bool required)
{
	set(to, name, stated_words(s->l, stated_path(s->l, path, name),
		json_object_get(from, name), limit, required, &s->bad));
}

/* One of a few words, or absent. */
static void copy_word(struct stating *s, const char *path, const json_t *from, json_t *to,
	const char *name, const char *const *words)
{
	const json_t *j = json_object_get(from, name);
	const char *word = json_string_value(j);
	if (!j)
		return;
	for (int i = 0; word && words[i]; i++)
		if (strcmp(words[i], word) == 0) {
			json_object_set_new(to, name, json_string(word));
			return;
		}
	const char *near = word ? text_nearest(word, words) : NULL;
	refused(s, path, name, N_("Write “%s” here, or another word of the list."),
		near ? near : *words[0] ? words[0] : words[1]);
}

static void copy_yes(struct stating *s, const char *path, const json_t *from, json_t *to,
	const char *name)
{
	const json_t *j = json_object_get(from, name);
	if (j && !json_is_boolean(j))
		refused(s, path, name, N_("Write true or false."), NULL);
	else if (json_is_true(j))
		json_object_set_new(to, name, json_true());
}

static void copy_number(struct stating *s, const char *path, const json_t *from, json_t *to,
	const char *name, json_int_t most)
{
	const json_t *j = json_object_get(from, name);
	json_int_t n = json_integer_value(j);
	if (j && (!json_is_integer(j) || n < 0 || n > most))
		refused(s, path, name, N_("Write a whole number from 0 to %s."),
			arena_printf(s->l->arena, "%lld", (long long)most));
	else if (n)
		json_object_set_new(to, name, json_integer(n));
}

/* A short line: a unit, a scheme, an RDF property or a web address of one. */
static void copy_line(struct stating *s, const char *path, const json_t *from, json_t *to,
	const char *name, const char *unwanted)
{
	const json_t *j = json_object_get(from, name);
	const char *line = json_string_value(j);
	if (line)
		line = text_line(s->l->arena, line, json_string_length(j));
	if (j && (!line || !*line || text_length(line) > LABEL || strpbrk(line, unwanted)))
		refused(s, path, name, N_("Write a short word here, for example schema:step or €."),
			NULL);
	else if (line)
		json_object_set_new(to, name, json_string(line));
}

/* Names of types that a field may link to, of fields that it adds up. */
static void copy_names(struct stating *s, const char *path, const json_t *from, json_t *to,
	const char *name, const char *sentence)
{
	const json_t *list = json_object_get(from, name), *j;
	size_t i;
	if (!list)
		return;
	json_t *all = json_array();
	json_array_foreach(list, i, j)
		if (stated_name(json_string_value(j)) && i < FIELDS)
			json_array_append(all, (json_t *)j);
	if (json_array_size(all) == 0 || json_array_size(all) != json_array_size(list))
		refused(s, path, name, sentence, NULL);
	set(to, name, all);
}

static bool is_one_of(const char *word, const char *const *words)
{
	for (; word && *words; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

static enum visibility seen_by(const json_t *field)
{
	const char *name = json_str(field, "visibility");
	return text_eq(name, "members") ? MEMBERS : text_eq(name, "private") ? PRIVATE : PUBLIC;
}

/* The kind, and what it asks of the rest.  around: the visibility of the group
 * that holds the field, or NULL at the top. */
static void check_kind(struct stating *s, const char *path, const json_t *j,
	const enum visibility *around)
{
	static const char *const not_inside[] = {"group", "sheets", "actors", "figures", NULL};
	const char *kind = json_str(j, "kind"), *scheme = json_str(j, "scheme");
	const char *near = kind ? text_nearest(kind, field_kind_names) : NULL;
	if (!is_one_of(kind, field_kind_names))
		refused(s, path, "kind", near ? N_("There is no such kind. Did you mean “%s”?") :
			N_("Write a kind, for example line, text, choice, money or group."), near);
	else if (around && is_one_of(kind, not_inside))
		refused(s, path, "kind", N_("A group cannot hold fields of kind “%s”."), kind);
	else if (!around && text_eq(kind, "sheet"))
		refused(s, path, "kind", N_("Only a group made for each sheet holds this kind: write"
			" sheets here."), NULL);
	if ((text_eq(kind, "choice") || text_eq(kind, "choices")) &&
	    !scheme_get(s->l->views, scheme))
		refused(s, path, "scheme", scheme ? N_("There is no vocabulary “%s”.") :
			N_("Say which vocabulary its answers come from."), scheme);
	if (text_eq(kind, "email") && (around ? *around : seen_by(j)) == PUBLIC)
		refused(s, path, "visibility", around ?
			N_("E-mail addresses are never public: make the group that holds it members or"
				" private.") :
			N_("E-mail addresses are never public: write members or private."), NULL);
	else if (around && json_object_get(j, "visibility") && seen_by(j) != *around)
		refused(s, path, "visibility", N_("A field of a group is seen by whoever sees the group:"
			" say it of the group."), NULL);
}

static json_t *fields(struct stating *s, const char *path, const json_t *list,
	const enum visibility *around);

static void copy_name(struct stating *s, const char *path, const json_t *from, json_t *to,
	json_t *seen)
{
	const char *name = json_str(from, "name");
	if (!stated_name(name))
		refused(s, path, "name", N_("Write a short name in lower case, for example cost."),
			NULL);
	else if (is_one_of(name, field_reserved))
		refused(s, path, "name", N_("Every sheet has “%s” already: choose another name."),
			name);
	else if (json_object_get(seen, name))
		refused(s, path, "name", N_("Two fields are called “%s”."), name);
	else
		json_object_set_new(to, "name", json_string(name));
	if (name)
		json_object_set_new(seen, name, json_true());
}

static json_t *field(struct stating *s, const char *path, const json_t *j,
	const enum visibility *around, json_t *seen)
{
	static const char *const names[] = {"name", "kind", "label", "help", "required", "facet",
		"detail", "visibility", "limit", "scheme", "unit", "types", "inverse", "rdf", "place",
		"fields", "item", "step", "single", "foreseen", "each", "sum", NULL};
	static const char *const readers[] = {"members", "private", "public", NULL};
	static const char *const places[] = {"fact", "side", "body", NULL};
	json_t *f = json_object();
	if (!stated_members(s->l, path, j, names)) {
		s->bad = true;
		return f;
	}
	copy_name(s, path, j, f, seen);
	check_kind(s, path, j, around);
	set(f, "kind", json_incref(json_object_get(j, "kind")));
	copy_words(s, path, j, f, "label", LABEL, true);
	copy_words(s, path, j, f, "help", HELP, false);
	copy_words(s, path, j, f, "inverse", LABEL, false);
	copy_words(s, path, j, f, "item", LABEL, false);
	if (json_is_string(json_object_get(j, "unit")))
		copy_line(s, path, j, f, "unit", "<>");
	else
		copy_words(s, path, j, f, "unit", LABEL, false);
	copy_yes(s, path, j, f, "required");
	copy_yes(s, path, j, f, "facet");
	copy_yes(s, path, j, f, "detail");
	copy_word(s, path, j, f, "visibility", readers);
	copy_word(s, path, j, f, "place", places);
	copy_number(s, path, j, f, "limit", MOST);
	copy_line(s, path, j, f, "scheme", " /");
	copy_line(s, path, j, f, "rdf", " <>\"");
	copy_names(s, path, j, f, "types", N_("Write a list of names of types, for example tool."));
	copy_names(s, path, j, f, "sum", N_("Write a list of names of fields, for example cost."));
	copy_line(s, path, j, f, "step", " <>\"");
	copy_line(s, path, j, f, "each", " <>\"");
	copy_line(s, path, j, f, "foreseen", " <>\"");
	copy_yes(s, path, j, f, "single");
	const enum visibility own = seen_by(j);
	if (text_eq(json_str(j, "kind"), "group"))
		set(f, "fields", fields(s, stated_path(s->l, path, "fields"),
			json_object_get(j, "fields"), &own));
	else if (json_object_get(j, "fields"))
		refused(s, path, "fields", N_("Only groups hold fields."), NULL);
	return f;
}

static json_t *fields(struct stating *s, const char *path, const json_t *list,
	const enum visibility *around)
{
	json_t *all = json_array(), *seen = json_keep(s->l->arena, json_object());
	if (json_array_size(list) == 0 || json_array_size(list) > FIELDS) {
		refused(s, path, "", N_("Write a list of fields here, one at least, 100 at most."),
			NULL);
		return all;
	}
	size_t i;
	const json_t *j;
	json_array_foreach(list, i, j)
		json_array_append_new(all, field(s, arena_printf(s->l->arena, "%s.%zu", path, i), j,
			around, seen));
	return all;
}

/* Sheets are named and found by their title and summary. */
static void check_title(struct stating *s, const json_t *list)
{
	static const char *const names[] = {"title", "summary", NULL};
	size_t i;
	const json_t *j;
	for (int n = 0; names[n]; n++) {
		bool found = false;
		json_array_foreach(list, i, j)
			found = found || (text_eq(json_str(j, "name"), names[n]) &&
				text_eq(json_str(j, "kind"), "line") &&
				json_is_true(json_object_get(j, "required")));
		if (!found)
			refused(s, "fields", "", N_("A type needs a field “%s”: a line, required."),
				names[n]);
	}
}

static const json_t *named_field(const json_t *list, const char *name)
{
	size_t i;
	const json_t *j;
	json_array_foreach(list, i, j)
		if (name && text_eq(json_str(j, "name"), name))
			return j;
	return NULL;
}

/* Of what kind is the field that another one names?  "uses.cost" names "uses". */
static bool is_kind(struct stating *s, const json_t *list, const char *name, const char *kind)
{
	const char *own = arena_copy(s->l->arena, name, strcspn(name, "."));
	return text_eq(json_str(named_field(list, own), "kind"), kind);
}

/* Fields that lean on others: these must be there, and of the right kind. */
static void check_related(struct stating *s, const json_t *list)
{
	size_t i, k;
	const json_t *f, *part;
	json_array_foreach(list, i, f) {
		const char *path = arena_printf(s->l->arena, "fields.%zu", i);
		const char *each = json_str(f, "each"), *foreseen = json_str(f, "foreseen");
		bool holds = false;
		json_array_foreach(json_object_get(f, "fields"), k, part)
			holds = holds || text_eq(json_str(part, "kind"), "sheet");
		if ((each != NULL) != holds || (each && !is_kind(s, list, each, "sheets")))
			refused(s, path, "each", N_("Name a field of sheets here, and give the group a"
				" field of kind sheet."), NULL);
		if (foreseen && (!strchr(foreseen, '.') || !is_kind(s, list, foreseen, "sheets")))
			refused(s, path, "foreseen", N_("Name a field of sheets and one of theirs, for"
				" example uses.cost."), NULL);
		json_array_foreach(json_object_get(f, "sum"), k, part)
			if (!is_kind(s, list, json_string_value(part), json_str(f, "kind")))
				refused(s, path, "sum", N_("There is no field “%s” of the same kind."),
					json_string_value(part));
	}
}

/* The steps of a form, and that fields name no other. */
static void copy_steps(struct stating *s, const json_t *j, json_t *body)
{
	static const char *const names[] = {"name", "label", "help", NULL};
	json_t *steps = json_array(), *seen = json_keep(s->l->arena, json_object());
	const json_t *one;
	size_t i;
	json_array_foreach(json_object_get(j, "steps"), i, one) {
		const char *path = arena_printf(s->l->arena, "steps.%zu", i);
		json_t *step = json_object();
		json_array_append_new(steps, step);
		if (!stated_members(s->l, path, one, names) || i == FIELDS) {
			s->bad = true;
			break;
		}
		copy_name(s, path, one, step, seen);
		copy_words(s, path, one, step, "label", LABEL, true);
		copy_words(s, path, one, step, "help", HELP, false);
	}
	json_array_foreach(json_object_get(body, "fields"), i, one)
		if (json_str(one, "step") && !json_object_get(seen, json_str(one, "step")))
			refused(s, arena_printf(s->l->arena, "fields.%zu", i), "step",
				N_("There is no step “%s”."), json_str(one, "step"));
	if (json_array_size(steps))
		json_object_set(body, "steps", steps);
	json_decref(steps);
}

static enum outcome state(struct ledger *l, const struct call *c)
{
	static const char *const names[] = {"name", "order", "label", "plural", "help", "mark",
		"rdf", "fields", "steps", "schema", NULL};	/* the schema is ours: left aside */
	static const char *const marks[] = {"", "lived", "place", NULL};
	const json_t *j = stated_json(l, c, "type");
	if (!j)
		return INVALID;
	struct stating s = {.l = l};
	s.bad = !stated_members(l, "", j, names);
	const char *name = json_str(j, "name");
	json_t *body = json_keep(l->arena, json_object());
	if (stated_name(name))
		set(body, "name", json_string(name));
	else
		refused(&s, "name", "",
			N_("Write a short name in lower case, for example tool."), NULL);
	copy_number(&s, "", j, body, "order", ORDER);
	copy_words(&s, "", j, body, "label", LABEL, true);
	copy_words(&s, "", j, body, "plural", LABEL, false);
	copy_words(&s, "", j, body, "help", HELP, false);
	copy_word(&s, "", j, body, "mark", marks);
	copy_line(&s, "", j, body, "rdf", " <>\"");
	set(body, "fields", fields(&s, "fields", json_object_get(j, "fields"), NULL));
	check_title(&s, json_object_get(j, "fields"));
	check_related(&s, json_object_get(j, "fields"));
	copy_steps(&s, j, body);
	return s.bad ? INVALID : stated_add(l, "type.stated", name,
		type_stated(l->views, name, NULL), body);
}

static const struct field_row state_fields[] = {
	{"type", "json", REQUIRED, 0, N_("Type"),
		N_("The whole definition as JSON, as /api/v1/types/NAME gives it.")},
	{0}};

const struct command type_commands[] = {
	{"type.state", state_fields, STEWARD, state,
		N_("State a type of sheet: all its fields, in order"), NULL},
	{0}};
