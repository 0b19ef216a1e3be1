/* feed.c - Atom: the same frame around every list. */
#include "web/feed.h"

#include "base/date.h"
#include "base/html.h"
#include "web/site.h"

enum { BYTES = 1 << 20 };

struct out feed_open(struct request *r, const struct feed_head *head)
{
	struct out o = out_new(BYTES);
	const char *list = link_absolute(r, head->list);
	html_out(&o, "<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom'"
		" xml:lang='%s'>\n<title>%s - %s</title><id>%s</id><link rel='self' "
		"type='application/atom+xml' href='%s'/><link rel='alternate' type='text/html' href='%s'/>"
		"<updated>%s</updated><author><name>%s</name></author>\n", lang_code(r->lang), head->title,
		r->site->name, list, link_absolute(r, head->self), list,
		date_iso(r->arena, head->updated), r->site->name);
	return o;
}

void feed_put(struct out *feed, struct request *r, const struct feed_entry *e)
{
	html_out(feed, "<entry><title>%s</title><id>%s</id><link rel='alternate' type='text/html' href='%s'/>"
		"<updated>%s</updated><category term='%s' label='%s'/><summary>%s</summary></entry>\n",
		e->title, link_absolute(r, arena_printf(r->arena, "/id/%s", e->id)),
		link_absolute(r, e->address), date_iso(r->arena, e->updated), e->type, e->label,
		e->summary);
}

void feed_close(struct out *feed, struct request *r)
{
	html_out(feed, "</feed>\n");
	answer_header(r, "X-Robots-Tag", "noindex");
	answer_header(r, "Content-Language", lang_code(r->lang));
	answer(r, 200, "application/atom+xml; charset=utf-8", out_str(feed), feed->len);
	out_free(feed);
}
