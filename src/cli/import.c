/* import.c - files that are read here, also when a server uses the folder. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/cli.h"
#include "domain/contour/contour.h"

enum { LINES_MAX = 512 << 20 };

static void tell(int contours, long long bytes)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%d, %lld MB ", contours, bytes >> 20);
}

static bool read_one(struct cli *c, struct contour_import *im, const char *path, long long *bytes)
{
	static char piece[1 << 16];
	size_t n;
	FILE *f = fopen(path, "rb");
	if (f)
		contour_import_begin(im, path);
	while (f && (n = fread(piece, 1, sizeof piece, f)) > 0) {
		contour_import_bytes(im, piece, n);
		long long before = *bytes >> 22;
		*bytes += (long long)n;
		if (*bytes >> 22 != before)
			tell(contour_import_count(im), *bytes);
	}
	bool read = f && !ferror(f);
	if (!read)
		cli_fail(c, 0, "%s: %s", path, strerror(errno));
	if (f) {
		contour_import_end(im);
		fclose(f);
	}
	return read;
}

static const char *filled(struct cli *c, const char *sentence, const char *detail)
{
	const char *s = tr_lang(c->lang, sentence), *at = strstr(s, "%s");
	return at ? arena_printf(c->arena, "%.*s%s%s", (int)(at - s), s, detail ? detail : "", at + 2) : s;
}

static int say_faults(struct cli *c, const struct contour_import *im)
{
	const struct contour_fault *list;
	int all = contour_import_faults(im, &list);
	for (int i = 0; i < all && i < CONTOUR_FAULTS; i++) {
		const char *what = filled(c, list[i].sentence, list[i].detail);
		if (list[i].feature)
			cli_fail(c, 0, cli_tr(N_("%s, feature %d: %s")), list[i].file, list[i].feature, what);
		else
			cli_fail(c, 0, "%s: %s", list[i].file, what);
	}
	if (all > CONTOUR_FAULTS)
		cli_fail(c, 0, cli_tr(N_("And %d more faults.")), all - CONTOUR_FAULTS);
	return all ? cli_fail(c, EX_DATAERR, "%s", cli_tr(N_("Nothing was imported."))) : EX_OK;
}

/* What was read, as a file without a name that goes to whoever has the store. */
static int hand_over(struct cli *c, const struct out *o)
{
	c->brought = memfd_create("import", MFD_CLOEXEC);
	for (size_t at = 0; c->brought >= 0 && at < o->len;) {
		ssize_t n = write(c->brought, o->data + at, o->len - at);
		if (n <= 0)
			return cli_fail(c, EX_OSERR, "%s", strerror(errno));
		at += (size_t)n;
	}
	return c->brought >= 0 ? EX_OK : cli_fail(c, EX_OSERR, "%s", strerror(errno));
}

int bring_territories(struct cli *c)
{
	struct contour_import *im = contour_import_new(c->arena);
	long long bytes = 0;
	int code = EX_OK;
	for (int i = 0; i < c->words.count && code == EX_OK; i++)
		if (!read_one(c, im, c->words.values[i], &bytes))
			code = EX_NOINPUT;
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
	if (code == EX_OK)
		code = say_faults(c, im);
	struct out o = out_new(LINES_MAX);
	if (code == EX_OK)
		contour_import_write(im, &o);
	if (o.full)
		code = cli_fail(c, EX_DATAERR, "%s", cli_tr(N_("These contours have too many points "
			"together: simplify them before.")));
	if (code == EX_OK)
		code = hand_over(c, &o);
	out_free(&o);
	contour_import_free(im);
	return code;
}

int verb_import_territories(struct cli *c)
{
	struct contour_report r;
	const char *why = NULL, *source = cli_option(c, "source");
	off_t size = c->brought < 0 ? -1 : lseek(c->brought, 0, SEEK_END);
	void *lines = size > 0 ? mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, c->brought, 0) : NULL;
	if (!lines || lines == MAP_FAILED)
		return cli_fail(c, EX_NOINPUT, "%s", cli_tr(N_("There is nothing to import.")));
	bool stored = contour_store(c->store, c->arena, lines, (size_t)size, source ? source : "", &r,
		&why);
	munmap(lines, (size_t)size);
	if (!stored)
		return cli_fail(c, EX_CANTCREAT, "%s", tr_lang(c->lang, why));
	if (r.unknown && !c->json)
		cli_fail(c, 0, tr_lang(c->lang, N_("Contours left out: %d. No territory here "
			"has their code (%s).")), r.unknown, r.first_unknown);
	if (r.others && r.added + r.changed && !c->json)
		cli_fail(c, 0, tr_lang(c->lang, N_("%d contours are of other imports: where these meet "
			"them, lines may leave thin gaps. Import all files together to join them.")), r.others);
	if (c->json)
		out_printf(&c->out, "{\"contours\":%d,\"created\":%d,\"updated\":%d,\"unchanged\":%d,"
			"\"unknown\":%d}\n", r.read, r.added, r.changed, r.same, r.unknown);
	else
		out_printf(&c->out, tr_lang(c->lang, N_("Contours read: %d. New: %d, changed: %d, as "
			"they were: %d.\n")), r.read, r.added, r.changed, r.same);
	return EX_OK;
}
