/* settings.c - reading, checking, and saying what is wrong where. */
#include "cli/settings.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/logfmt.h"
#include "base/text.h"
#include "base/tr.h"
#include "base/url.h"
#include "cli/cli.h"

extern char **environ;

const struct setting_row setting_rows[SETTING_COUNT] = {
	[LISTEN] = {"listen", "127.0.0.1:8080", N_("address and port to listen on")},
	[LOG] = {"log", NULL, N_("postgresql:// address of a log shared by several servers")},
	[BASE_URL] = {"base-url", NULL, N_("address that people use, when a proxy stands in front")},
	[NAME] = {"name", "Résilience en commun", N_("name of this commons")},
	[ACCENT] = {"accent", NULL, N_("colour of links and buttons, as #0b5468")},
	[CONTACT] = {"contact", NULL, N_("address where readers write to the keepers of this commons")},
	[PROXIES] = {"proxies", NULL, N_("addresses of proxies whose X-Forwarded-For is believed")},
	[RATE] = {"rate", "10", N_("costly requests that one network may make each second; 0: no limit")},
	[LOG_LEVEL] = {"log-level", "info", N_("what the server tells: error, warning, info or debug")},
	[SANDBOX] = {"sandbox", "on", N_("on: the server gives up what it does not need; off")},
	[SECOND_STEP] = {"second-step", "administrator", N_("who needs a code besides the password: "
		"administrator, steward (and above), member, or nobody")},
	[METRICS] = {"metrics", NULL, N_("where Prometheus asks for figures, as 127.0.0.1:9464")},
	[MAP_TILES] = {"map-tiles", NULL, N_("where readers' browsers ask for a map background, as "
		"https://host/{z}/{x}/{y}.png; without it, our own outlines")},
};

int setting_find(const char *name)
{
	for (int i = 0; i < SETTING_COUNT; i++)
		if (strcmp(setting_rows[i].name, name) == 0)
			return i;
	return -1;
}

/* "Unknown setting “lisen”. Did you mean “listen”?" */
static const char *unknown(struct arena *a, const char *name)
{
	const char *names[SETTING_COUNT + 1] = {0};
	for (int i = 0; i < SETTING_COUNT; i++)
		names[i] = setting_rows[i].name;
	const char *near = text_nearest(name, names);
	if (!near)
		return arena_printf(a, cli_tr(N_("Unknown setting “%s”. See archipel help.")), name);
	return arena_printf(a, cli_tr(N_("Unknown setting “%s”. Did you mean “%s”?")), name, near);
}

void settings_defaults(struct settings *s)
{
	*s = (struct settings){0};
	for (int i = 0; i < SETTING_COUNT; i++)
		s->value[i] = setting_rows[i].otherwise;
}

static bool port_ok(const char *s)
{
	const char *colon = strrchr(s, ':');
	if (!colon || colon == s || strspn(colon + 1, "0123456789") != strlen(colon + 1))
		return false;
	return colon[1] && strlen(colon) <= 6 && atoi(colon + 1) <= 65535;
}

/* This machine's own address, or a socket of its file system. */
static bool metrics_ok(const char *s)
{
	struct sockaddr_un at;
	if (text_starts(s, "unix:/"))
		return strlen(s + 5) < sizeof at.sun_path;
	return port_ok(s) && (text_starts(s, "127.") || text_starts(s, "[::1]:"));
}

static bool colour_ok(const char *s)
{
	return strlen(s) == 7 && s[0] == '#' &&
		strspn(s + 1, "0123456789abcdefABCDEF") == 6;
}

/* An address with {z}, {x} and {y}: with digits there it is one of the web. */
static bool tiles_ok(const char *s)
{
	char one[500];
	if (strlen(s) >= sizeof one || strpbrk(s, " ;,'\"<>"))
		return false;
	strcpy(one, s);
	for (const char *part = "zxy"; *part; part++) {
		char want[] = {'{', *part, '}', '\0'}, *at = strstr(one, want);
		if (!at)
			return false;
		memset(at, '0', 3);
	}
	return url_is_web(one);
}

/* Addresses, commas between. */
static bool addresses_ok(const char *s)
{
	unsigned char at[16];
	char one[64];
	for (; *s; s += strspn(s, ", ")) {
		size_t n = strcspn(s, ", ");
		if (n >= sizeof one)
			return false;
		memcpy(one, s, n);
		one[n] = '\0';
		if (inet_pton(AF_INET, one, at) != 1 && inet_pton(AF_INET6, one, at) != 1)
			return false;
		s += n;
	}
	return true;
}

