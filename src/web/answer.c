/* answer.c - what a route says back. http_send.c turns it into bytes. */
#include <string.h>

#include "base/text.h"
#include "web/http_own.h"

void answer_header(struct request *r, const char *name, const char *value)
{
	for (const char *p = value; *p; p++)
		if ((unsigned char)*p < ' ')
			return;		/* would split the answer */
	pairs_add(r->arena, &http_of(r)->reply, arena_dup(r->arena, name),
		arena_dup(r->arena, value));
}

void answer(struct request *r, int status, const char *type, const void *bytes, size_t n)
{
	struct http *h = http_of(r);
	if (h->answered)
		die("answered twice: %s %s", r->method, r->route ? r->route->path : r->path);
	h->answered = true;
	h->status = status;
	h->type = type;
	h->bytes = n ? arena_copy(r->arena, bytes, n) : "";
	h->size = n;
}

void answer_json(struct request *r, int status, json_t *j)
{
	const char *text = json_text(r->arena, j);
	answer(r, status, "application/json; charset=utf-8", text, strlen(text));
}

void answer_see(struct request *r, const char *path)
{
	answer_moved(r, 303, path);
}

/* A browser leaves tabs and line ends out: "/\t/elsewhere" would be another site. */
static bool plain(const char *path)
{
	for (; *path; path++)
		if ((unsigned char)*path <= ' ')
			return false;
	return true;
}

/* Only to our own pages: what is no path of ours goes to the home page. */
void answer_moved(struct request *r, int status, const char *path)
{
	bool ours = path && path[0] == '/' && path[1] != '/' && path[1] != '\\' && plain(path);
	answer_header(r, "Location", link_to(r, ours ? path : "/"));
	answer(r, status, NULL, NULL, 0);
}
