/* search_feed.c - GET /ressources.atom: what is new in a list. */
#include "across/search_list.h"

#include "across/search_rows.h"
#include "web/feed.h"

void search_feed(struct request *r)
{
	struct listing l;
	listing_read(&l, r, "/ressources", NULL);
	l.wish.order = NEWEST;
	l.wish.offset = 0;
	l.wish.limit = FEED_ENTRIES;
	l.wish.brief = true;
	search_find(&l.wish, r->arena, &l.found);
	l.page = 1;
	l.wish.order = BEST;	/* the feed has one address, whatever the order of the list */
	struct out o = feed_open(r, &(struct feed_head){.list = listing_canonical(&l),
		.title = listing_title(&l, tr_lang(r->lang, "Resources")),
		.self = listing_as(&l, "/ressources.atom"),
		.updated = l.found.item_count ? l.found.items[0].updated : 0});
	for (int i = 0; i < l.found.item_count; i++) {
		const struct search_item *s = &l.found.items[i];
		const char *label = listing_label(r, "type", s->type);
		feed_put(&o, r, &(struct feed_entry){.id = s->id, .title = s->title,
			.summary = s->snippet, .address = s->address, .type = s->type,
			.label = label ? label : s->type, .updated = s->updated});
	}
	feed_close(&o, r);
}