/* An address where someone answers: e-mail or web. */
static bool contact_ok(const char *s)
{
	const char *at = strchr(s, '@'), *dot = at ? strchr(at, '.') : NULL;
	bool mail = at && at > s && !strpbrk(s, " :/<>\"") && !strchr(at + 1, '@') &&
		dot && dot > at + 1 && dot[1];
	return mail || url_is_web(s);
}

/* An address with what stands for its password: postgresql://user:…@host. */
static const char *without_password(struct arena *a, const char *s)
{
	const char *host = strstr(s, "://"), *query;
	if (!host)
		return s;
	host += 3;
	size_t n = strcspn(host, "/?#");
	const char *at = memrchr(host, '@', n);
	const char *colon = at ? memchr(host, ':', (size_t)(at - host)) : NULL;
	if (colon)
		s = arena_printf(a, "%.*s:…%s", (int)(colon - s), s, at);
	for (size_t from = 0; (query = strcasestr(s + from, "password="));) {
		from = (size_t)(query - s) + strlen("password=");
		s = arena_printf(a, "%.*s…%s", (int)from, s, s + from + strcspn(s + from, "&"));
	}
	return s;
}

enum role settings_two_steps(const char *value)
{
	enum role role = ANYONE;
	if (text_eq(value, "nobody"))
		return OPERATOR;
	return role_parse(value, &role) && role >= MEMBER && role <= ADMINISTRATOR ? role : ANYONE;
}

/* What is wrong with a value, as a sentence, or NULL. */
static const char *fault(int setting, const char *value)
{
	if (setting == LISTEN && !port_ok(value))
		return cli_tr(N_("write an address and a port, for example 127.0.0.1:8080"));
	if (setting == BASE_URL && (!url_is_web(value) || strpbrk(value, "?#")))
		return cli_tr(N_("write an address, for example https://commun.exemple.fr"));
	if (setting == LOG && !text_starts(value, "postgresql://") &&
	    !text_starts(value, "postgres://"))
		return cli_tr(N_("write an address, for example postgresql://host/database"));
	if (setting == ACCENT && !colour_ok(value))
		return cli_tr(N_("write a colour as six hexadecimal digits, for example #0b5468"));
	if (setting == PROXIES && !addresses_ok(value))
		return cli_tr(N_("write addresses with commas between, for example 127.0.0.1, ::1"));
	if (setting == CONTACT && !contact_ok(value))
		return cli_tr(N_("write an e-mail address or a web address"));
	if (setting == RATE && (strspn(value, "0123456789") != strlen(value) || strlen(value) > 5
		|| !*value))
		return cli_tr(N_("write a number, for example 10"));
	enum level level;
	if (setting == LOG_LEVEL && !level_find(value, &level))
		return cli_tr(N_("write error, warning, info or debug"));
	if (setting == METRICS && !metrics_ok(value))
		return cli_tr(N_("write an address of this machine and a port, as 127.0.0.1:9464, "
			"or unix:/path"));
	if (setting == MAP_TILES && !tiles_ok(value))
		return cli_tr(N_("write an address with {z}, {x} and {y}, for example "
			"https://tuiles.exemple.fr/{z}/{x}/{y}.png"));
	if (setting == SANDBOX && !text_eq(value, "on") && !text_eq(value, "off"))
		return cli_tr(N_("write on or off"));
	if (setting == SECOND_STEP && settings_two_steps(value) == ANYONE)
		return cli_tr(N_("write administrator, steward, member or nobody"));
	if (setting == NAME && (text_blank(value) || text_length(value) > 80))
		return cli_tr(N_("write a name of 1 to 80 characters"));
	return NULL;
}

bool settings_set(struct settings *s, struct arena *a, int setting, const char *value,
	enum origin from, const char **why)
{
	char *clean = text_line(a, value, strlen(value));
	const char *wrong = clean ? fault(setting, clean) :
		cli_tr(N_("this is not text in UTF-8"));
	if (wrong) {
		*why = arena_printf(a, cli_tr(N_("The setting “%s” cannot be “%s”: %s.")),
			setting_rows[setting].name, clean ? without_password(a, clean) : "?", wrong);
		return false;
	}
	s->value[setting] = clean;
	s->from[setting] = from;
	return true;
}

