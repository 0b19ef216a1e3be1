/* field_text.c - texts, addresses, tags, yes or no. */
#include <string.h>

#include "base/text.h"
#include "base/url.h"
#include "domain/field/field_own.h"

enum { LINE = 200, TEXT = 40000, ADDRESS = 2000, EMAIL = 254, TAGS = 50, TAG = 60 };

const char *value_line(struct checking *c, const json_t *value)
{
	const char *s = json_string_value(value);
	return s ? text_line(c->l->arena, s, json_string_length(value)) : NULL;
}

/* Is it short enough?  Else a fault. */
static bool fits(struct checking *c, const char *path, const char *s, size_t limit)
{
	if (text_length(s) <= limit)
		return true;
	check_fault(c, path, N_("This is too long: write at most %s characters."),
		number_text(c->l->arena, c->l->who.lang, (double)limit, 0));
	return false;
}

json_t *check_line(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	const char *s = value_line(c, value);
	if (!s)
		return check_fault(c, path, N_("Write a text here."), NULL);
	return *s && fits(c, path, s, f->limit ? f->limit : LINE) ? json_string(s) : NULL;
}

json_t *check_text(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	const char *s = json_string_value(value);
	char *clean = s ? text_clean(c->l->arena, s, json_string_length(value)) : NULL;
	if (!clean)
		return check_fault(c, path, N_("Write a text here."), NULL);
	clean += strspn(clean, "\n");
	size_t n = strlen(clean);
	while (n > 0 && strchr(" \t\n", clean[n - 1]))
		clean[--n] = '\0';
	return n && fits(c, path, clean, f->limit ? f->limit : TEXT) ? json_string(clean) : NULL;
}

/* A host with a dot, typed without https:// in front. */
static bool looks_like_host(const char *s)
{
	const char *dot = strchr(s, '.');
	return dot && dot > s && dot[1] && !strpbrk(s, " @<>\"'\\") && !strstr(s, "://") &&
		strcspn(s, "/") > (size_t)(dot - s) && strcspn(s, ":") >= strcspn(s, "/");
}

json_t *check_web(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	(void)f;
	const char *s = value_line(c, value);
	if (s && looks_like_host(s))
		s = arena_printf(c->l->arena, "https://%s", s);
	if (!s || !url_is_web(s) || strlen(s) > ADDRESS)
		return check_fault(c, path,
			N_("Write a full web address, for example https://example.org/."), NULL);
	return json_string(s);
}

json_t *check_email(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	(void)f;
	const char *s = value_line(c, value), *at = s ? strchr(s, '@') : NULL;
	const char *dot = at ? strrchr(at, '.') : NULL;
	if (!at || at == s || !dot || dot == at + 1 || !dot[1] || strchr(at + 1, '@') ||
	    strpbrk(s, " ,;<>()[]\"\\:") || strlen(s) > EMAIL)
		return check_fault(c, path,
			N_("Write an e-mail address, for example hello@example.org."), NULL);
	return json_string(s);
}

json_t *check_yes(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	static const char yes[] = " yes oui on true vrai 1 ", no[] = " no non off false faux 0 ";
	(void)f;
	if (json_is_boolean(value))
		return json_boolean(json_is_true(value));
	const char *s = value_line(c, value);
	const char *word = s ? arena_printf(c->l->arena, " %s ", text_fold(c->l->arena, s)) : NULL;
	if (word && strstr(yes, word))
		return json_true();
	if (word && strstr(no, word))
		return json_false();
	return check_fault(c, path, N_("Answer yes or no."), NULL);
}

/* The parts of a text between separators, trimmed, none empty. */
static size_t split(struct checking *c, const char *s, const char *separators,
	const char **out, size_t max)
{
	size_t n = 0;
	while (*s && n <= max) {
		size_t len = strcspn(s, separators);
		const char *part = text_line(c->l->arena, s, len);
		if (part && *part)
			out[n++] = part;
		s += len + (s[len] != '\0');
	}
	return n;
}

const char **value_list(struct checking *c, const char *path, const json_t *value,
	const char *separators, size_t max)
{
	const char **all = arena_alloc(c->l->arena, (max + 2) * sizeof *all);
	size_t n = 0, i;
	const json_t *j;
	if (json_is_string(value))
		n = split(c, json_string_value(value), separators, all, max);
	else if (!json_is_array(value))
		return check_fault(c, path, N_("Write a list of texts here."), NULL), NULL;
	json_array_foreach(value, i, j) {
		const char *s = value_line(c, j);
		if (!s && !value_blank(j))
			return check_fault(c, path, N_("Write a list of texts here."), NULL), NULL;
		if (s && *s && n <= max)
			all[n++] = s;
	}
	if (n > max)
		return check_fault(c, path, N_("This is too many: %s at most."),
			arena_printf(c->l->arena, "%zu", max)), NULL;
	all[n] = NULL;
	return all;
}

/* Is this tag there already, in other capitals or accents? */
static bool has_tag(struct arena *a, const json_t *tags, const char *tag)
{
	size_t i;
	const json_t *j;
	json_array_foreach(tags, i, j)
		if (text_eq(text_fold(a, json_string_value(j)), text_fold(a, tag)))
			return true;
	return false;
}

json_t *check_tags(struct checking *c, const struct field *f, const char *path,
	const json_t *value)
{
	(void)f;
	const char **all = value_list(c, path, value, ",;\n", TAGS);
	json_t *tags = json_array();
	for (size_t i = 0; all && all[i]; i++) {
		const char *tag = all[i] + strspn(all[i], "# ");
		if (*tag && fits(c, path, tag, TAG) && !has_tag(c->l->arena, tags, tag))
			json_array_append_new(tags, json_string(tag));
	}
	return tags;
}
