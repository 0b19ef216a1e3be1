/* log_pgsql_tls.c - near or far, and what an address says about TLS. */
#include "store/log_pgsql_tls.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

static const char authorities[] = "/etc/ssl/certs/ca-certificates.crt";

static bool is_near(const char *host)
{
	return !host || !*host || *host == '/' || text_eq(host, "localhost")
		|| text_starts(host, "127.") || text_eq(host, "::1");
}

/* What the address says, else the environment; "" when neither does. */
static const char *said(const PQconninfoOption *options, const char *name)
{
	for (const PQconninfoOption *o = options; o && o->keyword; o++)
		if (strcmp(o->keyword, name) == 0) {
			const char *value = o->val ? o->val : o->envvar ? getenv(o->envvar) : NULL;
			return value ? value : "";
		}
	return "";
}

/* libpq looks for ~/.postgresql/root.crt; without it, the machine's own authorities. */
static bool has_root(void)
{
	const char *home = getenv("HOME");
	char path[4096];
	if (!home || strlen(home) > sizeof path - 40)
		return false;
	stpcpy(stpcpy(path, home), "/.postgresql/root.crt");
	return access(path, R_OK) == 0;
}

struct tls tls_of(const char *address)
{
	PQconninfoOption *options = PQconninfoParse(address, NULL);
	const char *host = said(options, "hostaddr"), *mode = said(options, "sslmode");
	struct tls t = {.far = options && !is_near(*host ? host : said(options, "host"))};
	if (t.far && !*mode)
		t.mode = "verify-full";
	t.checked = t.mode || text_eq(mode, "verify-full");
	if (t.checked && t.far && !*said(options, "sslrootcert") && !has_root())
		t.root = authorities;
	PQconninfoFree(options);
	return t;
}

void tls_files(const char *address)
{
	static const char *const names[] = {"sslrootcert", "sslcert", "sslkey", "sslcrl"};
	PQconninfoOption *options = PQconninfoParse(address, NULL);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		for (const PQconninfoOption *o = options; o && o->keyword; o++)
			if (strcmp(o->keyword, names[i]) == 0 && o->val && o->envvar)
				setenv(o->envvar, o->val, 0);
	PQconninfoFree(options);
}