static bool line_set(struct settings *s, struct arena *a, const char *line, size_t n,
	int number, const char **why)
{
	char *text = text_line(a, line, n);
	if (!text) {
		*why = cli_tr(N_("this is not text in UTF-8"));
		return false;
	}
	if (!*text || *text == '#')
		return true;
	char *equal = strchr(text, '=');
	if (!equal) {
		*why = cli_tr(N_("A line is “name = value”."));
		return false;
	}
	*equal = '\0';
	char *name = text_line(a, text, strlen(text));
	int setting = setting_find(name);
	if (setting < 0) {
		*why = unknown(a, name);
		return false;
	}
	if (s->line[setting]) {
		*why = arena_printf(a, cli_tr(N_("The setting “%s” stands already on line %d: "
			"keep one of the two.")), name, s->line[setting]);
		return false;
	}
	s->line[setting] = number;
	return settings_set(s, a, setting, equal + 1, BY_FILE, why);
}

bool settings_file(struct settings *s, struct arena *a, const char *path, struct out *why)
{
	FILE *f = fopen(path, "r");
	if (!f && errno == ENOENT)
		return true;
	if (!f) {
		out_printf(why, "%s: %s\n", path, strerror(errno));
		return false;
	}
	char *line = NULL;
	size_t room = 0;
	ssize_t size;
	bool ok = true;
	const char *wrong;
	for (int n = 1; (size = getline(&line, &room, f)) >= 0; n++)
		if (!line_set(s, a, line, (size_t)size, n, &wrong)) {
			out_printf(why, cli_tr(N_("%s, line %d: %s")), path, n, wrong);
			out_char(why, '\n');
			ok = false;
		}
	free(line);
	fclose(f);
	return ok;
}

/* The first line of a file that holds one value, as secrets are handed over;
 * NULL and a sentence. */
static const char *read_value(struct arena *a, const char *path, const char **why)
{
	char line[4096] = "";
	FILE *f = fopen(path, "r");
	bool read = f && fgets(line, sizeof line, f);
	if (!read)
		*why = arena_printf(a, "%s: %s", path, f && !ferror(f) ?
			cli_tr(N_("this file is empty")) : strerror(errno));
	if (f)
		fclose(f);
	return read ? arena_dup(a, line) : NULL;
}

/* One ARCHIPEL_NAME=value of the environment. */
static bool variable(struct settings *s, struct arena *a, const char *text, const char **why)
{
	const char *equal = strchr(text, '='), *value = equal + 1;
	char *name = arena_copy(a, text, (size_t)(equal - text));
	for (char *p = name; *p; p++)
		*p = *p == '_' ? '-' : (char)tolower((unsigned char)*p);
	if (strcmp(name, "data") == 0)
		return true;
	int setting = setting_find(name);
	size_t n = strlen(name);
	if (setting < 0 && n > 5 && strcmp(name + n - 5, "-file") == 0) {
		name[n - 5] = '\0';
		setting = setting_find(name);
		value = setting < 0 ? value : read_value(a, value, why);
	}
	if (setting < 0)
		*why = unknown(a, name);
	return setting >= 0 && value && settings_set(s, a, setting, value, BY_ENVIRONMENT, why);
}

bool settings_environment(struct settings *s, struct arena *a, struct out *why)
{
	bool ok = true;
	const char *wrong = NULL;
	for (char **e = environ; *e; e++)
		if (text_starts(*e, "ARCHIPEL_") && strchr(*e, '=') &&
		    !variable(s, a, *e + strlen("ARCHIPEL_"), &wrong)) {
			out_printf(why, "%s\n", wrong);
			ok = false;
		}
	return ok;
}

const char *settings_shown(const struct settings *s, struct arena *a, int setting)
{
	return s->value[setting] ? without_password(a, s->value[setting]) : NULL;
}

const char *settings_origin(const struct settings *s, struct arena *a, int setting)
{
	switch (s->from[setting]) {
	case BY_FILE:
		return arena_printf(a, cli_tr(N_("archipel.conf, line %d")), s->line[setting]);
	case BY_ENVIRONMENT:
		return cli_tr(N_("environment"));
	case BY_OPTION:
		return cli_tr(N_("command line"));
	default:
		return cli_tr(N_("default"));
	}
}
