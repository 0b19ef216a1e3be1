/* files.c - preloaded under the program: its calls on files of one folder can
 * fail, kill, or be written down with what they changed.
 *
 * FAULT_DIR is the folder, FAULT_LOG where changes go.  A record is a line and
 * then the bytes that it announces; an inode is named by its number, which a
 * C record gives to a new file:
 *   W inode offset size   bytes written      T inode size   cut or grown
 *   S inode               synced             D path         directory synced
 *   C inode path          made               U path         unlinked
 *   R from TAB to         renamed            L from TAB to  linked */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "control.h"

enum { WRITE = 1, SYNC = 2, CUT = 4, RENAME = 8, UNLINK = 16, OPEN = 32, READ = 64, MAKE = 128 };

static struct control *control;
static const char *folder;
static size_t folder_length;
static int log_fd = -1;
static bool watched[4096];	/* descriptors of files in the folder */
static pthread_mutex_t writing = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void)
{
	folder = getenv("FAULT_DIR");
	folder_length = folder ? strlen(folder) : 0;
	control = folder ? control_map() : NULL;
	const char *log = getenv("FAULT_LOG");
	if (!control || !log)
		return;
	int fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CLOEXEC);
	log_fd = (int)syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 900);
	syscall(SYS_close, fd);
}

static bool inside(const char *path)
{
	return control && path && strncmp(path, folder, folder_length) == 0;
}

static bool known(int fd)
{
	return control && fd >= 0 && fd < (int)(sizeof watched) && watched[fd];
}

static void watch(int fd, bool on)
{
	if (control && fd >= 0 && fd < (int)(sizeof watched))
		watched[fd] = on;
}

/* True, with errno, when the call is to fail; does not come back when it kills. */
static bool fails(int call)
{
	if (!atomic_load(&control->armed) || !(atomic_load(&control->calls) & call) ||
		!control_fails(control))
		return false;
	int error = (int)atomic_load(&control->error);
	if (!error)
		syscall(SYS_kill, getpid(), SIGKILL);
	errno = error;
	return true;
}

static bool recording(void)
{
	return control && log_fd >= 0 && atomic_load(&control->record);
}

static void record(const void *bytes, size_t size, const char *format, ...)
{
	char line[2 * PATH_MAX];
	va_list ap;
	va_start(ap, format);
	int n = vsnprintf(line, sizeof line, format, ap);
	va_end(ap);
	struct iovec parts[] = {{line, (size_t)n}, {(void *)bytes, size}};
	pthread_mutex_lock(&writing);
	if (syscall(SYS_writev, log_fd, parts, size ? 2 : 1) < 0)
		syscall(SYS_kill, getpid(), SIGABRT);
	pthread_mutex_unlock(&writing);
}

static unsigned long inode(int fd)
{
	struct stat st;
	return fstat(fd, &st) == 0 ? (unsigned long)st.st_ino : 0;
}

static int open_file(int at, const char *path, int flags, mode_t mode)
{
	bool mine = inside(path), there = true;
	if (mine) {
		there = faccessat(at, path, F_OK, 0) == 0;
		if (fails(OPEN) || (!there && flags & O_CREAT && fails(MAKE)))
			return -1;
	}
	int fd = (int)syscall(SYS_openat, at, path, flags, mode);
	if (fd < 0)
		return fd;
	watch(fd, mine);
	if (mine && !there && recording())
		record(NULL, 0, "C %lu %s\n", inode(fd), path);
	if (mine && there && flags & O_TRUNC && recording())
		record(NULL, 0, "T %lu 0\n", inode(fd));
	return fd;
}

static mode_t mode_of(int flags, va_list ap)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0;
}

#define OPEN_LIKE(name) \
	int name(const char *path, int flags, ...) \
	{ \
		va_list ap; \
		va_start(ap, flags); \
		mode_t mode = mode_of(flags, ap); \
		va_end(ap); \
		return open_file(AT_FDCWD, path, flags, mode); \
	}
#define OPENAT_LIKE(name) \
	int name(int at, const char *path, int flags, ...) \
	{ \
		va_list ap; \
		va_start(ap, flags); \
		mode_t mode = mode_of(flags, ap); \
		va_end(ap); \
		return open_file(at, path, flags, mode); \
	}
