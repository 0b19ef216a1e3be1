/* settings.h - what an operator may set, and where each value came from.
 *
 * Defaults, then DIR/archipel.conf ("name = value", # comments), then
 * ARCHIPEL_NAME in the environment, then --name on the command line: the
 * last one wins.  An unknown one is an error that names the nearest, and so is
 * one said twice in the file. */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/out.h"
#include "store/command.h"

enum setting {
	LISTEN, LOG, BASE_URL, NAME, ACCENT, CONTACT, PROXIES, RATE, LOG_LEVEL, SANDBOX,
	METRICS, MAP_TILES, SECOND_STEP, SETTING_COUNT
};

enum origin { BY_DEFAULT, BY_FILE, BY_ENVIRONMENT, BY_OPTION };

struct settings {
	const char *value[SETTING_COUNT];	/* NULL when neither set nor defaulted */
	enum origin from[SETTING_COUNT];
	int line[SETTING_COUNT];		/* of archipel.conf, when it is set there */
};

struct setting_row {
	const char *name;	/* "base-url", also ARCHIPEL_BASE_URL */
	const char *otherwise;	/* default, or NULL */
	const char *help;	/* N_("...") */
};
extern const struct setting_row setting_rows[SETTING_COUNT];

/* Index of a name, or -1. */
int setting_find(const char *name);
void settings_defaults(struct settings *s);
/* False when something in the file or a value in it is wrong: a sentence each,
 * one a line, is added to *why; what is right is set all the same.  A missing
 * file is fine. */
bool settings_file(struct settings *s, struct arena *a, const char *path, struct out *why);
/* ARCHIPEL_NAME=value, or ARCHIPEL_NAME_FILE=path of a file that holds it. */
bool settings_environment(struct settings *s, struct arena *a, struct out *why);
/* Checks one value and sets it. */
bool settings_set(struct settings *s, struct arena *a, int setting, const char *value,
	enum origin from, const char **why);
/* From which role on: OPERATOR for nobody; ANYONE when it is none of the words. */
enum role settings_two_steps(const char *value);
/* The value as it may be shown: passwords out; NULL when there is none. */
const char *settings_shown(const struct settings *s, struct arena *a, int setting);
/* Where a value came from, in words: "archipel.conf, line 3". */
const char *settings_origin(const struct settings *s, struct arena *a, int setting);

#endif
