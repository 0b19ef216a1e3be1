/* table.c - tables for spreadsheets: any texts, three in a row, written and read back by
 * the reader of tables are the same; none begins like a formula. */
#include "fuzz.h"

#include "base/csv.h"
#include "base/csv_out.h"
#include "base/text.h"

enum { WIDTH = 3, CELLS = 300 };

static bool is_sign(const char *s)
{
	static const char *const signs[] = {"=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠"};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (text_starts(s, signs[i]))
			return true;
	return false;
}

static const char *meant(const char *read)
{
	must(!is_sign(read));
	return *read == '\'' && is_sign(read + strspn(read, "'")) ? read + 1 : read;
}

static bool blank(const char *const *row)
{
	return text_blank(row[0]) && text_blank(row[1]) && text_blank(row[2]);
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct input in = {a, bytes, n};
	enum lang lang = fuzz_byte(&in) & 1 ? EN : FR;
	const char *cells[CELLS + WIDTH] = {"a", "b", "c"};
	int count = WIDTH;
	while (in.left && count < CELLS) {
		const char *text = fuzz_rest(&in);
		if (!text_valid(text, strlen(text)) || strchr(text, '\r'))
			return;
		cells[count++] = text;
	}
	while (count % WIDTH)
		cells[count++] = "";
	struct out o = out_new(16 << 20);
	struct csv_out c = csv_begin(&o, lang);
	int rows = 0;
	for (int i = 0; i < count; i += WIDTH) {
		if (blank(cells + i))
			continue;	/* a reader leaves it out */
		for (int k = 0; k < WIDTH; k++)
			csv_text(&c, cells[i + k]);
		csv_end_row(&c);
		memmove(cells + (size_t)rows++ * WIDTH, cells + i, WIDTH * sizeof *cells);
	}
	struct csv t;
	struct csv_faults f;
	must(csv_read(a, out_str(&o), o.len, &t, &f));
	must(t.count == rows && t.width == WIDTH && t.separator == (lang == FR ? ';' : ','));
	for (int i = 0; i < rows * WIDTH; i++)
		must(text_eq(meant(t.rows[i / WIDTH].cells[i % WIDTH].text), cells[i]));
	out_free(&o);
}

const struct target fuzz_table = {"table", run, NULL};
