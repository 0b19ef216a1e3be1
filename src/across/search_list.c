/* search_list.c - from an address to a search, and back. */
#include "across/search_list.h"

#include "across/search_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "base/text.h"

enum { WAIT = 300 };	/* ms for the index to reach what the reader has seen */

static const struct {
	const char *name;
	enum search_order order;
} orders[] = {{"pertinence", BEST}, {"date", NEWEST}, {"titre", BY_TITLE}};

/* A point that sheets gave themselves: "46.4512,0.1234-A1B2C3". */
static bool is_own_place(const char *facet, const char *value)
{
	return value && text_eq(facet, "territory") && strchr(value, ',');
}

static const char *place_name(struct arena *a, const char *code)
{
	struct search *s = search_here();
	struct db *db = s ? search_enter(s, a) : NULL;
	const char *name = db ? db_text(db, "SELECT name FROM place WHERE code = ?1", "s", code) : NULL;
	if (db)
		search_leave(s, db);
	return name;
}

const char *listing_label(struct request *r, const char *facet, const char *value)
{
	const struct kind *k;
	const char *label = is_own_place(facet, value) ? place_name(r->arena, value) : NULL;
	for (int i = 0; !label && (k = kind_at(i)); i++)
		label = k->label(r->db, r->lang, facet, value);
	return label;
}

static bool is_facet(struct request *r, const char *name)
{
	return text_eq(name, "territory") || listing_label(r, name, NULL);
}

static bool there(const struct listing *l, const char *name, const char *value)
{
	for (int i = 0; i < l->chosen_count; i++)
		if (text_eq(l->chosen[i].name, name) && text_eq(l->chosen[i].value, value))
			return true;
	return false;
}

