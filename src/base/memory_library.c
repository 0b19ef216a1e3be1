/* memory_library.c - between libroaring and the allocator.
 *
 * libroaring of Debian 12 has no hook for memory, and goes on with what it did
 * not get: it asserts, or reads at NULL.  It allocates with malloc(), and the
 * dynamic linker takes the first one that it finds: ours.  That gives what the
 * next one gives, whoever asks; but where libroaring would get nothing the
 * program ends, as it does where our own reserve is empty. */
#include "base/memory.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

/* Sanitizers bring an allocator of their own. */
#ifdef __has_feature
#define SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
	__has_feature(memory_sanitizer))
#elif defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

const bool memory_guarded = !SANITIZED;

#if !SANITIZED

/* Ends the program when the call came from a library that cannot bear it. */
static void refused(const void *from)
{
	Dl_info library;
	if (dladdr(from, &library) && strstr(library.dli_fname, "libroaring"))
		memory_out();
}

/* The function that would be called without ours; the same whoever looks first. */
#define NEXT(type, name, ...) \
	static type (*_Atomic next)(__VA_ARGS__); \
	if (!next) \
		next = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

void *malloc(size_t n)
{
	NEXT(void *, "malloc", size_t);
	void *p = next(n);
	if (!p)
		refused(__builtin_return_address(0));
	return p;
}

void *calloc(size_t count, size_t size)
{
	NEXT(void *, "calloc", size_t, size_t);
	void *p = next(count, size);
	if (!p)
		refused(__builtin_return_address(0));
	return p;
}

void *realloc(void *had, size_t n)
{
	NEXT(void *, "realloc", void *, size_t);
	void *p = next(had, n);
	if (!p && n)
		refused(__builtin_return_address(0));
	return p;
}

int posix_memalign(void **p, size_t step, size_t n)
{
	NEXT(int, "posix_memalign", void **, size_t, size_t);
	int fault = next(p, step, n);
	if (fault)
		refused(__builtin_return_address(0));
	return fault;
}

#endif
