/* pages.c - what every site has: health, assets, robots, and the route rows of web/. */
#include <string.h>
#include <sys/statvfs.h>

#include "base/text.h"
#include "base/date.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/asset.h"
#include "web/form.h"
#include "web/http_own.h"
#include "web/pages.h"

enum { DISK_LOW = 16 << 20, WRITER_STUCK_MS = 10000 };

static void plain(struct request *r, int status, const char *text)
{
	answer(r, status, "text/plain; charset=utf-8", text, strlen(text));
}

static void livez(struct request *r)
{
	answer_header(r, "Cache-Control", "no-store");
	plain(r, 200, "ok\n");
}

/* Views are there and open, or we would not come here; what writes must do so too. */
static void readyz(struct request *r)
{
	struct log *log = store_log(r->store);
	struct log_head head;
	struct statvfs fs;
	bool full = statvfs(r->site->data, &fs) == 0 && fs.f_bavail * fs.f_frsize < DISK_LOW;
	const char *why = atomic_load(&http_of(r)->server->stopping) ? "stopping\n"
		: !log->do_->head(log, &head) ? "the log is away\n"
		: store_busy_ms(r->store) > WRITER_STUCK_MS ? "the writer stands still\n"
		: full ? "the disk is full\n" : NULL;
	answer_header(r, "Cache-Control", "no-store");
	if (why)
		answer_header(r, "Retry-After", "5");
	plain(r, why ? 503 : 200, why ? why : "ready\n");
}

static void robots(struct request *r)
{
	request_reads(r, "asset");
	struct out o = out_new(2000);
	out_text(&o, "User-agent: *\n");
	static const char *const personal[] = {"/do/", "/compte", "/connexion", "/bienvenue"};
	for (size_t i = 0; i < sizeof personal / sizeof *personal; i++)
		out_printf(&o, "Disallow: %s\n", link_to(r, personal[i]));
	/* lists by words, in another order, or with many filters have no end */
	static const char *const endless[] = {"/*?q=", "/*&q=", "/*?tri=", "/*&tri=", "/*filtre=",
		"/*&*&*&", "/*.csv"};
	for (size_t i = 0; i < sizeof endless / sizeof *endless; i++)
		out_printf(&o, "Disallow: %s\n", link_to(r, endless[i]));
	plain(r, 200, out_str(&o));
	out_free(&o);
}

/* RFC 9116; it must expire within a year: six months from the day it is read. */
static void security(struct request *r)
{
	const char *contact = r->site->contact;
	int64_t half_year = (int64_t)182 * 24 * 3600 * 1000;
	if (text_blank(contact)) {
		answer_error(r, 404, NULL);
		return;
	}
	bool mail = strchr(contact, '@') && !strstr(contact, "://");
	answer_header(r, "Cache-Control", "no-store");
	plain(r, 200, arena_printf(r->arena, "Contact: %s%s\nExpires: %s\n"
		"Preferred-Languages: fr, en\nCanonical: %s\n", mail ? "mailto:" : "", contact,
		date_iso(r->arena, date_now() + half_year),
		link_absolute(r, "/.well-known/security.txt")));
}

const struct command web_commands[] = {{0}};
const struct fold web_folds[] = {{0}};
const struct kind web_kinds[] = {{0}};
const struct form web_forms[] = {{0}};
const struct panel web_panels[] = {{0}};
const struct route web_routes[] = {
	{"GET", "/livez", ANYONE, NO_VIEWS, 0, livez},
	{"GET", "/readyz", ANYONE, SLOW | PERSONAL, 0, readyz},
	{"GET", "/a/{asset}", ANYONE, NO_VIEWS, 0, asset_serve},
	{"GET", "/favicon.ico", ANYONE, NO_VIEWS, 0, asset_icon},
	{"GET", "/robots.txt", ANYONE, NO_VIEWS, 0, robots},
	{"GET", "/.well-known/security.txt", ANYONE, NO_VIEWS, 0, security},
	{"POST", "/do/{command}", ANYONE, PERSONAL, 2 << 20, do_command},
	{"GET", "/mentions-legales", ANYONE, SHARED, 0, page_legal},
	{"GET", "/accessibilite", ANYONE, SHARED, 0, page_accessibility},
	{"GET", "/donnees-personnelles", ANYONE, SHARED, 0, page_privacy},
	{"GET", "/ecoconception", ANYONE, SHARED, 0, page_ecodesign},
	{"GET", "/code-source", ANYONE, SHARED, 0, page_source},
	{"GET", "/plan-du-site", ANYONE, SHARED, 0, page_map},
	{"GET", "/aide", ANYONE, SHARED, 0, page_help},
	{"GET", "/aide/{page}", ANYONE, SHARED, 0, guide_page},
	{0}};
