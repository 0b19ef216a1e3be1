/* data.c - the folder as a whole: init, verify, rebuild, backup, restore, do. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/nest.h"
#include "base/text.h"
#include "cli/cli.h"
#include "domain/resource/resource.h"
#include "domain/territory/territory.h"
#include "domain/type/type.h"
#include "store/backup.h"

/* A bar on a terminal, nothing elsewhere. */
static void progress(int done, int all)
{
	enum { WIDTH = 40 };
	if (!isatty(STDERR_FILENO) || all <= 0)
		return;
	int full = done * WIDTH / all;
	fprintf(stderr, "\r[%.*s%*s] %d/%d", full, "########################################",
		WIDTH - full, "", done, all);
	if (done == all)
		fputs("\r\033[K", stderr);
}

static bool say(const char *sentence)
{
	fprintf(stderr, "%s\n", cli_tr(sentence));
	return true;
}

static bool write_file(const char *path, const struct out *text)
{
	/* it may hold a password */
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	bool ok = write(fd, out_str(text), text->len) == (ssize_t)text->len;
	return close(fd) == 0 && ok;
}

/* Keeps the chosen settings in the folder's file, so that --data is enough: all
 * of them or none. */
static int write_conf(struct cli *c)
{
	const char *path = arena_printf(c->arena, "%s/archipel.conf", c->data);
	const char *fresh = arena_printf(c->arena, "%s.new", path);
	struct out o = out_new(1u << 20);
	out_printf(&o, "# %s\n", cli_tr(N_("Settings of this commons: name = value. See archipel help.")));
	for (int i = 0; i < SETTING_COUNT; i++)
		out_printf(&o, "%s%s = %s\n", c->settings.from[i] ? "" : "# ", setting_rows[i].name,
			c->settings.value[i] ? c->settings.value[i] : "");
	bool done = write_file(fresh, &o) && file_replace(fresh, path);
	out_free(&o);
	return done ? EX_OK : cli_fail(c, EX_IOERR, "%s: %s", path, strerror(errno));
}

static int fill(struct cli *c)
{
	const char *why = NULL;
	bool ok = say(N_("Loading the communes of France...")) &&
		territory_load(c->store, &why) &&
		say(N_("Loading types and vocabularies...")) && type_load(c->store, &why);
	if (ok && cli_option(c, "demo"))
		ok = say(N_("Loading the demonstration commons...")) &&
			resource_demo(c->store, progress, &why);
	return ok ? EX_OK : cli_fail(c, EX_CANTCREAT, "%s", cli_tr(why));
}

/* Fills what is there: from the beginning, or, after an interruption, what lacks. */
static int make(struct cli *c, bool again)
{
	int code = cli_open(c, true);
	if (code != EX_OK)
		return code;
	code = store_position(c->store) == 0 || again ? fill(c) : EX_OK;
	store_close(c->store);
	c->store = NULL;
	return code == EX_OK ? write_conf(c) : code;
}

int verb_init(struct cli *c)
{
	bool again = cli_unfinished(c);
	const char *mark = arena_printf(c->arena, "%s/" UNFINISHED, c->data);
	if (cli_exists(c) && !again)
		return cli_fail(c, EX_CANTCREAT,
			cli_tr(N_("There is already a commons in %s. Choose another folder with --data.")),
			c->data);
	if (mkdir(c->data, 0700) != 0 && errno != EEXIST)
		return cli_fail(c, EX_CANTCREAT, "%s: %s", c->data, strerror(errno));
	int fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || close(fd) != 0)
		return cli_fail(c, EX_CANTCREAT, "%s: %s", mark, strerror(errno));
	int code = make(c, again);
	if (code == EX_OK && unlink(mark) != 0)
		code = cli_fail(c, EX_IOERR, "%s: %s", mark, strerror(errno));
	if (code == EX_OK)
		out_printf(&c->out, cli_tr(N_("The commons is ready in %s. Next: archipel serve --data %s\n")),
			c->data, c->data);
	return code;
}

/* What a check found, as sentences or JSON. */
static int reported(struct cli *c, bool ok, struct out *report, int code)
{
	if (c->json)
		json_write(&c->out, json_keep(c->arena, json_pack("{s:b,s:s}", "ok", ok, "report",
			out_str(report))));
	else
		out_text(ok ? &c->out : &c->err, out_str(report));
	if (c->json)
		out_char(&c->out, '\n');
	out_free(report);
	return ok ? EX_OK : code;
}

int verb_verify(struct cli *c)
{
	struct out report = out_new(1u << 20);
	bool holds = cli_option(c, "log") ? store_verify_log(c->store, &report) :
		store_verify(c->store, &report);
	return reported(c, holds, &report, EX_DATAERR);
}

int verb_rebuild(struct cli *c)
{
	struct out report = out_new(1u << 20);
	return reported(c, store_rebuild(c->store, &report), &report, EX_SOFTWARE);
}

