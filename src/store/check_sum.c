/* check_sum.c - one hash over a whole log: is a backup what was written? */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "store/check.h"
#include "base/memory.h"

struct sum {
	crypto_hash_sha256_state state;
};

struct sum *sum_new(void)
{
	struct sum *s = malloc(sizeof *s);
	if (!s)
		memory_out();
	crypto_hash_sha256_init(&s->state);
	return s;
}

void sum_end(struct sum *s, unsigned char hash[HASH_SIZE])
{
	crypto_hash_sha256_final(&s->state, hash);
}

void sum_free(struct sum *s)
{
	free(s);
}

static void add_number(struct sum *s, int64_t n)
{
	unsigned char bytes[8];
	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)((uint64_t)n >> (8 * i));
	crypto_hash_sha256_update(&s->state, bytes, sizeof bytes);
}

/* The length goes before, so that two texts are not one. */
static void add_bytes(struct sum *s, const void *bytes, size_t n)
{
	add_number(s, bytes ? (int64_t)n : -1);
	if (n)
		crypto_hash_sha256_update(&s->state, bytes, n);
}

static void add_text(struct sum *s, const char *text)
{
	add_bytes(s, text, text ? strlen(text) : 0);
}

static void add_entry(struct sum *s, const struct entry *e)
{
	add_bytes(s, e->hash, HASH_SIZE);
	add_bytes(s, e->text ? e->salt : NULL, e->text ? HASH_SIZE : 0);
	add_bytes(s, e->text, e->size);
}

static void add_receipt(struct sum *s, const struct receipt *r)
{
	add_text(s, r->id);
	add_bytes(s, r->digest, HASH_SIZE);
	add_number(s, r->first);
	add_number(s, r->last);
	add_number(s, r->outcome);
	add_text(s, r->answer);
}

static void add_state(struct sum *s, const struct state_row *r)
{
	add_text(s, r->kind);
	add_text(s, r->id);
	add_text(s, r->owner);
	add_number(s, r->expires);
	add_text(s, r->value);
}

void sum_part(struct sum *s, const struct log_part *p)
{
	if (p->epoch) {
		add_text(s, p->epoch->id);
		add_number(s, p->epoch->position);
		add_number(s, p->epoch->time);
	} else if (p->erasure) {
		add_number(s, p->erasure->position);
		add_bytes(s, p->erasure->hash, HASH_SIZE);
		add_number(s, p->erasure->time);
	} else if (p->entry) {
		add_entry(s, p->entry);
	} else if (p->receipt) {
		add_receipt(s, p->receipt);
	} else if (p->blob) {
		add_text(s, p->blob->hash);
		add_number(s, (int64_t)p->blob->size);
	} else if (p->state) {
		add_state(s, p->state);
	}
}
