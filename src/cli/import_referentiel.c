/* import_referentiel.c - a référentiel's file, where it was typed, to who has the store. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/text.h"
#include "cli/cli.h"
#include "domain/intake/intake.h"
#include "domain/scheme/scheme.h"

enum { SHOWN = 50, EXCERPT = 60 };

int bring_referentiel(struct cli *c)
{
	struct stat s;
	const char *path = c->words.values[0];
	c->brought = open(path, O_RDONLY | O_CLOEXEC);
	if (c->brought < 0 || fstat(c->brought, &s) != 0)
		return cli_fail(c, EX_NOINPUT, "%s: %s", path, strerror(errno));
	if (!S_ISREG(s.st_mode))
		return cli_fail(c, EX_NOINPUT, cli_tr(N_("%s is no file.")), path);
	if (s.st_size > CSV_BYTES)
		return cli_fail(c, EX_DATAERR, cli_tr(N_("%s is too large.")), path);
	return EX_OK;
}

/* "/tmp/Référentiel TE 2.csv" -> "referentiel-te-2"; a letter first. */
static const char *name_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
	const char *dot = strrchr(file, '.');
	char *slug = text_slug(a, arena_copy(a, file, dot ? (size_t)(dot - file) : strlen(file)));
	if (strlen(slug) > 50)
		slug[50] = '\0';
	return slug[0] >= 'a' && slug[0] <= 'z' ? slug : arena_printf(a, "r-%s", slug);
}

static const char *of_option(struct cli *c, const char *name)
{
	const char *s = cli_option(c, name);
	return s && *s ? text_line(c->arena, s, strlen(s)) : NULL;
}

static int read_asked(struct cli *c, struct asked *x)
{
	const char *path = c->words.values[0], *slash = strrchr(path, '/');
	const char *name = of_option(c, "name"), *level = of_option(c, "level");
	*x = (struct asked){.file = slash ? slash + 1 : path, .name = name ? name
		: name_of(c->arena, path), .label = of_option(c, "label"),
		.version = of_option(c, "version"), .licence = of_option(c, "licence"),
		.authors = of_option(c, "authors"), .level = level ? atoi(level) : 0,
		.dry = cli_option(c, "dry-run") != NULL, .force = cli_option(c, "force") != NULL,
		.overwrite = cli_option(c, "overwrite") != NULL, .lang = c->lang};
	if (!stated_name(x->name))
		return cli_fail(c, EX_USAGE, "--name: %s", tr_lang(c->lang,
			N_("Write a short name in lower case, for example axes.")));
	if (level && (x->level < 1 || x->level > NODE_DEPTH))
		return cli_fail(c, EX_USAGE, "--level: %s", tr_lang(c->lang,
			N_("Write a level from 1 to 8.")));
	return EX_OK;
}

static void progress(int done, int all)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, done == all ? "\r\033[K" : "\r%d/%d ", done, all);
}

static void say_troubles(struct cli *c, const struct asked *x, const struct done *d)
{
	int shown[2] = {0};
	for (int i = 0; i < d->trouble_count; i++) {
		const struct trouble *t = &d->troubles[i];
		if (shown[t->blocks]++ >= SHOWN)
			continue;
		out_printf(&c->err, "%s", x->file);
		if (t->line)
			out_printf(&c->err, tr_lang(c->lang, N_(", line %d")), t->line);
		out_printf(&c->err, "%s%s: %s%s%s%s\n", *t->column ? ", " : "", t->column,
			t->blocks ? "" : tr_lang(c->lang, N_("worth a look: ")), t->message,
			*t->mend ? " " : "", t->mend);
		if (t->here)
			out_printf(&c->err, tr_lang(c->lang, N_("  here: “%s”\n  the file: “%s”\n")),
				t->here, t->there);
	}
	for (int i = 0; i < 2; i++)
		if (shown[i] > SHOWN)
			out_printf(&c->err, tr_lang(c->lang, N_("And %d more like these.\n")),
				shown[i] - SHOWN);
}

/* Some words around the first place where two texts differ. */
static const char *excerpt(struct arena *a, const char *s, size_t same)
{
	size_t from = same > EXCERPT / 3 ? same - EXCERPT / 3 : 0;
	while (from && ((unsigned char)s[from] & 0xc0) == 0x80)
		from--;
	const char *part = text_line(a, s + from, strlen(s + from));
	return arena_printf(a, "%s%s", from ? "…" : "", text_cut(a, part, EXCERPT));
}

