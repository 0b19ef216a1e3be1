/* csv.c - a table: what was read, written with all its quotes and read again, is the
 * same; each cell stands where it is said to stand. */
#include "fuzz.h"

#include "base/csv.h"
#include "base/out.h"
#include "base/text.h"

static void write_cell(struct out *o, const char *text)
{
	out_char(o, '"');
	for (; *text; text++)
		out_text(o, *text == '"' ? "\"\"" : (char[]){*text, '\0'});
	out_char(o, '"');
}

/* The byte at a line and a character, from 1; the end of the text when there is none. */
static const char *place(const char *s, const char *end, int line, int column)
{
	while (--line && s < end) {
		const char *nl = memchr(s, '\n', (size_t)(end - s));
		s = nl ? nl + 1 : end;
	}
	while (s < end && --column > 0)
		for (s++; s < end && ((unsigned char)*s & 0xc0) == 0x80; s++)
			;
	return s;
}

/* The cell's text begins where it says, but for line ends and quotes. */
static void stands(const struct csv_cell *c, const char *bytes, size_t n)
{
	size_t plain = strcspn(c->text, "\"\r\n");
	const char *at = place(bytes, bytes + n, c->line, c->column);
	must(c->line >= 1 && c->column >= 1);
	must(*c->text == '\0' || ((size_t)(bytes + n - at) >= plain
		&& memcmp(at, c->text, plain) == 0));
}

static void again(struct arena *a, const struct csv *t)
{
	struct csv second;
	struct csv_faults f;
	struct out o = out_new(64 << 20);
	for (int i = 0; i < t->count; i++)
		for (int k = 0; k < t->width; k++) {
			write_cell(&o, t->rows[i].cells[k].text);
			out_text(&o, k + 1 < t->width ? (char[]){t->separator, '\0'} : "\r\n");
		}
	must(csv_read(a, out_str(&o), o.len, &second, &f));
	must(second.count == t->count && (!t->count || second.width == t->width));
	must(t->width < 2 || second.separator == t->separator);
	for (int i = 0; i < t->count; i++)
		for (int k = 0; k < t->width; k++)
			must(text_eq(t->rows[i].cells[k].text, second.rows[i].cells[k].text));
	out_free(&o);
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct csv t;
	struct csv_faults f;
	bool mark = n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0;
	bool good = csv_read(a, bytes, n, &t, &f);
	must(good == (f.count == 0));
	for (int i = 0; i < f.count && i < CSV_FAULTS; i++) {
		must(f.list[i].line >= 1 && f.list[i].column >= 1 && f.list[i].mend);
		must(!f.list[i].detail || text_valid(f.list[i].detail, strlen(f.list[i].detail)));
	}
	for (int i = 0; good && i < t.count; i++)	/* else quotes may stand inside */
		for (int k = 0; k < t.width; k++)
			stands(&t.rows[i].cells[k], bytes + (mark ? 3 : 0), n - (mark ? 3 : 0));
	if (good)
		again(a, &t);
}

const struct target fuzz_csv = {"csv", run, NULL};
