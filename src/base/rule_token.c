/* rule_token.c - cutting a rule into words and signs. */
#include "base/rule_token.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char digits[] = "0123456789";

/* Signs that people type, and what they mean; the longest first. */
static const char *const signs[][2] = {{"<=", "<="}, {">=", ">="}, {"<>", "!="}, {"!=", "!="},
	{"==", "="}, {"≤", "<="}, {"≥", ">="}, {"≠", "!="}, {"×", "*"}, {"÷", "/"}, {"−", "-"},
	{"<", "<"}, {">", ">"}, {"=", "="}, {"+", "+"}, {"-", "-"}, {"*", "*"}, {"/", "/"},
	{"(", "("}, {")", ")"}, {",", ","}, {";", ","}, {NULL, NULL}};
static const char *const quotes[][2] = {{"\"", "\""}, {"«", "»"}, {"“", "”"}, {NULL, NULL}};

static size_t blank(const char *s)
{
	if (*s == '#')
		return strcspn(s, "\n");
	if (*s && strchr(" \t\n\r", *s))
		return 1;
	return text_starts(s, "\u00a0") ? 2 : text_starts(s, "\u202f") ? 3 : 0;
}

static bool letter(const char *s)
{
	unsigned char c = (unsigned char)*s;
	if (text_starts(s, "×") || text_starts(s, "÷"))
		return false;
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
		|| (c >= 0x80 && c <= 0xc9 && c != 0xc2);	/* Latin, with accents */
}

/* A name may hold points between its letters and digits: cae_15.a_dom, 1.2.3. */
static size_t name_size(const char *s)
{
	size_t n = 0;
	while (s[n] && (letter(s + n) || strchr(digits, s[n])
		|| (s[n] == '.' && s[n + 1] && (letter(s + n + 1) || strchr(digits, s[n + 1])))))
		n++;
	return n;
}

static struct token number(struct arena *a, const char *s, size_t n, struct token t)
{
	char *end;
	t.kind = T_NUMBER;
	t.text = arena_copy(a, s, n);
	t.number = strtod(t.text, &end);
	if (n > 40 || *end) {
		t.kind = T_BAD;
		t.bad = N_("“%s” is no number.");
	}
	return t;
}

/* Digits with at most one point: else a name, as the axes 1.2.3 have. */
static bool is_number(const char *s, size_t n)
{
	size_t whole = strspn(s, digits);
	if (whole >= n)
		return true;
	return whole && s[whole] == '.' && whole + 1 + strspn(s + whole + 1, digits) >= n;
}

static struct token name(struct arena *a, const char *s, size_t n, struct token t)
{
	t.kind = T_NAME;
	t.text = arena_copy(a, s, n);
	t.fold = text_fold(a, t.text);
	return t;
}

static struct token text(struct arena *a, const char *s, const char *const *pair, int *at,
	struct token t)
{
	const char *from = s + strlen(pair[0]), *end = strstr(from, pair[1]);
	t.kind = end ? T_TEXT : T_BAD;
	t.bad = N_("This text has no closing quote: “%s”.");
	t.text = text_line(a, from, end ? (size_t)(end - from) : strlen(from));
	*at += (int)((end ? (size_t)(end - s) + strlen(pair[1]) : strlen(s)));
	return t;
}

struct token rule_token(struct arena *a, const char *all, int *at)
{
	while (blank(all + *at))
		*at += (int)blank(all + *at);
	const char *s = all + *at;
	struct token t = {.at = *at};
	if (!*s)
		return t;
	for (int i = 0; quotes[i][0]; i++)
		if (text_starts(s, quotes[i][0]))
			return text(a, s, quotes[i], at, t);
	for (int i = 0; signs[i][0]; i++)
		if (text_starts(s, signs[i][0])) {
			*at += (int)strlen(signs[i][0]);
			t.kind = T_SIGN;
			t.text = signs[i][1];
			return t;
		}
	size_t n = name_size(s);
	if (n) {
		*at += (int)n;
		return is_number(s, n) ? number(a, s, n, t) : name(a, s, n, t);
	}
	t.kind = T_BAD;
	t.text = *s == '%' ? "%" : text_cut(a, s, 12);
	t.bad = N_("“%s” has no meaning in a rule.");
	*at += 1;
	return t;
}
