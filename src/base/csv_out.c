/* csv_out.c - tables for spreadsheets. */
#include "base/csv_out.h"

#include <string.h>

#include "base/text.h"

struct csv_out csv_begin(struct out *o, enum lang lang)
{
	out_text(o, "\ufeff");
	return (struct csv_out){o, lang, false};
}

/* Would a spreadsheet compute it, or take a sign away to do so? */
static bool is_formula(const char *text)
{
	static const char *const wide[] = {"＝", "＋", "－", "＠"};
	text += strspn(text, "'");
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (text_starts(text, wide[i]))
			return true;
	return *text && strchr("=+-@\t\r\n", *text);
}

static void begin_cell(struct csv_out *c)
{
	if (c->within)
		out_char(c->out, c->lang == FR ? ';' : ',');
	c->within = true;
}

void csv_text(struct csv_out *c, const char *text)
{
	begin_cell(c);
	if (!text)
		return;
	out_text(c->out, is_formula(text) ? "\"'" : "\"");
	for (size_t n; *text; text += n + (text[n] == '"')) {
		n = strcspn(text, "\"");
		out_bytes(c->out, text, n);
		out_text(c->out, text[n] ? "\"\"" : "");
	}
	out_char(c->out, '"');
}

void csv_number(struct csv_out *c, const char *number)
{
	begin_cell(c);
	for (; *number; number++)
		out_char(c->out, *number == '.' && c->lang == FR ? ',' : *number);
}

void csv_end_row(struct csv_out *c)
{
	out_text(c->out, "\r\n");
	c->within = false;
}
