/* domains.c - the lists that domains and across/ contribute, in include order. */
#include "store/command.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"
#include "web/page.h"

#define DOMAIN(x) \
	extern const struct command x##_commands[]; \
	extern const struct fold x##_folds[]; \
	extern const struct kind x##_kinds[]; \
	extern const struct route x##_routes[]; \
	extern const struct form x##_forms[]; \
	extern const struct panel x##_panels[];
#include "domains.def"
#undef DOMAIN

static const struct {
	const struct command *commands;
	const struct fold *folds;
	const struct kind *kinds;
	const struct route *routes;
	const struct form *forms;
	const struct panel *panels;
} slices[] = {
#define DOMAIN(x) {x##_commands, x##_folds, x##_kinds, x##_routes, x##_forms, x##_panels},
#include "domains.def"
#undef DOMAIN
};

enum { ROWS = 500 };

/* The i-th row of all the lists of a sort; each list ends with an empty row.  They
 * are put in a row before main. */
#define ROW_AT(row, key, list, at) \
	static const struct row *list##_rows[ROWS + 1]; \
	__attribute__((constructor)) static void list##_in_a_row(void) \
	{ \
		int n = 0; \
		for (size_t s = 0; s < sizeof slices / sizeof *slices; s++) \
			for (const struct row *r = slices[s].list; r->key && n < ROWS; r++) \
				list##_rows[n++] = r; \
	} \
	const struct row *at(int i) \
	{ \
		return list##_rows[i]; \
	}

ROW_AT(command, name, commands, command_at)
ROW_AT(fold, kind, folds, fold_at)
ROW_AT(kind, prefix, kinds, kind_at)
ROW_AT(route, path, routes, route_at)
ROW_AT(form, command, forms, form_at)
ROW_AT(panel, place, panels, panel_at)