/* Codes of territories are in capitals, however they are typed. */
static const char *as_code(struct arena *a, const char *facet, const char *value)
{
	if (!text_eq(facet, "territory") && !text_eq(facet, "departement") &&
			!text_eq(facet, "region") && !text_eq(facet, "commune"))
		return value;
	char *code = arena_dup(a, value);
	for (char *p = code; *p; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	return code;
}

static int by_name(const void *x, const void *y)
{
	const struct facet *a = x, *b = y;
	int order = strcmp(a->name, b->name);
	return order ? order : strcmp(a->value, b->value);
}

static void read_chosen(struct listing *l)
{
	struct request *r = l->request;
	for (int i = 0; i < r->query.count && !l->too_many; i++) {
		const char *name = r->query.names[i], *value = r->query.values[i];
		value = text_line(r->arena, value, strlen(value));
		value = value ? as_code(r->arena, name, value) : NULL;
		bool own = l->type && text_eq(name, "type");
		if (!value || !*value || own || there(l, name, value) || !is_facet(r, name))
			continue;
		l->too_many = l->chosen_count == CHOSEN;
		if (!l->too_many)
			l->chosen[l->chosen_count++] = (struct facet){name, value};
	}
	qsort(l->chosen, (size_t)l->chosen_count, sizeof *l->chosen, by_name);
	l->own_count = l->chosen_count;
	if (l->type)
		l->chosen[l->chosen_count++] = (struct facet){"type", l->type};
}

static enum search_order read_order(struct request *r)
{
	const char *asked = request_query(r, "tri");
	for (size_t i = 0; asked && i < sizeof orders / sizeof *orders; i++)
		if (text_eq(asked, orders[i].name))
			return orders[i].order;
	return BEST;
}

/* Pages that lag behind what the reader saw are made for this reader only. */
bool listing_wait(struct request *r, int ms)
{
	static const char *const reads[] = {"resource:*", "type:*", "scheme:*", "territory:*"};
	if (!search_wait(r->position, ms)) {
		request_lags(r);
		return false;
	}
	for (size_t i = 0; i < sizeof reads / sizeof *reads; i++)
		request_reads(r, reads[i]);
	return true;
}

/* Only what has words is counted. */
static bool offers(void *context, const char *facet)
{
	return listing_label(context, facet, NULL);
}

void listing_read(struct listing *l, struct request *r, const char *path, const char *type)
{
	*l = (struct listing){.request = r, .path = path, .type = type, .listed = 1};
	read_chosen(l);
	l->page = (int)request_number(r, "page", 1, PAGES, 1);
	l->open = request_query(r, "filtre");
	l->wish = (struct search_wish){.words = request_query(r, "q"), .chosen = l->chosen,
		.chosen_count = l->chosen_count, .members = r->who.role >= MEMBER,
		.order = read_order(r), .offset = l->open ? 0 : (l->page - 1) * PAGE_SIZE,
		.limit = l->open ? FEW : PAGE_SIZE,
		.lang = r->lang, .offers = offers, .context = r};
	l->behind = !listing_wait(r, WAIT);
	if (l->wish.words)
		request_lags(r);	/* each search once: keeping them would push pages out */
}

static void put(struct out *o, struct arena *a, const char *name, const char *value)
{
	if (value)
		out_printf(o, "%s%s=%s", o->len ? "&" : "", url_escape(a, name), url_escape(a, value));
}

/* The filters with a change, in their order; returns how many. */
static int changed(const struct listing *l, const struct listing_change *c,
	struct facet to[CHOSEN + 1])
{
	int n = 0;
	bool out = false;
	for (int i = 0; i < l->own_count && !c->bare; i++) {
		const struct facet *f = &l->chosen[i];
		bool same = text_eq(f->name, c->facet) && text_eq(f->value, c->value);
		out = out || same;
		if (!same)
			to[n++] = *f;
	}
	if (c->facet && !out)
		to[n++] = (struct facet){c->facet, c->value};
	qsort(to, (size_t)n, sizeof *to, by_name);
	return n;
}

static const char *make_query(const struct listing *l, const struct listing_change *c)
{
	struct arena *a = l->request->arena;
	struct out o = out_new(65536);
	struct facet chosen[CHOSEN + 1];
	int n = changed(l, c, chosen);
	put(&o, a, "q", c->words ? c->words : l->wish.words);
	for (int i = 0; i < n; i++)
		put(&o, a, chosen[i].name, chosen[i].value);
	const char *order = c->order;
	for (size_t i = 0; !order && i < sizeof orders / sizeof *orders; i++)
		if (l->wish.order != BEST && orders[i].order == l->wish.order)
			order = orders[i].name;
	if (!c->plain)
		put(&o, a, "tri", order);
	put(&o, a, "filtre", c->open);
	const char *query = arena_dup(a, out_str(&o));
	out_free(&o);
	return query;
}

const char *listing_canonical(const struct listing *l)
{
	struct arena *a = l->request->arena;
	const char *query = make_query(l, &(struct listing_change){.plain = true});
	const char *page = l->page > 1 && !l->open ? arena_printf(a, "page=%d", l->page) : "";
	return arena_printf(a, "%s%s%s%s%s", l->path, *query || *page ? "?" : "", query,
		*query && *page ? "&" : "", page);
}

const char *listing_as(const struct listing *l, const char *path)
{
	struct arena *a = l->request->arena;
	const char *query = make_query(l, &(struct listing_change){0});
	const char *type = l->type ? arena_printf(a, "type=%s", url_escape(a, l->type)) : "";
	return arena_printf(a, "%s%s%s%s%s", path, *query || *type ? "?" : "", query,
		*query && *type ? "&" : "", type);
}

const char *listing_title(const struct listing *l, const char *name)
{
	struct request *r = l->request;
	struct out o = out_new(2000);
	if (l->wish.words)
		out_printf(&o, "%s - ", l->wish.words);
	out_text(&o, name);
	for (int i = 0; i < l->own_count; i++) {
		const struct facet *f = &l->chosen[i];
		const char *label = listing_label(r, f->name, f->value);
		out_printf(&o, "%s%s", i ? ", " : r->lang == FR ? "\u00a0: " : ": ", label ? label : f->value);
	}
	const char *title = arena_dup(r->arena, out_str(&o));
	out_free(&o);
	return title;
}

/* As many lists as sheets have values, not as many as values can be crossed. */
static bool crosses(const struct listing *l, const struct facet *chosen, int n)
{
	int types = 0;
	for (int i = 0; i < n; i++)
		types += text_eq(chosen[i].name, "type");
	return types > 1 || (types && !l->listed) || n - types > l->listed;
}

bool listing_unlisted(const struct listing *l, const struct listing_change *c)
{
	struct facet chosen[CHOSEN + 1];
	bool words = (c && c->words) || l->wish.words;
	if (!c)
		return words || crosses(l, l->chosen, l->own_count) || l->wish.order != BEST || l->open;
	return words || c->open || c->order || crosses(l, chosen, changed(l, c, chosen));
}

const char *listing_query(const struct listing *l)
{
	return make_query(l, &(struct listing_change){0});
}

const char *listing_link(const struct listing *l, const struct listing_change *c)
{
	const char *query = make_query(l, c);
	return link_to(l->request, *query ? arena_printf(l->request->arena, "%s?%s", l->path, query) :
		l->path);
}
