/* lang.c - which language a reader gets, and the words of pages.
 *
 * The address first (?lang=en), then the cookie that keeps such a choice, then
 * what the browser says. */
#include <string.h>

#include "base/text.h"
#include "web/cookie.h"
#include "web/page.h"

void lang_choose(struct http *h)
{
	struct request *r = &h->request;
	r->lang = lang_accept(http_header(h, "Accept-Language"));
	lang_parse(cookie_get(h, "lang"), &r->lang);
	r->who.lang = r->lang;
}

/* After the address is known. */
void lang_asked(struct http *h)
{
	struct request *r = &h->request;
	if (!lang_parse(pairs_get(&r->query, "lang"), &r->lang))
		return;
	r->who.lang = r->lang;
	cookie_set(h, "lang", lang_code(r->lang), 365 * 24 * 3600);
}

const char *tr(const struct page *p, const char *key)
{
	return tr_lang(p->lang, key);
}

const char *tr_n(const struct page *p, const char *one, const char *many, long long n)
{
	return tr_count(p->arena, p->lang, one, many, n);
}

const char *tr_s(const struct page *p, const char *key, const char *detail)
{
	return tr_fill(p->arena, p->lang, key, detail);
}

const char *tr_fill(struct arena *a, enum lang lang, const char *key, const char *detail)
{
	const char *text = tr_lang(lang, key);
	const char *at = strstr(text, "%s");
	if (!at)
		return text;
	return arena_printf(a, "%.*s%s%s", (int)(at - text), text, detail ? detail : "", at + 2);
}
