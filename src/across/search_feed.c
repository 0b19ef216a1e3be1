/* search_feed.c - GET /ressources.atom: what is new in a list, RFC 4287. */
#include "across/search_list.h"

#include "across/search_rows.h"
#include "base/date.h"
#include "web/site.h"

enum { ENTRIES = 50, BYTES = 1 << 20 };

static void put_entry(struct out *o, struct request *r, const struct search_item *i)
{
	const char *label = listing_label(r, "type", i->type);
	html_out(o, "<entry><title>%s</title><id>%s</id><link rel='alternate' type='text/html' href='%s'/>"
		"<updated>%s</updated><category term='%s' label='%s'/><summary>%s</summary></entry>\n",
		i->title, link_absolute(r, arena_printf(r->arena, "/id/%s", i->id)),
		link_absolute(r, i->address), date_iso(r->arena, i->updated), i->type,
		label ? label : i->type, i->snippet);
}

void search_feed(struct request *r)
{
	struct listing l;
	listing_read(&l, r, "/ressources", NULL);
	l.wish.order = NEWEST;
	l.wish.offset = 0;
	l.wish.limit = ENTRIES;
	l.wish.brief = true;
	search_find(&l.wish, r->arena, &l.found);
	l.page = 1;
	l.wish.order = BEST;	/* the feed has one address, whatever the order of the list */
	const char *list = link_absolute(r, listing_canonical(&l));
	struct out o = out_new(BYTES);
	html_out(&o, "<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom'"
		" xml:lang='%s'>\n<title>%s - %s</title><id>%s</id><link rel='self' "
		"type='application/atom+xml' href='%s'/><link rel='alternate' type='text/html' href='%s'/>"
		"<updated>%s</updated><author><name>%s</name></author>\n", lang_code(r->lang),
		listing_title(&l, tr_lang(r->lang, "Resources")), r->site->name, list,
		link_absolute(r, listing_as(&l, "/ressources.atom")), list, date_iso(r->arena,
			l.found.item_count ? l.found.items[0].updated : 0), r->site->name);
	for (int i = 0; i < l.found.item_count; i++)
		put_entry(&o, r, &l.found.items[i]);
	html_out(&o, "</feed>\n");
	answer_header(r, "X-Robots-Tag", "noindex");
	answer_header(r, "Content-Language", lang_code(r->lang));
	answer(r, 200, "application/atom+xml; charset=utf-8", out_str(&o), o.len);
	out_free(&o);
}
