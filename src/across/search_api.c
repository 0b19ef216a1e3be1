/* search_api.c - GET /api/v1/resources: the same search for programs.
 *
 *	{"total", "items": [{"id", "slug", "type", "title", "snippet", "updated", "url"}],
 *	 "facets": {"type": [{"value", "label", "count", "more", "chosen"}]}, "next", "nearest"}
 *
 * Snippets are plain text.  Of each facet the 50 most frequent values: how many have it
 * among those that the other facets leave, and how many choosing it adds to what is
 * found (in a facet without a choice: brings).  next is a cursor, null at the end;
 * nearest is there when nothing was found and something is spelled almost like that. */
#include "across/search_list.h"

#include <string.h>

#include "across/search_rows.h"
#include "base/date.h"
#include "base/text.h"

enum { MOST = 100, VALUES = 50 };	/* items; values of a facet */

static const char *plain(struct arena *a, const char *marked)
{
	char *s = arena_dup(a, marked), *to = s;
	for (const char *p = s; *p; p++)
		if (*p != 2 && *p != 3)
			*to++ = *p;
	*to = '\0';
	return s;
}

static json_t *item_json(struct request *r, const struct search_item *i)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "id", i->id, "slug", i->slug,
		"type", i->type, "title", i->title, "snippet", plain(r->arena, i->snippet),
		"updated", date_iso(r->arena, i->updated), "url", link_absolute(r, i->address));
}

static json_t *facets_json(struct request *r, const struct search_answer *found)
{
	json_t *facets = json_object();
	json_t *values = NULL;
	for (int i = 0; i < found->count_count; i++) {
		const struct search_count *c = &found->counts[i];
		if (!json_object_get(facets, c->name)) {
			values = json_array();
			json_object_set_new(facets, c->name, values);
		}
		if (json_array_size(values) >= VALUES && !c->chosen)
			continue;
		const char *label = listing_label(r, c->name, c->value);
		json_array_append_new(values, json_pack("{s:s, s:s, s:i, s:i, s:b}", "value", c->value,
			"label", label ? label : c->value, "count", c->count, "more", c->more, "chosen",
			c->chosen));
	}
	return facets;
}

void search_api_list(struct request *r)
{
	struct listing l;
	listing_read(&l, r, "/api/v1/resources", NULL);
	l.wish.limit = (int)request_number(r, "limit", 0, MOST, PAGE_SIZE);
	l.wish.offset = 0;
	l.wish.after = request_query(r, "cursor");
	if (!search_find(&l.wish, r->arena, &l.found)) {
		answer_error(r, 400, N_("This cursor is none of ours: begin again without it."));
		return;
	}
	json_t *items = json_array();
	for (int i = 0; i < l.found.item_count; i++)
		json_array_append_new(items, item_json(r, &l.found.items[i]));
	json_t *all = json_keep(r->arena, json_pack("{s:i, s:o, s:o, s:s?}", "total", l.found.total,
		"items", items, "facets", facets_json(r, &l.found), "next", l.found.next));
	if (l.found.nearest)
		json_object_set_new(all, "nearest", json_string(l.found.nearest));
	answer_header(r, "X-Robots-Tag", "noindex");
	answer_json(r, 200, all);
}
