/* serve.c - the server, from start to a clean stop. */
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "across/search.h"
#include "base/date.h"
#include "base/logfmt.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/gauges.h"
#include "domain/account/account.h"
#include "sandbox.h"
#include "store/log_pgsql_tls.h"
#include "web/http.h"

enum { NEXT_PORTS = 20 };

static struct site *site_of(struct cli *c)
{
	struct site *s = arena_alloc(c->arena, sizeof *s);
	const char *url = c->settings.value[BASE_URL];
	*s = (struct site){.name = c->settings.value[NAME], .url = url,
		.base = url ? cli_base_path(c->arena, url) : "",
		.secure = url && strncmp(url, "https:", 6) == 0,
		.accent = c->settings.value[ACCENT], .contact = c->settings.value[CONTACT],
		.proxies = c->settings.value[PROXIES], .data = c->data,
		.tiles = c->settings.value[MAP_TILES],
		.two_steps = settings_two_steps(c->settings.value[SECOND_STEP]),
		.rate = atoi(c->settings.value[RATE])};
	for (int i = 0; i < LANG_COUNT; i++) {
		s->manual[i] = cli_guide(c->arena, (enum lang)i);
		s->figures[i] = cli_figures(c->arena, (enum lang)i);
	}
	return s;
}

/* What the operator reads first: the address, and the way in. */
static void welcome(struct cli *c, const char *url)
{
	struct reader *r = reader_open(c->store);
	bool empty = false;
	if (reader_begin(r, c->arena, 0, 0)) {
		empty = account_count(reader_db(r), ADMINISTRATOR) == 0;
		reader_end(r);
	}
	reader_close(r);
	printf("%s %s/\n", cli_tr(N_("Archipel is at")), url);
	const char *code = empty ? account_setup(c->store, c->arena) : NULL;
	if (code)
		printf("%s\n  %s/bienvenue/%s\n",
			cli_tr(N_("No administrator yet. Open this link once to become the first:")), url, code);
	fflush(stdout);
}

/* Those that a running server waits for. */
static sigset_t signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	return set;
}

/* Does a request from outside get its answer?  Then the supervisor is told so. */
static void be_alive(struct cli *c, struct server *server, const char *path)
{
	char said[2048];
	if (supervise_ask(c->settings.value[LISTEN], server_port(server), path, said,
		sizeof said) == 200)
		supervise_say("WATCHDOG=1");
	else
		logfmt(LEVEL_ERROR, NULL, "watchdog", "why", "no answer from /livez");
}

/* The settings once more: those that may change while pages are served. */
static void reload(struct cli *c, struct server *server)
{
	struct settings now;
	if (!config_reload(c, &now))
		return;
	config_level(&now);
	struct site *site = arena_alloc(c->arena, sizeof *site);
	*site = *server_site(server);
	site->contact = now.value[CONTACT];
	site->proxies = now.value[PROXIES];
	site->rate = atoi(now.value[RATE]);
	site->two_steps = settings_two_steps(now.value[SECOND_STEP]);
	server_change(server, site);
}

static void wait_for_stop(struct cli *c, struct server *server)
{
	sigset_t set = signals();
	int ms = supervise_ms(), signal = SIGHUP;
	struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
	const char *path = arena_printf(c->arena, "%s/livez",
		cli_base_path(c->arena, c->settings.value[BASE_URL]));
	supervise_say("READY=1");
	while (signal == SIGHUP || signal < 0) {
		signal = sigtimedwait(&set, NULL, ms ? &pause : NULL);
		if (signal == SIGHUP)
			reload(c, server);
		else if (signal < 0 && errno == EAGAIN)
			be_alive(c, server, path);
	}
	supervise_say("STOPPING=1");
}

/* The address to show: the base URL, or what we listen on. */
static const char *address(struct cli *c, struct site *site, struct server *server)
{
	if (!site->url) {
		const char *listen = c->settings.value[LISTEN];
		int host = (int)(strrchr(listen, ':') - listen);
		bool any = strncmp(listen, "0.0.0.0:", 8) == 0 || strncmp(listen, "[::]:", 5) == 0;
		site->url = arena_printf(c->arena, "http://%.*s:%d", any ? 9 : host,
			any ? "127.0.0.1" : listen, server_port(server));
	}
	size_t n = strlen(site->url);
	while (n && site->url[n - 1] == '/')
		n--;
	return arena_copy(c->arena, site->url, n);
}

