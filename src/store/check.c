/* check.c - chain, commitments, journal, receipts and blobs of a log. */
#include "store/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/entry.h"
#include "store/report.h"

enum { MOST_FAULTS = 50 };

static void *grown(void *rows, size_t *room, size_t count, size_t size)
{
	if (count < *room)
		return rows;
	*room = *room ? 2 * *room : 64;
	rows = realloc(rows, *room * size);
	if (!rows)
		memory_out();
	return rows;
}

void hashes_add(struct hashes *h, const struct erasure *e)
{
	h->rows = grown(h->rows, &h->room, h->count, sizeof *h->rows);
	h->rows[h->count++] = *e;
}

static int by_hash(const void *a, const void *b)
{
	return memcmp(((const struct erasure *)a)->hash, ((const struct erasure *)b)->hash,
		HASH_SIZE);
}

void hashes_sort(struct hashes *h)
{
	if (h->count)
		qsort(h->rows, h->count, sizeof *h->rows, by_hash);
}

bool hashes_have(const struct hashes *h, const unsigned char hash[HASH_SIZE])
{
	struct erasure key = {0};
	memcpy(key.hash, hash, HASH_SIZE);
	return h->count && bsearch(&key, h->rows, h->count, sizeof *h->rows, by_hash);
}

void hashes_free(struct hashes *h)
{
	free(h->rows);
	*h = (struct hashes){0};
}

void positions_add(struct positions *p, int64_t position)
{
	p->rows = grown(p->rows, &p->room, p->count, sizeof *p->rows);
	p->rows[p->count++] = position;
}

void hash_owner(unsigned char hash[HASH_SIZE], const char *owner)
{
	struct arena *a = arena_new();
	const char *text = arena_printf(a, "owner %s", owner);
	hash_bytes(hash, text, strlen(text));
	arena_free(a);
}

static void fault(struct check *c, int64_t position, const char *sentence)
{
	if (c->faults++ < MOST_FAULTS)
		report_say(c->report, tr_here(N_("Entry %lld: %s")), (long long)position,
			tr_here(sentence));
}

static void check_body(struct check *c, const struct entry *e)
{
	bool journaled = hashes_have(&c->journal, e->hash);
	if (!e->text) {
		positions_add(&c->erased, e->position);
		if (!journaled)
			fault(c, e->position, N_("its body is gone and no erasure says why."));
		return;
	}
	if (journaled)
		fault(c, e->position, N_("it was erased and its body is still there."));
	struct entry again = *e;
	entry_commit(&again);
	if (memcmp(again.commitment, e->commitment, HASH_SIZE) != 0)
		fault(c, e->position, N_("its body is not what was committed to."));
	struct arena *a = arena_new();
	const char *why;
	if (!json_read(a, e->text, e->size, &why))
		fault(c, e->position, N_("its body is not JSON."));
	arena_free(a);
}

static void check_entry(struct check *c, const struct entry *e)
{
	if (!c->sorted)
		hashes_sort(&c->journal);
	c->sorted = true;
	c->entries++;
	if (e->position != c->entries)
		fault(c, e->position, N_("its number does not follow the one before."));
	if (memcmp(e->previous, c->hash, HASH_SIZE) != 0)
		fault(c, e->position, N_("it does not name the entry before it."));
	if (e->time < c->time)
		fault(c, e->position, N_("its time is before that of the entry before it."));
	struct entry again = *e;
	entry_seal(&again);
	if (memcmp(again.hash, e->hash, HASH_SIZE) != 0)
		fault(c, e->position, N_("its envelope was altered."));
	check_body(c, e);
	c->entries = e->position;
	c->time = e->time;
	memcpy(c->hash, e->hash, HASH_SIZE);
}

bool positions_touch(const struct positions *p, int64_t first, int64_t last)
{
	size_t low = 0, high = p->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (p->rows[middle] < first)
			low = middle + 1;
		else
			high = middle;
	}
	return low < p->count && p->rows[low] <= last;
}

static void check_receipt(struct check *c, const struct receipt *r)
{
	c->receipts++;
	if (r->first > r->last || r->last > c->entries)
		fault(c, r->last, N_("a receipt names it, but the log does not reach so far."));
	if (r->first && r->answer && positions_touch(&c->erased, r->first, r->last))
		fault(c, r->last, N_("it was erased and the answer to its command is still there."));
}

static void check_blob(struct check *c, const struct log_blob *b)
{
	struct arena *a = arena_new();
	unsigned char hash[HASH_SIZE];
	hash_bytes(hash, b->bytes, b->size);
	c->blobs++;
	if (strcmp(hex(a, hash, HASH_SIZE), b->hash) != 0 && c->faults++ < MOST_FAULTS)
		report_say(c->report, tr_here(N_("The file %s was altered.")), b->hash);
	arena_free(a);
}

static void check_state(struct check *c, const struct state_row *s)
{
	unsigned char hash[HASH_SIZE];
	hash_owner(hash, s->owner);
	c->states++;
	if (*s->owner && hashes_have(&c->journal, hash) && c->faults++ < MOST_FAULTS)
		report_say(c->report, tr_here(N_("State of an erased account is still there (%s).")), s->kind);
}

void check_part(struct check *c, const struct log_part *p)
{
	if (c->sum)
		sum_part(c->sum, p);
	if (p->epoch)
		c->epochs++;
	else if (p->erasure)
		hashes_add(&c->journal, p->erasure);
	else if (p->entry)
		check_entry(c, p->entry);
	else if (p->receipt)
		check_receipt(c, p->receipt);
	else if (p->blob)
		check_blob(c, p->blob);
	else if (p->state)
		check_state(c, p->state);
}

void check_free(struct check *c)
{
	hashes_free(&c->journal);
	free(c->erased.rows);
}

static bool see(void *context, const struct log_part *p)
{
	check_part(context, p);
	return true;
}

bool check_log(struct log *log, struct check *c)
{
	if (!log->do_->dump(log, see, c)) {
		report_say(c->report, tr_here(N_("The log cannot be read to its end.")));
		c->faults++;
	}
	if (!c->epochs) {
		report_say(c->report, tr_here(N_("The log says no epoch.")));
		c->faults++;
	}
	return c->faults == 0;
}
