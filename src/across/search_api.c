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

enum { MOST = 100, VALUES = 50, BYTES = 16 << 20 };	/* items; values of a facet; of the answer */

static const char *plain(struct arena *a, const char *marked)
{
	char *s = arena_dup(a, marked), *to = s;
	for (const char *p = s; *p; p++)
		if (*p != 2 && *p != 3)
			*to++ = *p;
	*to = '\0';
	return s;
}

/* "key": "value" after a comma or what opened the object. */
static void member(struct out *o, const char *key, const char *value)
{
	out_char(o, '"');
	out_text(o, key);
	out_text(o, "\":");
	json_quote(o, value);
}

static void add_item(struct out *o, struct request *r, const struct search_item *i)
{
	const char *const all[][2] = {{"id", i->id}, {"slug", i->slug}, {"type", i->type},
		{"title", i->title}, {"snippet", plain(r->arena, i->snippet)},
		{"updated", date_iso(r->arena, i->updated)}, {"url", link_absolute(r, i->address)}};
	for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
		out_char(o, k ? ',' : '{');
		member(o, all[k][0], all[k][1]);
	}
	out_char(o, '}');
}

/* Values of one facet follow one another. */
static void add_facets(struct out *o, struct request *r, const struct search_answer *found)
{
	const char *name = NULL;
	int n = 0;
	for (int i = 0; i < found->count_count; i++) {
		const struct search_count *c = &found->counts[i];
		if (!text_eq(c->name, name)) {
			out_text(o, name ? "]," : "");
			json_quote(o, name = c->name);
			out_text(o, ":[");
			n = 0;
		}
		if (n >= VALUES && !c->chosen)
			continue;
		const char *label = listing_label(r, name, c->value);
		out_text(o, n++ ? ",{" : "{");
		member(o, "value", c->value);
		out_char(o, ',');
		member(o, "label", label ? label : c->value);
		out_printf(o, ",\"count\":%d,\"more\":%d,\"chosen\":%s}", c->count, c->more,
			c->chosen ? "true" : "false");
	}
	out_text(o, name ? "]" : "");
}

static void add_answer(struct out *o, struct request *r, const struct search_answer *found)
{
	out_printf(o, "{\"total\":%d,\"items\":[", found->total);
	for (int i = 0; i < found->item_count; i++) {
		out_text(o, i ? "," : "");
		add_item(o, r, &found->items[i]);
	}
	out_text(o, "],\"facets\":{");
	add_facets(o, r, found);
	out_text(o, "},\"next\":");
	if (found->next)
		json_quote(o, found->next);
	else
		out_text(o, "null");
	if (found->nearest) {
		out_char(o, ',');
		member(o, "nearest", found->nearest);
	}
	out_char(o, '}');
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
	struct out o = out_new(BYTES);	/* by hand: it is asked for often, and has 400 labels */
	add_answer(&o, r, &l.found);
	answer_header(r, "X-Robots-Tag", "noindex");
	answer(r, 200, "application/json; charset=utf-8", out_str(&o), o.len);
	out_free(&o);
}
