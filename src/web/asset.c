/* asset.c - embedded files under addresses that change with their content. */
#include "web/asset.h"

#include <string.h>

#include "base/hash.h"
#include "base/text.h"

enum { ASSETS_MAX = 64, ADDRESS_HASH = 8 };

struct asset {
	const char *name;	/* "fonts/x.woff2" */
	const char *path;	/* "/a/x.3f2a9c41.woff2" */
	const char *type;
	const void *bytes;
	size_t size;
};

static struct asset assets[ASSETS_MAX];
static int count;
static struct arena *arena;

static const char *type_of(const char *name)
{
	static const char *const types[][2] = {{".css", "text/css; charset=utf-8"},
		{".js", "text/javascript; charset=utf-8"}, {".svg", "image/svg+xml; charset=utf-8"},
		{".woff2", "font/woff2"}, {".png", "image/png"},
		{".webmanifest", "application/manifest+json; charset=utf-8"}};
	const char *dot = strrchr(name, '.');
	for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
		if (text_eq(dot, types[i][0]))
			return types[i][1];
	return "application/octet-stream";
}

static void add(const char *name, const void *bytes, size_t size)
{
	if (count == ASSETS_MAX)
		die("too many assets");
	const char *slash = strrchr(name, '/'), *file = slash ? slash + 1 : name;
	const char *dot = strrchr(file, '.');
	unsigned char hash[HASH_SIZE];
	hash_bytes(hash, bytes, size);
	assets[count++] = (struct asset){.name = name, .type = type_of(name), .bytes = bytes,
		.size = size, .path = arena_printf(arena, "/a/%.*s.%.*s%s",
			(int)(dot ? dot - file : (long)strlen(file)), file, ADDRESS_HASH,
			hex(arena, hash, sizeof hash), dot ? dot : "")};
}

static const struct asset *find(const char *name)
{
	for (int i = 0; i < count; i++)
		if (text_eq(assets[i].name, name))
			return &assets[i];
	return NULL;
}

/* What stands in a CSS string: no quote, no backslash, no line break. */
static const char *css_text(const char *s)
{
	char *copy = arena_dup(arena, s);
	for (char *p = copy; *p; p++)
		if (*p == '"' || *p == '\\' || (unsigned char)*p < ' ' || *p == '<')
			*p = ' ';
	return copy;
}

/* Replaces each "url(fonts/x)" by the font's address, beside the style. */
static void fonts(struct out *o, const char *css)
{
	for (const char *at; (at = strstr(css, "url(fonts/")); ) {
		size_t n = strcspn(at + 4, ")");
		const struct asset *f = find(arena_copy(arena, at + 4, n));
		out_bytes(o, css, (size_t)(at - css));
		out_printf(o, "url(%s", f ? f->path + 3 : "");
		css = at + 4 + n;
	}
	out_text(o, css);
}

static void style(const struct site *site)
{
	static const char named[] = "Résilience en commun, CC BY";
	const struct embedded *e = embedded_find("assets/style.css");
	if (!e)
		die("assets/style.css is not embedded");
	const char *css = (const char *)e->bytes, *at = strstr(css, named);
	if (at)
		css = arena_printf(arena, "%.*s%s, CC BY%s", (int)(at - css), css,
			css_text(site->name), at + strlen(named));
	struct out o = out_new(1 << 20);
	fonts(&o, css);
	out_text(&o, accent_css(arena, site->accent));
	add("style.css", arena_dup(arena, out_str(&o)), o.len);
	out_free(&o);
}

void asset_start(const struct site *site)
{
	if (arena)
		return;
	arena = arena_new();
	for (int i = 0; i < embedded_count; i++) {
		const struct embedded *e = &embedded_files[i];
		if (text_starts(e->name, "assets/") && !text_eq(e->name, "assets/style.css"))
			add(e->name + strlen("assets/"), e->bytes, e->size);
	}
	style(site);
}

const char *asset_path(const char *name)
{
	const struct asset *a = find(name);
	if (!a)
		die("there is no asset %s", name);
	return a->path;
}

static void serve(struct request *r, const struct asset *a, const char *keep)
{
	request_reads(r, "asset");
	answer_header(r, "Cache-Control", keep);
	answer_header(r, "Vary", "Accept-Encoding");
	answer(r, 200, a->type, a->bytes, a->size);
}

void asset_serve(struct request *r)
{
	for (int i = 0; i < count; i++)
		if (text_eq(assets[i].path + 3, r->parts[0])) {
			serve(r, &assets[i], "public, max-age=31536000, immutable");
			return;
		}
	answer_error(r, 404, NULL);
}

void asset_icon(struct request *r)
{
	serve(r, find("mark.svg"), "public, max-age=86400");
}
