/* sandbox_test.c - in a child each: what is left works, what was given up does not. */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/test.h"

static char data[] = "/tmp/archipel-sandbox-XXXXXX";
static char more[] = "/tmp/archipel-sandbox-XXXXXX";
static bool files_there;

/* Runs what in a child that gave up files and calls: its exit code, or 128 and its signal. */
static int inside(int (*what)(void))
{
	pid_t child = fork();
	if (child == 0) {
		sandbox_memory();
		sandbox_files(data, (const char *[]){more, NULL});
		_exit(sandbox_calls() ? what() : 99);
	}
	int status = 0;
	waitpid(child, &status, 0);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* 0 when it was refused as it should be, 1 when it worked, 2 when it failed otherwise. */
static int refused(long result, int with)
{
	return result >= 0 ? 1 : errno == with ? 0 : 2;
}

static int open_secret(void) { return refused(open("/etc/shadow", O_RDONLY), EACCES); }
static int open_home(void) { return refused(open("/root", O_RDONLY | O_DIRECTORY), EACCES); }
static int write_elsewhere(void)
{
	return refused(open("/tmp/archipel-sandbox-elsewhere", O_WRONLY | O_CREAT, 0600), EACCES);
}
static int write_library(void) { return refused(open("/etc/passwd", O_WRONLY), EACCES); }
static int cut_elsewhere(void) { return refused(truncate("/etc/passwd", 9), EPERM); }
static int make_link(void) { return refused(symlink("/etc", "l"), EPERM); }
static int netlink(void) { return refused(socket(AF_NETLINK, SOCK_RAW, 0), EPERM); }
static int packets(void) { return refused(socket(AF_PACKET, SOCK_RAW, 0), EPERM); }
static int write_and_run(void)
{
	return refused((long)(mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0), EPERM);
}
static int make_runnable(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return page == MAP_FAILED ? 3 : refused(mprotect(page, 4096, PROT_READ | PROT_EXEC), EPERM);
}
static int kill_others(void) { return refused(kill(getppid(), 0), EPERM); }
static int raise_limits(void)
{
	struct rlimit core = {0};
	return refused(setrlimit(RLIMIT_CORE, &core), EPERM);
}
static int type_for_others(void) { return refused(syscall(SYS_ioctl, 0, 0x5412, "x"), EPERM); }

static int run_program(void) { return execl("/bin/true", "true", (char *)0); }
static int run_shell(void) { return system("true") == 0 ? 1 : 0; }
static int trace(void) { return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ? 1 : 2; }
static int mount_it(void) { return mount("none", data, "tmpfs", 0, NULL); }
static int new_space(void) { return (int)syscall(SYS_unshare, 0x10000000); }
static int bpf(void) { return (int)syscall(SYS_bpf, 0, NULL, 0); }
static int kexec(void) { return (int)syscall(SYS_kexec_load, 0, 0, NULL, 0); }
static int module(void) { return (int)syscall(SYS_init_module, NULL, 0, ""); }
static int other_user(void) { return setuid(0); }
#ifdef __x86_64__
static int other_table(void) { return (int)syscall(0x40000000 | SYS_getpid); }
#endif

static void *add_one(void *n)
{
	++*(int *)n;
	return NULL;
}

/* Threads, files of ours, the network, names of hosts' files, a child's own signals. */
static int ours(void)
{
	pthread_t thread;
	int n = 0;
	if (pthread_create(&thread, NULL, add_one, &n) != 0 || pthread_join(thread, NULL) != 0 ||
	    n != 1)
		return 1;
	if (chdir("/") == 0 || prctl(PR_SET_NAME, "x") != 0)	/* moving is not needed */
		return 2;
	char path[200];
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "%s/file", i ? more : data);
		int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (fd < 0 || write(fd, "abc", 3) != 3 || ftruncate(fd, 1) != 0 || fsync(fd) != 0)
			return 3;
		close(fd);
		if (unlink(path) != 0)
			return 4;
	}
	int fd = socket(AF_INET, SOCK_STREAM, 0), hosts = open("/etc/hosts", O_RDONLY);
	if (fd < 0 || hosts < 0 || open("/proc/self/status", O_RDONLY) < 0 ||
	    open("/dev/null", O_WRONLY) < 0)
		return 5;
	return raise(0);
}

