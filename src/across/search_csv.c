/* search_csv.c - GET /ressources.csv: the list as a table. */
#include "across/search_list.h"

#include "across/search_rows.h"
#include "web/table.h"

static bool none(void *context, const char *facet)
{
	(void)context;
	(void)facet;
	return false;
}

void search_csv(struct request *r)
{
	struct listing l;
	listing_read(&l, r, "/ressources.csv", NULL);
	request_lags(r);	/* too large to be kept in memory */
	l.wish.offset = table_from(r);
	l.wish.limit = TABLE_ROWS;
	l.wish.brief = true;
	l.wish.offers = none;
	search_find(&l.wish, r->arena, &l.found);
	if (l.found.late) {
		answer_error(r, 503, N_("The search took too long and was stopped: add a word or a filter."));
		return;
	}
	int n = l.found.item_count;
	struct table_row *rows = arena_alloc(r->arena, (size_t)n * sizeof *rows + 1);
	for (int i = 0; i < n; i++)
		rows[i] = (struct table_row){kind_at(l.found.items[i].kind), l.found.items[i].type,
			l.found.items[i].id};
	table_answer(r, listing_as(&l, l.path), rows, n, l.found.total);
}
