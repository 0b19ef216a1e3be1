/* check.h - does a log hold together?  Part by part, as dump gives them. */
#ifndef STORE_CHECK_H
#define STORE_CHECK_H

#include "base/out.h"
#include "store/log.h"

/* A growing list of hashes with positions, sorted when asked. */
struct hashes {
	struct erasure *rows;
	size_t count, room;
};
void hashes_add(struct hashes *h, const struct erasure *e);
void hashes_sort(struct hashes *h);
/* After hashes_sort. */
bool hashes_have(const struct hashes *h, const unsigned char hash[HASH_SIZE]);
void hashes_free(struct hashes *h);
/* A growing list of positions, ascending. */
struct positions {
	int64_t *rows;
	size_t count, room;
};
void positions_add(struct positions *p, int64_t position);
/* Is one of them in a range? */
bool positions_touch(const struct positions *p, int64_t first, int64_t last);

/* The hash that stands for an owner of state in the journal. */
void hash_owner(unsigned char hash[HASH_SIZE], const char *owner);

/* A running hash of all parts, in the order they come. */
struct sum;

struct check {
	struct out *report;	/* a sentence for each fault, up to some */
	int faults;
	int64_t entries, receipts, blobs, states, epochs;
	/* what came so far */
	int64_t time;
	unsigned char hash[HASH_SIZE];
	struct hashes journal;
	bool sorted;
	struct sum *sum;	/* NULL when it is not wanted */
	struct positions erased;	/* entries without body */
};

void check_part(struct check *c, const struct log_part *p);
void check_free(struct check *c);

struct sum *sum_new(void);
void sum_end(struct sum *s, unsigned char hash[HASH_SIZE]);
void sum_free(struct sum *s);
void sum_part(struct sum *s, const struct log_part *p);
/* Reads and checks a whole log; false when it does not hold or be read. */
bool check_log(struct log *log, struct check *c);

#endif
