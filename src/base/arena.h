/* arena.h - memory that lives as long as a request, an entry or a command.
 *
 * Everything taken from an arena is freed at once by arena_free.  Running
 * out of memory is no error to handle here: see memory.h. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
/* Runs what was deferred, last first, then frees everything.  NULL is fine. */
void arena_free(struct arena *a);

/* Zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size);
/* A copy of n bytes with a NUL after them. */
char *arena_copy(struct arena *a, const void *bytes, size_t n);
/* A copy of a string; NULL gives NULL. */
char *arena_dup(struct arena *a, const char *s);
char *arena_printf(struct arena *a, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *format, va_list ap)
	__attribute__((format(printf, 2, 0)));

/* Calls done(thing) when the arena is freed. */
void arena_defer(struct arena *a, void (*done)(void *), void *thing);

/* Bytes taken so far, for limits and metrics. */
size_t arena_size(const struct arena *a);

/* Prints "archipel: " and the sentence on standard error, then ends the
 * process with EX_SOFTWARE.  For our own mistakes and broken machines. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
