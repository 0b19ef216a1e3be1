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
	_Atomic long long real, monotonic;	/* ns: the clocks stand at that; 0: they run */
} *lab;

static long long kernel(clockid_t id)
{
	struct timespec t;
	syscall(SYS_clock_gettime, id, &t);
	return (long long)t.tv_sec * 1000000000 + t.tv_nsec;
}

__attribute__((constructor)) static void open_lab(void)
{
	int fd = open(getenv("LAB"), O_RDWR);
	lab = mmap(NULL, sizeof *lab, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
}

static struct timespec timespec_of(long long ns)
{
	return (struct timespec){.tv_sec = (time_t)(ns / 1000000000), .tv_nsec = ns % 1000000000};
}

int clock_gettime(clockid_t id, struct timespec *t)
{
	if (!lab || (id != CLOCK_REALTIME && id != CLOCK_MONOTONIC))
		return (int)syscall(SYS_clock_gettime, id, t);
	long long stands = id == CLOCK_REALTIME ? lab->real : lab->monotonic;
	*t = timespec_of((stands ? stands : kernel(id)) + lab->seconds * 1000000000);
	return 0;
}

/* The kernel's clock did not move. */
int pthread_cond_timedwait(pthread_cond_t *c, pthread_mutex_t *m, const struct timespec *until)
{
	static int (*real)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
	long long stood = lab->real ? kernel(CLOCK_REALTIME) - lab->real : 0;
	struct timespec t = timespec_of((long long)until->tv_sec * 1000000000 + until->tv_nsec
		- lab->seconds * 1000000000 + stood);
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
