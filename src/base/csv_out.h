/* csv_out.h - tables for spreadsheets: RFC 4180, and nothing that they would compute.
 *
 * UTF-8 after a byte order mark, without which Excel takes it for something else.
 * French ones: semicolons between cells, commas in numbers, as Excel has them in
 * France; others: commas and points.  Text is quoted; one that begins like a formula
 * (= + - @, tab, line end, their wide forms) gets an apostrophe before it, and so
 * does one that begins with apostrophes before such a sign: to read the text back,
 * take one away there.  Numbers are numbers. */
#ifndef BASE_CSV_OUT_H
#define BASE_CSV_OUT_H

#include "base/out.h"
#include "base/tr.h"

struct csv_out {
	struct out *out;
	enum lang lang;
	bool within;		/* a row has begun */
};

/* Begins a table in an empty buffer. */
struct csv_out csv_begin(struct out *o, enum lang lang);
void csv_text(struct csv_out *c, const char *text);	/* NULL: an empty cell */
void csv_number(struct csv_out *c, const char *number);	/* as JSON writes it */
void csv_end_row(struct csv_out *c);

#endif
