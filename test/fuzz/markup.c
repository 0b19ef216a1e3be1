/* markup.c - is this well-formed markup, as our pages are? */
#include "fuzz.h"

#include "base/text.h"

enum { DEEPEST = 1000, NAME = 40 };

struct reading {
	void (*attribute)(void *, const char *, const char *);
	void *context;
};

static bool empty(const char *s, size_t n)
{
	static const char *const list[] = {"img", "br", "hr", "meta", "link", "input", "col", "wbr",
		NULL};
	for (int i = 0; list[i]; i++)
		if (strlen(list[i]) == n && memcmp(list[i], s, n) == 0)
			return true;
	return false;
}

/* One attribute at s; returns what follows it. */
static const char *one_attribute(struct reading *r, const char *s)
{
	char name[NAME] = "";
	static char value[1 << 16];
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-:");
	must(n > 0 && n < NAME);
	memcpy(name, s, n);
	must(strncasecmp(name, "on", 2) != 0 && strcasecmp(name, "style") != 0
		&& strcasecmp(name, "srcdoc") != 0);
	s += n;
	*value = '\0';
	if (*s == '=') {
		char quote = s[1];
		must(quote == '"' || quote == '\'');
		const char *end = strchr(s + 2, quote);
		must(end && end - s - 2 < (long)sizeof value);
		snprintf(value, sizeof value, "%.*s", (int)(end - s - 2), s + 2);
		must(!strpbrk(value, "<>"));
		s = end + 1;
	}
	if (r->attribute)
		r->attribute(r->context, name, value);
	return s;
}

/* The attributes of a tag; returns what follows its '>'. */
static const char *inside(struct reading *r, const char *s, bool *closed)
{
	for (;;) {
		s += strspn(s, " \n\t");
		*closed = s[0] == '/' && s[1] == '>';
		if (*closed || *s == '>')
			return s + 1 + *closed;
		s = one_attribute(r, s);
	}
}

static bool starts(const char *s)
{
	return text_starts(s, "<!--") || text_starts(s, "<!doctype html>");
}

void fuzz_markup(const char *s, void (*tag)(void *, const char *name, size_t n),
	void (*attribute)(void *, const char *name, const char *value), void *context)
{
	struct reading r = {attribute, context};
	static const char *open[DEEPEST];
	static size_t sizes[DEEPEST];
	int depth = 0;
	while ((s = strchr(s, '<'))) {
		if (starts(s)) {
			s++;
			continue;
		}
		bool end = s[1] == '/', closed;
		const char *name = s + 1 + end;
		size_t n = strcspn(name, " />\n");
		must(n && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ123456789-") == n);
		if (end) {
			must(name[n] == '>' && depth > 0);
			depth--;
			must(sizes[depth] == n && memcmp(open[depth], name, n) == 0);
			s = name + n + 1;
			continue;
		}
		for (int i = 0; i < depth; i++)
			must(n != 1 || *name != 'a' || sizes[i] != 1 || *open[i] != 'a');
		if (tag)
			tag(context, name, n);
		s = inside(&r, name + n, &closed);
		must(n != 6 || strncmp(name, "script", 6) != 0 || text_starts(s, "</script>"));
		must(depth < DEEPEST);
		open[depth] = name;
		sizes[depth] = n;
		depth += !closed && !empty(name, n);
	}
	must(depth == 0);
}
