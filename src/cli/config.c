/* config.c - settings: checked, shown, read again while the server runs. */
#include <string.h>

#include "base/json.h"
#include "base/logfmt.h"
#include "base/text.h"
#include "cli/cli.h"

/* The code, after the sentences of what is wrong, if anything is. */
static int faults(struct cli *c)
{
	return c->faults ?
		cli_fail(c, EX_CONFIG, "%.*s", (int)strlen(c->faults) - 1, c->faults) : EX_OK;
}

int verb_config_check(struct cli *c)
{
	if (!c->faults)
		out_printf(&c->out, "%s\n", cli_tr(N_("The settings are right.")));
	return faults(c);
}

int verb_config_dump(struct cli *c)
{
	json_t *all = json_array();
	for (int i = 0; i < SETTING_COUNT; i++) {
		const char *value = settings_shown(&c->settings, c->arena, i);
		const char *from = settings_origin(&c->settings, c->arena, i);
		json_array_append_new(all, json_pack("{s:s,s:s*,s:s}", "name", setting_rows[i].name,
			"value", value, "from", from));
		if (!c->json)
			out_printf(&c->out, "%-10s = %-28s # %s\n", setting_rows[i].name,
				value ? value : "", from);
	}
	if (c->json) {
		json_write(&c->out, json_keep(c->arena, json_pack("{s:O}", "items", all)));
		out_char(&c->out, '\n');
	}
	json_decref(all);
	return faults(c);
}

void config_level(const struct settings *s)
{
	enum level level = LEVEL_INFO;
	level_find(s->value[LOG_LEVEL], &level);
	logfmt_level(level);
}

/* Read anew for each request or line; the others are built into what runs. */
static bool changes_at_once(int setting)
{
	return setting == LOG_LEVEL || setting == RATE || setting == CONTACT || setting == PROXIES
		|| setting == SECOND_STEP;
}

/* The environment and the command line cannot change: only the file can. */
bool config_reload(struct cli *c, struct settings *now)
{
	struct settings fresh;
	struct out why = out_new(1u << 16);
	settings_defaults(&fresh);
	bool right = settings_file(&fresh, c->arena,
		arena_printf(c->arena, "%s/archipel.conf", c->data), &why);
	if (!right)
		logfmt(LEVEL_ERROR, NULL, "settings.refused", "why", out_str(&why));
	out_free(&why);
	*now = c->settings;
	for (int i = 0; right && i < SETTING_COUNT; i++) {
		if (c->settings.from[i] > BY_FILE)
			continue;
		if (changes_at_once(i))
			now->value[i] = fresh.value[i];
		else if (!text_eq(fresh.value[i], c->settings.value[i]))
			logfmt(LEVEL_WARNING, NULL, "settings.later", "setting", setting_rows[i].name,
				"why", "it changes when the server starts again");
	}
	if (right)
		logfmt(LEVEL_INFO, NULL, "settings.read");
	return right;
}
