/* search_facet.c - filters: what may be chosen, with how many there would be. */
#include "across/search_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
	GROUPS = 40,		/* facets */
	SHOWN = 4,		/* of them with their values */
	VALUES = 6,		/* of each */
	TYPES = 12,		/* of the types */
	ALL = 70,		/* of the facet that is open: pages stay small */
	OTHERS = 10		/* names of facets that are not shown */
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
static const char *const before[] = {"type", "axes", "region"};

static int rank(const char *name)
{
	int i = 0;
	while (i < 3 && !text_eq(before[i], name))
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

static int read_groups(const struct listing *l, struct group *groups)
{
	int n = 0;
	const struct search_count *c = l->found.counts;
	for (int i = 0; i < l->found.count_count && n < GROUPS;) {
		struct group g = {.name = c[i].name, .first = &c[i]};
		for (; i < l->found.count_count && text_eq(c[i].name, g.name); i++) {
			g.count++;
			g.sheets += c[i].count;
			g.chosen = g.chosen || c[i].chosen;
		}
		g.label = listing_label(l->request, g.name, NULL);
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

static void draw_value(struct page *p, const struct listing *l, const struct search_count *c)
{
	const char *label = listing_label(l->request, c->name, c->value);
	const char *link = listing_link(l, &(struct listing_change){.facet = c->name, .value = c->value,
		.open = l->open});
	if (c->chosen)
		html(p, "<li><a href='%s' aria-current='true'><b>%s</b> <span>%d</span></a></li>", link,
			label ? label : c->value, c->count);
	else
		html(p, "<li><a href='%s'>%s <span>%d</span></a></li>", link, label ? label : c->value,
			c->count);
}

static void draw_group(struct page *p, const struct listing *l, const struct group *g, int most)
{
	int shown = 0;
	html(p, "<h3>%s</h3><ul>", g->label);
	for (int i = 0; i < g->count && shown < ALL; i++)
		if (most >= ALL || g->first[i].chosen || (shown < most && is_near(g, &g->first[i]))) {
			draw_value(p, l, &g->first[i]);
			shown++;
		}
	html(p, "</ul>");
	if (shown < g->count && most < ALL)
		html(p, "<p class='small'><a href='%s'>%s</a></p>",
			listing_link(l, &(struct listing_change){.open = g->name}),
			tr_s(p, "All values: %s", g->label));
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
		html(p, "%s<a href='%s'>%s</a>", named++ ? ", " : "",
			listing_link(l, &(struct listing_change){.open = groups[i].name}), groups[i].label);
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
		html(p, "<li><a href='%s'><span class='hide'>%s </span>%s</a></li>",
			listing_link(l, &(struct listing_change){.facet = f->name, .value = f->value}),
			tr(p, "Remove the filter:"), label ? label : f->value);
	}
	html(p, "</ul>");
}