/* In the server: a file of the folder that loses its name and is handed over.
 * What an interruption leaves goes with old views at the next start. */
static bool backup_inside(struct cli *c, struct out *report)
{
	const char *path = arena_printf(c->arena, "%s/views-backup.db", c->data);
	bool ok = store_backup(c->store, path, report);
	if (ok)
		c->file = open(path, O_RDONLY | O_CLOEXEC);
	unlink(path);
	return ok && c->file >= 0;
}

int verb_backup(struct cli *c)
{
	struct out report = out_new(1u << 20);
	bool ok = c->inside ? backup_inside(c, &report) :
		store_backup(c->store, c->words.values[0], &report);
	return reported(c, ok, &report, EX_IOERR);
}

int verb_restore(struct cli *c)
{
	const char *file = c->words.values[0], *erasures = cli_option(c, "erasures");
	for (const char *read = file; read; read = read == file ? erasures : NULL)
		if (access(read, R_OK) != 0)
			return cli_fail(c, EX_NOINPUT, "%s: %s", read, strerror(errno));
	struct out report = out_new(1u << 20);
	bool ok = store_restore(c->data, c->settings.value[LOG], file, erasures,
		cli_option(c, "force") != NULL, &report);
	return reported(c, ok, &report, EX_DATAERR);
}

const char *cli_read(struct cli *c, const char *path, size_t limit)
{
	struct out o = out_new(limit);
	char piece[4096];
	size_t n;
	FILE *f = fopen(path, "r");
	while (f && (n = fread(piece, 1, sizeof piece, f)) > 0)
		out_bytes(&o, piece, n);
	bool read = f && !ferror(f);
	if (!read)
		cli_fail(c, 0, "%s: %s", path, strerror(errno));
	else if (o.full)
		cli_fail(c, 0, cli_tr(N_("%s is too large.")), path);
	const char *text = read && !o.full ? arena_dup(c->arena, out_str(&o)) : NULL;
	if (f)
		fclose(f);
	out_free(&o);
	return text;
}

/* The object in a file, or NULL after a sentence. */
static json_t *read_file(struct cli *c, const char *path)
{
	const char *why = NULL, *text = c->input ? c->input : cli_read(c, path, 16u << 20);
	if (!text)
		return NULL;
	json_t *values = json_read(c->arena, text, strlen(text), &why);
	if (json_is_object(values))
		return values;
	if (why)
		cli_fail(c, 0, "%s, %s", path, why);
	else
		cli_fail(c, 0, cli_tr(N_("%s holds no JSON object.")), path);
	return NULL;
}

/* The values of --values FILE, under those of the options. */
static json_t *read_values(struct cli *c)
{
	const char *path = cli_option(c, "values"), *why = NULL;
	struct pairs fields = {0};
	for (int i = 0; i < c->options.count; i++)
		if (strcmp(c->options.names[i], "values") != 0)
			pairs_add(c->arena, &fields, c->options.names[i], c->options.values[i]);
	json_t *typed = nest(c->arena, &fields, &why);
	if (!typed) {
		cli_fail(c, EX_DATAERR, "%s", cli_tr(why));
		return NULL;
	}
	json_t *values = typed;
	if (path && (values = read_file(c, path)))
		json_object_update(values, typed);
	return values;
}

static int unknown_command(struct cli *c, const char *name)
{
	const char *names[128] = {0};
	for (int i = 0; i < 127 && command_at(i); i++)
		names[i] = command_at(i)->name;
	const char *near = text_nearest(name, names);
	if (near)
		return cli_fail(c, EX_USAGE, cli_tr(N_("Unknown command “%s”. Did you mean “%s”?")),
			name, near);
	return cli_fail(c, EX_USAGE, cli_tr(N_("Unknown command “%s”. See archipel help do.")), name);
}

int verb_do(struct cli *c)
{
	const char *name = c->words.values[0];
	const struct command *command = command_find(name);
	if (!command)
		return unknown_command(c, name);
	const char *path = cli_option(c, "values");
	if (path && !c->input && access(path, R_OK) != 0)
		return cli_fail(c, EX_NOINPUT, "%s: %s", path, strerror(errno));
	json_t *values = read_values(c);
	if (!values)
		return EX_DATAERR;
	struct call *call = arena_alloc(c->arena, sizeof *call);
	*call = (struct call){.arena = c->arena, .store = c->store, .command = command,
		.who = {.account = "", .role = OPERATOR, .lang = c->lang}, .values = values,
		.match = json_str(values, "version")};
	if (store_do(c->store, call) != DONE)
		return cli_refused(c, call);
	if (call->answer)
		json_write(&c->out, call->answer);
	else
		out_text(&c->out, "{}");
	out_char(&c->out, '\n');
	return EX_OK;
}
