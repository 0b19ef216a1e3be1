/* settings.h - what an operator may set, and where each value came from.
 *
 * Defaults, then DIR/archipel.conf ("name = value", # comments), then
 * ARCHIPEL_NAME in the environment, then --name on the command line: the
 * last one wins.  An unknown one is an error that names the nearest. */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include <stdbool.h>

#include "base/arena.h"

enum setting {
	LISTEN, LOG, BASE_URL, NAME, ACCENT, CONTACT, PROXIES, SETTING_COUNT
};

struct settings {
	const char *value[SETTING_COUNT];	/* NULL when neither set nor defaulted */
	bool chosen[SETTING_COUNT];		/* set by someone, not by default */
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
/* False and *why, a sentence, when the file or a value in it is wrong. A
 * missing file is fine. */
bool settings_file(struct settings *s, struct arena *a, const char *path, const char **why);
bool settings_environment(struct settings *s, struct arena *a, const char **why);
/* Checks one value and sets it. */
bool settings_set(struct settings *s, struct arena *a, int setting, const char *value,
	const char **why);

#endif
