/* csv.h - tables of text as spreadsheets save them: RFC 4180, and what is met.
 *
 * Cells between commas, semicolons or tabs, whichever the first line has most of
 * (or the line "sep=;" says); quoted ones hold line ends and "" for a quote.  LF or
 * CR LF, a byte order mark, rows shorter than the first one (the rest is empty) and
 * blank rows (left out) are taken.  Text is UTF-8; all lives in the arena. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/tr.h"

enum { CSV_BYTES = 32 << 20, CSV_ROWS = 200000, CSV_CELLS = 200, CSV_FAULTS = 50 };

/* Where the text itself begins, past the quote: line and character, from 1. */
struct csv_cell {
	const char *text;
	int line, column;
};

struct csv_row {
	struct csv_cell *cells;	/* as many as the first row has */
	int line;
};

struct csv {
	char separator;
	int width;		/* cells of each row */
	struct csv_row *rows;	/* the first one names the columns */
	int count;		/* 0: nothing but blanks */
};

struct csv_fault {
	int line, column;	/* from 1 */
	const char *sentence;	/* what is wrong, English key with at most one %s */
	const char *mend;	/* English key */
	const char *detail;	/* for the %s, or NULL */
};

struct csv_faults {
	struct csv_fault list[CSV_FAULTS];
	int count;		/* past CSV_FAULTS: more than are listed */
};

/* False when something is wrong: *t holds what could be read. */
bool csv_read(struct arena *a, const char *bytes, size_t n, struct csv *t,
	struct csv_faults *faults);

#endif
