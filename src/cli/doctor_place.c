/* doctor_place.c - settings, folder, disk, address, limits of the machine. */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/doctor.h"

enum {
	FILES_LOW = 1024,
	MB = 1 << 20,
	FULL_MB = 16, LOW_MB = 500
};

void doctor_settings(struct doctor *d)
{
	char *faults = d->c->faults ? arena_dup(d->arena, d->c->faults) : NULL, *rest = NULL;
	for (char *line = faults ? strtok_r(faults, "\n", &rest) : NULL; line;
		line = strtok_r(NULL, "\n", &rest))
		doctor_found(d, "settings", BROKEN_NOW, line,
			cli_tr(N_("Correct this line, then see archipel config check.")));
}

/* Files of another account than the folder's, as a command run by root leaves them. */
static const char *foreign(struct doctor *d, const struct stat *folder)
{
	struct stat st;
	const char *found = NULL;
	DIR *dir = opendir(d->c->data);
	for (struct dirent *e; dir && !found && (e = readdir(dir));)
		if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISREG(st.st_mode) && st.st_uid != folder->st_uid)
			found = arena_dup(d->arena, e->d_name);
	if (dir)
		closedir(dir);
	return found;
}

static void cannot_write(struct doctor *d)
{
	doctor_found(d, "folder.rights", BROKEN_NOW,
		arena_printf(d->arena, cli_tr(N_("You may not write in %s.")), d->c->data),
		arena_printf(d->arena, cli_tr(N_("Run this as the account that owns it, or: "
			"chown -R ACCOUNT %s")), d->c->data));
}

static void look_into(struct doctor *d, const struct stat *folder)
{
	const char *data = d->c->data, *other = foreign(d, folder);
	if (access(data, R_OK | W_OK | X_OK) != 0)
		cannot_write(d);
	if (other)
		doctor_found(d, "folder.owner", BROKEN_NOW,
			arena_printf(d->arena, cli_tr(N_("The file %s/%s belongs to another account than "
				"the folder: the server may not be able to write it.")), data, other),
			arena_printf(d->arena, "chown --reference=%s %s/*", data, data));
	if (folder->st_mode & 077)
		doctor_found(d, "folder.open", WORTH_A_LOOK,
			arena_printf(d->arena, cli_tr(N_("Other accounts of this machine may look into %s.")),
				data), arena_printf(d->arena, "chmod 700 %s", data));
}

void doctor_folder(struct doctor *d)
{
	struct stat st;
	const char *data = d->c->data;
	const char *make = arena_printf(d->arena, "archipel init --data %s", data);
	if (stat(data, &st) != 0 && errno == EACCES)
		cannot_write(d);
	else if (stat(data, &st) != 0 || !S_ISDIR(st.st_mode))
		doctor_found(d, "folder.none", BROKEN_NOW,
			arena_printf(d->arena, cli_tr(N_("There is no folder %s.")), data), make);
	else if (cli_unfinished(d->c))
		doctor_found(d, "folder.unfinished", BROKEN_NOW,
			arena_printf(d->arena, cli_tr(N_("The commons in %s was not made to the end.")), data),
			make);
	else if (!d->there && !d->c->settings.value[LOG])
		doctor_found(d, "folder.empty", BROKEN_NOW,
			arena_printf(d->arena, cli_tr(N_("There is no commons in %s.")), data), make);
	else
		look_into(d, &st);
}

void doctor_disk(struct doctor *d)
{
	struct statvfs fs;
	if (statvfs(d->c->data, &fs) != 0)
		return;
	long long mb = (long long)(fs.f_bavail * fs.f_frsize / MB);
	if (mb < LOW_MB)
		doctor_found(d, "disk", mb < FULL_MB ? BROKEN_NOW : WORTH_A_LOOK,
			arena_printf(d->arena, cli_tr(N_("Only %lld MB are left on the disk of %s.")), mb,
				d->c->data),
			cli_tr(N_("Make room: move old backups elsewhere, or give it a larger disk. Nothing "
				"new can be kept when it is full.")));
}

void doctor_files(struct doctor *d)
{
	struct rlimit l;
	if (getrlimit(RLIMIT_NOFILE, &l) == 0 && l.rlim_max < FILES_LOW)
		doctor_found(d, "files", WORTH_A_LOOK,
			arena_printf(d->arena, cli_tr(N_("This account may open only %lld files and "
				"connections at once.")), (long long)l.rlim_max),
			cli_tr(N_("Allow more: LimitNOFILE=65536 in the systemd unit, or ulimit -n 65536.")));
}

