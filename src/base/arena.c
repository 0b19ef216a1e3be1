/* arena.c - chunks in a list; what is deferred runs last first. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/memory.h"

enum { CHUNK = 16 * 1024, SPARE = 8 };

struct chunk {
	struct chunk *next;
	size_t used, size;
	alignas(max_align_t) unsigned char bytes[];
};

struct deferred {
	struct deferred *next;
	void (*done)(void *);
	void *thing;
};

struct arena {
	struct chunk *chunks;
	struct deferred *deferred;
	size_t size;
};

/* Chunks of the usual size that this thread gave back: the next arena takes them,
 * the allocator need not.  Not where a sanitizer watches what was freed. */
static _Thread_local struct {
	struct chunk *first;
	int count;
} spare;

static bool keep_spare(struct chunk *c)
{
#ifdef __SANITIZE_ADDRESS__
	return false;
#endif
	if (c->size != CHUNK || spare.count == SPARE || memory_reserved(c))
		return false;
	c->next = spare.first;
	spare.first = c;
	spare.count++;
	return true;
}

static struct chunk *new_chunk(size_t room)
{
	struct chunk *c = room == CHUNK ? spare.first : NULL;
	if (c) {
		spare.first = c->next;
		spare.count--;
		return c;
	}
	return memory_get(sizeof *c + room);
}

void die(const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	fputs("archipel: ", stderr);
	vfprintf(stderr, format, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(EX_SOFTWARE);
}

struct arena *arena_new(void)
{
	return memory_zeroed(sizeof(struct arena));
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct deferred *d = a->deferred; d; d = d->next)
		d->done(d->thing);
	while (a->chunks) {
		struct chunk *c = a->chunks;
		a->chunks = c->next;
		if (!keep_spare(c))
			memory_drop(c);
	}
	memory_drop(a);
}

/* A chunk with room for size bytes.  Large ones stand behind the current one,
 * so that its room is not lost. */
static struct chunk *add_chunk(struct arena *a, size_t size)
{
	size_t room = size > CHUNK ? size : CHUNK;
	struct chunk *c = new_chunk(room);
	c->used = 0;
	c->size = room;
	if (a->chunks && size > CHUNK / 4) {
		c->next = a->chunks->next;
		a->chunks->next = c;
	} else {
		c->next = a->chunks;
		a->chunks = c;
	}
	return c;
}

void *arena_alloc(struct arena *a, size_t size)
{
	size_t step = alignof(max_align_t);
	size = (size + step - 1) / step * step;
	struct chunk *c = a->chunks;
	if (!c || c->size - c->used < size)
		c = add_chunk(a, size);
	void *p = c->bytes + c->used;
	c->used += size;
	a->size += size;
	memset(p, 0, size);
	return p;
}

char *arena_copy(struct arena *a, const void *bytes, size_t n)
{
	char *p = arena_alloc(a, n + 1);
	if (n)
		memcpy(p, bytes, n);
	return p;
}

char *arena_dup(struct arena *a, const char *s)
{
	return s ? arena_copy(a, s, strlen(s)) : NULL;
}

char *arena_vprintf(struct arena *a, const char *format, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (n < 0)
		die("bad format: %s", format);
	char *p = arena_alloc(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, format, ap);
	return p;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	char *p = arena_vprintf(a, format, ap);
	va_end(ap);
	return p;
}

void arena_defer(struct arena *a, void (*done)(void *), void *thing)
{
	struct deferred *d = arena_alloc(a, sizeof *d);
	*d = (struct deferred){a->deferred, done, thing};
	a->deferred = d;
}

size_t arena_size(const struct arena *a)
{
	return a->size;
}
