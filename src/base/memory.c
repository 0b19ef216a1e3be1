/* memory.c - the reserve is used up from its start, and is whole again when all
 * that was taken has come back. */
#include "base/memory.h"

#include <pthread.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

enum { RESERVE = 4 << 20 };

static struct {
	pthread_mutex_t lock;
	size_t used;
	int taken;
	alignas(max_align_t) unsigned char bytes[RESERVE];	/* costs nothing until it is used */
} reserve = {.lock = PTHREAD_MUTEX_INITIALIZER};

static _Thread_local bool was_short;

void memory_out(void)
{
	static const char sentence[] = "archipel: no memory left; ending, to be started again\n";
	ssize_t said = write(STDERR_FILENO, sentence, sizeof sentence - 1);
	(void)said;
	_exit(EX_OSERR);
}

bool memory_reserved(const void *p)
{
	return (uintptr_t)p - (uintptr_t)reserve.bytes < RESERVE;
}

static void *take(size_t n)
{
	size_t step = alignof(max_align_t);
	was_short = true;
	pthread_mutex_lock(&reserve.lock);
	if (n > RESERVE || RESERVE - reserve.used < n + step)
		memory_out();
	void *p = reserve.bytes + reserve.used;
	reserve.used += (n + step) / step * step;
	reserve.taken++;
	pthread_mutex_unlock(&reserve.lock);
	return p;
}

static void give_back(void)
{
	pthread_mutex_lock(&reserve.lock);
	if (--reserve.taken == 0)
		reserve.used = 0;
	pthread_mutex_unlock(&reserve.lock);
}

void *memory_get(size_t n)
{
	void *p = malloc(n ? n : 1);
	return p ? p : take(n);
}

void *memory_zeroed(size_t n)
{
	void *p = calloc(1, n);
	return p ? p : memset(take(n), 0, n);
}

void *memory_more(void *p, size_t had, size_t n)
{
	void *more = memory_reserved(p) ? malloc(n) : realloc(p, n);
	if (more && !memory_reserved(p))
		return more;
	if (!more)
		more = take(n);
	if (had)
		memcpy(more, p, had < n ? had : n);
	memory_drop(p);
	return more;
}

void memory_drop(void *p)
{
	if (memory_reserved(p))
		give_back();
	else
		free(p);
}

bool memory_room(size_t n)
{
	void *volatile p = malloc(n);
	bool there = p;
	free(p);
	was_short = was_short || !there;
	return there;
}

void memory_note(void)
{
	was_short = true;
}

bool memory_is_short(void)
{
	return was_short;
}

bool memory_was_short(void)
{
	bool was = was_short;
	was_short = false;
	return was;
}
