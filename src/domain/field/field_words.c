/* field_words.c - values in a few words. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "domain/field/field_own.h"

enum { WORDS = 4000, TEXT = 300, ROWS = 20 };

/* Whose words, for whom. */
struct saying {
	struct db *db;
	struct arena *arena;
	enum lang lang;
};

static const char *number(struct arena *a, enum lang lang, const json_t *j)
{
	double x = json_number_value(j);
	int decimals = x == floor(x) ? 0 : x * 10 == floor(x * 10) ? 1 : 2;
	return number_text(a, lang, x, decimals);
}

const char *range_words(struct arena *a, enum lang lang, const json_t *range)
{
	const json_t *min = json_object_get(range, "min"), *max = json_object_get(range, "max");
	if (!json_is_number(min) || !json_is_number(max))
		return NULL;
	if (json_equal((json_t *)min, (json_t *)max))
		return number(a, lang, min);
	return arena_printf(a, "%s %s %s", number(a, lang, min), tr_lang(lang, N_("to")),
		number(a, lang, max));
}

/* Does a count of the most take the plural? */
static bool plural(enum lang lang, const json_t *range)
{
	double most = json_number_value(json_object_get(range, "max"));
	return lang == FR ? most >= 2 : most != 1;
}

typedef const char *say_value(const struct saying *s, const struct field *f, const json_t *v);

static say_value say_sheet, say_figures;
static say_value say_line, say_text, say_choice, say_list, say_number, say_money, say_days,
	say_duration, say_date, say_period, say_place, say_yes, say_group;

static const struct {
	const char *kind;
	say_value *say;
} rows[] = {
	{"line", say_line}, {"web", say_line}, {"email", say_line}, {"text", say_text},
	{"choice", say_choice}, {"licence", say_choice}, {"choices", say_list},
	{"tags", say_list}, {"territories", say_list}, {"sheets", say_list},
	{"actors", say_list}, {"number", say_number}, {"money", say_money},
	{"days", say_days}, {"duration", say_duration}, {"date", say_date},
	{"period", say_period}, {"place", say_place}, {"yes", say_yes}, {"group", say_group},
	{"sheet", say_sheet}, {"figures", say_figures},
};

static const char *say_line(const struct saying *s, const struct field *f, const json_t *v)
{
	(void)s;
	(void)f;
	return json_string_value(v);
}

static const char *say_text(const struct saying *s, const struct field *f, const json_t *v)
{
	(void)f;
	const char *text = json_string_value(v);
	return text ? text_cut(s->arena, text, TEXT) : NULL;
}

static const char *say_choice(const struct saying *s, const struct field *f, const json_t *v)
{
	const char *notation = json_string_value(v);
	const struct concept *c = scheme_concept(scheme_get(s->db, f->scheme), notation);
	return c ? arena_dup(s->arena, c->label[s->lang]) : notation;
}

const char *item_words(struct db *db, enum lang lang, const struct field *f, const char *item)
{
	struct territory t;
	struct sheet_name sheet = {0};
	if (f->scheme) {
		const struct concept *c = scheme_concept(scheme_get(db, f->scheme), item);
		return c ? arena_dup(db_arena(db), c->label[lang]) : item;
	}
	if (strcmp(f->kind, "territories") == 0)
		return territory_get(db, item, &t) ? territory_title(db, &t) : item;
	if (strcmp(f->kind, "tags") != 0)
		return field_sheet && field_sheet(db, item, &sheet) ? sheet.title : item;
	return item;
}

/* Joined with a separator; NULL when there is none. */
static const char *joined(const struct saying *s, const char *separator,
	const char *const *parts, size_t n)
{
	struct out o = out_new(WORDS);
	for (size_t i = 0; i < n; i++)
		if (parts[i] && *parts[i])
			out_printf(&o, "%s%s", o.len ? separator : "", parts[i]);
	const char *all = o.len ? arena_dup(s->arena, out_str(&o)) : NULL;
	out_free(&o);
	return all;
}

static const char *say_list(const struct saying *s, const struct field *f, const json_t *v)
{
	size_t n = json_array_size(v);
	const char **parts = arena_alloc(s->arena, (n + 1) * sizeof *parts);
	for (size_t i = 0; i < n; i++)
		if (json_is_string(json_array_get(v, i)))
			parts[i] = item_words(s->db, s->lang, f,
				json_string_value(json_array_get(v, i)));
	return joined(s, ", ", parts, n);
}

/* A unit in the reader's language when it is the field's own. */
static const char *unit_words(const struct saying *s, const struct field *f, const char *unit)
{
	for (int lang = 0; lang < LANG_COUNT; lang++)
		if (!unit || text_eq(unit, f->unit[lang]))
			return f->unit[s->lang];
	return unit;
}

