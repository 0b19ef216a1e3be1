/* store_changed.c - who hears of entries: caches by slots, listeners. */
#include <string.h>

#include "store/store_own.h"

/* Only the writer's thread comes here. */
static void bump(struct store *s, unsigned slot, int64_t position)
{
	if (atomic_load(&s->changed[slot]) < position)
		atomic_store(&s->changed[slot], position);
}

int64_t store_slot_changed(struct store *s, unsigned slot)
{
	int64_t one = atomic_load(&s->changed[slot]);
	int64_t all = atomic_load(&s->all_changed);
	return one > all ? one : all;
}

int64_t store_changed(struct store *s, const char *subject)
{
	return store_slot_changed(s, subject_slot("", 0, subject));
}

void store_stamp(struct store *s, const struct entry *e)
{
	size_t prefix = strcspn(e->kind, ".");
	bump(s, subject_slot("", 0, e->subject), e->position);
	bump(s, subject_slot(e->kind, prefix, e->subject), e->position);
	bump(s, subject_slot(e->kind, prefix, "*"), e->position);
}

struct touching {
	struct store *store;
	int64_t position;
};

static void touch(void *context, unsigned slot)
{
	const struct touching *t = context;
	bump(t->store, slot, t->position);
}

void store_stamp_touched(struct store *s, struct db *views, int64_t position)
{
	struct touching t = {s, position};
	if (!db_take_touched(views, touch, &t))
		atomic_store(&s->all_changed, position);
}

void store_tell(struct store *s, const struct entry *e)
{
	store_stamp(s, e);
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
	for (int i = 0; epoch && i < SUBJECT_SLOTS; i++)
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
