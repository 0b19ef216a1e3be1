/* writer_batch.c - deciding a batch, appending it, answering. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/date.h"
#include "base/id.h"
#include "base/logfmt.h"
#include "base/memory.h"
#include "store/fold.h"
#include "store/store_own.h"

enum {
	TRIES = 50,		/* conflicts with other nodes before we say BUSY */
	DECIDING_MS = 25,	/* then the rest of the batch waits for the next one */
	RETRY_MS = 200,
	DOUBT_MS = 10 * 1000,
	BROKEN_MS = 1000	/* time for answers to leave before we end */
};

struct histogram store_append_times;

static const char busy[] = N_("The commons is busy or cannot be written now. "
	"Nothing was lost: try again in a moment.");
static const char no_space[] = N_("The disk of the server is full: this was not kept. "
	"Reading still works. Tell the people who look after the server.");

/* The sentence of a call that was not decided by its command. */
static void say(struct call *c, enum outcome outcome, const char *sentence)
{
	c->fault_count = 0;
	call_fault(c, "", sentence, NULL);
	c->outcome = outcome;
	c->answer = json_keep(c->arena, json_object());
}

/* Calls with the same client id are the same wish only for the same account. */
static const char *receipt_id(const struct call *c)
{
	if (!c->id)
		return NULL;
	return arena_printf(c->arena, "%s/%s", c->who.account ? c->who.account : "", c->id);
}

bool writer_did(struct store *s, struct call *c)
{
	struct receipt found;
	const char *id = receipt_id(c);
	return id && s->log->do_->receipt(s->log, c->arena, id, &found) > 0;
}

/* Answers as was answered before; a blanked answer is of something erased. */
static void answer_again(struct call *c, const struct receipt *r)
{
	const char *why;
	if (memcmp(r->digest, c->digest, HASH_SIZE) != 0) {
		say(c, CONFLICT, N_("This request has the number of another one: "
			"reload the page and send it again."));
		return;
	}
	if (!r->answer) {
		say(c, CONFLICT, N_("What this request had written was erased since: "
			"it is not written again."));
		return;
	}
	c->outcome = (enum outcome)r->outcome;
	c->position = r->last;
	c->again = true;
	c->answer = json_read(c->arena, r->answer, strlen(r->answer), &why);
	if (!c->answer)
		c->answer = json_keep(c->arena, json_object());
}

/* True when the call's id was already done, here or in this batch, or when
 * that cannot be known; the call then has its answer. */
static bool done_before(struct writer *w, struct call *c, const char *id)
{
	for (int i = 0; i < w->receipt_count; i++)
		if (strcmp(w->receipts[i].id, id) == 0) {
			answer_again(c, &w->receipts[i]);
			return true;
		}
	struct receipt found;
	int there = w->log->do_->receipt(w->log, c->arena, id, &found);
	if (there > 0)
		answer_again(c, &found);
	else if (there < 0)
		say(c, BUSY, busy);
	return there != 0;
}

/* On a shared log every call has a receipt: it tells whether a commit whose
 * outcome is unknown took place. */
static const char *id_for_receipt(struct writer *w, struct call *c)
{
	if (!c->id && w->log->do_->shared)
		c->id = id_random(c->arena);
	return receipt_id(c);
}

static void keep_receipt(struct writer *w, struct call *c, const char *id, int64_t before)
{
	if (!id)
		return;
	bool added = c->position > 0;
	struct receipt *r = &w->receipts[w->receipt_count++];
	*r = (struct receipt){.id = arena_dup(w->arena, id), .first = added ? before + 1 : 0,
		.last = c->position, .outcome = (int)c->outcome,
		.answer = json_text(w->arena, c->answer)};
	memcpy(r->digest, c->digest, HASH_SIZE);
}

/* Decides one call in a savepoint. */
static void decide(struct writer *w, struct call *c)
{
	c->outcome = DONE;
	c->fault_count = 0;
	c->position = 0;
	c->again = false;
	c->answer = json_keep(c->arena, json_object());
	const char *id = id_for_receipt(w, c);
	if (id && done_before(w, c, id))
		return;
	struct views_mark before = w->ahead;
	int count = w->count;
	int64_t now = date_now();
	struct ledger l = {.views = w->views, .arena = c->arena, .call = c, .who = c->who,
		.now = now > before.time ? now : before.time, .next = before.position + 1,
		.writer = w, .answer = c->answer};
	db_use_arena(w->views, c->arena);
	db_mark(w->views);
	c->outcome = c->command->decide(&l, c);
	c->faults = l.faults;
	c->fault_count = l.fault_count;
	if (db_fault(w->views) == DB_REFUSED) {
		logfmt(LEVEL_ERROR, NULL, "command.contradicts", "command", c->command->name, "why",
			db_why(w->views));
		say(c, CONFLICT, N_("This contradicts something already kept: "
			"reload the page and look at it again."));
	}
	if (c->outcome == DONE) {
		db_keep_mark(w->views);
		c->position = w->count > count ? w->ahead.position : 0;
		keep_receipt(w, c, id, before.position);
	} else {
		db_undo_mark(w->views);
		w->ahead = before;
		w->count = count;
	}
	db_use_arena(w->views, NULL);
}

