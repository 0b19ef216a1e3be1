/* csv_test.c - tables as spreadsheets save them, and the place of each fault. */
#include "base/csv.h"

#include <stdlib.h>

#include "base/test.h"
#include "base/text.h"

static struct arena *a;
static struct csv t;
static struct csv_faults f;

static bool read_text(const char *s)
{
	return csv_read(a, s, strlen(s), &t, &f);
}

static bool is(int row, int cell, const char *text, int line, int column)
{
	const struct csv_cell *c = &t.rows[row].cells[cell];
	bool same = text_eq(c->text, text) && c->line == line && c->column == column;
	if (!same)
		printf("“%s” at %d, %d\n", c->text, c->line, c->column);
	return same;
}

static void tables(void)
{
	check(read_text("a,b\n1,2\n") && t.count == 2 && t.width == 2 && t.separator == ',');
	check(is(1, 0, "1", 2, 1) && is(1, 1, "2", 2, 3));
	check(read_text("\xef\xbb\xbf" "a;b,c;d\r\n1;\"deux\r\nlignes, et \"\"plus\"\"\";3\r\n") && t.count == 2);
	check(t.separator == ';' && is(0, 1, "b,c", 1, 3));
	check(is(1, 1, "deux\nlignes, et \"plus\"", 2, 4) && is(1, 2, "3", 3, 22));
	check(read_text("a\tb\né\tè") && t.separator == '\t' && is(1, 1, "è", 2, 3));
	check(read_text("sep=;\na,b;c\n1;2") && t.width == 2 && is(0, 0, "a,b", 2, 1));
	check(read_text("\"a,\n;b\",c\n") && t.separator == ',' && is(0, 1, "c", 2, 5));
	check(read_text("\n,,\na,b\n\n \n1\n,2,,\n") && t.count == 3);
	check(is(1, 1, "", 7, 1) && t.rows[1].line == 6 && is(2, 1, "2", 7, 2));
	check(read_text("un 5\" de long,b") && is(0, 0, "un 5\" de long", 1, 1));
	check(read_text("a\rb,c\n") && is(0, 0, "a\rb", 1, 1) && read_text("a\r"));
	check(read_text("") && t.count == 0 && read_text("\xef\xbb\xbf") && read_text("\n\n"));
	check(read_text("a,\"\"") && is(0, 1, "", 1, 4));
}

static void fault_at(int i, int line, int column, const char *sentence)
{
	check(i < f.count && f.list[i].line == line && f.list[i].column == column);
	check_text(i < f.count ? f.list[i].sentence : NULL, sentence);
	check(i < f.count && f.list[i].mend);
}

static void faults(void)
{
	check(!read_text("a,b\né,\"jamais\nfermé"));
	fault_at(0, 2, 3, "This quote is never closed.");
	check(!read_text("a,b\n1,2,3,4\n\"x\"y,2\n5,6,7") && f.count == 3 && t.count == 4);
	fault_at(0, 2, 5, "This row has more cells than the first one: “%s” is in no column.");
	check_text(f.list[0].detail, "3");
	fault_at(1, 3, 4, "There is text after the quote that closes the cell.");
	check(is(2, 0, "xy", 3, 2));
	check(!read_text("a,b\nd\xe9j\xe0,2"));
	fault_at(0, 2, 2, "This is no text in UTF-8: perhaps Windows-1252, as older spreadsheets write it.");
	check(!csv_read(a, "\xff\xfe" "a\0", 4, &t, &f));
	fault_at(0, 1, 1, "This file is in UTF-16, not in UTF-8.");
	check(!read_text("a,b\rc,d\r"));
	fault_at(0, 1, 1, "The lines of this file end as on old Macintoshes.");
	check(!csv_read(a, "a,b\nc\0d", 7, &t, &f));
	fault_at(0, 2, 2, "This file is no text: there is a byte 0 here.");
}

/* Many cells, many rows, many faults: told, and in a time that grows no faster. */
static void limits(void)
{
	enum { MANY = 4 << 20 };
	char *s = malloc(MANY + 1);
	memset(s, ',', MANY);
	s[MANY] = '\0';
	check(!read_text(s) && f.count == 1);
	fault_at(0, 1, CSV_CELLS + 1, "This row has too many cells.");
	for (int i = 0; i < MANY; i += 2)
		memcpy(s + i, "1\n", 2);
	check(!read_text(s) && t.count == CSV_ROWS);
	fault_at(0, CSV_ROWS + 1, 1, "This table has too many rows.");
	for (int i = 0; i < MANY; i += 4)
		memcpy(s + i, i ? "1,2\n" : "abc\n", 4);
	check(!read_text(s) && f.count > CSV_FAULTS);
	free(s);
}

int main(void)
{
	a = arena_new();
	tables();
	faults();
	limits();
	arena_free(a);
	return test_end();
}