/* Could we listen there?  0, or why not. */
static int listen_error(struct doctor *d, const char *where)
{
	const char *colon = strrchr(where, ':');
	size_t n = (size_t)(colon - where);
	bool six = n > 2 && where[0] == '[';
	const char *host = arena_copy(d->arena, where + six, six ? n - 2 : n);
	struct addrinfo *at, hints = {.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_PASSIVE | AI_NUMERICSERV};
	if (getaddrinfo(host, colon + 1, &hints, &at) != 0)
		return EADDRNOTAVAIL;
	int yes = 1, fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	int error = fd >= 0 && bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, 1) == 0 ?
		0 : errno;
	if (fd >= 0)
		close(fd);
	freeaddrinfo(at);
	return error;
}

static void ask_server(struct doctor *d, const char *listen)
{
	char said[8192] = "";
	const char *path = arena_printf(d->arena, "%s/readyz",
		cli_base_path(d->arena, d->c->settings.value[BASE_URL]));
	int status = supervise_ask(listen, atoi(strrchr(listen, ':') + 1), path, said, sizeof said);
	if (status && status != 200)
		doctor_found(d, "server", BROKEN_NOW,
			arena_printf(d->arena, cli_tr(N_("The server runs, but it is not ready: %.*s.")),
				(int)strcspn(said, "\n"), said),
			cli_tr(N_("Look at what it tells: journalctl -u archipel, or its terminal.")));
}

void doctor_address(struct doctor *d)
{
	const char *listen = d->c->settings.value[LISTEN];
	if (d->running) {
		ask_server(d, listen);
		return;
	}
	int error = listen_error(d, listen);
	if (error == EADDRINUSE && !d->c->settings.from[LISTEN])
		return;		/* then the next free port is taken */
	if (error == EADDRINUSE)
		doctor_found(d, "address.used", BROKEN_NOW,
			arena_printf(d->arena, cli_tr(N_("Another program listens to %s already.")), listen),
			cli_tr(N_("Stop it (ss -ltnp shows which one), or choose another port: "
				"listen = 127.0.0.1:8081")));
	else if (error)
		doctor_found(d, "address", BROKEN_NOW,
			arena_printf(d->arena, cli_tr(N_("Nobody can listen to %s here: %s.")), listen,
				strerror(error)),
			cli_tr(N_("Ports below 1024 are root's, and the address must be this machine's: "
				"listen = 127.0.0.1:8080 behind a proxy.")));
}

void doctor_proxy(struct doctor *d)
{
	const struct settings *s = &d->c->settings;
	const char *url = s->value[BASE_URL];
	bool local = text_starts(s->value[LISTEN], "127.") || text_starts(s->value[LISTEN], "[::1]:");
	if (url && !s->value[PROXIES])
		doctor_found(d, "proxy.unknown", WORTH_A_LOOK,
			arena_printf(d->arena, cli_tr(N_("People come by %s, so a proxy stands in front, but "
				"the setting “proxies” does not name it: all readers look like one.")), url),
			cli_tr(N_("Write the proxy's address: proxies = 127.0.0.1, ::1")));
	if (!url && s->value[PROXIES])
		doctor_found(d, "proxy.address", BROKEN_NOW,
			cli_tr(N_("A proxy is named, but not the address that people use: links in pages and "
				"messages will be wrong.")),
			cli_tr(N_("Write it as in the browser: base-url = https://commun.exemple.fr")));
	if (url && text_starts(url, "https:") && !local)
		doctor_found(d, "proxy.open", WORTH_A_LOOK,
			arena_printf(d->arena, cli_tr(N_("Readers can also come to %s directly, without the "
				"encryption of %s.")), s->value[LISTEN], url),
			cli_tr(N_("Listen to this machine only: listen = 127.0.0.1:8080")));
}

void doctor_contact(struct doctor *d)
{
	if (!d->c->settings.value[CONTACT])
		doctor_found(d, "contact", WORTH_A_LOOK,
			cli_tr(N_("Readers do not know whom to write to: the legal notice has no address.")),
			cli_tr(N_("Write it: contact = mairie@exemple.fr")));
}

void doctor_sandbox(struct doctor *d)
{
	bool off = text_eq(d->c->settings.value[SANDBOX], "off");
	if (off)
		doctor_found(d, "sandbox.off", WORTH_A_LOOK,
			cli_tr(N_("The server keeps rights that it does not need: sandbox = off.")),
			cli_tr(N_("Remove that line, unless you are looking for a fault.")));
	else if (syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1)
		doctor_found(d, "sandbox.kernel", WORTH_A_LOOK,
			cli_tr(N_("This kernel has no Landlock: the server sees all files of its account.")),
			cli_tr(N_("Give it an account of its own, as the Debian package does; Debian 12's "
				"kernel has it when lsm= names landlock.")));
}
