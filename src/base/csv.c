/* csv.c - one pass over the bytes, which know at each cell where they are. */
#include "base/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct reader {
	struct arena *arena;
	const char *at, *end;
	int line;
	const char *seen;	/* a place of this line whose column is known */
	int column;
	struct csv *table;
	struct csv_faults *faults;
	int room;
	char *cell;		/* what is read of the cell under way */
	size_t size;
};

/* Of a place in the line, past the one asked for before. */
static int column(struct reader *r, const char *at)
{
	for (; r->seen < at; r->seen++)
		r->column += ((unsigned char)*r->seen & 0xc0) != 0x80;
	return r->column;
}

/* at is where a line begins. */
static void new_line(struct reader *r, const char *at)
{
	r->line++;
	r->seen = at;
	r->column = 1;
}

static void fault(struct reader *r, int line, int at, const char *sentence, const char *mend,
	const char *detail)
{
	if (r->faults->count < CSV_FAULTS)
		r->faults->list[r->faults->count] = (struct csv_fault){line, at, sentence, mend, detail};
	r->faults->count++;
}

/* Bytes that are no UTF-8: where, and what they look like. */
static void not_text(struct reader *r)
{
	bool wide = r->end - r->at > 1 && (memcmp(r->at, "\xff\xfe", 2) == 0
		|| memcmp(r->at, "\xfe\xff", 2) == 0);
	const char *p = r->at, *nl;
	while ((nl = memchr(p, '\n', (size_t)(r->end - p))) && text_valid(p, (size_t)(nl - p))) {
		p = nl + 1;
		new_line(r, p);
	}
	for (size_t n = 1; n <= 4 && p + n <= r->end; n++)	/* character by character */
		if (text_valid(p, n)) {
			p += n;
			n = 0;
		}
	fault(r, r->line, column(r, p),
		wide ? N_("This file is in UTF-16, not in UTF-8.") :
		p < r->end && !*p ? N_("This file is no text: there is a byte 0 here.") :
		N_("This is no text in UTF-8: perhaps Windows-1252, as older spreadsheets write it."),
		N_("Save it again as “CSV UTF-8”."), NULL);
}

static bool line_end(const struct reader *r)
{
	return r->at == r->end || *r->at == '\n' || (*r->at == '\r' && (r->at + 1 == r->end
		|| r->at[1] == '\n'));
}

static void next_line(struct reader *r)
{
	if (r->at < r->end && *r->at == '\r')
		r->at++;
	if (r->at < r->end)
		r->at++;
	new_line(r, r->at);
}

/* Copies one character, counts lines; CR LF, and CR CR LF, become LF. */
static void take(struct reader *r)
{
	char c = *r->at++;
	if (c == '\n')
		new_line(r, r->at);
	while (c == '\n' && r->size && r->cell[r->size - 1] == '\r')
		r->size--;
	r->cell[r->size++] = c;
}

/* Past the opening quote, to the one that closes. */
static void quoted(struct reader *r, struct csv_cell *cell)
{
	int line = r->line, at = column(r, r->at - 1);
	*cell = (struct csv_cell){.line = line, .column = at + 1};
	for (;;) {
		if (r->at == r->end) {
			fault(r, line, at, N_("This quote is never closed."),
				N_("Close the text with a quote, or double the quotes inside it."), NULL);
			return;
		}
		if (*r->at != '"') {
			take(r);
		} else if (r->at + 1 < r->end && r->at[1] == '"') {
			r->at++;
			take(r);
		} else {
			r->at++;
			return;
		}
	}
}

static struct csv_cell read_cell(struct reader *r)
{
	struct csv_cell cell = {.line = r->line};
	r->size = 0;
	if (r->at < r->end && *r->at == '"') {
		r->at++;
		quoted(r, &cell);
		if (!line_end(r) && *r->at != r->table->separator)
			fault(r, r->line, column(r, r->at), N_("There is text after the quote that closes the cell."),
				N_("Double the quotes that belong to the text: \"\"."), NULL);
	} else {
		cell.column = column(r, r->at);
	}
	while (!line_end(r) && *r->at != r->table->separator)
		take(r);
	cell.text = arena_copy(r->arena, r->cell, r->size);
	return cell;
}

