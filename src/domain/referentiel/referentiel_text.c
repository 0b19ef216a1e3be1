/* referentiel_text.c - plain text of cells as CommonMark that looks like it. */
#include "domain/referentiel/referentiel.h"

#include <string.h>

#include "base/text.h"

/* Is it "&eacute;" or the like, which CommonMark would read as another sign? */
static bool entity(const char *s)
{
	size_t n = strcspn(s, "; \n");
	return *s == '&' && s[n] == ';' && n < 32;
}

/* Signs that would mean something in CommonMark get a stroke before them. */
void cell_escape(struct out *o, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t size = text_starts(s + i, "http://") || text_starts(s + i, "https://")
			? strcspn(s + i, " \t\n<>") : 0;
		if (size) {
			out_bytes(o, s + i, size < n - i ? size : n - i);
			i += size - 1;
			continue;
		}
		if (strchr("*`[]<\\~", s[i]) || entity(s + i)
			|| (s[i] == '_' && (i == 0 || s[i - 1] == ' ')))
			out_char(o, '\\');
		out_char(o, s[i]);
	}
}

size_t cell_sign(const char *s)
{
	static const char *const signs[] = {"– ", "•", "○", "·", "* ", "o ", NULL};
	for (int i = 0; signs[i]; i++)
		if (text_starts(s, signs[i]))
			return strlen(signs[i]);
	return *s == '-' && s[1] && !strchr("-\n", s[1]) ? 1 : 0;
}

/* The sign that would make of a line something else than a paragraph. */
static size_t guard(struct out *o, const char *line)
{
	size_t digits = strspn(line, "0123456789");
	if (digits && strchr(".)", line[digits])) {
		out_printf(o, "%.*s\\", (int)digits, line);
		return digits;
	}
	if (strchr("#+>=|-:", *line))
		out_char(o, '\\');
	return 0;
}

/* The bytes of many short lines without a sign, one below the other: values by kind
 * of place, say.  0 when there is no such block. */
static size_t block(const char *text)
{
	enum { LINES = 6, SHORT = 70 };
	size_t size = 0;
	int lines = 0;
	for (const char *line = text; *line; line = text + size) {
		size_t n = strcspn(line, "\n"), from = strspn(line, " \t");
		if (from >= n || n > SHORT || cell_sign(line + from) || text_starts(line + from, "```"))
			break;
		size += n + (line[n] == '\n');
		lines++;
	}
	return lines >= LINES ? size : 0;
}

bool cell_begins_plain(const char *text, enum closeness close)
{
	return !block(text) && (close == FLOWING || !cell_sign(text + strspn(text, " \t")));
}

/* As it stands, line by line. */
static void fence(struct out *o, const char *text, size_t size)
{
	out_text(o, "```\n");
	for (size_t n, at = 0; at < size; at += n + (text[at + n] == '\n')) {
		size_t from = strspn(text + at, " \t");
		n = strcspn(text + at, "\n");
		out_printf(o, "%.*s\n", (int)(n - from), text + at + from);
	}
	out_text(o, "```");
}

/* One line, past its sign and the blanks around it. */
static void line(struct out *o, const char *text, size_t n, const char *sign)
{
	out_text(o, sign);
	size_t from = *sign ? 0 : guard(o, text);
	cell_escape(o, text + from, n - from);
}

/* Each line on its own: items as items, the others as paragraphs. */
void cell_markdown(struct out *o, const char *text, enum closeness close)
{
	bool item = false, first = true, fenced = false;
	for (size_t n; *text; text += n + (text[n] == '\n')) {
		if ((n = block(text)) > 0) {
			out_text(o, first ? "" : "\n\n");
			fence(o, text, n);
			n -= text[n - 1] == '\n';
			item = first = false;
			fenced = true;
			continue;
		}
		n = strcspn(text, "\n");
		size_t from = strspn(text, " \t"), to = n;
		while (to > from && strchr(" \t", text[to - 1]))
			to--;
		size_t sign = from < to ? cell_sign(text + from) : 0;
		from += sign;
		while (from < to && strchr(" \t", text[from]))
			from++;
		if (from >= to)
			continue;
		bool joins = item ? sign > 0 : close && (close == FLOWING || !sign) && !fenced;
		out_text(o, first ? "" : joins ? "\n" : "\n\n");
		line(o, text + from, to - from, !sign ? "" : close == FLOWING ? "– " : "- ");
		item = sign && close != FLOWING;
		first = fenced = false;
	}
}
