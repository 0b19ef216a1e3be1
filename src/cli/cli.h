/* cli.h - verbs of the command line.
 *
 * A verb writes to cli.out and cli.err and returns an exit code of sysexits.
 * One that needs a store runs in this process, or, while a server uses the
 * folder, inside that server through its socket: same code, same answer. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <sysexits.h>

#include "base/out.h"
#include "base/tr.h"
#include "base/url.h"
#include "cli/settings.h"
#include "store/store.h"

struct verb;

struct cli {
	struct arena *arena;
	enum lang lang;
	const struct verb *verb;
	const char *data;		/* folder, absolute */
	const char *here;		/* where relative paths begin; NULL: where we are */
	bool json, help;
	struct pairs options;		/* the verb's own, without "--" */
	struct pairs words;		/* what is no option: values only */
	struct settings settings;
	const char *faults;		/* of the settings, a sentence a line, or NULL */
	struct store *store;		/* when the verb needs one */
	const char *url;		/* base URL of the server, no final slash */
	struct out out, err;
	/* in a server, for a client that sees more files than the server does */
	bool inside;
	const char *input;		/* text of the file of --values, or NULL */
	int file;			/* what the verb made, to be handed over, or -1 */
	int brought;			/* what it was given by whoever asked, or -1 */
};

enum {
	NEEDS_STORE = 1, ANY_OPTION = 2, SETTINGS = 4,
	LENIENT = 8	/* runs also when settings are wrong: see cli.faults */
};

struct verb {
	const char *name;		/* "user add" */
	const char *words;		/* "EMAIL", "FILE...", or "" */
	const char *const *options;	/* "email=" takes a value, "force" does not */
	unsigned flags;
	int (*run)(struct cli *);
	const char *help;		/* N_("...") */
	/* Reads its files where it was typed, into cli.brought; or NULL. */
	int (*bring)(struct cli *);
};
const struct verb *verb_at(int i);	/* NULL past the last */

/* Are there verbs of two words that begin with this one, as "user add" does? */
bool verb_group(const char *word);

/* The sentence in the terminal's language (LC_ALL, LC_MESSAGES, LANG; French
 * unless it is English). */
const char *cli_tr(const char *key) __attribute__((format_arg(1)));
enum lang cli_lang(void);
/* Writes "archipel: sentence" to err and returns the code. */
int cli_fail(struct cli *c, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* guide.c: verbs, settings and exit codes as Markdown. */
const char *cli_guide(struct arena *a, enum lang lang);
const char *cli_figures(struct arena *a, enum lang lang);	/* what metrics tell */
/* An option of the verb, or NULL. */
const char *cli_option(const struct cli *c, const char *name);
/* The outcome of a call as an exit code; its sentences go to err. */
int cli_refused(struct cli *c, const struct call *call);

/* A whole file as text, at most limit bytes; NULL after a sentence. */
const char *cli_read(struct cli *c, const char *path, size_t limit);

/* Is there a commons in the folder? */
bool cli_exists(struct cli *c);
/* Was its making interrupted?  This file stands in the folder until it is done. */
#define UNFINISHED "unfinished"
bool cli_unfinished(struct cli *c);
/* Opens c->store on c->data, or fails with a sentence. */
int cli_open(struct cli *c, bool create);
/* Runs the verb: in the server that uses the folder, if any, else here. */
int cli_run(struct cli *c, int argc, char **argv);
/* Parses the words after the program's name. */
int cli_parse(struct cli *c, int argc, char **argv);

/* Fills c->settings: file, environment, on top what the command line said. */
int cli_settle(struct cli *c);

/* The socket of a server, DIR/socket: answers verbs until stopped. */
struct control;
struct control *control_start(struct store *s, const char *data, const char *url,
	const struct settings *settings);
void control_stop(struct control *);
/* Does one answer there? */
bool control_there(const char *data);
/* Asks a running server; -1 when there is none, else the exit code. */
int control_ask(struct cli *c, int argc, char **argv);

/* The base path of an http address, without final slash; "" for NULL. */
const char *cli_base_path(struct arena *a, const char *url);

/* supervise.c: tells systemd ("READY=1"), if it asked to be told. */
void supervise_say(const char *state);
/* How often it wants to hear that we are alive; 0: never. */
int supervise_ms(void);
/* Asks who listens there: the status, 0 without answer; said gets the body. */
int supervise_ask(const char *listen, int port, const char *path, char *said, size_t room);

/* config.c: what the server tells, at start and when it is asked to read its
 * settings again; what cannot change under way is said. */
void config_level(const struct settings *s);
bool config_reload(struct cli *c, struct settings *now);

int verb_help(struct cli *c);
int verb_version(struct cli *c);
int verb_routes(struct cli *c);
int verb_init(struct cli *c);
int verb_serve(struct cli *c);
int verb_verify(struct cli *c);
int verb_rebuild(struct cli *c);
int verb_backup(struct cli *c);
int verb_restore(struct cli *c);
int verb_erase(struct cli *c);
int verb_man(struct cli *c);
int verb_completion(struct cli *c);
int verb_doctor(struct cli *c);
int verb_healthcheck(struct cli *c);
int verb_config_check(struct cli *c);
int verb_config_dump(struct cli *c);
int verb_do(struct cli *c);
int bring_territories(struct cli *c);
int bring_referentiel(struct cli *c);
int verb_import_referentiel(struct cli *c);
int verb_import_territories(struct cli *c);
int verb_user_add(struct cli *c);
int verb_user_token(struct cli *c);
int verb_user_reset(struct cli *c);
int verb_user_reset_factor(struct cli *c);
int verb_user_list(struct cli *c);

#define VERSION "0.1.0"
#define VERSION_DATE "2026-11-22"

#endif
