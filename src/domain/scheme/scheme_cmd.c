/* scheme_cmd.c - stating a scheme: the whole of it, checked. */
#include <string.h>

#include "base/text.h"
#include "base/url.h"
#include "domain/scheme/scheme.h"

enum { CONCEPTS = 2000, LABEL = 200, DEFINITION = 2000 };

/* One statement being checked. */
struct stating {
	struct ledger *l;
	json_t *seen;		/* notations so far, as members */
	int count;
	bool bad;
};

const char *stated_path(struct ledger *l, const char *path, const char *name)
{
	return *path ? arena_printf(l->arena, "%s.%s", path, name) : name;
}

bool stated_members(struct ledger *l, const char *path, const json_t *object,
	const char *const *names)
{
	if (!json_is_object(object)) {
		refuse_field(l, path, N_("Write an object with names and values here."), NULL);
		return false;
	}
	bool good = true;
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)object, key, value) {
		int i = 0;
		while (names[i] && strcmp(names[i], key) != 0)
			i++;
		if (names[i])
			continue;
		const char *near = text_nearest(key, names);
		refuse_field(l, stated_path(l, path, key), near ?
			N_("There is no such name here. Did you mean “%s”?") :
			N_("There is no such name here. Remove it."), near);
		good = false;
	}
	return good;
}

/* One text, cleaned, as a new reference; NULL when absent or refused. */
static json_t *one_text(struct ledger *l, const char *path, const json_t *j, size_t limit,
	bool *bad)
{
	const char *s = json_string_value(j);
	if (s)
		s = text_line(l->arena, s, json_string_length(j));
	if (j && !json_is_null(j) && !s) {
		*bad = true;
		refuse_field(l, path, N_("Write a text here."), NULL);
		return NULL;
	}
	if (s && text_length(s) > limit) {
		*bad = true;
		refuse_field(l, path, N_("This is too long: write at most %s characters."),
			arena_printf(l->arena, "%zu", limit));
		return NULL;
	}
	return text_blank(s) ? NULL : json_string(s);
}

json_t *stated_words(struct ledger *l, const char *path, const json_t *j, size_t limit,
	bool required, bool *bad)
{
	static const char *const names[] = {"fr", "en", NULL};
	if (!j && !required)
		return NULL;
	if (j && !stated_members(l, path, j, names)) {
		*bad = true;
		return NULL;
	}
	json_t *words = json_object();
	for (int i = 0; names[i]; i++) {
		json_t *text = one_text(l, stated_path(l, path, names[i]),
			json_object_get(j, names[i]), limit, bad);
		if (text)
			json_object_set_new(words, names[i], text);
	}
	if (json_object_size(words) > 0)
		return words;
	json_decref(words);
	if (required) {
		*bad = true;
		refuse_field(l, path, N_("Give words in French, in English or both."), NULL);
	}
	return NULL;
}

static void set(json_t *object, const char *name, json_t *value)
{
	if (value)
		json_object_set_new(object, name, value);
}

static bool notation_ok(const char *s)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-";
	size_t n = s ? strlen(s) : 0;
	return n > 0 && n <= 80 && strspn(s, letters) == n && !strchr(".+-", s[0]);
}

bool stated_name(const char *s)
{
	size_t n = s ? strlen(s) : 0;
	return n > 0 && n <= 60 && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-_") == n &&
		s[0] >= 'a' && s[0] <= 'z';
}

static void refused(struct stating *s, const char *path, const char *name,
	const char *sentence, const char *detail)
{
	s->bad = true;
	refuse_field(s->l, stated_path(s->l, path, name), sentence, detail);
}

/* The notation of a concept, seen for the first time; NULL when refused. */
static const char *notation(struct stating *s, const char *path, const json_t *j)
{
	const char *n = json_str(j, "notation");
	if (!notation_ok(n)) {
		refused(s, path, "notation",
			N_("Write letters without accents, digits, dots or hyphens, for example soil-water."),
			NULL);
		return NULL;
	}
	if (json_object_get(s->seen, n)) {
		refused(s, path, "notation", N_("“%s” is already used in this scheme."), n);
		return NULL;
	}
	json_object_set_new(s->seen, n, json_true());
	return n;
}

static json_t *address(struct stating *s, const char *path, const json_t *j)
{
	const char *web = json_str(j, "address");
	if (web && url_is_web(web) && strlen(web) <= 500)
		return json_string(web);
	if (json_object_get(j, "address"))
		refused(s, path, "address",
			N_("Write a full web address, for example https://example.org/."), NULL);
	return NULL;
}

static json_t *related(struct stating *s, const char *path, const json_t *list)
{
	if (!list)
		return NULL;
	json_t *names = json_array();
	size_t i;
	const json_t *j;
	json_array_foreach(list, i, j) {
		const char *n = json_string_value(j), *colon = n ? strchr(n, ':') : NULL;
		if (notation_ok(colon ? colon + 1 : n) && json_array_size(names) < 50)
			json_array_append_new(names, json_string(n));
		else
			refused(s, path, "related",
				N_("Write notations of this scheme, or scheme:notation."), NULL);
	}
	if (!json_is_array(list))
		refused(s, path, "related", N_("Write a list here."), NULL);
	return names;
}

