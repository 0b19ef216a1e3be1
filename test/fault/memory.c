/* memory.c - preloaded under the program: its n-th allocation fails, once or
 * from there on.  Small ones of the loader and of the C library before it is
 * armed pass. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "control.h"

static struct control *control;
static void *(*real_malloc)(size_t), *(*real_calloc)(size_t, size_t), *(*real_realloc)(void *, size_t);
static int (*real_posix_memalign)(void **, size_t, size_t);

/* dlsym itself may allocate: it gets these bytes. */
static _Alignas(16) unsigned char first[1 << 16];
static size_t used;
static int looking;

static void *first_bytes(size_t n)
{
	n = (n + 15) & ~(size_t)15;
	if (used + n > sizeof first)
		return NULL;
	used += n;
	return first + used - n;
}

static int ours(const void *p)
{
	return (uintptr_t)p - (uintptr_t)first < sizeof first;
}

static void look(void)
{
	looking = 1;
	real_malloc = (void *(*)(size_t))dlsym(RTLD_NEXT, "malloc");
	real_calloc = (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "calloc");
	real_realloc = (void *(*)(void *, size_t))dlsym(RTLD_NEXT, "realloc");
	real_posix_memalign = (int (*)(void **, size_t, size_t))dlsym(RTLD_NEXT, "posix_memalign");
	looking = 0;
}

__attribute__((constructor)) static void begin(void)
{
	control = control_map();
}

static int fails(void)
{
	if (!control || !atomic_load(&control->armed) || !control_fails(control))
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t n)
{
	if (!real_malloc && looking)
		return first_bytes(n);
	if (!real_malloc)
		look();
	return fails() ? NULL : real_malloc(n);
}

void *calloc(size_t count, size_t size)
{
	if (!real_calloc && looking)
		return first_bytes(count * size);
	if (!real_calloc)
		look();
	return fails() ? NULL : real_calloc(count, size);
}

void *realloc(void *p, size_t n)
{
	if (!real_realloc)
		look();
	if (ours(p)) {
		void *more = malloc(n);
		return more ? memcpy(more, p, n < (size_t)(first + sizeof first - (unsigned char *)p) ? n :
			(size_t)(first + sizeof first - (unsigned char *)p)) : NULL;
	}
	return fails() ? NULL : real_realloc(p, n);
}

int posix_memalign(void **p, size_t step, size_t n)
{
	if (!real_posix_memalign)
		look();
	return fails() ? ENOMEM : real_posix_memalign(p, step, n);
}

void free(void *p)
{
	static void (*real_free)(void *);
	if (!p || ours(p))
		return;
	if (!real_free)
		real_free = (void (*)(void *))dlsym(RTLD_NEXT, "free");
	real_free(p);
}
