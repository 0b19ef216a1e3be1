/* sandbox_calls.c - the system calls of a running server, as a filter of the kernel's. */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include "sandbox.h"

#if defined __x86_64__
#define MACHINE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define MACHINE AUDIT_ARCH_AARCH64
#elif defined __riscv && __riscv_xlen == 64
#define MACHINE AUDIT_ARCH_RISCV64
#else
#define MACHINE 0	/* not known here: no filter */
#endif

enum { OTHER_TABLE = 0x40000000 };	/* x32: the same numbers, another meaning */

/* Without condition, the busiest first. */
static const int allowed[] = {
	SYS_futex, SYS_read, SYS_write, SYS_recvfrom, SYS_sendto, SYS_epoll_pwait, SYS_pread64,
	SYS_pwrite64, SYS_fcntl, SYS_clock_gettime, SYS_epoll_ctl, SYS_accept4, SYS_close,
	SYS_fdatasync, SYS_fsync, SYS_sendmsg, SYS_recvmsg, SYS_sendfile, SYS_writev, SYS_readv,
	SYS_ppoll, SYS_pselect6, SYS_shutdown, SYS_setsockopt, SYS_getsockopt, SYS_getsockname,
	SYS_getpeername, SYS_bind, SYS_listen, SYS_accept, SYS_connect, SYS_sendmmsg,
	/* files */
	SYS_openat, SYS_newfstatat, SYS_fstat, SYS_statx, SYS_statfs, SYS_fstatfs, SYS_faccessat,
	SYS_faccessat2, SYS_lseek, SYS_ftruncate, SYS_fallocate, SYS_unlinkat, SYS_renameat,
	SYS_renameat2, SYS_mkdirat, SYS_getdents64, SYS_flock, SYS_getcwd, SYS_umask, SYS_fchmod,
	SYS_fchown, SYS_readlinkat, SYS_dup, SYS_dup3, SYS_pipe2, SYS_eventfd2, SYS_fadvise64,
	SYS_preadv, SYS_pwritev, SYS_copy_file_range,
	/* memory */
	SYS_munmap, SYS_mremap, SYS_madvise, SYS_brk, SYS_mlock, SYS_munlock, SYS_msync,
	/* threads, time, signals to ourselves, who we are */
	SYS_exit, SYS_exit_group, SYS_set_robust_list, SYS_rseq, SYS_sched_yield,
	SYS_sched_getaffinity, SYS_membarrier, SYS_gettid, SYS_getpid, SYS_getppid, SYS_getuid,
	SYS_geteuid, SYS_getgid, SYS_getegid, SYS_gettimeofday, SYS_clock_nanosleep, SYS_nanosleep,
	SYS_clock_getres, SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn,
	SYS_rt_sigtimedwait, SYS_sigaltstack, SYS_restart_syscall, SYS_getrandom, SYS_uname,
	SYS_sysinfo, SYS_getrusage,
#ifdef __x86_64__	/* names that later machines have no more */
	SYS_epoll_wait, SYS_poll, SYS_select, SYS_open, SYS_stat, SYS_lstat, SYS_access, SYS_unlink,
	SYS_rename, SYS_mkdir, SYS_rmdir, SYS_readlink, SYS_pipe, SYS_dup2, SYS_eventfd, SYS_time,
	SYS_getrlimit,
#endif
};

/* With a condition on the lower half of one argument. */
static const struct limited {
	int call, argument;
	uint32_t mask, values[4];	/* argument & mask is one of values */
	int count;
} limited[] = {
	{SYS_socket, 0, UINT32_MAX, {AF_UNIX, AF_INET, AF_INET6}, 3},
	{SYS_socketpair, 0, UINT32_MAX, {AF_UNIX}, 1},
	{SYS_mmap, 2, PROT_EXEC, {0}, 1},
	{SYS_mprotect, 2, PROT_EXEC, {0}, 1},
	{SYS_clone, 0, CLONE_THREAD, {CLONE_THREAD}, 1},
	{SYS_prctl, 0, UINT32_MAX, {PR_SET_NAME}, 1},
	{SYS_ioctl, 1, UINT32_MAX, {FIONREAD, FIONBIO, TCGETS, TIOCGWINSZ}, 4},
	{SYS_prlimit64, 2, UINT32_MAX, {0}, 1},		/* reading limits */
};

