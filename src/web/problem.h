/* problem.h - the statuses that refuse, with a title and what to do: English keys. */
#ifndef WEB_PROBLEM_H
#define WEB_PROBLEM_H

#include <stdbool.h>

struct problem_row {
	int status;
	const char *title, *sentence;
};
/* False past the last. */
bool problem_at(int i, struct problem_row *row);

#endif