/* Files are given up before there are threads, system calls once all are there. */
static void give_up_files(struct cli *c)
{
	if (c->settings.value[LOG])
		tls_files(c->settings.value[LOG]);
	sandbox_memory();
	if (text_eq(c->settings.value[SANDBOX], "off"))
		logfmt(LEVEL_WARNING, NULL, "sandbox.off", "why", "the settings say so");
	else if (!sandbox_files(c->data, NULL))
		logfmt(LEVEL_WARNING, NULL, "sandbox.files", "why", SANDBOX_BUILT ?
			"this kernel has no Landlock" : "not in a build with sanitizers");
}

static void give_up_calls(struct cli *c)
{
	if (!text_eq(c->settings.value[SANDBOX], "off") && !sandbox_calls())
		logfmt(LEVEL_WARNING, NULL, "sandbox.calls", "why", SANDBOX_BUILT ?
			"this kernel has no seccomp" : "not in a build with sanitizers");
}

static int run(struct cli *c, int figures)
{
	struct site *site = site_of(c);
	const char *why = NULL;
	if (!search_start(c->store, c->data, &why))
		return cli_fail(c, EX_SOFTWARE, "%s", cli_tr(why));
	int tries = c->settings.from[LISTEN] ? 0 : NEXT_PORTS;
	struct server *server = server_start(c->store, site, c->settings.value[LISTEN], tries,
		c->arena, &why);
	if (!server) {
		search_stop();
		return cli_fail(c, EX_UNAVAILABLE, "%s", cli_tr(why));
	}
	account_start(c->store, site->name);
	c->url = site->url = address(c, site, server);
	struct control *control = control_start(c->store, c->data, c->url, &c->settings);
	if (!control)
		cli_fail(c, 0, "%s", cli_tr(N_("The folder's socket could not be opened: "
			"other verbs will have to wait until the server stops.")));
	struct watched watched = {c->store, server, c->data, date_now()};
	struct metrics *metrics = figures < 0 ? NULL : metrics_start(figures, gauges, &watched);
	give_up_calls(c);
	welcome(c, c->url);
	wait_for_stop(c, server);
	store_leave(c->store);
	control_stop(control);
	metrics_stop(metrics);
	server_stop(server);
	account_stop();
	search_stop();
	return EX_OK;
}

/* A folder that is there and empty, as a package or a container gives it: what is
 * served is made first.  A folder that is not there is rather a mistake. */
static bool is_new(struct cli *c)
{
	DIR *d = c->settings.value[LOG] ? NULL : opendir(c->data);
	int names = 0;
	while (d && readdir(d))
		names++;
	if (d)
		closedir(d);
	return names == 2;	/* . and .. */
}

int verb_serve(struct cli *c)
{
	sigset_t stop = signals();
	pthread_sigmask(SIG_BLOCK, &stop, NULL);	/* before any thread */
	config_level(&c->settings);
	if (c->settings.value[LOG])
		mkdir(c->data, 0700);	/* joining a shared log needs no init */
	int code = is_new(c) ? verb_init(c) : EX_OK, figures = -1;
	if (code != EX_OK)
		return code;
	out_clear(&c->out);
	const char *where = c->settings.value[METRICS], *why = NULL;
	if (where && (figures = metrics_listen(c->arena, where, &why)) < 0)
		return cli_fail(c, EX_UNAVAILABLE, "%s", why);
	give_up_files(c);
	if ((code = cli_open(c, false)) != EX_OK)
		return code;
	if (store_position(c->store) == 0)
		code = cli_fail(c, EX_NOINPUT,
			cli_tr(N_("This log is empty. Fill it first: archipel init --data %s")), c->data);
	else
		code = run(c, figures);
	store_close(c->store);
	c->store = NULL;
	return code;
}
