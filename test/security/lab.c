/* lab.c - preloaded into the program under test: a clock that the test moves,
 * and a count of the password hashes under way.  Both in the file LAB. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static struct lab {
	_Atomic long long seconds;		/* the clocks are that far ahead */
	_Atomic long long hashes, now, most;	/* computed; under way; most at once */
} *lab;

__attribute__((constructor)) static void open_lab(void)
{
	int fd = open(getenv("LAB"), O_RDWR);
	lab = mmap(NULL, sizeof *lab, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
}

int clock_gettime(clockid_t id, struct timespec *t)
{
	int failed = (int)syscall(SYS_clock_gettime, id, t);
	if (!failed && lab && (id == CLOCK_REALTIME || id == CLOCK_MONOTONIC))
		t->tv_sec += (time_t)lab->seconds;
	return failed;
}

/* The kernel's clock did not move. */
int pthread_cond_timedwait(pthread_cond_t *c, pthread_mutex_t *m, const struct timespec *until)
{
	static int (*real)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
	struct timespec t = *until;
	t.tv_sec -= (time_t)lab->seconds;
	return real(c, m, &t);
}

static void begin(void)
{
	lab->hashes++;
	long long now = ++lab->now, most = lab->most;
	while (now > most && !atomic_compare_exchange_weak(&lab->most, &most, now))
		;
}

int crypto_pwhash_str(char *out, const char *s, unsigned long long n, unsigned long long passes,
	size_t memory)
{
	static int (*real)(char *, const char *, unsigned long long, unsigned long long, size_t);
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "crypto_pwhash_str");
	begin();
	int failed = real(out, s, n, passes, memory);
	lab->now--;
	return failed;
}

int crypto_pwhash_str_verify(const char *hash, const char *s, unsigned long long n)
{
	static int (*real)(const char *, const char *, unsigned long long);
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "crypto_pwhash_str_verify");
	begin();
	int failed = real(hash, s, n);
	lab->now--;
	return failed;
}