static void add_row(struct reader *r, const struct csv_cell *cells, int count, int line)
{
	struct csv *t = r->table;
	bool blank = true;
	for (int i = 0; i < count; i++)
		blank = blank && text_blank(cells[i].text);
	if (blank)
		return;
	if (t->count == 0)
		t->width = count;
	if (t->count == r->room) {
		int room = r->room ? r->room * 2 : 64;
		struct csv_row *rows = arena_alloc(r->arena, (size_t)room * sizeof *rows);
		if (t->count)
			memcpy(rows, t->rows, (size_t)t->count * sizeof *rows);
		t->rows = rows;
		r->room = room;
	}
	struct csv_row *row = &t->rows[t->count++];
	*row = (struct csv_row){arena_alloc(r->arena, (size_t)t->width * sizeof *cells), line};
	for (int i = 0; i < t->width; i++)
		row->cells[i] = i < count ? cells[i] : (struct csv_cell){"", r->line, 1};
	for (int i = t->width; i < count; i++)
		if (!text_blank(cells[i].text)) {
			fault(r, cells[i].line, cells[i].column,
				N_("This row has more cells than the first one: “%s” is in no column."),
				N_("Put quotes around the text that holds the separator."),
				text_cut(r->arena, cells[i].text, 40));
			break;
		}
}

static void read_row(struct reader *r)
{
	struct csv_cell cells[CSV_CELLS];
	int count = 0, line = r->line;
	bool told = false;
	for (;;) {
		struct csv_cell cell = read_cell(r);
		if (count < CSV_CELLS)
			cells[count++] = cell;
		else if (!told && (told = true))
			fault(r, cell.line, cell.column, N_("This row has too many cells."),
				N_("A table has 200 columns at most."), NULL);
		if (line_end(r))
			break;
		r->at++;
	}
	next_line(r);
	add_row(r, cells, count, line);
}

/* A carriage return alone between lines, and no line feed anywhere. */
static bool old_mac(const char *at, const char *end)
{
	const char *cr = memchr(at, '\r', (size_t)(end - at));
	return cr && cr + 1 < end && !memchr(at, '\n', (size_t)(end - at));
}

/* The sign that the first line has most of, outside quotes. */
static char separator(struct reader *r)
{
	static const char signs[] = ",;\t";
	int counts[3] = {0}, best = 0;
	bool inside = false;
	if (r->end - r->at > 5 && memcmp(r->at, "sep=", 4) == 0 && memchr(signs, r->at[4], 3)) {
		struct reader after = *r;
		after.at += 5;
		if (line_end(&after)) {
			char said = r->at[4];
			*r = after;
			next_line(r);
			return said;
		}
	}
	const char *p = r->at;
	while (p < r->end && strchr("\r\n", *p))	/* blank lines before the first */
		p++;
	for (; p < r->end && (inside || *p != '\n'); p++) {
		inside = inside != (*p == '"');
		const char *sign = inside || !*p ? NULL : strchr(signs, *p);
		if (sign)
			counts[sign - signs]++;
	}
	for (int i = 1; i < 3; i++)
		if (counts[i] > counts[best])
			best = i;
	return signs[best];
}

bool csv_read(struct arena *a, const char *bytes, size_t n, struct csv *t,
	struct csv_faults *faults)
{
	struct reader r = {.arena = a, .at = bytes, .end = bytes + n, .line = 1, .seen = bytes,
		.column = 1, .table = t, .faults = faults};
	*t = (struct csv){.separator = ','};
	*faults = (struct csv_faults){.count = 0};
	if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		r.seen = r.at += 3;
	if (n > CSV_BYTES)
		fault(&r, 1, 1, N_("This file is too large."), N_("Cut it in parts of 32 MB."), NULL);
	else if (!text_valid(r.at, (size_t)(r.end - r.at)))
		not_text(&r);
	else if (old_mac(r.at, r.end))
		fault(&r, 1, 1, N_("The lines of this file end as on old Macintoshes."),
			N_("Save it again as “CSV UTF-8”."), NULL);
	if (faults->count)
		return false;
	t->separator = separator(&r);
	r.cell = arena_alloc(a, n + 1);
	while (r.at < r.end && t->count < CSV_ROWS)
		read_row(&r);
	if (r.at < r.end)
		fault(&r, r.line, 1, N_("This table has too many rows."),
			N_("Cut it in parts of 200,000 rows."), NULL);
	return faults->count == 0;
}
