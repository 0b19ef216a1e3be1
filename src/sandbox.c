/* sandbox.c - files by Landlock, memory by prctl; system calls: sandbox_calls.c. */
#include "sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Later than the headers of Debian 12. */
#define TRUNCATE (1ULL << 14)	/* ABI 3 */
#define DEVICES (1ULL << 15)	/* ABI 5 */

static const uint64_t read_file = LANDLOCK_ACCESS_FS_READ_FILE;
static const uint64_t read_all = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const uint64_t own = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
	LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |
	LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
	LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_SOCK | TRUNCATE;

/* What the C library, libpq, TLS and the names of hosts are read from. */
static const char *const folders[] = {
	"/usr/lib", "/lib", "/lib64", "/usr/lib64", "/usr/share/zoneinfo", "/usr/share/ca-certificates",
	"/usr/local/share/ca-certificates", "/etc/ssl/certs", "/etc/pki/tls/certs",
	"/etc/postgresql-common", "/run/systemd/resolve", "/run/NetworkManager", "/proc/self",
	"/sys/devices/system/cpu"};
static const char *const files[] = {
	"/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/nsswitch.conf", "/etc/gai.conf",
	"/etc/services", "/etc/protocols", "/etc/passwd", "/etc/group", "/etc/localtime",
	"/etc/ld.so.cache", "/etc/ssl/openssl.cnf", "/dev/urandom", "/dev/random", "/proc/meminfo",
	"/proc/sys/vm/overcommit_memory"};
/* Of the account that runs us. */
static const char *const at_home[] = {"/.postgresql", "/.pgpass", "/.pg_service.conf"};

/* Variables that name a file of libpq's. */
static const char *const named[] = {
	"PGPASSFILE", "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY", "PGSSLCRL"};

static void allow(int rules, const char *path, uint64_t what)
{
	struct stat st;
	int fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
		what &= LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE;
	struct landlock_path_beneath_attr rule = {.allowed_access = what, .parent_fd = fd};
	syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(fd);
}

static void allow_all(int rules, const char *data, const char *const *more, uint64_t known)
{
	allow(rules, data, own & known);
	for (; more && *more; more++)
		allow(rules, *more, own & known);
	allow(rules, "/dev/null", read_file | LANDLOCK_ACCESS_FS_WRITE_FILE);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		allow(rules, folders[i], read_all);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		allow(rules, files[i], read_file);
	const char *home = getenv("HOME");
	for (size_t i = 0; home && i < sizeof at_home / sizeof *at_home; i++) {
		char path[4096];
		if (snprintf(path, sizeof path, "%s%s", home, at_home[i]) < (int)sizeof path)
			allow(rules, path, read_all);
	}
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (getenv(named[i]))
			allow(rules, getenv(named[i]), read_file);
}

bool sandbox_files(const char *data, const char *const *more)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	if (!SANDBOX_BUILT || abi < 1 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	/* all that this ABI knows; REFER (ABI 2) is refused to who does not ask for it */
	uint64_t known = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
	known |= abi >= 2 ? LANDLOCK_ACCESS_FS_REFER : 0;
	known |= abi >= 3 ? TRUNCATE : 0;
	known |= abi >= 5 ? DEVICES : 0;
	struct landlock_ruleset_attr all = {.handled_access_fs = known};
	int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
	if (rules < 0)
		return false;
	allow_all(rules, data, more, known);
	bool done = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	close(rules);
	return done;
}

void sandbox_memory(void)
{
	struct rlimit none = {0};
	setrlimit(RLIMIT_CORE, &none);
	if (SANDBOX_BUILT)
		prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
