/* command_check.c - what people typed against a command's fields. */
#include "store/command.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* The bytes of the white space that s begins with, of any width; or 0. */
static size_t space(const char *s)
{
	static const char *const spaces[] = {" ", "\t", "\n", "\r", "\u00a0", "\u202f",
		"\u2009"};
	for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
		if (text_starts(s, spaces[i]))
			return strlen(spaces[i]);
	return 0;
}

static bool blank(const char *s)
{
	for (size_t n; (n = space(s)); )
		s += n;
	return !*s;
}

/* Puts a new value; takes the reference. */
static void set(struct call *c, const struct field_row *f, json_t *value)
{
	if (!value || json_object_set_new(c->values, f->name, value) != 0)
		die("the value of %s cannot be kept", f->name);
}

static size_t limit_of(const struct field_row *f, size_t usual)
{
	return f->limit ? f->limit : usual;
}

static void check_length(struct call *c, const struct field_row *f, const char *s, size_t usual)
{
	size_t limit = limit_of(f, usual);
	if (text_length(s) > limit)
		call_fault(c, f->name, N_("This is too long: write at most %s characters."),
			arena_printf(c->arena, "%zu", limit));
}

/* The text typed, NULL after a fault. */
static const char *typed(struct call *c, const struct field_row *f, const json_t *value)
{
	const char *s = json_string_value(value);
	if (!s)
		call_fault(c, f->name, N_("Write a text here."), NULL);
	return s;
}

static void clean(struct call *c, const struct field_row *f, const json_t *value,
	char *(*way)(struct arena *, const char *, size_t), size_t usual)
{
	const char *s = typed(c, f, value);
	if (!s)
		return;
	s = way(c->arena, s, strlen(s));
	if (!s) {
		call_fault(c, f->name, N_("This text is damaged: type it again."), NULL);
		return;
	}
	set(c, f, json_string(s));
	check_length(c, f, s, usual);
}

static void check_line(struct call *c, const struct field_row *f, const json_t *value)
{
	clean(c, f, value, text_line, 300);
}

static void check_text(struct call *c, const struct field_row *f, const json_t *value)
{
	clean(c, f, value, text_clean, 100 * 1000);
}

/* One @, something before, a host with a dot after, no space: a letter decides. */
static bool looks_like_email(const char *s)
{
	const char *at = strchr(s, '@');
	const char *dot = at ? strrchr(at, '.') : NULL;
	return at && at > s && !strchr(at + 1, '@') && dot && dot > at + 1 && dot[1] &&
		!strpbrk(s, " \t\n<>()[],;:\\\"");
}

static void check_email(struct call *c, const struct field_row *f, const json_t *value)
{
	int before = c->fault_count;
	clean(c, f, value, text_line, 254);
	const char *s = json_str(c->values, f->name);
	if (c->fault_count == before && !blank(s) && !looks_like_email(s))
		call_fault(c, f->name, N_("This is no e-mail address: write it as "
			"name@example.org."), NULL);
}

/* A secret is kept as typed; json strings hold no NUL and are valid UTF-8. */
static void check_secret(struct call *c, const struct field_row *f, const json_t *value)
{
	const char *s = typed(c, f, value);
	if (s)
		check_length(c, f, s, 1024);
}

/* What French and English readers type: "12 500,5", spaces of all widths. */
static bool parse_number(struct arena *a, const char *s, double *value)
{
	char *plain = arena_alloc(a, strlen(s) + 1), *to = plain;
	while (*s) {
		size_t skip = space(s);
		if (!skip)
			*to++ = *s == ',' ? '.' : *s;
		s += skip ? skip : 1;
	}
	char *end;
	*value = strtod(plain, &end);
	return *plain && !*end && strspn(plain, "+-.0123456789eE") == strlen(plain) &&
		isfinite(*value);
}

static void check_number(struct call *c, const struct field_row *f, const json_t *value)
{
	double number;
	if (json_is_number(value))
		return;
	const char *s = json_string_value(value);
	if (!s || !parse_number(c->arena, s, &number)) {
		call_fault(c, f->name, N_("Write a number here, such as 12 or 12.5."), NULL);
		return;
	}
	bool whole = number == floor(number) && fabs(number) < 1e15;
	set(c, f, whole ? json_integer((json_int_t)number) : json_real(number));
}

static void check_yes(struct call *c, const struct field_row *f, const json_t *value)
{
	static const char *const yes[] = {"yes", "on", "true", "1", "oui"};
	static const char *const no[] = {"no", "off", "false", "0", "non"};
	if (json_is_boolean(value))
		return;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
		if (text_eq(json_string_value(value), yes[i])) {
			set(c, f, json_true());
			return;
		}
		if (text_eq(json_string_value(value), no[i])) {
			set(c, f, json_false());
			return;
		}
	}
	call_fault(c, f->name, N_("Answer yes or no."), NULL);
}

/* A form or a command line gives JSON as text. */
static void check_json(struct call *c, const struct field_row *f, const json_t *value)
{
	const char *s = json_string_value(value), *why = NULL;
	if (!s)
		return;
	json_t *j = json_read(c->arena, s, strlen(s), &why);
	if (j)
		set(c, f, json_incref(j));
	else
		call_fault(c, f->name, N_("This is not valid JSON (%s)."), why);
}

static const struct {
	const char *kind;
	void (*check)(struct call *, const struct field_row *, const json_t *);
} kinds[] = {
	{"line", check_line}, {"text", check_text}, {"email", check_email},
	{"secret", check_secret}, {"number", check_number}, {"yes", check_yes},
	{"json", check_json},
};

static bool absent(const struct field_row *f, const json_t *value)
{
	if (!value || json_is_null(value))
		return true;
	const char *s = json_string_value(value);
	return s && (strcmp(f->kind, "secret") == 0 ? !*s : blank(s));
}

static void check_kind(struct call *c, const struct field_row *f, const json_t *value)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].kind, f->kind) == 0) {
			kinds[i].check(c, f, value);
			return;
		}
	die("command %s: field %s has the unknown kind \"%s\"", c->command->name, f->name,
		f->kind);
}

/* A text of invisible characters is absent too, once it is clean. */
static void check_field(struct call *c, const struct field_row *f)
{
	const json_t *value = json_object_get(c->values, f->name);
	if (!absent(f, value))
		check_kind(c, f, value);
	if (!absent(f, json_object_get(c->values, f->name)))
		return;
	json_object_del(c->values, f->name);
	if (f->flags & REQUIRED)
		call_fault(c, f->name, N_("This is needed: fill it in."), NULL);
}

enum outcome command_check(struct call *c)
{
	c->outcome = DONE;
	if (!json_is_object(c->values))
		return call_fault(c, "", N_("Send an object of fields."), NULL);
	for (const struct field_row *f = c->command->fields; f && f->name; f++)
		check_field(c, f);
	return c->outcome;
}
