/* field_refs.c - what stands elsewhere: concepts, territories, sheets. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "domain/field/field_own.h"

enum { CHOICES = 50, PLACES = 100, SHEETS = 100, HOMONYMS = 40 };

bool (*field_sheet)(struct db *db, const char *id_or_slug, struct sheet_name *name);
bool (*field_sheet_there)(struct db *db, const char *id);
int (*field_sheets_like)(struct db *db, const char *typed, int limit, struct sheet_name *found);
json_t *(*field_figures)(struct db *db, const char *code, int64_t now);

/* The label or notation nearest to what was typed, or NULL. */
static const char *nearest(struct checking *c, const struct scheme *s, const char *typed)
{
	const char **words = arena_alloc(c->l->arena, sizeof *words * ((size_t)s->count * 2 + 1));
	for (int i = 0; i < s->count; i++) {
		words[2 * i] = s->concepts[i].label[c->l->who.lang];
		words[2 * i + 1] = s->concepts[i].notation;
	}
	return text_nearest(typed, words);
}

/* A concept by notation, label, or path of labels; NULL after a fault. */
static const struct concept *concept(struct checking *c, const struct field *f,
	const char *path, const char *typed)
{
	const struct scheme *s = scheme_get(c->l->views, f->scheme);
	const char *last = strrchr(typed, '>'), *arrow = typed;
	for (const char *p; (p = strstr(arrow, "›")); )
		arrow = p + strlen("›");
	const struct concept *found = scheme_match(s, typed);
	if (!found && (last || arrow > typed)) {
		const char *end = last && last + 1 > arrow ? last + 1 : arrow;
		found = scheme_match(s, text_line(c->l->arena, end, strlen(end)));
	}
	if (found)
		return found;
	const char *near = s ? nearest(c, s, typed) : NULL;
	if (near)
		check_fault(c, path, N_("This is not in the list. Did you mean “%s”?"), near);
	else
		check_fault(c, path, N_("“%s” is not in the list. Choose in the list."),
			text_cut(c->l->arena, typed, 60));
	return NULL;
}

json_t *check_choice(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	if (json_array_size(value) == 1)
		value = json_array_get(value, 0);
	const char *typed = value_line(c, value);
	if (!typed)
		return check_fault(c, path, N_("Choose one answer in the list."), NULL);
	const struct concept *found = concept(c, f, path, typed);
	return found ? json_string(found->notation) : NULL;
}

static void add_once(json_t *list, const char *s)
{
	size_t i;
	const json_t *j;
	json_array_foreach(list, i, j)
		if (strcmp(json_string_value(j), s) == 0)
			return;
	json_array_append_new(list, json_string(s));
}

static void add_choice(struct checking *c, const struct field *f, const char *path,
	const char *typed, json_t *list)
{
	const struct concept *found = concept(c, f, path, typed);
	if (found)
		add_once(list, found->notation);
}

/* Labels may hold commas: a text is one choice, or else several. */
json_t *check_choices(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	const struct scheme *s = scheme_get(c->l->views, f->scheme);
	const char **all = value_list(c, path, value, "\n", CHOICES), **parts;
	json_t *list = json_array();
	for (size_t i = 0; all && all[i]; i++) {
		if (scheme_match(s, all[i]) || !strpbrk(all[i], ",;")) {
			add_choice(c, f, path, all[i], list);
			continue;
		}
		json_t *text = json_keep(c->l->arena, json_string(all[i]));
		parts = value_list(c, path, text, strchr(all[i], ';') ? ";" : ",", CHOICES);
		for (size_t k = 0; parts && parts[k]; k++)
			add_choice(c, f, path, parts[k], list);
	}
	return list;
}

/* "86116" of "Jazeneuil (86116)", or the whole. */
static const char *code_in(struct arena *a, const char *typed)
{
	const char *open = strrchr(typed, '('), *close = open ? strchr(open, ')') : NULL;
	if (close && close > open + 1 && strpbrk(open, "0123456789") &&
	    strpbrk(open, "0123456789") < close)
		return arena_copy(a, open + 1, (size_t)(close - open - 1));
	return typed;
}

/* Those of the same name: of the found ones, n kept in place. A commune stands
 * for its own parts, which bear its name. */
static int same_name(struct checking *c, const char *typed, struct territory *found, int n)
{
	struct arena *a = c->l->arena;
	const char *want = text_fold(a, typed);
	int kept = 0, whole = 0;
	for (int i = 0; i < n; i++)
		if (text_eq(text_fold(a, found[i].name), want) ||
		    text_eq(text_fold(a, territory_title(c->l->views, &found[i])), want))
			found[kept++] = found[i];
	for (int i = 0; i < kept; i++)
		if (!found[i].parent)
			found[whole++] = found[i];
	return whole ? whole : kept;
}

