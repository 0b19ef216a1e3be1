/* page.h - the frame around every page, and the words in it.
 *
 *	struct page *p = page_open(r, &(struct page_head){.title = s.title});
 *	html(p, "<h1>%s</h1>", s.title);
 *	page_close(p);
 *
 * page_close answers the request with status head.status (200 when 0). */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "base/html.h"
#include "web/request.h"

struct crumb {
	const char *path, *label;	/* label already in the reader's language */
};

struct page_head {
	const char *title;		/* already in the reader's language */
	const char *summary;		/* meta description, or NULL */
	const char *section;		/* "ressources": marks the menu; or NULL */
	const struct crumb *crumbs;	/* parents only, ends with {0}; or NULL */
	const char *canonical;		/* the one path and query of what is shown here; or NULL */
	const char *feed;		/* path and query of what is new here, as Atom; or NULL */
	bool unlisted;			/* not for search engines, nor what it leads to */
	int status;
	bool wide;			/* the page makes its own <main> wrapping (home) */
};

struct page {
	struct out out;
	struct request *request;
	const struct page_head *head;
	struct db *db;
	struct arena *arena;
	enum lang lang;
};

#define html(p, ...) html_out(&(p)->out, __VA_ARGS__)

struct page *page_open(struct request *r, const struct page_head *head);
void page_close(struct page *p);

/* The sentence in the page's language. */
const char *tr(const struct page *p, const char *key);
/* tr_n(p, "%d answer", "%d answers", n) */
const char *tr_n(const struct page *p, const char *one, const char *many, long long n);
/* tr with one %s filled in; not escaped: html's %s does it. */
const char *tr_s(const struct page *p, const char *key, const char *detail);
/* link_to for a page: escapes nothing, html's %s does it. */
const char *to(const struct page *p, const char *path);

/* CommonMark in safe mode, headings lowered to start at h3, as markup. */
void page_markdown(struct page *p, const char *text);
/* <div class='notice ...'><p>...; kind is "", "done", "care" or "stop". */
void page_notice(struct page *p, const char *kind, const char *sentence);
/* Pagination: first, previous, numbers, next.  query: other parameters, "&"-joined. */
void page_pages(struct page *p, const char *path, const char *query, int page, int pages);
/* Time as the reader says it: "12 mai 2026", in <time>. */
void page_date(struct page *p, int64_t ms);

/* Panel rows: a later domain shows itself on an earlier one's page. */
struct panel {
	const char *place;	/* "territory.main", "territory.side", "home.main"... */
	enum role role;
	void (*draw)(struct page *, const char *subject);
};
const struct panel *panel_at(int i);	/* NULL past the last */
/* Draws all panels of a place. */
void page_panels(struct page *p, const char *place, const char *subject);

#endif