static const char *say_number(const struct saying *s, const struct field *f, const json_t *v)
{
	const char *unit = unit_words(s, f, NULL);
	if (!json_is_number(v))
		return NULL;
	return arena_printf(s->arena, "%s%s%s", number(s->arena, s->lang, v), unit ? "\u00a0" : "",
		unit ? unit : "");
}

static const char *say_money(const struct saying *s, const struct field *f, const json_t *v)
{
	const char *range = range_words(s->arena, s->lang, v);
	const char *unit = json_str(v, "unit");
	return range ? arena_printf(s->arena, "%s\u00a0%s", range,
		unit ? unit_words(s, f, unit) : "€") : NULL;
}

static const char *say_days(const struct saying *s, const struct field *f, const json_t *v)
{
	(void)f;
	const char *range = range_words(s->arena, s->lang, v);
	return range ? arena_printf(s->arena, "%s\u00a0%s", range, tr_lang(s->lang,
		plural(s->lang, v) ? N_("person-days") : N_("person-day"))) : NULL;
}

static const char *say_duration(const struct saying *s, const struct field *f, const json_t *v)
{
	(void)f;
	const char *range = range_words(s->arena, s->lang, v), *unit = json_str(v, "unit");
	for (int i = 0; range && units[i].name; i++)
		if (text_eq(units[i].name, unit))
			return arena_printf(s->arena, "%s\u00a0%s", range, tr_lang(s->lang,
				plural(s->lang, v) ? units[i].many : units[i].name));
	return range;
}

static const char *day(const struct saying *s, const char *date)
{
	return date && date_valid(date) ? date_long(s->arena, s->lang, date) : NULL;
}

static const char *say_date(const struct saying *s, const struct field *f, const json_t *v)
{
	(void)f;
	return day(s, json_string_value(v));
}

static const char *say_period(const struct saying *s, const struct field *f, const json_t *v)
{
	(void)f;
	const char *from = day(s, json_str(v, "from")), *to = day(s, json_str(v, "to"));
	if (from && to && strcmp(from, to) != 0)
		return arena_printf(s->arena, "%s – %s", from, to);
	if (to && !from)
		return arena_printf(s->arena, "%s %s", tr_lang(s->lang, N_("until")), to);
	return from;
}

static const char *say_place(const struct saying *s, const struct field *f, const json_t *v)
{
	(void)f;
	const char *code = json_str(v, "territory"), *parts[] = {json_str(v, "name"), code};
	struct territory t;
	if (code && territory_get(s->db, code, &t))
		parts[1] = territory_title(s->db, &t);
	double lat, lon;
	const char *words = joined(s, ", ", parts, 2);
	return words || !place_point(v, &lat, &lon) ? words :
		point_words(s->arena, s->lang, lat, lon);
}

static const char *say_yes(const struct saying *s, const struct field *f, const json_t *v)
{
	(void)f;
	return json_is_boolean(v) ? tr_lang(s->lang, json_is_true(v) ? N_("Yes") : N_("No")) : NULL;
}

static const char *say_sheet(const struct saying *s, const struct field *f, const json_t *v)
{
	const char *id = json_string_value(v);
	return id ? item_words(s->db, s->lang, f, id) : NULL;
}

/* "Léaz, 812 habitants · Lunas, 640 habitants" */
static const char *say_figures(const struct saying *s, const struct field *f, const json_t *v)
{
	const char *all[ROWS] = {0};
	size_t n = json_array_size(v) < ROWS ? json_array_size(v) : ROWS;
	(void)f;
	for (size_t i = 0; i < n; i++) {
		const json_t *place = json_array_get(v, i), *people = json_object_get(place,
			"population");
		all[i] = json_str(place, "name");
		if (all[i] && json_is_integer(people))
			all[i] = arena_printf(s->arena, "%s, %s", all[i], tr_count(s->arena, s->lang,
				"%d inhabitant", "%d inhabitants", json_integer_value(people)));
	}
	return joined(s, " · ", all, n);
}

static const char *say_group(const struct saying *s, const struct field *f, const json_t *v)
{
	const char *all[ROWS] = {0};
	size_t n = json_array_size(v) < ROWS ? json_array_size(v) : ROWS;
	for (size_t i = 0; i < n; i++) {
		const char **parts = arena_alloc(s->arena, ((size_t)f->field_count + 1) * sizeof *parts);
		for (int k = 0; k < f->field_count; k++)
			parts[k] = field_words(s->db, s->lang, &f->fields[k],
				json_object_get(json_array_get(v, i), f->fields[k].name));
		all[i] = joined(s, ", ", parts, (size_t)f->field_count);
	}
	return joined(s, " · ", all, n);
}

const char *field_words(struct db *db, enum lang lang, const struct field *f, const json_t *value)
{
	struct saying s = {.db = db, .arena = db_arena(db), .lang = lang};
	for (size_t i = 0; value && i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].kind, f->kind) == 0)
			return rows[i].say(&s, f, value);
	return NULL;
}