OPEN_LIKE(open)
OPEN_LIKE(open64)
OPEN_LIKE(__open_2)
OPEN_LIKE(__open64_2)
OPENAT_LIKE(openat)
OPENAT_LIKE(openat64)

int close(int fd)
{
	watch(fd, false);
	return (int)syscall(SYS_close, fd);
}

/* What is written of a failing write: nothing, or half of it, as on a full disk. */
static size_t kept_of(size_t n)
{
	return atomic_load(&control->short_by) ? n / 2 : 0;
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t offset)
{
	if (known(fd) && fails(WRITE)) {
		int error = errno;
		if (!kept_of(n))
			return -1;
		n = kept_of(n);
		errno = error;
	}
	ssize_t done = syscall(SYS_pwrite64, fd, bytes, n, offset);
	if (done > 0 && known(fd) && recording())
		record(bytes, (size_t)done, "W %lu %lld %zd\n", inode(fd), (long long)offset, done);
	return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off_t offset)
{
	return pwrite(fd, bytes, n, offset);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	if (!known(fd))
		return syscall(SYS_write, fd, bytes, n);
	off_t at = lseek(fd, 0, SEEK_CUR);
	if (fails(WRITE) && !(n = kept_of(n)))
		return -1;
	ssize_t done = syscall(SYS_write, fd, bytes, n);
	if (done > 0 && recording())
		record(bytes, (size_t)done, "W %lu %lld %zd\n", inode(fd), (long long)at, done);
	return done;
}

ssize_t pread(int fd, void *bytes, size_t n, off_t offset)
{
	if (known(fd) && fails(READ))
		return -1;
	return syscall(SYS_pread64, fd, bytes, n, offset);
}

ssize_t pread64(int fd, void *bytes, size_t n, off_t offset)
{
	return pread(fd, bytes, n, offset);
}

int ftruncate(int fd, off_t size)
{
	if (known(fd) && fails(CUT))
		return -1;
	int done = (int)syscall(SYS_ftruncate, fd, size);
	if (done == 0 && known(fd) && recording())
		record(NULL, 0, "T %lu %lld\n", inode(fd), (long long)size);
	return done;
}

int ftruncate64(int fd, off_t size)
{
	return ftruncate(fd, size);
}

static void record_sync(int fd)
{
	struct stat st;
	char name[64], path[PATH_MAX];
	if (fstat(fd, &st) != 0)
		return;
	if (!S_ISDIR(st.st_mode)) {
		record(NULL, 0, "S %lu\n", (unsigned long)st.st_ino);
		return;
	}
	snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(name, path, sizeof path);
	if (n > 0)
		record(NULL, 0, "D %.*s\n", (int)n, path);
}

static int sync_like(long call, int fd)
{
	if (!known(fd))
		return (int)syscall(call, fd);
	if (fails(SYNC))
		return -1;
	if (atomic_load(&control->lie))
		return 0;
	int done = atomic_load(&control->idle) ? 0 : (int)syscall(call, fd);
	if (done == 0 && recording())
		record_sync(fd);
	return done;
}

int fsync(int fd)
{
	return sync_like(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	return sync_like(SYS_fdatasync, fd);
}

int rename(const char *from, const char *to)
{
	if (inside(to) && fails(RENAME))
		return -1;
	int done = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
	if (done == 0 && inside(to) && recording())
		record(NULL, 0, "R %s\t%s\n", from, to);
	return done;
}

int link(const char *from, const char *to)
{
	if (inside(to) && fails(RENAME))
		return -1;
	int done = (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
	if (done == 0 && inside(to) && recording())
		record(NULL, 0, "L %s\t%s\n", from, to);
	return done;
}

int unlink(const char *path)
{
	if (inside(path) && fails(UNLINK))
		return -1;
	int done = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
	if (done == 0 && inside(path) && recording())
		record(NULL, 0, "U %s\n", path);
	return done;
}

int mkdir(const char *path, mode_t mode)
{
	if (inside(path) && fails(MAKE))
		return -1;
	return (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}
