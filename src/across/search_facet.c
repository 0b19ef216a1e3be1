/* search_facet.c - filters: what may be chosen, with how many there would be. */
#include "across/search_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
	GROUPS = 40,		/* facets */
	SHOWN = 5,		/* of them with their values */
	VALUES = 6,		/* of each */
	TYPES = 12,		/* of the types */
	ALL = 70,		/* of the facet that is open: pages stay small */
	OTHERS = 16		/* names of facets that are not shown */
};

/* A facet of the answer: a run of its counts. */
struct group {
	const char *name, *label;
	const struct search_count *first;
	int count;		/* values */
	int sheets;		/* sum over values: how much it tells */
	bool chosen;
};

/* These come first, in this order; the others by how much they tell. */
static const char *const before[] = {"type", "axes", "region", "reports", "cost"};

static int rank(const char *name)
{
	enum { BEFORE = sizeof before / sizeof *before };
	int i = 0;
	while (i < BEFORE && !text_eq(before[i], name))
		i++;
	return i;
}

static int by_use(const void *x, const void *y)
{
	const struct group *a = x, *b = y;
	int order = rank(a->name) - rank(b->name);
	if (order == 0)
		order = (a->sheets < b->sheets) - (a->sheets > b->sheets);
	return order ? order : strcmp(a->name, b->name);
}

/* A facet is offered if it parts what was found. */
static bool parts(const struct listing *l, const struct group *g)
{
	bool one = g->count == 1 && g->first->count == l->found.total;
	return g->label && (g->chosen || !one) && !(l->type && text_eq(g->name, "type"));
}

/* "0", "0..1000", "1000..": classes of amounts, in which order matters more than use. */
static bool is_amount(const char *value, bool *range)
{
	size_t from = strspn(value, "0123456789"), dots = strspn(value + from, ".");
	*range = dots == 2;
	return from && (dots == 0 || dots == 2) &&
		!value[from + dots + strspn(value + from + dots, "0123456789")];
}

static int by_amount(const void *x, const void *y)
{
	const struct search_count *a = x, *b = y;
	long long from = strtoll(a->value, NULL, 10), other = strtoll(b->value, NULL, 10);
	return from != other ? (from > other) - (from < other) : strcmp(a->value, b->value);
}

static void order_amounts(struct search_count *first, int count)
{
	bool all = true, any = false, range;
	for (int i = 0; i < count && all; i++) {
		all = is_amount(first[i].value, &range);
		any = any || range;
	}
	if (all && any)
		qsort(first, (size_t)count, sizeof *first, by_amount);
}

static int read_groups(const struct listing *l, struct group *groups)
{
	int n = 0;
	struct search_count *c = l->found.counts;
	for (int i = 0; i < l->found.count_count && n < GROUPS;) {
		int first = i;
		struct group g = {.name = c[i].name, .first = &c[i]};
		for (; i < l->found.count_count && text_eq(c[i].name, g.name); i++) {
			g.count++;
			g.sheets += c[i].count;
			g.chosen = g.chosen || c[i].chosen;
		}
		g.label = listing_label(l->request, g.name, NULL);
		order_amounts(c + first, g.count);
		if (parts(l, &g))
			groups[n++] = g;
	}
	qsort(groups, (size_t)n, sizeof *groups, by_use);
	return n;
}

const struct search_count *count_parent(const struct search_count *counts, int n,
	const struct search_count *c)
{
	const struct search_count *best = NULL;
	size_t longest = 0;
	for (int i = 0; i < n; i++) {
		size_t size = strlen(counts[i].value);
		if (size > longest && text_eq(counts[i].name, c->name) &&
				strncmp(c->value, counts[i].value, size) == 0 && c->value[size] == '-') {
			best = &counts[i];
			longest = size;
		}
	}
	return best;
}

/* What stands below another value shows once that one is chosen. */
static bool is_near(const struct group *g, const struct search_count *c)
{
	const struct search_count *parent = count_parent(g->first, g->count, c);
	return c->chosen || !parent || parent->chosen;
}

/* The beginning of a link to a change of the list. */
static void open_link(struct page *p, const struct listing *l, const struct listing_change *c)
{
	html(p, "<a href='%s'", listing_link(l, c));
	html(p, listing_unlisted(l, c) ? " rel='nofollow'" : "");
}