static json_t *concepts(struct stating *s, const char *path, const json_t *list, int depth);

static json_t *concept(struct stating *s, const char *path, const json_t *j, int depth)
{
	static const char *const names[] = {"notation", "label", "definition", "narrower",
		"related", "address", NULL};
	json_t *c = json_object();
	if (!stated_members(s->l, path, j, names)) {
		s->bad = true;
		return c;
	}
	const char *n = notation(s, path, j);
	set(c, "notation", n ? json_string(n) : NULL);
	set(c, "label", stated_words(s->l, stated_path(s->l, path, "label"),
		json_object_get(j, "label"), LABEL, true, &s->bad));
	set(c, "definition", stated_words(s->l, stated_path(s->l, path, "definition"),
		json_object_get(j, "definition"), DEFINITION, false, &s->bad));
	set(c, "address", address(s, path, j));
	set(c, "related", related(s, path, json_object_get(j, "related")));
	const json_t *narrower = json_object_get(j, "narrower");
	if (narrower)
		set(c, "narrower", concepts(s, stated_path(s->l, path, "narrower"), narrower,
			depth + 1));
	return c;
}

static json_t *concepts(struct stating *s, const char *path, const json_t *list, int depth)
{
	json_t *all = json_array();
	if (!json_is_array(list)) {
		s->bad = true;
		refuse_field(s->l, path, N_("Write a list of concepts here."), NULL);
		return all;
	}
	if (depth > SCHEME_DEPTH) {
		s->bad = true;
		refuse_field(s->l, path, N_("Concepts go down eight levels at most."), NULL);
		return all;
	}
	size_t i;
	const json_t *j;
	json_array_foreach(list, i, j) {
		if (++s->count > CONCEPTS) {
			s->bad = true;
			refuse_field(s->l, path, N_("A scheme holds 2,000 concepts at most."), NULL);
			break;
		}
		json_array_append_new(all, concept(s,
			arena_printf(s->l->arena, "%s.%zu", path, i), j, depth));
	}
	return all;
}

/* Related concepts of the same scheme must be there. */
static void check_related(struct stating *s, const char *path, const json_t *list)
{
	size_t i, k;
	const json_t *c, *j;
	json_array_foreach(list, i, c) {
		const char *at = arena_printf(s->l->arena, "%s.%zu", path, i);
		json_array_foreach(json_object_get(c, "related"), k, j) {
			const char *n = json_string_value(j);
			if (!strchr(n, ':') && !json_object_get(s->seen, n))
				refused(s, at, "related", N_("There is no concept “%s” in this scheme."),
					n);
		}
		check_related(s, stated_path(s->l, at, "narrower"), json_object_get(c, "narrower"));
	}
}

const json_t *stated_json(struct ledger *l, const struct call *c, const char *name)
{
	const json_t *j = json_object_get(c->values, name);
	const char *why = NULL;
	if (json_is_string(j))
		j = json_read(l->arena, json_string_value(j), json_string_length(j), &why);
	if (json_is_object(j))
		return j;
	refuse_field(l, name, why ? N_("This is not valid JSON (%s).") :
		N_("Write an object with names and values here."), why);
	return NULL;
}

enum outcome stated_add(struct ledger *l, const char *kind, const char *name,
	const char *before, json_t *body)
{
	ledger_answer(l, "name", json_string(name));
	if (text_eq(before, json_text(l->arena, body)))
		return DONE;
	json_incref(body);
	return *l->who.account ? ledger_add(l, kind, name, PUBLIC, body) :
		ledger_add_anonymous(l, kind, name, PUBLIC, body);
}

static enum outcome state(struct ledger *l, const struct call *c)
{
	static const char *const names[] = {"name", "label", "definition", "concepts", NULL};
	const json_t *j = stated_json(l, c, "scheme");
	if (!j)
		return INVALID;
	struct stating s = {.l = l, .seen = json_keep(l->arena, json_object())};
	s.bad = !stated_members(l, "", j, names);
	const char *name = json_str(j, "name");
	json_t *body = json_keep(l->arena, json_object());
	if (!stated_name(name))
		refused(&s, "", "name",
			N_("Write a short name in lower case, for example axes."), NULL);
	else
		set(body, "name", json_string(name));
	set(body, "label", stated_words(l, "label", json_object_get(j, "label"), LABEL, true,
		&s.bad));
	set(body, "definition", stated_words(l, "definition", json_object_get(j, "definition"),
		DEFINITION, false, &s.bad));
	set(body, "concepts", concepts(&s, "concepts", json_object_get(j, "concepts"), 0));
	check_related(&s, "concepts", json_object_get(body, "concepts"));
	return s.bad ? INVALID : stated_add(l, "scheme.stated", name,
		scheme_stated(l->views, name, NULL), body);
}

static const struct field_row state_fields[] = {
	{"scheme", "json", REQUIRED, 0, N_("Vocabulary"),
		N_("The whole vocabulary as JSON, as /api/v1/schemes/NAME gives it.")},
	{0}};

const struct command scheme_commands[] = {
	{"scheme.state", state_fields, STEWARD, state,
		N_("State a vocabulary: all its concepts, in order"), NULL},
	{0}};
