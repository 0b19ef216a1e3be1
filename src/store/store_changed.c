/* store_changed.c - who hears of entries: caches by slots, listeners. */
#include <string.h>

#include "store/store_own.h"

/* FNV-1a, from github.com/lcn2/fnv: spreads short names over the slots. */
static uint64_t spread(uint64_t h, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001b3u;
	return h;
}

static const uint64_t start = 0xcbf29ce484222325u;

static _Atomic int64_t *slot(struct store *s, uint64_t h)
{
	return &s->changed[(h ^ h >> 32) % CHANGE_SLOTS];
}

/* Only the writer's thread comes here. */
static void bump(_Atomic int64_t *at, int64_t position)
{
	if (atomic_load(at) < position)
		atomic_store(at, position);
}

int64_t store_changed(struct store *s, const char *subject)
{
	int64_t one = atomic_load(slot(s, spread(start, subject, strlen(subject))));
	int64_t all = atomic_load(&s->all_changed);
	return one > all ? one : all;
}

void store_tell(struct store *s, const struct entry *e)
{
	size_t prefix = strcspn(e->kind, ".");
	uint64_t domain = spread(spread(start, e->kind, prefix), ":", 1);
	bump(slot(s, spread(start, e->subject, strlen(e->subject))), e->position);
	bump(slot(s, spread(domain, e->subject, strlen(e->subject))), e->position);
	bump(slot(s, spread(domain, "*", 1)), e->position);
	for (int i = 0; i < s->listener_count; i++)
		s->listeners[i].fn(s->listeners[i].context, e);
}

int64_t store_era(struct store *s)
{
	return atomic_load(&s->era);
}

/* One past the position: what was kept at this very position is stale too. */
void store_all_changed(struct store *s, bool epoch)
{
	atomic_store(&s->all_changed, store_position(s) + 1);
	for (int i = 0; epoch && i < CHANGE_SLOTS; i++)
		atomic_store(&s->changed[i], 0);	/* positions of another epoch */
	atomic_fetch_add(&s->era, 1);
	for (int i = 0; epoch && i < s->listener_count; i++)
		s->listeners[i].fn(s->listeners[i].context, NULL);
}

void store_publish(struct store *s, const struct views_mark *mark)
{
	pthread_mutex_lock(&s->mutex);
	s->mark = *mark;
	atomic_store(&s->position, mark->position);
	pthread_cond_broadcast(&s->moved);
	pthread_mutex_unlock(&s->mutex);
}

/* On the writer's thread, which reads the list. */
static bool listen_to(struct writer *w, void *context)
{
	const struct listener *l = context;
	struct store *s = w->store;
	if (s->listener_count == LISTENERS)
		die("more than %d listeners", LISTENERS);
	s->listeners[s->listener_count++] = *l;
	return true;
}

void store_listen(struct store *s, void (*fn)(void *, const struct entry *), void *context)
{
	struct listener l = {fn, context};
	writer_run(s->writer, listen_to, &l);
}