/* "Vienne (Isère), commune 38544 · Vienne, département D86" */
static const char *list_of(struct checking *c, const struct territory *found, int n)
{
	const char *list = "";
	for (int i = 0; i < n && i < 6; i++)
		list = arena_printf(c->l->arena, "%s%s%s, %s %s", list, i ? " · " : "",
			territory_title(c->l->views, &found[i]),
			territory_kind_label(c->l->who.lang, found[i].kind), found[i].code);
	return n > 6 ? arena_printf(c->l->arena, "%s…", list) : list;
}

static const char *capitals(struct arena *a, const char *s)
{
	char *all = arena_dup(a, s);
	for (char *p = all; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	return all;
}

const char *find_territory(struct checking *c, const char *path, const char *typed)
{
	struct territory t, found[HOMONYMS];
	struct arena *a = c->l->arena;
	if (territory_get(c->l->views, capitals(a, typed), &t) ||
	    territory_get(c->l->views, capitals(a, code_in(a, typed)), &t))
		return t.code;
	int n = territory_find(c->l->views, typed, NULL, HOMONYMS, found);
	n = same_name(c, typed, found, n);
	if (n == 1)
		return found[0].code;
	if (n > 1)
		check_fault(c, path, N_("Several places bear this name, write a code: %s"),
			list_of(c, found, n));
	else
		check_fault(c, path,
			N_("No place is called “%s”. Write a name or a code, for example 86116."),
			text_cut(c->l->arena, typed, 60));
	return NULL;
}

json_t *check_territories(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	(void)f;
	const char **all = value_list(c, path, value, ",;\n", PLACES);
	json_t *list = json_array();
	for (size_t i = 0; all && all[i]; i++) {
		const char *code = find_territory(c, path, all[i]);
		if (code)
			add_once(list, code);
	}
	return list;
}

/* "slug" of an address of ours, else the whole. */
static const char *slug_in(struct arena *a, const char *typed)
{
	const char *at = strstr(typed, "/ressources/");
	if (!at)
		return typed;
	at += strlen("/ressources/");
	return arena_copy(a, at, strcspn(at, "/?# "));
}

static bool find_sheet(struct checking *c, const char *typed, struct sheet_name *found)
{
	const char *slug = slug_in(c->l->arena, typed);
	return field_sheet && (field_sheet(c->l->views, slug, found) ||
		field_sheet(c->l->views, text_slug(c->l->arena, slug), found));
}

/* Is a sheet of this type one that the field takes?  NULL-ended; NULL: all. */
static bool takes(const char *const *types, const char *type)
{
	for (; types && *types; types++)
		if (text_eq(*types, type))
			return true;
	return types == NULL;
}

/* The one sheet whose title begins so; NULL after a fault: none, or several. */
static const char *sheet_like(struct checking *c, const struct field *f, const char *path,
	const char *typed)
{
	enum { LIKE = 40, NAMED = 5 };
	struct sheet_name found[LIKE];
	int n = field_sheets_like ? field_sheets_like(c->l->views, typed, LIKE, found) : 0, kept = 0;
	const char *names = "";
	for (int i = 0; i < n; i++)
		if (takes(f->types, found[i].type))
			found[kept++] = found[i];
	if (kept == 1)
		return found[0].id;
	for (int i = 0; i < kept && i < NAMED; i++)
		names = arena_printf(c->l->arena, "%s%s%s", names, i ? " · " : "", found[i].title);
	if (kept)
		check_fault(c, path, N_("Several sheets begin like this; write more of one: %s"),
			kept > NAMED ? arena_printf(c->l->arena, "%s…", names) : names);
	else
		check_fault(c, path, N_("There is no sheet “%s”. Write its title or its address."),
			text_cut(c->l->arena, typed, 100));
	return NULL;
}

static void sheet(struct checking *c, const struct field *f, const char *path,
	const char *typed, json_t *list)
{
	struct sheet_name s = {0};
	if (!find_sheet(c, typed, &s) && field_sheet_there && field_sheet_there(c->l->views, typed))
		add_once(list, typed);
	else if (!s.id) {
		const char *id = sheet_like(c, f, path, typed);
		if (id)
			add_once(list, id);
	} else if (!takes(f->types, s.type))
		check_fault(c, path, N_("“%s” is a sheet of a type that does not fit here."),
			s.title);
	else
		add_once(list, s.id);
}

json_t *check_sheets(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	struct sheet_name s;
	const char *whole = value_line(c, value);
	bool one = whole && find_sheet(c, whole, &s);
	/* a title may hold commas: lines first, then commas in what is no title */
	bool lines = one || (json_is_string(value) && strchr(json_string_value(value), '\n'));
	const char **all = value_list(c, path, value, lines ? "\n" : ",;\n", SHEETS);
	json_t *list = json_array();
	for (size_t i = 0; all && all[i]; i++)
		sheet(c, f, path, all[i], list);
	return list;
}

json_t *check_sheet(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	json_t *list = json_array();
	const char *typed = value_line(c, value);
	if (typed)
		sheet(c, f, path, typed, list);
	else
		check_fault(c, path, field_example(f), NULL);
	json_t *one = json_incref(json_array_get(list, 0));
	json_decref(list);
	return one;
}