/* Nothing of ours asks for these: who does has taken us over. */
static const int deadly[] = {
	SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_mount,
	SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_setns, SYS_unshare, SYS_bpf, SYS_kexec_load,
	SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_reboot, SYS_swapon,
	SYS_perf_event_open, SYS_userfaultfd, SYS_io_uring_setup, SYS_keyctl, SYS_add_key,
	SYS_request_key, SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid,
	SYS_setresgid, SYS_setgroups, SYS_capset, SYS_personality, SYS_open_by_handle_at,
#ifdef SYS_kexec_file_load
	SYS_kexec_file_load,
#endif
#ifdef __x86_64__
	SYS_fork, SYS_vfork, SYS_iopl, SYS_ioperm, SYS_modify_ldt,
#endif
};

struct program {
	struct sock_filter code[800];
	unsigned short n;
};

static void say(struct program *p, struct sock_filter one)
{
	p->code[p->n++] = one;
}

static void load(struct program *p, size_t offset)
{
	say(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

static void give(struct program *p, uint32_t verdict)
{
	say(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, verdict));
}

/* Passes over the next lines unless what is loaded is the value. */
static void when(struct program *p, uint32_t value, size_t lines)
{
	say(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0,
		(unsigned char)lines));
}

static void list(struct program *p, const int *calls, size_t n, uint32_t verdict)
{
	for (size_t i = 0; i < n; i++) {
		when(p, (uint32_t)calls[i], 1);
		give(p, verdict);
	}
}

static const uint32_t refused = SECCOMP_RET_ERRNO | EPERM;

static void conditions(struct program *p, const struct limited *l, size_t n)
{
	for (; n; n--, l++) {
		size_t at = offsetof(struct seccomp_data, args) + 8 * (size_t)l->argument;
		when(p, (uint32_t)l->call, 3 + 2 * (size_t)l->count);
		load(p, at + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0));
		say(p, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, l->mask));
		for (int i = 0; i < l->count; i++) {
			when(p, l->values[i], 1);
			give(p, SECCOMP_RET_ALLOW);
		}
		give(p, refused);
	}
}

static void write_filter(struct program *p)
{
	const struct limited signals[] = {	/* to ourselves only */
		{SYS_tgkill, 0, UINT32_MAX, {(uint32_t)getpid()}, 1},
		{SYS_kill, 0, UINT32_MAX, {(uint32_t)getpid()}, 1}};
	load(p, offsetof(struct seccomp_data, arch));
	when(p, MACHINE, 1);
	say(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JA, 1, 0, 0));
	give(p, SECCOMP_RET_KILL_PROCESS);
	load(p, offsetof(struct seccomp_data, nr));
	say(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, OTHER_TABLE, 0, 1));
	give(p, SECCOMP_RET_KILL_PROCESS);
	list(p, allowed, sizeof allowed / sizeof *allowed, SECCOMP_RET_ALLOW);
	conditions(p, limited, sizeof limited / sizeof *limited);
	conditions(p, signals, sizeof signals / sizeof *signals);
	list(p, deadly, sizeof deadly / sizeof *deadly, SECCOMP_RET_KILL_PROCESS);
	list(p, (int[]){SYS_clone3}, 1, SECCOMP_RET_ERRNO | ENOSYS);	/* then clone is tried */
	give(p, refused);
}

bool sandbox_calls(void)
{
	if (!SANDBOX_BUILT || !MACHINE || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	struct program p = {.n = 0};
	write_filter(&p);
	struct sock_fprog filter = {.len = p.n, .filter = p.code};
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC,
		&filter) == 0;
}
