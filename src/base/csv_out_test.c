/* csv_out_test.c - what was written is read back the same, and computes nothing. */
#include "base/csv_out.h"
#include "base/test.h"

#include <string.h>

#include "base/arena.h"

/* A reader of its own: the text of the n-th cell of one row, or NULL; *quoted tells
 * text from numbers. */
static const char *cell(struct arena *a, const char *row, char separator, int n, bool *quoted)
{
	for (;; n--) {
		struct out o = out_new(100000);
		*quoted = *row == '"';
		if (*quoted) {
			for (row++; *row && !(row[0] == '"' && row[1] != '"'); row++) {
				row += row[0] == '"';
				out_char(&o, *row);
			}
			row += *row == '"';
		} else {
			while (*row && *row != separator && *row != '\r')
				out_char(&o, *row++);
		}
		const char *text = arena_dup(a, out_str(&o));
		out_free(&o);
		if (n == 0)
			return text;
		if (*row++ != separator)
			return NULL;
	}
}

/* What was meant by a text that was read. */
static const char *meant(const char *text)
{
	const char *rest = text + strspn(text, "'");
	bool sign = strncmp(rest, "＝", 3) == 0 || strncmp(rest, "＠", 3) == 0 ||
		(*rest && strchr("=+-@\t\r\n", *rest));
	return *text == '\'' && sign ? text + 1 : text;
}

static void both_ways(struct arena *a, enum lang lang)
{
	static const char *const texts[] = {"", "Four", "=1+1", "+33", "-5", "@x", "\tx", "\nx", "'=1",
		"''=1", "'plain", "a\"b", "\"", "\"\"=x", "a;b,c", "two\nlines", "＝1", "＠x", " =1",
		"éœ\u202f€", "=cmd|' /C calc'!A0", "x;=1", "x,=1"};
	enum { TEXTS = sizeof texts / sizeof *texts };
	struct out o = out_new(100000);
	struct csv_out c = csv_begin(&o, lang);
	for (int i = 0; i < TEXTS; i++)
		csv_text(&c, texts[i]);
	csv_text(&c, NULL);
	csv_number(&c, "-12.5");
	csv_end_row(&c);
	csv_text(&c, "next");
	csv_end_row(&c);
	const char *row = out_str(&o) + 3;
	char separator = lang == FR ? ';' : ',';
	bool quoted;
	check(strncmp(out_str(&o), "\xef\xbb\xbf", 3) == 0);
	for (int i = 0; i < TEXTS; i++) {
		const char *read = cell(a, row, separator, i, &quoted);
		check_text(meant(read), texts[i]);
		check(quoted && !(*read && strchr("=+-@\t\r\n", *read)));
	}
	check_text(cell(a, row, separator, TEXTS, &quoted), "");
	check(!quoted);
	check_text(cell(a, row, separator, TEXTS + 1, &quoted), lang == FR ? "-12,5" : "-12.5");
	check(!quoted && !cell(a, row, separator, TEXTS + 2, &quoted));
	check(strcmp(out_str(&o) + o.len - 10, "\r\n\"next\"\r\n") == 0);
	out_free(&o);
}

int main(void)
{
	struct arena *a = arena_new();
	both_ways(a, FR);
	both_ways(a, EN);
	arena_free(a);
	return test_end();
}