static int no_core(void)
{
	struct rlimit core;
	return getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0 ? 0 : 1;
}

static const struct {
	const char *what;
	int (*try)(void);
	int code;
	bool files;		/* Landlock refuses it */
} tries[] = {
	{"what a server does", ours, 0, false},
	{"no core", no_core, 0, false},
	{"a secret of the system", open_secret, 0, true},
	{"someone's home", open_home, 0, true},
	{"a file elsewhere", write_elsewhere, 0, true},
	{"a file that we read", write_library, 0, true},
	{"truncate", cut_elsewhere, 0, false},
	{"symlink", make_link, 0, false},
	{"netlink", netlink, 0, false},
	{"raw packets", packets, 0, false},
	{"memory to write and run", write_and_run, 0, false},
	{"memory made to run", make_runnable, 0, false},
	{"another process", kill_others, 0, false},
	{"limits", raise_limits, 0, false},
	{"a terminal's input", type_for_others, 0, false},
	{"execve", run_program, 128 + SIGSYS, false},
	{"a shell", run_shell, 0, false},
	{"ptrace", trace, 128 + SIGSYS, false},
	{"mount", mount_it, 128 + SIGSYS, false},
	{"unshare", new_space, 128 + SIGSYS, false},
	{"bpf", bpf, 128 + SIGSYS, false},
	{"kexec", kexec, 128 + SIGSYS, false},
	{"a module", module, 128 + SIGSYS, false},
	{"another user", other_user, 128 + SIGSYS, false},
#ifdef __x86_64__
	{"the other table of calls", other_table, 128 + SIGSYS, false},
#endif
};

static void *wait_long(void *fd)
{
	char byte;
	ssize_t n = read(*(int *)fd, &byte, 1);
	return n == 1 ? fd : NULL;
}

/* A thread made before is under the filter too. */
static int every_thread(void)
{
	char path[64], line[200], seen = 0;
	int fds[2];
	pthread_t before;
	if (pipe(fds) != 0 || pthread_create(&before, NULL, wait_long, fds) != 0 ||
	    !sandbox_calls())
		return 1;
	for (pid_t t = getpid(); t < getpid() + 50; t++) {
		snprintf(path, sizeof path, "/proc/self/task/%d/status", (int)t);
		FILE *f = fopen(path, "r");
		while (f && fgets(line, sizeof line, f))
			seen = (char)(seen + (strcmp(line, "Seccomp:\t2\n") == 0 ||
				strcmp(line, "NoNewPrivs:\t1\n") == 0));
		if (f)
			fclose(f);
	}
	return seen == 4 ? 0 : 2;
}

static int can_have_files(void)
{
	return sandbox_files(data, NULL) ? 0 : 1;
}

static int in_child(int (*what)(void))
{
	pid_t child = fork();
	if (child == 0)
		_exit(what());
	int status = 0;
	waitpid(child, &status, 0);
	return status;
}

int main(void)
{
	check(mkdtemp(data) && mkdtemp(more));
	files_there = in_child(can_have_files) == 0;
	if (SANDBOX_BUILT && !files_there)
		puts("this kernel has no Landlock: files are not tried");
	for (size_t i = 0; SANDBOX_BUILT && i < sizeof tries / sizeof *tries; i++) {
		if (tries[i].files && !files_there)
			continue;
		int code = inside(tries[i].try);
		if (code != tries[i].code)
			printf("%s: %d\n", tries[i].what, code);
		check(code == tries[i].code);
	}
	check(!SANDBOX_BUILT || in_child(every_thread) == 0);
	rmdir(data);
	rmdir(more);
	return test_end();
}