static void say_differences(struct cli *c, const struct done *d)
{
	for (int i = 0; i < d->difference_count; i++) {
		const struct difference *x = &d->differences[i];
		size_t same = 0;
		while (x->before[same] && x->before[same] == x->after[same])
			same++;
		if (*x->column)
			out_printf(&c->out, tr_lang(c->lang, N_("%s, %s: “%s” → “%s”\n")), x->code, x->column,
				excerpt(c->arena, x->before, same), excerpt(c->arena, x->after, same));
		else
			out_printf(&c->out, "%s %s %s\n", *x->after ? "+" : "-", x->code,
				excerpt(c->arena, *x->after ? x->after : x->before, 0));
	}
}

static json_t *error_json(const struct trouble *t)
{
	json_t *error = json_pack("{s:i,s:s,s:s,s:s}", "line", t->line, "column", t->column,
		"message", t->message, "mend", t->mend);
	if (t->here)
		json_object_update_new(error, json_pack("{s:s,s:s}", "here", t->here, "there", t->there));
	return error;
}

static void say_json(struct cli *c, const struct done *d)
{
	json_t *errors = json_array();
	for (int i = 0; i < d->trouble_count; i++)
		if (d->troubles[i].blocks)
			json_array_append_new(errors, error_json(&d->troubles[i]));
	out_printf(&c->out, "{\"nodes\":%d,\"created\":%d,\"updated\":%d,\"unchanged\":%d,\"errors\":",
		d->nodes, d->created, d->updated, d->unchanged);
	json_write(&c->out, json_keep(c->arena, errors));
	out_text(&c->out, "}\n");
}

static void say(struct cli *c, const struct asked *x, const struct done *d)
{
	if (x->dry)
		say_differences(c, d);
	say_troubles(c, x, d);
	out_printf(&c->out, tr_lang(c->lang, N_("%s: %d nodes; %d new, %d changed, %d as they were, "
		"%d gone.\n")), x->file, d->nodes, d->created, d->updated, d->unchanged, d->dropped);
	if (d->actions)
		out_printf(&c->out, tr_lang(c->lang, N_("Each node of level %d is an action sheet: %d. "
			"--level chooses another level.\n")), d->level, d->actions);
	if (d->unwritten)
		out_text(&c->err, tr_lang(c->lang, N_("Not all of it could be written. The same command "
			"goes on where this one stopped, and makes nothing twice.\n")));
	else if (d->blocking && !d->written)
		out_printf(&c->err, tr_lang(c->lang, N_("%d to mend: nothing was written. With --force, "
			"what can be read is.\n")), d->blocking);
	else if (!d->written)
		out_text(&c->out, tr_lang(c->lang, N_("Nothing was written: this was a trial.\n")));
}

/* All of it, read and not mapped: it may be cut short meanwhile. */
static const char *read_brought(struct cli *c, size_t *size)
{
	struct stat s;
	if (c->brought < 0 || fstat(c->brought, &s) != 0 || s.st_size > CSV_BYTES)
		return NULL;
	char *bytes = arena_alloc(c->arena, (size_t)s.st_size + 1);
	ssize_t n = 1;
	for (*size = 0; *size < (size_t)s.st_size && n > 0; *size += n > 0 ? (size_t)n : 0)
		n = pread(c->brought, bytes + *size, (size_t)s.st_size - *size, (off_t)*size);
	return n < 0 ? NULL : bytes;
}

int verb_import_referentiel(struct cli *c)
{
	struct asked x;
	struct done d;
	int code = read_asked(c, &x);
	if (code != EX_OK)
		return code;
	size_t size;
	const char *bytes = read_brought(c, &size);
	if (!bytes)
		return cli_fail(c, EX_NOINPUT, "%s", cli_tr(N_("There is nothing to import.")));
	if (!c->inside)
		x.progress = progress;
	intake_referentiel(c->store, c->arena, &x, bytes, size, &d);
	if (c->json)
		say_json(c, &d);
	else
		say(c, &x, &d);
	if (d.unwritten)
		return EX_TEMPFAIL;
	return d.blocking && (!d.written || x.dry) ? EX_DATAERR : EX_OK;
}