/* Beside others of its facet that are chosen, a value tells what it adds. */
static void draw_value(struct page *p, const struct listing *l, const struct group *g,
	const struct search_count *c)
{
	const char *label = listing_label(l->request, c->name, c->value);
	html(p, "<li>");
	open_link(p, l, &(struct listing_change){.facet = c->name, .value = c->value,
		.open = l->open});
	if (c->chosen)
		html(p, " aria-current='true'><b>%s</b> <span>%d</span></a></li>",
			label ? label : c->value, c->count);
	else
		html(p, ">%s <span>%s%d</span></a></li>", label ? label : c->value,
			g->chosen ? "+" : "", c->more);
}

/* A link that shows all values of a facet. */
static void draw_open(struct page *p, const struct listing *l, const struct group *g,
	const char *words)
{
	open_link(p, l, &(struct listing_change){.open = g->name});
	html(p, ">%s</a>", words);
}

static void draw_group(struct page *p, const struct listing *l, const struct group *g, int most)
{
	int shown = 0;
	bool full = l->own_count == CHOSEN;
	html(p, "<h3>%s</h3><ul>", g->label);
	for (int i = 0; i < g->count && shown < ALL; i++)
		if (full && !g->first[i].chosen)
			continue;
		else if (most >= ALL || g->first[i].chosen || (shown < most && is_near(g, &g->first[i]))) {
			draw_value(p, l, g, &g->first[i]);
			shown++;
		}
	html(p, "</ul>");
	if (shown == g->count || full)
		return;
	if (most >= ALL) {
		html(p, "<p class='small muted'>%s</p>", tr_n(p, "And %d more: type a word to find it.",
			"And %d more: type a word to find them.", g->count - shown));
	} else {
		html(p, "<p class='small'>");
		draw_open(p, l, g, tr_s(p, "All values: %s", g->label));
		html(p, "</p>");
	}
}

static bool is_open(const struct listing *l, const struct group *g)
{
	return l->open && text_eq(l->open, g->name);
}

/* Is there an earlier facet of the same name among those not shown? */
static bool is_named(const struct group *groups, const bool *shown, int i)
{
	for (int k = 0; k < i; k++)
		if (!shown[k] && text_eq(groups[k].label, groups[i].label))
			return true;
	return false;
}

/* Names of the facets that are not shown, each opening itself. */
static void draw_others(struct page *p, const struct listing *l, const struct group *groups,
	const bool *shown, int n)
{
	int named = 0;
	for (int i = 0; i < n && named < OTHERS; i++) {
		if (shown[i] || is_named(groups, shown, i))
			continue;
		if (!named)
			html(p, "<p class='small'>%s ", tr(p, "Other filters:"));
		html(p, named++ ? ", " : "");
		draw_open(p, l, &groups[i], groups[i].label);
	}
	if (named)
		html(p, "</p>");
}

void listing_facets(struct page *p, const struct listing *l)
{
	struct group groups[GROUPS];
	bool shown[GROUPS] = {false};
	int n = read_groups(l, groups), drawn = 0;
	bool opened = false;
	for (int i = 0; i < n; i++)
		opened = opened || is_open(l, &groups[i]);
	html(p, "<details class='facets'%s><summary>%s%s</summary><div><h2 class='hide'>%s</h2>",
		opened ? " open" : "", tr(p, "Filter"), l->own_count ? arena_printf(p->arena, " (%s)",
			tr_n(p, "%d filter set", "%d filters set", l->own_count)) : "", tr(p, "Filters"));
	for (int i = 0; i < n; i++)
		if ((shown[i] = is_open(l, &groups[i])))
			draw_group(p, l, &groups[i], ALL);
	for (int i = 0; i < n; i++) {
		bool type = text_eq(groups[i].name, "type");
		if (shown[i] || !(groups[i].chosen || (!opened && drawn < SHOWN)))
			continue;
		draw_group(p, l, &groups[i], opened ? 1 : type ? TYPES : VALUES);
		shown[i] = true;
		drawn++;
	}
	draw_others(p, l, groups, shown, n);
	html(p, "</div></details>");
}

void listing_chosen(struct page *p, const struct listing *l)
{
	if (!l->own_count)
		return;
	html(p, "<ul class='on'>");
	for (int i = 0; i < l->own_count; i++) {
		const struct facet *f = &l->chosen[i];
		const char *label = listing_label(l->request, f->name, f->value);
		html(p, "<li>");
		open_link(p, l, &(struct listing_change){.facet = f->name, .value = f->value});
		html(p, "><span class='hide'>%s </span>%s</a></li>", tr(p, "Remove the filter:"),
			label ? label : f->value);
	}
	html(p, "</ul>");
	if (l->own_count == CHOSEN)
		page_notice(p, l->too_many ? "care" : "", tr(p, "A list takes twelve filters at most: "
			"remove one to choose another."));
}
