/* sweep.c - finding the names of blobs in bodies, dropping what none names. */
#include "store/sweep.h"

#include <string.h>

enum { NAME = 2 * HASH_SIZE, STRIDE = 500 };

/* The next run of exactly 64 digits between quotes, from *at; NULL at the end. */
static const char *next_name(const char *text, size_t n, size_t *at)
{
	static const char digits[] = "0123456789abcdef";
	while (*at < n) {
		size_t run = strspn(text + *at, digits);
		const char *name = text + *at;
		*at += run ? run : strcspn(name, digits);
		if (run == NAME)
			return name;
		if (*at < n && text[*at] == '\0')
			++*at;
	}
	return NULL;
}

static int find(const struct sweep *s, const char *name)
{
	for (int i = 0; i < s->count; i++)
		if (memcmp(s->names[i], name, NAME) == 0)
			return i;
	return -1;
}

void sweep_note(struct sweep *s, const char *text, size_t n)
{
	size_t at = 0;
	for (const char *name; text && (name = next_name(text, n, &at));) {
		if (find(s, name) >= 0)
			continue;
		if (s->count == s->room) {
			s->room = s->room ? 2 * s->room : 16;
			char (*more)[65] = arena_alloc(s->arena, (size_t)s->room * sizeof *more);
			if (s->count)
				memcpy(more, s->names, (size_t)s->count * sizeof *more);
			s->names = more;
		}
		memcpy(s->names[s->count++], name, NAME);
	}
}

static void mark_used(struct sweep *s, const struct entry *e)
{
	size_t at = 0;
	for (const char *name; e->text && (name = next_name(e->text, e->size, &at));) {
		int i = find(s, name);
		if (i >= 0)
			s->used[i] = true;
	}
}

bool sweep_search(struct sweep *s, struct log *log)
{
	if (!s->count)
		return true;
	if (!s->used)
		s->used = arena_alloc(s->arena, (size_t)s->count * sizeof *s->used);
	for (;;) {
		struct arena *a = arena_new();
		struct entry *entries = arena_alloc(a, STRIDE * sizeof *entries);
		int count = log->do_->read(log, a, s->seen, STRIDE, entries);
		for (int i = 0; i < count; i++)
			mark_used(s, &entries[i]);
		if (count > 0)
			s->seen = entries[count - 1].position;
		arena_free(a);
		if (count <= 0)
			return count == 0;
	}
}

bool sweep_drop(struct sweep *s, struct log *log)
{
	bool dropped = true;
	for (int i = 0; i < s->count; i++)
		if (!s->used[i] && !log->do_->blob_drop(log, s->names[i]))
			dropped = false;
	return dropped;
}