/* Decides calls until the time is over; those left stay for the next round. */
static int decide_all(struct writer *w)
{
	int decided = 0;
	int64_t end = date_monotonic() + DECIDING_MS;
	w->ahead = w->mark;
	w->entries = NULL;
	w->count = w->room = w->receipt_count = 0;
	db_begin(w->views, true);
	while (decided < w->call_count && !db_fault(w->views) &&
		(decided == 0 || date_monotonic() < end))
		decide(w, w->calls[decided++]);
	return decided;
}

static void answer_all(struct writer *w, int count)
{
	for (int i = 0; i < count; i++)
		w->calls[i]->done(w->calls[i], w->calls[i]->context);
}

static void refuse_all(struct writer *w, int count, enum outcome outcome, const char *sentence)
{
	for (int i = 0; i < count; i++) {
		w->calls[i]->position = 0;
		w->calls[i]->again = false;
		say(w->calls[i], outcome, sentence);
	}
	answer_all(w, count);
}

/* The batch is durable: commit the views, tell, answer.  Views that cannot be
 * committed catch up later; the log is the truth. */
static void conclude(struct writer *w, int decided)
{
	if (w->count)
		views_set_mark(w->views, &w->ahead);
	bool lost = false;
	if (!db_commit(w->views)) {
		lost = db_fault(w->views) == DB_LOST;
		db_rollback(w->views);
		w->behind = w->count > 0;
	} else if (w->count) {
		w->mark = w->ahead;
		for (int i = 0; i < w->count; i++)
			store_stamp(w->store, &w->entries[i]);
		store_stamp_touched(w->store, w->views, w->mark.position);
		store_publish(w->store, &w->mark);
		for (int i = 0; i < w->count; i++)
			store_tell(w->store, &w->entries[i]);
	}
	answer_all(w, decided);
	if (lost)
		writer_give_up(w, 0);
}

static void release(struct writer *w)
{
	if (w->log->do_->release)
		w->log->do_->release(w->log);
}

_Noreturn void writer_give_up(struct writer *w, int decided)
{
	refuse_all(w, decided, BUSY, busy);
	usleep(BROKEN_MS * 1000);
	logfmt(LEVEL_ERROR, NULL, "log.broken", "why", "the log cannot be written: ending, so that "
		"a restart finds what is on the disk");
	_exit(EX_IOERR);
}

/* One try: decides and appends.  True when the decided calls are answered. */
static bool attempt(struct writer *w, int *decided)
{
	memory_was_short();
	*decided = decide_all(w);
	bool is_short = memory_was_short();
	if (db_fault(w->views) || is_short) {
		enum db_fault fault = db_fault(w->views);
		if (!*decided)
			*decided = w->call_count;
		db_rollback(w->views);
		release(w);
		if (fault == DB_LOST)
			writer_give_up(w, *decided);
		refuse_all(w, *decided, fault == DB_FULL ? NO_SPACE : BUSY,
			fault == DB_FULL ? no_space : busy);
		return true;
	}
	enum appended said = APPENDED;
	struct batch b = {w->entries, w->count, w->receipts, w->receipt_count};
	int64_t began = clock_us();
	if (w->count || w->receipt_count) {
		said = w->log->do_->append(w->log, w->mark.position, &b);
		histogram_add(&store_append_times, clock_us() - began);
	} else {
		release(w);
	}
	if (said == APPENDED) {
		conclude(w, *decided);
		return true;
	}
	db_rollback(w->views);
	w->behind = true;
	if (said == BROKEN)
		writer_give_up(w, *decided);
	if (said == FULL)
		refuse_all(w, *decided, NO_SPACE, no_space);
	else if (said == AWAY)
		refuse_all(w, *decided, BUSY, busy);
	w->doubt = said == UNSURE;
	return said == FULL || said == AWAY;
}

/* Catches up when the log has more than we have folded; false when it cannot,
 * and the calls are answered.  After a commit of unknown outcome the log is
 * given some time to come back, since the receipts there tell the truth. */
static bool catch_up(struct writer *w)
{
	if (!w->behind)
		return true;
	enum followed said = writer_follow(w);
	for (int ms = 0; said == UNREAD && w->doubt && ms < DOUBT_MS; ms += RETRY_MS) {
		usleep(RETRY_MS * 1000);
		said = writer_follow(w);
	}
	w->doubt = false;
	if (said == FOLLOWED)
		return true;
	release(w);
	if (said == UNWRITTEN)
		refuse_all(w, w->call_count, NO_SPACE, no_space);
	else
		refuse_all(w, w->call_count, BUSY, busy);
	return false;
}

/* Answers the first calls of the batch; returns how many. */
static int answer_some(struct writer *w)
{
	int decided = w->call_count;
	for (int i = 0; i < TRIES; i++) {
		if (!catch_up(w))
			return w->call_count;
		if (attempt(w, &decided))
			return decided;
	}
	release(w);
	refuse_all(w, decided, BUSY, busy);
	return decided;
}

void writer_batch(struct writer *w)
{
	while (w->call_count) {
		w->arena = arena_new();
		int answered = answer_some(w);
		arena_free(w->arena);
		w->arena = NULL;
		w->call_count -= answered;
		memmove(w->calls, w->calls + answered, (size_t)w->call_count * sizeof *w->calls);
	}
}
